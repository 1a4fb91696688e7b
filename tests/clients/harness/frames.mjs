// The frames of the y-websocket protocol as bytes, both ways. One message per frame, as docs/PROTOCOL.md describes;
// the encoders can also make the broken frames that the tests need.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

export const SYNC = 0
export const AWARENESS = 1
export const AUTH = 2
export const QUERY_AWARENESS = 3
export const SAVED = 102

export const STEP_1 = 0
export const STEP_2 = 1
export const UPDATE = 2

/** The state vector and the update of an empty document. */
export const EMPTY_STATE_VECTOR = Uint8Array.of(0)
export const EMPTY_UPDATE = Uint8Array.of(0, 0)
/** An awareness frame without entries: the heartbeat. */
export const HEARTBEAT = Uint8Array.of(1, 1, 0)

/** @param {(encoder: encoding.Encoder) => void} write */
export const encode = write => encoding.encode(write)

/**
 * @param {number} step
 * @param {Uint8Array} body
 */
const sync = (step, body) => encode(encoder => {
  encoding.writeVarUint(encoder, SYNC)
  encoding.writeVarUint(encoder, step)
  encoding.writeVarUint8Array(encoder, body)
})

/** @param {Uint8Array} [stateVector] */
export const step1 = (stateVector = EMPTY_STATE_VECTOR) => sync(STEP_1, stateVector)
/** @param {Uint8Array} [update] */
export const step2 = (update = EMPTY_UPDATE) => sync(STEP_2, update)
/** @param {Uint8Array} update */
export const update = update => sync(UPDATE, update)

/**
 * The request to echo this frame once everything before it is durable.
 * @param {number} counter
 */
export const savedProbe = counter => encode(encoder => {
  encoding.writeVarUint(encoder, SAVED)
  encoding.writeVarUint8Array(encoder, encode(body => encoding.writeVarUint(body, counter)))
})

/** @typedef {{ client: number, clock: number, state: unknown }} Presence `state` null means gone */

/** @param {Presence[]} entries */
export const awareness = entries => encode(encoder => {
  encoding.writeVarUint(encoder, AWARENESS)
  encoding.writeVarUint8Array(encoder, encode(body => {
    encoding.writeVarUint(body, entries.length)
    for (const { client, clock, state } of entries) {
      encoding.writeVarUint(body, client)
      encoding.writeVarUint(body, clock)
      encoding.writeVarString(body, JSON.stringify(state))
    }
  }))
})

export const queryAwareness = () => encode(encoder => encoding.writeVarUint(encoder, QUERY_AWARENESS))

/**
 * @typedef {object} Frame
 * @property {number} kind message type
 * @property {number} [step] for SYNC
 * @property {Uint8Array} [body] state vector, update, or the payload of SAVED
 * @property {Presence[]} [entries] for AWARENESS
 * @property {string} [reason] for AUTH
 * @property {Uint8Array} bytes the whole frame
 */

/**
 * Reads one frame and insists that it holds exactly one message.
 *
 * @param {Uint8Array} bytes
 * @returns {Frame}
 */
export function parse (bytes) {
  const decoder = decoding.createDecoder(bytes)
  const frame = /** @type {Frame} */ ({ kind: decoding.readVarUint(decoder), bytes })
  if (frame.kind === SYNC) {
    frame.step = decoding.readVarUint(decoder)
    frame.body = decoding.readVarUint8Array(decoder)
  } else if (frame.kind === AWARENESS) {
    frame.entries = parseAwareness(decoding.readVarUint8Array(decoder))
  } else if (frame.kind === AUTH) {
    frame.step = decoding.readVarUint(decoder)
    frame.reason = decoding.readVarString(decoder)
  } else {
    frame.body = decoding.readVarUint8Array(decoder)
  }
  if (decoding.hasContent(decoder)) throw new Error(`a frame of kind ${frame.kind} holds more than one message`)
  return frame
}

/** @param {Uint8Array} bytes */
function parseAwareness (bytes) {
  const decoder = decoding.createDecoder(bytes)
  return Array.from({ length: decoding.readVarUint(decoder) }, () => ({
    client: decoding.readVarUint(decoder),
    clock: decoding.readVarUint(decoder),
    state: JSON.parse(decoding.readVarString(decoder))
  }))
}
