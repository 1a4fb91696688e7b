// One way into a document for every door, so that a table of rights or of attacks can be tried at all of them alike: how
// credentials are carried, how a visit begins or is refused, what can be done on it and what became of it.
import WebSocket from 'ws'
import * as Y from 'yjs'
import { until, within } from './conditions.mjs'
import * as frames from './frames.mjs'
import * as bandFrames from './hocuspocus-frames.mjs'
import { HocuspocusRaw } from './hocuspocus-raw.mjs'
import { RawConnection } from './raw.mjs'

/**
 * What a client shows: any of these at once.
 *
 * @typedef {object} Shown
 * @property {string} [token] where the door's own clients put it: in band for Hocuspocus, in the query elsewhere
 * @property {Record<string, string>} [query]
 * @property {Record<string, string>} [headers]
 * @property {string[]} [protocols]
 */

/**
 * @typedef {object} Refusal
 * @property {number} status of HTTP; for a refusal in band the status that means the same
 * @property {string} body what was said, without what differs from one request to the next
 */

/** @typedef {'yes' | 'refused' | 'silent' | 'refused and called saved'} Outcome taken; not taken and said so; neither; a contradiction */

/**
 * @typedef {object} Visit
 * @property {(root: string) => Promise<any>} read the members of a root map
 * @property {(client: number, marker: string) => void} announce publishes presence
 * @property {(how: 'step2' | 'update', root: string) => Promise<Outcome>} edit writes a root map
 * @property {() => void} cut
 */

/** @param {string} document */
const raw = document => document.split('/').map(encodeURIComponent).join('/')

/** @param {Shown} shown */
const search = ({ token, query = {} }) => {
  const parameters = new URLSearchParams({ ...query, ...(token === undefined ? {} : { token }) })
  return parameters.size ? `?${parameters}` : ''
}

/**
 * A handshake. What listens to the socket is made before anything can arrive.
 *
 * @template T
 * @param {import('./server.mjs').Server} server
 * @param {string} path with its query
 * @param {Shown} shown
 * @param {(socket: WebSocket) => T} wrap
 * @returns {Promise<{ refusal: Refusal } | { line: T }>}
 */
async function handshake (server, path, { headers = {}, protocols = [] }, wrap) {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, protocols, { headers, perMessageDeflate: false })
  const line = wrap(socket)
  return await within(`an answer to the handshake at ${path.split('?')[0]}`, new Promise((resolve, reject) => {
    socket.on('open', () => resolve({ line }))
    socket.on('unexpected-response', (_, response) => readAll(response).then(body => resolve({ refusal: { status: response.statusCode ?? 0, body } }), reject))
    socket.on('error', reject)
  }))
}

/** @param {AsyncIterable<any>} response */
async function readAll (response) {
  let body = ''
  for await (const part of response) body += part
  return body
}

/** An update that writes a root map. @param {string} root */
export function writing (root) {
  const doc = new Y.Doc()
  doc.getMap(root).set('written', true)
  return Y.encodeStateAsUpdate(doc)
}

/** The members of a root map of a whole document. @param {Uint8Array} whole @param {string} root */
export function rootOf (whole, root) {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, whole)
  return doc.getMap(root).toJSON()
}

/** A visit on a socket with y-websocket's messages. @param {RawConnection} line @returns {Visit} */
const syncVisit = line => ({
  read: async root => (await line.read()).getMap(root).toJSON(),
  announce: (client, marker) => line.send(frames.awareness([{ client, clock: 1, state: { marker } }])),
  edit: async (how, root) => {
    let saved = false
    line.send(frames[how](writing(root)))
    line.saved().then(() => { saved = true }, () => {})
    // Answered after the edit and the probe were dealt with, unless the edit waits for the disk.
    line.send(frames.queryAwareness())
    const isRefusal = (/** @type {frames.Frame} */ { kind }) => kind === frames.AUTH
    await until('what became of an edit', () => saved || line.closure || line.inbox.some(isRefusal))
    if (!saved) await line.take('an answer behind the refusal', ({ kind }) => kind === frames.AWARENESS).catch(() => {})
    const refused = line.inbox.some(isRefusal)
    line.inbox = line.inbox.filter(frame => !isRefusal(frame))
    return saved ? refused ? 'refused and called saved' : 'yes' : refused ? 'refused' : 'silent'
  },
  cut: () => line.cut()
})

/** @param {HocuspocusRaw} line @param {string} address @returns {Visit} */
const bandVisit = (line, address) => ({
  read: async root => {
    line.send(bandFrames.step1(address))
    const { body } = await line.take('the content', ({ kind, step }) => kind === bandFrames.SYNC && step === bandFrames.STEP_2)
    return rootOf(/** @type {Uint8Array} */ (body), root)
  },
  announce: (client, marker) => line.send(bandFrames.awareness(address, [{ client, clock: 1, state: { marker } }])),
  edit: async (how, root) => {
    line.send(bandFrames[how](address, writing(root)))
    return await line.acknowledgement(address) ? 'yes' : 'refused'
  },
  cut: () => line.cut()
})

/** A socket of the JSON door. */
class JsonLine {
  /** @type {any[]} */ inbox = []
  /** @type {{ code: number } | null} */ closure = null
  /** @param {WebSocket} socket */
  constructor (socket) {
    this.socket = socket
    socket.on('error', () => {})
    socket.on('close', code => { this.closure = { code } })
    socket.on('message', data => this.inbox.push(JSON.parse(data.toString())))
  }

  /** @param {string} what @param {(message: any) => boolean} fits */
  async take (what, fits) {
    return await until(what, () => {
      if (this.closure) throw new Error(`closed with ${this.closure.code} before: ${what}`)
      return this.inbox.find(fits)
    })
  }
}

/** @param {JsonLine} line @returns {Visit} */
const jsonVisit = line => ({
  read: async root => (await line.take('the content', ({ type }) => type === 'connected')).content[root] ?? {},
  announce: (_, marker) => line.socket.send(JSON.stringify({ type: 'presence_update', presence: { marker } })),
  edit: async (_, root) => {
    line.socket.send(JSON.stringify({ type: 'content_patch', id: root, patch: [{ op: 'add', path: `/${root}`, value: { written: true } }] }))
    const answer = await line.take('the answer to a patch', ({ type, id }) => id === root && (type === 'ack' || type === 'error'))
    return answer.type === 'ack' ? 'yes' : 'refused'
  },
  cut: () => line.socket.terminate()
})

/** What a refusal in band means in terms of HTTP. @param {string} reason */
const statusOf = reason => /token or share link/.test(reason) ? 401 : /no right/.test(reason) ? 403 : 0

/**
 * @typedef {object} Door
 * @property {string} name
 * @property {boolean} inBand whether the token comes as a message after the handshake
 * @property {boolean} patches whether an edit is a JSON Patch, so that there is one way to make it
 * @property {(server: import('./server.mjs').Server, document: string, shown: Shown) => Promise<{ refusal: Refusal } | { visit: Visit }>} visit
 */

/** @type {(path: (document: string) => string) => Door['visit']} */
const syncDoor = path => async (server, document, shown) => {
  const answer = await handshake(server, path(document) + search(shown), shown, socket => new RawConnection(socket, () => true))
  return 'refusal' in answer ? answer : { visit: syncVisit(answer.line) }
}

/** @type {Door['visit']} */
const bandDoor = async (server, document, { token = '', ...shown }) => {
  const answer = await handshake(server, `/hocuspocus${search(shown)}`, shown, socket => new HocuspocusRaw(socket))
  if ('refusal' in answer) return answer
  const { line } = answer
  line.send(bandFrames.token(document, token))
  const { step, text = '' } = await line.take('an answer to the token', ({ kind, step }) => kind === bandFrames.AUTH && step !== bandFrames.TOKEN)
  const visit = bandVisit(line, document)
  if (step === bandFrames.AUTHENTICATED) return { visit }
  // A refused document stays on a socket that is open: whatever is said about it from now on must be in vain.
  line.send(bandFrames.step1(document))
  line.send(bandFrames.step2(document, writing('smuggled')))
  line.send(bandFrames.update(document, writing('smuggled')))
  visit.announce(666, 'smuggled')
  line.send(bandFrames.token('a/document/that/nobody/has', token))
  await line.take('an answer behind all that', ({ kind, address }) => kind === bandFrames.AUTH && address !== document)
  const told = line.inbox.filter(({ kind }) => kind !== bandFrames.AUTH && kind !== bandFrames.CLOSE)
  if (told.length > 0) throw new Error(`the server told a refused client something: ${JSON.stringify(told)}`)
  visit.cut()
  return { refusal: { status: statusOf(text), body: text } }
}

/** @type {Door['visit']} */
const jsonDoor = async (server, document, shown) => {
  const answer = await handshake(server, `/live/${raw(document)}${search(shown)}`, shown, socket => new JsonLine(socket))
  return 'refusal' in answer ? answer : { visit: jsonVisit(answer.line) }
}

/** All doors that are sockets. @type {Door[]} */
export const doors = [
  { name: 'y-websocket', inBand: false, patches: false, visit: syncDoor(document => `/sync/${raw(document)}`) },
  { name: 'Hocuspocus', inBand: true, patches: false, visit: bandDoor },
  { name: 'y-sweet', inBand: false, patches: false, visit: syncDoor(document => `/y-sweet/d/${encodeURIComponent(document)}/ws/${encodeURIComponent(document)}`) },
  { name: 'JSON', inBand: false, patches: true, visit: jsonDoor }
]

/**
 * A request with what a client shows; its token in the header.
 *
 * @param {import('./server.mjs').Server} server
 * @param {string} method
 * @param {string} path
 * @param {Shown} shown
 * @param {Uint8Array | object} [body]
 * @returns {Promise<{ status: number, body: string, bytes: Uint8Array, headers: Headers }>}
 */
export async function request (server, method, path, { token, headers = {}, ...shown }, body = undefined) {
  const response = await fetch(`${server.http}${path}${search(shown)}`, {
    method,
    headers: { ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }), ...headers },
    body: body === undefined || body instanceof Uint8Array ? /** @type {any} */ (body) : JSON.stringify(body)
  })
  const bytes = new Uint8Array(await response.arrayBuffer())
  return { status: response.status, body: new TextDecoder().decode(bytes), bytes, headers: response.headers }
}
