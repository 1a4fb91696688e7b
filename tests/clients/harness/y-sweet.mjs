// The y-sweet client, unchanged from npm, as a client of the tests: its document, its awareness, its wire.
import { YSweetProvider } from '@y-sweet/client'
import { DocumentManager } from '@y-sweet/sdk'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { until } from './conditions.mjs'
import { Wire } from './wire.mjs'

/**
 * The server SDK, as an application's back end uses it.
 *
 * @param {import('./server.mjs').Server} server
 * @param {string} [token] a server token
 */
export const documents = (server, token = undefined) =>
  new DocumentManager(`ys://${token ? `${encodeURIComponent(token)}@` : ''}127.0.0.1:${server.port}/y-sweet`)

export class YSweetClient {
  /** Values of `local-changes` events, oldest first. @type {boolean[]} */ localChanges = []
  /** How often a client token was asked for. */ tokens = 0

  /**
   * Connects to a document that exists; the client is destroyed together with the server.
   *
   * @param {import('./server.mjs').Server} server
   * @param {string} document
   * @param {() => Promise<import('@y-sweet/sdk').ClientToken>} clientToken
   * @param {{ doc?: Y.Doc, presence?: any }} [options]
   */
  static connect (server, document, clientToken, { doc = new Y.Doc(), presence = {} } = {}) {
    const client = new YSweetClient(document, doc, presence, clientToken)
    server.beforeDiscard(() => client.destroy())
    return client
  }

  /**
   * @param {string} document
   * @param {Y.Doc} doc
   * @param {any} presence
   * @param {() => Promise<import('@y-sweet/sdk').ClientToken>} clientToken
   */
  constructor (document, doc, presence, clientToken) {
    this.name = '@y-sweet/client 0.9.1'
    this.doc = doc
    this.wire = new Wire()
    this.awareness = new Awareness(doc)
    this.awareness.setLocalState(presence)
    const authenticate = async () => {
      this.tokens += 1
      return await clientToken()
    }
    this.provider = new YSweetProvider(authenticate, document, doc, {
      awareness: this.awareness, WebSocketPolyfill: /** @type {any} */ (this.wire.Socket), showDebuggerLink: false
    })
    this.provider.on('local-changes', changes => this.localChanges.push(changes))
  }

  /** @param {number} [deadlineMs] */
  async synced (deadlineMs = undefined) {
    await until(`${this.name} to be synced`, () => this.provider.status === 'connected', deadlineMs)
    return this
  }

  /** @param {number} [deadlineMs] */
  async saved (deadlineMs = undefined) {
    await until(`${this.name} to be saved`, () => this.provider.status === 'connected' && !this.provider.hasLocalChanges, deadlineMs)
    return this
  }

  loseConnection () { this.wire.cut() }

  /** Whether this client sees another one's presence. */
  sees (/** @type {{ doc: Y.Doc } | number} */ other) {
    return this.awareness.getStates().has(typeof other === 'number' ? other : other.doc.clientID)
  }

  /** The provider reconnects for ever after its own closing, so it is told to have ended. */
  destroy () {
    const provider = /** @type {any} */ (this.provider)
    Object.assign(provider, { status: 'offline', setStatus: () => {}, connect: async () => {}, attemptToConnect: async () => true })
    provider.online()
    provider.destroy()
    provider.clearHeartbeat()
    this.wire.cut()
    this.awareness.destroy()
  }
}
