// Which cards are shown: by words, labels, and whom they are assigned to. Used by board-editor.tsx and filter-bar.tsx.
// A filter is each reader's own; it is never written into the document.
import type { Card } from './board-model.ts'

export interface CardFilter {
  readonly words: string
  /** A card with any of them is shown. */
  readonly labels: readonly string[]
  /** A user's id, or who has nobody. */
  readonly assignee: string | 'anybody' | 'nobody'
}

export const NO_FILTER: CardFilter = { words: '', labels: [], assignee: 'anybody' }

export function isFiltering(filter: CardFilter): boolean {
  return filter.words.trim() !== '' || filter.labels.length > 0 || filter.assignee !== 'anybody'
}

/** Null when all cards are shown. `description` reads what the model does not copy. */
export function matcher(filter: CardFilter, description: (id: string) => string): ((card: Card) => boolean) | null {
  if (!isFiltering(filter)) return null
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean)
  return (card) => {
    if (filter.assignee === 'nobody' ? card.assignee !== null : filter.assignee !== 'anybody' && card.assignee !== filter.assignee) return false
    if (filter.labels.length > 0 && !filter.labels.some((label) => card.labels.includes(label))) return false
    if (words.length === 0) return true
    const near = `${card.title}\n${card.labels.join('\n')}\n${card.assignee ?? ''}`.toLowerCase()
    if (words.every((word) => near.includes(word))) return true
    const all = card.described ? `${near}\n${description(card.id).toLowerCase()}` : near
    return words.every((word) => all.includes(word))
  }
}
