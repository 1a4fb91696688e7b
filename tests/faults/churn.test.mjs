// Rooms that come and go (F26, F27): thousands are opened and left, by many clients and by one, and nothing is left over; a room that is
// left in the middle of a save, opened again while it is put away, and opened by many at once has one owner and loses nothing.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Random, RawConnection, Server, Y, WebSocket, frames, hocuspocusFrames, inParallel, readFresh, until } from '../clients/harness.mjs'
import { FaultyDisk, absent } from './disk.mjs'
import { Writer, checkAll, isLong } from './writers.mjs'

const ROUNDS = isLong ? 16 : 4
/** Threads that heavy work may have, and a few that end after a while. */
const THREADS = 32
/** More documents on a socket than the server takes (docs/PROTOCOL.md). */
const TOO_MANY = 4205
const DOCUMENTS_PER_SOCKET = 1_000

/** @param {Server} server */
const descriptors = server => readdirSync(`/proc/${server.process?.pid}/fd`).length

/** @param {Server} server */
const threads = server => readdirSync(`/proc/${server.process?.pid}/task`).length

/** Connects to a document and leaves it. @param {Server} server @param {string} document */
const visit = (server, document) => new Promise((resolve, reject) => {
  const socket = new WebSocket(`${server.sync}/${document}`, { perMessageDeflate: false })
  socket.once('message', () => socket.close())
  socket.once('close', resolve)
  socket.once('error', reject)
})

test('thousands of rooms that are opened and left leave nothing behind, and disturb nobody', { timeout: 600_000 }, async t => {
  const server = await Server.forTest(t, { settings: { 'rooms.idle': '10ms', 'limits.requests_per_second_per_address': '1000000' } })
  const rooms = isLong ? 10_000 : 2_000
  const steady = new Writer('churn/steady', 'steady')
  await steady.connect(server)
  let isOver = false
  const typing = (async () => {
    while (!isOver) {
      await steady.writeOne()
      await pause(50)
    }
  })()
  const names = Array.from({ length: rooms }, (_, at) => `churn/${at}`)
  /** @type {number[]} */ const resident = []
  const began = performance.now()
  const [before, threadsBefore] = [descriptors(server), threads(server)]
  for (let round = 0; round < ROUNDS; round++) {
    await inParallel(names, 32, name => visit(server, name))
    await until('all rooms but one to be put away', async () => await server.metric('yrsa_rooms') === 1)
    resident.push(await server.memory() / 2 ** 20)
  }
  const minutes = (performance.now() - began) / 60_000
  isOver = true
  await typing
  t.diagnostic(`${(ROUNDS * rooms / minutes).toFixed(0)} rooms a minute; resident after each round ${resident.map(mib => mib.toFixed(1)).join(', ')} MiB`)
  await until('descriptors to be free again', () => descriptors(server) <= before + 4)
  // The allocator keeps pages of its own, more with each round, up to a level: what comes after it must not be higher than it. A few
  // thousand rooms are too few to tell that from a leak.
  const mean = (/** @type {number[]} */ some) => some.reduce((sum, mib) => sum + mib, 0) / some.length
  if (isLong) assert.ok(mean(resident.slice(-4)) <= 1.1 * mean(resident.slice(-8, -4)), `memory grows from round to round: ${resident}`)
  assert.ok(threads(server) <= threadsBefore + THREADS, `${threads(server)} threads, ${threadsBefore} before`)
  assert.deepEqual(steady.closeCodes, [])
  await checkAll(server, [steady], 'afterwards')
})

test('one socket that opens thousands of documents is ended at its limit, costs others nothing, and leaves nothing behind', { timeout: 240_000 }, async t => {
  const server = await Server.forTest(t, { settings: { 'rooms.idle': '10ms' } })
  const other = new Writer('one/other', 'other')
  await other.connect(server)
  const documents = 10_000
  const socket = new WebSocket(server.hocuspocus, { perMessageDeflate: false })
  server.beforeDiscard(() => socket.terminate())
  await new Promise((resolve, reject) => { socket.once('open', resolve); socket.once('error', reject) })
  let answers = 0
  /** @type {number | null} */ let closed = null
  socket.on('message', () => { answers += 1 })
  socket.on('close', code => { closed = code })
  for (let at = 0; at < documents; at++) socket.send(hocuspocusFrames.token(`one/${at}`, ''))
  await until('the server to end it', () => closed !== null, 60_000)
  await other.writeOne()
  t.diagnostic(`${answers} answers, closed with ${closed}; ${(await server.memory() / 2 ** 20).toFixed(0)} MiB`)
  assert.equal(closed, TOO_MANY)
  assert.ok(answers <= 3 * DOCUMENTS_PER_SOCKET, `${answers} answers`)
  await until('all rooms but one to be put away', async () => await server.metric('yrsa_rooms') === 1, 60_000)
  await other.writeOne()
  assert.deepEqual(other.closeCodes, [])
  await checkAll(server, [other], 'afterwards')
})

for (const delay of [0, 60]) {
  test(`rooms left in the middle of a save, and opened again while they are put away, lose nothing${delay ? ' on a slow disk' : ''}`
    , { skip: absent, timeout: 240_000 }, async t => {
      const random = Random.forTest(t)
      const { disk, server } = await FaultyDisk.forTest(t, { settings: { 'rooms.idle': '1ms', 'rooms.snapshot_bytes': '1B' } })
      disk.slow(delay)
      await inParallel([0, 1, 2, 3], 4, async at => {
        const writer = new Writer(`races/${at}`, 'writer')
        let left = 0
        for (let round = 0; round < (isLong ? 300 : 40); round++) {
          await writer.connect(server)
          const raw = /** @type {RawConnection} */ (writer.raw)
          const writing = writer.writeOne().then(() => true, () => false)
          // Stay until it is durable, leave while it is written, or leave and have several open it at once.
          const choice = random.below(3)
          if (choice > 0) {
            await until('the edit to be sent', () => raw.socket.bufferedAmount === 0)
            raw.cut()
            left += 1
          }
          await writing
          if (choice === 2) {
            const seen = await Promise.all([1, 2, 3].map(() => readFresh(server, writer.document)))
            for (const doc of seen) writer.check(doc, writer.acknowledged, `round ${round}, one of three who come at once`)
          }
        }
        await writer.connect(server)
        await writer.writeOne()
        writer.check(await readFresh(server, writer.document), writer.written, `after ${left} of 40 left in the middle`)
      })
    })
}

test('many who open a stored document at once, while the disk is slow to give it, all get it whole', { timeout: 120_000 }, async t => {
  const server = await Server.forTest(t, { settings: { 'rooms.idle': '1ms' } })
  const writer = new Writer('herd', 'writer')
  await writer.connect(server)
  for (let at = 0; at < 50; at++) await writer.writeOne()
  writer.raw?.cut()
  for (let round = 0; round < (isLong ? 100 : 10); round++) {
    await until('it to be put away', async () => await server.metric('yrsa_rooms') === 0)
    const crowd = await Promise.all(Array.from({ length: 30 }, () => RawConnection.open(server, 'herd')))
    await until('one room', async () => await server.metric('yrsa_rooms') === 1)
    const docs = await Promise.all(crowd.map(raw => raw.read()))
    for (const doc of docs) writer.check(doc, writer.acknowledged, `round ${round}`)
    // And each edits at once: one owner, so all of it is there in the end.
    const mine = crowd.map((raw, at) => {
      const doc = new Y.Doc()
      doc.getMap('herd').set(`${round} ${at}`, true)
      raw.send(frames.update(Y.encodeStateAsUpdate(doc)))
      return raw.saved()
    })
    await Promise.all(mine)
    for (const raw of crowd) raw.cut()
    assert.equal((await readFresh(server, 'herd')).getMap('herd').size, 30 * (round + 1))
  }
})
