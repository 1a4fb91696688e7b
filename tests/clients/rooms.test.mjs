// Rooms come and go: put away when idle, snapshotted, opened again in the middle of all that. Nobody notices.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { Client, Random, RawConnection, Server, content, frames, inParallel, lines, readFresh } from './harness.mjs'

/** Snapshots after nearly every update, and rooms that are put away at once. */
const RESTLESS = { 'rooms.snapshot_bytes': '1B', 'rooms.idle': '1ms' }

test('content of every type is the same after it went through snapshots', async t => {
  const server = await Server.forTest(t, { settings: RESTLESS })
  const ada = await Client.connect(server, lines.y31, 'snapshots').synced()
  content.writeEveryType(ada.doc)
  const text = ada.doc.getText('text')
  text.insert(0, '🦀🦀')
  // Editors don't, but Yjs lets a program cut a surrogate pair.
  text.insert(1, '|')
  text.delete(4, 1)
  for (let at = 0; at < 20; at++) ada.doc.getMap('map').set('at', at)
  await ada.saved()
  for (let round = 0; round < 3; round++) {
    ada.disconnect()
    await content.converged(`read ${round}`, [ada.doc, await readFresh(server, 'snapshots')])
    await server.stop()
    await server.start()
    await content.converged(`after restart ${round}`, [ada.doc, await readFresh(server, 'snapshots')])
    ada.connect()
    ada.doc.getArray('array').push([round])
    text.insert(text.length, ` round ${round}`, { bold: true })
    await ada.saved()
  }
})

test('random histories with a room that is put away and reopened all the time lose nothing', async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t, { settings: RESTLESS })
  await inParallel([0, 1, 2, 3], 4, async at => {
    const name = `restless/${at}`
    const doc = new Y.Doc()
    for (let round = 0; round < 40; round++) {
      const client = await Client.connect(server, random.pick(lines.stable), name, { doc }).synced()
      for (let edit = 0; edit < 1 + random.below(6); edit++) content.randomEdit(doc, random)
      if (random.below(3) > 0) await client.saved()
      client.destroy()
    }
    const last = await Client.connect(server, lines.y31, name, { doc }).synced()
    await last.saved()
    await content.converged(name, [doc, await readFresh(server, name)])
  })
})

test('a reconnect while the last one leaves finds everything that was acknowledged', async t => {
  const server = await Server.forTest(t, { settings: RESTLESS })
  const doc = new Y.Doc()
  for (let round = 0; round < 200; round++) {
    const raw = await RawConnection.open(server, 'race')
    const { body } = await raw.take('the state vector', ({ step }) => step === frames.STEP_1)
    const known = Y.decodeStateVector(/** @type {Uint8Array} */ (body)).get(doc.clientID) ?? 0
    assert.equal(known, round, 'the new room knows the acknowledged past')
    const before = Y.encodeStateVector(doc)
    doc.getArray('array').push([round])
    raw.send(frames.update(Y.encodeStateAsUpdate(doc, before)))
    await raw.saved()
    raw.cut()
  }
  assert.equal((await readFresh(server, 'race')).getArray('array').length, 200)
})
