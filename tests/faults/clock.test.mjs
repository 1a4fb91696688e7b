// A clock that jumps (F12): an hour ahead, two hours back, and to and fro, under the real server. Nobody is disconnected whose token has
// not run out by the new time, edits are relayed and acknowledged, presence stays, and the order of everything is that of numbers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, GuardedServer, Rest, access, lines, until } from '../clients/harness.mjs'
import { FaultyDisk, absent } from './disk.mjs'

const HOUR = 3_600
const DOCUMENT = 'clock/plan'
const EXPIRED = 4401

/** @param {GuardedServer} server @param {string} user @param {number} seconds how long the token lasts */
const visitor = (server, user, seconds) => {
  const token = access.token(user, { grants: { 'clock/': 'editor' }, expires: access.inSeconds(seconds) })
  return Client.connect(server, lines.y31, DOCUMENT, { params: { token }, maxBackoffTime: 200, presence: { name: user } })
}

test('whatever the clock does, people stay, edits are saved, presence is seen, and messages and events keep their order', { skip: absent, timeout: 120_000 }, async t => {
  const started = await FaultyDisk.forTest(t, { of: GuardedServer })
  const [disk, server] = [started.disk, /** @type {GuardedServer} */ (started.server)]
  const [ada, bob] = [visitor(server, 'ada', 6 * HOUR), visitor(server, 'bob', 6 * HOUR)]
  for (const one of [ada, bob]) await one.synced()
  const rest = new Rest(server, access.token('carl', { grants: { 'clock/': 'owner' }, expires: access.inSeconds(6 * HOUR) }))
  const at = `/documents/${encodeURIComponent(DOCUMENT)}`
  const said = []
  for (const [index, offset] of [0, HOUR, -2 * HOUR, 3 * HOUR, 0, -1, 1, -HOUR].entries()) {
    disk.setClock(offset)
    ada.doc.getArray('array').push([index])
    await until('the edit to be with the other one', () => bob.doc.getArray('array').length === index + 1)
    await ada.saved()
    bob.awareness.setLocalState({ name: 'bob', step: index })
    await until('presence to be seen', () => /** @type {any} */ (ada.awareness.getStates().get(bob.doc.clientID))?.step === index)
    said.push((await rest.post(`${at}/messages`, { body: `message ${index}` })).id)
  }
  assert.deepEqual([ada.closeCodes, bob.closeCodes, ada.opened, bob.opened], [[], [], 1, 1], 'nobody was disconnected')
  const { messages } = await rest.get(`${at}/messages`)
  const order = messages.map((/** @type {any} */ { body }) => body)
  const expected = said.map((_, index) => `message ${index}`)
  assert.ok([expected.join(), [...expected].reverse().join()].includes(order.join()), `messages keep their order: ${order}`)
  assert.deepEqual(ada.doc.getArray('array').toArray(), said.map((_, index) => index))
  // What is stored with times that go to and fro is read in the order it was written, after a crash too.
  await server.kill()
  await server.start()
  await ada.saved()
  assert.deepEqual(bob.doc.getArray('array').toArray(), said.map((_, index) => index))
  assert.deepEqual((await rest.get(`${at}/messages`)).messages.map((/** @type {any} */ { body }) => body), order)
})

test('a token that has run out by the new time ends its connection, and no other does', { skip: absent, timeout: 120_000 }, async t => {
  const started = await FaultyDisk.forTest(t, { of: GuardedServer })
  const [disk, server] = [started.disk, /** @type {GuardedServer} */ (started.server)]
  const [short, long] = [visitor(server, 'ada', HOUR / 2), visitor(server, 'bob', 6 * HOUR)]
  for (const one of [short, long]) await one.synced()
  disk.setClock(HOUR)
  await until('who has no right any more to be told', () => short.closeCodes.includes(EXPIRED), 90_000)
  long.doc.getArray('array').push(['still here'])
  await long.saved()
  assert.deepEqual([long.closeCodes, long.opened], [[], 1])
  short.disconnect()
})
