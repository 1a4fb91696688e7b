// Presence as people see it: who joins, changes, leaves in whatever way is seen by all others, and nobody stays behind
// as a ghost or vanishes while still there.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import WebSocket from 'ws'
import { Client, ClientProcess, RawConnection, Server, frames, inParallel, lines, until } from './harness.mjs'

/** A gap in presence that people would not yet call a gap. */
const GAP_MS = 2_000

for (const line of lines.all) {
  test(`${line.name}: joining, changing and leaving is seen by everybody`, async t => {
    const server = await Server.forTest(t)
    const ada = await Client.connect(server, line, 'here', { presence: { name: 'ada', at: 0 } }).synced()
    const bob = await Client.connect(server, lines.y31, 'here', { presence: { name: 'bob' } }).synced()
    await until('both see each other', () => ada.sees(bob) && bob.sees(ada))
    assert.deepEqual(bob.awareness.getStates().get(ada.doc.clientID), { name: 'ada', at: 0 })
    for (let at = 1; at <= 50; at++) ada.awareness.setLocalStateField('at', at)
    await until('the newest state', () => bob.awareness.getStates().get(ada.doc.clientID)?.at === 50)
    ada.awareness.setLocalState(null)
    await until('ada hides', () => !bob.sees(ada))
    ada.awareness.setLocalState({ name: 'ada', at: 51 })
    await until('ada shows again', () => bob.sees(ada))
    ada.disconnect()
    await until('ada left', () => !bob.sees(ada), GAP_MS)
  })

  test(`${line.name}: a lost connection leaves no ghost, and whoever comes back is seen again at once`, async t => {
    const server = await Server.forTest(t)
    const ada = await Client.connect(server, line, 'lost', { presence: { name: 'ada' } }).synced()
    const bob = await Client.connect(server, lines.y31, 'lost', { presence: { name: 'bob' } }).synced()
    await until('both see each other', () => ada.sees(bob) && bob.sees(ada))
    for (let round = 0; round < 5; round++) {
      ada.provider.shouldConnect = false
      ada.loseConnection()
      await until('ada left', () => !bob.sees(ada), GAP_MS)
      ada.provider.shouldConnect = true
      ada.connect()
      await ada.synced()
      await until('ada is back for bob', () => bob.sees(ada), GAP_MS)
      await until('bob is back for ada', () => ada.sees(bob), GAP_MS)
    }
  })

  test(`${line.name}: presence is whole again after a restart and after a death of the server`, async t => {
    const server = await Server.forTest(t)
    const people = ['ada', 'bob', 'eve'].map(name => Client.connect(server, line, 'restart', { presence: { name }, maxBackoffTime: 200 }))
    const allSeeAll = () => people.every(one => people.every(other => one.sees(other)))
    await until('all see all', allSeeAll)
    for (const end of [() => server.stop(), () => server.kill()]) {
      await end()
      await until('all notice', () => people.every(({ provider }) => !provider.wsconnected))
      await server.start()
      for (const person of people) await person.synced()
      await until('all see all again', allSeeAll, GAP_MS)
    }
  })
}

test('a killed client process is gone for the others at once', async t => {
  const server = await Server.forTest(t)
  const bob = await Client.connect(server, lines.y31, 'killed').synced()
  const ada = await ClientProcess.start(server, 'y31', 'killed', { name: 'ada' })
  await until('ada is seen', () => bob.sees(ada.clientID))
  ada.kill()
  await until('ada is gone', () => !bob.sees(ada.clientID), GAP_MS)
})

test('a frozen client expires, and is seen again when it thaws', async t => {
  const server = await Server.forTest(t, { settings: { 'presence.expiry': '2s' } })
  const watcher = await RawConnection.open(server, 'frozen')
  const ada = await ClientProcess.start(server, 'y31', 'frozen', { name: 'ada' })
  await watcher.presence(ada.clientID, 'ada', ({ state }) => state !== null)
  ada.freeze()
  watcher.inbox.length = 0
  await watcher.presence(ada.clientID, 'the expiry of ada', ({ state }) => state === null)
  ada.thaw()
  await watcher.presence(ada.clientID, 'ada again', ({ state }) => state !== null)
})

/** A WebSocket that can lose its network: nothing leaves any more, nothing is read, and nobody is told. */
class Severable extends WebSocket {
  severed = false

  sever () {
    this.severed = true
    this.pause()
  }

  /** @param {any} data */
  send (data) {
    if (!this.severed) super.send(data)
  }

  close () {
    if (!this.severed) super.close()
  }
}

test('a client that changes networks is seen with its new state while its old connection is still half open', async t => {
  const server = await Server.forTest(t)
  const watcher = await RawConnection.open(server, 'half-open')
  const ada = await Client.connect(server, lines.y31, 'half-open', { presence: { tab: 'before' }, WebSocketPolyfill: Severable }).synced()
  const has = (/** @type {string} */ tab) => (/** @type {frames.Presence} */ { state }) => /** @type {any} */ (state)?.tab === tab
  await watcher.presence(ada.doc.clientID, 'the first connection', has('before'))
  const old = ada.provider.ws
  old.sever()
  ada.disconnect()
  ada.awareness.setLocalState({ tab: 'after' })
  ada.connect()
  await ada.synced()
  await watcher.presence(ada.doc.clientID, 'the second connection', has('after'))
  assert.deepEqual(ada.awareness.getLocalState(), { tab: 'after' })
  old.terminate()
  ada.awareness.setLocalState({ tab: 'after the end of the old connection' })
  await watcher.presence(ada.doc.clientID, 'a later change', has('after the end of the old connection'))
})

test('nobody can overwrite or remove the presence of another connection', async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'owned', { presence: { name: 'ada' } }).synced()
  const bob = await Client.connect(server, lines.y31, 'owned', { presence: { name: 'bob' } }).synced()
  await until('bob sees ada', () => bob.sees(ada))
  const mallory = await RawConnection.open(server, 'owned')
  const forgeries = [
    { client: ada.doc.clientID, clock: 1_000, state: { name: 'forged' } },
    { client: ada.doc.clientID, clock: 2_000, state: null }
  ]
  const watcher = await RawConnection.open(server, 'owned')
  for (const [at, forgery] of forgeries.entries()) {
    mallory.send(frames.awareness([forgery]))
    mallory.send(frames.awareness([forgery, { client: 66, clock: at + 1, state: { name: 'mallory', at } }]))
    await until('mallory speaks', () => bob.awareness.getStates().get(66)?.at === at)
    assert.deepEqual(bob.awareness.getStates().get(ada.doc.clientID), { name: 'ada' })
  }
  for (const { entries } of watcher.inbox) {
    for (const { client, state } of entries ?? []) if (client === ada.doc.clientID) assert.deepEqual(state, { name: 'ada' })
  }
  ada.awareness.setLocalStateField('name', 'ada, still')
  await until('ada is still herself', () => bob.awareness.getStates().get(ada.doc.clientID)?.name === 'ada, still')
  mallory.cut()
  await until('mallory left', () => !bob.sees(66))
  assert.ok(bob.sees(ada))
})

test('a connection that repeats what it heard about others is neither believed nor punished', async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'parrot', { presence: { name: 'ada' } }).synced()
  const parrot = await RawConnection.open(server, 'parrot')
  const heard = await parrot.presence(ada.doc.clientID, 'ada', ({ state }) => state !== null)
  parrot.send(frames.awareness([heard]))
  parrot.send(frames.awareness([{ client: 5, clock: 1, state: {} }, heard]))
  await parrot.presence(5, 'its own state', ({ state }) => state !== null)
  parrot.cut()
  const bob = await Client.connect(server, lines.y31, 'parrot').synced()
  await until('bob sees ada, and no parrot', () => bob.sees(ada) && !bob.sees(5))
})

test('someone who joins late sees everybody who is there and nobody who left', async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'late', { presence: { name: 'ada' } }).synced()
  const gone = await Client.connect(server, lines.y31, 'late', { presence: { name: 'gone' } }).synced()
  await until('ada sees the other', () => ada.sees(gone))
  gone.loseConnection()
  gone.disconnect()
  await until('the other left', () => !ada.sees(gone))
  for (const line of lines.all) {
    const late = await Client.connect(server, line, 'late').synced()
    await until(`${line.name} sees ada`, () => late.sees(ada))
    assert.ok(!late.sees(gone))
  }
})

test('a question for awareness is answered with everybody, even with bytes behind it', async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'query', { presence: { name: 'ada' } }).synced()
  const raw = await RawConnection.open(server, 'query')
  await raw.presence(ada.doc.clientID, 'ada on joining', ({ state }) => state !== null)
  raw.inbox.length = 0
  raw.send(frames.queryAwareness())
  await raw.presence(ada.doc.clientID, 'ada when asked', ({ state }) => state !== null)
  raw.send(Uint8Array.of(frames.QUERY_AWARENESS, 1, 0))
  await raw.presence(ada.doc.clientID, 'ada when asked the way y-sweet does', ({ state }) => state !== null)
})

test('presence changes of one tick arrive together in one frame', async t => {
  const server = await Server.forTest(t, { settings: { 'presence.tick': '200ms' } })
  const watcher = await RawConnection.open(server, 'tick')
  const speakers = await inParallel(Array.from({ length: 30 }), 10, () => RawConnection.open(server, 'tick'))
  for (const [at, speaker] of speakers.entries()) {
    for (let clock = 1; clock <= 20; clock++) speaker.send(frames.awareness([{ client: 100 + at, clock, state: { clock } }]))
  }
  const heard = () => watcher.inbox.flatMap(({ entries }) => entries ?? [])
  const last = () => new Set(heard().filter(({ state }) => /** @type {any} */ (state)?.clock === 20).map(({ client }) => client))
  await until('the last state of everybody', () => last().size === speakers.length)
  const told = watcher.inbox.filter(({ entries }) => entries?.length).length
  assert.ok(told <= 10, `${30 * 20} changes arrived in ${told} frames`)
})

test('presence at rest is quiet, however lively the others are', async t => {
  const server = await Server.forTest(t)
  const watcher = await RawConnection.open(server, 'quiet')
  const resting = lines.all.map(line => Client.connect(server, line, 'quiet', { presence: { name: line.name } }))
  for (const client of resting) await client.synced()
  const lively = await Client.connect(server, lines.y31, 'quiet', { presence: { name: 'lively' } }).synced()
  await until('the lively one sees all', () => resting.every(client => lively.sees(client)))
  for (let at = 0; at < 30; at++) {
    lively.awareness.setLocalStateField('at', at)
    await watcher.presence(lively.doc.clientID, `move ${at}`, ({ state }) => /** @type {any} */ (state)?.at === at)
  }
  // What was heard of the others went by with the frames that `presence` took or left: a renewal every 15 s is all there is.
  const heard = watcher.inbox.flatMap(({ entries }) => entries ?? [])
  for (const { doc, line } of resting) {
    const times = heard.filter(({ client }) => client === doc.clientID).length
    assert.ok(times <= 4, `${line.name} was heard ${times} times`)
  }
})

test('a thousand people in one document are seen by somebody new, and all leave without a ghost', async t => {
  const server = await Server.forTest(t)
  const crowd = await inParallel(Array.from({ length: 1_000 }), 50, async (_, at) => {
    const raw = await RawConnection.open(server, 'crowd', { keep: () => false })
    raw.send(frames.awareness([{ client: 10_000 + at, clock: 1, state: { name: `person ${at}`, cursor: { x: at, y: 1 } } }]))
    return raw
  })
  const ada = await Client.connect(server, lines.y31, 'crowd').synced()
  await until('ada sees everybody', () => ada.awareness.getStates().size === 1_001)
  assert.deepEqual(ada.awareness.getStates().get(10_999), { name: 'person 999', cursor: { x: 999, y: 1 } })
  for (const raw of crowd) raw.cut()
  await until('everybody left', () => ada.awareness.getStates().size === 1)
})
