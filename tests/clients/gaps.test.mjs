// Updates that come before what they depend on: they wait, the sender is asked for the missing part, nobody is shown half
// of it, nothing is lost (deletions least of all), and what was acknowledged while waiting survives `kill -9`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { Client, Random, RawConnection, Server, content, frames, lines, readFresh, until } from './harness.mjs'

/**
 * The updates of a small history, one by one: an insertion, a second one, a deletion of both, a third insertion.
 */
function history () {
  const doc = new Y.Doc()
  /** @type {Uint8Array[]} */
  const updates = []
  doc.on('update', update => updates.push(update))
  const text = doc.getText('text')
  text.insert(0, 'first')
  text.insert(5, ' second')
  text.delete(3, 5)
  text.insert(0, 'third ')
  return { doc, updates }
}

test('an update with a gap before it waits, the sender is asked, and the others see it when the gap is filled', async t => {
  const server = await Server.forTest(t)
  const watcher = await Client.connect(server, lines.y31, 'gap').synced()
  const raw = await RawConnection.open(server, 'gap')
  await raw.take('the first frame', ({ step }) => step === frames.STEP_1)
  const { doc, updates: [first, ...later] } = history()
  for (const update of later) raw.send(frames.update(update))
  const { body } = await raw.take('the question for the missing part', ({ step }) => step === frames.STEP_1)
  assert.equal(watcher.doc.getText('text').length, 0)
  assert.equal(watcher.doc.store.pendingStructs, null, 'what waits is not relayed')
  raw.send(frames.step2(Y.encodeStateAsUpdate(doc, body)))
  await content.converged('filled by the answer', [doc, watcher.doc])
  raw.send(frames.update(first))
  await raw.saved()
  await content.converged('stored', [doc, await readFresh(server, 'gap')])
})

test('what waits is durable once acknowledged, and joins what fills the gap after a death of the server', async t => {
  const server = await Server.forTest(t)
  const raw = await RawConnection.open(server, 'parked')
  const { doc, updates: [first, ...later] } = history()
  for (const update of later) raw.send(frames.update(update))
  await raw.saved()
  await server.kill()
  await server.start()
  assert.equal((await readFresh(server, 'parked')).getText('text').length, 0)
  const other = await RawConnection.open(server, 'parked')
  other.send(frames.update(first))
  await other.saved()
  await content.converged('complete', [doc, await readFresh(server, 'parked')])
})

test('a history in any order, with repeats, gives the same document', async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t)
  for (let round = 0; round < 10; round++) {
    const doc = new Y.Doc()
    /** @type {Uint8Array[]} */
    const updates = []
    doc.on('update', update => updates.push(update))
    for (let edit = 0; edit < 40; edit++) content.randomEdit(doc, random)
    const watcher = await Client.connect(server, lines.y30, `shuffled/${round}`).synced()
    const raw = await RawConnection.open(server, `shuffled/${round}`)
    const shuffled = updates.map(update => ({ update, order: random.next() })).sort((one, other) => one.order - other.order)
    for (const { update } of shuffled) {
      raw.send(frames.update(update))
      if (random.below(4) === 0) raw.send(frames.update(random.pick(updates)))
    }
    await raw.saved()
    await content.converged(`round ${round}`, [doc, watcher.doc, await readFresh(server, `shuffled/${round}`)])
  }
})

test('an update that only deletes what is not known yet is not lost', async t => {
  const server = await Server.forTest(t)
  const raw = await RawConnection.open(server, 'deletion')
  const { doc, updates: [first, second, deletion, third] } = history()
  raw.send(frames.update(first))
  raw.send(frames.update(deletion))
  raw.send(frames.update(second))
  raw.send(frames.update(third))
  await raw.saved()
  const stored = await readFresh(server, 'deletion')
  assert.equal(stored.getText('text').toString(), doc.getText('text').toString())
  await until('the same history', () => content.sameHistory(stored, doc))
})
