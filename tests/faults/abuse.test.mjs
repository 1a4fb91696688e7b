// What clients with a right to be there do to others: floods of presence (F17), updates under somebody else's client id (F18), everything said
// again (F22), many who never read (F10). What each may cost is bounded, nobody's words become another's, nothing is written twice.
import assert from 'node:assert/strict'
import { readFile, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Client, GuardedServer, RawConnection, Server, Y, access, content, frames, lines, readFresh, until } from '../clients/harness.mjs'
import { Proxy } from './proxy.mjs'

const isLong = process.env.FAULTS === 'long'
const MEBIBYTE = 2 ** 20

test('floods of presence from four do not hold up who types, and the last word of each is seen', { timeout: 120_000 }, async t => {
  const server = await Server.forTest(t)
  const [writer, reader] = [await Client.connect(server, lines.y31, 'flood').synced(), await Client.connect(server, lines.y31, 'flood').synced()]
  const floods = await Promise.all(Array.from({ length: 4 }, () => RawConnection.open(server, 'flood', { keep: () => false })))
  const quiet = await latencies(writer, reader, 60)
  const before = await server.memory()
  let [flooding, clock] = [true, 0]
  const began = performance.now()
  const flood = (async () => {
    while (flooding) {
      clock += 1
      for (const [at, raw] of floods.entries()) {
        for (let time = 0; time < 4; time++) raw.send(frames.awareness([{ client: 500 + at, clock: 4 * clock + time, state: { at, clock, filler: 'x'.repeat(200) } }]))
      }
      await pause(4)
    }
  })()
  const loud = await latencies(writer, reader, isLong ? 2_000 : 200)
  flooding = false
  await flood
  const rate = Math.round(16 * clock / (performance.now() - began) * 1000)
  t.diagnostic(`${rate} presence messages a second; an edit arrives after ${quiet.median.toFixed(1)} ms at rest and ${loud.median.toFixed(1)} ms meanwhile, at most ${loud.most.toFixed(1)} ms`)
  assert.ok(floods.every(raw => raw.isOpen), 'that is allowed: `limits.messages_per_second` is 20,000')
  assert.ok(loud.most < 1_500, `an edit waited ${loud.most} ms`)
  const grown = (await server.memory() - before) / MEBIBYTE
  assert.ok(grown < 64, `memory grew by ${grown} MiB`)
  for (const [at, raw] of floods.entries()) {
    await until('the last state to be seen', () => /** @type {any} */ (reader.awareness.getStates().get(500 + at))?.clock === clock)
    raw.cut()
  }
  await until('nobody to be left', () => [500, 501, 502, 503].every(client => !reader.sees(client)))
})

/** How long edits take from one to the other, one after the other. @param {Client} writer @param {Client} reader @param {number} times */
async function latencies (writer, reader, times) {
  const map = reader.doc.getMap('latency')
  const start = /** @type {number} */ (map.get('at') ?? 0)
  const taken = []
  for (let at = start + 1; at <= start + times; at++) {
    const sent = performance.now()
    writer.doc.getMap('latency').set('at', at)
    await until('the edit at the other', () => map.get('at') === at)
    taken.push(performance.now() - sent)
  }
  taken.sort((a, b) => a - b)
  return { median: taken[times >> 1], most: /** @type {number} */ (taken.at(-1)) }
}

test('nobody announces more people than a connection may, nor at a clock beyond all others, nor as somebody else', async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'people', { presence: { name: 'ada' } }).synced()
  const bob = await Client.connect(server, lines.y1, 'people').synced()
  await until('bob to see ada', () => bob.sees(ada))
  const crowd = await RawConnection.open(server, 'people')
  crowd.send(frames.awareness(Array.from({ length: 33 }, (_, at) => ({ client: 1_000 + at, clock: 1, state: { at } }))))
  assert.equal((await crowd.closed()).code, 4422)
  const raw = await RawConnection.open(server, 'people')
  for (const clock of [2 ** 32 - 1, 2 ** 53 - 1]) {
    // Ada can't be removed, nor be made so new that nothing she says counts any more.
    raw.send(frames.awareness([{ client: ada.doc.clientID, clock, state: null }]))
    raw.send(frames.awareness([{ client: ada.doc.clientID, clock, state: { name: 'mallory' } }]))
    const closed = raw.closure !== null
    if (!closed) raw.send(frames.awareness([{ client: 7, clock, state: { name: 'myself' } }]))
  }
  for (let time = 0; time < 20; time++) {
    ada.awareness.setLocalState({ name: 'ada', time })
    await until('bob to see what ada says', () => {
      const seen = /** @type {any} */ (bob.awareness.getStates().get(ada.doc.clientID))
      assert.notEqual(seen?.name, 'mallory')
      return seen?.time === time
    })
  }
  assert.deepEqual([ada.opened, bob.opened], [1, 1])
})

test('updates under another\'s client id: one history for all, on disk too, and events name who sent them', async t => {
  const server = await GuardedServer.forTest(t)
  const url = (/** @type {string} */ user) => ({ params: { token: access.token(user, { grants: { 'forged/': 'editor' } }) } })
  const bob = await Client.connect(server, lines.y31, 'forged/plan', url('bob')).synced()
  const ada = await RawConnection.open(server, `forged/plan?token=${access.token('ada', { grants: { 'forged/': 'editor' } })}`)
  const id = 12_345
  const honest = new Y.Doc()
  honest.clientID = id
  honest.getText('text').insert(0, 'honest')
  ada.send(frames.update(Y.encodeStateAsUpdate(honest)))
  await ada.saved()
  await until('bob to have it', () => bob.doc.getText('text').toString() === 'honest')
  const mallory = await Client.connect(server, lines.y31, 'forged/plan', url('mallory')).synced()
  // What comes next in ada's history, by mallory; and then ada's own at the same place.
  const forged = new Y.Doc()
  Y.applyUpdate(forged, Y.encodeStateAsUpdate(bob.doc))
  const known = Y.encodeStateVector(forged)
  forged.clientID = id
  forged.getMap('map').set('by', 'mallory')
  mallory.provider.ws.send(frames.update(Y.encodeStateAsUpdate(forged, known)))
  await mallory.saved()
  await until('the others to have it', () => bob.doc.getMap('map').get('by') === 'mallory')
  // A second version of what everybody has: other content at the same (id, clock) changes nothing anywhere.
  const twice = new Y.Doc()
  twice.clientID = id
  twice.getText('text').insert(0, 'FORGED')
  mallory.provider.ws.send(frames.update(Y.encodeStateAsUpdate(twice)))
  await mallory.saved()
  const fresh = async () => {
    const raw = await RawConnection.open(server, `forged/plan?token=${access.token('ada', { grants: { 'forged/': 'viewer' } })}`)
    const doc = await raw.read()
    raw.cut()
    return doc
  }
  for (const moment of ['in memory', 'on disk']) {
    const doc = await fresh()
    assert.equal(doc.getText('text').toString(), 'honest', moment)
    assert.equal(doc.getMap('map').get('by'), 'mallory', moment)
    assert.equal(bob.doc.getText('text').toString(), 'honest')
    await content.converged(moment, [bob.doc, doc])
    await server.kill()
    await server.start()
  }
  const { events } = await server.call('GET', '/events?document=forged%2Fplan&limit=200')
  const authors = events.filter((/** @type {any} */ { type }) => type === 'document.updated').map((/** @type {any} */ { user, data }) => [user.id, data.paths])
  assert.deepEqual(authors, [['ada', ['/text']], ['mallory', ['/map/by']]], 'what happened is told of who was connected, not of whom the bytes name')
})

test('everything said again changes nothing: no bytes on disk, no frame to anybody, no event', { timeout: 120_000 }, async t => {
  const server = await Server.forTest(t)
  const writer = new Y.Doc()
  /** @type {Uint8Array[]} */ const said = [frames.step1(), frames.step2(Y.encodeStateAsUpdate(writer))]
  writer.on('update', update => said.push(frames.update(update)))
  for (let at = 0; at < 300; at++) {
    writer.getText('text').insert(writer.getText('text').length, `${at} `)
    if (at % 7 === 0) writer.getText('text').delete(0, 2)
    writer.getMap('map').set(`${at % 11}`, at)
  }
  const first = await RawConnection.open(server, 'replay', { keep: () => false })
  for (const frame of said) first.send(frame)
  await first.saved()
  const watcher = await RawConnection.open(server, 'replay')
  await watcher.take('the first frame')
  const entries = await server.metric('yrsa_commit_entries_total')
  // Coming and going is written down; how much is said again makes no difference.
  const [once, tenTimes] = [await growth(server, said), await growth(server, Array.from({ length: 10 }, () => [...said, ...said.toReversed()]).flat())]
  t.diagnostic(`three visits that say all of it again write ${once} bytes, three that say it twenty times ${tenTimes}`)
  assert.ok(tenTimes <= once + 4_096, `${tenTimes} bytes for twenty times, and ${once} for once`)
  assert.equal(await server.metric('yrsa_commit_entries_total'), entries, 'nothing was logged')
  const relayed = watcher.inbox.filter(({ kind, step }) => kind === frames.SYNC && step !== frames.STEP_1)
  assert.equal(relayed.length, 0, 'nobody was told anything')
  assert.equal((await readFresh(server, 'replay')).getText('text').toString(), writer.getText('text').toString())
})

test('what one could do is worth nothing to another: captured frames are judged by who sends them', async t => {
  const server = await GuardedServer.forTest(t)
  const as = (/** @type {string} */ user, /** @type {string} */ role) => `captured/plan?token=${access.token(user, { grants: { 'captured/': role } })}`
  const editor = await RawConnection.open(server, as('ada', 'editor'))
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'captured')
  const frame = frames.update(Y.encodeStateAsUpdate(doc))
  editor.send(frame)
  await editor.saved()
  const later = new Y.Doc()
  later.getText('text').insert(0, 'more ')
  const stolen = [frame, frames.step2(Y.encodeStateAsUpdate(later)), frames.update(Y.encodeStateAsUpdate(later))]
  for (const role of ['viewer', 'commenter']) {
    const reader = await RawConnection.open(server, as('eve', role))
    for (const bytes of stolen) reader.send(bytes)
    reader.send(frames.queryAwareness())
    await reader.take('an answer behind them', ({ kind }) => kind === frames.AWARENESS)
    assert.ok(reader.inbox.some(({ kind }) => kind === frames.AUTH), 'it is told so')
    assert.equal((await reader.read()).getText('text').toString(), 'captured')
    reader.cut()
  }
})

/** Bytes that three visits with these frames leave on disk. @param {Server} server @param {Uint8Array[]} said */
async function growth (server, said) {
  const before = await atRest(server)
  for (let time = 0; time < 3; time++) {
    const raw = await RawConnection.open(server, 'replay', { keep: () => false })
    for (const frame of said) raw.send(frame)
    await raw.saved()
    raw.cut()
  }
  return await atRest(server) - before
}

/** What is written when nothing is written any more: for a second the same. @param {Server} server */
async function atRest (server) {
  let [bytes, since] = [await written(server), performance.now()]
  await until('the disk to come to rest', async () => {
    const now = await written(server)
    if (now !== bytes) [bytes, since] = [now, performance.now()]
    return performance.now() - since > 1_000
  })
  return bytes
}

/** Bytes of the journal. @param {Server} server */
async function written (server) {
  let bytes = 0
  for (const name of /** @type {string[]} */ (await readdir(server.data, { recursive: true }))) {
    if (!name.includes('journal')) continue
    const file = await stat(path.join(server.data, name))
    if (file.isFile()) bytes += (await trimmed(path.join(server.data, name))).length
  }
  return bytes
}

/** A file without the zeros at its end, which are room for what comes. @param {string} name */
async function trimmed (name) {
  const bytes = await readFile(name)
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end--
  return bytes.subarray(0, end)
}

test('readers of 1 KB/s and of nothing among many: the others are as quick as without them, and memory is bounded', { timeout: 240_000 }, async t => {
  const server = await Server.forTest(t, { settings: { 'limits.outbox': '64KiB' } })
  const network = await Proxy.before(server)
  const writer = await Client.connect(server, lines.y31, 'slow').synced()
  const reader = await Client.connect(server, lines.y31, 'slow').synced()
  const filler = 'x'.repeat(1_000)
  const type = async (/** @type {number} */ times) => {
    const taken = []
    for (let at = 0; at < times; at++) {
      const sent = performance.now()
      writer.doc.getMap('map').set(`${at % 50}`, `${sent} ${filler}`)
      await until('the edit at the other', () => String(reader.doc.getMap('map').get(`${at % 50}`)).startsWith(`${sent} `))
      taken.push(performance.now() - sent)
    }
    taken.sort((a, b) => a - b)
    return { median: taken[times >> 1], p99: taken[Math.floor(times * 0.99)] }
  }
  const times = isLong ? 5_000 : 600
  await type(100)
  const without = await type(times)
  let reading = false
  const keep = () => reading
  const trickle = await RawConnection.open(/** @type {any} */ (network), 'slow', { keep })
  const stuck = await RawConnection.open(server, 'slow', { keep })
  network.weather({ down: { bytesPerSecond: 1_024 } })
  stuck.socket.pause()
  const before = await server.memory()
  const withThem = await type(times)
  const grown = (await server.memory() - before) / MEBIBYTE
  t.diagnostic(`an edit arrives after ${without.median.toFixed(1)} ms, p99 ${without.p99.toFixed(1)}; with two slow readers after ${withThem.median.toFixed(1)} ms, p99 ${withThem.p99.toFixed(1)}; memory grew by ${grown.toFixed(1)} MiB`)
  assert.ok(withThem.median < 2 * without.median + 3, 'the median of others')
  assert.ok(grown < 32, `${grown} MiB`)
  reading = true
  stuck.socket.resume()
  network.heal()
  for (const raw of [trickle, stuck]) {
    const doc = await raw.read()
    await content.converged('a slow reader', [writer.doc, doc])
    raw.cut()
  }
})
