// Power loss under the real server (F2): what a sync has not brought to the disk is dropped, torn and mixed, folder entries included,
// and with sled's files as with those of Yrsa. What was acknowledged is there afterwards. With syncs and writes that fail before it (F5).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, Random, breathe, content, lines, readFresh, until } from '../clients/harness.mjs'
import { FaultyDisk, absent } from './disk.mjs'
import { acknowledgements, checkAll, isLong, pairs } from './writers.mjs'

const ROUNDS = isLong ? 200 : 15
/** Small, so that rooms are put away and snapshots and their files are written all the time. */
const RESTLESS = { 'rooms.snapshot_bytes': '1KiB', 'rooms.idle': '1ms' }

for (const failing of [false, true]) {
  test(`nothing acknowledged is lost to ${ROUNDS} power cuts${failing ? ', with syncs and writes that fail before them' : ''}`
    , { skip: absent, timeout: 1_200_000 }, async t => {
      const random = Random.forTest(t)
      const { disk, server } = await FaultyDisk.forTest(t, { settings: RESTLESS, losesPower: true })
      const writers = pairs('power', 3)
      for (let round = 0; round < ROUNDS; round++) {
        for (const writer of writers) await writer.connect(server)
        const writing = writers.map(writer => writer.write())
        const wanted = acknowledgements(writers) + 1 + random.below(120)
        await until('acknowledgements to come', () => acknowledgements(writers) >= wanted)
        if (failing) await trouble(disk, random)
        // The instant is within a few turns of the loop after the last acknowledgement, or within a write.
        for (let turn = random.below(30); turn > 0; turn--) await breathe()
        await server.kill()
        await Promise.all(writing)
        disk.heal()
        disk.losePower(random)
        await server.start()
        await checkAll(server, writers, `round ${round}`)
      }
      t.diagnostic(`${ROUNDS} power cuts, ${acknowledgements(writers)} acknowledged entries checked, ${disk.failedSyncs} syncs and ${disk.failedWrites} writes failed`)
      assert.ok(acknowledgements(writers) >= ROUNDS)
    })
}

/** A few syncs or writes fail, or one and all after it. @param {FaultyDisk} disk @param {Random} random */
async function trouble (disk, random) {
  const how = { after: random.below(4), times: random.pick([1, 2, -1]), code: random.pick(/** @type {const} */ (['EIO', 'ENOSPC'])) }
  const before = disk.failedSyncs + disk.failedWrites
  if (random.below(2) === 0) disk.failSyncs(how)
  else disk.failWrites({ ...how, bytes: random.below(200) })
  await until('something to fail', () => disk.failedSyncs + disk.failedWrites > before)
}

test('a document that real clients call saved is whole after a power cut, whatever was put away meanwhile', { skip: absent, timeout: 600_000 }, async t => {
  const random = Random.forTest(t)
  const { disk, server } = await FaultyDisk.forTest(t, { settings: RESTLESS, losesPower: true })
  const client = Client.connect(server, lines.y31, 'whole', { maxBackoffTime: 100 })
  content.writeEveryType(client.doc)
  for (let round = 0; round < (isLong ? 40 : 5); round++) {
    for (let edit = 0; edit < 30; edit++) content.randomEdit(client.doc, random)
    await client.saved()
    await server.kill()
    disk.losePower(random)
    await server.start()
    await content.converged(`round ${round}`, [client.doc, await readFresh(server, 'whole')])
    client.disconnect()
    await until('the room to be put away', async () => await server.metric('yrsa_rooms') === 0)
    client.connect()
  }
})

test('entries that were never synced are lost to it, and the check says so', { skip: absent, timeout: 60_000 }, async t => {
  const { disk, server } = await FaultyDisk.forTest(t, { losesPower: true })
  const [writer] = pairs('unsynced', 1)
  await writer.connect(server)
  for (let at = 0; at < 5; at++) await writer.writeOne()
  await server.kill()
  assert.ok(disk.forget('journal') > 0, 'as if the journal had never been synced')
  disk.losePower(/** @type {any} */ ({ below: () => 0 }))
  await server.start()
  await assert.rejects(checkAll(server, [writer], 'after it'), /was promised 5, 0 are stored/)
})
