// What rich text can be here, and what of a fragment the editor doesn't know. Used by rich-text.tsx before it binds an editor:
// a binding deletes elements it has no name for, so a text with such elements is shown and never bound.
// Foreign attributes and marks are taken into the editor's schema, so that editing beside them keeps them.
import { Extension, getSchema, Mark } from '@tiptap/core'
import type { Extensions } from '@tiptap/core'
import { TaskItem, TaskList } from '@tiptap/extension-list'
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table'
import type { Node, Schema } from '@tiptap/pm/model'
import StarterKit from '@tiptap/starter-kit'
import * as Y from 'yjs'

const HASHED = /^(.*)--[a-zA-Z0-9+/=]{8}$/

/** Everything that stands in the text. No trailing paragraph, no history: an editor that only shows must write nothing by itself. */
const content: Extensions = [
  StarterKit.configure({
    undoRedo: false,
    trailingNode: false,
    dropcursor: { color: 'var(--yrsa-accent)', width: 2 },
    link: { openOnClick: false, defaultProtocol: 'https', HTMLAttributes: { rel: 'noopener noreferrer nofollow', target: '_blank' } },
  }),
  TaskList,
  TaskItem.configure({ nested: true }),
  Table.configure({ resizable: false }),
  TableRow,
  TableHeader,
  TableCell,
]

let known: Schema | null = null
const knownSchema = (): Schema => (known ??= getSchema(content))

export interface Foreign {
  /** Elements that the editor has no name for. */
  readonly nodes: ReadonlySet<string>
  /** Attributes by element, beyond those the editor knows. */
  readonly attributes: ReadonlyMap<string, ReadonlySet<string>>
  /** Marks that the editor doesn't know: their attributes, and whether several may lie on the same words. */
  readonly marks: ReadonlyMap<string, { attributes: ReadonlySet<string>; several: boolean }>
}

/** Looks through a fragment. */
export function foreignIn(fragment: Y.XmlFragment): Foreign {
  const schema = knownSchema()
  const nodes = new Set<string>()
  const attributes = new Map<string, Set<string>>()
  const marks = new Map<string, { attributes: Set<string>; several: boolean }>()

  const look = (type: Y.XmlFragment): void => {
    for (const child of type.toArray()) {
      if (child instanceof Y.XmlText) {
        // Text belongs into blocks: where a block is wanted it has no name.
        if (type === fragment) nodes.add('text')
        lookAtText(child)
      } else if (child instanceof Y.XmlElement) {
        const name = child.nodeName
        const node = Object.hasOwn(schema.nodes, name) ? schema.nodes[name] : undefined
        if (node === undefined) nodes.add(name)
        else {
          for (const attribute of Object.keys(child.getAttributes())) {
            if (node.spec.attrs === undefined || !Object.hasOwn(node.spec.attrs, attribute)) add(attributes, name, attribute)
          }
        }
        look(child)
      } else nodes.add('hook')
    }
  }

  const lookAtText = (text: Y.XmlText): void => {
    for (const { insert, attributes: formats } of text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]) {
      if (typeof insert !== 'string') nodes.add('embed')
      for (const [format, value] of Object.entries(formats ?? {})) {
        const hashed = HASHED.exec(format)
        const name = hashed?.[1] ?? format
        if (Object.hasOwn(schema.marks, name)) continue
        const mark = marks.get(name) ?? { attributes: new Set<string>(), several: false }
        mark.several ||= hashed !== null
        for (const attribute of Object.keys(typeof value === 'object' && value !== null ? value : {})) mark.attributes.add(attribute)
        marks.set(name, mark)
      }
    }
  }

  look(fragment)
  return { nodes, attributes, marks }
}

/** Whether an editor made for `before` can show what there is now. */
export function covers(before: Foreign, now: Foreign): boolean {
  return (
    now.nodes.size === 0 &&
    [...now.attributes].every(([node, names]) => [...names].every((name) => before.attributes.get(node)?.has(name))) &&
    [...now.marks].every(([name, { attributes, several }]) => {
      const mark = before.marks.get(name)
      return mark !== undefined && (mark.several || !several) && [...attributes].every((attribute) => mark.attributes.has(attribute))
    })
  )
}

/** What binding an editor would take away from a text. */
export type Loss = 'nothing' | 'empty' | 'words'

/**
 * A binding deletes each element that is not as the schema wants it, from the inside to the outside. After two people deleted at once
 * that is a list without items, and nothing is lost with it. In what other editors wrote it may be words: a heading in a list item.
 */
export function lossIn(fragment: Y.XmlFragment, schema: Schema): Loss {
  let loss: Loss = 'nothing'
  const lose = (isEmpty: boolean): null => {
    if (!isEmpty) loss = 'words'
    else if (loss === 'nothing') loss = 'empty'
    return null
  }
  const build = (element: Y.XmlElement): Node | null => {
    const children = element.toArray().flatMap((child): Node[] => {
      if (child instanceof Y.XmlText) {
        try {
          const parts = child.toDelta() as { insert: string; attributes?: Record<string, Record<string, unknown>> }[]
          return parts.map(({ insert, attributes = {} }) => schema.text(insert, Object.entries(attributes).map(([name, value]) => schema.mark(HASHED.exec(name)?.[1] ?? name, value))))
        } catch {
          lose(child.length === 0)
          return []
        }
      }
      const node = child instanceof Y.XmlElement ? build(child) : lose(false)
      return node === null ? [] : [node]
    })
    try {
      return schema.node(element.nodeName, element.getAttributes() as Record<string, unknown>, children)
    } catch {
      return lose(children.every((child) => child.textContent === '' && !hasLeaf(child)))
    }
  }
  for (const child of fragment.toArray()) {
    if (child instanceof Y.XmlElement) build(child)
    else lose(child instanceof Y.XmlText && child.length === 0)
  }
  return loss
}

/** A line, a break, a picture: something without letters. */
function hasLeaf(node: Node): boolean {
  let found = node.isLeaf && !node.isText
  node.descendants((child) => {
    found ||= child.isLeaf && !child.isText && child.type.name !== 'hardBreak'
    return !found
  })
  return found
}

/** The extensions for a text with foreign attributes and marks: they are kept and not shown. */
export function contentExtensions({ attributes, marks }: Foreign): Extensions {
  const extensions = [...content]
  if (attributes.size > 0) {
    const globals = [...attributes].map(([type, names]) => ({
      types: [type],
      attributes: Object.fromEntries([...names].map((name) => [name, { default: null, rendered: false }])),
    }))
    extensions.push(Extension.create({ name: 'foreignAttributes', addGlobalAttributes: () => globals }))
  }
  for (const [name, { attributes: names, several }] of marks) {
    extensions.push(
      Mark.create({
        name,
        excludes: several ? '' : name,
        addAttributes: () => Object.fromEntries([...names].map((attribute) => [attribute, { default: null, rendered: false }])),
        renderHTML: () => ['span', 0],
      }),
    )
  }
  return extensions
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key)
  if (values) values.add(value)
  else map.set(key, new Set([value]))
}
