// Edits made without a connection, on both sides, reach everybody afterwards: after a disconnect, after a lost
// connection, across a restart of the server and across its death.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, Random, Server, content, lines, readFresh, until } from './harness.mjs'

for (const line of lines.stable) {
  test(`${line.name}: offline edits on both sides survive a restart of the server`, async t => {
    const server = await Server.forTest(t)
    const ada = await Client.connect(server, line, 'offline').synced()
    const bob = await Client.connect(server, line, 'offline').synced()
    content.writeEveryType(ada.doc)
    await content.converged('before', [ada.doc, bob.doc])
    await ada.saved()

    ada.disconnect()
    bob.disconnect()
    ada.doc.getText('text').insert(0, 'written offline by ada ')
    ada.doc.getArray('array').delete(0)
    bob.doc.getText('text').delete(0, 3)
    bob.doc.getMap('map').set('offline', 'bob')
    assert.deepEqual(await server.stop(), { code: 0, signal: null })
    await server.start()
    ada.connect()
    bob.connect()
    await ada.saved()
    await bob.saved()
    await content.converged('after', [ada.doc, bob.doc, await readFresh(server, 'offline')])
    assert.match(ada.doc.getText('text').toString(), /written offline by ada/)
    assert.equal(ada.doc.getMap('map').get('offline'), 'bob')
  })

  test(`${line.name}: edits made while the server is gone arrive once it is back`, async t => {
    const server = await Server.forTest(t)
    const options = { maxBackoffTime: 200 }
    const ada = await Client.connect(server, line, 'gone', options).synced()
    const bob = await Client.connect(server, line, 'gone', options).synced()
    ada.doc.getText('text').insert(0, 'seed')
    await ada.saved()
    await server.kill()
    await until('both notice', () => !ada.provider.wsconnected && !bob.provider.wsconnected)
    content.writeEveryType(ada.doc)
    content.writeEveryType(bob.doc)
    await server.start()
    await ada.saved()
    await bob.saved()
    await content.converged('after', [ada.doc, bob.doc, await readFresh(server, 'gone')])
  })
}

test('long random offline sessions of five clients merge after restarts and deaths of the server', async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t)
  const clients = [...lines.stable, lines.y31].map(line => Client.connect(server, line, 'long', { maxBackoffTime: 200 }))
  for (const client of clients) await client.synced()
  for (let round = 0; round < 6; round++) {
    const away = clients.filter(() => random.below(2) === 0)
    for (const client of away) client.disconnect()
    for (let edit = 0; edit < 80; edit++) content.randomEdit(random.pick(clients).doc, random)
    if (random.below(2) === 0) await server.stop()
    else await server.kill()
    for (let edit = 0; edit < 40; edit++) content.randomEdit(random.pick(clients).doc, random)
    await server.start()
    for (const client of away) client.connect()
    for (const client of clients) await client.saved()
    await content.converged(`round ${round}`, [...clients.map(client => client.doc), await readFresh(server, 'long')])
  }
})

test('a client that returns is sent what it lacks, not the whole document again', async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'returning').synced()
  const bob = await Client.connect(server, lines.y31, 'returning').synced()
  ada.doc.getText('text').insert(0, 'x'.repeat(200_000))
  await content.converged('before', [ada.doc, bob.doc])
  bob.disconnect()
  ada.doc.getText('text').insert(0, 'one more')
  await ada.saved()
  let received = 0
  bob.connect()
  bob.provider.ws.on('message', (/** @type {ArrayBuffer} */ data) => { received += data.byteLength })
  await content.converged('after', [ada.doc, bob.doc])
  await bob.saved()
  assert.ok(received < 2_000, `${received} bytes for a returning client`)
})
