// Two clients of every line, and of mixed lines, see the same document, whatever shared types it holds.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, Random, Server, breathe, content, lines, readFresh, until } from './harness.mjs'

for (const line of lines.stable) {
  test(`two ${line.name} clients converge on every shared type`, async t => {
    const server = await Server.forTest(t)
    const ada = await Client.connect(server, line, 'every/type').synced()
    const bob = await Client.connect(server, line, 'every/type').synced()
    content.writeEveryType(ada.doc)
    await content.converged('live', [ada.doc, bob.doc])
    bob.doc.getText('text').insert(0, 'answer ')
    bob.doc.getMap('map').set('answer', 1)
    await content.converged('answered', [bob.doc, ada.doc])
    await ada.saved()
    await bob.saved()
    await content.converged('for a late joiner', [ada.doc, await readFresh(server, 'every/type')])
  })
}

test('clients of all stable lines converge in one document, and a late joiner too', async t => {
  const server = await Server.forTest(t)
  const clients = lines.stable.map(line => Client.connect(server, line, 'mixed'))
  for (const client of clients) await client.synced()
  for (const client of clients) content.writeEveryType(client.doc)
  await content.converged('mixed lines', clients.map(client => client.doc))
  for (const client of clients) await client.saved()
  const late = await Client.connect(server, lines.y31, 'mixed').synced()
  await content.converged('late joiner', [clients[0].doc, late.doc])
})

test('a subdocument keeps its guid and options, and its content syncs as a document of its own', async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'parent').synced()
  const bob = await Client.connect(server, lines.y1, 'parent').synced()
  content.writeEveryType(ada.doc)
  const child = /** @type {import('yjs').Doc} */ (ada.doc.getMap('subdocuments').get('child'))
  const adasChild = await Client.connect(server, lines.y31, child.guid, { doc: child }).synced()
  child.getText('body').insert(0, 'inside')
  const theirs = /** @type {import('yjs').Doc} */ (await until('the subdocument', () => bob.doc.getMap('subdocuments').get('child')))
  assert.deepEqual([theirs.guid, theirs.autoLoad, theirs.meta], ['child-guid', true, { title: 'kept' }])
  await Client.connect(server, lines.y1, theirs.guid, { doc: theirs }).synced()
  await until('the content of the subdocument', () => theirs.getText('body').toString() === 'inside')
  await adasChild.saved()
})

test('concurrent random edits by five clients of all stable lines converge', async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t)
  const clients = [...lines.stable, lines.y31].map(line => Client.connect(server, line, 'busy'))
  for (const client of clients) await client.synced()
  for (let round = 0; round < 60; round++) {
    for (const client of clients) client.doc.transact(() => content.randomEdit(client.doc, random))
    for (const client of clients) content.randomEdit(client.doc, random)
    // Let some rounds overlap on the wire and others be seen by everybody first.
    if (random.below(4) === 0) await content.converged(`round ${round}`, clients.map(client => client.doc))
    else await breathe()
  }
  await content.converged('in the end', clients.map(client => client.doc))
  for (const client of clients) await client.saved()
  await content.converged('stored', [clients[0].doc, await readFresh(server, 'busy')])
})

test('an emoji cut in half by an edit reads the same for everybody, and later too', async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'half').synced()
  const bob = await Client.connect(server, lines.y1, 'half').synced()
  const text = ada.doc.getText('text')
  text.insert(0, 'a🦀b🦀c🦀d')
  text.insert(2, '|')
  text.delete(6, 1)
  text.format(8, 1, { bold: true })
  text.insert(text.length, '!')
  await content.converged('live', [ada.doc, bob.doc])
  await ada.saved()
  await content.converged('for a late joiner', [ada.doc, await readFresh(server, 'half')])
  await server.kill()
  await server.start()
  await content.converged('after a restart', [ada.doc, await readFresh(server, 'half')])
})
