// Changes of a document's session: mode, limits, turns. What it is now is `connection.session`. For SessionBar.
import type { Connection, SessionTurn } from './document.ts'
import { take } from './errors.ts'
import type { Schemas } from './types.ts'

export class Session {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** Owners: what is missing stays, null takes a limit away. */
  async change(settings: Schemas['SessionChange']): Promise<Schemas['Session']> {
    return take(this.#api.PATCH('/api/documents/{scope}/session', { params: this.#params, body: settings }))
  }

  async requestTurn(): Promise<SessionTurn> {
    return take(this.#api.POST('/api/documents/{scope}/session/turn', { params: this.#params }))
  }

  /** Also: stops waiting. */
  async giveUpTurn(): Promise<SessionTurn> {
    return take(this.#api.DELETE('/api/documents/{scope}/session/turn', { params: this.#params }))
  }

  /** To somebody who waits; to the next one without a name. */
  async passTurn(to?: string): Promise<SessionTurn> {
    const body = to === undefined ? {} : { to }
    return take(this.#api.POST('/api/documents/{scope}/session/turn/pass', { params: this.#params, body }))
  }

  async takeTurn(): Promise<SessionTurn> {
    return take(this.#api.POST('/api/documents/{scope}/session/turn/take', { params: this.#params }))
  }

  get #api() {
    return this.#connection.client.api
  }

  get #params() {
    return { path: { scope: this.#connection.id } }
  }
}
