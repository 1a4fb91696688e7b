// What the roots of a free document are. Yjs doesn't write that down, so it is taken from their content, as docs/JSON.md says.
// Used by the text editor to choose what it shows; reads only, and gives no root a type that it hasn't.
import * as Y from 'yjs'

export type RootKind = 'text' | 'rich' | 'data' | 'empty'

export interface Root {
  readonly name: string
  readonly is: RootKind
}

/** Where editors keep their text by default, the likeliest first. */
const USUAL = ['text', 'content', 'codemirror', 'quill', 'monaco']

/** The roots of a document by name. */
export function rootsOf(doc: Y.Doc): Root[] {
  return [...doc.share].map(([name, type]) => ({ name, is: kindOf(type as Y.AbstractType<unknown>) })).sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1))
}

function kindOf(type: Y.AbstractType<unknown>): RootKind {
  if (type instanceof Y.XmlFragment) return type.length === 0 ? 'empty' : 'rich'
  if (type instanceof Y.Text) return type.length === 0 ? 'empty' : 'text'
  if (type instanceof Y.Map || type instanceof Y.Array) return isEmpty(type) ? 'empty' : 'data'
  if (type._map.size > 0) return [...type._map.values()].some((item) => !item.deleted) ? 'data' : 'empty'
  let xml = false
  for (let item = type._start; item !== null; item = item.right) {
    if (item.deleted) continue
    const { content } = item
    if (content instanceof Y.ContentString || content instanceof Y.ContentFormat || content instanceof Y.ContentEmbed) return 'text'
    if (!(content instanceof Y.ContentType) || !isXml(content.type)) return 'data'
    xml = true
  }
  return xml ? 'rich' : 'empty'
}

function isEmpty(type: Y.Map<unknown> | Y.Array<unknown>): boolean {
  return type instanceof Y.Map ? type.size === 0 : type.length === 0
}

function isXml(type: Y.AbstractType<unknown>): boolean {
  return type instanceof Y.XmlElement || type instanceof Y.XmlText || type instanceof Y.XmlHook
}

/** A text that CodeMirror can be bound to: characters alone. Embedded things would shift its positions. */
export function isPlain(text: Y.Text): boolean {
  for (let item = text._start; item !== null; item = item.right) {
    if (!item.deleted && (item.content instanceof Y.ContentEmbed || item.content instanceof Y.ContentType)) return false
  }
  return true
}

/** What a free document is shown as, and what else it may be shown as. Null: neither text nor rich text is in it, but other things are. */
export function choiceOf(roots: readonly Root[], wanted: string | null): { chosen: Root; choices: readonly Root[] } | null {
  const choices = roots.filter(({ is }) => is === 'text' || is === 'rich')
  const chosen = choices.find(({ name }) => name === wanted) ?? choices[0]
  if (chosen !== undefined) return { chosen, choices }
  if (roots.some(({ is }) => is === 'data')) return null
  return { chosen: { name: roots[0]?.name ?? 'text', is: 'text' }, choices: [] }
}

function rank(name: string): number {
  const place = USUAL.indexOf(name)
  return place === -1 ? USUAL.length : place
}
