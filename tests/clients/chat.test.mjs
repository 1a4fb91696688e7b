// Chat as people and scripts meet it: messages over HTTP, told as events to whoever reads the document, with authors that nobody
// can forge, and still there after the server was killed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, EventStream, GuardedServer, Rest, access, inParallel, lines, refused, until } from './harness.mjs'

const PLAN = 'doc/plan'
const MESSAGES = `/documents/${encodeURIComponent(PLAN)}/messages`

/** A server with a document, and people who may do more and less in it. @param {import('node:test').TestContext} t */
async function talk (t) {
  const server = await GuardedServer.forTest(t)
  /** @param {string} user @param {string} role */
  const person = (user, role) => new Rest(server, access.token(user, { grants: { 'doc/': role } }))
  const boss = person('boss', 'owner')
  await boss.create({ id: PLAN })
  return { server, boss, ada: person('ada', 'commenter'), bob: person('bob', 'editor'), eve: person('eve', 'viewer'), person }
}

test('what one says the other hears as an event, with who said it', async t => {
  const { ada, bob, eve } = await talk(t)
  const stream = await EventStream.open(eve, '/events', { types: 'chat.*', under: 'doc/' })
  const said = await ada.post(MESSAGES, { body: 'Is line 12 right? 🙂', references: [{ file: 'a.js', line: 12 }], mentions: [{ user: 'bob' }] })
  const answer = await bob.post(MESSAGES, { body: 'No.', reply_to: said.id })
  await bob.put(`${MESSAGES}/${said.id}/reactions/${encodeURIComponent('👍')}`, undefined)
  await ada.patch(`${MESSAGES}/${said.id}`, { body: 'Is line 13 right?' })
  await bob.delete(`${MESSAGES}/${answer.id}`)
  await until('the last event', () => stream.events.at(-1)?.type === 'chat.deleted')
  assert.deepEqual(
    stream.events.map(({ type, user }) => [type, user.id]),
    [['chat.message', 'ada'], ['chat.message', 'bob'], ['chat.reaction', 'bob'], ['chat.edited', 'ada'], ['chat.deleted', 'bob']]
  )
  assert.deepEqual(stream.events[0].data.message, said)
  assert.deepEqual(stream.events[1].data.message, answer)
  assert.equal(stream.events[1].data.message.reply_to, said.id)
  const { messages, older, newer } = await eve.get(MESSAGES)
  assert.deepEqual([older, newer], [null, null])
  assert.deepEqual(messages.map((/** @type {any} */ { body, deleted_at: gone }) => [body, gone === null]), [['Is line 13 right?', true], ['', false]])
  assert.deepEqual(Object.keys(messages[0].reactions), ['👍'])
  assert.equal(messages[0].replies, 1)
})

test('a viewer reads and says nothing, nobody edits the words of another, and the owner takes them away', async t => {
  const { ada, bob, eve, boss } = await talk(t)
  const said = await ada.post(MESSAGES, { body: 'mine' })
  await refused(403, eve.post(MESSAGES, { body: 'x' }))
  await refused(403, eve.put(`${MESSAGES}/${said.id}/reactions/x`, undefined))
  for (const other of [bob, boss]) await refused(403, other.patch(`${MESSAGES}/${said.id}`, { body: 'forged' }))
  await refused(403, bob.delete(`${MESSAGES}/${said.id}`))
  await refused(400, bob.post(MESSAGES, { body: 'x', author: { id: 'ada' } }))
  assert.equal((await eve.get(`${MESSAGES}/${said.id}`)).body, 'mine')
  await boss.delete(`${MESSAGES}/${said.id}`)
  const { body, deleted_at: deletedAt, author } = await eve.get(`${MESSAGES}/${said.id}`)
  assert.deepEqual([body, author.id], ['', 'ada'])
  assert.ok(deletedAt > 0)
  await refused(409, ada.patch(`${MESSAGES}/${said.id}`, { body: 'again' }))
})

test('what was answered with 201 is there after the server was killed, in the order it was said', async t => {
  const { server, ada, bob } = await talk(t)
  /** @type {string[]} */
  const acknowledged = []
  /** @param {Rest} who @param {number} n */
  const say = async (who, n) => {
    for (let i = 0; ; i++) {
      const answer = await who.post(MESSAGES, { body: `${n}: ${i}` }).catch(() => null)
      if (answer === null) return
      acknowledged.push(answer.id)
    }
  }
  const talking = [ada, bob, ada, bob].map(say)
  await until('some messages', () => acknowledged.length >= 40)
  await server.kill()
  await Promise.all(talking)
  await server.start()
  const { messages } = await ada.get(MESSAGES, { limit: 200 })
  const ids = messages.map((/** @type {any} */ { id }) => id)
  assert.deepEqual(ids, [...ids].sort())
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual(acknowledged.filter(id => !ids.includes(id)), [])
  // Those under way may have been written without their answer having come through: one each at most.
  assert.ok(ids.length <= acknowledged.length + 4, `${ids.length} of ${acknowledged.length}`)
  assert.equal((await ada.get(`${MESSAGES}/statistics`)).messages, ids.length)
  const { events } = await ada.events({ types: 'chat.message' })
  assert.deepEqual(events.map(({ data }) => data.message.id), ids, 'each is told, once')
})

test('forty people who react at once all count, and each one has their own place of what they read', async t => {
  const { ada, person } = await talk(t)
  const said = await ada.post(MESSAGES, { body: 'shall we?' })
  const last = await ada.post(MESSAGES, { body: 'now?' })
  const people = Array.from({ length: 40 }, (_, n) => person(`user${n}`, 'commenter'))
  await inParallel(people, 20, async who => { await who.put(`${MESSAGES}/${said.id}/reactions/:yes:`, undefined) })
  const { reactions } = await ada.get(`${MESSAGES}/${said.id}`)
  assert.equal(new Set(reactions[':yes:'].map((/** @type {any} */ { user }) => user.id)).size, 40)
  await people[0].put(`${MESSAGES}/read`, { message: said.id })
  assert.deepEqual(await people[0].get(`${MESSAGES}/unread`), { unread: 1, more: false, last_read: said.id })
  await people[1].put(`${MESSAGES}/read`, { message: last.id })
  assert.deepEqual(await people[1].get(`${MESSAGES}/unread`), { unread: 0, more: false, last_read: last.id })
  assert.deepEqual(await people[2].get(`${MESSAGES}/unread`), { unread: 2, more: false, last_read: null })
})

test('people who edit the document are not disturbed by those who talk about it', async t => {
  const { server, ada, bob } = await talk(t)
  const client = await Client.connect(server, lines.y31, PLAN, { params: { token: /** @type {string} */ (bob.token) } }).synced()
  client.doc.getText('text').insert(0, 'hello')
  for (let n = 0; n < 20; n++) await ada.post(MESSAGES, { body: `${n}` })
  const { content } = await ada.document(PLAN).content()
  assert.equal(content.text, 'hello')
  assert.deepEqual(Object.keys(content), ['text'], 'chat is no part of the content')
  assert.equal(client.opened, 1)
})
