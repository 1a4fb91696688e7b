// Locks as people and scripts meet them: taken, renewed, given back and broken over HTTP, seen by every Yjs client in the server's
// own awareness state, told as server-sent events, and there again after the server was killed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, EventStream, GuardedServer, Rest, access, lines, refused, until } from './harness.mjs'

const BOARD = 'doc/board'
const LOCKS = `/documents/${encodeURIComponent(BOARD)}/locks`

/** A server with a board, and people. @param {import('node:test').TestContext} t */
async function board (t) {
  const server = await GuardedServer.forTest(t)
  /** @param {string} user @param {string} role */
  const token = (user, role) => access.token(user, { grants: { 'doc/': role } })
  const tokens = { ada: token('ada', 'editor'), bob: token('bob', 'editor'), eve: token('eve', 'viewer'), root: token('root', 'owner') }
  const [ada, bob, eve, root] = Object.values(tokens).map(one => new Rest(server, one))
  await root.create({ id: BOARD, kind: 'board' })
  return { server, tokens, ada, bob, eve, root }
}

/** What the server shows of the session in a client's awareness. @param {Client} client @returns {any} */
const shown = client => [...client.awareness.getStates().values()].find(state => state.yrsa)?.yrsa

for (const line of lines.stable) {
  test(`${line.name}: everybody sees who has what for themselves, and when no longer`, async t => {
    const { server, tokens, ada } = await board(t)
    const eve = await Client.connect(server, line, BOARD, { params: { token: tokens.eve } }).synced()
    assert.equal(shown(eve), undefined, 'nothing is shown while there is nothing to show')
    const lock = await ada.post(LOCKS, { path: '/cards/c1', reason: 'rewriting it' })
    await until('the lock', () => shown(eve)?.locks.length === 1)
    const { id, path, holder, reason, expires_at: expires } = lock
    assert.deepEqual(shown(eve).locks, [{ id, path, holder, reason, expires_at: expires }])
    assert.deepEqual([shown(eve).mode, shown(eve).turn, shown(eve).more_locks], ['parallel', null, 0])
    const late = await Client.connect(server, line, BOARD, { params: { token: tokens.eve } }).synced()
    await until('the lock, for who comes later', () => shown(late)?.locks[0]?.id === id)
    await ada.delete(`${LOCKS}/${id}`)
    await until('nothing', () => shown(eve) === undefined && shown(late) === undefined)
  })
}

test('a lock is the first ones, until it is given back, broken or over', async t => {
  const { ada, bob, eve, root } = await board(t)
  const stream = await EventStream.open(eve, '/events', { types: 'lock.*' })
  const lock = await ada.post(LOCKS, { path: '/cards/c1', seconds: 60 })
  for (const path of ['', '/cards', '/cards/c1', '/cards/c1/title']) {
    const problem = await refused(409, bob.post(LOCKS, { path }))
    assert.deepEqual([problem.title, problem.lock], ['locked', lock])
  }
  await stream.heard('the refusal', ({ type }) => type === 'lock.denied')
  assert.equal((await bob.post(LOCKS, { path: '/cards/c10' })).holder.id, 'bob')
  assert.equal((await ada.post(LOCKS, { path: '/cards/c1' })).id, lock.id, 'asking again renews')
  const renewed = await ada.post(`${LOCKS}/${lock.id}/renew`, { seconds: 600 })
  assert.ok(renewed.expires_at >= lock.expires_at + 500_000)
  assert.deepEqual((await eve.get(LOCKS)).locks.map((/** @type {any} */ { path }) => path), ['/cards/c1', '/cards/c10'])
  await refused(403, eve.post(LOCKS, {}))
  await refused(403, bob.delete(`${LOCKS}/${lock.id}`))
  await root.delete(`${LOCKS}/${lock.id}`)
  await refused(404, ada.delete(`${LOCKS}/${lock.id}`))
  await stream.heard('the broken lock', ({ type }) => type === 'lock.broken')
  assert.deepEqual(stream.events.map(({ type, user }) => [type, user.id]), [
    ['lock.acquired', 'ada'], ['lock.denied', 'bob'], ['lock.acquired', 'bob'], ['lock.broken', 'root']
  ])
  assert.deepEqual(stream.events[0].data.lock.path, '/cards/c1')
  assert.deepEqual(stream.events[3].data.by, { id: 'root', name: 'Root' })
  assert.ok(stream.events.every(event => !('trace' in event)))
})

test('a lock survives a killed server, and ends when its time has come', async t => {
  const { server, tokens, ada, bob } = await board(t)
  const eve = await Client.connect(server, lines.y31, BOARD, { params: { token: tokens.eve }, maxBackoffTime: 200 }).synced()
  const lock = await ada.post(LOCKS, { path: '/cards', seconds: 10 })
  await server.kill()
  await server.start()
  assert.deepEqual((await bob.get(LOCKS)).locks, [lock])
  await refused(409, bob.post(LOCKS, {}))
  await eve.synced()
  await until('the lock again', () => shown(eve)?.locks[0]?.id === lock.id)
  await until('its end', () => shown(eve) === undefined, 20_000)
  const stream = await EventStream.open(bob, '/events', { types: 'lock.*', after: 'start' })
  await stream.heard('the end', ({ type }) => type === 'lock.expired')
  assert.equal((await bob.post(LOCKS, {})).holder.id, 'bob')
})

test('a lock ends when its holder has left, if that was asked for', async t => {
  const { server, tokens, ada } = await board(t)
  const tabs = []
  for (let tab = 0; tab < 2; tab++) tabs.push(await Client.connect(server, lines.y31, BOARD, { params: { token: tokens.ada } }).synced())
  const stays = await ada.post(LOCKS, { path: '/columns' })
  const goes = await ada.post(LOCKS, { path: '/cards', release_on_leave: 1 })
  const stream = await EventStream.open(ada, '/events', { types: 'lock.*' })
  // The server looks once a second: seen in another lock's end that it has, with both tabs there and then with one.
  const looked = async () => {
    const count = stream.events.filter(({ type }) => type === 'lock.expired').length
    await ada.post(LOCKS, { path: '/mark', seconds: 10 })
    await until('a look', () => stream.events.filter(({ type }) => type === 'lock.expired').length > count, 20_000)
  }
  tabs[0].destroy()
  await looked()
  assert.deepEqual(stream.events.filter(({ type }) => type === 'lock.released'), [], 'the other tab is there')
  tabs[1].destroy()
  const released = await stream.heard('the release', ({ type }) => type === 'lock.released', 20_000)
  assert.deepEqual([released.data.lock.id, released.data.why, released.user], [goes.id, 'left', undefined])
  assert.deepEqual((await ada.get(LOCKS)).locks.map((/** @type {any} */ { id }) => id), [stays.id])
})

test('of fifty clients at once one gets the lock', async t => {
  const { server } = await board(t)
  const people = Array.from({ length: 50 }, (_, n) => new Rest(server, access.token(`user${n}`, { grants: { 'doc/': 'editor' } })))
  const answers = await Promise.all(people.map(one => one.ask('POST', LOCKS, { json: { path: '/cards/c1' } })))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array(49).fill(409)])
  const won = answers.find(({ status }) => status === 201)?.json
  for (const { status, json } of answers) if (status === 409) assert.deepEqual(json.lock, won)
})
