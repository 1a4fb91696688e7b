// Real time: what only shows after half a minute. An idle client stays connected beyond the 30 s after which y-websocket
// gives a silent server up, and somebody who falls silent expires. All of it runs at once, beside the other files.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Client, RawConnection, Server, frames, lines, until } from './harness.mjs'

const IDLE_MS = 37_000
const DEADLINE_MS = 60_000
const LONGEST_SILENCE_MS = 15_000

describe('half a minute of silence', { concurrency: true }, () => {
  for (const line of lines.all) {
    for (const presence of [null, { name: 'idle' }]) {
      const how = presence ? 'with' : 'without'
      test(`${line.name} ${how} presence stays connected for ${IDLE_MS / 1000} s without a reconnect`, async t => {
        const server = await Server.forTest(t)
        const idle = await Client.connect(server, line, 'idle', { presence }).synced()
        const opened = performance.now()
        await until('the time to pass without a close', () => {
          assert.deepEqual([idle.opened, idle.closeCodes], [1, []], `closed after ${performance.now() - opened} ms`)
          return performance.now() - opened > IDLE_MS
        }, DEADLINE_MS)
        line.write(idle.doc, 'still', 'here')
        await idle.saved()
        assert.equal(idle.opened, 1)
      })
    }
  }

  test('a connection that asks for nothing hears something at least every 15 s', async t => {
    const server = await Server.forTest(t)
    const raw = await RawConnection.open(server, 'heartbeat')
    const opened = performance.now()
    let last = opened
    raw.socket.on('message', () => { last = performance.now() })
    await until('the time to pass without a long silence', () => {
      assert.ok(performance.now() - last < LONGEST_SILENCE_MS, 'the server is silent for too long')
      return performance.now() - opened > IDLE_MS
    }, DEADLINE_MS)
    assert.deepEqual(new Uint8Array(/** @type {any} */ (raw.inbox.at(-1)).bytes), frames.HEARTBEAT)
  })

  test('a state that nobody renews for 30 s is removed for everybody', async t => {
    const server = await Server.forTest(t)
    const watcher = await RawConnection.open(server, 'expiry')
    const silent = await RawConnection.open(server, 'expiry')
    silent.send(frames.awareness([{ client: 9, clock: 1, state: { name: 'silent' } }]))
    await watcher.presence(9, 'the silent one', ({ state }) => state !== null)
    const announced = performance.now()
    watcher.inbox.length = 0
    await watcher.presence(9, 'its expiry', ({ state }) => state === null, DEADLINE_MS)
    const after = performance.now() - announced
    assert.ok(after > 28_000 && after < 40_000, `expired after ${after} ms`)
    assert.ok(silent.isOpen)
  })

  test('somebody who renews at the same clock or moves does not expire', async t => {
    const server = await Server.forTest(t)
    const ada = await Client.connect(server, lines.y31, 'renewal', { presence: { name: 'ada' } }).synced()
    const watcher = await RawConnection.open(server, 'renewal')
    await watcher.presence(ada.doc.clientID, 'ada', ({ state }) => state !== null)
    const seen = performance.now()
    await until('the time to pass without a removal', () => {
      const entries = watcher.inbox.flatMap(({ entries }) => entries ?? [])
      assert.ok(entries.every(({ state }) => state !== null), 'ada never vanishes')
      return performance.now() - seen > IDLE_MS
    }, DEADLINE_MS)
  })
})
