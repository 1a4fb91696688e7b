// A hundred quick reconnects: nothing is lost or doubled, nobody stays behind as a ghost, and the document is never
// loaded twice under a joining crowd.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, RawConnection, Server, content, frames, inParallel, lines, readFresh, until } from './harness.mjs'

const TIMES = 100

for (const line of lines.stable) {
  test(`${line.name}: ${TIMES} quick reconnects with edits between lose and double nothing`, async t => {
    const server = await Server.forTest(t)
    const bob = await Client.connect(server, lines.y31, 'quick', { presence: { name: 'bob' } }).synced()
    const ada = await Client.connect(server, line, 'quick', { presence: { name: 'ada' } }).synced()
    const array = ada.doc.getArray('array')
    for (let time = 0; time < TIMES; time++) {
      array.push([`online ${time}`])
      ada.disconnect()
      array.push([`offline ${time}`])
      ada.connect()
      if (time % 3 === 0) await ada.synced()
      else await until('the connection to open', () => ada.provider.wsconnected)
    }
    await ada.saved()
    await content.converged('in the end', [ada.doc, bob.doc, await readFresh(server, 'quick')])
    const expected = Array.from({ length: TIMES }, (_, time) => [`online ${time}`, `offline ${time}`]).flat()
    assert.deepEqual(bob.doc.getArray('array').toArray(), expected)
    await until('both see each other', () => ada.sees(bob) && bob.sees(ada))
    ada.disconnect()
    await until('no ghost of ada', () => bob.awareness.getStates().size === 1)
  })
}

test('connections cut in the middle of the handshake or of a message leave nothing behind', async t => {
  const server = await Server.forTest(t)
  const watcher = await Client.connect(server, lines.y31, 'cut').synced()
  await inParallel(Array.from({ length: 200 }), 20, async (_, at) => {
    const raw = await RawConnection.open(server, 'cut')
    raw.send(frames.awareness([{ client: 1_000 + at, clock: 1, state: { at } }]))
    raw.send(frames.step1())
    if (at % 2) await raw.take('the first frame')
    raw.cut()
  })
  await until('only the watcher is left', () => watcher.awareness.getStates().size === 1)
})

test('a crowd that opens one stored document at the same moment gets one document', async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'crowd').synced()
  content.writeEveryType(ada.doc)
  ada.doc.getText('text').insert(0, 'x'.repeat(300_000))
  await ada.saved()
  ada.disconnect()
  for (let round = 0; round < 3; round++) {
    await server.kill()
    await server.start()
    const crowd = await inParallel(Array.from({ length: 30 }), 30, async (_, at) => {
      return await Client.connect(server, lines.stable[at % 4], 'crowd').synced()
    })
    for (const [at, client] of crowd.entries()) client.doc.getArray('array').push([`${round} ${at}`])
    await content.converged(`round ${round}`, crowd.map(client => client.doc))
    for (const client of crowd) await client.saved()
    for (const client of crowd) client.disconnect()
  }
  const stored = (await readFresh(server, 'crowd')).getArray('array').toArray()
  assert.equal(stored.filter(entry => typeof entry === 'string' && /^\d \d+$/.test(entry)).length, 90)
})
