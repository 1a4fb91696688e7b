// Places in rich text, between ProseMirror's positions and Yjs' relative ones. For carets, comments and undo.
// Reads only. What others send as a position is checked here: nothing that comes in makes it throw.
import type { EditorState } from '@tiptap/pm/state'
import type { Node } from '@tiptap/pm/model'
import { absolutePositionToRelativePosition, ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'

interface Binding {
  doc: Y.Doc
  type: Y.XmlFragment
  mapping: Map<Y.AbstractType<unknown>, Node | Node[]>
}

/** How an editor is bound to its fragment, as the sync plugin has it. */
export function bindingOf(state: EditorState): Binding | null {
  const sync = ySyncPluginKey.getState(state) as { binding?: Binding } | undefined
  return sync?.binding ?? null
}

/** A caret, as every y-prosemirror editor sends it. */
export function relativeAt(state: EditorState, position: number): Y.RelativePosition | null {
  const binding = bindingOf(state)
  if (binding === null) return null
  try {
    return absolutePositionToRelativePosition(position, binding.type, binding.mapping) as Y.RelativePosition
  } catch {
    return null
  }
}

/** Both ends of a stretch of text. They hold on to its first and last character: what is typed beside it later does not belong to it. */
export function rangeAt(state: EditorState, from: number, to: number): { start: Y.RelativePosition; end: Y.RelativePosition } | null {
  const binding = bindingOf(state)
  if (binding === null) return null
  const start = textAt(binding, from)
  const end = textAt(binding, to)
  if (start === null || end === null) return null
  return {
    start: Y.createRelativePositionFromTypeIndex(start.type, start.index, 0),
    end: Y.createRelativePositionFromTypeIndex(end.type, end.index, -1),
  }
}

/** Where a relative position is now; null when it is none, lies in another text, or what it stood in is gone. */
export function positionOf(state: EditorState, relative: unknown): number | null {
  const binding = bindingOf(state)
  if (binding === null || typeof relative !== 'object' || relative === null) return null
  let absolute: Y.AbsolutePosition | null
  try {
    absolute = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(relative), binding.doc)
  } catch {
    return null
  }
  // Most of what is asked for lies in another section.
  if (absolute === null || (absolute.type !== (binding.type as unknown) && !Y.isParentOf(binding.type as unknown as Y.AbstractType<unknown>, absolute.type._item))) return null
  const position = positionInDocument(binding, absolute.type, absolute.index)
  return position === null || position > state.doc.content.size ? null : position
}

/** The ProseMirror position of an index in a shared type. */
function positionInDocument(binding: Binding, target: Y.AbstractType<unknown>, index: number): number | null {
  let position = 0
  if (target instanceof Y.XmlText) position = index
  else {
    for (const child of childrenOf(target).slice(0, index)) {
      const size = sizeOf(binding, child)
      if (size === null) return null
      position += size
    }
  }
  let type: Y.AbstractType<unknown> = target
  while (type !== binding.type) {
    const item: Y.Item | null = type._item
    if (item === null || item.deleted || !(item.parent instanceof Y.AbstractType)) return null
    const parent: Y.AbstractType<unknown> = item.parent
    for (const child of childrenOf(parent)) {
      if (child === type) break
      const size = sizeOf(binding, child)
      if (size === null) return null
      position += size
    }
    // A text has no tags of its own, an element has one that opens.
    if (!(type instanceof Y.XmlText)) position += 1
    type = parent
  }
  return position
}

/** The text a ProseMirror position lies in, and where in it. At a border between texts, the one before. */
function textAt(binding: Binding, position: number): { type: Y.XmlText; index: number } | null {
  let rest = position
  let parent: Y.AbstractType<unknown> = binding.type as unknown as Y.AbstractType<unknown>
  let last: { type: Y.XmlText; index: number } | null = null
  descend: for (;;) {
    for (const child of childrenOf(parent)) {
      if (child instanceof Y.XmlText) {
        if (rest <= child.length) return { type: child, index: rest }
        rest -= child.length
        last = { type: child, index: child.length }
        continue
      }
      const size = sizeOf(binding, child)
      if (size === null) return null
      if (rest < size && rest > 0) {
        rest -= 1
        parent = child
        last = null
        continue descend
      }
      if (rest === 0) return last
      rest -= size
    }
    return last
  }
}

function childrenOf(type: Y.AbstractType<unknown>): Y.AbstractType<unknown>[] {
  if (!(type instanceof Y.XmlFragment)) return []
  return type.toArray() as unknown as Y.AbstractType<unknown>[]
}

function sizeOf(binding: Binding, type: Y.AbstractType<unknown>): number | null {
  if (type instanceof Y.XmlText) return type.length
  const node = binding.mapping.get(type)
  return node === undefined || Array.isArray(node) ? null : node.nodeSize
}
