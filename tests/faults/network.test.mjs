// Networks that fail between unchanged clients and the server (F8, F9): cut both ways, one way, late, slow, reset, and peers that vanish without
// a word. Whatever happened, in the end all hold the same document, what was called saved is in it, and nobody who left is shown.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Client, HocuspocusClient, Random, RawConnection, Server, WebSocket, frames, hocuspocus, lines, readFresh, until } from '../clients/harness.mjs'
import { Proxy } from './proxy.mjs'

const isLong = process.env.FAULTS === 'long'
const CLIENT = new URL('../../web/client/dist/index.js', import.meta.url)
/** Clients notice by themselves that nothing comes any more: all of these after 30 s. */
const PATIENCE_MS = 75_000
/** Two ping periods, and what a machine under load may add. */
const HALF_OPEN_MS = 60_000
const SLACK_MS = 4_000
const GOODBYE_MS = 5_000

/** @typedef {{ name: string, doc: import('yjs').Doc, clientID: number, sees: (id: number) => boolean, saved: () => Promise<any>, synced: () => Promise<any> }} Peer */

/** The providers, each as a peer of the same kind. */
const kinds = {
  'y-websocket 1.5': (/** @type {Proxy} */ network, /** @type {string} */ document) => yWebsocket(network, document, lines.y1),
  'y-websocket 3.1': (/** @type {Proxy} */ network, /** @type {string} */ document) => yWebsocket(network, document, lines.y31),
  'Hocuspocus 3.4': (/** @type {Proxy} */ network, /** @type {string} */ document) => hocuspocusPeer(network, document, hocuspocus.h34),
  'Hocuspocus 4.8': (/** @type {Proxy} */ network, /** @type {string} */ document) => hocuspocusPeer(network, document, hocuspocus.h48),
  ...(existsSync(CLIENT) ? { '@yrsa/client': yrsaClient } : {})
}

/** @returns {Promise<Peer>} */
async function yWebsocket (/** @type {any} */ network, /** @type {string} */ document, /** @type {lines.Line} */ line) {
  const client = Client.connect(network, line, document, { presence: { name: line.name }, maxBackoffTime: 300 })
  return {
    name: line.name,
    doc: client.doc,
    clientID: client.doc.clientID,
    sees: id => client.sees(id),
    synced: () => client.synced(PATIENCE_MS),
    saved: () => client.saved(PATIENCE_MS)
  }
}

/** @returns {Promise<Peer>} */
async function hocuspocusPeer (/** @type {any} */ network, /** @type {string} */ document, /** @type {hocuspocus.Line} */ line) {
  const client = HocuspocusClient.connect(network, line, document, { presence: { name: line.name } })
  return {
    name: line.name,
    doc: client.doc,
    clientID: client.doc.clientID,
    sees: id => client.sees(id),
    synced: () => client.synced(PATIENCE_MS),
    saved: () => client.saved(PATIENCE_MS)
  }
}

/** @returns {Promise<Peer>} */
async function yrsaClient (/** @type {any} */ network, /** @type {string} */ document) {
  const { createClient } = await import(CLIENT.href)
  const client = createClient({ url: network.http, WebSocket, name: 'Yrsa' })
  network.beforeDiscard(() => client.destroy())
  const connection = client.connect(document)
  connection.setPresence({ place: 'here' })
  const saved = () => until('@yrsa/client to be saved', () => connection.save.get().phase === 'saved', PATIENCE_MS)
  return { name: '@yrsa/client', doc: connection.doc, clientID: connection.doc.clientID, sees: id => connection.awareness.getStates().has(id), synced: saved, saved }
}

/** Each peer writes a few entries. @param {Peer[]} peers @param {string} mark @param {string[]} written */
function writeAll (peers, mark, written) {
  for (const [at, { doc }] of peers.entries()) {
    for (let time = 0; time < 3; time++) {
      const entry = `${mark} ${at} ${time}`
      doc.getArray('array').push([entry])
      doc.getMap('map').set(`${time}`, entry)
      written.push(entry)
    }
  }
}

/**
 * All see each other, hold the same and everything of `written`, as does the disk.
 *
 * @param {Server} server
 * @param {string} document
 * @param {Peer[]} peers
 * @param {string[]} written
 */
async function agree (server, document, peers, written) {
  for (const peer of peers) await peer.saved()
  const wanted = written.toSorted()
  const holds = (/** @type {import('yjs').Doc} */ doc) => {
    const entries = /** @type {string[]} */ (doc.getArray('array').toArray())
    return entries.length === wanted.length && entries.toSorted().every((entry, at) => entry === wanted[at])
  }
  for (const { name, doc } of peers) await until(`${name} to hold every edit once`, () => holds(doc), PATIENCE_MS)
  const fresh = await readFresh(server, document)
  assert.ok(holds(fresh), 'and so does somebody new')
  for (const { name, doc } of peers) {
    assert.deepEqual([doc.getArray('array').toJSON(), doc.getMap('map').toJSON()], [fresh.getArray('array').toJSON(), fresh.getMap('map').toJSON()], name)
  }
  for (const one of peers) {
    for (const other of peers) {
      if (other !== one) await until(`${one.name} to see ${other.name}`, () => one.sees(other.clientID), PATIENCE_MS)
    }
  }
}

/** What the network does, and how it ends. What is waited for here is how long it lasts, not for anything to happen. */
const FAULTS = /** @type {Record<string, (network: Proxy, random: Random) => Promise<void>>} */ ({
  'cut both ways for a second': async network => {
    network.partition()
    await pause(1_000)
    network.heal()
  },
  'cut from the server only': async network => {
    network.weather({ down: 'stall' })
    await pause(1_000)
    network.heal()
  },
  'cut to the server only': async network => {
    network.weather({ up: 'stall' })
    await pause(1_000)
    network.heal()
  },
  'late by 300 ms each way': async network => {
    network.weather({ up: { delayMs: 300 }, down: { delayMs: 300 } })
    await pause(1_000)
    network.heal()
  },
  'as slow as 2 KiB/s': async network => {
    network.weather({ up: { bytesPerSecond: 2_048 }, down: { bytesPerSecond: 2_048 } })
    await pause(1_500)
    network.heal()
  },
  'reset ten times': async (network, random) => {
    for (let time = 0; time < 10; time++) {
      network.reset()
      await pause(random.below(80))
    }
  },
  'gone without a word, and back by another way': async network => network.vanish()
})

describe('networks that fail', { concurrency: true }, () => {
  for (const [fault, happen] of Object.entries(FAULTS)) {
    test(`${fault}: everybody has everything afterwards, and sees everybody`, { timeout: 240_000 }, async t => {
      const random = Random.forTest(t)
      const server = await Server.forTest(t)
      const network = await Proxy.before(server)
      const document = 'network'
      const away = await Promise.all(Object.values(kinds).map(kind => kind(network, document)))
      const here = await kinds['y-websocket 3.1'](/** @type {any} */ (server), document)
      const peers = [...away, here]
      for (const peer of peers) await peer.synced()
      /** @type {string[]} */ const written = []
      writeAll(peers, 'before', written)
      await agree(server, document, peers, written)
      const over = happen(network, random)
      // In the middle of it, on both sides.
      writeAll(peers, 'during', written)
      await here.saved()
      await over
      writeAll(peers, 'after', written)
      await agree(server, document, peers, written)
      if (!existsSync(CLIENT)) t.diagnostic('NOTICE: @yrsa/client is not built (web/client/dist), so it was left out')
    })
  }

  const seconds = isLong ? 300 : 40
  test(`a partition of ${seconds} s: no ghosts after 30 s on either side, all of it is made good afterwards`, { timeout: 600_000 }, async t => {
    const server = await Server.forTest(t)
    const network = await Proxy.before(server)
    const document = 'long partition'
    const away = await Promise.all(Object.values(kinds).map(kind => kind(network, document)))
    const here = await kinds['y-websocket 3.1'](/** @type {any} */ (server), document)
    const there = await HocuspocusClient.connect(server, hocuspocus.h48, document, { presence: { name: 'there' } }).synced()
    const peers = [...away, here]
    for (const peer of peers) await peer.synced()
    /** @type {string[]} */ const written = []
    writeAll(peers, 'before', written)
    await agree(server, document, peers, written)
    await until('all to be seen', () => away.every(({ clientID }) => here.sees(clientID) && there.sees(clientID)))
    network.partition()
    const began = performance.now()
    writeAll(peers, 'during', written)
    await here.saved()
    await until('those who are cut off to be gone here', () => away.every(({ clientID }) => !here.sees(clientID) && !there.sees(clientID)), 45_000)
    const gone = performance.now() - began
    t.diagnostic(`gone after ${(gone / 1000).toFixed(1)} s`)
    // A state is renewed every 15 s and expires after 30 s; y-protocols looks every 3 s.
    assert.ok(gone < 30_000 + 3_000 + SLACK_MS, `ghosts for ${gone} ms`)
    await until('those here to be gone there', () => away.every(peer => !peer.sees(here.clientID)), 45_000)
    const left = seconds * 1000 - (performance.now() - began)
    if (left > 0) await pause(left)
    network.heal()
    writeAll(peers, 'after', written)
    await agree(server, document, peers, written)
  })

  test('a peer that vanished without a word is closed within two ping periods, and its presence is gone before', { timeout: 120_000 }, async t => {
    const server = await Server.forTest(t)
    const network = await Proxy.before(server)
    const doors = {
      '/sync': `${network.sync}/half`,
      '/hocuspocus': network.hocuspocus,
      '/live': `ws://127.0.0.1:${network.port}/live/half`,
      '/y-sweet': `ws://127.0.0.1:${network.port}/y-sweet/d/half/ws/half`
    }
    const watcher = await Client.connect(server, lines.y31, 'half').synced()
    await Promise.all(Object.values(doors).map(url => opened(new WebSocket(url))))
    const ada = await RawConnection.open(/** @type {any} */ (network), 'half')
    ada.send(frames.awareness([{ client: 77, clock: 1, state: { name: 'ada' } }]))
    await until('ada to be seen', () => watcher.sees(77))
    const open = () => server.metric('yrsa_connections')
    await until('all to be in', async () => await open() === Object.keys(doors).length - 1 + 2)
    const links = [...network.links]
    assert.equal(links.length, Object.keys(doors).length + 1)
    const vanished = performance.now()
    network.vanish()
    await until('the presence to be gone', () => !watcher.sees(77), HALF_OPEN_MS)
    t.diagnostic(`presence was gone after ${((performance.now() - vanished) / 1000).toFixed(1)} s`)
    const left = () => HALF_OPEN_MS + SLACK_MS - (performance.now() - vanished)
    await until('only the watcher to be left', async () => await open() === 1, left())
    t.diagnostic(`given up after ${((performance.now() - vanished) / 1000).toFixed(1)} s`)
    // The goodbye waits for an answer for five seconds.
    await until('all of them to be closed', () => network.links.size === 0, left() + GOODBYE_MS)
    t.diagnostic(`closed after ${((performance.now() - vanished) / 1000).toFixed(1)} s`)
  })
})

/** @param {WebSocket} socket */
const opened = socket => new Promise((resolve, reject) => {
  socket.on('error', reject)
  socket.once('open', () => {
    socket.removeAllListeners('error').on('error', () => {})
    resolve(socket)
  })
})
