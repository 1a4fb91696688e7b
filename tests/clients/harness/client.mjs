// A real client: an unchanged provider of one line, its document and its awareness, with the few waits that tests need.
// It speaks to the server only: the BroadcastChannel between providers of one process is off.
import * as decoding from 'lib0/decoding'
import WebSocket from 'ws'
import { until } from './conditions.mjs'
import { AUTH, SAVED, savedProbe } from './frames.mjs'

export class Client {
  /** @type {number[]} close codes seen, null events (own closing) left out */ closeCodes = []
  /** How often a connection was opened. */ opened = 0
  /** What the server said no to. @type {string[]} */ denials = []
  #probes = 0
  #savedUpTo = 0

  /**
   * Connects `line` to a document; the client is destroyed together with the server.
   *
   * @param {import('./server.mjs').Server} server
   * @param {import('./lines.mjs').Line} line
   * @param {string} document
   * @param {Record<string, any>} [options] of the provider; `doc` to bring a document, `presence: null` for a silent client
   */
  static connect (server, line, document, { doc = new line.Y.Doc(), presence = {}, ...options } = {}) {
    const awareness = new line.awareness.Awareness(doc)
    awareness.setLocalState(presence)
    const provider = new line.Provider(server.sync, document, doc, {
      awareness, disableBc: true, WebSocketPolyfill: WebSocket, ...options
    })
    const client = new Client(line, doc, provider)
    server.beforeDiscard(() => client.destroy())
    return client
  }

  /**
   * @param {import('./lines.mjs').Line} line
   * @param {import('yjs').Doc} doc
   * @param {any} provider
   */
  constructor (line, doc, provider) {
    this.line = line
    this.Y = line.Y
    this.doc = doc
    this.provider = provider
    /** @type {import('y-protocols/awareness').Awareness} */
    this.awareness = provider.awareness
    provider.on('status', (/** @type {{ status: string }} */ { status }) => { if (status === 'connected') this.opened += 1 })
    provider.on('connection-close', (/** @type {CloseEvent | null} */ event) => { if (event) this.closeCodes.push(event.code) })
    const deny = provider.messageHandlers[AUTH]
    provider.messageHandlers[AUTH] = (/** @type {any[]} */ ...args) => {
      const said = decoding.clone(args[1])
      decoding.readVarUint(said)
      this.denials.push(decoding.readVarString(said))
      deny(...args)
    }
    provider.messageHandlers[SAVED] = (/** @type {any} */ _encoder, /** @type {decoding.Decoder} */ decoder) => {
      const payload = decoding.createDecoder(decoding.readVarUint8Array(decoder))
      this.#savedUpTo = decoding.readVarUint(payload)
    }
  }

  /**
   * Waits until the provider says that it holds what the server holds.
   * @param {number} [deadlineMs]
   */
  async synced (deadlineMs = undefined) {
    await until(`${this.line.name} to be synced`, () => this.provider.synced, deadlineMs)
    return this
  }

  /** Sends a probe after everything sent so far, and says which; `savedUpTo` reaches it when all of that is durable. */
  probe () {
    const probe = ++this.#probes
    this.provider.ws?.send(savedProbe(probe))
    return probe
  }

  /** The newest probe that the server has echoed. */
  get savedUpTo () { return this.#savedUpTo }

  /**
   * Waits until every local edit is durable on the server, however often the connection drops meanwhile. A probe counts
   * only on a connection that is synced, since only then the offline edits were sent before it.
   *
   * @param {number} [deadlineMs]
   */
  async saved (deadlineMs = undefined) {
    /** @type {WebSocket | null} */
    let socket = null
    let probe = Infinity
    await until(`${this.line.name} to be saved`, () => {
      if (this.provider.synced && this.provider.ws !== socket && this.provider.ws?.readyState === WebSocket.OPEN) {
        socket = this.provider.ws
        probe = this.probe()
      }
      return this.#savedUpTo >= probe
    }, deadlineMs)
  }

  /** Goes offline as an application would ask for it. */
  disconnect () { this.provider.disconnect() }

  connect () { this.provider.connect() }

  /** Loses the connection without a closing handshake; the provider reconnects by itself. */
  loseConnection () { this.provider.ws?.terminate() }

  /** Whether this client sees another one's presence. */
  sees (/** @type {Client | number} */ other) {
    return this.awareness.getStates().has(typeof other === 'number' ? other : other.doc.clientID)
  }

  destroy () {
    this.provider.destroy()
    this.awareness.destroy()
  }
}
