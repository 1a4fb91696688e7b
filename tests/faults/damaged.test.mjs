// Data that is damaged, gone, or of a newer format (F28): the document concerned is refused with its reason and nothing is written over
// it, others work, `yrsa verify` names it, and with the file restored and the document released it is whole again, without a restart.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { RawConnection, Server, binary, readFresh, until } from '../clients/harness.mjs'
import { Writer, checkAll } from './writers.mjs'

/** A server with a document of each name, each in a file of its own, at rest. @param {import('node:test').TestContext} t @param {string[]} names */
async function withFiles (t, names) {
  const server = await Server.forTest(t, { settings: { 'rooms.snapshot_bytes': '1KiB', 'rooms.idle': '1ms' } })
  /** @type {Record<string, Writer>} */ const writers = {}
  for (const name of names) {
    const writer = new Writer(name, 'writer')
    writers[name] = writer
    await writer.connect(server)
    writer.doc.getText('text').insert(0, `this is ${name}. `.repeat(2_000))
    await writer.writeOne()
    await writer.raw?.close()
  }
  await until('all to be put away', async () => await server.metric('yrsa_rooms') === 0)
  assert.deepEqual(await server.stop(), { code: 0, signal: null })
  const folder = path.join(server.data, 'blobs')
  const files = readdirSync(folder).map(file => path.join(folder, file))
  const fileOf = (/** @type {string} */ name) => /** @type {string} */ (files.find(file => readFileSync(file).includes(`this is ${name}. `)))
  for (const name of names) assert.ok(fileOf(name), `${name} is in a file of its own`)
  return { server, writers, fileOf }
}

/** @param {Server} server */
async function quarantined (server) {
  const { documents } = await (await fetch(`${server.http}/api/admin/quarantine`)).json()
  return /** @type {{ document: string, reason: string }[]} */ (documents)
}

/** Tries to open it until the server has given it up. @param {Server} server @param {string} document */
const refused = (server, document) => until(`${document} to be refused`, async () => {
  const raw = await RawConnection.open(server, document).catch(error => { assert.match(error.message, /503/); return null })
  raw?.cut()
  return raw === null && (await quarantined(server)).some(one => one.document === document)
})

test('a damaged file and a missing one cost their own documents only, and come back with the files', { timeout: 120_000 }, async t => {
  const { server, writers, fileOf } = await withFiles(t, ['good', 'damaged', 'missing'])
  const [damaged, missing] = [fileOf('damaged'), fileOf('missing')]
  const [damagedBytes, missingBytes] = [readFileSync(damaged), readFileSync(missing)]
  const changed = Buffer.from(damagedBytes)
  changed[changed.length >> 1] ^= 1
  writeFileSync(damaged, changed)
  rmSync(missing)
  const verified = spawnSync(binary(), ['verify', '--data', server.data], { encoding: 'utf8' })
  assert.notEqual(verified.status, 0)
  for (const name of ['damaged', 'missing']) assert.match(verified.stdout, new RegExp(`^${name}: `, 'm'), `verify names ${name}`)
  assert.doesNotMatch(verified.stdout, /^good: /m)

  await server.start()
  for (const name of ['damaged', 'missing']) await refused(server, name)
  const listed = await quarantined(server)
  assert.deepEqual(listed.map(({ document }) => document).sort(), ['damaged', 'missing'])
  assert.ok(listed.every(({ reason }) => reason.length > 10), 'with a reason')
  await writers.good.connect(server)
  await writers.good.writeOne()
  await checkAll(server, [writers.good], 'beside them')
  assert.equal((await (await fetch(`${server.http}/readyz`)).json()).quarantined_documents, 2)

  // Who has the document still can't put it over what is there, and neither does a restart or housekeeping.
  await assert.rejects(writers.damaged.connect(server), /503/)
  await server.stop()
  spawnSync(binary(), ['compact', '--data', server.data])
  await server.start()
  await refused(server, 'damaged')
  assert.ok(readFileSync(damaged).equals(changed), 'nothing was written over it')

  writeFileSync(damaged, damagedBytes)
  writeFileSync(missing, missingBytes)
  for (const name of ['damaged', 'missing']) {
    await fetch(`${server.http}/api/admin/quarantine/${name}/release`, { method: 'POST' })
    await until(`${name} to be open`, async () => await readFresh(server, name).then(() => true, () => false))
    const stored = await readFresh(server, name)
    writers[name].check(stored, writers[name].acknowledged, 'restored')
    assert.equal(stored.getText('text').toString(), writers[name].doc.getText('text').toString())
    await writers[name].connect(server)
    await writers[name].writeOne()
  }
})

test('a data folder of a newer format is refused with its number, and left as it is', { timeout: 60_000 }, async t => {
  const { server, writers } = await withFiles(t, ['old'])
  const folder = path.join(server.data, 'journal')
  const segment = path.join(folder, /** @type {string} */ (readdirSync(folder).sort().at(-1)))
  const bytes = readFileSync(segment)
  const newer = Buffer.from(bytes)
  newer[8] = 9
  newer.writeUInt32LE(crc32(newer.subarray(0, 36)), 36)
  writeFileSync(segment, newer)
  await assert.rejects(server.start(), /format 9/)
  assert.ok(readFileSync(segment).equals(newer), 'nothing was changed')
  writeFileSync(segment, bytes)
  await server.start()
  await checkAll(server, [writers.old], 'with what it can read again')
})

/** CRC-32 (IEEE 802.3), which Node 20 does not have. @param {Uint8Array} bytes */
function crc32 (bytes) {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
