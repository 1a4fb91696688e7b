// One card on the board: shows its title, turns keys and buttons into actions. Made and kept by board-view.ts.
// Draws what it is given and calls CardActions; it never reads or writes the document itself.
import type { Card } from './board-model.ts'
import { LONGEST_TITLE } from './board-model.ts'
import { element } from './element.ts'
import { icon } from './icons.ts'
import { inlineEditor } from './inline-edit.ts'
import type { Person } from './people.ts'

export type Direction = 'up' | 'down' | 'left' | 'right'

export interface CardActions {
  rename: (id: string, title: string) => void
  remove: (id: string) => void
  /** Moves the card one step. */
  move: (id: string, direction: Direction) => void
  /** Moves the focus to the neighbour. */
  walk: (id: string, direction: Direction) => void
  /** Space: takes the card up, or puts it down where it is. */
  toggleLift: (id: string) => void
  /** Escape while lifted. */
  cancelLift: (id: string) => void
  /** Tells the others that this person holds or edits the card. */
  hold: (id: string | undefined) => void
}

const DIRECTIONS: Record<string, Direction> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' }

export class CardView {
  readonly node: HTMLLIElement
  readonly #title = element('p', { class: 'card-title' })
  readonly #holder = element('span', { class: 'card-holder', attributes: { hidden: '' } })
  readonly #actions: CardActions
  #card: Card
  #lifted = false

  constructor(card: Card, actions: CardActions) {
    this.#card = card
    this.#actions = actions
    this.node = element(
      'li',
      {
        class: 'card',
        attributes: { tabindex: '0', 'data-card': card.id, 'aria-describedby': 'board-keys-short' },
        on: {
          keydown: (event) => this.#onKey(event),
          dblclick: () => this.edit(),
        },
      },
      element('span', { class: 'card-grip', attributes: { 'aria-hidden': 'true' } }, icon('grip')),
      this.#title,
      element(
        'div',
        { class: 'card-buttons' },
        this.#button('pencil', 'Rename', () => this.edit()),
        this.#button('cross', 'Delete', () => this.#actions.remove(this.#card.id)),
      ),
      this.#holder,
    )
    this.update(card)
  }

  update(card: Card): void {
    this.#card = card
    const shown = card.title === '' ? 'Untitled' : card.title
    if (this.#title.textContent !== shown) this.#title.textContent = shown
    this.node.classList.toggle('card-untitled', card.title === '')
  }

  showLift(state: 'lifted' | 'lying'): void {
    this.#lifted = state === 'lifted'
    this.node.classList.toggle('card-lifted', this.#lifted)
  }

  showHolder(person: Person | undefined): void {
    this.node.classList.toggle('card-held', person !== undefined)
    this.#holder.hidden = person === undefined
    this.#holder.textContent = person?.name ?? ''
    if (person !== undefined) this.node.style.setProperty('--person', person.color)
  }

  edit(): void {
    if (this.node.classList.contains('card-editing')) return
    const field = inlineEditor({
      label: 'Card title',
      value: this.#card.title,
      longest: LONGEST_TITLE,
      commit: (text) => this.#actions.rename(this.#card.id, text),
      done: (how) => {
        field.replaceWith(this.#title)
        this.node.classList.remove('card-editing')
        this.#actions.hold(undefined)
        if (how === 'by keyboard') this.node.focus()
      },
    })
    this.node.classList.add('card-editing')
    this.#title.replaceWith(field)
    field.focus()
    field.select()
    this.#actions.hold(this.#card.id)
  }

  #onKey(event: KeyboardEvent): void {
    if (event.target !== this.node || event.ctrlKey || event.metaKey) return
    const direction = DIRECTIONS[event.key]
    const id = this.#card.id
    if (direction !== undefined) {
      if (this.#lifted || event.altKey) this.#actions.move(id, direction)
      else this.#actions.walk(id, direction)
    } else if (event.key === ' ') this.#actions.toggleLift(id)
    else if (event.key === 'Escape' && this.#lifted) this.#actions.cancelLift(id)
    else if (event.key === 'Enter' && this.#lifted) this.#actions.toggleLift(id)
    else if (event.key === 'Enter' || event.key === 'F2') this.edit()
    else if (event.key === 'Delete' || event.key === 'Backspace') this.#actions.remove(id)
    else return
    event.preventDefault()
  }

  #button(name: 'pencil' | 'cross', label: string, run: () => void): HTMLButtonElement {
    // Out of the tab order: the card itself answers Enter and Delete, and a long board stays quick to walk through.
    const attributes = { type: 'button', 'aria-label': label, title: label, tabindex: '-1' }
    return element('button', { class: 'icon-button small', attributes, on: { click: run } }, icon(name))
  }
}
