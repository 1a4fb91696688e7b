// Shows the board and keeps it in step with the document: one view per column and card, kept for as long as it lives.
// Called by main.ts. Edits go to BoardModel only; what comes back through the document is what is drawn.
import type { Announcer } from './announce.ts'
import type { BoardModel, Column } from './board-model.ts'
import { stepFrom } from './board-model.ts'
import { CardDrag } from './card-drag.ts'
import type { CardActions, Direction } from './card-view.ts'
import { CardView } from './card-view.ts'
import type { ColumnActions } from './column-view.ts'
import { ColumnView } from './column-view.ts'
import { arrangeChildren, element } from './element.ts'
import { icon } from './icons.ts'
import { animateMoves } from './motion.ts'
import type { Person } from './people.ts'

interface Lift {
  cardId: string
  /** Where Escape puts the card back. */
  columnId: string
  beforeId: string | undefined
}

export class BoardView {
  /** Scrolls sideways; pointers are drawn inside it. */
  readonly node = element('div', { class: 'board', attributes: { role: 'group', 'aria-label': 'Board' } })
  readonly content = element('div', { class: 'board-content' })
  readonly #columns = new Map<string, ColumnView>()
  readonly #cards = new Map<string, CardView>()
  readonly #list = element('div', { class: 'columns' })
  readonly #model: BoardModel
  readonly #announcer: Announcer
  readonly #hold: (cardId: string | undefined) => void
  #shown: Column[] = []
  #lift: Lift | undefined
  #drawing = false

  constructor(options: { model: BoardModel; announcer: Announcer; hold: (cardId: string | undefined) => void }) {
    this.#model = options.model
    this.#announcer = options.announcer
    this.#hold = options.hold
    const addColumn = element(
      'button',
      {
        class: 'add-column',
        attributes: { type: 'button', 'aria-label': 'Add a column', title: 'Add a column' },
        on: { click: () => this.#addColumn() },
      },
      icon('plus'),
    )
    this.content.append(this.#list, addColumn)
    this.node.append(this.content)
    this.#model.onChange(() => this.#drawSoon())
    new CardDrag(this.node, {
      move: (id, columnId, beforeId) => {
        this.#model.moveCard(id, columnId, beforeId)
        this.#draw()
      },
      hold: this.#hold,
    })
    this.#draw()
  }

  /** Shows who else holds or edits which card. */
  showHolders(holders: ReadonlyMap<string, Person>): void {
    for (const [id, view] of this.#cards) view.showHolder(holders.get(id))
  }

  /** The column's element, for whoever draws on top of it. */
  columnNode(id: string): HTMLElement | undefined {
    return this.#columns.get(id)?.node
  }

  #drawSoon(): void {
    if (this.#drawing) return
    this.#drawing = true
    // Not an animation frame: those stop in background tabs, and a hidden tab should be up to date when it is shown.
    queueMicrotask(() => this.#draw())
  }

  #draw(): void {
    this.#drawing = false
    this.#shown = this.#model.read()
    const focused = document.activeElement
    animateMoves(this.content, () => {
      const columns = this.#shown.map((column) => this.#drawColumn(column))
      arrangeChildren(this.#list, columns)
    })
    this.#forgetGone()
    // A node that is moved loses the focus, though nobody left it.
    if (focused instanceof HTMLElement && focused.isConnected && document.activeElement !== focused) focused.focus()
  }

  #drawColumn(column: Column): HTMLElement {
    let view = this.#columns.get(column.id)
    if (view === undefined) {
      view = new ColumnView(column, this.#columnActions)
      this.#columns.set(column.id, view)
    }
    const cards = column.cards.map((card) => {
      const known = this.#cards.get(card.id)
      const cardView = known ?? new CardView(card, this.#cardActions)
      if (known === undefined) this.#cards.set(card.id, cardView)
      else known.update(card)
      return cardView.node
    })
    view.update(column, cards)
    return view.node
  }

  #forgetGone(): void {
    const columns = new Set(this.#shown.map((column) => column.id))
    const cards = new Set(this.#shown.flatMap((column) => column.cards.map((card) => card.id)))
    for (const [id, view] of this.#columns) if (!columns.has(id) && this.#columns.delete(id)) view.node.remove()
    for (const [id, view] of this.#cards) if (!cards.has(id) && this.#cards.delete(id)) view.node.remove()
    if (this.#lift !== undefined && !cards.has(this.#lift.cardId)) this.#endLift()
  }

  #addColumn(): void {
    const id = this.#model.addColumn('New column')
    this.#draw()
    this.columnNode(id)?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
    this.columnNode(id)?.querySelector<HTMLButtonElement>('.column-title')?.click()
  }

  readonly #columnActions: ColumnActions = {
    rename: (id, title) => this.#model.renameColumn(id, title),
    addCard: (id, title) => {
      this.#model.addCard(id, title)
      this.#draw()
    },
    remove: (id) => {
      const title = this.#shown.find((column) => column.id === id)?.title ?? ''
      this.#model.deleteColumn(id)
      this.#offerUndo(`Column “${title}” deleted.`)
    },
  }

  readonly #cardActions: CardActions = {
    rename: (id, title) => this.#model.renameCard(id, title),
    remove: (id) => {
      const { column, row } = this.#find(id)
      this.#model.deleteCard(id)
      this.#draw()
      const next = column?.cards[row + 1] ?? column?.cards[row - 1]
      if (next !== undefined) this.#cards.get(next.id)?.node.focus()
      else if (column !== undefined) this.#columns.get(column.id)?.focus()
      this.#offerUndo(`Card “${column?.cards[row]?.title ?? ''}” deleted.`)
    },
    move: (id, direction) => this.#moveByKey(id, direction),
    walk: (id, direction) => this.#walk(id, direction),
    toggleLift: (id) => this.#toggleLift(id),
    cancelLift: () => this.#cancelLift(),
    hold: (id) => this.#hold(id),
  }

  #moveByKey(id: string, direction: Direction): void {
    const step = stepFrom(this.#shown, id, direction)
    if (step === undefined) return
    this.#model.moveCard(id, step.columnId, step.beforeId)
    this.#draw()
    this.#cards.get(id)?.node.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    const { column, row } = this.#find(id)
    this.#announcer.say(`${column?.title}, position ${row + 1} of ${column?.cards.length}`)
  }

  #walk(id: string, direction: Direction): void {
    const { column, row, at } = this.#find(id)
    if (column === undefined) return
    if (direction === 'up' || direction === 'down') {
      const next = column.cards[direction === 'up' ? row - 1 : row + 1]
      if (next !== undefined) this.#cards.get(next.id)?.node.focus()
      return
    }
    const columns = direction === 'left' ? this.#shown.slice(0, at).reverse() : this.#shown.slice(at + 1)
    const target = columns.find((candidate) => candidate.cards.length > 0)
    const next = target?.cards[Math.min(row, target.cards.length - 1)]
    if (next !== undefined) this.#cards.get(next.id)?.node.focus()
  }

  #toggleLift(id: string): void {
    if (this.#lift?.cardId === id) {
      this.#endLift()
      this.#announcer.say('Put down.')
      return
    }
    this.#endLift()
    const { column, row } = this.#find(id)
    if (column === undefined) return
    this.#lift = { cardId: id, columnId: column.id, beforeId: column.cards[row + 1]?.id }
    const view = this.#cards.get(id)
    view?.showLift('lifted')
    // Once: the card that was lifted is put down when the person goes elsewhere.
    view?.node.addEventListener('blur', () => queueMicrotask(() => this.#endLiftUnlessFocused(id)), { once: true })
    this.#hold(id)
    this.#announcer.say('Lifted. Arrow keys move the card, space puts it down, escape puts it back.')
  }

  #endLiftUnlessFocused(id: string): void {
    const node = this.#cards.get(id)?.node
    if (this.#lift?.cardId !== id) return
    if (node !== undefined && node === document.activeElement) {
      node.addEventListener('blur', () => queueMicrotask(() => this.#endLiftUnlessFocused(id)), { once: true })
    } else {
      this.#endLift()
    }
  }

  #endLift(): void {
    if (this.#lift === undefined) return
    this.#cards.get(this.#lift.cardId)?.showLift('lying')
    this.#lift = undefined
    this.#hold(undefined)
  }

  #cancelLift(): void {
    const lift = this.#lift
    if (lift === undefined) return
    this.#endLift()
    this.#model.moveCard(lift.cardId, lift.columnId, lift.beforeId)
    this.#draw()
    this.#announcer.say('Put back.')
  }

  #offerUndo(sentence: string): void {
    this.#announcer.offer(sentence, { label: 'Undo', run: () => this.#model.undo.undo() })
  }

  #find(cardId: string): { column: Column | undefined; row: number; at: number } {
    const at = this.#shown.findIndex((column) => column.cards.some((card) => card.id === cardId))
    const column = this.#shown[at]
    return { column, at, row: column?.cards.findIndex((card) => card.id === cardId) ?? -1 }
  }
}
