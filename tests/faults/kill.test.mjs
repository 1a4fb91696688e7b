// `kill -9` at random instants while many rooms work (F1), and how long a restart takes with many documents and people.
// The instant is drawn in time and not from what was acknowledged: it falls into connecting, into the first load, into a checkpoint,
// and now and then into the start itself.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { RawConnection, Random, Server, frames, inParallel, until } from '../clients/harness.mjs'
import { acknowledgements, checkAll, isLong, pairs } from './writers.mjs'

const KILLS = isLong ? 200 : 20
const RESTART_MS = 2_000
const RESTLESS = { 'rooms.snapshot_bytes': '1KiB', 'rooms.idle': '1ms' }

test(`nothing acknowledged is lost in ${KILLS} kills at any moment, and nothing is stored in part`, { timeout: 1_800_000 }, async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t, { settings: RESTLESS })
  const writers = pairs('kill', 25)
  /** @type {number[]} */ const starts = []
  let whileStarting = 0
  for (let round = 0; round < KILLS; round++) {
    const working = writers.map(async writer => {
      // The server may be gone before they are in.
      await writer.connect(server).then(() => writer.write(), () => {})
    })
    await pause(random.below(400))
    await server.kill()
    await Promise.all(working)
    if (random.below(4) === 0) {
      const starting = server.start().catch(() => {})
      await pause(random.below(60))
      await server.kill()
      await starting
      whileStarting += 1
    }
    const began = performance.now()
    await server.start()
    starts.push(performance.now() - began)
    await checkAll(server, writers, `round ${round}`)
  }
  starts.sort((one, other) => one - other)
  t.diagnostic(`${KILLS} kills, ${whileStarting} more while it started; ${acknowledgements(writers)} acknowledged entries checked`)
  t.diagnostic(`ready again after ${starts[KILLS >> 1].toFixed(0)} ms (median), ${starts[KILLS - 1].toFixed(0)} ms (longest)`)
  assert.ok(acknowledgements(writers) > KILLS)
  assert.ok(starts[KILLS >> 1] <= RESTART_MS, 'a restart takes two seconds at most')
})

test('with a thousand documents and two hundred people all are back in step within seconds of a kill', { timeout: 600_000 }, async t => {
  const server = await Server.forTest(t, { settings: { 'rooms.idle': '100ms' } })
  const [documents, people] = [1_000, 200]
  const writers = pairs('restart', documents).filter((_, at) => at % 2 === 0)
  await inParallel(writers, 50, async writer => {
    await writer.connect(server)
    await Promise.all([writer.writeOne(), writer.writeOne(), writer.writeOne()])
    if (Number(writer.document.split('/')[1]) >= people) writer.raw?.cut()
  })
  const here = writers.slice(0, people)
  const writing = here.map(writer => writer.writeOne().catch(() => {}))
  await server.kill()
  await Promise.all(writing)
  const began = performance.now()
  await server.start()
  const ready = performance.now() - began
  const first = await RawConnection.open(server, here[0].document)
  await first.take('the first frame', ({ step }) => step === frames.STEP_1)
  await first.read()
  const synced = performance.now() - began
  // Everybody comes at once, sends what is missing, and it is durable.
  await Promise.all(here.map(async writer => {
    await writer.connect(server)
    await writer.writeOne()
  }))
  const all = performance.now() - began
  t.diagnostic(`ready after ${ready.toFixed(0)} ms, the first document read after ${synced.toFixed(0)} ms, all ${people} back and saved after ${all.toFixed(0)} ms`)
  await checkAll(server, writers, 'afterwards')
  await until('all that was read to be put away', async () => await server.metric('yrsa_rooms') <= people + 1)
  assert.ok(synced <= RESTART_MS, `the first document was read after ${synced} ms`)
})
