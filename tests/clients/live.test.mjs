// The JSON door: tools without Yjs read, edit and are seen beside people with Yjs editors, and an acknowledgement means the
// same everywhere.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import WebSocket from 'ws'
import {
  Client, GuardedServer, HocuspocusClient, LiveClient, Random, Server, SlowDisk, access, breathe, hocuspocus, lines, slowDisk, until
} from './harness.mjs'

const GRANTS = { grants: { 'doc/': 'editor' } }

/** What the roots of these tests look like as JSON. */
const picture = (/** @type {import('yjs').Doc} */ doc) => ({
  board: doc.getMap('board').toJSON(), list: doc.getArray('list').toJSON(), notes: doc.getText('notes').toString()
})

const SEED = [
  { op: 'add', path: '/board', value: { title: 'Plan', cards: { one: { text: 'first', done: false } } } },
  { op: 'add', path: '/list', value: ['a', { b: 1 }, 3] },
  { op: 'add', path: '/notes', value: 'some words' }
]

/** The status that refuses a handshake. @returns {Promise<number>} */
const refusal = (/** @type {Server} */ server, /** @type {string} */ path) => new Promise((resolve, reject) => {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/live/${path}`)
  socket.on('error', () => {})
  socket.on('open', () => reject(new Error('the handshake was accepted')))
  socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
})

test('the first message says who one is, who is here and what the document holds', async t => {
  const server = await GuardedServer.forTest(t)
  const bob = await Client.connect(server, lines.y31, 'doc/first', { params: { token: access.token('bob', GRANTS) }, presence: { at: 1 } }).synced()
  bob.doc.getMap('board').set('title', 'Plan')
  await bob.saved()
  const { connected } = await LiveClient.open(server, 'doc/first', { token: access.token('ada', GRANTS) })
  assert.deepEqual([connected.self.user.id, connected.self.user.name], ['ada', 'Ada'])
  assert.match(connected.self.user.color, /^#[0-9a-f]{6}$/i)
  assert.deepEqual([connected.self.role, connected.role], ['editor', 'editor'])
  assert.ok(Number.isInteger(connected.self.client))
  assert.deepEqual(connected.content, { board: { title: 'Plan' } })
  const participant = connected.participants.find((/** @type {any} */ { client }) => client === bob.doc.clientID)
  assert.deepEqual([participant.user.id, participant.presence.at], ['bob', 1])
  assert.equal(connected.document, 'doc/first')
})

test('in open mode one gives a name, and gets an id', async t => {
  const server = await Server.forTest(t)
  const { connected } = await LiveClient.open(server, 'open', { name: 'Ada' })
  assert.equal(connected.self.user.name, 'Ada')
  assert.equal(connected.role, 'owner')
  assert.deepEqual(connected.content, {})
})

test('a patch becomes edits for everybody, and its acknowledgement survives a kill', async t => {
  const server = await Server.forTest(t)
  const live = await LiveClient.open(server, 'patched')
  const bob = await Client.connect(server, lines.y31, 'patched').synced()
  await live.patch(SEED)
  await server.kill()
  await server.start()
  await bob.synced()
  const expected = { board: { title: 'Plan', cards: { one: { text: 'first', done: false } } }, list: ['a', { b: 1 }, 3], notes: 'some words' }
  await until('the edits at bob', () => bob.doc.getText('notes').length > 0)
  assert.deepEqual(picture(bob.doc), expected)
  const again = await LiveClient.open(server, 'patched')
  assert.deepEqual(again.content, expected)
  await again.patch([
    { op: 'test', path: '/board/title', value: 'Plan' },
    { op: 'replace', path: '/board/cards/one/done', value: true },
    { op: 'add', path: '/list/1', value: 'between' },
    { op: 'remove', path: '/list/0' },
    { op: 'move', from: '/board/title', path: '/board/name' },
    { op: 'copy', from: '/board/cards/one', path: '/board/cards/two' }
  ])
  await until('the edits at bob', () => bob.doc.getMap('board').get('name') === 'Plan')
  assert.deepEqual(picture(bob.doc), {
    board: { name: 'Plan', cards: { one: { text: 'first', done: true }, two: { text: 'first', done: true } } },
    list: ['between', { b: 1 }, 3],
    notes: 'some words'
  })
})

test('a patch is acknowledged when it is on disk, while others have it at once', { skip: slowDisk.absent }, async t => {
  const server = await Server.forTest(t)
  const live = await LiveClient.open(server, 'slow')
  const bob = await Client.connect(server, lines.y31, 'slow').synced()
  await live.patch(SEED)
  const disk = await SlowDisk.under(server, 60_000)
  live.send({ type: 'content_patch', id: 'held', patch: [{ op: 'replace', path: '/board/title', value: 'Held' }] })
  await until('the edit at bob', () => bob.doc.getMap('board').get('title') === 'Held')
  bob.awareness.setLocalState({ marker: true })
  await until('a word from bob', () => live.people.get(bob.doc.clientID)?.presence.marker)
  assert.ok(!live.inbox.some(({ type, id }) => type === 'ack' && id === 'held'))
  await disk.release()
  await live.take('the acknowledgement', ({ type, id }) => type === 'ack' && id === 'held')
})

test('what others change arrives as patches with their names, in order, whatever door they use', async t => {
  const random = Random.forTest(t)
  const server = await GuardedServer.forTest(t)
  const live = await LiveClient.open(server, 'doc/told', { token: access.token('ada', GRANTS) })
  const other = await LiveClient.open(server, 'doc/told', { token: access.token('eve', GRANTS) })
  const bob = await Client.connect(server, lines.y31, 'doc/told', { params: { token: access.token('bob', GRANTS) } }).synced()
  const carl = await HocuspocusClient.connect(server, hocuspocus.h48, 'doc/told', { token: access.token('carl', GRANTS) }).synced()
  await live.patch(SEED)
  await until('the seed', () => bob.doc.getText('notes').length > 0 && carl.doc.getText('notes').length > 0)
  bob.doc.getMap('board').set('by', 'bob')
  const update = await live.next('content_update', ({ user }) => user?.id === 'bob')
  assert.deepEqual([update.patch, update.user.name], [[{ op: 'add', path: '/board/by', value: 'bob' }], 'Bob'])
  await other.patch([{ op: 'add', path: '/board/by', value: 'eve' }])
  await live.next('content_update', ({ user }) => user?.id === 'eve')
  for (let edit = 0; edit < 200; edit++) {
    const { doc } = random.pick([bob, carl])
    const edits = [
      () => doc.getMap('board').set(`key ${random.below(5)}`, random.below(100)),
      () => doc.getMap('board').delete(`key ${random.below(5)}`),
      () => doc.getArray('list').insert(random.below(doc.getArray('list').length + 1), [{ number: random.below(100) }]),
      () => { if (doc.getArray('list').length > 1) doc.getArray('list').delete(random.below(doc.getArray('list').length)) },
      () => doc.getText('notes').insert(random.below(doc.getText('notes').length + 1), random.pick(['x', 'yz', 'ü'])),
      () => doc.getText('notes').delete(0, 1)
    ]
    random.pick(edits)()
    if (random.below(10) === 0) await live.patch([{ op: 'add', path: `/board/live ${random.below(3)}`, value: [edit] }])
  }
  await carl.saved()
  await bob.saved()
  await until('everybody to hold the same', () =>
    isDeepStrictEqual(picture(bob.doc), picture(carl.doc)) && isDeepStrictEqual(live.content, picture(bob.doc)) && isDeepStrictEqual(other.content, live.content), 5_000)
    .catch(() => assert.deepEqual([live.content, other.content, picture(carl.doc)], [picture(bob.doc), picture(bob.doc), picture(bob.doc)]))
})

test('a patch that does not fit changes nothing and is answered with the reason', async t => {
  const server = await Server.forTest(t)
  const live = await LiveClient.open(server, 'refused')
  await live.patch(SEED)
  for (const [what, patch] of Object.entries({
    'no such path': [{ op: 'replace', path: '/board/nowhere/deep', value: 1 }],
    'a failed test': [{ op: 'add', path: '/board/half', value: 1 }, { op: 'test', path: '/board/title', value: 'Other' }],
    'a root that is no collection': [{ op: 'add', path: '/scalar', value: 1 }],
    'an index beyond the end': [{ op: 'add', path: '/list/99', value: 1 }],
    'no patch': 'text',
    'no operation': [{ op: 'jump', path: '/board' }]
  })) {
    const answer = await live.request({ type: 'content_patch', patch })
    assert.equal(answer.type, 'error', what)
    assert.ok(answer.code && answer.message, what)
  }
  const { content } = await LiveClient.open(server, 'refused')
  assert.deepEqual(content.board, { title: 'Plan', cards: { one: { text: 'first', done: false } } })
  assert.deepEqual(Object.keys(content).sort(), ['board', 'list', 'notes'])
})

test('what means nothing is answered with an error, and the connection goes on; bytes end it', async t => {
  const server = await Server.forTest(t)
  const live = await LiveClient.open(server, 'garbage')
  for (const text of ['', 'hello', '[]', '{}', '{"type":7}', '{"type":"jump"}', '{"type":"presence_update","presence":[]}', '{"type":"heartbeat"', '"\\ud800"']) {
    live.send(text)
    const error = await live.next('error')
    assert.ok(error.code && error.message, text)
  }
  assert.equal((await live.request({ type: 'heartbeat' })).type, 'ack')
  for (const id of [0, 'text', null, [1], { deep: { er: 1.5 } }]) {
    live.send({ type: 'heartbeat', id })
    if (id !== null) await live.take(`the id ${JSON.stringify(id)}`, message => message.type === 'ack' && isDeepStrictEqual(message.id, id))
  }
  live.socket.send(Uint8Array.of(1, 2, 3))
  await until('the end', () => live.closure)
  assert.equal(live.closure?.code, 1003)
})

test('typing into a text beside somebody else keeps what both typed', async t => {
  const server = await Server.forTest(t)
  const live = await LiveClient.open(server, 'typing')
  await live.patch([{ op: 'add', path: '/notes', value: 'the quick fox' }])
  const bob = await Client.connect(server, lines.y31, 'typing').synced()
  bob.disconnect()
  bob.doc.getText('notes').insert(4, 'very ')
  await live.patch([{ op: 'replace', path: '/notes', value: 'the quick brown fox' }])
  assert.equal((await live.request({ type: 'text_change', path: '/notes', index: 19, insert: '!' })).type, 'ack')
  assert.equal((await live.request({ type: 'text_change', path: '/notes', index: 999, insert: '?' })).type, 'error')
  bob.connect()
  await bob.saved()
  await until('both', () => live.content.notes === 'the very quick brown fox!')
  assert.equal(bob.doc.getText('notes').toString(), 'the very quick brown fox!')
})

test('presence is the same at every door: joining, changing, cursors, leaving', async t => {
  const server = await GuardedServer.forTest(t)
  const live = await LiveClient.open(server, 'doc/here', { token: access.token('ada', GRANTS) })
  const bob = await Client.connect(server, lines.y31, 'doc/here', { params: { token: access.token('bob', GRANTS) }, presence: { user: { name: 'Forged' } } }).synced()
  const joined = await live.next('user_joined', ({ client }) => client === bob.doc.clientID)
  assert.deepEqual([joined.user.id, joined.user.name], ['bob', 'Bob'], 'the name is of the token')
  const states = () => /** @type {any} */ (bob.awareness.getStates().get(live.clientID))
  await until('bob sees ada', () => states()?.user.name === 'Ada')
  live.send({ type: 'presence_update', presence: { status: 'busy', user: { id: 'forged' } } })
  live.send({ type: 'cursor_update', cursor: { anchor: 1, head: 3 } })
  live.send({ type: 'viewport_update', viewport: { x: 1, y: 2 } })
  live.send({ type: 'typing' })
  await until('all of it', () => states()?.status === 'busy' && states()?.cursor?.head === 3 && states()?.viewport?.y === 2 && states()?.typing)
  assert.equal(states().user.id, 'ada')
  live.send({ type: 'presence_update', presence: { status: null } })
  await until('a member to be gone', () => !('status' in states()))
  assert.equal(states().cursor.head, 3, 'and the others to be there')
  bob.awareness.setLocalStateField('cursor', { anchor: 5, head: 6 })
  const cursor = await live.next('cursor_update', ({ client }) => client === bob.doc.clientID)
  assert.deepEqual([cursor.cursor, cursor.user.id], [{ anchor: 5, head: 6 }, 'bob'])
  bob.awareness.setLocalStateField('viewport', { zoom: 2 })
  assert.deepEqual((await live.next('viewport_update')).viewport, { zoom: 2 })
  bob.awareness.setLocalStateField('mood', 'good')
  assert.equal((await live.next('presence_update')).presence.mood, 'good')
  bob.disconnect()
  await live.next('user_left', ({ client, user }) => client === bob.doc.clientID && user.id === 'bob')
  bob.connect()
  await live.next('user_joined', ({ client }) => client === bob.doc.clientID)
  live.cut()
  await until('ada left', () => !bob.sees(live.clientID))
})

test('whoever comes while others type is greeted first, and then told what changes', async t => {
  const server = await Server.forTest(t)
  const bob = await Client.connect(server, lines.y31, 'greeted').synced()
  let coming = true
  const typing = (async () => {
    for (let number = 0; coming; number++) {
      bob.doc.getArray('list').push([number])
      await breathe()
    }
  })()
  const crowd = []
  try {
    // LiveClient insists on the order of the first messages.
    for (let newcomer = 0; newcomer < 40; newcomer++) crowd.push(await LiveClient.open(server, 'greeted'))
  } finally {
    coming = false
    await typing
  }
  for (const live of crowd) await until('all of it', () => isDeepStrictEqual(live.content.list, bob.doc.getArray('list').toJSON()))
})

test('two JSON clients of one user are two, and see each other', async t => {
  const server = await GuardedServer.forTest(t)
  const [one, two] = [1, 2].map(() => LiveClient.open(server, 'doc/tabs', { token: access.token('ada', GRANTS) }))
  const [first, second] = [await one, await two]
  assert.notEqual(first.clientID, second.clientID)
  await until('both', () => first.people.has(second.clientID) && second.people.has(first.clientID))
})

test('rights: a reader edits nothing, a changed role is told, who is removed is closed with its code', async t => {
  const server = await GuardedServer.forTest(t)
  await server.member('doc/rights', 'ada', 'viewer')
  const live = await LiveClient.open(server, 'doc/rights', { token: access.token('ada') })
  assert.equal(live.connected.role, 'viewer')
  const edit = () => live.request({ type: 'content_patch', patch: [{ op: 'add', path: '/board', value: { by: 'ada' } }] })
  const refused = await edit()
  assert.equal(refused.type, 'error')
  assert.ok(refused.message)
  assert.equal((await live.request({ type: 'cursor_update', cursor: { x: 1 } })).type, 'ack', 'a reader has presence')
  await server.member('doc/rights', 'ada', 'editor')
  const update = await live.next('session_update')
  assert.equal(update.self.role, 'editor')
  assert.equal((await edit()).type, 'ack')
  await server.member('doc/rights', 'ada', 'viewer')
  await live.next('session_update', ({ self }) => self.role === 'viewer')
  assert.equal((await edit()).type, 'error')
  await server.dismiss('doc/rights', 'ada')
  await until('the end', () => live.closure)
  assert.equal(live.closure?.code, 4403)
})

test('tokens: refusals before the handshake, expiry with its code, renewal in place', async t => {
  const server = await GuardedServer.forTest(t, { settings: { 'auth.refresh_ahead': '2s' } })
  assert.equal(await refusal(server, 'doc/tokens'), 401)
  assert.equal(await refusal(server, 'doc/tokens?token=garbage'), 401)
  assert.equal(await refusal(server, `elsewhere?token=${access.token('ada', GRANTS)}`), 403)
  const { secret } = await server.share('doc/tokens', { permission: 'view' })
  assert.equal((await LiveClient.open(server, 'doc/tokens', { share: secret, name: 'Guest of honour' })).connected.role, 'viewer')
  const expires = access.inSeconds(3)
  const token = access.token('ada', { ...GRANTS, expires })
  const [staying, leaving] = [await LiveClient.open(server, 'doc/tokens', { token }), await LiveClient.open(server, 'doc/tokens', { token })]
  await staying.next('session_update', ({ self }) => self.token === 'expiring')
  assert.equal((await staying.request({ type: 'authenticate', token: 'garbage' })).type, 'error')
  assert.equal((await staying.request({ type: 'authenticate', token: access.token('ada', GRANTS) })).type, 'ack')
  await until('the expiry', () => leaving.closure)
  assert.equal(leaving.closure?.code, 4401)
  assert.ok(Date.now() >= expires * 1000)
  await staying.patch([{ op: 'add', path: '/board', value: { still: 'here' } }])
})

test('a crowd of JSON clients patching one array loses nothing', async t => {
  const server = await Server.forTest(t)
  const crowd = await Promise.all(Array.from({ length: 10 }, () => LiveClient.open(server, 'crowd')))
  await crowd[0].patch([{ op: 'add', path: '/list', value: ['seed'] }])
  await Promise.all(crowd.map(async (live, at) => {
    for (let edit = 0; edit < 20; edit++) await live.patch([{ op: 'add', path: '/list/-', value: `${at} ${edit}` }])
  }))
  for (const live of crowd) await until('all entries', () => live.content.list.length === 201)
  const { content } = await LiveClient.open(server, 'crowd')
  assert.equal(new Set(content.list).size, 201)
  for (const live of crowd) assert.deepEqual(live.content, content)
})
