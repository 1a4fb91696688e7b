// Where a lifted card or column would go: by arrow keys, and how the board looks meanwhile. Used by board-editor.tsx and tests.
// Pure functions over what the model shows; nothing here writes. A lift survives whatever others do meanwhile.
import type { Board, Card, Column } from './board-model.ts'

export type Direction = 'up' | 'down' | 'left' | 'right'

/** Before which other thing it goes; null is the end. */
export interface CardPlace {
  readonly column: string
  readonly before: string | null
}

/** What somebody holds. `keys`: it is shown where it would go. `pointer`: it follows the pointer, and a gap is shown there. */
export type Lift =
  | { readonly kind: 'card'; readonly id: string; readonly by: 'keys' | 'pointer'; readonly to: CardPlace; readonly height: number }
  | { readonly kind: 'column'; readonly id: string; readonly by: 'keys' | 'pointer'; readonly before: string | null; readonly height: number }

/** The columns as they are shown: with what matches the filter, and with what is lifted by keys where it would go. */
export function arranged(board: Board, lift: Lift | null, matches: ((card: Card) => boolean) | null): readonly Column[] {
  const held = lift?.kind === 'card' ? lift.id : null
  let columns = matches === null ? board.columns : board.columns.map((column) => filtered(column, (card) => card.id === held || matches(card)))
  if (lift === null || lift.by === 'pointer') return columns
  if (lift.kind === 'column') return withMoved(columns, lift.id, lift.before)
  const card = board.cards.get(lift.id)
  const target = columns.find((column) => column.id === lift.to.column && !column.lost)
  if (card === undefined || target === undefined) return columns
  columns = columns.map((column) => {
    const without = column.cards.some((other) => other.id === card.id) ? column.cards.filter((other) => other.id !== card.id) : column.cards
    if (column.id !== target.id) return without === column.cards ? column : { ...column, cards: without }
    const cards = inserted(without, card, lift.to.before)
    return cards.every((other, at) => other === column.cards[at]) && cards.length === column.cards.length ? column : { ...column, cards }
  })
  return columns
}

const filteredColumns = new WeakMap<Column, { matches: string; column: Column }>()

function filtered(column: Column, matches: (card: Card) => boolean): Column {
  const cards = column.cards.filter(matches)
  if (cards.length === column.cards.length) return column
  // The same result as last time is the same object, so that the column isn't drawn again.
  const key = cards.map((card) => card.id).join('\n')
  const known = filteredColumns.get(column)
  if (known?.matches === key) return known.column
  const now = { ...column, cards }
  filteredColumns.set(column, { matches: key, column: now })
  return now
}

function inserted<T extends { readonly id: string }>(row: readonly T[], thing: T, before: string | null): readonly T[] {
  const found = before === null ? -1 : row.findIndex((other) => other.id === before)
  return found < 0 ? [...row, thing] : [...row.slice(0, found), thing, ...row.slice(found)]
}

function withMoved(columns: readonly Column[], id: string, before: string | null): readonly Column[] {
  const column = columns.find((other) => other.id === id)
  if (column === undefined) return columns
  const stored = columns.filter((other) => !other.lost && other.id !== id)
  return [...inserted(stored, column, before), ...columns.filter((other) => other.lost)]
}

/** Where one step with an arrow key takes a card from where it is shown, or null when it can't go there. */
export function cardStep(columns: readonly Column[], id: string, direction: Direction): CardPlace | null {
  const at = columns.findIndex((column) => column.cards.some((card) => card.id === id))
  const column = columns[at]
  if (column === undefined) return null
  const row = column.cards.findIndex((card) => card.id === id)
  if (direction === 'left' || direction === 'right') {
    const target = columns[direction === 'left' ? at - 1 : at + 1]
    return target === undefined || target.lost ? null : { column: target.id, before: target.cards[row]?.id ?? null }
  }
  if (column.lost || (direction === 'up' ? row === 0 : row === column.cards.length - 1)) return null
  return { column: column.id, before: column.cards[direction === 'up' ? row - 1 : row + 2]?.id ?? null }
}

/** The same for a column, which goes left and right. Undefined when it can't go there; null is the end. */
export function columnStep(columns: readonly Column[], id: string, direction: Direction): string | null | undefined {
  const stored = columns.filter((column) => !column.lost)
  const at = stored.findIndex((column) => column.id === id)
  if (at < 0) return undefined
  if (direction === 'left') return stored[at - 1]?.id
  if (direction !== 'right' || at === stored.length - 1) return undefined
  return stored[at + 2]?.id ?? null
}

/** Which card gets the focus by an arrow key. */
export function cardBeside(columns: readonly Column[], id: string, direction: Direction): string | undefined {
  const at = columns.findIndex((column) => column.cards.some((card) => card.id === id))
  const column = columns[at]
  if (column === undefined) return undefined
  const row = column.cards.findIndex((card) => card.id === id)
  if (direction === 'up' || direction === 'down') return column.cards[direction === 'up' ? row - 1 : row + 1]?.id
  const further = direction === 'left' ? columns.slice(0, at).reverse() : columns.slice(at + 1)
  const target = further.find((candidate) => candidate.cards.length > 0)
  return target?.cards[Math.min(row, target.cards.length - 1)]?.id
}

/**
 * Where a card that was put down among the visible cards goes among all of them: at the end of what one sees means behind
 * the last card one sees, not behind those that the filter hides.
 */
export function amongAll(all: Board, visible: readonly Column[], id: string, to: CardPlace): CardPlace {
  if (to.before !== null) return to
  const last = visible.find((column) => column.id === to.column)?.cards.findLast((card) => card.id !== id)
  if (last === undefined) return to
  const row = all.columns.find((column) => column.id === to.column)?.cards.filter((card) => card.id !== id) ?? []
  return { column: to.column, before: row[row.findIndex((card) => card.id === last.id) + 1]?.id ?? null }
}

/** "To do, 2 of 5", as a person is told where a card is. */
export function placeInWords(columns: readonly Column[], id: string): string {
  const column = columns.find((candidate) => candidate.cards.some((card) => card.id === id))
  if (column === undefined) return ''
  return `${column.title || 'Untitled'}, ${column.cards.findIndex((card) => card.id === id) + 1} of ${column.cards.length}`
}
