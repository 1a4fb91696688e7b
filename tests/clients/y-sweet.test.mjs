// The unchanged y-sweet client and SDK: documents are created and read by a back end, edited by people with the tokens it
// hands out, and "no local changes" means durable.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import {
  Client, GuardedServer, Server, SlowDisk, YSweetClient, access, content, lines, slowDisk, until, ySweetDocuments
} from './harness.mjs'

/** How long the client waits for any message after a probe before it gives the connection up. */
const PATIENCE_MS = 3_000

/** An update that writes `text`. */
function writing (/** @type {string} */ text) {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

/** The text of an update. */
function textOf (/** @type {Uint8Array} */ update) {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  return doc.getText('text').toString()
}

/** A client for a document that is made if it is missing. */
const connect = (/** @type {Server} */ server, /** @type {string} */ document, options = {}) =>
  YSweetClient.connect(server, document, () => ySweetDocuments(server).getOrCreateDocAndToken(document), options)

test('two clients converge on every shared type, and have no local changes once all is durable', async t => {
  const server = await Server.forTest(t)
  const ada = await connect(server, 'every-type', { presence: { name: 'ada' } }).synced()
  const bob = await connect(server, 'every-type', { presence: { name: 'bob' } }).synced()
  content.writeEveryType(ada.doc)
  await content.converged('live', [ada.doc, bob.doc])
  bob.doc.getText('text').insert(0, 'answer ')
  await content.converged('answered', [bob.doc, ada.doc])
  await ada.saved()
  await bob.saved()
  await until('both see each other', () => ada.sees(bob) && bob.sees(ada))
  await server.kill()
  await server.start()
  await ada.saved()
  await bob.saved()
  const newcomer = await connect(server, 'every-type').synced()
  await content.converged('after a kill', [ada.doc, bob.doc, newcomer.doc])
  await until('presence after a kill', () => ada.sees(bob) && bob.sees(ada))
})

test('local changes are gone only when they are on disk, and the connection survives the wait', { skip: slowDisk.absent }, async t => {
  const server = await Server.forTest(t)
  const ada = await connect(server, 'slow').saved()
  const bob = await connect(server, 'slow').saved()
  const disk = await SlowDisk.under(server, 60_000)
  const started = performance.now()
  ada.doc.getText('text').insert(0, 'not yet')
  await until('bob to see the change', () => bob.doc.getText('text').toString() === 'not yet')
  // Beyond the client's patience, so that only a server that says something meanwhile keeps it.
  await until('the wait', () => {
    assert.ok(ada.provider.hasLocalChanges, 'not durable yet')
    return performance.now() - started > 2 * PATIENCE_MS
  })
  assert.deepEqual([ada.wire.opened, bob.wire.opened], [1, 1], 'no reconnect while the acknowledgement is held back')
  await disk.release()
  await ada.saved()
  assert.deepEqual(ada.localChanges.at(-1), false)
})

test('edits made offline are not called saved before the server has them', { skip: slowDisk.absent }, async t => {
  const server = await Server.forTest(t)
  const ada = await connect(server, 'offline').saved()
  const bob = await connect(server, 'offline').saved()
  await server.stop()
  await until('the loss', () => ada.wire.closures.length > 0)
  ada.doc.getText('text').insert(0, 'offline ')
  await server.start()
  const disk = await SlowDisk.under(server, 60_000)
  await until('the edit at bob', () => bob.doc.getText('text').toString() === 'offline ')
  bob.awareness.setLocalState({ marker: true })
  await until('a word from bob', () => ada.awareness.getStates().get(bob.doc.clientID)?.marker)
  assert.ok(ada.provider.hasLocalChanges, 'the first probe of a connection comes before the edits')
  await disk.release()
  await ada.saved()
})

test('a lost connection loses no edit and no presence', async t => {
  const server = await Server.forTest(t)
  const ada = await connect(server, 'lost', { presence: { name: 'ada' } }).saved()
  const bob = await Client.connect(server, lines.y31, 'lost', { presence: { name: 'bob' } }).synced()
  for (let round = 0; round < 5; round++) {
    ada.loseConnection()
    ada.doc.getArray('array').push([`offline ${round}`])
    ada.awareness.setLocalStateField('round', round)
    bob.doc.getArray('array').push([`meanwhile ${round}`])
    await until('ada is back for bob', () => bob.awareness.getStates().get(ada.doc.clientID)?.round === round)
    await until('bob is back for ada', () => ada.sees(bob))
    await content.converged(`round ${round}`, [ada.doc, bob.doc])
    await ada.saved()
  }
})

test('an idle client stays connected', async t => {
  const server = await Server.forTest(t)
  const ada = await connect(server, 'idle').saved()
  const started = performance.now()
  await until('several of its probes to be answered', () => performance.now() - started > 4 * PATIENCE_MS)
  assert.deepEqual([ada.wire.opened, ada.wire.closures], [1, []])
})

test('the SDK creates, reads and writes documents', async t => {
  const server = await Server.forTest(t)
  const manager = ySweetDocuments(server)
  assert.deepEqual(await manager.checkStore(), { ok: true })
  assert.deepEqual(await manager.createDoc('made'), { docId: 'made' })
  assert.deepEqual(await manager.createDoc('made'), { docId: 'made' }, 'as often as one likes')
  const { docId } = await manager.createDoc()
  assert.match(docId, /^[\w-]+$/)
  assert.notEqual((await manager.createDoc()).docId, docId)
  await manager.updateDoc('made', writing('by the SDK'))
  await server.kill()
  await server.start()
  assert.equal(textOf(await manager.getDocAsUpdate('made')), 'by the SDK', 'a write that was answered is durable')
  const seeded = await manager.createDocWithContent(writing('seeded'))
  assert.equal(textOf(await manager.getDocAsUpdate(seeded.docId)), 'seeded')
  const ada = await Client.connect(server, lines.y31, 'made').synced()
  assert.equal(ada.doc.getText('text').toString(), 'by the SDK', 'the same document at every door')
  await manager.updateDoc('made', writing('live '))
  await until('a write of the SDK at an open client', () => ada.doc.getText('text').toString().includes('live '))
  const connection = await manager.getDocConnection('made')
  await connection.updateDoc(writing('connected '))
  assert.match(textOf(await connection.getAsUpdate()), /connected /)
  await assert.rejects(manager.updateDoc('made', Uint8Array.of(9, 9, 9)), /ServerError: Server responded with 4\d\d/)
  await assert.rejects(manager.getClientToken('never-made'), /ServerError: Server responded with 404/)
  await assert.rejects(manager.createDoc('../etc'), /ServerError: Server responded with 400/)
})

test('a client token says where to connect and what one may', async t => {
  const server = await Server.forTest(t)
  const token = await ySweetDocuments(server).getOrCreateDocAndToken('where')
  assert.equal(token.docId, 'where')
  assert.equal(token.url, `ws://127.0.0.1:${server.port}/y-sweet/d/where/ws`)
  assert.equal(token.baseUrl, `${server.http}/y-sweet/d/where`)
  assert.equal(token.authorization, 'full')
})

test('with tokens: the back end needs a server token, people get client tokens that grant no more than they say', async t => {
  const server = await GuardedServer.forTest(t)
  const manager = ySweetDocuments(server, access.token('back-end', { admin: true, grants: { '/': 'owner' } }))
  assert.deepEqual(await manager.checkStore(), { ok: true })
  await manager.createDoc('guarded')
  await manager.createDoc('other')
  for (const [what, token] of /** @type {const} */ ([
    ['none', undefined],
    ['garbage', 'garbage'],
    ['an expired one', access.token('back-end', { admin: true, expires: access.inSeconds(-1) })]
  ])) {
    const stranger = ySweetDocuments(server, token)
    await assert.rejects(stranger.createDoc('stolen'), /(NoAuthProvided|InvalidAuthProvided)/, what)
    await assert.rejects(stranger.getClientToken('guarded'), /(NoAuthProvided|InvalidAuthProvided)/, what)
  }
  await assert.rejects(ySweetDocuments(server, access.token('somebody')).getClientToken('guarded'), /403/)

  const full = () => manager.getClientToken('guarded', { userId: 'ada' })
  const readOnly = () => manager.getClientToken('guarded', { userId: 'rita', authorization: 'read-only' })
  const ada = await YSweetClient.connect(server, 'guarded', full).saved()
  const rita = await YSweetClient.connect(server, 'guarded', readOnly, { presence: { name: 'rita' } }).synced()
  assert.deepEqual([(await full()).authorization, (await readOnly()).authorization], ['full', 'read-only'])
  ada.doc.getText('text').insert(0, 'by ada')
  await content.converged('the reader', [ada.doc, rita.doc])
  await until('the reader is seen', () => ada.sees(rita))
  await ada.saved()

  const answered = () => rita.wire.received.filter(([kind]) => kind === 102).length
  rita.doc.getText('text').insert(0, 'by rita ')
  await until('a refusal', () => rita.wire.received.some(([kind]) => kind === 2))
  rita.awareness.setLocalStateField('after', true)
  await until('presence after the refusal', () => ada.awareness.getStates().get(rita.doc.clientID)?.after)
  assert.ok(rita.provider.hasLocalChanges, `a refused write is never acknowledged (${answered()} answers)`)
  assert.equal(ada.doc.getText('text').toString(), 'by ada')
  await assert.rejects((await manager.getDocConnection('guarded', { authorization: 'read-only' })).updateDoc(writing('no')), /403/)

  // The token of one document opens no other.
  const stolen = { ...await manager.getClientToken('other'), token: (await full()).token }
  const thief = YSweetClient.connect(server, 'other', async () => stolen)
  await until('the thief to be refused', () => thief.wire.refusals.length > 0)
  assert.deepEqual([thief.wire.refusals[0], thief.wire.opened], [403, 0])
})

test('a client token that expires ends the connection, and the client comes back with a new one', async t => {
  const server = await GuardedServer.forTest(t)
  const manager = ySweetDocuments(server, access.token('back-end', { admin: true, grants: { '/': 'owner' } }))
  await manager.createDoc('expires')
  let issued = 0
  const ada = YSweetClient.connect(server, 'expires', () => manager.getClientToken('expires', { userId: 'ada', validForSeconds: issued++ ? 3600 : 2 }))
  await ada.saved()
  await until('the end', () => ada.wire.closures.length > 0)
  ada.doc.getText('text').insert(0, 'meanwhile')
  // The client asks for a new token after three refused attempts.
  await until('a new token', () => ada.tokens === 2)
  await ada.saved()
  assert.equal(ada.wire.closures[0].code, 4401)
  assert.ok(ada.wire.refusals.every(status => status === 401))
  assert.equal(textOf(await manager.getDocAsUpdate('expires')), 'meanwhile')
})
