// Message 102 of the sync door: "tell me when everything I sent before this is on disk". Used by connection.ts.
// On the wire: varUint 102, then varUint8Array holding one varUint, our counter; the server returns the identical frame.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

export const DURABLE_ACKNOWLEDGEMENT = 102

export function encodeAcknowledgementRequest(counter: number): Uint8Array<ArrayBuffer> {
  const payload = encoding.createEncoder()
  encoding.writeVarUint(payload, counter)
  const message = encoding.createEncoder()
  encoding.writeVarUint(message, DURABLE_ACKNOWLEDGEMENT)
  encoding.writeVarUint8Array(message, encoding.toUint8Array(payload))
  return encoding.toUint8Array(message)
}

/** Reads the counter from an echo whose message type has been read already. Throws when the payload is cut short. */
export function readAcknowledgement(decoder: decoding.Decoder): number {
  return decoding.readVarUint(decoding.createDecoder(decoding.readVarUint8Array(decoder)))
}
