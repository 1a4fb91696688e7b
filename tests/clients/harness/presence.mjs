// Presence over REST as a client without a socket sees it: a stream of who is where, kept as a list; and a participant that joins by
// HTTP and gives signs of life only when a test says so.
import { until, within } from './conditions.mjs'
import { Parser } from './server-sent.mjs'

/** Follows `/api/presence/stream` and keeps who is where. */
export class PresenceStream {
  /** Who is where, by document and user. @type {Map<string, any>} */ present = new Map()
  /** Types of events in the order they came. @type {string[]} */ kinds = []
  /** @type {string | null} */ ended = null
  /** @type {boolean | null} */ truncated = null
  #aborter = new AbortController()

  /**
   * Connects, and returns when the snapshot is there.
   *
   * @param {import('./rest.mjs').Rest} rest
   * @param {Record<string, any>} [query]
   */
  static async open (rest, query = {}) {
    const stream = new PresenceStream()
    rest.server.beforeDiscard(() => stream.cut())
    const response = await within('the head of a presence stream', fetch(rest.url('/presence/stream', query), {
      headers: rest.token === undefined ? {} : { Authorization: `Bearer ${rest.token}` },
      signal: stream.#aborter.signal
    }))
    if (response.status !== 200) throw new Error(`the stream is refused: ${response.status} ${await response.text()}`)
    stream.#read(/** @type {ReadableStream<Uint8Array>} */ (response.body))
    await until('the snapshot', () => stream.truncated !== null)
    return stream
  }

  /** @param {ReadableStream<Uint8Array>} body */
  async #read (body) {
    const parser = new Parser()
    try {
      for await (const bytes of body) {
        parser.push(bytes)
        for (const { event, data } of parser.frames.splice(0)) this.#learn(event, JSON.parse(data))
      }
    } catch (error) {
      // Broken off.
    }
  }

  /** @param {string} kind @param {any} data */
  #learn (kind, data) {
    this.kinds.push(kind)
    const key = (/** @type {any} */ one) => `${one.document} ${one.user.id}`
    if (kind === 'snapshot') {
      this.present = new Map(data.present.map((/** @type {any} */ one) => [key(one), one]))
      this.truncated = data.truncated
    } else if (kind === 'end') this.ended = data.reason
    else if (kind === 'left') {
      if (!this.present.delete(key(data))) throw new Error(`${key(data)} left and was not there`)
    } else {
      if (this.present.has(key(data)) !== (kind === 'changed')) throw new Error(`${key(data)} ${kind}`)
      this.present.set(key(data), data)
    }
  }

  /** Whether exactly these are there, as `document user`. @param {...string} wanted */
  shows (...wanted) { return [...this.present.keys()].sort().join() === wanted.sort().join() }

  /** @param {string} document @param {string} user */
  of (document, user) { return this.present.get(`${document} ${user}`) }

  cut () { this.#aborter.abort() }
}

/** A participant without a socket. */
export class RemoteParticipant {
  /**
   * @param {import('./rest.mjs').Rest} rest
   * @param {string} document
   * @param {Record<string, any>} [presence]
   * @param {Record<string, any>} [more] of the request
   */
  static async join (rest, document, presence = {}, more = {}) {
    const path = `/documents/${encodeURIComponent(document)}/session`
    const { participant, client, expires_in: expiresIn } = await rest.post(`${path}/join`, { presence, ...more })
    return new RemoteParticipant(rest, path, participant, client, expiresIn)
  }

  /**
   * @param {import('./rest.mjs').Rest} rest
   * @param {string} path
   * @param {string} participant
   * @param {number} client
   * @param {number} expiresIn
   */
  constructor (rest, path, participant, client, expiresIn) {
    this.rest = rest
    this.path = path
    this.participant = participant
    this.client = client
    this.expiresIn = expiresIn
  }

  async heartbeat () { return await this.rest.post(`${this.path}/heartbeat`, { participant: this.participant }) }

  /** @param {Record<string, any>} presence */
  async show (presence) { return await this.rest.put(`${this.path}/presence`, { participant: this.participant, presence }) }

  async leave () { await this.rest.send('POST', `${this.path}/leave`, { json: { participant: this.participant } }) }
}
