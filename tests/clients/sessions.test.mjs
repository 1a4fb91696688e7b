// Sessions as people meet them: an owner says how they work together, editors take turns, every Yjs client sees whose turn it is, and
// whoever may not edit now learns why.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, EventStream, GuardedServer, Rest, access, lines, refused, until } from './harness.mjs'

const PLAN = 'doc/plan'
const SESSION = `/documents/${encodeURIComponent(PLAN)}/session`
const TURN = `${SESSION}/turn`

/** A server with a document, and people. @param {import('node:test').TestContext} t */
async function plan (t) {
  const server = await GuardedServer.forTest(t)
  /** @param {string} user @param {string} role */
  const token = (user, role) => access.token(user, { grants: { 'doc/': role } })
  const tokens = { ada: token('ada', 'editor'), bob: token('bob', 'editor'), eve: token('eve', 'viewer'), root: token('root', 'owner') }
  const [ada, bob, eve, root] = Object.values(tokens).map(one => new Rest(server, one))
  await root.create({ id: PLAN })
  return { server, tokens, ada, bob, eve, root }
}

/** What the server shows of the session in a client's awareness. @param {Client} client @returns {any} */
const shown = client => [...client.awareness.getStates().values()].find(state => state.yrsa)?.yrsa

/** Whose turn it is, then who waits. @param {any} turn */
const order = turn => [turn.holder?.id, ...turn.queue.map((/** @type {any} */ { id }) => id)]

for (const line of lines.stable) {
  test(`${line.name}: everybody sees whose turn it is, and who may edit does`, async t => {
    const { server, tokens, ada, bob, root } = await plan(t)
    const client = (/** @type {string} */ token) => Client.connect(server, line, PLAN, { params: { token }, maxBackoffTime: 200 }).synced()
    const [first, second] = [await client(tokens.ada), await client(tokens.bob)]
    await root.patch(SESSION, { mode: 'sequential', turn_timeout: 600 })
    await ada.post(TURN)
    await bob.post(TURN)
    await until('the turn', () => [first, second].every(one => shown(one)?.turn?.queue.length === 1))
    assert.deepEqual(order(shown(second).turn), ['ada', 'bob'])
    first.doc.getText('t').insert(0, 'by ada')
    await until('her edit', () => second.doc.getText('t').toString() === 'by ada')
    await ada.post(`${TURN}/pass`, {})
    await until('his turn', () => shown(second).turn.holder.id === 'bob')
    second.doc.getText('t').insert(0, 'and bob ')
    await until('his edit', () => first.doc.getText('t').toString() === 'and bob by ada')
    await root.patch(SESSION, { mode: 'parallel', turn_timeout: 300 })
    await until('nothing to show', () => shown(first) === undefined)
  })
}

test('a turn is asked for, waited for, passed, taken and given up, and all of it is told', async t => {
  const { ada, bob, eve, root } = await plan(t)
  const stream = await EventStream.open(eve, '/events', { types: 'session.*' })
  await refused(409, ada.post(TURN))
  await refused(403, ada.patch(SESSION, { mode: 'sequential' }))
  await root.patch(SESSION, { mode: 'sequential' })
  assert.deepEqual(order(await ada.post(TURN)), ['ada'])
  assert.deepEqual(order(await bob.post(TURN)), ['ada', 'bob'])
  await refused(409, bob.post(`${TURN}/pass`, {}))
  await refused(409, bob.post(`${TURN}/take`))
  await refused(403, eve.post(TURN))
  assert.deepEqual(order(await root.post(`${TURN}/take`)), ['root', 'bob'])
  assert.deepEqual(order(await root.delete(TURN)), ['bob'])
  assert.deepEqual(order(await bob.delete(TURN)), [undefined])
  await stream.heard('the end', event => event.type === 'session.turn_ended' && event.data.holder.id === 'bob')
  assert.deepEqual(stream.events.map(({ type }) => type.replace('session.', '')), [
    'changed', 'turn_offered', 'turn_requested', 'turn_ended', 'turn_offered', 'turn_ended', 'turn_offered', 'turn_ended'
  ])
  assert.deepEqual(stream.events[0].data, { old: { mode: 'parallel' }, new: { mode: 'sequential' } })
})

test('a session survives a killed server, and a turn that is over is the next ones', async t => {
  const { server, tokens, ada, bob, root } = await plan(t)
  await root.patch(SESSION, { mode: 'sequential', turn_timeout: 10 })
  const here = []
  for (const token of [tokens.ada, tokens.bob]) {
    here.push(await Client.connect(server, lines.y31, PLAN, { params: { token }, maxBackoffTime: 200 }).synced())
  }
  await ada.post(TURN)
  await bob.post(TURN)
  await server.kill()
  await server.start()
  assert.deepEqual(order((await ada.get(SESSION)).turn), ['ada', 'bob'])
  for (const one of here) await one.synced()
  await until('his turn', () => here.every(one => shown(one)?.turn?.holder?.id === 'bob'), 20_000)
})

test('who is there is told, each user once', async t => {
  const { server, tokens, eve } = await plan(t)
  for (const token of [tokens.ada, tokens.ada, tokens.bob]) await Client.connect(server, lines.y31, PLAN, { params: { token } }).synced()
  const { participants, started_at: started, last_activity: last } = await eve.get(SESSION)
  assert.deepEqual(participants.map((/** @type {any} */ { id, name, role, connections }) => [id, name, role, connections]), [
    ['ada', 'Ada', 'editor', 2], ['bob', 'Bob', 'editor', 1]
  ])
  assert.ok(started <= last && last <= Date.now())
})
