// People who write numbered entries and keep count of what the server called durable, and the check that the server kept its word.
// The check reads with connections that know nothing, so no client can give back what the server lost.
import assert from 'node:assert/strict'
import { RawConnection, Y, breathe, frames, inParallel, readFresh, until } from '../clients/harness.mjs'

/** Whether the long versions of the tests were asked for. */
export const isLong = process.env.FAULTS === 'long'

const IN_FLIGHT = 20

export class Writer {
  /** Entries that were acknowledged. */ acknowledged = 0
  /** Entries that were written, sent or not. */ written = 0
  stopped = false
  /** @type {number[]} close codes */ closeCodes = []
  /** How long each acknowledgement took, in milliseconds. @type {number[]} */ took = []

  /**
   * @param {string} document
   * @param {string} name key of this writer's array in the document
   */
  constructor (document, name) {
    this.document = document
    this.name = name
    this.doc = new Y.Doc()
    this.entries = this.doc.getArray(name)
    this.doc.on('update', (/** @type {Uint8Array} */ update) => this.raw?.send(frames.update(update)))
  }

  /** Connects and sends what the server lacks. @param {import('../clients/harness.mjs').Server} server */
  async connect (server) {
    this.raw?.cut()
    const raw = await RawConnection.open(server, this.document, { keep: ({ kind, step }) => kind === frames.SYNC && step === frames.STEP_1 })
    const { body } = await raw.take('the state vector of the server', ({ step }) => step === frames.STEP_1)
    raw.socket.on('close', code => this.closeCodes.push(code))
    raw.send(frames.step2(Y.encodeStateAsUpdate(this.doc, body)))
    this.raw = raw
    this.stopped = false
  }

  /** Writes one entry and notes when it is acknowledged. Fails if the connection ends before. */
  async writeOne () {
    const raw = /** @type {RawConnection} */ (this.raw)
    const target = this.written + 1
    const began = performance.now()
    this.entries.push([{ number: target, filler: 'x'.repeat(target % 97) }])
    this.written = target
    await raw.saved(120_000)
    this.took.push(performance.now() - began)
    this.acknowledged = Math.max(this.acknowledged, target)
  }

  /** Writes, several entries in flight, until the connection is gone or `stopped` is set. */
  async write () {
    const raw = /** @type {RawConnection} */ (this.raw)
    const room = () => !raw.isOpen || this.stopped || this.written - this.acknowledged <= IN_FLIGHT
    while (raw.isOpen && !this.stopped) {
      this.writeOne().catch(() => {})
      if (room()) await breathe()
      else await until('room in flight', room, 120_000)
    }
  }

  /**
   * The server has at least what it acknowledged, whole and in order, and nothing that was not written.
   * @param {Y.Doc} stored @param {number} promised @param {string} when
   */
  check (stored, promised, when) {
    const numbers = stored.getArray(this.name).toArray().map((/** @type {any} */ entry) => entry.number)
    assert.deepEqual(numbers, numbers.map((_, index) => index + 1), `${when}: entries of ${this.name} are whole and in order`)
    assert.ok(numbers.length >= promised, `${when}: ${this.name} was promised ${promised}, ${numbers.length} are stored`)
    assert.ok(numbers.length <= this.written, `${when}: nothing of ${this.name} is made up`)
  }
}

/**
 * What the writers were promised is there, read by somebody who knows nothing.
 *
 * @param {import('../clients/harness.mjs').Server} server
 * @param {Writer[]} writers
 * @param {string} when
 */
export async function checkAll (server, writers, when) {
  const promises = writers.map(({ acknowledged }) => acknowledged)
  const documents = [...new Set(writers.map(({ document }) => document))]
  await inParallel(documents, 8, async document => {
    const stored = await readFresh(server, document)
    assert.equal(stored.store.pendingStructs, null, `${when}: nothing in ${document} waits for something that is gone`)
    writers.forEach((writer, at) => { if (writer.document === document) writer.check(stored, promises[at], when) })
  })
}

/** Writers of `documents` documents, two in each. @param {string} prefix @param {number} documents */
export const pairs = (prefix, documents) =>
  Array.from({ length: documents * 2 }, (_, at) => new Writer(`${prefix}/${at >> 1}`, `writer ${at % 2}`))

/** Acknowledgements so far. @param {Writer[]} writers */
export const acknowledgements = writers => writers.reduce((sum, { acknowledged }) => sum + acknowledged, 0)
