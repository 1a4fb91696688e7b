// The client lines under test, side by side, unchanged from npm: y-websocket 1.5, 2.1, 3.0 and 3.1 on Yjs 13, and the
// 4.0 preview on Yjs 14. Each line says which Yjs and which awareness implementation belongs to it.
import * as Y13 from 'yjs'
import * as Y14 from '@y/y'
import * as awareness13 from 'y-protocols/awareness'
import * as awareness14 from '@y/protocols/awareness'
import { WebsocketProvider as Provider1 } from 'y-websocket-1'
import { WebsocketProvider as Provider2 } from 'y-websocket-2'
import { WebsocketProvider as Provider30 } from 'y-websocket-3.0'
import { WebsocketProvider as Provider31 } from 'y-websocket-3.1'
import { WebsocketProvider as Provider4 } from '@y/websocket'
import WebSocket from 'ws'

// The providers read WebSocket.OPEN from the global scope, which Node 20 lacks.
globalThis.WebSocket ??= /** @type {any} */ (WebSocket)
// Each provider hangs an exit listener on the process.
process.setMaxListeners(0)

/**
 * @typedef {object} Line
 * @property {string} name package and version
 * @property {typeof Y13} Y
 * @property {typeof awareness13} awareness
 * @property {any} Provider
 * @property {(doc: any, key: string, value: unknown) => void} write sets a key of the root `map`
 * @property {(doc: any, key: string) => unknown} read
 */

const map13 = {
  write: (/** @type {Y13.Doc} */ doc, /** @type {string} */ key, /** @type {unknown} */ value) => { doc.getMap('map').set(key, value) },
  read: (/** @type {Y13.Doc} */ doc, /** @type {string} */ key) => doc.getMap('map').get(key)
}

/** @type {Line} */
export const y1 = { name: 'y-websocket 1.5.4', Y: Y13, awareness: awareness13, Provider: Provider1, ...map13 }
/** @type {Line} */
export const y2 = { name: 'y-websocket 2.1.0', Y: Y13, awareness: awareness13, Provider: Provider2, ...map13 }
/** @type {Line} */
export const y30 = { name: 'y-websocket 3.0.0', Y: Y13, awareness: awareness13, Provider: Provider30, ...map13 }
/** @type {Line} */
export const y31 = { name: 'y-websocket 3.1.0', Y: Y13, awareness: awareness13, Provider: Provider31, ...map13 }
/** @type {Line} */
export const y4 = {
  name: '@y/websocket 4.0.0-3',
  Y: /** @type {any} */ (Y14),
  awareness: /** @type {any} */ (awareness14),
  Provider: Provider4,
  write: (doc, key, value) => { doc.get('map').setAttr(key, value) },
  read: (doc, key) => doc.get('map').getAttr(key)
}

/** The lines on Yjs 13, oldest first. */
export const stable = [y1, y2, y30, y31]
/** All lines; the last speaks Yjs 14, whose shared types have another API. */
export const all = [...stable, y4]
