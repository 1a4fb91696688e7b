// The row of people at the top: oneself first (a button to change the name), then the others, then how many more.
// Made by main.ts; draws from Presence whenever awareness changes.
import { arrangeChildren, element } from './element.ts'
import type { Participant, Presence } from './presence.ts'
import { initials, LONGEST_NAME } from './people.ts'

const MOST_SHOWN = 6

export class PeopleBar {
  readonly node = element('div', { class: 'people' })
  readonly #presence: Presence
  readonly #list = element('ul', { class: 'people-list', attributes: { 'aria-label': 'People here' } })
  readonly #dialog: HTMLDialogElement
  readonly #name = element('input', {
    class: 'field',
    id: 'your-name',
    attributes: { maxlength: String(LONGEST_NAME), autocomplete: 'nickname', spellcheck: 'false' },
  })
  #drawn = ''

  constructor(presence: Presence) {
    this.#presence = presence
    this.#dialog = this.#nameDialog()
    this.node.append(this.#list, this.#dialog)
    presence.onChange(() => this.#draw())
    this.#draw()
  }

  #draw(): void {
    const participants = this.#presence.participants()
    // Awareness changes with every cursor; the people rarely do.
    const drawn = JSON.stringify(participants)
    if (drawn === this.#drawn) return
    this.#drawn = drawn
    const focused = this.#list.contains(document.activeElement)
    const items = participants.slice(0, MOST_SHOWN).map((participant) => this.#item(participant))
    if (participants.length > MOST_SHOWN) items.push(this.#more(participants.slice(MOST_SHOWN)))
    this.#list.replaceChildren()
    arrangeChildren(this.#list, items)
    if (focused) this.#list.querySelector('button')?.focus()
  }

  #item({ person, tabs, who }: Participant): HTMLLIElement {
    const avatar = element('span', { class: 'avatar', attributes: { 'aria-hidden': 'true' } }, initials(person.name))
    avatar.style.setProperty('--person', person.color)
    const tabsText = tabs > 1 ? `, ${tabs} tabs` : ''
    const attributes = { title: `${person.name}${who === 'self' ? ' (you)' : ''}${tabsText}` }
    if (who === 'other') {
      return element('li', { class: 'person', attributes }, avatar, element('span', { class: 'person-name' }, person.name))
    }
    const name = element('span', { class: 'person-name' }, `${person.name} `, element('span', { class: 'person-you' }, 'you'))
    const button = element(
      'button',
      {
        class: 'person person-self',
        attributes: { ...attributes, type: 'button' },
        on: { click: () => this.#openNameDialog() },
      },
      avatar,
      name,
      element('span', { class: 'visually-hidden' }, `${tabsText}. Change your name`),
    )
    return element('li', {}, button)
  }

  #more(rest: readonly Participant[]): HTMLLIElement {
    const names = rest.map(({ person }) => person.name).join(', ')
    const count = element('span', { class: 'avatar avatar-more' }, `+${rest.length}`)
    return element('li', { class: 'person', attributes: { title: names } }, count)
  }

  #openNameDialog(): void {
    this.#name.value = this.#presence.self.name
    this.#dialog.showModal()
    this.#name.select()
  }

  #nameDialog(): HTMLDialogElement {
    const form = element(
      'form',
      { class: 'dialog-body', attributes: { method: 'dialog' } },
      element('h2', { id: 'your-name-title' }, 'Your name'),
      element('label', { attributes: { for: 'your-name' } }, 'Shown to everybody in this document, and kept in this browser.'),
      this.#name,
      element('div', { class: 'dialog-buttons' }, element('button', { class: 'button primary', attributes: { type: 'submit' } }, 'Keep')),
    )
    // Closed here rather than by submitting: the page's policy forbids form actions altogether.
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#presence.rename(this.#name.value)
      this.#dialog.close()
    })
    return element('dialog', { class: 'dialog', attributes: { 'aria-labelledby': 'your-name-title' } }, form)
  }
}
