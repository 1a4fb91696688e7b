// A disk that is full, broken or slow under the real server (F4, F5, F6): nothing is acknowledged that is not on it, everybody is told,
// reading and relaying go on, and all is well again by itself when the disk is.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Client, Random, RawConnection, Server, breathe, content, frames, lines, readFresh, until, Y } from '../clients/harness.mjs'
import { FaultyDisk, absent } from './disk.mjs'
import { Writer, acknowledgements, checkAll, isLong, pairs } from './writers.mjs'

const TRY_LATER = 1013
const PATIENCE_MS = 60_000

/** What `/readyz` says. @param {Server} server */
async function readiness (server) {
  const answer = await fetch(`${server.http}/readyz`)
  return { status: answer.status, reasons: /** @type {string[]} */ ((await answer.json()).reasons ?? []) }
}

const isHealthy = async (/** @type {Server} */ server) =>
  await server.metric('yrsa_storage_healthy') === 1 && (await readiness(server)).status === 200

/**
 * The server says that it can't write, to operators and to whoever tries, and goes on reading.
 *
 * @param {Server} server
 * @param {Client} reader
 * @param {Y.Doc} expected what it holds
 */
async function isToldAndReads (server, reader, expected) {
  await until('the server to say that it can not write', async () => await server.metric('yrsa_storage_healthy') === 0, PATIENCE_MS)
  const { status, reasons } = await readiness(server)
  assert.equal(status, 503)
  assert.match(reasons.join(), /stor/, 'it says what is wrong')
  const late = new Writer('told', 'late')
  await late.connect(server)
  late.writeOne().catch(() => {})
  await until('a writer to be told', () => late.closeCodes.includes(TRY_LATER), PATIENCE_MS)
  assert.equal(late.acknowledged, 0)
  const fresh = await readFresh(server, 'kept')
  assert.ok(content.sameHistory(fresh, expected), 'whoever reads gets everything')
  assert.deepEqual(reader.closeCodes, [], 'who only reads stays')
}

/** Someone who wrote before, someone who reads, and writers at work. @param {Server} server */
async function company (server) {
  const author = await Client.connect(server, lines.y31, 'kept').synced()
  content.writeEveryType(author.doc)
  await author.saved()
  author.disconnect()
  const reader = await Client.connect(server, lines.y31, 'kept').synced()
  const writers = pairs('disk', 3)
  for (const writer of writers) await writer.connect(server)
  return { author, reader, writers }
}

/** Everybody comes back, sends what is missing, and it is durable. @param {Server} server @param {Writer[]} writers */
async function goesOn (server, writers) {
  await until('the server to be well by itself', () => isHealthy(server), PATIENCE_MS)
  for (const writer of writers) {
    await until('a writer to be let in again', async () => {
      await writer.connect(server)
      return await writer.writeOne().then(() => true, () => false)
    }, PATIENCE_MS)
  }
}

const isRoot = process.getuid?.() === 0
test('a full disk: nothing more is acknowledged, all are told, reading goes on; with room again writing does, without a restart'
  , { skip: isRoot ? false : 'mounting a small file system needs root', timeout: 240_000 }, async t => {
    const folder = mkdtempSync(path.join(tmpdir(), 'yrsa-full-'))
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder])
    t.after(() => { spawnSync('umount', ['-l', folder]); rmSync(folder, { recursive: true, force: true }) })
    if (mounted.status !== 0) return t.skip(`a tmpfs can't be mounted here: ${mounted.stderr}`)
    const server = await Server.forTest(t, { data: path.join(folder, 'data') })
    const { author, reader, writers } = await company(server)
    const ballast = path.join(folder, 'ballast')
    for (let round = 0; round < (isLong ? 10 : 2); round++) {
      const free = statfsSync(folder)
      writeFileSync(ballast, new Uint8Array(Math.max(0, (free.bavail - 20) * free.bsize)))
      const writing = writers.map(writer => writer.write())
      await isToldAndReads(server, reader, author.doc)
      await Promise.all(writing)
      const before = acknowledgements(writers)
      await pause(300)
      assert.equal(acknowledgements(writers), before, 'nothing is acknowledged while the disk is full')
      truncateSync(ballast, 0)
      await goesOn(server, writers)
      await checkAll(server, writers, `round ${round}`)
    }
    await server.kill()
    await server.start()
    await checkAll(server, writers, 'after a restart')
    assert.equal(await server.metric('yrsa_storage_faults'), 0)
  })

for (const [name, begin] of /** @type {[string, (disk: FaultyDisk) => void][]} */ ([
  ['a sync that fails once', disk => disk.failSyncs({ times: 1 })],
  ['syncs that fail until the disk is changed', disk => disk.failSyncs()],
  ['writes that fail', disk => disk.failWrites({ code: 'EIO' })],
  ['a write that is cut off and fails', disk => disk.failWrites({ times: 3, bytes: 7 })]
])) {
  test(`${name}: what was not on disk was not acknowledged, and power loss afterwards costs nothing that was`
    , { skip: absent, timeout: 240_000 }, async t => {
      const random = Random.forTest(t)
      const { disk, server } = await FaultyDisk.forTest(t, { losesPower: true })
      const { author, reader, writers } = await company(server)
      begin(disk)
      const writing = writers.map(writer => writer.write())
      await until('a failure', () => disk.failedSyncs + disk.failedWrites > 0)
      if (name.includes('until')) await isToldAndReads(server, reader, author.doc)
      disk.heal()
      for (const writer of writers) writer.stopped = true
      await Promise.all(writing)
      await goesOn(server, writers)
      await checkAll(server, writers, 'after it')
      await server.kill()
      disk.losePower(random)
      await server.start()
      await checkAll(server, writers, 'after power loss')
      assert.ok(content.sameHistory(await readFresh(server, 'kept'), author.doc))
    })
}

test('the n-th write that does not fit, for many n: nothing acknowledged is lost, and nothing is stored in part'
  , { skip: absent, timeout: 600_000 }, async t => {
    const random = Random.forTest(t)
    const { disk, server } = await FaultyDisk.forTest(t, { settings: { 'rooms.snapshot_bytes': '1KiB', 'rooms.idle': '1ms' }, losesPower: true })
    const writers = pairs('nth', 2)
    const rounds = isLong ? 100 : 12
    for (let round = 0; round < rounds; round++) {
      for (const writer of writers) await writer.connect(server)
      disk.failWrites({ after: round, times: 1 + random.below(3), bytes: random.below(60) })
      const before = disk.failedWrites
      const writing = writers.map(writer => writer.write())
      await until('a write to fail', () => disk.failedWrites > before, PATIENCE_MS)
      for (const writer of writers) writer.stopped = true
      disk.heal()
      await Promise.all(writing)
      await goesOn(server, writers)
      if (round % 4 === 3) {
        await server.kill()
        disk.losePower(random)
        await server.start()
      }
      await checkAll(server, writers, `round ${round}`)
    }
  })

test('while the disk holds everything back, edits reach others, nothing is acknowledged, and memory stays'
  , { skip: absent, timeout: 240_000 }, async t => {
    const { disk, server } = await FaultyDisk.forTest(t)
    const { author, writers } = await company(server)
    const [ada, bob] = [await RawConnection.open(server, 'relay'), await RawConnection.open(server, 'relay')]
    for (const raw of [ada, bob]) await raw.take('the first frame', ({ step }) => step === frames.STEP_1)
    const doc = new Y.Doc()
    doc.on('update', (/** @type {Uint8Array} */ update) => ada.send(frames.update(update)))
    const memory = await server.memory()
    disk.slow(600_000)
    const writing = writers.map(writer => writer.write())
    await until('the writers to wait', () => writers.every(({ written, acknowledged }) => written > acknowledged))
    const syncs = disk.syncs
    for (let at = 0; at < 1_000; at++) {
      doc.getArray('array').push([at])
      if (at % 50 === 0) await breathe()
    }
    let saved = false
    const saving = ada.saved(PATIENCE_MS).then(() => { saved = true })
    const there = new Y.Doc()
    await until('all edits to be with the other one', () => {
      for (const { step, body } of bob.inbox.splice(0)) {
        if (step === frames.UPDATE) Y.applyUpdate(there, /** @type {Uint8Array} */ (body))
      }
      return there.getArray('array').length === 1_000
    })
    assert.ok(content.sameHistory(await readFresh(server, 'kept'), author.doc), 'a document is opened and read meanwhile')
    assert.deepEqual([disk.syncs, saved], [syncs, false], 'not one sync was over, and nothing was acknowledged')
    const grown = (await server.memory() - memory) / 2 ** 20
    t.diagnostic(`1000 edits were relayed without a sync; ${grown.toFixed(1)} MiB more`)
    assert.ok(grown < 32, `${grown} MiB more`)
    disk.heal()
    await saving
    for (const writer of writers) writer.stopped = true
    await Promise.all(writing)
    await goesOn(server, writers)
    await checkAll(server, writers, 'afterwards')
  })

for (const delay of isLong ? [500, 5_000] : [500]) {
  test(`syncs that take ${delay} ms: an acknowledgement comes with the sync under way or one of the next three, and not before`
    , { skip: absent, timeout: 240_000 }, async t => {
      const { disk, server } = await FaultyDisk.forTest(t)
      const { writers } = await company(server)
      disk.slow(delay)
      const writing = writers.map(writer => writer.write())
      const patient = new Writer('slow', 'patient')
      await patient.connect(server)
      for (let at = 0; at < 5; at++) {
        const before = disk.syncs
        await patient.writeOne()
        assert.ok(patient.took[at] >= delay, 'not before a sync that began after it')
        // Edits and what happened (events) take turns on the disk: who has just missed a batch waits for the sync under way, that batch,
        // one of events between, and its own.
        assert.ok(disk.syncs - before <= 4, `it waited for ${disk.syncs - before} syncs`)
      }
      t.diagnostic(`acknowledged after ${patient.took.map(took => took.toFixed(0)).join(', ')} ms`)
      for (const writer of writers) writer.stopped = true
      disk.heal()
      await Promise.all(writing)
      await checkAll(server, [...writers, patient], 'afterwards')
    })
}
