// A client of the JSON door: one JSON text message a frame, no Yjs. Keeps the content it is told of, so that a test can
// compare it with what Yjs clients hold.
import WebSocket from 'ws'
import { until, within } from './conditions.mjs'

export class LiveClient {
  /** @type {any[]} messages received and not yet taken */ inbox = []
  /** @type {{ code: number, reason: string } | null} */ closure = null
  #requests = 0

  /**
   * @param {import('./server.mjs').Server} server
   * @param {string} document as it stands in the URL
   * @param {Record<string, string>} [query]
   */
  static async open (server, document, query = {}) {
    const parameters = new URLSearchParams(query)
    const url = `ws://127.0.0.1:${server.port}/live/${document}${parameters.size ? `?${parameters}` : ''}`
    const client = new LiveClient(new WebSocket(url))
    await within(`a JSON connection to ${document}`, new Promise((resolve, reject) => {
      client.socket.once('open', () => resolve(undefined))
      client.socket.once('error', reject)
    }))
    server.beforeDiscard(() => client.cut())
    const first = await client.take('the first message', () => true)
    if (first.type !== 'connected') throw new Error(`the first message is of type ${first.type}`)
    return client
  }

  /** @param {WebSocket} socket */
  constructor (socket) {
    this.socket = socket
    /** The first message of the server. @type {any} */
    this.connected = null
    /** The document as this client was told. @type {any} */
    this.content = null
    /** The version that `content` has. */
    this.version = 0
    /** Edits of this client that `content` does not contain yet. @type {any[]} */
    this.own = []
    /** What others did and `content` does not contain yet. @type {any[]} */
    this.held = []
    /** Who is here as this client was told, by client id. @type {Map<number, any>} */
    this.people = new Map()
    socket.on('error', () => {})
    socket.on('close', (code, reason) => { this.closure = { code, reason: reason.toString() } })
    socket.on('message', (data, isBinary) => {
      if (isBinary) throw new Error('the server sent bytes at the JSON door')
      const message = JSON.parse(data.toString())
      this.#learn(message)
      this.inbox.push(message)
    })
  }

  /** @param {any} message */
  #learn (message) {
    if (message.type === 'connected') {
      this.connected = message
      this.content = message.content
      this.version = message.version
      for (const participant of message.participants) this.people.set(participant.client, participant)
    } else if (this.connected === null && message.type !== 'error') throw new Error(`the first message is a ${message.type}`)
    if (message.type === 'content_update') this.held.push(message)
    const [own] = this.own
    if (own && (message.type === 'ack' || message.type === 'error') && message.id === own.id) {
      this.own.shift()
      if (message.type === 'ack') {
        this.#takeIn(({ version }) => version < message.version)
        // What changed nothing is acknowledged with the version that was there.
        if (message.version > this.version && this.held[0]?.version !== message.version) this.#apply(own, message.version)
      }
    }
    // Where an edit of this client belongs is known when it is acknowledged; what others did waits for that.
    if (this.own.length === 0) this.#takeIn(() => true)
    if (message.type === 'user_left') this.people.delete(message.client)
    if (message.type === 'user_joined' || message.type === 'presence_update') this.people.set(message.client, message)
  }

  /** Takes in what others did, as far as it fits. @param {(update: any) => boolean} fits */
  #takeIn (fits) {
    while (this.held.length > 0 && fits(this.held[0])) {
      const { patch, version } = this.held.shift()
      this.content = applyPatch(this.content, patch)
      this.version = version
    }
  }

  /** @param {any} request an edit of this client @param {number} version */
  #apply ({ type, patch, path, index, delete: deleted = 0, insert = '' }, version) {
    if (type === 'content_patch') this.content = applyPatch(this.content, patch)
    else {
      const { parent, key } = place({ '': this.content }, path)
      parent[key] = parent[key].slice(0, index) + insert + parent[key].slice(index + deleted)
    }
    this.version = version
  }

  /** The id of this client in awareness. */
  get clientID () { return this.connected.self.client }

  /** Whether this client sees another one's presence. */
  sees (/** @type {{ doc: { clientID: number } }} */ other) { return this.people.has(other.doc.clientID) }

  get isOpen () { return this.socket.readyState === WebSocket.OPEN }

  /** @param {object | string} message */
  send (message) { this.socket.send(typeof message === 'string' ? message : JSON.stringify(message)) }

  /**
   * Takes the first message that fits out of the inbox, waiting for it.
   *
   * @param {string} what
   * @param {(message: any) => boolean} fits
   * @param {number} [deadlineMs]
   */
  async take (what, fits, deadlineMs = undefined) {
    const find = () => this.inbox.findIndex(fits)
    await until(what, () => {
      if (find() >= 0) return true
      if (this.closure) throw new Error(`closed with ${this.closure.code} ${this.closure.reason} before: ${what}`)
      return false
    }, deadlineMs)
    return this.inbox.splice(find(), 1)[0]
  }

  /**
   * The next message of a type that fits.
   *
   * @param {string} type
   * @param {(message: any) => boolean} [fits]
   */
  async next (type, fits = () => true) {
    return await this.take(`a message of type ${type}`, message => message.type === type && fits(message))
  }

  /**
   * Sends a request and returns its answer, an `ack` or an `error`.
   * @param {object} message without an id
   */
  async request (message) {
    const id = ++this.#requests
    const request = { id, ...message }
    if (request.type === 'content_patch' || request.type === 'text_change') this.own.push(request)
    this.send(request)
    return await this.take(`the answer to request ${id}`, ({ type, id: of }) => of === id && (type === 'ack' || type === 'error'))
  }

  /**
   * Edits by JSON Patch and insists that it was accepted.
   * @param {object[]} patch
   */
  async patch (patch) {
    const answer = await this.request({ type: 'content_patch', patch })
    if (answer.type !== 'ack') throw new Error(`the patch was refused: ${JSON.stringify(answer)}`)
    return answer
  }

  cut () { this.socket.terminate() }
}

/**
 * RFC 6902, as far as the server uses it.
 *
 * @param {any} content
 * @param {{ op: string, path: string, from?: string, value?: any }[]} patch
 */
export function applyPatch (content, patch) {
  const root = { '': structuredClone(content) }
  for (const { op, path, from, value } of patch) {
    if (op === 'remove') take(root, path)
    else if (op === 'replace') {
      const { parent, key } = place(root, path)
      parent[key] = structuredClone(value)
    } else if (op === 'add') put(root, path, structuredClone(value))
    else if (op === 'move') put(root, path, take(root, String(from)))
    else if (op === 'copy') {
      const { parent, key } = place(root, String(from))
      put(root, path, structuredClone(parent[key]))
    } else if (op !== 'test') throw new Error(`the server sent the operation ${op}`)
  }
  return root['']
}

/** @param {any} root @param {string} pointer */
function place (root, pointer) {
  const keys = pointer.split('/').map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const key = keys[keys.length - 1]
  let parent = root
  for (const step of keys.slice(0, -1)) {
    parent = parent[step]
    if (parent === null || typeof parent !== 'object') throw new Error(`the patch of the server points nowhere: ${pointer}`)
  }
  return { parent, key }
}

/** @param {any} root @param {string} pointer @param {any} value */
function put (root, pointer, value) {
  const { parent, key } = place(root, pointer)
  if (Array.isArray(parent)) parent.splice(key === '-' ? parent.length : Number(key), 0, value)
  else parent[key] = value
}

/** @param {any} root @param {string} pointer */
function take (root, pointer) {
  const { parent, key } = place(root, pointer)
  const value = parent[key]
  if (Array.isArray(parent)) parent.splice(Number(key), 1)
  else delete parent[key]
  return value
}
