// Hocuspocus providers, unchanged from npm, from the first with acknowledgements (2.3) to the newest, and a client made of
// one: its document, its awareness, its socket and the waits that tests need.
import { HocuspocusProvider as Provider23, HocuspocusProviderWebsocket as Socket23 } from 'hocuspocus-2.3'
import { HocuspocusProvider as Provider27, HocuspocusProviderWebsocket as Socket27 } from 'hocuspocus-2.7'
import { HocuspocusProvider as Provider215, HocuspocusProviderWebsocket as Socket215 } from 'hocuspocus-2.15'
import { HocuspocusProvider as Provider31, HocuspocusProviderWebsocket as Socket31 } from 'hocuspocus-3.1'
import { HocuspocusProvider as Provider34, HocuspocusProviderWebsocket as Socket34 } from 'hocuspocus-3.4'
import { HocuspocusProvider as Provider40, HocuspocusProviderWebsocket as Socket40 } from 'hocuspocus-4.0'
import { HocuspocusProvider as Provider48, HocuspocusProviderWebsocket as Socket48 } from 'hocuspocus-4.8'
import WebSocket from 'ws'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { until } from './conditions.mjs'
import * as frames from './hocuspocus-frames.mjs'
import { Wire } from './wire.mjs'

globalThis.WebSocket ??= /** @type {any} */ (WebSocket)

/**
 * @typedef {object} Line
 * @property {string} name package and version
 * @property {number} major
 * @property {any} Provider
 * @property {any} Socket
 * @property {boolean} answersTokenRequests from 3.3 on
 * @property {boolean} recounts whether a reconnect starts the count of unsynced changes anew; before 2.15 an edit that was under
 *   way when the connection broke stays counted for ever, with any server
 */

/** @type {(version: string, Provider: any, Socket: any, more?: Partial<Line>) => Line} */
const line = (version, Provider, Socket, more = {}) => ({
  name: `Hocuspocus ${version}`,
  major: Number(version[0]),
  Provider,
  Socket,
  answersTokenRequests: true,
  recounts: true,
  ...more
})

export const h23 = line('2.3.1', Provider23, Socket23, { answersTokenRequests: false, recounts: false })
export const h27 = line('2.7.1', Provider27, Socket27, { answersTokenRequests: false, recounts: false })
export const h215 = line('2.15.3', Provider215, Socket215, { answersTokenRequests: false })
export const h31 = line('3.1.1', Provider31, Socket31, { answersTokenRequests: false })
export const h34 = line('3.4.4', Provider34, Socket34)
export const h40 = line('4.0.0', Provider40, Socket40)
export const h48 = line('4.8.0', Provider48, Socket48)

/** All lines, oldest first. */
export const all = [h23, h27, h215, h31, h34, h40, h48]

/** Quick to come back, so that tests are; what the providers do by default is a matter of reconnects tests. */
const QUICK = { delay: 100, minDelay: 100, maxDelay: 300, jitter: false }

/** A socket that many clients share, as HocuspocusProviderWebsocket is meant. */
export class SharedSocket {
  /**
   * @param {import('./server.mjs').Server} server
   * @param {Line} line
   * @param {Record<string, any>} [options] of the provider's socket
   */
  constructor (server, line, options = {}) {
    this.line = line
    this.wire = new Wire()
    this.provider = new line.Socket({ url: server.hocuspocus, WebSocketPolyfill: this.wire.Socket, ...QUICK, ...options })
    server.beforeDiscard(() => this.#destroy())
  }

  /** A provider's socket that lost its server just before still reconnects after its end, for ever (until 4.8). */
  #destroy () {
    this.provider.connect = async () => {}
    this.provider.destroy()
    this.provider.shouldConnect = false
  }
}

export class HocuspocusClient {
  /** Reasons of `authenticationFailed`. @type {string[]} */ denials = []
  /** Scopes of `authenticated`, oldest first. @type {string[]} */ scopes = []
  /** Payloads of stateless messages. @type {string[]} */ stateless = []
  /** Reasons of CLOSE for this document and of closes of the socket. @type {string[]} */ closeReasons = []

  /**
   * Connects `line` to a document; the client is destroyed together with the server.
   *
   * @param {import('./server.mjs').Server} server
   * @param {Line} line
   * @param {string} document
   * @param {Record<string, any>} [options] of the provider; `doc` to bring a document, `presence: null` for a silent client,
   *   `socket` to share one, `socketOptions` for one's own
   */
  static connect (server, line, document, { doc = new Y.Doc(), presence = {}, socket, socketOptions = {}, ...options } = {}) {
    const own = socket ?? new SharedSocket(server, line, socketOptions)
    const awareness = new Awareness(doc)
    awareness.setLocalState(presence)
    const client = new HocuspocusClient(line, doc, awareness, own)
    client.#attach(new line.Provider({
      name: document, document: doc, awareness, websocketProvider: own.provider, broadcast: false, ...client.#listeners(), ...options
    }))
    server.beforeDiscard(() => client.destroy())
    return client
  }

  /**
   * @param {Line} line
   * @param {Y.Doc} doc
   * @param {Awareness} awareness
   * @param {SharedSocket} socket
   */
  constructor (line, doc, awareness, socket) {
    this.line = line
    this.doc = doc
    this.awareness = awareness
    this.socket = socket
    this.wire = socket.wire
    /** @type {any} */
    this.provider = null
    this.destroyed = false
  }

  #listeners () {
    return {
      onAuthenticated: () => this.scopes.push(this.provider.authorizedScope),
      onAuthenticationFailed: (/** @type {{ reason: string }} */ { reason }) => this.denials.push(reason),
      onStateless: (/** @type {{ payload: string }} */ { payload }) => this.stateless.push(payload),
      onClose: (/** @type {{ event: { reason: string } }} */ { event }) => this.closeReasons.push(String(event.reason))
    }
  }

  /** @param {any} provider */
  #attach (provider) {
    this.provider = provider
    // Providers before 3.0 attach themselves.
    if (this.line.major >= 3) provider.attach()
  }

  /** How many changes the provider believes the server has not acknowledged. */
  get unsynced () { return this.provider.unsyncedChanges }

  /** The messages about this client's document that came in, whatever connection they came by. */
  get received () {
    const address = this.provider.effectiveName ?? this.provider.configuration.name
    return this.wire.received.map(frames.parse).filter(frame => frame.address === address)
  }

  /**
   * Waits until the provider says that it holds what the server holds.
   * @param {number} [deadlineMs]
   */
  async synced (deadlineMs = undefined) {
    await until(`${this.line.name} to be synced`, () => this.provider.synced, deadlineMs)
    return this
  }

  /**
   * Waits until the provider says that nothing is left unacknowledged. 2.15 counts below zero when it was offline.
   * @param {number} [deadlineMs]
   */
  async saved (deadlineMs = undefined) {
    await until(`${this.line.name} to be saved`, () => this.provider.synced && this.unsynced <= 0, deadlineMs)
    return this
  }

  /** Goes offline as an application would ask for it. A provider that is asked to connect before it noticed its own closing stays offline. */
  async disconnect () {
    const { provider } = this.socket
    provider.disconnect()
    await until(`${this.line.name} to be offline`, () => provider.status === 'disconnected' && !provider.webSocket)
  }

  connect () { this.socket.provider.connect() }

  /** Loses the connection without a closing handshake; the provider reconnects by itself. */
  loseConnection () { this.wire.cut() }

  /** Whether this client sees another one's presence. */
  sees (/** @type {{ doc: Y.Doc } | number} */ other) {
    return this.awareness.getStates().has(typeof other === 'number' ? other : other.doc.clientID)
  }

  /** What this client sees of another one. */
  presenceOf (/** @type {{ doc: { clientID: number } }} */ other) {
    return /** @type {any} */ (this.awareness.getStates().get(other.doc.clientID))
  }

  /** Leaves the document; the socket stays for those who share it. */
  destroy () {
    if (this.destroyed) return
    this.destroyed = true
    this.provider.destroy()
    this.awareness.destroy()
    // One of its own, where the test gave none; providers before 2.15 leave its timer behind.
    this.provider.awareness?.destroy()
  }
}
