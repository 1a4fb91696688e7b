// Watches what kinds of things a fragment holds, and tells before a bound editor gets to see something it doesn't know.
// Used by rich-text.tsx. Reads only.
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { foreignIn } from './schema.ts'
import type { Foreign } from './schema.ts'

/**
 * Calls `changed` in the transaction that changed the fragment, before any observer of the fragment runs: an editor that is taken down
 * there never sees the change, so it can't delete what it has no name for.
 */
export function watchFragment(fragment: Y.XmlFragment, changed: (now: Foreign) => void): () => void {
  const { doc } = fragment
  if (doc === null) return () => {}
  const look = (transaction: Y.Transaction): void => {
    // What the editor here wrote itself it knows.
    if (transaction.origin === ySyncPluginKey) return
    for (const type of transaction.changed.keys()) {
      if ((type as unknown) !== fragment && !Y.isParentOf(fragment, type._item)) continue
      changed(foreignIn(fragment))
      return
    }
  }
  doc.on('beforeObserverCalls', look)
  return () => doc.off('beforeObserverCalls', look)
}
