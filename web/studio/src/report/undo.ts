// One undo for a whole report: titles, order and every body, and of all that only what this person did here.
// Used by the report editor and the text editor for rich text; never tracks what came from the server.
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { REPORT_ORIGIN } from './sections.ts'

/** `root` is the sections of a report, or a fragment that is edited by itself. */
export function undoOf(root: Y.Map<unknown> | Y.XmlFragment): Y.UndoManager {
  return new Y.UndoManager(root as unknown as Y.AbstractType<unknown>, {
    trackedOrigins: new Set<unknown>([ySyncPluginKey, REPORT_ORIGIN]),
    deleteFilter: (item) => mayVanish(item),
    captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
  })
}

/**
 * Undoing that somebody made a paragraph or a section must not take away what others have written in it since. What is inside of a
 * thing is taken away before it, so whatever text is still there is somebody else's.
 */
function mayVanish(item: Y.Item): boolean {
  if (!(item instanceof Y.Item)) return true
  const type = item.content instanceof Y.ContentType ? item.content.type : null
  if (type instanceof Y.Text) return type.length === 0
  if (type instanceof Y.XmlFragment) return !hasText(type)
  if (type instanceof Y.Map) return !isWritten(type)
  // A section that stays keeps its title and its place. Those that it had before come back all the same, in their stead.
  return item.parentSub === null || !(item.parent instanceof Y.Map) || !isWritten(item.parent)
}

function isWritten(section: Y.Map<unknown>): boolean {
  const body = section.get('body')
  return body instanceof Y.XmlFragment && hasText(body)
}

/** Whether there is a single letter in a fragment. */
export function hasText(fragment: Y.XmlFragment): boolean {
  return fragment.toArray().some((child) => {
    if (child instanceof Y.XmlText) return child.length > 0
    return child instanceof Y.XmlElement && hasText(child)
  })
}
