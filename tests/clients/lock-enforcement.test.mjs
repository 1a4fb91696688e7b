// Locks, enforced on the document: real Yjs editors write into what somebody else holds, and everybody, the writer included, ends up
// without it; the holder's own work stays; the writer is told in the words of their client.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import {
  BYTES, Client, EventStream, GuardedServer, HocuspocusClient, LiveClient, MERGE_PATCH, Random, Rest, access, breathe, content, hocuspocus, lines, refused, until
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
  // What follows at once might be told as one with this.
  await until('the cards to be told', async () => (await rest.root.document(BOARD).events({ types: 'board.card.created' })).events.length === 2)
  const lock = await rest.ada.post(`${ROUTES}/locks`, { path: '/cards/c1', reason: 'rewriting it' })
  return { server, tokens, rest, lock }
}

/** @param {Y.Doc} doc @param {string} id @returns {Y.Map<any>} */
const card = (doc, id) => /** @type {any} */ (doc.getMap('cards').get(id))
/** @param {Y.Doc} doc @param {string} id */
const shows = (doc, id) => card(doc, id)?.toJSON()
const shown = (/** @type {Client} */ client) => [...client.awareness.getStates().values()].find(state => state.yrsa)?.yrsa

/** Both cards are told: what is done to a thing within 50 ms of its creation is told with that. @param {Rest} rest */
const told = async rest => await until('the cards', async () => (await rest.events({ types: 'board.card.created' })).events.length === 2)

for (const line of lines.stable) {
  test(`${line.name}: what bob writes into ada's card is gone for everybody, and all else he writes stays`, async t => {
    const { server, tokens, rest, lock } = await board(t)
    const stream = await EventStream.open(rest.root, '/events', { types: 'lock.*,board.*' })
    const ada = await Client.connect(server, line, BOARD, { params: { token: tokens.ada } }).synced()
    const bob = await Client.connect(server, line, BOARD, { params: { token: tokens.bob } }).synced()
    const before = shows(ada.doc, 'c1')
    await told(rest.root)
    bob.doc.transact(() => {
      card(bob.doc, 'c1').set('title', 'mine')
      card(bob.doc, 'c1').get('description').insert(0, 'no ')
      card(bob.doc, 'c2').set('title', 'changed')
    })
    await until('the rest of it', () => shows(ada.doc, 'c2').title === 'changed')
    await until('bob to see it undone', () => shows(bob.doc, 'c1').title === 'one')
    await content.converged('both', [ada.doc, bob.doc])
    assert.deepEqual(shows(bob.doc, 'c1'), before)
    await until('everybody to be told', () => shown(ada)?.undone?.length === 1)
    const [undone] = shown(bob).undone
    assert.deepEqual([undone.by.id, undone.lock], ['bob', lock.id])
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
    const socket = ada.provider.ws
    ada.provider.disconnect()
    // While it closes, a provider still takes in what others do, and says nothing.
    await until('her to be away', () => socket.readyState === socket.CLOSED)
    card(ada.doc, 'c1').get('description').insert(4, ' of ada')
    card(ada.doc, 'c1').set('title', 'offline')
    bob.doc.getMap('cards').delete('c1')
    await until('the card again', () => shows(bob.doc, 'c1')?.title === 'one')
    ada.provider.connect()
    await until('what ada wrote', () => shows(bob.doc, 'c1')?.title === 'offline')
    await content.converged('both', [ada.doc, bob.doc])
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

for (const line of hocuspocus.all) {
  test(`${line.name}: what is undone is said in a stateless message, and nothing stays unsaved`, async t => {
    const { server, tokens, lock } = await board(t)
    const bob = await HocuspocusClient.connect(server, line, BOARD, { token: tokens.bob }).synced()
    bob.doc.transact(() => {
      card(bob.doc, 'c1').set('title', 'mine')
      card(bob.doc, 'c2').set('title', 'changed')
    })
    await until('it undone', () => shows(bob.doc, 'c1').title === 'one')
    assert.equal(shows(bob.doc, 'c2').title, 'changed')
    await until('the words', () => bob.stateless.length > 0)
    const words = JSON.parse(bob.stateless[0])
    assert.deepEqual([words.type, words.path, words.holder.id, words.lock, words.reason], ['locked', '/cards/c1', 'ada', lock.id, 'rewriting it'])
    await bob.saved()
  })
}

test('a patch into what is locked is refused whole, at the JSON door and over HTTP, and its holder may', async t => {
  const { server, tokens, rest } = await board(t)
  const live = await LiveClient.open(server, BOARD, { token: tokens.bob })
  const both = [{ op: 'replace', path: '/cards/c1/title', value: 'mine' }, { op: 'replace', path: '/cards/c2/title', value: 'x' }]
  const refusal = await live.request({ type: 'content_patch', patch: both })
  assert.deepEqual([refusal.type, refusal.code], ['error', 'locked'])
  assert.match(refusal.message, /\/cards\/c1 is locked by Ada: rewriting it/)
  assert.equal((await live.request({ type: 'text_change', path: '/cards/c1/description', index: 0, insert: 'no ' })).code, 'locked')
  for (const patch of [both, { cards: { c1: { title: 'mine' }, c2: { title: 'x' } } }, [{ op: 'remove', path: '/cards/c1' }], { cards: null }]) {
    const { title, detail } = await refused(423, rest.bob.document(BOARD).edit(patch))
    assert.equal(title, 'locked')
    assert.match(detail, /is locked by Ada/)
  }
  const { content } = await rest.bob.document(BOARD).content()
  assert.deepEqual([content.cards.c1.title, content.cards.c2.title], ['one', 'two'])
  // A test reads; what is below a neighbour with a longer name is free.
  await live.patch([{ op: 'test', path: '/cards/c1/title', value: 'one' }, { op: 'replace', path: '/cards/c2/title', value: 'x' }])
  await rest.bob.ask('PATCH', `${ROUTES}/content`, { json: { cards: { c10: { title: 'ten' } } }, type: MERGE_PATCH })
  await rest.ada.document(BOARD).edit({ cards: { c1: { title: 'by ada' } } })
  const after = (await rest.bob.document(BOARD).content()).content.cards
  assert.deepEqual([after.c1.title, after.c2.title, after.c10.title], ['by ada', 'x', 'ten'])
})

test('an update over HTTP, and one by y-sweet, is taken without what it changes of a locked card', async t => {
  const { server, rest } = await board(t)
  const stream = await EventStream.open(rest.root, '/events', { types: 'lock.enforced' })
  const whole = (await rest.root.document(BOARD).form('update')).bytes
  for (const [at, address] of [`/api${ROUTES}/update`, `/y-sweet/d/${encodeURIComponent(BOARD)}/update`].entries()) {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, whole)
    const before = Y.encodeStateVector(doc)
    doc.transact(() => {
      card(doc, 'c1').set('title', `mine ${at}`)
      card(doc, 'c2').set(`note ${at}`, 'kept')
    })
    const response = await fetch(server.http + address, {
      method: 'POST', headers: { Authorization: `Bearer ${rest.bob.token}`, 'Content-Type': BYTES }, body: /** @type {any} */ (Y.encodeStateAsUpdate(doc, before))
    })
    assert.equal(response.status, 200, await response.text())
    const { cards } = (await rest.root.document(BOARD).content()).content
    assert.deepEqual([cards.c1.title, cards.c2[`note ${at}`]], ['one', 'kept'])
  }
  await stream.heard('the event', ({ data, user }) => data.path === '/cards/c1' && user.id === 'bob')
})

test('a lock that was answered holds after `kill -9` against who was offline, and ends with its release', async t => {
  const { server, tokens, rest } = await board(t)
  const bob = await Client.connect(server, lines.y31, BOARD, { params: { token: tokens.bob }, maxBackoffTime: 200 }).synced()
  const ada = await Client.connect(server, lines.y31, BOARD, { params: { token: tokens.ada }, maxBackoffTime: 200 }).synced()
  bob.disconnect()
  card(bob.doc, 'c1').set('title', 'offline')
  card(bob.doc, 'c2').set('title', 'offline')
  const second = await rest.ada.post(`${ROUTES}/locks`, { path: '/cards/c2/title' })
  await server.kill()
  await server.start()
  bob.connect()
  await until('bob to be told', () => shown(bob)?.undone?.length === 2)
  await until('it undone', () => shows(bob.doc, 'c1').title === 'one' && shows(bob.doc, 'c2').title === 'two')
  await bob.saved()
  await ada.synced()
  await content.converged('both', [ada.doc, bob.doc])
  await server.kill()
  await server.start()
  const after = (await rest.root.document(BOARD).content()).content.cards
  assert.deepEqual([after.c1.title, after.c2.title], ['one', 'two'], 'what undid it is on disk, too')
  await rest.ada.delete(`${ROUTES}/locks/${second.id}`)
  await bob.synced()
  card(bob.doc, 'c2').set('title', 'free')
  await until('it to stay', () => shows(ada.doc, 'c2').title === 'free')
  await bob.saved()
  assert.equal((await rest.root.document(BOARD).content()).content.cards.c2.title, 'free')
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
  await content.converged('both', [ada.doc, bob.doc])
})

test('a locked session: everybody changes what they hold, and nothing else', async t => {
  const { server, tokens, rest } = await board(t)
  await rest.root.patch(`${ROUTES}/session`, { mode: 'locked' })
  const bob = await Client.connect(server, lines.y31, BOARD, { params: { token: tokens.bob } }).synced()
  const ada = await Client.connect(server, lines.y31, BOARD, { params: { token: tokens.ada } }).synced()
  ada.doc.transact(() => {
    card(ada.doc, 'c1').set('title', 'hers')
    card(ada.doc, 'c2').set('title', 'hers')
    ada.doc.getMap('other').set('by', 'ada')
  })
  await until('what she holds', () => shows(bob.doc, 'c1').title === 'hers')
  await until('the rest undone', () => shows(ada.doc, 'c2').title === 'two' && ada.doc.getMap('other').size === 0)
  await refused(403, rest.bob.document(BOARD).edit({ cards: { c2: { title: 'his' } } }))
  const lock = await rest.bob.post(`${ROUTES}/locks`, { path: '/cards/c2' })
  await rest.bob.document(BOARD).edit({ cards: { c2: { title: 'his' } } })
  await refused(423, rest.bob.document(BOARD).edit({ cards: { c1: { title: 'his' } } }))
  await until('what he holds', () => shows(ada.doc, 'c2').title === 'his')
  await rest.bob.delete(`${ROUTES}/locks/${lock.id}`)
  await refused(403, rest.bob.document(BOARD).edit({ cards: { c2: { title: 'again' } } }))
  await content.converged('both', [ada.doc, bob.doc])
})

/** Changes a card, takes it away, or brings it back. @param {Client} client @param {Random} random @param {string} word */
function editCard ({ doc }, random, word) {
  const id = random.pick(['c1', 'c1', 'c2'])
  const one = card(doc, id)
  if (!one) return void doc.getMap('cards').set(id, new Y.Map(/** @type {any} */ ([['title', word], ['description', new Y.Text(word)], ['order', 'a0']])))
  const description = one.get('description')
  random.pick([
    () => one.set('title', word), () => one.set('title', word), () => one.delete('order'), () => description?.insert(random.below(description.length + 1), word),
    () => { if (description?.length > 0) description.delete(0, 1) }, () => one.set('description', new Y.Text(word)), () => one.set('column', word),
    () => one.set('title', word), () => doc.getMap('cards').delete(id)
  ])()
}

test('random editors, locks that come and go, and a killed server: all end up with the same, and what was locked is its holder\'s', { timeout: 120_000 }, async t => {
  const random = Random.forTest(t)
  const { server, tokens, rest, lock } = await board(t)
  const people = [tokens.ada, tokens.ada, tokens.bob, tokens.bob, tokens.root]
  const clients = people.map(token => Client.connect(server, lines.y31, BOARD, { params: { token }, maxBackoffTime: 200 }))
  for (const client of clients) await client.synced()
  const paths = ['/cards/c2', '/text', '/map', '/array', '/xml', '/nested/box 1', '/cards/c2/title']
  for (let round = 0; round < 150; round++) {
    const at = random.below(clients.length)
    const client = clients[at]
    if (random.below(2) === 0) content.randomEdit(client.doc, random)
    else editCard(client, random, `${at} ${round}`)
    if (random.below(6) === 0) {
      const who = random.pick([rest.ada, rest.bob])
      await who.ask('POST', `${ROUTES}/locks`, { json: { path: random.pick(paths), seconds: 60 } })
    }
    if (random.below(8) === 0) {
      const locks = (await rest.root.get(`${ROUTES}/locks`)).locks.filter((/** @type {any} */ { id }) => id !== lock.id)
      if (locks.length > 0) await rest.root.delete(`${ROUTES}/locks/${random.pick(locks).id}`)
    }
    if (random.below(8) === 0) client.disconnect()
    if (random.below(4) === 0) client.connect()
    if (round === 50 || round === 100) {
      await server.kill()
      await server.start()
    }
    if (random.below(3) === 0 && client.provider.shouldConnect) await client.saved()
    else await breathe()
  }
  for (const client of clients) client.connect()
  for (const client of clients) await client.saved()
  const late = await Client.connect(server, lines.y31, BOARD, { params: { token: tokens.root } }).synced()
  await content.converged('all', [...clients, late].map(({ doc }) => doc))
  const { events } = await rest.root.document(BOARD).events({ types: 'board.card.*' })
  const changed = events.filter(({ data }) => data.id === 'c1').slice(1)
  const titles = changed.flatMap(({ data }) => [data.value?.title, ...(data.changes ?? []).filter((/** @type {any} */ { path }) => path === '/title').map((/** @type {any} */ change) => change.new)])
  assert.deepEqual(titles.filter(title => title !== undefined && !/^([01] |one$)/.test(title)), [], 'nobody but its holder wrote into the locked card')
  // What was put back in the place of an offence may be told together with what its holder did before, as of the offender; but that
  // something is gone is never theirs. Where very many take turns, an event names several whom it can't tell apart.
  const isHers = (/** @type {any} */ { user, data }) => [user, ...data.authors ?? []].some(({ id }) => id === 'ada')
  assert.deepEqual(changed.filter(event => event.type === 'board.card.removed' && !isHers(event)), [], 'and nobody else took it away')
  t.diagnostic(`${changed.length} changes of the locked card, ${events.length} of cards`)
})
