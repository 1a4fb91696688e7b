// Inboxes as people meet them: a mention made by one arrives at the other, live and once, whatever happens to the server meanwhile.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { Client, EventStream, GuardedServer, Rest, access, lines, until } from './harness.mjs'

const PLAN = 'doc/plan'
const MESSAGES = `/documents/${encodeURIComponent(PLAN)}/messages`

/** A server with a document, and people who talk. @param {import('node:test').TestContext} t */
async function people (t) {
  const server = await GuardedServer.forTest(t)
  /** @param {string} user */
  const person = user => new Rest(server, access.token(user, { grants: { 'doc/': 'editor' } }))
  const root = new Rest(server, access.token('root', { admin: true }))
  await root.create({ id: PLAN })
  return { server, root, ada: person('ada'), bob: person('bob'), person }
}

test('a mention arrives on all devices of who is meant, and is read on all of them at once', async t => {
  const { ada, bob } = await people(t)
  const devices = [await EventStream.open(bob, '/inbox/stream'), await EventStream.open(bob, '/inbox/stream')]
  for (const device of devices) await until('the count', () => device.events.length === 1)
  const said = await ada.post(MESSAGES, { body: 'What do you think?', mentions: [{ user: 'bob' }] })
  for (const device of devices) await until('the item', () => device.events.length === 2)
  const { items } = await bob.get('/inbox')
  assert.deepEqual(devices.map(({ events }) => events[1]), [items[0], items[0]])
  assert.deepEqual([items[0].type, items[0].from, items[0].summary, items[0].target.message], ['mention', { id: 'ada', name: 'Ada' }, 'What do you think?', said.id])
  assert.deepEqual(await bob.get('/inbox/count'), { unread: 1 })
  assert.deepEqual(await bob.post('/inbox/read', { ids: [items[0].id] }), { read: 1, unread: 0 })
  for (const device of devices) await until('that it is read', () => device.events.length === 3)
  assert.deepEqual(devices.map(({ events }) => events[2]), [{ unread: 0 }, { unread: 0 }])
  assert.deepEqual((await ada.get('/inbox')).items, [])
})

test('a role that is mentioned reaches who is in the document with it, by Yjs too, and a card tells whose it is', async t => {
  const { server, root, ada, bob } = await people(t)
  const client = await Client.connect(server, lines.y31, PLAN, { params: { token: /** @type {string} */ (bob.token) } }).synced()
  await ada.post(MESSAGES, { body: 'everybody here', mentions: [{ role: 'editor' }] })
  await until('the mention', async () => (await bob.get('/inbox')).items.length === 1)
  client.destroy()
  await root.create({ id: 'doc/board', kind: 'board' })
  const board = await Client.connect(server, lines.y31, 'doc/board', { params: { token: /** @type {string} */ (ada.token) } }).synced()
  board.doc.getMap('cards').set('c1', new Y.Map([['title', 'Fix login'], ['column', 'todo'], ['order', 'a0'], ['assignee', 'bob']]))
  await until('the assignment', async () => (await bob.get('/inbox', { type: 'assignment' })).items.length === 1)
  const { items } = await bob.get('/inbox', { type: 'assignment' })
  assert.deepEqual([items[0].summary, items[0].target, items[0].from.id], ['Fix login', { card: 'c1' }, 'ada'])
})

test('each mention is there once although the server is killed again and again, and a stream resumes', async t => {
  const { server, ada, bob } = await people(t)
  const stream = await EventStream.open(bob, '/inbox/stream')
  /** @type {string[]} */
  const said = []
  for (let kill = 0; kill < 4; kill++) {
    for (let n = 0; n < 10; n++) said.push((await ada.post(MESSAGES, { body: 'x', mentions: [{ user: 'bob' }] })).id)
    await server.kill()
    await server.start()
    await stream.connect()
  }
  const told = async () => (await bob.get('/inbox', { limit: 200 })).items.map((/** @type {any} */ { target }) => target.message).reverse()
  await until('all of them', async () => (await told()).length >= said.length)
  assert.deepEqual(await told(), said)
  const heard = () => stream.events.filter(event => event.target).map(({ target }) => target.message)
  await until('all of them in the stream', () => heard().length >= said.length)
  assert.deepEqual(heard(), said)
})
