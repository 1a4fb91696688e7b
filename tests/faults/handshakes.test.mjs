// Clients that take their time (F11): a handshake a byte at a time, a frame a byte at a time, crowds that say nothing and nobody knows. Who has not
// said what they want is cut off by `limits.handshake`, whatever they do to look busy; everybody else comes in as before.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Client, HocuspocusRaw, Server, lines, until } from '../clients/harness.mjs'
import { BINARY, RawSocket, frame } from './raw-socket.mjs'

const isLong = process.env.FAULTS === 'long'
/** Shorter than by default (10 s), so that it is waited for. */
const HANDSHAKE_MS = 2_000
const SLACK_MS = 3_000
const SETTINGS = { 'limits.handshake': `${HANDSHAKE_MS}ms` }

test('a handshake that comes a byte at a time is cut off in time, and so are those that say nothing', { timeout: 60_000 }, async t => {
  const server = await Server.forTest(t, { settings: SETTINGS })
  const began = performance.now()
  const slow = await Promise.all(Array.from({ length: 20 }, () => RawSocket.connect(server)))
  const silent = await Promise.all(Array.from({ length: 200 }, () => RawSocket.connect(server)))
  const head = Buffer.from('GET /sync/slow HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Filler: ')
  let at = 0
  const dripping = setInterval(() => {
    for (const raw of slow) raw.send(head.subarray(at, at + 1).length ? head.subarray(at, at + 1) : Buffer.from('x'))
    at += 1
  }, 40)
  t.after(() => clearInterval(dripping))
  const come = performance.now()
  await Client.connect(server, lines.y31, 'meanwhile').synced()
  const took = performance.now() - come
  await until('all of them to be cut off', () => [...slow, ...silent].every(raw => raw.ended), HANDSHAKE_MS + SLACK_MS)
  const after = performance.now() - began
  t.diagnostic(`cut off after ${after.toFixed(0)} ms; somebody else was in after ${took.toFixed(0)} ms`)
  assert.ok(after > HANDSHAKE_MS - 100, 'not before their time')
})

test(`${isLong ? 4_000 : 1_000} connections that say nothing keep out nobody, and cost little`, { timeout: 60_000 }, async t => {
  const server = await Server.forTest(t, { settings: { 'limits.handshake': '20s' } })
  const before = await server.memory()
  const crowd = []
  // In portions, so that the listener's queue does not overflow.
  for (let portion = 0; portion < (isLong ? 40 : 10); portion++) crowd.push(...await Promise.all(Array.from({ length: 100 }, () => RawSocket.connect(server))))
  const ada = await Client.connect(server, lines.y31, 'crowd').synced()
  await ada.saved()
  const each = (await server.memory() - before) / crowd.length / 1024
  t.diagnostic(`${each.toFixed(1)} KiB each`)
  assert.ok(each < 40, `${each} KiB for each connection that says nothing`)
  assert.ok(!crowd.some(raw => raw.ended))
  for (const raw of crowd) raw.cut()
})

test('of one address only so many may wait, and the rest is told or closed', { timeout: 60_000 }, async t => {
  const server = await Server.forTest(t, { settings: { 'limits.handshake': '20s', 'limits.handshakes': '64' } })
  const waiting = await Promise.all(Array.from({ length: 100 }, () => RawSocket.connect(server)))
  // A quarter of 64: those who came later are told so when they ask, or were closed.
  const [early, late] = [waiting[0], waiting[90]]
  for (const raw of [early, late]) raw.ask('/sync/waiting')
  assert.equal((await early.answered()).status, 101)
  const { status } = await late.answered()
  assert.ok(status === 503 || status === 0, `${status}`)
  for (const raw of waiting) raw.cut()
  await until('places to be free again', async () => {
    const next = await RawSocket.knock(server, '/sync/next')
    return (await next.answered()).status === 101
  })
})

test('a frame that comes a byte at a time holds up nobody else, and a document not at all', { timeout: 60_000 }, async t => {
  const server = await Server.forTest(t)
  const slow = await Promise.all(Array.from({ length: 50 }, () => RawSocket.open(server, '/sync/drip')))
  // Each claims a message of 60 MiB, of which a byte comes now and then.
  const claimed = frame(BINARY, '', { length: 64, claims: 60n * 2n ** 20n })
  const before = await server.memory()
  for (const raw of slow) raw.send(claimed)
  const ada = await Client.connect(server, lines.y31, 'drip').synced()
  for (let at = 0; at < 50; at++) {
    for (const raw of slow) raw.send(Buffer.of(0))
    ada.doc.getMap('map').set('at', at)
    await ada.saved()
  }
  const grown = (await server.memory() - before) / 2 ** 20
  t.diagnostic(`fifty claims of 60 MiB, memory grew by ${grown.toFixed(1)} MiB`)
  // A huge page of 2 MiB each, where the kernel has such; not the 3,000 MiB that are claimed.
  assert.ok(grown < 50 * 4, `${grown} MiB for what is only claimed`)
  assert.equal(ada.opened, 1)
})

test('a Hocuspocus socket on which nobody says who they are is closed, whatever else is said', { timeout: 90_000 }, async t => {
  const server = await Server.forTest(t)
  const [mute, busy] = [await HocuspocusRaw.open(server), await HocuspocusRaw.open(server)]
  const began = performance.now()
  let talking = true
  const talk = (async () => {
    while (talking && busy.isOpen) {
      // An empty token is one in open mode, so it is only pinged.
      busy.socket.ping()
      await pause(200)
    }
  })()
  for (const raw of [mute, busy]) assert.equal((await raw.closed(45_000)).code, 4408)
  const after = performance.now() - began
  talking = false
  await talk
  assert.ok(after > 28_000 && after < 40_000, `closed after ${after} ms`)
})
