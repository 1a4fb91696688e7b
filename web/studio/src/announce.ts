// Speaks short sentences to screen readers, and shows a passing message with one action. One instance, made by main.ts.
// It never takes the focus, so it cannot disturb somebody who is typing.
import { element } from './element.ts'

const MESSAGE_MS = 6_000

export class Announcer {
  readonly node = element('div', { class: 'announcer' })
  readonly #spoken = element('p', { class: 'visually-hidden', attributes: { role: 'status', 'aria-live': 'polite' } })
  #message: HTMLElement | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    this.node.append(this.#spoken)
  }

  say(sentence: string): void {
    this.#spoken.textContent = sentence
  }

  /** Says the sentence and shows it for six seconds beside a button. A newer message takes its place. */
  offer(sentence: string, action: { label: string; run: () => void }): void {
    this.say(sentence)
    this.#dismiss()
    const run = (): void => {
      this.#dismiss()
      action.run()
    }
    const button = element('button', { class: 'toast-action', on: { click: run } }, action.label)
    this.#message = element('div', { class: 'toast' }, sentence, button)
    this.node.append(this.#message)
    this.#timer = setTimeout(() => this.#dismiss(), MESSAGE_MS)
  }

  #dismiss(): void {
    clearTimeout(this.#timer)
    this.#message?.remove()
    this.#message = undefined
  }
}
