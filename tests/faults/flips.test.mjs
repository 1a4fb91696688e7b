// Damage to the log under the real server (F3): single bytes of its last 4 KiB changed, its end cut off, after a `kill -9`. The server
// starts, what it serves was written just so by somebody, other documents are whole, and damage is told. (Every byte and every prefix
// are tried beside the storage's code: storage/src/journal/scan_tests.rs and storage/tests/it/damage.rs.)
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { Random, RawConnection, Server, binary, readFresh } from '../clients/harness.mjs'
import { isLong, pairs } from './writers.mjs'

const TRIALS = isLong ? 500 : 25
const TAIL = 4096

/** @param {string} data */
function newestSegment (data) {
  const folder = path.join(data, 'journal')
  return path.join(folder, /** @type {string} */ (readdirSync(folder).sort().at(-1)))
}

test(`${TRIALS} damages to the end of the log: none is served, none spreads, none stops the server`, { timeout: 1_200_000 }, async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t)
  const writers = pairs('flip', 4)
  const [bystander] = pairs('before', 1)
  for (const writer of [bystander, ...writers]) await writer.connect(server)
  for (let at = 0; at < 20; at++) await bystander.writeOne()
  // Few at a time: what is written together is in one frame, and is lost together.
  for (let at = 0; at < 100; at++) await Promise.all([random.pick(writers), ...(at % 3 ? [] : [random.pick(writers)])].map(writer => writer.writeOne()))
  await server.kill()
  const original = `${server.data}-original`
  cpSync(server.data, original, { recursive: true })
  t.after(() => spawnSync('rm', ['-rf', original]))
  const documents = [...new Set(writers.map(({ document }) => document))]
  const counts = { whole: 0, shorter: 0, refused: 0 }
  for (let trial = 0; trial < TRIALS; trial++) {
    spawnSync('rm', ['-rf', server.data])
    cpSync(original, server.data, { recursive: true })
    const segment = newestSegment(server.data)
    const bytes = readFileSync(segment)
    assert.ok(bytes.length > TAIL, `the log is long enough: ${bytes.length}`)
    const at = bytes.length - 1 - random.below(TAIL)
    const isCut = random.below(5) === 0
    const change = 1 + random.below(255)
    if (!isCut) bytes[at] ^= change
    writeFileSync(segment, isCut ? bytes.subarray(0, at) : bytes)
    const what = isCut ? `cut at ${at} of ${bytes.length}` : `byte ${at} of ${bytes.length} ^ ${change}`
    await server.start()
    const told = await server.metric('yrsa_storage_faults')
    bystander.check(await readFresh(server, bystander.document), bystander.acknowledged, `${what}: a document of before`)
    const refused = []
    let shorter = 0
    for (const document of documents) {
      const stored = await readFresh(server, document).catch(() => null)
      if (!stored) {
        refused.push(document)
        continue
      }
      for (const writer of writers.filter(writer => writer.document === document)) {
        // Whole and in order as far as it goes: a cut end looks like a write that was never finished.
        writer.check(stored, 0, what)
        if (stored.getArray(writer.name).length < writer.acknowledged) shorter += 1
      }
    }
    if (!isCut) {
      assert.ok(refused.length <= 2, `${what}: ${refused} are gone, and only two can have been written together`)
      // The last frame can't be told from a write that was cut off; any other is damage, and is told.
      const isLast = refused.length === 0 && told === 0
      assert.ok(isLast || told > 0, `${what}: damage that nobody is told of`)
    }
    if (refused.length > 0) {
      assert.ok(told > 0, `${what}: a document is refused and no damage told`)
      await server.stop()
      const verified = spawnSync(binary(), ['verify', '--data', server.data], { encoding: 'utf8' })
      assert.notEqual(verified.status, 0, `${what}: verify finds it too`)
      for (const document of refused) assert.ok((verified.stdout + verified.stderr).includes(document), `${what}: verify names ${document}`)
    }
    counts[refused.length > 0 ? 'refused' : shorter > 0 ? 'shorter' : 'whole'] += 1
    await server.kill()
  }
  t.diagnostic(`${TRIALS} damages: ${counts.refused} refused a document and said so, ${counts.shorter} took the last write, ${counts.whole} cost nothing`)
})

test('what is refused for damage does not keep others from writing, and is not written over', { timeout: 120_000 }, async t => {
  const server = await Server.forTest(t)
  const writers = pairs('beside', 2)
  for (const writer of writers) await writer.connect(server)
  for (let at = 0; at < 20; at++) for (const writer of writers) await writer.writeOne()
  await server.kill()
  const segment = newestSegment(server.data)
  const bytes = readFileSync(segment)
  // In the middle of an entry of the first writer, far from the end.
  const at = bytes.indexOf('filler', bytes.length >> 1)
  bytes[at] ^= 1
  writeFileSync(segment, bytes)
  await server.start()
  const states = await Promise.all(['beside/0', 'beside/1'].map(document => readFresh(server, document).then(() => 'open', () => 'refused')))
  assert.deepEqual([...states].sort(), ['open', 'refused'])
  const open = `beside/${states.indexOf('open')}`
  for (const writer of writers.filter(({ document }) => document === open)) {
    await writer.connect(server)
    await writer.writeOne()
  }
  await assert.rejects(RawConnection.open(server, `beside/${states.indexOf('refused')}`), /503/)
  const [copy] = readdirSync(path.join(server.data, 'damaged'))
  assert.deepEqual(readFileSync(path.join(server.data, 'damaged', copy)), bytes, 'the damaged bytes are kept')
})
