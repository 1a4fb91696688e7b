// SIGTERM and SIGINT: the server tells its clients, loses nothing it acknowledged, and ends with 0.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, RawConnection, Server, content, frames, lines, readFresh, until } from './harness.mjs'

const SERVICE_RESTART = 1012

test('SIGTERM tells every client that the service restarts, and loses nothing acknowledged', async t => {
  const server = await Server.forTest(t)
  const clients = lines.stable.map(line => Client.connect(server, line, 'term', { maxBackoffTime: 200 }))
  for (const client of clients) await client.synced()
  for (const client of clients) content.writeEveryType(client.doc)
  for (const client of clients) await client.saved()
  await content.converged('before', clients.map(client => client.doc))
  assert.deepEqual(await server.stop(), { code: 0, signal: null })
  await until('every client to be told', () => clients.every(client => client.closeCodes.includes(SERVICE_RESTART)))
  await server.start()
  await content.converged('after', [clients[0].doc, await readFresh(server, 'term')])
  for (const client of clients) await client.saved()
})

test('what is still in flight at SIGTERM is stored before an acknowledgement, or comes again from its client', async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'flight', { maxBackoffTime: 200 }).synced()
  const entries = ada.doc.getArray('entries')
  /** @type {Map<number, number>} */
  const lengthAtProbe = new Map()
  let stopping = /** @type {Promise<any> | null} */ (null)
  for (let at = 0; ada.provider.wsconnected && at < 5_000; at++) {
    entries.push([at])
    lengthAtProbe.set(ada.probe(), entries.length)
    if (at === 300) stopping = server.stop()
    await until('acknowledgements not too far behind', () => !ada.provider.wsconnected || lengthAtProbe.size - ada.savedUpTo < 100)
  }
  assert.ok(stopping)
  assert.deepEqual(await stopping, { code: 0, signal: null })
  const promised = lengthAtProbe.get(ada.savedUpTo) ?? 0
  ada.disconnect()
  await server.start()
  const stored = (await readFresh(server, 'flight')).getArray('entries').toArray()
  assert.ok(stored.length >= promised, `promised ${promised}, stored ${stored.length}`)
  assert.deepEqual(stored, entries.toArray().slice(0, stored.length))
  ada.connect()
  await ada.saved()
  assert.deepEqual((await readFresh(server, 'flight')).getArray('entries').toArray(), entries.toArray())
})

test('SIGINT ends the server as SIGTERM does', async t => {
  const server = await Server.forTest(t)
  const raw = await RawConnection.open(server, 'int')
  await raw.take('the first frame', ({ step }) => step === frames.STEP_1)
  server.process?.kill('SIGINT')
  assert.equal((await raw.closed()).code, SERVICE_RESTART)
  assert.deepEqual(await server.exited, { code: 0, signal: null })
})

test('a client that never answers the closing handshake does not hold the server up', async t => {
  const server = await Server.forTest(t)
  const raw = await RawConnection.open(server, 'mute')
  await raw.take('the first frame', ({ step }) => step === frames.STEP_1)
  raw.socket.pause()
  assert.deepEqual(await server.stop(), { code: 0, signal: null })
  raw.cut()
})
