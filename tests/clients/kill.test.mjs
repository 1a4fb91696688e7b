// What was acknowledged as durable (message 102 echoed) survives `kill -9` at any moment of a stream of edits.
// YRSA_KILLS says how many times the server is killed (default 100). Several writers on several documents; the check
// is made by connections that know nothing, so no client can give back what the server lost.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { RawConnection, Client, Random, Server, breathe, content, frames, inParallel, lines, readFresh, until } from './harness.mjs'

const KILLS = Number(process.env.YRSA_KILLS ?? 100)

/** Writes numbered entries into a document over a bare connection and keeps count of what was acknowledged. */
class Writer {
  acknowledged = 0
  written = 0
  stopped = false

  /**
   * @param {string} document
   * @param {string} name key of this writer's array in the document
   */
  constructor (document, name) {
    this.document = document
    this.name = name
    this.doc = new Y.Doc()
    this.doc.on('update', update => this.raw?.send(frames.update(update)))
  }

  /** @param {Server} server */
  async connect (server) {
    this.raw = await RawConnection.open(server, this.document, { keep: ({ kind }) => kind === frames.SYNC })
    const { body } = await this.raw.take('the state vector of the server', ({ step }) => step === frames.STEP_1)
    this.raw.send(frames.step2(Y.encodeStateAsUpdate(this.doc, body)))
    this.stopped = false
  }

  /** Writes as fast as acknowledgements come back, several in flight, until the connection is gone. */
  async write () {
    const raw = /** @type {RawConnection} */ (this.raw)
    const entries = this.doc.getArray(this.name)
    while (raw.isOpen && !this.stopped) {
      const target = this.written + 1
      entries.push([{ number: target, filler: 'x'.repeat(target % 97) }])
      this.written = target
      raw.saved().then(() => { this.acknowledged = Math.max(this.acknowledged, target) }, () => {})
      if (this.written - this.acknowledged > 20) await until('room in flight', () => !raw.isOpen || this.written - this.acknowledged <= 20)
      else await breathe()
    }
  }
}

test(`nothing acknowledged is lost in ${KILLS} random kills in mid-stream`, { timeout: 600_000 }, async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t)
  const writers = ['one', 'one', 'two', 'three'].map((document, at) => new Writer(`kill/${document}`, `writer ${at}`))
  let promised = 0
  for (let round = 0; round < KILLS; round++) {
    for (const writer of writers) await writer.connect(server)
    const before = writers.reduce((sum, { acknowledged }) => sum + acknowledged, 0)
    const writing = writers.map(writer => writer.write())
    const wanted = before + 1 + random.below(60)
    await until('acknowledgements to come', () => writers.reduce((sum, { acknowledged }) => sum + acknowledged, 0) >= wanted)
    const promises = writers.map(({ acknowledged }) => acknowledged)
    await server.kill()
    await Promise.all(writing)
    await server.start()
    promised += promises.reduce((sum, count) => sum + count, 0) - before
    await inParallel(writers, 4, async (writer, at) => {
      const stored = await readFresh(server, writer.document)
      const numbers = stored.getArray(writer.name).toArray().map((/** @type {any} */ entry) => entry.number)
      assert.deepEqual(numbers, numbers.map((_, index) => index + 1), 'entries are whole and in order')
      assert.ok(numbers.length >= promises[at], `round ${round}: ${writer.name} was promised ${promises[at]}, ${numbers.length} are stored`)
      assert.ok(numbers.length <= writer.written, 'nothing is made up')
    })
  }
  t.diagnostic(`${KILLS} kills, ${promised} acknowledged updates checked`)
})

test('real clients keep what they were told is saved, and agree after every kill', async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t)
  const clients = lines.stable.map(line => Client.connect(server, line, 'kill/real', { maxBackoffTime: 100 }))
  for (const client of clients) await client.synced()
  for (let round = 0; round < 10; round++) {
    for (let edit = 0; edit < 20 + random.below(30); edit++) content.randomEdit(random.pick(clients).doc, random)
    const [first] = clients
    await first.saved()
    const saved = Y.encodeStateVector(first.doc)
    for (let edit = 0; edit < random.below(30); edit++) content.randomEdit(random.pick(clients).doc, random)
    await server.kill()
    await server.start()
    const stored = Y.decodeStateVector(Y.encodeStateVector(await readFresh(server, 'kill/real')))
    const own = Y.decodeStateVector(saved).get(first.doc.clientID) ?? 0
    assert.ok((stored.get(first.doc.clientID) ?? 0) >= own, 'what the first client saved is stored')
    for (const client of clients) await client.saved()
    await content.converged(`round ${round}`, [...clients.map(client => client.doc), await readFresh(server, 'kill/real')])
  }
})
