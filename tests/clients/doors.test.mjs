// One document through every door at once: y-websocket, Hocuspocus, y-sweet and JSON clients edit, lose their connections and
// outlive kills of the server; in the end all hold the same and see each other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import {
  Client, HocuspocusClient, LiveClient, Random, Server, YSweetClient, content, hocuspocus, lines, readFresh, until, ySweetDocuments
} from './harness.mjs'

const ROUNDS = Number(process.env.YRSA_ROUNDS ?? 40)

/** A Yjs client of each door and era. */
async function everybody (/** @type {Server} */ server, /** @type {string} */ document) {
  const manager = ySweetDocuments(server)
  const presence = { here: true }
  const clients = {
    ...Object.fromEntries([lines.y1, lines.y30, lines.y31].map(line =>
      [line.name, Client.connect(server, line, document, { presence, maxBackoffTime: 200 })])),
    ...Object.fromEntries([hocuspocus.h23, hocuspocus.h215, hocuspocus.h31, hocuspocus.h34, hocuspocus.h48].map(line =>
      [line.name, HocuspocusClient.connect(server, line, document, { presence })])),
    'y-sweet': YSweetClient.connect(server, document, () => manager.getOrCreateDocAndToken(document), { presence })
  }
  for (const client of Object.values(clients)) await client.synced()
  return /** @type {(Client | HocuspocusClient | YSweetClient)[]} */ (Object.values(clients))
}

test('an edit at one door is seen at every other', async t => {
  const server = await Server.forTest(t)
  const clients = await everybody(server, 'doors')
  const live = await LiveClient.open(server, 'doors')
  for (const [at, client] of clients.entries()) {
    client.doc.getMap('seen').set(`by ${at}`, true)
    for (const other of clients) await until(`client ${at} at the others`, () => other.doc.getMap('seen').get(`by ${at}`))
    await until(`client ${at} at the JSON door`, () => live.content.seen?.[`by ${at}`])
  }
  await live.patch([{ op: 'add', path: '/seen/by JSON', value: true }])
  for (const other of clients) await until('the JSON client at the others', () => other.doc.getMap('seen').get('by JSON'))
  await content.converged('all', [...clients.map(({ doc }) => doc), await readFresh(server, 'doors')])
})

test('everybody is seen at every door, and nobody who left', async t => {
  const server = await Server.forTest(t)
  const clients = await everybody(server, 'presence')
  const [one, two] = [await LiveClient.open(server, 'presence'), await LiveClient.open(server, 'presence')]
  await until('all to see all', () =>
    clients.every(client => clients.every(other => client === other || client.sees(other)) && client.sees(one.clientID) && client.sees(two.clientID)) &&
    [one, two].every(live => clients.every(client => live.sees(client))) && one.people.has(two.clientID) && two.people.has(one.clientID))
  for (const client of clients) {
    client.awareness.setLocalStateField('cursor', { anchor: client.doc.clientID, head: 0 })
    await one.next('cursor_update', ({ client: id, cursor }) => id === client.doc.clientID && cursor.anchor === id)
  }
  one.send({ type: 'cursor_update', cursor: { anchor: 'JSON' } })
  for (const client of clients) await until('the cursor of JSON', () => client.awareness.getStates().get(one.clientID)?.cursor?.anchor === 'JSON')
  const [gone, ...left] = clients
  gone.destroy()
  two.cut()
  await until('both to be gone', () =>
    left.every(client => !client.sees(gone) && !client.sees(two.clientID)) && !one.sees(gone) && !one.people.has(two.clientID))
})

test('random edits, lost connections and kills of the server leave all doors with one document', { timeout: 300_000 }, async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t)
  const clients = await everybody(server, 'torture')
  let live = await LiveClient.open(server, 'torture')
  /** What the JSON client was told is saved. @type {Record<string, number>} */
  const promised = {}
  await live.patch([{ op: 'add', path: '/json', value: { count: 0 } }])
  for (let round = 0; round < ROUNDS; round++) {
    for (const client of clients) {
      for (let edit = 0; edit < 1 + random.below(4); edit++) content.randomEdit(client.doc, random)
      if (random.below(6) === 0) client.loseConnection()
    }
    if (live.closure || random.below(8) === 0) {
      live.cut()
      live = await LiveClient.open(server, 'torture')
    }
    const key = `key ${random.below(10)}`
    await live.patch([{ op: 'add', path: `/json/${key}`, value: round }, { op: 'add', path: '/json/count', value: round }])
    promised[key] = round
    if (random.below(10) === 0) {
      await server.kill()
      await server.start()
    }
    if (random.below(5) === 0) await content.converged(`round ${round}`, clients.map(({ doc }) => doc), 30_000)
  }
  await content.converged('in the end', clients.map(({ doc }) => doc), 30_000)
  await content.converged('stored', [clients[0].doc, await readFresh(server, 'torture')])
  assert.deepEqual(clients[0].doc.getMap('json').toJSON(), { ...promised, count: ROUNDS - 1 })
  if (live.closure) live = await LiveClient.open(server, 'torture')
  const { content: whole } = await LiveClient.open(server, 'torture')
  // What it was told in patches is what a newcomer is told at once.
  await until('the JSON client to have heard all', () => isDeepStrictEqual(live.content, whole)).catch(() => assert.deepEqual(live.content, whole))
  await until('all to see all', () => clients.every(client => clients.every(other => client === other || client.sees(other)) && live.sees(client)), 30_000)
})
