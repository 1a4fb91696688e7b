// SIGTERM under load (F29): clients are told, what was acknowledged stays, the process ends in time, whatever the disk does; a second
// signal ends it at once; and a restart after the other while people work loses nothing and leaves nobody apart.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Client, Random, Server, content, lines, readFresh, until, within } from '../clients/harness.mjs'
import { FaultyDisk, absent } from './disk.mjs'
import { acknowledgements, checkAll, isLong, pairs } from './writers.mjs'

const SERVICE_RESTART = 1012
const EXIT_MS = 10_000
const ENDED_WELL = { code: 0, signal: null }

/** Ends the server and says how long it took. @param {Server} server */
async function timedStop (server) {
  const began = performance.now()
  const outcome = await server.stop()
  return { outcome, took: performance.now() - began }
}

test('SIGTERM while fifty documents are written to: all are told 1012, nothing acknowledged is lost, and it ends in time', { timeout: 120_000 }, async t => {
  const server = await Server.forTest(t)
  const writers = pairs('stop', 50)
  for (let round = 0; round < (isLong ? 20 : 3); round++) {
    for (const writer of writers) await writer.connect(server)
    const writing = writers.map(writer => writer.write())
    const before = acknowledgements(writers)
    await until('them to be at work', () => acknowledgements(writers) > before + 300)
    const { outcome, took } = await timedStop(server)
    assert.deepEqual(outcome, ENDED_WELL)
    assert.ok(took < EXIT_MS, `it took ${took} ms`)
    await Promise.all(writing)
    await until('everybody to be told', () => writers.every(({ closeCodes }) => closeCodes.length > round))
    assert.deepEqual([...new Set(writers.flatMap(({ closeCodes }) => closeCodes))], [SERVICE_RESTART])
    await server.start()
    await checkAll(server, writers, `round ${round}`)
    t.diagnostic(`round ${round}: ended after ${took.toFixed(0)} ms, ${acknowledgements(writers)} entries acknowledged`)
  }
})

test('SIGTERM while the disk is slow: what was taken is written before the end', { skip: absent, timeout: 120_000 }, async t => {
  const { disk, server } = await FaultyDisk.forTest(t)
  const writers = pairs('slowly', 3)
  for (const writer of writers) await writer.connect(server)
  for (const writer of writers) await writer.writeOne()
  disk.slow(700)
  const writing = writers.map(writer => writer.write())
  await until('something to be under way', () => writers.every(({ written, acknowledged }) => written > acknowledged))
  const { outcome, took } = await timedStop(server)
  assert.deepEqual(outcome, ENDED_WELL)
  await Promise.all(writing)
  disk.heal()
  await server.start()
  await checkAll(server, writers, 'after it')
  t.diagnostic(`ended after ${took.toFixed(0)} ms with syncs that take 700 ms`)
})

test('SIGTERM while the disk fails: the process ends in time all the same, and keeps what it acknowledged', { skip: absent, timeout: 120_000 }, async t => {
  const { disk, server } = await FaultyDisk.forTest(t)
  const writers = pairs('failing', 3)
  for (const writer of writers) await writer.connect(server)
  for (const writer of writers) await writer.writeOne()
  disk.failSyncs()
  const writing = writers.map(writer => writer.write())
  await until('a failure', () => disk.failedSyncs > 0)
  const { outcome, took } = await timedStop(server)
  assert.ok(took < 2 * EXIT_MS, `it took ${took} ms`)
  assert.equal(outcome.signal, null)
  await Promise.all(writing)
  disk.heal()
  await server.start()
  await checkAll(server, writers, 'after it')
  // sled syncs once more when it is let go of, and panics when that fails; that is caught, and said by the runtime all the same.
  server.log = server.log.filter(line => !/panicked at \S*\/sled-/.test(line))
  t.diagnostic(`ended after ${took.toFixed(0)} ms with a disk that fails`)
})

test('a second SIGTERM ends the process at once, and costs nothing that was acknowledged', { skip: absent, timeout: 120_000 }, async t => {
  const { disk, server } = await FaultyDisk.forTest(t)
  const writers = pairs('twice', 3)
  for (const writer of writers) await writer.connect(server)
  for (const writer of writers) await writer.writeOne()
  // The first signal has to wait for the disk.
  disk.slow(600_000)
  const writing = writers.map(writer => writer.write())
  await until('something to be under way', () => writers.every(({ written, acknowledged }) => written > acknowledged))
  server.process?.kill('SIGTERM')
  await until('everybody to be told', () => writers.every(({ closeCodes }) => closeCodes.length > 0))
  const began = performance.now()
  server.process?.kill('SIGTERM')
  const { code, signal } = await within('the end', /** @type {Promise<any>} */ (server.exited))
  const took = performance.now() - began
  assert.ok(code !== 0 || signal, 'it does not claim that all went well')
  assert.ok(took < 1_000, `it took ${took} ms`)
  await Promise.all(writing)
  disk.heal()
  await server.start()
  await checkAll(server, writers, 'after it')
  t.diagnostic(`ended ${took.toFixed(0)} ms after the second signal with ${JSON.stringify({ code, signal })}`)
})

test('real clients work through one restart after the other, and agree in the end', { timeout: 240_000 }, async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t)
  const clients = lines.stable.map(line => Client.connect(server, line, 'rolling', { maxBackoffTime: 100 }))
  for (const client of clients) await client.synced()
  let isOver = false
  const typing = clients.map(async client => {
    while (!isOver) {
      content.randomEdit(client.doc, random)
      await pause(5)
    }
  })
  for (let round = 0; round < (isLong ? 30 : 5); round++) {
    assert.deepEqual(await server.stop(), ENDED_WELL)
    await server.start()
    await until('everybody to be back', () => clients.every(({ provider }) => provider.synced))
  }
  isOver = true
  await Promise.all(typing)
  for (const client of clients) await client.saved()
  await content.converged('in the end', [...clients.map(({ doc }) => doc), await readFresh(server, 'rolling')])
})
