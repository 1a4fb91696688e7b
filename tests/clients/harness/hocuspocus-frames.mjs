// The frames of the Hocuspocus protocol as bytes, both ways: an address, a message type, a payload. One message a frame.
// The encoders can also make what no provider would send.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { EMPTY_STATE_VECTOR, EMPTY_UPDATE, STEP_1, STEP_2, UPDATE } from './frames.mjs'

export { STEP_1, STEP_2, UPDATE }

export const SYNC = 0
export const AWARENESS = 1
export const AUTH = 2
export const QUERY_AWARENESS = 3
export const STATELESS = 5
export const CLOSE = 7
export const SYNC_STATUS = 8
/** Bare frames of one byte, without an address. */
export const PING = 9
export const PONG = 10

export const TOKEN = 0
export const DENIED = 1
export const AUTHENTICATED = 2

/**
 * @param {string} address
 * @param {number} kind
 * @param {(encoder: encoding.Encoder) => void} [write]
 */
export const message = (address, kind, write = () => {}) => encoding.encode(encoder => {
  encoding.writeVarString(encoder, address)
  encoding.writeVarUint(encoder, kind)
  write(encoder)
})

/**
 * @param {string} address
 * @param {number} step
 * @param {Uint8Array} body
 */
const sync = (address, step, body) => message(address, SYNC, encoder => {
  encoding.writeVarUint(encoder, step)
  encoding.writeVarUint8Array(encoder, body)
})

/**
 * @param {string} address
 * @param {string} token
 * @param {string} [version] of the provider; only those from 4.0 on say it
 */
export const token = (address, token, version) => message(address, AUTH, encoder => {
  encoding.writeVarUint(encoder, TOKEN)
  encoding.writeVarString(encoder, token)
  if (version) encoding.writeVarString(encoder, version)
})

/** @type {(address: string, stateVector?: Uint8Array) => Uint8Array} */
export const step1 = (address, stateVector = EMPTY_STATE_VECTOR) => sync(address, STEP_1, stateVector)
/** @type {(address: string, update?: Uint8Array) => Uint8Array} */
export const step2 = (address, update = EMPTY_UPDATE) => sync(address, STEP_2, update)
/** @type {(address: string, update: Uint8Array) => Uint8Array} */
export const update = (address, update) => sync(address, UPDATE, update)

/** @type {(address: string, payload: string) => Uint8Array} */
export const stateless = (address, payload) => message(address, STATELESS, encoder => encoding.writeVarString(encoder, payload))

/** @type {(address: string) => Uint8Array} */
export const close = address => message(address, CLOSE)

/** @param {string} address @param {import('./frames.mjs').Presence[]} entries */
export const awareness = (address, entries) => message(address, AWARENESS, encoder => {
  encoding.writeVarUint8Array(encoder, encoding.encode(body => {
    encoding.writeVarUint(body, entries.length)
    for (const { client, clock, state } of entries) {
      encoding.writeVarUint(body, client)
      encoding.writeVarUint(body, clock)
      encoding.writeVarString(body, JSON.stringify(state))
    }
  }))
})

/**
 * @typedef {object} Frame
 * @property {string} address empty for a ping
 * @property {number} kind
 * @property {number} [step] of SYNC and AUTH
 * @property {Uint8Array} [body] state vector, update or awareness
 * @property {string} [text] reason, scope or payload
 * @property {boolean} [applied] of SYNC_STATUS
 * @property {Uint8Array} bytes the whole frame
 */

/**
 * Reads a frame from the server and insists that it holds exactly one message.
 *
 * @param {Uint8Array} bytes
 * @returns {Frame}
 */
export function parse (bytes) {
  if (bytes.length === 1 && bytes[0] === PING) return { address: '', kind: PING, bytes }
  const decoder = decoding.createDecoder(bytes)
  const frame = /** @type {Frame} */ ({ address: decoding.readVarString(decoder), kind: decoding.readVarUint(decoder), bytes })
  if (frame.kind === SYNC) {
    frame.step = decoding.readVarUint(decoder)
    frame.body = decoding.readVarUint8Array(decoder)
  } else if (frame.kind === AWARENESS) frame.body = decoding.readVarUint8Array(decoder)
  else if (frame.kind === AUTH) {
    frame.step = decoding.readVarUint(decoder)
    if (frame.step !== TOKEN) frame.text = decoding.readVarString(decoder)
  } else if (frame.kind === STATELESS || frame.kind === CLOSE) frame.text = decoding.readVarString(decoder)
  else if (frame.kind === SYNC_STATUS) frame.applied = decoding.readVarUint(decoder) === 1
  else throw new Error(`the server sent a message of kind ${frame.kind}`)
  if (decoding.hasContent(decoder)) throw new Error(`a frame of kind ${frame.kind} holds more than one message`)
  return frame
}

/**
 * What a frame of either side begins with.
 * @param {Uint8Array} bytes
 */
export function peek (bytes) {
  const decoder = decoding.createDecoder(bytes)
  const address = decoding.readVarString(decoder)
  const kind = decoding.readVarUint(decoder)
  return { address, kind, step: kind === SYNC || kind === AUTH ? decoding.readVarUint(decoder) : undefined }
}

/** @param {string} hex with spaces where they help the reader */
export const fromHex = hex => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

/** @param {Uint8Array} bytes */
export const toHex = bytes => Buffer.from(bytes).toString('hex')
