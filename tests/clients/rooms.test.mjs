// Rooms come and go: put away when idle, snapshotted, opened again in the middle of all that. Nobody notices.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { Client, Random, RawConnection, Server, content, frames, inParallel, lines, readFresh, until } from './harness.mjs'

/** Snapshots after nearly every update, and rooms that are put away at once. */
const RESTLESS = { 'rooms.snapshot_bytes': '1B', 'rooms.idle': '1ms' }

/** Edits after which a document gets a snapshot when everybody leaves. */
const MANY = 400

/**
 * Has everybody leave, waits until the room is put away, which takes a snapshot, and starts the server anew.
 *
 * @param {Server} server
 * @param {Client} last who leaves last
 */
async function reopenFromSnapshot (server, last) {
  await until('the room to be counted', async () => await server.metric('yrsa_rooms') === 1)
  last.disconnect()
  await until('the room to be put away', async () => await server.metric('yrsa_rooms') === 0)
  await server.stop()
  await server.start()
}

test('content of every type is the same after it went through snapshots', async t => {
  const server = await Server.forTest(t, { settings: RESTLESS })
  const ada = await Client.connect(server, lines.y31, 'snapshots').synced()
  content.writeEveryType(ada.doc)
  const text = ada.doc.getText('text')
  text.insert(0, '🦀🦀')
  // Editors don't, but Yjs lets a program cut a surrogate pair.
  text.insert(1, '|')
  text.delete(4, 1)
  for (let at = 0; at < MANY; at++) ada.doc.getMap('map').set('at', at)
  await ada.saved()
  for (let round = 0; round < 3; round++) {
    await content.converged(`read ${round}`, [ada.doc, await readFresh(server, 'snapshots')])
    await reopenFromSnapshot(server, ada)
    await content.converged(`after restart ${round}`, [ada.doc, await readFresh(server, 'snapshots')])
    ada.connect()
    ada.doc.getArray('array').push([round])
    text.insert(text.length, ` round ${round}`, { bold: true })
    await ada.saved()
  }
})

/** Values of every kind that Yjs can hold, at the edges where another number format would show. */
const VALUES = {
  bigints: [0n, 1n, -1n, 5n, 2n ** 31n, 2n ** 53n + 1n, 2n ** 62n, -(2n ** 63n), 2n ** 63n - 1n],
  integers: [0, 1, -1, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 53 - 1, -(2 ** 53), 2 ** 62],
  floats: [0.1, -0.5, 1e21, 1e-7, 5e-324, Number.MAX_VALUE, 2 ** 24 + 0.5],
  odd: [-0, NaN, Infinity, -Infinity, undefined, null, true, false, '', '\u0000', '\ud83e\udd80'],
  nested: [{ z: 1, a: { y: [1n, undefined], b: Uint8Array.of() } }, [[[]]], { '': {} }]
}

test('values keep their kind and their exact value through snapshots', async t => {
  const server = await Server.forTest(t, { settings: RESTLESS })
  const ada = await Client.connect(server, lines.y31, 'values').synced()
  const map = ada.doc.getMap('map')
  for (const [key, values] of Object.entries(VALUES)) map.set(key, values)
  const text = ada.doc.getText('text')
  const embeds = [{ n: 1e21, f: 0.1, i: 2 ** 53 - 1, e: 1e-9, z: 0 }, { s: '\u2028\u0000"\\/é🦀' }, { o: { l: [null, true, 1.5] } }]
  for (const embed of embeds) text.insertEmbed(0, embed, { mark: embed })
  for (let at = 0; at < 10; at++) map.set('at', at)
  await ada.saved()
  await reopenFromSnapshot(server, ada)
  const stored = await readFresh(server, 'values')
  for (const [key, values] of Object.entries(VALUES)) {
    await t.test(key, () => assert.deepEqual(stored.getMap('map').get(key), values))
  }
  await t.test('embeds and marks', () => assert.deepEqual(stored.getText('text').toDelta(), text.toDelta()))
})

test('an integer that yrs can not read in a mark is refused with a reason, and nobody else notices', async t => {
  const server = await Server.forTest(t, { settings: RESTLESS })
  const ada = await Client.connect(server, lines.y31, 'big').synced()
  const bob = await Client.connect(server, lines.y31, 'big').synced()
  ada.doc.getText('text').insert(0, 'marked', { mark: 2 ** 63 })
  await until('ada to be told', () => ada.closeCodes.includes(4422))
  bob.doc.getText('text').insert(0, 'plain')
  await bob.saved()
  assert.deepEqual((await readFresh(server, 'big')).getText('text').toDelta(), [{ insert: 'plain' }])
})

test('objects keep the order of their keys through snapshots', async t => {
  const server = await Server.forTest(t, { settings: RESTLESS })
  const ada = await Client.connect(server, lines.y31, 'order').synced()
  const object = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`key ${(at * 7) % 12}`, at]))
  ada.doc.getMap('map').set('object', object)
  ada.doc.getText('text').insertEmbed(0, object)
  for (let at = 0; at < MANY; at++) ada.doc.getMap('map').set('at', at)
  await ada.saved()
  await reopenFromSnapshot(server, ada)
  const stored = await readFresh(server, 'order')
  assert.equal(JSON.stringify(stored.getMap('map').get('object')), JSON.stringify(object))
  assert.equal(JSON.stringify(stored.getText('text').toDelta()), JSON.stringify([{ insert: object }]))
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
