// A bare WebSocket that speaks frames: for what no well-behaved client would send, for looking at the server's frames one
// by one, and for loads where a whole Yjs document per connection would only slow the test down.
import WebSocket from 'ws'
import * as Y from 'yjs'
import { until, within } from './conditions.mjs'
import * as frames from './frames.mjs'

export class RawConnection {
  /** @type {frames.Frame[]} frames received and not yet taken */ inbox = []
  /** @type {{ code: number, reason: string } | null} */ closure = null
  #probes = 0
  #savedUpTo = 0

  /**
   * @param {import('./server.mjs').Server} server
   * @param {string} document an id as it stands in the URL (already encoded where needed)
   * @param {{ protocols?: string[], keep?: (frame: frames.Frame) => boolean }} [options] `keep`: which frames to hold on to
   */
  static async open (server, document, { protocols = [], keep = () => true } = {}) {
    const raw = new RawConnection(new WebSocket(`${server.sync}/${document}`, protocols, { perMessageDeflate: false }), keep)
    await within(`a connection to ${document}`, new Promise((resolve, reject) => {
      raw.socket.once('open', () => resolve(undefined))
      raw.socket.once('error', reject)
    }))
    return raw
  }

  /**
   * @param {WebSocket} socket
   * @param {(frame: frames.Frame) => boolean} keep
   */
  constructor (socket, keep) {
    this.socket = socket
    socket.on('error', () => {})
    socket.on('close', (code, reason) => { this.closure = { code, reason: reason.toString() } })
    socket.on('message', (data, isBinary) => {
      if (!isBinary) throw new Error(`the server sent text: ${data}`)
      const frame = frames.parse(new Uint8Array(/** @type {Buffer} */ (data)))
      if (frame.kind === frames.SAVED) this.#savedUpTo += 1
      else if (keep(frame)) this.inbox.push(frame)
    })
  }

  get isOpen () { return this.socket.readyState === WebSocket.OPEN }

  /** @param {Uint8Array | string} data */
  send (data) { this.socket.send(data) }

  /**
   * Takes the first frame that fits out of the inbox, waiting for it.
   *
   * @param {string} what
   * @param {(frame: frames.Frame) => boolean} [fits]
   * @param {number} [deadlineMs]
   */
  async take (what, fits = () => true, deadlineMs = undefined) {
    const find = () => this.inbox.findIndex(fits)
    await until(what, () => {
      if (find() >= 0) return true
      if (this.closure) throw new Error(`closed with ${this.closure.code} ${this.closure.reason} before: ${what}`)
      return false
    }, deadlineMs)
    return this.inbox.splice(find(), 1)[0]
  }

  /**
   * Waits for the next awareness entry about `client` that fits, and returns it.
   *
   * @param {number} client
   * @param {string} what
   * @param {(entry: frames.Presence) => boolean} [fits]
   * @param {number} [deadlineMs]
   */
  async presence (client, what, fits = () => true, deadlineMs = undefined) {
    const wanted = (/** @type {frames.Presence} */ entry) => entry.client === client && fits(entry)
    const frame = await this.take(what, ({ entries }) => entries?.some(wanted) ?? false, deadlineMs)
    return /** @type {frames.Presence} */ (frame.entries?.find(wanted))
  }

  /** Asks for what the document holds and returns a Y.Doc of it. Answers the server's own SyncStep1 with nothing. */
  async read () {
    this.send(frames.step1())
    const doc = new Y.Doc()
    await this.readInto(doc)
    return doc
  }

  /**
   * Applies update frames until the SyncStep2 that ends an answer.
   *
   * @param {Y.Doc} doc
   * @param {number} [deadlineMs]
   */
  async readInto (doc, deadlineMs = undefined) {
    for (;;) {
      const frame = await this.take('the answer to SyncStep1', isContent, deadlineMs)
      Y.applyUpdate(doc, /** @type {Uint8Array} */ (frame.body))
      if (frame.step === frames.STEP_2) return
    }
  }

  /**
   * Waits until everything sent so far is durable.
   * @param {number} [deadlineMs]
   */
  async saved (deadlineMs = undefined) {
    const probe = ++this.#probes
    this.send(frames.savedProbe(probe))
    await until(`durable acknowledgement ${probe}`, () => {
      if (this.#savedUpTo >= probe) return true
      if (this.closure) throw new Error(`closed with ${this.closure.code} ${this.closure.reason} before acknowledgement ${probe}`)
      return false
    }, deadlineMs)
  }

  /** @param {number} [deadlineMs] */
  async closed (deadlineMs = undefined) {
    return await until('the server to close the connection', () => this.closure, deadlineMs)
  }

  /** Closes with the closing handshake. */
  async close () {
    this.socket.close()
    await this.closed()
  }

  /** Drops the connection without a word. */
  cut () { this.socket.terminate() }
}

/** @param {frames.Frame} frame */
const isContent = frame => frame.kind === frames.SYNC && frame.step !== frames.STEP_1

/**
 * Reads a document with a fresh connection.
 *
 * @param {import('./server.mjs').Server} server
 * @param {string} document
 */
export async function readFresh (server, document) {
  const raw = await RawConnection.open(server, document)
  const doc = await raw.read()
  raw.cut()
  return doc
}
