// What the parts of a board ask of it, and how that is done: opening, adding, deleting, and moving by keys.
// One object for the life of a board (made by board-editor.tsx), so that handing it down draws nothing again.
import type { ToastOptions } from '@yrsa/react'
import type { KeyboardEvent } from 'react'
import type { Board, BoardModel, Column } from './board-model.ts'
import { titleOf } from './card-words.ts'
import type { Direction, Lift } from './placing.ts'
import { amongAll, cardBeside, cardStep, columnStep, placeInWords } from './placing.ts'

/** The board as it is at the moment of a key or a click. */
export interface BoardNow {
  board: Board
  /** What is shown: filtered, and with what is lifted where it would go. */
  columns: readonly Column[]
  lift: Lift | null
  mayEdit: boolean
  content: HTMLElement | null
  setLift(lift: Lift | null): void
  /** Why a card or a column can't be changed, as a sentence; empty if it can. */
  whyNot(kind: 'card' | 'column', id: string): string
  open(card: string): void
  openThreads(path: string): void
  announce(sentence: string): void
  toast(sentence: string, options?: ToastOptions): void
  /** Tells the others where one is. */
  hover(card: string | null): void
  editing(card: string | null): void
}

const DIRECTIONS: Record<string, Direction> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' }

export class BoardActions {
  readonly #model: BoardModel
  readonly #now: () => BoardNow

  constructor(model: BoardModel, now: () => BoardNow) {
    this.#model = model
    this.#now = now
  }

  open = (card: string): void => this.#now().open(card)
  openThreads = (path: string): void => this.#now().openThreads(path)
  hover = (card: string | null): void => this.#now().hover(card)
  editing = (card: string | null): void => this.#now().editing(card)

  addCard = (column: string, title: string): void => {
    this.#model.addCard(column, title)
  }

  addColumn = (title: string): void => {
    if (title.trim() !== '') this.#model.addColumn(title)
  }

  renameCard = (card: string, title: string): void => this.#model.renameCard(card, title)
  renameColumn = (column: string, title: string): void => this.#model.renameColumn(column, title)

  deleteCard = (id: string): void => {
    const { board, columns } = this.#now()
    const card = board.cards.get(id)
    if (card === undefined || this.#refused('card', id)) return
    const next = cardBeside(columns, id, 'down') ?? cardBeside(columns, id, 'up')
    this.#model.deleteCard(id)
    if (next === undefined) this.#addButton(card.column)?.focus()
    else this.focusCard(next)
    this.#offerUndo(`Card “${shortened(titleOf(card))}” deleted.`)
  }

  deleteColumn = (id: string): void => {
    const { board } = this.#now()
    const column = board.columns.find((candidate) => candidate.id === id)
    if (column === undefined || this.#refused('column', id)) return
    const locked = column.cards.find((card) => this.#now().whyNot('card', card.id) !== '')
    if (locked !== undefined) return this.#now().toast(`“${shortened(titleOf(locked))}” in this column is locked by somebody else.`, { tone: 'bad' })
    this.#model.deleteColumn(id)
    const cards = column.cards.length === 0 ? '' : column.cards.length === 1 ? ' and the card in it' : ` and the ${column.cards.length} cards in it`
    this.#offerUndo(`Column “${shortened(titleOf(column))}”${cards} deleted.`)
  }

  moveColumn = (id: string, direction: 'left' | 'right'): void => {
    const { board, announce } = this.#now()
    const before = columnStep(board.columns, id, direction)
    if (before === undefined || this.#refused('column', id)) return
    this.#model.moveColumn(id, before)
    announce(this.#columnPlace(id))
  }

  cardKey = (id: string, event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { lift, columns, mayEdit } = this.#now()
    const held = lift?.kind === 'card' && lift.by === 'keys' && lift.id === id ? lift : null
    const direction = DIRECTIONS[event.key]
    if (direction !== undefined) {
      if (held === null) this.focusCard(cardBeside(columns, id, direction))
      else {
        const to = cardStep(columns, id, direction)
        if (to !== null) this.#carry({ ...held, to })
      }
    } else if (event.key === ' ' && mayEdit) {
      if (held === null) this.#liftCard(id)
      else this.drop(held)
    } else if (event.key === 'Enter' && held !== null) this.drop(held)
    else if (event.key === 'Escape' && held !== null) this.#putBack()
    else if ((event.key === 'Delete' || event.key === 'Backspace') && held === null && mayEdit) this.deleteCard(id)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  columnKey = (id: string, event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { lift, columns, announce, setLift } = this.#now()
    const held = lift?.kind === 'column' && lift.by === 'keys' && lift.id === id ? lift : null
    const direction = DIRECTIONS[event.key]
    if (direction !== undefined && held !== null) {
      const before = columnStep(columns, id, direction)
      if (before !== undefined) this.#carry({ ...held, before })
    } else if (event.key === ' ' || event.key === 'Enter') {
      if (held !== null) this.drop(held)
      else if (!this.#refused('column', id)) {
        const stored = columns.filter((column) => !column.lost)
        setLift({ kind: 'column', id, by: 'keys', before: stored[stored.findIndex((column) => column.id === id) + 1]?.id ?? null, height: 0 })
        announce('Lifted. Left and right arrows move the column, space puts it down, escape puts it back.')
      }
    } else if (event.key === 'Escape' && held !== null) this.#putBack()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  /** The one write of a move, however it was made. */
  drop = (lift: Lift): void => {
    const { board, columns, setLift, announce } = this.#now()
    if (this.#refused(lift.kind, lift.id)) return setLift(null)
    if (lift.kind === 'card') {
      const to = amongAll(board, columns, lift.id, lift.to)
      this.#model.moveCard(lift.id, to.column, to.before)
      announce(`Put down: ${placeInWords(this.#model.get().columns, lift.id)}`)
    } else {
      this.#model.moveColumn(lift.id, lift.before)
      announce(`Put down: ${this.#columnPlace(lift.id)}`)
    }
    setLift(null)
  }

  /** When the focus goes elsewhere, what is lifted by keys stays where it is shown. A card drawn in another column only seems to lose it. */
  leave = (id: string): void => {
    if (this.#heldByKeys(id) === null) return
    setTimeout(() => {
      const held = this.#heldByKeys(id)
      if (held !== null && this.#node(held)?.contains(document.activeElement) !== true) this.drop(held)
    }, 60)
  }

  /** Keeps the focus on what is lifted by keys, wherever it is drawn. */
  keepFocus(): void {
    const { lift } = this.#now()
    if (lift?.by !== 'keys') return
    const node = this.#node(lift)
    if (node === null || node.contains(document.activeElement)) return
    node.querySelector<HTMLElement>(lift.kind === 'card' ? '.board-card-open' : '.board-column-grip')?.focus({ preventScroll: true })
  }

  focusCard(id: string | undefined): void {
    if (id === undefined) return
    const button = this.#now().content?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"] .board-card-open`)
    button?.focus({ preventScroll: true })
    button?.closest('[data-card]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  #liftCard(id: string): void {
    if (this.#refused('card', id)) return
    const { board, columns, setLift, announce } = this.#now()
    const column = columns.find((candidate) => candidate.cards.some((card) => card.id === id))
    if (column === undefined || !board.cards.has(id)) return
    const row = column.cards.findIndex((card) => card.id === id)
    setLift({ kind: 'card', id, by: 'keys', to: { column: column.id, before: column.cards[row + 1]?.id ?? null }, height: 0 })
    announce('Lifted. Arrow keys move the card, space puts it down, escape puts it back.')
  }

  #carry(lift: Lift): void {
    const { setLift, announce } = this.#now()
    setLift(lift)
    const { columns } = this.#now()
    announce(lift.kind === 'card' ? placeInWords(columns, lift.id) : this.#columnPlace(lift.id))
    this.#node(lift)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  #putBack(): void {
    this.#now().setLift(null)
    this.#now().announce('Put back.')
  }

  #heldByKeys(id: string): Lift | null {
    const { lift } = this.#now()
    return lift?.by === 'keys' && lift.id === id ? lift : null
  }

  #node(lift: Lift): HTMLElement | null {
    return this.#now().content?.querySelector<HTMLElement>(`[data-${lift.kind}="${CSS.escape(lift.id)}"]`) ?? null
  }

  #addButton(column: string): HTMLElement | null {
    return this.#now().content?.querySelector<HTMLElement>(`[data-column="${CSS.escape(column)}"] [data-add-card]`) ?? null
  }

  #columnPlace(id: string): string {
    const stored = this.#now().columns.filter((column) => !column.lost)
    const at = stored.findIndex((column) => column.id === id)
    return at < 0 ? '' : `${titleOf(stored[at] as Column)}, column ${at + 1} of ${stored.length}`
  }

  #refused(kind: 'card' | 'column', id: string): boolean {
    const why = this.#now().whyNot(kind, id)
    if (why !== '') this.#now().toast(why, { tone: 'bad' })
    return why !== ''
  }

  /** Takes back this one step, unless one did something else meanwhile. */
  #offerUndo(text: string): void {
    const step = this.#model.undo.undoStack.at(-1)
    const run = (): void => {
      if (step !== undefined && this.#model.undo.undoStack.at(-1) === step) this.#model.undo.undo()
      else this.#now().toast('You changed something after that. Undo goes back step by step.')
    }
    this.#now().toast(text, { action: { label: 'Undo', run } })
  }
}

function shortened(words: string): string {
  return words.length > 60 ? `${words.slice(0, 59)}…` : words
}
