// A board as it lies in its document, and every edit one can make to it. Used by the board's components and tests.
// Knows no DOM and no React. Layout: docs/KINDS.md. What strangers wrote is checked here: odd values read as empty or last.
import type { Observable } from '@yrsa/client'
import * as Y from 'yjs'
import { byOrder, isOrderKey, keysFor, NO_ORDER } from './order.ts'

export interface Card {
  readonly id: string
  readonly title: string
  /** The id of a column, which may be gone. */
  readonly column: string
  readonly order: string
  /** The id of a user. */
  readonly assignee: string | null
  readonly labels: readonly string[]
  /** `YYYY-MM-DD` */
  readonly due: string | null
  /** Whether there is a description. Its text is not copied: it may be long and changes with each key. */
  readonly described: boolean
}

export interface Column {
  readonly id: string
  readonly title: string
  readonly order: string
  readonly cards: readonly Card[]
  /** Holds the cards whose column is gone. It is shown, not stored. */
  readonly lost: boolean
}

/** Whatever did not change is the identical object in the next board, so that only what changed is drawn again. */
export interface Board {
  readonly columns: readonly Column[]
  readonly cards: ReadonlyMap<string, Card>
  /** All labels in use, sorted. */
  readonly labels: readonly string[]
  /** All user ids that cards are assigned to. */
  readonly assignees: readonly string[]
}

export type CardField = 'assignee' | 'due'

/** The id of the column that stands in for deleted ones. No document has it: control characters are not allowed in ids. */
export const LOST = '\u0000lost'
export const LONGEST_TITLE = 500
export const LONGEST_LABEL = 40
const MOST_LABELS = 32
const LONGEST_ID = 256

export class BoardModel implements Observable<Board> {
  /** Of one's own edits alone. Descriptions are typed into it too: see description-editor.tsx. */
  readonly undo: Y.UndoManager
  readonly #doc: Y.Doc
  readonly #random: () => number
  readonly #columns: Y.Map<unknown>
  readonly #cards: Y.Map<unknown>
  readonly #listeners = new Set<() => void>()
  #board: Board = { columns: [], cards: new Map(), labels: [], assignees: [] }

  /** `random` gives numbers in [0, 1); it makes the ids. */
  constructor(doc: Y.Doc, random: () => number = Math.random) {
    this.#doc = doc
    this.#random = random
    this.#columns = doc.getMap('columns')
    this.#cards = doc.getMap('cards')
    this.undo = new Y.UndoManager([this.#columns, this.#cards], { trackedOrigins: new Set<unknown>([this]), captureTimeout: 600 })
    this.#columns.observeDeep(this.#onColumns)
    this.#cards.observeDeep(this.#onCards)
    this.#rebuild(readCards(this.#cards, new Map(), null))
  }

  destroy(): void {
    this.#columns.unobserveDeep(this.#onColumns)
    this.#cards.unobserveDeep(this.#onCards)
    this.undo.destroy()
    this.#listeners.clear()
  }

  get(): Board {
    return this.#board
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  // ── columns ────────────────────────────────────────────────────────────────

  addColumn(title: string): string {
    const id = this.#freshId()
    const keys = keysFor(this.#storedColumns(), id, null)
    this.#edit(() => {
      this.#columns.set(id, new Y.Map<unknown>(Object.entries({ title: tidy(title, LONGEST_TITLE), order: keys.get(id) })))
      this.#setOrders(this.#columns, keys, id)
    })
    return id
  }

  renameColumn(id: string, title: string): void {
    this.#rename(this.#columns.get(id), title)
  }

  /** Puts a column before another one, or last. */
  moveColumn(id: string, before: string | null): void {
    const row = this.#storedColumns()
    if (!(this.#columns.get(id) instanceof Y.Map) || isThere(row, id, before)) return
    const keys = keysFor(row, id, before)
    this.#edit(() => this.#setOrders(this.#columns, keys))
  }

  /** Deletes a column and the cards in it. One undo brings all of it back. */
  deleteColumn(id: string): void {
    const cards = this.#board.columns.find((column) => column.id === id)?.cards ?? []
    this.#edit(() => {
      for (const card of cards) this.#cards.delete(card.id)
      this.#columns.delete(id)
    })
  }

  // ── cards ──────────────────────────────────────────────────────────────────

  /** At the end of a column. The description and the labels are made at once, so that two people never make them twice. */
  addCard(column: string, title: string): string {
    const id = this.#freshId()
    const keys = keysFor(this.#cardsOf(column), id, null)
    const fields = { title: tidy(title, LONGEST_TITLE), column, order: keys.get(id), description: new Y.Text(), labels: new Y.Array<string>() }
    this.#edit(() => {
      this.#cards.set(id, new Y.Map<unknown>(Object.entries(fields)))
      this.#setOrders(this.#cards, keys, id)
    })
    return id
  }

  renameCard(id: string, title: string): void {
    this.#rename(this.#cards.get(id), title)
  }

  /** Puts a card before another one of a column, or at its end. Nothing is written when it is gone or there already. */
  moveCard(id: string, column: string, before: string | null): void {
    const card = this.#cards.get(id)
    if (!(card instanceof Y.Map) || !(this.#columns.get(column) instanceof Y.Map) || id === before) return
    const row = this.#cardsOf(column)
    if (isThere(row, id, before)) return
    const keys = keysFor(row, id, before)
    this.#edit(() => {
      if (card.get('column') !== column) card.set('column', column)
      this.#setOrders(this.#cards, keys)
    })
  }

  deleteCard(id: string): void {
    if (this.#cards.has(id)) this.#edit(() => this.#cards.delete(id))
  }

  setField(id: string, field: CardField, value: string | null): void {
    const card = this.#cards.get(id)
    if (!(card instanceof Y.Map) || (card.get(field) ?? null) === value) return
    this.#edit(() => (value === null ? card.delete(field) : card.set(field, value)))
  }

  addLabel(id: string, name: string): void {
    const card = this.#cards.get(id)
    const label = tidy(name, LONGEST_LABEL)
    if (!(card instanceof Y.Map) || label === '') return
    const labels = labelsOf(card)
    if (labels.includes(label) || labels.length >= MOST_LABELS) return
    this.#edit(() => {
      const kept = card.get('labels')
      if (kept instanceof Y.Array) kept.push([label])
      else card.set('labels', Y.Array.from([...labels, label]))
    })
  }

  removeLabel(id: string, label: string): void {
    const card = this.#cards.get(id)
    if (!(card instanceof Y.Map) || !labelsOf(card).includes(label)) return
    this.#edit(() => {
      const kept = card.get('labels')
      if (!(kept instanceof Y.Array)) return void card.set('labels', Y.Array.from(labelsOf(card).filter((other) => other !== label)))
      // Backwards, so that the places of those still to come stay. Twice in it if two people added it at once.
      const all = kept.toArray()
      for (let at = all.length - 1; at >= 0; at -= 1) if (sameLabel(all[at], label)) kept.delete(at)
    })
  }

  /** The shared text of a description, or what stands there as mere words, or null for none. Subscribers are told of another text. */
  description(id: string): Y.Text | string | null {
    const card = this.#cards.get(id)
    const value = card instanceof Y.Map ? card.get('description') : null
    if (value instanceof Y.Text && !(value instanceof Y.XmlText)) return value
    if (typeof value === 'string') return value
    return value instanceof Y.AbstractType ? String(value) : null
  }

  /** The description to type into. Made when there is none; words that somebody wrote as a plain value become shared text. */
  makeDescription(id: string): Y.Text | null {
    const card = this.#cards.get(id)
    const known = this.description(id)
    if (known instanceof Y.Text) return known
    if (!(card instanceof Y.Map) || card.get('description') instanceof Y.AbstractType) return null
    const text = new Y.Text(known ?? '')
    this.#edit(() => card.set('description', text))
    return text
  }

  // ── reading ────────────────────────────────────────────────────────────────

  #onColumns = (): void => {
    this.#rebuild(this.#board.cards)
  }

  #onCards = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    const touched = new Set<string>()
    // Another shared text stands there: a lock's copy of a card that was deleted, for example. Its words may be the same.
    let otherText = false
    for (const event of events) {
      if (event.target === this.#cards) for (const id of event.changes.keys.keys()) touched.add(id)
      else touched.add(String(event.path[0]))
      otherText ||= event.path.length === 0 || (event.path.length === 1 && event.changes.keys.has('description'))
    }
    const cards = readCards(this.#cards, this.#board.cards, touched)
    if (cards !== this.#board.cards) this.#rebuild(cards)
    else if (otherText) this.#tell()
  }

  #rebuild(cards: ReadonlyMap<string, Card>): void {
    const before = this.#board
    const inColumn = new Map<string, Card[]>()
    for (const card of cards.values()) {
      const column = this.#columns.get(card.column) instanceof Y.Map ? card.column : LOST
      const row = inColumn.get(column)
      if (row === undefined) inColumn.set(column, [card])
      else row.push(card)
    }
    const known = new Map(before.columns.map((column) => [column.id, column]))
    const columns: Column[] = []
    for (const [id, value] of this.#columns) {
      if (!(value instanceof Y.Map) || !isId(id)) continue
      const row = (inColumn.get(id) ?? []).sort(byOrder)
      columns.push(sameOr(known.get(id), { id, title: wordsOf(value.get('title')), order: orderOf(value), cards: row, lost: false }))
    }
    columns.sort(byOrder)
    const lost = inColumn.get(LOST)?.sort(byOrder)
    if (lost !== undefined) columns.push(sameOr(known.get(LOST), { id: LOST, title: 'Without a column', order: NO_ORDER, cards: lost, lost: true }))
    const same = cards === before.cards && sameItems(columns, before.columns)
    if (same) return
    const labels = new Set<string>()
    const assignees = new Set<string>()
    for (const card of cards.values()) {
      for (const label of card.labels) labels.add(label)
      if (card.assignee !== null) assignees.add(card.assignee)
    }
    this.#board = {
      columns,
      cards,
      labels: itemsOr(before.labels, [...labels].sort((a, b) => a.localeCompare(b))),
      assignees: itemsOr(before.assignees, [...assignees].sort()),
    }
    this.#tell()
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }

  // ── writing ────────────────────────────────────────────────────────────────

  #storedColumns(): readonly Column[] {
    return this.#board.columns.filter((column) => !column.lost)
  }

  #cardsOf(column: string): readonly Card[] {
    return this.#board.columns.find((candidate) => candidate.id === column)?.cards ?? []
  }

  #setOrders(things: Y.Map<unknown>, keys: ReadonlyMap<string, string>, made?: string): void {
    for (const [id, key] of keys) {
      const thing = things.get(id)
      if (id !== made && thing instanceof Y.Map && thing.get('order') !== key) thing.set('order', key)
    }
  }

  #rename(thing: unknown, title: string): void {
    const words = tidy(title, LONGEST_TITLE)
    if (thing instanceof Y.Map && words !== '' && thing.get('title') !== words) this.#edit(() => thing.set('title', words))
  }

  /** Two draws of 52 bits: no two ever meet on one board. */
  #freshId(): string {
    const draw = (): string => Math.floor(this.#random() * 2 ** 52).toString(36)
    return `${draw()}-${draw()}`
  }

  /** Each edit is one step of undo, apart from what was typed into a description before and after it. */
  #edit(change: () => void): void {
    this.undo.stopCapturing()
    this.#doc.transact(change, this)
    this.undo.stopCapturing()
  }
}

function readCards(root: Y.Map<unknown>, before: ReadonlyMap<string, Card>, touched: ReadonlySet<string> | null): ReadonlyMap<string, Card> {
  let cards: Map<string, Card> | undefined
  for (const id of touched ?? root.keys()) {
    const value = root.get(id)
    const old = before.get(id)
    const now = value instanceof Y.Map && isId(id) ? readCard(id, value) : undefined
    if (old !== undefined && now !== undefined && sameCard(old, now)) continue
    if (old === now) continue
    cards ??= new Map(before)
    if (now === undefined) cards.delete(id)
    else cards.set(id, now)
  }
  return cards ?? before
}

function readCard(id: string, card: Y.Map<unknown>): Card {
  const [column, assignee, due, description] = [card.get('column'), card.get('assignee'), card.get('due'), card.get('description')]
  return {
    id,
    title: wordsOf(card.get('title')),
    column: typeof column === 'string' ? column : '',
    order: orderOf(card),
    assignee: typeof assignee === 'string' && isId(assignee) ? assignee : null,
    labels: labelsOf(card),
    due: typeof due === 'string' ? (/^\d{4}-\d\d-\d\d(?=T|$)/.exec(due)?.[0] ?? null) : null,
    described: typeof description === 'string' ? description !== '' : description instanceof Y.Text ? description.length > 0 : description instanceof Y.AbstractType,
  }
}

function labelsOf(card: Y.Map<unknown>): readonly string[] {
  const value = card.get('labels')
  const items: unknown[] = value instanceof Y.Array ? value.slice(0, MOST_LABELS * 4) : Array.isArray(value) ? value : []
  const labels = items.filter((item) => typeof item === 'string').map((item) => tidy(item, LONGEST_LABEL))
  return [...new Set(labels)].filter((label) => label !== '').slice(0, MOST_LABELS)
}

function sameLabel(value: unknown, label: string): boolean {
  return typeof value === 'string' && tidy(value, LONGEST_LABEL) === label
}

function orderOf(thing: Y.Map<unknown>): string {
  const order = thing.get('order')
  return isOrderKey(order) ? order : NO_ORDER
}

function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, LONGEST_TITLE) : value instanceof Y.Text ? value.toString().slice(0, LONGEST_TITLE) : ''
}

function isId(id: string): boolean {
  return id !== '' && id.length <= LONGEST_ID && !id.includes('\u0000')
}

function tidy(words: string, longest: number): string {
  return words.replace(/\s+/g, ' ').trim().slice(0, longest)
}

function isThere(row: readonly { id: string }[], id: string, before: string | null): boolean {
  const at = row.findIndex((thing) => thing.id === id)
  return at >= 0 && (before === id || (row[at + 1]?.id ?? null) === before)
}

function sameCard(a: Card, b: Card): boolean {
  return (
    a.title === b.title && a.column === b.column && a.order === b.order && a.assignee === b.assignee &&
    a.due === b.due && a.described === b.described && sameItems(a.labels, b.labels)
  )
}

function sameOr(old: Column | undefined, now: Column): Column {
  return old !== undefined && old.title === now.title && old.order === now.order && sameItems(old.cards, now.cards) ? old : now
}

function itemsOr<T>(old: readonly T[], now: readonly T[]): readonly T[] {
  return sameItems(old, now) ? old : now
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at])
}
