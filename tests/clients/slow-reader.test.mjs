// A reader that stops reading while 50 MB flow disturbs nobody, costs the server no more than its bounded queue, and
// holds the same document as everybody once it reads again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { Client, RawConnection, Server, content, frames, lines, until } from './harness.mjs'

const MEBIBYTE = 2 ** 20
const FLOW_BYTES = 50 * MEBIBYTE
const CHUNK_BYTES = 64 * 1024
const PATIENCE_MS = 40_000

test('a paused reader disturbs nobody while 50 MB flow, and converges when it reads again', { timeout: 4 * PATIENCE_MS }, async t => {
  // Peaks of memory come and go by chance, tens of MiB of them; a queue without a bound would cost 50 MiB every time. So the
  // middle of some runs is compared: one lucky run says nothing.
  /** @type {number[]} */ const without = []
  /** @type {number[]} */ const withOne = []
  let writer, slow, cost
  do {
    slow?.socket.terminate()
    without.push((await flow(t, 'nobody slow')).growth)
    const flown = await flow(t, 'one slow reader')
    ;({ writer, slow } = flown)
    withOne.push(flown.growth)
    cost = median(withOne) - median(without)
  } while (cost >= 24 * MEBIBYTE && without.length < 5)
  assert.ok(cost < 24 * MEBIBYTE, `the slow reader cost the server ${mebibytes(cost)} MiB`)

  let received = 0
  slow.socket.on('message', (/** @type {Buffer} */ data) => { received += data.length })
  slow.socket.resume()
  const doc = await catchUp(slow, writer.doc)
  await content.converged('slow reader', [writer.doc, doc])
  t.diagnostic(`the slow reader received ${mebibytes(received)} of ${mebibytes(FLOW_BYTES)} MiB`)
  assert.ok(received < FLOW_BYTES / 2, `${received} bytes: a merged diff was expected, not the whole flow`)
  writer.doc.getMap('map').set('live', true)
  await until('the slow reader to be live again', () => {
    applyAll(slow, doc)
    return doc.getMap('map').get('live') === true
  })
})

/**
 * Lets 50 MB flow from a writer to a reader, with a third connection that does not read or reads all.
 *
 * @param {import('node:test').TestContext} t
 * @param {'nobody slow' | 'one slow reader'} how
 */
async function flow (t, how) {
  const server = await Server.forTest(t)
  const writer = await Client.connect(server, lines.y31, 'flow').synced()
  const reader = await Client.connect(server, lines.y31, 'flow').synced()
  const slow = await RawConnection.open(server, 'flow', how === 'nobody slow' ? { keep: ({ step }) => step === frames.STEP_1 } : {})
  await slow.take('the first frame', ({ step }) => step === frames.STEP_1)
  if (how === 'one slow reader') slow.socket.pause()
  const before = await server.memory()
  let [peak, worstLag] = [before, 0]
  const map = writer.doc.getMap('map')
  for (let at = 1; at <= FLOW_BYTES / CHUNK_BYTES; at++) {
    const sent = performance.now()
    map.set('chunk', new Uint8Array(CHUNK_BYTES).fill(at))
    map.set('at', at)
    await until('the other reader to follow', () => reader.doc.getMap('map').get('at') === at)
    worstLag = Math.max(worstLag, performance.now() - sent)
    if (at % 20 === 0) peak = Math.max(peak, await server.memory())
  }
  await writer.saved(PATIENCE_MS)
  t.diagnostic(`${how}: worst lag of the other reader ${worstLag.toFixed(1)} ms, memory ${mebibytes(before)} -> ${mebibytes(peak)} MiB`)
  assert.deepEqual([writer.opened, reader.opened], [1, 1])
  return { writer, slow, growth: peak - before }
}

test('a paused reader of many small edits misses none of them, and sees the newest presence', { timeout: 3 * PATIENCE_MS }, async t => {
  const server = await Server.forTest(t, { settings: { 'limits.outbox': '16KiB' } })
  const writer = await Client.connect(server, lines.y31, 'small').synced()
  const slow = await RawConnection.open(server, 'small')
  await slow.take('the first frame', ({ step }) => step === frames.STEP_1)
  slow.socket.pause()
  // Maps and short arrays: Yjs itself would be the slow one with a text that grows to megabytes.
  const [map, array] = [writer.doc.getMap('map'), writer.doc.getArray('array')]
  const filler = 'x'.repeat(500)
  for (let at = 0; at < 20_000; at++) {
    map.set(`key ${at % 500}`, `${at} ${filler}`)
    if (at % 10 === 0) array.push([at])
    if (at % 30 === 0) array.delete(0)
    if (at % 100 === 0) {
      writer.awareness.setLocalStateField('at', at)
      await until('room in the socket', () => writer.provider.ws.bufferedAmount < MEBIBYTE)
    }
  }
  writer.awareness.setLocalStateField('at', 'last')
  await writer.saved(PATIENCE_MS)
  slow.socket.resume()
  const doc = await catchUp(slow, writer.doc)
  await content.converged('slow reader', [writer.doc, doc])
  await slow.presence(writer.doc.clientID, 'the newest presence', ({ state }) => /** @type {any} */ (state)?.at === 'last')
})

test('an impatient client that asks for a large document again and again misses nothing', { timeout: 3 * PATIENCE_MS }, async t => {
  const server = await Server.forTest(t, { settings: { 'limits.outbox': '64KiB' } })
  const writer = await Client.connect(server, lines.y31, 'impatient').synced()
  writer.doc.getMap('map').set('large', new Uint8Array(300_000).fill(7))
  await writer.saved()
  const asker = await RawConnection.open(server, 'impatient')
  const doc = new Y.Doc()
  for (let round = 0; round < 40; round++) {
    for (let time = 0; time < 10; time++) {
      asker.send(frames.step1())
      asker.send(frames.awareness([{ client: 77, clock: 10 * round + time + 1, state: { round, time } }]))
      writer.doc.getMap('map').set('round', 10 * round + time)
    }
    await until(`the asker to follow in round ${round}`, () => {
      applyAll(asker, doc)
      return doc.getMap('map').get('round') === 10 * round + 9
    })
  }
  await content.converged('in the end', [writer.doc, doc])
})

/**
 * Applies everything that comes until the document has the history of `target`, without asking for anything.
 *
 * @param {RawConnection} slow
 * @param {Y.Doc} target
 */
async function catchUp (slow, target) {
  const doc = new Y.Doc()
  await until('the slow reader to catch up', () => {
    applyAll(slow, doc)
    return content.sameHistory(doc, target)
  }, PATIENCE_MS)
  return doc
}

/**
 * @param {RawConnection} raw
 * @param {Y.Doc} doc
 */
function applyAll (raw, doc) {
  const updates = raw.inbox.filter(({ kind, step }) => kind === frames.SYNC && step !== frames.STEP_1)
  raw.inbox = raw.inbox.filter(frame => !updates.includes(frame))
  for (const { body } of updates) Y.applyUpdate(doc, /** @type {Uint8Array} */ (body))
}

/** @param {number} bytes */
const mebibytes = bytes => (bytes / MEBIBYTE).toFixed(1)

/** @param {number[]} values */
const median = values => {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.floor(sorted.length / 2)]) / 2
}
