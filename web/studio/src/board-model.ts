// The board as it lies in the Yrs document, and every edit one can make to it. Used by the board's views; knows no DOM.
// Layout: map `board.columns`: id -> map {title, order}; map `board.cards`: id -> map {title, place: {column, order}};
// map `board.meta`: {seeded}. A place is one value, so two people who move a card at once never mix their columns and orders.
import * as Y from 'yjs'
import { isOrderKey, keyBetween } from './order.ts'

export interface Card {
  id: string
  title: string
  order: string
}

export interface Column {
  id: string
  title: string
  order: string
  cards: Card[]
  /** `lost` holds the cards whose column somebody deleted while they moved there; it is shown, not stored. */
  kind: 'stored' | 'lost'
}

/** The id of the column that stands in for deleted ones. Stored columns never have it: theirs hold no space. */
const LOST = 'lost cards'
export const LONGEST_TITLE = 500
/** Two people who open an empty document at once write these same ids, so the columns never double. */
const FIRST_COLUMNS = [
  { id: 'todo', title: 'To do', order: 'F' },
  { id: 'doing', title: 'In progress', order: 'U' },
  { id: 'done', title: 'Done', order: 'j' },
] as const

export class BoardModel {
  readonly undo: Y.UndoManager
  readonly #doc: Y.Doc
  readonly #random: () => number
  readonly #columns: Y.Map<unknown>
  readonly #cards: Y.Map<unknown>
  readonly #meta: Y.Map<unknown>

  /** `random` gives numbers in [0, 1): it makes ids and spreads orders. */
  constructor(doc: Y.Doc, random: () => number) {
    this.#doc = doc
    this.#random = random
    this.#columns = doc.getMap('board.columns')
    this.#cards = doc.getMap('board.cards')
    this.#meta = doc.getMap('board.meta')
    // A capture timeout of zero makes every action its own step.
    this.undo = new Y.UndoManager([this.#columns, this.#cards], { trackedOrigins: new Set([this]), captureTimeout: 0 })
  }

  onChange(listener: () => void): void {
    this.#columns.observeDeep(listener)
    this.#cards.observeDeep(listener)
  }

  /** Puts the first columns into a document that never had any. To be called only once the server's state is here. */
  seed(): void {
    if (this.#meta.get('seeded') === true || this.#columns.size > 0) return
    this.#doc.transact(() => {
      this.#meta.set('seeded', true)
      for (const { id, title, order } of FIRST_COLUMNS) this.#columns.set(id, new Y.Map(Object.entries({ title, order })))
    }, 'seed')
  }

  /** Everything in display order. Tolerates whatever other programs wrote: odd values read as empty or last. */
  read(): Column[] {
    const columns: Column[] = []
    for (const [id, value] of this.#columns) {
      if (!(value instanceof Y.Map)) continue
      columns.push({ id, title: titleOf(value), order: orderOf(value.get('order')), cards: [], kind: 'stored' })
    }
    columns.sort(byOrder)
    const byId = new Map(columns.map((column) => [column.id, column]))
    const lost: Column = { id: LOST, title: 'Lost their column', order: '', cards: [], kind: 'lost' }
    for (const [id, value] of this.#cards) {
      if (!(value instanceof Y.Map)) continue
      const place = placeOf(value)
      const column = byId.get(place.column) ?? lost
      column.cards.push({ id, title: titleOf(value), order: place.order })
    }
    for (const column of [...columns, lost]) column.cards.sort(byOrder)
    return lost.cards.length > 0 ? [...columns, lost] : columns
  }

  addColumn(title: string): string {
    const id = this.#freshId()
    const last = this.read().findLast((column) => column.kind === 'stored')
    const order = keyBetween(last?.order ?? '', undefined, this.#random)
    this.#edit(() => this.#columns.set(id, new Y.Map(Object.entries({ title: tidyTitle(title), order }))))
    return id
  }

  renameColumn(id: string, title: string): void {
    this.#rename(this.#columns.get(id), title)
  }

  /** Deletes the column and the cards in it; one undo step brings all back. */
  deleteColumn(id: string): void {
    const cards = this.read().find((column) => column.id === id)?.cards ?? []
    this.#edit(() => {
      for (const card of cards) this.#cards.delete(card.id)
      this.#columns.delete(id)
    })
  }

  addCard(columnId: string, title: string): string {
    const id = this.#freshId()
    const last = this.read().find((column) => column.id === columnId)?.cards.at(-1)
    const place = { column: columnId, order: keyBetween(last?.order ?? '', undefined, this.#random) }
    const card = new Y.Map<unknown>(Object.entries({ title: tidyTitle(title), place }))
    this.#edit(() => this.#cards.set(id, card))
    return id
  }

  renameCard(id: string, title: string): void {
    this.#rename(this.#cards.get(id), title)
  }

  /** Puts a card before another one of the column, or at its end. Does nothing when the card is gone or already there. */
  moveCard(id: string, columnId: string, beforeId: string | undefined): void {
    const card = this.#cards.get(id)
    const column = this.read().find((candidate) => candidate.id === columnId && candidate.kind === 'stored')
    if (!(card instanceof Y.Map) || column === undefined || id === beforeId) return
    const current = column.cards.findIndex((other) => other.id === id)
    if (current >= 0 && column.cards[current + 1]?.id === beforeId) return
    const others = column.cards.filter((other) => other.id !== id)
    const found = others.findIndex((other) => other.id === beforeId)
    const position = found < 0 ? others.length : found
    const order = keyBetween(others[position - 1]?.order ?? '', others[position]?.order, this.#random)
    this.#edit(() => card.set('place', { column: columnId, order }))
  }

  deleteCard(id: string): void {
    this.#edit(() => this.#cards.delete(id))
  }

  #rename(entry: unknown, title: string): void {
    const tidy = tidyTitle(title)
    if (entry instanceof Y.Map && tidy !== '' && entry.get('title') !== tidy) {
      this.#edit(() => entry.set('title', tidy))
    }
  }

  /** Two draws of 52 bits: no two ever meet on one board. */
  #freshId(): string {
    const draw = (): string => Math.floor(this.#random() * 2 ** 52).toString(36)
    return `${draw()}-${draw()}`
  }

  #edit(change: () => void): void {
    this.#doc.transact(change, this)
  }
}

/** Where one step with an arrow key takes a card: its new column and the card it will stand before. */
export function stepFrom(
  columns: readonly Column[],
  cardId: string,
  direction: 'up' | 'down' | 'left' | 'right',
): { columnId: string; beforeId: string | undefined } | undefined {
  const at = columns.findIndex((column) => column.cards.some((card) => card.id === cardId))
  const column = columns[at]
  if (column === undefined) return undefined
  const row = column.cards.findIndex((card) => card.id === cardId)
  if (direction === 'left' || direction === 'right') {
    const target = columns[direction === 'left' ? at - 1 : at + 1]
    return target === undefined || target.kind === 'lost'
      ? undefined
      : { columnId: target.id, beforeId: target.cards[row]?.id }
  }
  if (direction === 'up' ? row === 0 : row === column.cards.length - 1) return undefined
  return { columnId: column.id, beforeId: column.cards[direction === 'up' ? row - 1 : row + 2]?.id }
}

function byOrder(a: { order: string; id: string }, b: { order: string; id: string }): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

function titleOf(entry: Y.Map<unknown>): string {
  const title = entry.get('title')
  return typeof title === 'string' ? title.slice(0, LONGEST_TITLE) : ''
}

function placeOf(card: Y.Map<unknown>): { column: string; order: string } {
  const place = card.get('place') as { column?: unknown; order?: unknown } | undefined | null
  return {
    column: typeof place?.column === 'string' ? place.column : '',
    order: orderOf(place?.order),
  }
}

function orderOf(value: unknown): string {
  return isOrderKey(value) ? value : 'zz'
}

function tidyTitle(title: string): string {
  return title.replace(/\s+/g, ' ').trim().slice(0, LONGEST_TITLE)
}
