// Says at the top of the page whether one's edits are safe, and explains at length when they are not. Made by main.ts.
// May lag behind the truth in one direction only: "Saved" appears a moment late, everything else at once.
import type { Connection } from './connection.ts'
import { element } from './element.ts'
import type { Phase } from './save-status.ts'

const LABELS: Record<Phase, string> = {
  connecting: 'Connecting…',
  offline: 'Offline',
  syncing: 'Syncing…',
  saving: 'Saving…',
  saved: 'Saved',
  refused: 'Not saved',
}

const MEANINGS: Record<Phase, string> = {
  connecting: 'Connecting to the server for the first time.',
  offline: 'There is no connection to the server.',
  syncing: 'Exchanging changes with the server.',
  saving: 'Sent; waiting for the server to confirm that it is on disk.',
  saved: 'The server has confirmed that everything you wrote is on disk.',
  refused: 'The server refused this connection.',
}

/** Typing would make the word flicker at every key otherwise. */
const SETTLE_MS = 300
/** A reload of the server is over sooner than one can read, so the banner waits this long. */
const BANNER_AFTER_MS = 1_200

export class SaveIndicator {
  readonly node: HTMLElement
  readonly banner: HTMLElement
  readonly #connection: Connection
  readonly #say: (sentence: string) => void
  readonly #word = element('span', { class: 'save-word' })
  readonly #explanation = element('p')
  #shown: Phase | undefined
  #settling: ReturnType<typeof setTimeout> | undefined
  #bannerTimer: ReturnType<typeof setTimeout> | undefined

  constructor(connection: Connection, say: (sentence: string) => void) {
    this.#connection = connection
    this.#say = say
    this.node = element('div', { class: 'save' }, element('span', { class: 'save-dot', attributes: { 'aria-hidden': 'true' } }), this.#word)
    const retry = element('button', { class: 'button', attributes: { type: 'button' }, on: { click: () => connection.retry() } }, 'Try now')
    this.banner = element('div', { class: 'banner', attributes: { hidden: '' } }, this.#explanation, retry)
    connection.onChange(() => this.#follow())
    addEventListener('beforeunload', (event) => {
      if (connection.status.unsaved > 0) event.preventDefault()
    })
    this.#follow()
  }

  #follow(): void {
    const { phase } = this.#connection.status
    clearTimeout(this.#settling)
    this.#settling = undefined
    if (phase === 'saved' && this.#shown !== 'saved') {
      this.#settling = setTimeout(() => this.#show('saved'), SETTLE_MS)
    } else {
      this.#show(phase)
    }
  }

  #show(phase: Phase): void {
    const before = this.#shown
    this.#shown = phase
    this.#explanation.textContent = this.#explain(phase)
    if (before === phase) return
    this.node.dataset['phase'] = phase
    this.#word.textContent = LABELS[phase]
    this.node.title = MEANINGS[phase]
    this.#showBanner(phase)
    // Only losing and regaining the server is spoken; every "Saving" would talk over the person's own typing.
    if (phase === 'offline' || phase === 'refused') this.#say(`${LABELS[phase]}. ${MEANINGS[phase]}`)
    if (before === 'offline' && phase !== 'refused') this.#say('Connected again.')
  }

  #showBanner(phase: Phase): void {
    const trouble = phase === 'offline' || phase === 'refused'
    if (!trouble) {
      clearTimeout(this.#bannerTimer)
      this.#bannerTimer = undefined
      this.banner.hidden = true
    } else {
      this.#bannerTimer ??= setTimeout(() => {
        this.banner.hidden = false
      }, BANNER_AFTER_MS)
    }
  }

  #explain(phase: Phase): string {
    const { status, notice } = this.#connection
    const said = notice === '' ? '' : ` It said: “${notice}”.`
    const waiting = status.unsaved === 1 ? '1 change is' : `${status.unsaved} changes are`
    if (phase === 'refused') {
      const kept = status.unsaved === 0 ? '' : ` ${waiting} only in this tab.`
      return `The server refused this connection.${said}${kept}`
    }
    const kept =
      status.unsaved === 0
        ? 'You can go on; what you write is kept in this tab and sent when the server is back.'
        : `${waiting} kept in this tab and will be sent when the server is back. Keep the tab open.`
    return `No connection to the server.${said} ${kept}`
  }
}
