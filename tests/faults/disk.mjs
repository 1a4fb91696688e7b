// A disk that is slow, full, failing or loses power, and a clock that jumps, under a real server: disk.c is loaded before the system's
// library and does as it is told through a page of shared memory. Needs gcc; tests are skipped with a notice where it is absent.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { constants, tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Server } from '../clients/harness.mjs'

const SOURCE = fileURLToPath(new URL('disk.c', import.meta.url))

/** For the `skip` option of a test: false, or why it is skipped. */
export const absent = spawnSync('gcc', ['--version']).status === 0 ? false : 'gcc is not there'

/** The numbers of the page, in the order of disk.c. */
const FIELDS = [
  'syncDelayUs', 'syncErrno', 'syncSkip', 'syncFailures', 'writeErrno', 'writeSkip', 'writeFailures', 'writeShort', 'clockOffsetNs',
  'syncs', 'failedSyncs', 'failedWrites'
]

const ALWAYS = -1
const BLOCK_BYTES = 512

export class FaultyDisk {
  /**
   * Starts a server on such a disk.
   *
   * @param {import('node:test').TestContext} t
   * @param {{ settings?: Record<string, string>, of?: typeof Server, data?: string, losesPower?: boolean }} [options]
   *   `of`: another kind of server; `losesPower`: keeps what was synced apart
   */
  static async forTest (t, { settings = {}, of = Server, data, losesPower = false } = {}) {
    const folder = fs.mkdtempSync(path.join(tmpdir(), 'yrsa-faults-'))
    try {
      const disk = new FaultyDisk(folder, data ?? path.join(folder, 'data'), losesPower)
      const server = await of.forTest(t, { settings, data: disk.data, around: { environment: disk.environment } })
      return { disk, server }
    } finally {
      // Behind the end of the server, which writes there.
      t.after(() => fs.rmSync(folder, { recursive: true, force: true }))
    }
  }

  /** @param {string} folder @param {string} data @param {boolean} losesPower */
  constructor (folder, data, losesPower) {
    this.data = data
    this.shadow = path.join(folder, 'synced')
    const library = path.join(folder, 'disk.so')
    const page = path.join(folder, 'page')
    fs.mkdirSync(data, { recursive: true })
    fs.mkdirSync(this.shadow)
    fs.writeFileSync(page, new Uint8Array(4096))
    this.page = fs.openSync(page, 'r+')
    const built = spawnSync('gcc', ['-shared', '-fPIC', '-O2', '-o', library, SOURCE])
    assert.equal(built.status, 0, `disk.c does not compile: ${built.stderr}`)
    this.environment = {
      LD_PRELOAD: library,
      FAULTS_CONTROL: page,
      FAULTS_BELOW: data,
      ...(losesPower ? { FAULTS_SHADOW: this.shadow } : {})
    }
  }

  /** @param {string} field @param {number | bigint} value */
  #set (field, value) {
    fs.writeSync(this.page, BigInt64Array.of(BigInt(value)), 0, 8, FIELDS.indexOf(field) * 8)
  }

  /** @param {string} field */
  #get (field) {
    const bytes = new BigInt64Array(1)
    fs.readSync(this.page, bytes, 0, 8, FIELDS.indexOf(field) * 8)
    return Number(bytes[0])
  }

  /** Syncs that succeeded, and what failed on demand, since the start. */
  get syncs () { return this.#get('syncs') }
  get failedSyncs () { return this.#get('failedSyncs') }
  get failedWrites () { return this.#get('failedWrites') }

  /** Every sync takes so much longer. @param {number} milliseconds */
  slow (milliseconds) { this.#set('syncDelayUs', milliseconds * 1000) }

  /** Syncs fail, as of a broken device. @param {{ after?: number, times?: number, code?: 'EIO' | 'ENOSPC' }} [how] */
  failSyncs ({ after = 0, times = ALWAYS, code = 'EIO' } = {}) {
    this.#set('syncErrno', constants.errno[code])
    this.#set('syncSkip', after)
    this.#set('syncFailures', times)
  }

  /** Writes fail, the first of them after so many bytes. @param {{ after?: number, times?: number, bytes?: number, code?: 'EIO' | 'ENOSPC' }} [how] */
  failWrites ({ after = 0, times = ALWAYS, bytes = 0, code = 'ENOSPC' } = {}) {
    this.#set('writeErrno', constants.errno[code])
    this.#set('writeSkip', after)
    this.#set('writeShort', bytes)
    this.#set('writeFailures', times)
  }

  /** As if nothing below this folder had ever been synced. Says how many files that concerns. @param {string} folder */
  forget (folder) {
    const names = namesIn(path.join(this.data, folder))
    for (const { key } of names.values()) fs.rmSync(path.join(this.shadow, `${key}.file`), { force: true })
    return names.size
  }

  /** Nothing fails any more, and nothing is slow. */
  heal () {
    for (const field of ['syncFailures', 'writeFailures', 'syncDelayUs']) this.#set(field, 0)
  }

  /** The time of day of the server is off by so much. @param {number} seconds */
  setClock (seconds) { this.#set('clockOffsetNs', BigInt(Math.round(seconds)) * 1_000_000_000n) }

  /**
   * The power goes, after the process was killed: of each file what was synced is left, and of the rest what happened to be written,
   * in any order and torn; of each folder the names that were synced, and of the changes since some.
   *
   * @param {import('../clients/harness.mjs').Random} random
   */
  losePower (random) {
    const image = `${this.data}-after`
    fs.mkdirSync(image)
    const now = new Map()
    gather(this.data, now)
    this.#restore(this.data, keyOf(this.data), image, now, random)
    fs.rmSync(this.data, { recursive: true })
    fs.renameSync(image, this.data)
    this.#settle(this.data)
  }

  /**
   * @param {string} current the folder as the system saw it last
   * @param {string} key
   * @param {string} image
   * @param {Map<string, string>} now where each file and folder is
   * @param {import('../clients/harness.mjs').Random} random
   */
  #restore (current, key, image, now, random) {
    const synced = this.#names(key)
    const last = fs.existsSync(current) ? namesIn(current) : new Map()
    for (const name of new Set([...synced.keys(), ...last.keys()])) {
      const [before, after] = [synced.get(name), last.get(name)]
      const found = before?.key === after?.key || random.below(2) === 0 ? before : after
      if (!found) continue
      const [from, to] = [now.get(found.key) ?? '', path.join(image, name)]
      if (found.kind === 'folder') {
        fs.mkdirSync(to)
        this.#restore(from, found.key, to, now, random)
      } else {
        fs.writeFileSync(to, this.#content(found.key, from, random))
      }
    }
  }

  /** What a power cut leaves of a file. @param {string} key @param {string} current @param {import('../clients/harness.mjs').Random} random */
  #content (key, current, random) {
    const place = path.join(this.shadow, `${key}.file`)
    const synced = fs.existsSync(place) ? fs.readFileSync(place) : Buffer.alloc(0)
    const last = current ? fs.readFileSync(current) : synced
    const outcome = random.below(3)
    if (outcome === 0) return synced
    if (outcome === 1) return last
    const grown = last.length - synced.length
    const torn = Buffer.alloc(synced.length + (grown > 0 ? random.below(grown + 1) : random.below(2) * grown))
    synced.copy(torn)
    for (let at = 0; at < torn.length; at += BLOCK_BYTES) {
      if (random.below(2) === 0) last.copy(torn, at, at, Math.min(at + BLOCK_BYTES, torn.length))
    }
    return torn
  }

  /** @param {string} key @returns {Map<string, Named>} */
  #names (key) {
    const place = path.join(this.shadow, `${key}.folder`)
    if (!fs.existsSync(place)) return new Map()
    const lines = fs.readFileSync(place, 'utf8').split('\n').filter(Boolean)
    return new Map(lines.map(line => {
      const [kind, of, ...name] = line.split(' ')
      return [name.join(' '), { kind, key: of }]
    }))
  }

  /** What is left is on the disk: it was read from there. @param {string} folder */
  #settle (folder) {
    fs.rmSync(this.shadow, { recursive: true })
    fs.mkdirSync(this.shadow)
    const settle = (/** @type {string} */ place) => {
      const names = namesIn(place)
      const lines = [...names].map(([name, { kind, key }]) => `${kind} ${key} ${name}\n`)
      fs.writeFileSync(path.join(this.shadow, `${keyOf(place)}.folder`), lines.join(''))
      for (const [name, { kind, key }] of names) {
        if (kind === 'folder') settle(path.join(place, name))
        else fs.copyFileSync(path.join(place, name), path.join(this.shadow, `${key}.file`))
      }
    }
    settle(folder)
  }
}

/** @typedef {{ kind: string, key: string }} Named */

/** The name of disk.c for a file or folder. @param {string} place */
function keyOf (place) {
  const { ino, birthtimeNs } = fs.lstatSync(place, { bigint: true })
  return `${ino}-${birthtimeNs}`
}

/** @param {string} folder @returns {Map<string, Named>} */
function namesIn (folder) {
  const entries = fs.readdirSync(folder, { withFileTypes: true })
  return new Map(entries.map(entry => [entry.name, { kind: entry.isDirectory() ? 'folder' : 'file', key: keyOf(path.join(folder, entry.name)) }]))
}

/** @param {string} folder @param {Map<string, string>} places */
function gather (folder, places) {
  for (const [name, { kind, key }] of namesIn(folder)) {
    places.set(key, path.join(folder, name))
    if (kind === 'folder') gather(path.join(folder, name), places)
  }
}
