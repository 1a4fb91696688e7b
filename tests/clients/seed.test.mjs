// A new typed document begins with what its kind has for it, exactly once, however many come at the same instant, whatever they
// bring along, and whenever the server dies; what people then take away stays away.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'
import {
  Client, GuardedServer, LiveClient, Random, Rest, Server, access, content, inParallel, lines, readFresh, refused, replay, until
} from './harness.mjs'

const MANY = 50
/** The client that seeds are made with, everywhere and always. */
const SEEDER = 0x59525341
const COLUMNS = {
  todo: { title: 'To do', order: 'a0' }, doing: { title: 'In progress', order: 'a1' }, done: { title: 'Done', order: 'a2' }
}
const BOARD = { columns: COLUMNS, cards: {} }
/** What the other kinds begin with. */
const OTHERS = {
  workflow: { nodes: { start: { type: 'input', position: { x: 0, y: 0 }, data: { label: 'Start' } } }, edges: {} },
  report: { sections: { introduction: { title: 'Introduction', order: 'a0', body: '<paragraph></paragraph>' } } }
}

const columns = (/** @type {Y.Doc} */ doc) => doc.getMap('columns').toJSON()

/** Insists that the seed is in a document once: nothing of it was replaced or deleted. @param {Y.Doc} doc */
function seededOnce (doc) {
  const structs = doc.store.clients.get(SEEDER) ?? []
  assert.ok(structs.length > 0, 'the seed is there')
  for (const struct of structs) assert.ok(struct instanceof Y.Item && !struct.deleted, 'nothing of the seed was written twice')
  for (const id of Object.keys(COLUMNS)) {
    const column = /** @type {Y.Map<any>} */ (doc.getMap('columns').get(id))
    assert.equal(column._item?.id.client, SEEDER, 'the column is the one of the seed')
  }
}

/** Many clients of all lines, and some of the JSON door, that connect without waiting for each other. @param {Server} server @param {string} id @param {Record<string, string>} query */
function crowd (server, id, query) {
  const yjs = Array.from({ length: MANY - 10 }, (_, at) => Client.connect(server, lines.stable[at % lines.stable.length], id, { params: query, maxBackoffTime: 100 }))
  const json = Array.from({ length: 10 }, () => LiveClient.open(server, id, query))
  return { yjs, json }
}

/** Insists that a board's events say that it was seeded once. @param {Rest} rest @param {string} id @param {any} whole */
async function toldOnce (rest, id, whole) {
  const events = await until('the seed to be told', async () => {
    const { events } = await rest.document(id).events()
    return events.filter(({ type }) => type === 'board.column.added').length >= 3 && events
  })
  assert.deepEqual(events.filter(({ type }) => type === 'document.created').map(({ data }) => data.kind), ['board'])
  assert.deepEqual(events.filter(({ type }) => type === 'board.column.added').map(({ data }) => data.id).sort(), ['doing', 'done', 'todo'])
  replay.reproduces('board', events, whole)
}

test(`${MANY} clients that open a new board at the same instant find it seeded once`, async t => {
  const server = await Server.forTest(t)
  const { yjs, json } = crowd(server, 'seed/opened', { kind: 'board' })
  for (const client of await Promise.all(json)) assert.deepEqual(client.connected.content, BOARD)
  for (const client of yjs) {
    await client.synced()
    // Synced means that the seed is there: an editor that looks now makes none of its own.
    assert.deepEqual(columns(client.doc), COLUMNS)
  }
  for (const [at, { doc }] of yjs.entries()) /** @type {Y.Map<any>} */ (doc.getMap('columns').get('todo')).set(`by ${at}`, true)
  for (const client of yjs) await client.saved()
  await until('all to converge', () => yjs.every(({ doc }) => content.sameHistory(doc, yjs[0].doc)))
  seededOnce(yjs[0].doc)
  const { content: whole } = await new Rest(server).document('seed/opened').content()
  assert.equal(Object.keys(whole.columns.todo).length, 2 + yjs.length, 'what each wrote into a seeded column is kept')
  await toldOnce(new Rest(server), 'seed/opened', whole)
})

test(`${MANY} clients that open a board right after it was created find it seeded once`, async t => {
  const server = await Server.forTest(t)
  const rest = new Rest(server)
  const created = await rest.create({ id: 'seed/created', kind: 'board', title: 'Plan' })
  assert.deepEqual([created.kind, created.title], ['board', 'Plan'])
  const { yjs, json } = crowd(server, 'seed/created', {})
  const [answer] = await Promise.all([rest.document('seed/created').content(), ...json])
  assert.deepEqual(answer.content, BOARD)
  for (const client of yjs) assert.deepEqual(columns((await client.synced()).doc), COLUMNS)
  seededOnce(await readFresh(server, 'seed/created'))
  await toldOnce(rest, 'seed/created', BOARD)
})

test('of clients that create and open a board at once one creates it, and it is seeded once', async t => {
  const server = await Server.forTest(t)
  const rest = new Rest(server)
  for (let round = 0; round < 10; round++) {
    const id = `seed/race-${round}`
    const creating = Array.from({ length: 5 }, () => rest.ask('POST', '/documents', { json: { id, kind: 'board' } }))
    const { yjs, json } = crowd(server, id, { kind: 'board' })
    const statuses = (await Promise.all(creating)).map(({ status }) => status).sort()
    assert.ok(statuses.filter(status => status === 201).length <= 1 && statuses.every(status => [201, 409].includes(status)), String(statuses))
    await Promise.all(json)
    for (const client of yjs) assert.deepEqual(columns((await client.synced()).doc), COLUMNS)
    seededOnce(await readFresh(server, id))
    await toldOnce(rest, id, BOARD)
    for (const client of yjs) client.destroy()
  }
})

test('of many new boards that a few clients open at once each tells what it began with', { timeout: 60_000 }, async t => {
  const server = await Server.forTest(t)
  const rest = new Rest(server)
  await inParallel(Array.from({ length: 60 }, (_, at) => `seed/told-${at}`), 6, async id => {
    const clients = Array.from({ length: 6 }, (_, at) => Client.connect(server, lines.stable[at % 4], id, { params: { kind: 'board' } }))
    for (const client of clients) await client.synced()
    await toldOnce(rest, id, BOARD)
    for (const client of clients) client.destroy()
  })
})

test('who looks at a document that is then created is told what it begins with', async t => {
  const server = await Server.forTest(t)
  const early = await LiveClient.open(server, 'seed/awaited')
  const yjs = await Client.connect(server, lines.y31, 'seed/awaited').synced()
  assert.deepEqual(early.content, {})
  await new Rest(server).create({ id: 'seed/awaited', kind: 'board' })
  await until('the seed', () => isDeepStrictEqual(columns(yjs.doc), COLUMNS))
  await until('the seed at the JSON door', () => isDeepStrictEqual(early.content, BOARD)).catch(() => assert.deepEqual(early.content, BOARD))
  const late = await LiveClient.open(server, 'seed/awaited')
  assert.deepEqual(late.content, BOARD)
})

test('whoever was offline and brings content of their own finds both, once', async t => {
  const server = await Server.forTest(t)
  const docs = Array.from({ length: 5 }, (_, at) => {
    const doc = new Y.Doc()
    doc.transact(() => {
      doc.getMap('columns').set(`own ${at}`, new Y.Map([['title', `of ${at}`], ['order', `b${at}`]]))
      doc.getMap('cards').set(`card ${at}`, new Y.Map([['title', 'written offline'], ['column', `own ${at}`]]))
    })
    return doc
  })
  const clients = docs.map((doc, at) => Client.connect(server, lines.stable[at % 4], 'seed/offline', { doc, params: { kind: 'board' } }))
  const { yjs } = crowd(server, 'seed/offline', { kind: 'board' })
  for (const client of [...clients, ...yjs]) await client.synced()
  for (const client of clients) await client.saved()
  await until('all to converge', () => [...docs, ...yjs.map(({ doc }) => doc)].every(doc => content.sameHistory(doc, docs[0])))
  const own = Object.fromEntries(docs.map((_, at) => [`own ${at}`, { title: `of ${at}`, order: `b${at}` }]))
  assert.deepEqual(columns(docs[0]), { ...COLUMNS, ...own })
  assert.equal(docs[0].getMap('cards').size, 5)
  seededOnce(docs[0])
  const { content: whole } = await new Rest(server).document('seed/offline').content()
  const events = await until('all columns to be told', async () => {
    const { events } = await new Rest(server).document('seed/offline').events()
    return events.filter(({ type }) => type === 'board.column.added').length >= 8 && events
  })
  for (const id of Object.keys(COLUMNS)) assert.equal(events.filter(({ type, data }) => type === 'board.column.added' && data.id === id).length, 1)
  replay.reproduces('board', events, whole)
})

test('a board is seeded once although the server is killed while everybody comes', { timeout: 120_000 }, async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t)
  const rest = new Rest(server)
  for (let round = 0; round < 10; round++) {
    const id = `seed/killed-${round}`
    const clients = Array.from({ length: 10 }, (_, at) => Client.connect(server, lines.stable[at % 4], id, { params: { kind: 'board' }, maxBackoffTime: 100 }))
    const wanted = random.below(clients.length)
    await until('some to be synced', () => clients.filter(({ provider }) => provider.synced).length >= wanted)
    await server.kill()
    await server.start()
    for (const client of clients) await client.synced()
    for (const client of clients) await client.saved()
    for (const { doc } of clients) assert.deepEqual(columns(doc), COLUMNS)
    seededOnce(await readFresh(server, id))
    await toldOnce(rest, id, BOARD)
    for (const client of clients) client.destroy()
  }
})

test('what people take away of the seed does not come back, not even by a restart or by somebody who was away', async t => {
  const server = await Server.forTest(t)
  const away = await Client.connect(server, lines.y31, 'seed/emptied', { params: { kind: 'board' } }).synced()
  const ada = await Client.connect(server, lines.y1, 'seed/emptied', { params: { kind: 'board' } }).synced()
  away.disconnect()
  ada.doc.transact(() => { for (const id of Object.keys(COLUMNS)) ada.doc.getMap('columns').delete(id) })
  await ada.saved()
  ada.destroy()
  const rest = new Rest(server)
  const empty = async () => assert.deepEqual((await rest.document('seed/emptied').content()).content, { columns: {}, cards: {} })
  await empty()
  await server.kill()
  await server.start()
  await empty()
  away.connect()
  await away.saved()
  const { yjs, json } = crowd(server, 'seed/emptied', { kind: 'board' })
  for (const client of yjs) assert.deepEqual(columns((await client.synced()).doc), {})
  for (const client of await Promise.all(json)) assert.deepEqual(client.content, { columns: {}, cards: {} })
  await until('who was away to know', () => Object.keys(columns(away.doc)).length === 0)
  await server.stop()
  await server.start()
  await empty()
  const { events } = await replay.told(rest, 'board', 'seed/emptied')
  // What came and went before the kill may be told as nothing at all, but never one without the other.
  const count = (/** @type {string} */ type) => events.filter(event => event.type === type).length
  assert.equal(count('board.column.removed'), count('board.column.added'))
})

test('whoever brings content of a server that was seeded too finds the seed once', async t => {
  const [one, two] = [await Server.forTest(t), await Server.forTest(t)]
  const ada = await Client.connect(one, lines.y31, 'seed/moved', { params: { kind: 'board' } }).synced()
  ada.doc.getMap('cards').set('a card', new Y.Map([['title', 'of the first server']]))
  await ada.saved()
  const moved = await Client.connect(two, lines.y31, 'seed/moved', { doc: ada.doc, params: { kind: 'board' } }).synced()
  await moved.saved()
  const doc = await readFresh(two, 'seed/moved')
  seededOnce(doc)
  assert.deepEqual((await new Rest(two).document('seed/moved').content()).content, { columns: COLUMNS, cards: { 'a card': { title: 'of the first server' } } })
})

test('every kind begins with its own, unless one creates it with other content', async t => {
  const server = await Server.forTest(t)
  const rest = new Rest(server)
  for (const [kind, seed] of Object.entries(OTHERS)) {
    await Client.connect(server, lines.y31, `seed/${kind}`, { params: { kind } }).synced()
    assert.deepEqual((await rest.document(`seed/${kind}`).content()).content, seed)
    assert.equal((await rest.document(`seed/${kind}`).read()).kind, kind)
    await rest.create({ id: `seed/empty-${kind}`, kind, content: {} })
    const empty = Object.fromEntries(replay.roots(kind).map(root => [root, {}]))
    assert.deepEqual((await rest.document(`seed/empty-${kind}`).content()).content, empty)
    assert.deepEqual((await (await LiveClient.open(server, `seed/empty-${kind}`, { kind })).content), empty)
  }
  await rest.create({ id: 'seed/filled', kind: 'board', content: { columns: { only: { title: 'Only', order: 'a' } } } })
  assert.deepEqual((await rest.document('seed/filled').content()).content, { columns: { only: { title: 'Only', order: 'a' } }, cards: {} })
  const live = await LiveClient.open(server, 'seed/free')
  assert.deepEqual(live.content, {}, 'a free document begins with nothing')
})

test('a kind in the URL makes a document only for who may edit, and changes none that is there', async t => {
  const server = await GuardedServer.forTest(t)
  const grants = (/** @type {string} */ role) => ({ grants: { 'seed/': role } })
  const [editor, viewer] = [access.token('ada', grants('editor')), access.token('vera', grants('viewer'))]
  const peek = await LiveClient.open(server, 'seed/peeked', { token: viewer, kind: 'board' })
  assert.deepEqual(peek.content, {}, 'a viewer makes nothing')
  await LiveClient.open(server, 'seed/there', { token: editor, kind: 'report' })
  const other = await LiveClient.open(server, 'seed/there', { token: editor, kind: 'board' })
  assert.deepEqual(other.content, OTHERS.report)
  const rest = new Rest(server, editor)
  assert.equal((await rest.document('seed/there').read()).kind, 'report')
  await assert.rejects(LiveClient.open(server, 'seed/odd', { token: editor, kind: 'spreadsheet' }), /400/)
  await refused(400, rest.create({ id: 'seed/odd', kind: 'spreadsheet' }))
})
