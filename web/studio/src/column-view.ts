// One column of the board: its title, its cards and the field for a new one. Made and kept by board-view.ts.
// Turns clicks into ColumnActions and draws what it is given; it never reads or writes the document itself.
import type { Column } from './board-model.ts'
import { LONGEST_TITLE } from './board-model.ts'
import { arrangeChildren, element } from './element.ts'
import { icon } from './icons.ts'
import { inlineEditor } from './inline-edit.ts'

export interface ColumnActions {
  rename: (id: string, title: string) => void
  remove: (id: string) => void
  addCard: (columnId: string, title: string) => void
}

export class ColumnView {
  readonly node: HTMLElement
  readonly list = element('ul', { class: 'cards' })
  readonly #title = element('button', { class: 'column-title', attributes: { type: 'button', title: 'Rename' } })
  readonly #heading = element('h3', {}, this.#title)
  readonly #count = element('span', { class: 'column-count' })
  readonly #add = element('button', { class: 'add-card', attributes: { type: 'button' } }, icon('plus'), 'Add a card')
  readonly #remove = element(
    'button',
    { class: 'icon-button small', attributes: { type: 'button', title: 'Delete column' } },
    icon('cross'),
  )
  readonly #actions: ColumnActions
  #column: Column

  constructor(column: Column, actions: ColumnActions) {
    this.#column = column
    this.#actions = actions
    this.node = element(
      'section',
      { class: 'column', attributes: { 'data-column': column.id } },
      element('header', { class: 'column-head' }, this.#heading, this.#count, this.#remove),
      this.list,
      this.#add,
    )
    this.#title.addEventListener('click', () => this.#editTitle())
    this.#add.addEventListener('click', () => this.#editNewCard())
    this.#remove.addEventListener('click', () => this.#actions.remove(this.#column.id))
    if (column.kind === 'lost') {
      this.node.classList.add('column-lost')
      this.#title.disabled = true
      this.#add.hidden = true
      this.#remove.hidden = true
    }
  }

  update(column: Column, cards: readonly Element[]): void {
    this.#column = column
    const shown = column.title === '' ? 'Untitled' : column.title
    if (this.#title.textContent !== shown) {
      this.#title.textContent = shown
      this.node.setAttribute('aria-label', shown)
      this.list.setAttribute('aria-label', `Cards in ${shown}`)
      this.#remove.setAttribute('aria-label', `Delete column ${shown}`)
      this.#add.setAttribute('aria-label', `Add a card to ${shown}`)
    }
    this.#count.textContent = String(column.cards.length)
    this.#count.setAttribute('aria-label', column.cards.length === 1 ? '1 card' : `${column.cards.length} cards`)
    arrangeChildren(this.list, cards)
  }

  focus(): void {
    this.#add.focus()
  }

  #editTitle(): void {
    const field = inlineEditor({
      label: 'Column title',
      value: this.#column.title,
      longest: LONGEST_TITLE,
      commit: (text) => this.#actions.rename(this.#column.id, text),
      done: (how) => {
        field.replaceWith(this.#heading)
        if (how === 'by keyboard') this.#title.focus()
      },
    })
    this.#heading.replaceWith(field)
    field.focus()
    field.select()
  }

  /** Enter adds the card and offers the next empty field, until the person leaves it empty. */
  #editNewCard(): void {
    let added = false
    const field = inlineEditor({
      label: `New card in ${this.#column.title}`,
      value: '',
      longest: LONGEST_TITLE,
      commit: (text) => {
        added = text.trim() !== ''
        if (added) this.#actions.addCard(this.#column.id, text)
      },
      done: (how) => {
        field.replaceWith(this.#add)
        if (how === 'by keyboard' && added) this.#editNewCard()
        else if (how === 'by keyboard') this.#add.focus()
      },
    })
    field.classList.add('new-card')
    field.placeholder = 'What needs doing?'
    this.#add.replaceWith(field)
    field.focus()
    field.scrollIntoView({ block: 'nearest' })
  }
}
