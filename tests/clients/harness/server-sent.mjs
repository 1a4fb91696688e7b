// Server-sent events as the WHATWG HTML standard describes them ("Server-sent events", parsing and interpreting an event
// stream): a parser that takes bytes in any pieces, and a consumer over fetch that may break off anywhere and resume by
// Last-Event-ID. The consumer never reconnects by itself; a test says when.
import { until, within } from './conditions.mjs'

/** @typedef {{ id: string, event: string, data: string }} Frame */

/** Takes the bytes of a stream in any pieces. */
export class Parser {
  /** Frames with data, oldest first. @type {Frame[]} */ frames = []
  /** Comments without their colon. @type {string[]} */ comments = []
  /** Milliseconds, as the server asked for. @type {number | null} */ retry = null
  /** Field names that the standard does not have. @type {string[]} */ unknown = []
  #decoder = new TextDecoder('utf-8')
  #line = ''
  #endedWithReturn = false
  #data = /** @type {string[]} */ ([])
  #event = ''
  #id

  /** @param {string} [lastEventId] what the stream was resumed after */
  constructor (lastEventId = '') {
    this.lastEventId = lastEventId
    this.#id = lastEventId
  }

  /** @param {Uint8Array} bytes */
  push (bytes) {
    for (const character of this.#decoder.decode(bytes, { stream: true })) {
      // A carriage return with a line feed is one end of a line, even when they come in two pieces.
      if (character === '\n' && this.#endedWithReturn) {
        this.#endedWithReturn = false
        continue
      }
      this.#endedWithReturn = character === '\r'
      if (character === '\n' || character === '\r') {
        this.#take(this.#line)
        this.#line = ''
      } else this.#line += character
    }
  }

  /** @param {string} line */
  #take (line) {
    if (line === '') return this.#dispatch()
    const colon = line.indexOf(':')
    if (colon === 0) {
      this.comments.push(line.slice(1).replace(/^ /, ''))
      return
    }
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') this.#data.push(value)
    else if (field === 'event') this.#event = value
    else if (field === 'id') {
      if (!value.includes('\0')) this.#id = value
    } else if (field === 'retry') {
      if (/^\d+$/.test(value)) this.retry = Number(value)
    } else this.unknown.push(field)
  }

  /** What ends with an empty line counts; what a stream breaks off in does not. */
  #dispatch () {
    this.lastEventId = this.#id
    if (this.#data.length > 0) this.frames.push({ id: this.#id, event: this.#event || 'message', data: this.#data.join('\n') })
    this.#data = []
    this.#event = ''
  }
}

/** A consumer of one stream of events. */
export class EventStream {
  /** The journal's events as they came, over all connections. @type {any[]} */ events = []
  /** When each came, by `performance.now()`. @type {number[]} */ times = []
  /** The events of each document. @type {Map<string, any[]>} */ byDocument = new Map()
  /** What `gap` frames said. @type {any[]} */ gaps = []
  /** What `end` frames said. @type {string[]} */ ends = []
  /** Comments of all connections. @type {string[]} */ comments = []
  /** @type {number | null} */ retry = null
  /** How often it was connected. */ connections = 0
  /** Faults of the server's stream. @type {string[]} */ faults = []
  #parser = new Parser()
  /** @type {AbortController | null} */ #under = null
  /** @type {Promise<void>} */ #reading = Promise.resolve()
  #seen = 0
  #seenComments = 0
  isOpen = false

  /**
   * Connects, and returns when the server has answered.
   *
   * @param {import('./rest.mjs').Rest} rest
   * @param {string} [path] below /api
   * @param {Record<string, any>} [query]
   */
  static async open (rest, path = '/events', query = {}) {
    const stream = new EventStream(rest, path, query)
    rest.server.beforeDiscard(() => stream.cut())
    return await stream.connect()
  }

  /**
   * @param {import('./rest.mjs').Rest} rest
   * @param {string} path
   * @param {Record<string, any>} query
   */
  constructor (rest, path, query) {
    this.rest = rest
    this.path = path
    this.query = query
  }

  /** The id that a resumption begins after. */
  get lastEventId () { return this.#parser.lastEventId }

  /** Ids of the events, oldest first. */
  get ids () { return this.events.map(({ id }) => id) }

  /**
   * Connects; resumes after the last id that came, if one did.
   *
   * @param {{ inQuery?: boolean, cutAfter?: number }} [options] `inQuery`: the last id goes into the URL, as browsers' polyfills do
   *   it; `cutAfter`: break off after so many bytes, wherever that is
   */
  async connect ({ inQuery = false, cutAfter = Infinity } = {}) {
    await this.cut()
    const last = this.lastEventId
    const aborter = new AbortController()
    const resume = last && inQuery ? { last_event_id: last } : {}
    const response = await within('the head of an event stream', fetch(this.rest.url(this.path, { ...this.query, ...resume }), {
      headers: {
        Accept: 'text/event-stream',
        ...(this.rest.token === undefined ? {} : { Authorization: `Bearer ${this.rest.token}` }),
        ...(last && !inQuery ? { 'Last-Event-ID': last } : {})
      },
      signal: aborter.signal
    }))
    if (response.status !== 200) throw new Error(`the stream is refused: ${response.status} ${await response.text()}`)
    const type = response.headers.get('content-type') ?? ''
    if (!type.startsWith('text/event-stream')) throw new Error(`the stream is of type ${type}`)
    this.#parser = new Parser(last)
    this.#seen = this.#seenComments = 0
    this.#under = aborter
    this.isOpen = true
    this.connections += 1
    this.#reading = this.#read(/** @type {ReadableStream<Uint8Array>} */ (response.body), aborter, cutAfter)
    return this
  }

  /**
   * @param {ReadableStream<Uint8Array>} body
   * @param {AbortController} aborter
   * @param {number} cutAfter
   */
  async #read (body, aborter, cutAfter) {
    let left = cutAfter
    try {
      for await (const bytes of body) {
        if (aborter.signal.aborted) break
        this.#parser.push(bytes.subarray(0, left))
        left -= bytes.length
        this.#learn()
        if (left <= 0) aborter.abort()
      }
    } catch (error) {
      // Broken off by either side, or the server is gone: what is missing comes with the next connection.
    }
    if (this.#under === aborter) this.isOpen = false
  }

  #learn () {
    const { frames, comments, retry, unknown } = this.#parser
    for (const frame of frames.slice(this.#seen)) {
      if (frame.event === 'gap') this.gaps.push(JSON.parse(frame.data))
      else if (frame.event === 'end') this.ends.push(frame.data)
      else this.#keep(frame)
    }
    this.comments.push(...comments.slice(this.#seenComments))
    this.#seen = frames.length
    this.#seenComments = comments.length
    this.retry = retry ?? this.retry
    for (const field of unknown) this.faults.push(`the field ${field} is none of the standard`)
  }

  /** @param {Frame} frame */
  #keep (frame) {
    const event = JSON.parse(frame.data)
    if (event.id !== frame.id) this.faults.push(`frame ${frame.id} holds event ${event.id}`)
    if (event.type !== frame.event) this.faults.push(`frame ${frame.id} of type ${frame.event} holds an event of type ${event.type}`)
    this.events.push(event)
    this.times.push(performance.now())
    const siblings = this.byDocument.get(event.document)
    if (siblings) siblings.push(event)
    else this.byDocument.set(event.document, [event])
  }

  /** The events of one document, oldest first. @param {string} document @returns {any[]} */
  of (document) { return this.byDocument.get(document) ?? [] }

  /**
   * Waits for an event that fits.
   *
   * @param {string} what
   * @param {(event: any) => boolean} fits
   * @param {number} [deadlineMs]
   */
  async heard (what, fits, deadlineMs = undefined) {
    return await until(what, () => this.events.find(fits), deadlineMs)
  }

  /** Waits until the server ended the stream. @param {number} [deadlineMs] */
  async ended (deadlineMs = undefined) {
    await until('the stream to end', () => !this.isOpen, deadlineMs)
  }

  /** Breaks off without a word. */
  async cut () {
    this.#under?.abort()
    await this.#reading
    this.isOpen = false
  }
}
