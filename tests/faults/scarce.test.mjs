// Too little of everything (F7): descriptors run out, memory is capped, and the kernel ends the process for want of it. Who is there
// keeps working, who comes is refused, and whatever ends the process costs nothing that was acknowledged.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { RawConnection, Server, WebSocket, inParallel, readFresh, until, within } from '../clients/harness.mjs'
import { Writer, checkAll, isLong, pairs } from './writers.mjs'

const DESCRIPTORS = 80

/** A handshake that is not waited for for long: null if it was not answered. @param {Server} server @returns {Promise<WebSocket | null>} */
const attempt = server => new Promise(resolve => {
  const socket = new WebSocket(`${server.sync}/crowd`, { perMessageDeflate: false, handshakeTimeout: 1_000 })
  socket.on('open', () => resolve(socket))
  socket.on('error', () => resolve(null))
})

test('when descriptors run out, who is there keeps working and durable writes go on; when some are free again, others come in', { timeout: 120_000 }, async t => {
  const around = { command: ['bash', '-c', `ulimit -n ${DESCRIPTORS}; exec "$@"`, 'limited'] }
  const server = await Server.forTest(t, { around })
  const writers = pairs('scarce', 2)
  for (const writer of writers) await writer.connect(server)
  for (const writer of writers) await writer.writeOne()
  /** @type {WebSocket[]} */ const crowd = []
  for (;;) {
    const socket = await attempt(server)
    if (!socket) break
    server.beforeDiscard(() => socket.terminate())
    crowd.push(socket)
    assert.ok(crowd.length < DESCRIPTORS, 'the limit holds')
  }
  for (let at = 0; at < 50; at++) await Promise.all(writers.map(writer => writer.writeOne()))
  assert.deepEqual(writers.flatMap(({ closeCodes }) => closeCodes), [], 'nobody was sent away')
  assert.ok(crowd.every(socket => socket.readyState === WebSocket.OPEN))
  t.diagnostic(`${crowd.length} more came in before descriptors ran out`)
  for (const socket of crowd.splice(0, crowd.length >> 1)) socket.terminate()
  const late = new Writer('scarce/late', 'late')
  await until('somebody to come in again', async () => await late.connect(server).then(() => true, () => false))
  await late.writeOne()
  await checkAll(server, [...writers, late], 'when some are free again')
  await server.kill()
  await server.start()
  await checkAll(server, [...writers, late], 'after a restart')
})

const MEMORY = '/sys/fs/cgroup/memory'
const cannotCap = process.getuid?.() !== 0 || !existsSync(`${MEMORY}/memory.limit_in_bytes`) ? 'capping memory needs root and version 1 of cgroups' : false

/** A server that may use so much memory. @param {import('node:test').TestContext} t @param {number} mib @param {Record<string, string>} settings */
async function capped (t, mib, settings) {
  const group = `${MEMORY}/yrsa-faults-${process.pid}-${mib}`
  mkdirSync(group)
  writeFileSync(`${group}/memory.limit_in_bytes`, String(mib * 2 ** 20))
  const server = await Server.forTest(t, { settings, around: { command: ['bash', '-c', `echo $$ > ${group}/cgroup.procs; exec "$@"`, 'capped'] } })
  t.after(async () => {
    await until('the group to be empty', () => readFileSync(`${group}/cgroup.procs`, 'utf8') === '')
    rmdirSync(group)
  })
  const lift = () => writeFileSync(`${group}/memory.limit_in_bytes`, '-1')
  return { server, lift, peak: () => Number(readFileSync(`${group}/memory.max_usage_in_bytes`, 'utf8')) / 2 ** 20 }
}

/** A document of about a megabyte, durable. @param {Server} server @param {string} document @param {{ stay: boolean }} how */
async function fill (server, document, { stay }) {
  const writer = new Writer(document, 'bulk')
  await writer.connect(server)
  const text = writer.doc.getText('text')
  for (let at = 0; at < 16; at++) text.insert(0, `${at} `.padEnd(64 * 1024, 'lorem ipsum '))
  await writer.writeOne()
  if (!stay) await /** @type {RawConnection} */ (writer.raw).close()
  return writer
}

test('four times as much as memory holds goes through a server with a cap, a document after the other', { skip: cannotCap, timeout: 240_000 }, async t => {
  const { server, peak } = await capped(t, 256, { 'rooms.idle': '50ms', 'storage.cache': '8MiB' })
  const documents = Array.from({ length: isLong ? 2_000 : 400 }, (_, at) => `bulk/${at}`)
  const writers = await inParallel(documents, 4, document => fill(server, document, { stay: false }))
  assert.ok(server.process?.exitCode === null && server.process?.signalCode === null, 'it lives')
  await until('all to be put away', async () => await server.metric('yrsa_rooms') === 0)
  t.diagnostic(`${documents.length} MiB written; at most ${peak().toFixed(0)} MiB in the group with the system's cache, ${(await server.memory() / 2 ** 20).toFixed(0)} MiB resident in the end`)
  // All of it, read again, with what it takes to read it.
  await inParallel(writers, 4, async writer => {
    const stored = await readFresh(server, writer.document)
    writer.check(stored, writer.acknowledged, 'in the end')
    assert.equal(stored.getText('text').length, writer.doc.getText('text').length)
  })
})

test('a server that the kernel ends for want of memory has everything that it acknowledged when it comes back', { skip: cannotCap, timeout: 240_000 }, async t => {
  const { server, lift } = await capped(t, 128, { 'storage.cache': '8MiB' })
  /** @type {Writer[]} */ const writers = []
  // Everybody stays, with an edit now and then, so that each document is in memory whole.
  for (let at = 0; server.process?.signalCode === null && at < 1_000; at++) {
    const filled = await within('the next document', fill(server, `many/${at}`, { stay: true }).catch(() => null), 90_000)
    if (filled) writers.push(filled)
    else await until('the kernel to have ended it', () => server.process?.signalCode !== null)
  }
  const { signal } = await /** @type {Promise<any>} */ (server.exited)
  assert.equal(signal, 'SIGKILL', 'the cap was reached')
  for (const { raw } of writers) raw?.cut()
  // How much it takes to read all of it at once is another question.
  lift()
  await server.start()
  for (const writer of writers) {
    const stored = await readFresh(server, writer.document)
    writer.check(stored, writer.acknowledged, 'after it')
    assert.equal(stored.getText('text').length, writer.doc.getText('text').length)
  }
  t.diagnostic(`ended with ${writers.length} documents of a megabyte in 128 MiB; all are there`)
})
