// Real documents and editing histories from the data folder beside the repository (YRSA_SHARED overrides where). Nothing
// of it is part of the repository, so tests that need it are skipped with a notice where it is absent.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import * as decoding from 'lib0/decoding'

const SHARED = process.env.YRSA_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url))
const DATA = path.join(SHARED, 'data')

/** For the `skip` option of a test: false, or why it is skipped. */
export const absent = existsSync(DATA) ? false : `no data at ${DATA} (YRSA_SHARED says where it is)`

/** @param {string} name @returns {Uint8Array} */
export const bytes = name => new Uint8Array(readFileSync(path.join(DATA, name)))

/** @param {string} name */
export const json = name => JSON.parse(readFileSync(path.join(DATA, name), 'utf8'))

/** @typedef {[position: number, deleted: number, inserted: string]} Patch */
/** @typedef {{ patches: Patch[], parents: number[], agent: number }} Transaction */

/**
 * A keystroke history. All three are ASCII, so positions in code points are positions in UTF-16.
 *
 * @param {'automerge-paper' | 'sveltecomponent' | 'friendsforever'} name
 * @returns {{ startContent?: string, endContent: string, txns: Transaction[] }}
 */
export const trace = name => JSON.parse(gunzipSync(bytes(`traces/${name}.json.gz`)).toString())

/** @typedef {{ updates: Uint8Array[], text: string, map: Record<string, unknown>, array: unknown[] }} Specimen */

/**
 * The Yjs conformance corpus: documents as sequences of v1 updates, with what they must hold in the end.
 * Format: lib0 encoding; see the README of the data folder.
 *
 * @returns {Specimen[]}
 */
export function corpus () {
  const decoder = decoding.createDecoder(bytes('yjs/small-test-dataset.bin'))
  return Array.from({ length: decoding.readVarUint(decoder) }, () => ({
    updates: Array.from({ length: decoding.readVarUint(decoder) }, () => decoding.readVarUint8Array(decoder)),
    text: decoding.readVarString(decoder),
    map: /** @type {Record<string, unknown>} */ (decoding.readAny(decoder)),
    array: /** @type {unknown[]} */ (decoding.readAny(decoder))
  }))
}
