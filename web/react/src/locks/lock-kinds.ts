// What a locked place is, by its path. Used by the lock indicator and by what is said about locks.
// Knows the layouts of typed documents (docs/KINDS.md); everything else is text.

export type LockKind = 'document' | 'card' | 'column' | 'node' | 'edge' | 'section' | 'text'

const COLLECTIONS: Record<string, LockKind> = { cards: 'card', columns: 'column', nodes: 'node', edges: 'edge', sections: 'section' }

/** What a path is about: `/cards/c1` and all in it is a card. */
export function kindOfPath(path: string): LockKind {
  if (path === '') return 'document'
  return COLLECTIONS[path.split('/')[1] ?? ''] ?? 'text'
}
