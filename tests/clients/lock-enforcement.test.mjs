// Locks, enforced on the document: real Yjs editors write into what somebody else holds, and everybody, the writer included, ends up
// without it; the holder's own work stays; the writer is told in the words of their client.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import {
  Client, EventStream, GuardedServer, HocuspocusClient, LiveClient, Random, Rest, access, converged, hocuspocusLines, lines, randomEdit, until
} from './harness.mjs'

const BOARD = 'doc/board'
const ROUTES = `/documents/${encodeURIComponent(BOARD)}`

/** A board with two cards, of which ada holds one. @param {import('node:test').TestContext} t */
async function board (t) {
  const server = await GuardedServer.forTest(t)
  /** @param {string} user @param {string} role */
  const token = (user, role) => access.token(user, { grants: { 'doc/': role } })
  const tokens = { ada: token('ada', 'editor'), bob: token('bob', 'editor'), root: token('root', 'owner') }
  const rest = { ada: new Rest(server, tokens.ada), bob: new Rest(server, tokens.bob), root: new Rest(server, tokens.root) }
  await rest.root.create({ id: BOARD, kind: 'board' })
  const card = (/** @type {string} */ title) => ({ title, description: 'plan', column: 'todo', order: 'a0' })
  await rest.ada.document(BOARD).edit([{ op: 'add', path: '/cards/c1', value: card('one') }, { op: 'add', path: '/cards/c2', value: card('two') }])
  const lock = await rest.ada.post(`${ROUTES}/locks`, { path: '/cards/c1', reason: 'rewriting it' })
  return { server, tokens, rest, lock }
}

/** @param {Y.Doc} doc @param {string} id @returns {Y.Map<any>} */
const card = (doc, id) => /** @type {any} */ (doc.getMap('cards').get(id))
/** @param {Y.Doc} doc @param {string} id */
const shows = (doc, id) => card(doc, id)?.toJSON()
const shown = (/** @type {Client} */ client) => [...client.awareness.getStates().values()].find(state => state.yrsa)?.yrsa

for (const line of lines.stable) {
  test(`${line.name}: what bob writes into ada's card is gone for everybody, and all else he writes stays`, async t => {
    const { server, tokens, rest, lock } = await board(t)
    const stream = await EventStream.open(rest.root, '/events', { types: 'lock.*,board.*' })
    const ada = await Client.connect(server, line, BOARD, { params: { token: tokens.ada } }).synced()
    const bob = await Client.connect(server, line, BOARD, { params: { token: tokens.bob } }).synced()
    const before = shows(ada.doc, 'c1')
    bob.doc.transact(() => {
      card(bob.doc, 'c1').set('title', 'mine')
      card(bob.doc, 'c1').get('description').insert(0, 'no ')
      card(bob.doc, 'c2').set('title', 'changed')
    })
    await until('the rest of it', () => shows(ada.doc, 'c2').title === 'changed')
    await until('bob to see it undone', () => shows(bob.doc, 'c1').title === 'one')
    await converged('both', [ada.doc, bob.doc])
    assert.deepEqual(shows(bob.doc, 'c1'), before)
    await until('everybody to be told', () => shown(ada)?.undone?.length === 1)
    const [told] = shown(bob).undone
    assert.deepEqual([told.by.id, told.lock], ['bob', lock.id])
    await stream.heard('the event', ({ type }) => type === 'lock.enforced')
    await stream.heard('the other card', ({ type }) => type === 'board.card.updated')
    assert.ok(stream.events.every(({ type, data }) => type !== 'board.card.updated' || data.id === 'c2'), 'what was undone never happened')
    ada.doc.transact(() => card(ada.doc, 'c1').set('title', 'three'))
    await until('the holder goes on', () => shows(bob.doc, 'c1').title === 'three')
  })

  test(`${line.name}: a card deleted under the hands of who holds it comes back with what they wrote meanwhile`, async t => {
    const { server, tokens } = await board(t)
    const ada = await Client.connect(server, line, BOARD, { params: { token: tokens.ada } }).synced()
    const bob = await Client.connect(server, line, BOARD, { params: { token: tokens.bob } }).synced()
    ada.provider.disconnect()
    card(ada.doc, 'c1').get('description').insert(4, ' of ada')
    card(ada.doc, 'c1').set('title', 'offline')
    bob.doc.getMap('cards').delete('c1')
    await until('the card again', () => shows(bob.doc, 'c1')?.title === 'one')
    ada.provider.connect()
    await until('what ada wrote', () => shows(bob.doc, 'c1')?.title === 'offline')
    await converged('both', [ada.doc, bob.doc])
    assert.equal(shows(ada.doc, 'c1').description, 'plan of ada')
  })
}

test('edits made offline for hours are undone where somebody took a lock meanwhile', async t => {
  const { server, tokens, rest } = await board(t)
  const bob = await Client.connect(server, lines.y31, BOARD, { params: { token: tokens.bob } }).synced()
  bob.provider.disconnect()
  card(bob.doc, 'c2').set('title', 'offline')
  card(bob.doc, 'c2').get('description').delete(0, 4)
  bob.doc.getMap('cards').set('c3', new Y.Map([['title', 'new']]))
  await rest.ada.post(`${ROUTES}/locks`, { path: '/cards/c2' })
  bob.provider.connect()
  await until('what he may', async () => (await rest.root.document(BOARD).content()).content.cards.c3?.title === 'new')
  await until('what he may not', () => shows(bob.doc, 'c2').title === 'two')
  assert.equal(shows(bob.doc, 'c2').description, 'plan')
})

test('Hocuspocus and the JSON door say it in their words, and a refused patch changes nothing', async t => {
  const { server, tokens, rest, lock } = await board(t)
  const line = hocuspocusLines.at(-1)
  const bob = await HocuspocusClient.connect(server, line, BOARD, { token: tokens.bob }).synced()
  /** @type {any[]} */ const words = []
  bob.provider.on('stateless', (/** @type {{ payload: string }} */ { payload }) => words.push(JSON.parse(payload)))
  card(bob.doc, 'c1').set('title', 'mine')
  await until('it undone', () => shows(bob.doc, 'c1').title === 'one')
  await until('the words', () => words.length > 0)
  assert.deepEqual([words[0].type, words[0].path, words[0].holder.id, words[0].lock], ['locked', '/cards/c1', 'ada', lock.id])
  await bob.saved()
  const live = await LiveClient.open(server, BOARD, { token: tokens.bob })
  const refusal = await live.patch([{ op: 'replace', path: '/cards/c1/title', value: 'mine' }, { op: 'replace', path: '/cards/c2/title', value: 'x' }])
  assert.deepEqual([refusal.type, refusal.code], ['error', 'locked'])
  const problem = await rest.bob.ask('PATCH', `${ROUTES}/content`, { json: { cards: { c1: { title: 'mine' } } }, type: 'application/merge-patch+json' })
  assert.equal(problem.status, 423)
  assert.match(problem.json.detail, /locked by/)
  assert.equal((await rest.bob.document(BOARD).content()).content.cards.c2.title, 'two')
  assert.equal((await live.patch([{ op: 'replace', path: '/cards/c2/title', value: 'x' }])).type, 'ack')
})

test('a sequential session: whose turn it is not waits with their edits until it is', async t => {
  const { server, tokens, rest } = await board(t)
  const ada = await Client.connect(server, lines.y31, BOARD, { params: { token: tokens.ada } }).synced()
  const bob = await Client.connect(server, lines.y31, BOARD, { params: { token: tokens.bob } }).synced()
  await rest.root.patch(`${ROUTES}/session`, { mode: 'sequential' })
  await rest.ada.post(`${ROUTES}/session/turn`)
  await until('whose turn it is', () => shown(bob)?.turn?.holder?.id === 'ada')
  card(bob.doc, 'c2').set('title', 'early')
  card(ada.doc, 'c2').set('order', 'b0')
  await until('what ada did', () => shows(bob.doc, 'c2').order === 'b0')
  assert.equal(shows(ada.doc, 'c2').title, 'two')
  await rest.bob.post(`${ROUTES}/session/turn`)
  await rest.ada.post(`${ROUTES}/session/turn/pass`, {})
  await until('what bob had done', () => shows(ada.doc, 'c2').title === 'early')
  await converged('both', [ada.doc, bob.doc])
})

test('random editors, locks that come and go, and a killed server: everybody ends up with the same', async t => {
  const random = new Random()
  const { server, tokens, rest } = await board(t)
  const clients = [tokens.ada, tokens.ada, tokens.bob, tokens.bob, tokens.root].map(token =>
    Client.connect(server, lines.y31, BOARD, { params: { token }, maxBackoffTime: 200 }))
  for (const client of clients) await client.synced()
  const paths = ['/cards/c1', '/cards/c2', '/text', '/map', '/array', '/cards/c1/title']
  for (let round = 0; round < 60; round++) {
    const client = clients[random.below(clients.length)]
    randomEdit(client.doc, random)
    if (random.below(6) === 0) {
      const who = random.below(2) === 0 ? rest.ada : rest.bob
      await who.ask('POST', `${ROUTES}/locks`, { json: { path: paths[random.below(paths.length)], seconds: 60 } })
    }
    if (random.below(8) === 0) {
      const { locks } = await rest.root.get(`${ROUTES}/locks`)
      if (locks.length > 0) await rest.root.delete(`${ROUTES}/locks/${locks[random.below(locks.length)].id}`)
    }
    if (random.below(10) === 0) client.provider.disconnect()
    if (random.below(4) === 0) client.provider.connect()
    if (round === 30) {
      await server.kill()
      await server.start()
    }
    await new Promise(resolve => setImmediate(resolve))
  }
  for (const client of clients) client.provider.connect()
  await converged(`all, seed ${random.seed}`, clients.map(({ doc }) => doc))
})
