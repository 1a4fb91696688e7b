// Unchanged Hocuspocus providers of every line since acknowledgements exist: documents converge, "saved" means durable,
// presence is complete, names are taken as they are.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import {
  HocuspocusClient, Random, Server, SlowDisk, breathe, content, hocuspocus as lines, hocuspocusFrames as frames, slowDisk, until
} from './harness.mjs'

/** A gap in presence that people would not yet call a gap. */
const GAP_MS = 2_000

/** What a newcomer finds in a document. */
async function found (/** @type {Server} */ server, /** @type {string} */ document) {
  const newcomer = await HocuspocusClient.connect(server, lines.h48, document, { presence: null }).synced()
  newcomer.destroy()
  return newcomer.doc
}

for (const line of lines.all) {
  test(`two ${line.name} clients converge on every shared type, and nothing is left unacknowledged`, async t => {
    const server = await Server.forTest(t)
    const ada = await HocuspocusClient.connect(server, line, 'every/type').synced()
    const bob = await HocuspocusClient.connect(server, line, 'every/type').synced()
    await ada.saved()
    assert.equal(ada.unsynced, 0, 'acknowledged without an edit')
    content.writeEveryType(ada.doc)
    await content.converged('live', [ada.doc, bob.doc])
    bob.doc.getText('text').insert(0, 'answer ')
    bob.doc.getMap('map').set('answer', 1)
    await content.converged('answered', [bob.doc, ada.doc])
    await ada.saved()
    await bob.saved()
    assert.deepEqual([ada.unsynced, bob.unsynced], [0, 0], 'one acknowledgement for each change')
    await content.converged('for a late joiner', [ada.doc, await found(server, 'every/type')])
    assert.deepEqual([ada.wire.opened, bob.wire.opened], [1, 1])
  })

  test(`${line.name}: what counts as synced survives a kill of the server`, async t => {
    const server = await Server.forTest(t)
    for (let round = 0; round < 3; round++) {
      const ada = await HocuspocusClient.connect(server, line, 'durable').saved()
      for (let edit = 0; edit < 20; edit++) ada.doc.getArray('array').push([`${round} ${edit}`])
      await until('all to be acknowledged', () => ada.unsynced === 0)
      await server.kill()
      ada.destroy()
      await server.start()
      const stored = (await found(server, 'durable')).getArray('array').toArray()
      assert.equal(stored.length, (round + 1) * 20, `round ${round}`)
    }
  })

  test(`${line.name}: a change counts as unsynced until it is on disk, however long others have seen it`, { skip: slowDisk.absent }, async t => {
    const server = await Server.forTest(t)
    const ada = await HocuspocusClient.connect(server, line, 'slow').saved()
    const bob = await HocuspocusClient.connect(server, line, 'slow').saved()
    const disk = await SlowDisk.under(server, 60_000)
    ada.doc.getText('text').insert(0, 'not yet')
    await until('bob to see the change', () => bob.doc.getText('text').toString() === 'not yet')
    // What bob says afterwards reaches ada after any acknowledgement that was sent at once.
    bob.awareness.setLocalState({ seen: true })
    await until('ada to hear from bob', () => ada.presenceOf(bob)?.seen)
    assert.equal(ada.unsynced, 1)
    await disk.release()
    await until('the acknowledgement', () => ada.unsynced === 0)
  })

  test(`${line.name}: a large document arrives whole, in one update and in small ones`, async t => {
    const server = await Server.forTest(t)
    const ada = await HocuspocusClient.connect(server, line, 'large').synced()
    ada.doc.getText('text').insert(0, 'words and words '.repeat(300_000))
    await ada.saved()
    const bob = await HocuspocusClient.connect(server, line, 'large').synced()
    for (let edit = 0; edit < 2_000; edit++) {
      bob.doc.getText('text').insert(edit, 'x')
      if (edit % 100 === 0) await breathe()
    }
    await content.converged('large', [ada.doc, bob.doc])
    await bob.saved()
    assert.equal(bob.unsynced, 0)
    assert.equal((await found(server, 'large')).getText('text').length, 4_802_000)
  })

  test(`${line.name}: names are taken as they are, and each is a document of its own`, async t => {
    const server = await Server.forTest(t)
    const names = ['plain', 'with/slash/es', 'with space', 'per%20cent', '100%', 'ünï', '漢字/🦀', 'a?b#c', 'x&y=z', 'plain/']
    const accepted = names.filter(name => !name.endsWith('/'))
    for (const name of accepted) {
      const ada = await HocuspocusClient.connect(server, line, name).synced()
      ada.doc.getText('text').insert(0, name)
      await ada.saved()
    }
    for (const name of accepted) assert.equal((await found(server, name)).getText('text').toString(), name)
    // A name that no document can have is refused, and the client is told.
    const refused = HocuspocusClient.connect(server, line, 'plain/')
    await until('the refusal', () => refused.denials.length === 1)
    assert.equal(refused.doc.getText('text').toString(), '')
  })

  test(`${line.name}: presence is seen both ways, and ends with leaving`, async t => {
    const server = await Server.forTest(t)
    const ada = await HocuspocusClient.connect(server, line, 'here', { presence: { name: 'ada', at: 0 } }).synced()
    const bob = await HocuspocusClient.connect(server, lines.h48, 'here', { presence: { name: 'bob' } }).synced()
    await until('both see each other', () => ada.sees(bob) && bob.sees(ada), GAP_MS)
    assert.equal(bob.presenceOf(ada).name, 'ada')
    assert.equal(ada.presenceOf(bob).name, 'bob')
    for (let at = 1; at <= 50; at++) ada.awareness.setLocalStateField('at', at)
    await until('the newest state', () => bob.presenceOf(ada)?.at === 50)
    ada.awareness.setLocalState(null)
    await until('ada hides', () => !bob.sees(ada))
    ada.awareness.setLocalState({ name: 'ada', at: 51 })
    await until('ada shows again', () => bob.sees(ada))
    await ada.disconnect()
    await until('ada left', () => !bob.sees(ada), GAP_MS)
    ada.connect()
    await until('ada is back', () => bob.sees(ada) && ada.sees(bob), GAP_MS)
    ada.destroy()
    await until('ada left for good', () => !bob.sees(ada), GAP_MS)
  })

  test(`${line.name}: presence that was never touched is seen at once`, async t => {
    const server = await Server.forTest(t)
    const bob = await HocuspocusClient.connect(server, lines.h48, 'untouched').synced()
    // The state `{}` at clock 0, which y-protocols' receivers ignore.
    const doc = new Y.Doc()
    const ada = HocuspocusClient.connect(server, line, 'untouched', { doc, awareness: undefined })
    await ada.synced()
    await until('bob sees ada', () => bob.sees(ada), GAP_MS)
  })

  test(`${line.name}: a lost connection loses no edit and no presence`, async t => {
    const server = await Server.forTest(t)
    const ada = await HocuspocusClient.connect(server, line, 'lost', { presence: { name: 'ada' } }).saved()
    const bob = await HocuspocusClient.connect(server, lines.h48, 'lost', { presence: { name: 'bob' } }).saved()
    await until('both see each other', () => ada.sees(bob) && bob.sees(ada))
    for (let round = 0; round < 5; round++) {
      ada.loseConnection()
      // Providers before 3.0 are back before anybody can see that they were gone.
      ada.awareness.setLocalStateField('round', round)
      ada.doc.getArray('array').push([`offline ${round}`])
      bob.doc.getArray('array').push([`meanwhile ${round}`])
      await until('ada is back', () => ada.wire.opened === round + 2)
      await until('ada is back for bob', () => bob.presenceOf(ada)?.round === round, GAP_MS)
      await until('bob is back for ada', () => ada.sees(bob), GAP_MS)
      await content.converged(`round ${round}`, [ada.doc, bob.doc])
    }
    assert.equal(ada.wire.opened, 6)
    if (line.recounts) await ada.saved()
    await content.converged('stored', [ada.doc, await found(server, 'lost')])
  })

  test(`${line.name}: edits made while the server is gone arrive once it is back`, async t => {
    const server = await Server.forTest(t)
    const ada = await HocuspocusClient.connect(server, line, 'gone').saved()
    const bob = await HocuspocusClient.connect(server, line, 'gone').saved()
    ada.doc.getText('text').insert(0, 'seed')
    await ada.saved()
    await server.kill()
    await until('both notice', () => ada.wire.closures.length > 0 && bob.wire.closures.length > 0)
    content.writeEveryType(ada.doc)
    content.writeEveryType(bob.doc)
    await server.start()
    await content.converged('after', [ada.doc, bob.doc])
    if (line.recounts) await Promise.all([ada.saved(), bob.saved()])
    await content.converged('stored', [ada.doc, await found(server, 'gone')])
  })
}

test('clients of all lines converge under concurrent random edits', async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t)
  const clients = lines.all.map(line => HocuspocusClient.connect(server, line, 'busy'))
  for (const client of clients) await client.saved()
  for (let round = 0; round < 60; round++) {
    for (const client of clients) client.doc.transact(() => content.randomEdit(client.doc, random))
    for (const client of clients) content.randomEdit(client.doc, random)
    if (random.below(4) === 0) await content.converged(`round ${round}`, clients.map(client => client.doc))
    else await breathe()
  }
  await content.converged('in the end', clients.map(client => client.doc))
  for (const client of clients) {
    await client.saved()
    assert.equal(client.unsynced, 0, client.line.name)
    assert.equal(client.wire.opened, 1, client.line.name)
  }
  await content.converged('stored', [clients[0].doc, await found(server, 'busy')])
})

test('updates held together for a moment by flushDelay are acknowledged as the one frame they are', async t => {
  const server = await Server.forTest(t)
  const ada = await HocuspocusClient.connect(server, lines.h48, 'batched', { flushDelay: 20 }).saved()
  for (let edit = 0; edit < 100; edit++) ada.doc.getArray('array').push([edit])
  assert.equal(ada.unsynced, 1)
  await until('the acknowledgement', () => ada.unsynced === 0)
  const updates = ada.wire.sent.filter(bytes => isUpdate(bytes))
  assert.equal(updates.length, 1)
  assert.equal((await found(server, 'batched')).getArray('array').length, 100)
})

test('a forced sync from time to time is answered and leaves nothing unacknowledged', async t => {
  const server = await Server.forTest(t)
  for (const line of [lines.h215, lines.h34, lines.h48]) {
    const ada = await HocuspocusClient.connect(server, line, 'forced').saved()
    for (let time = 0; time < 5; time++) {
      const step2s = () => ada.received.filter(({ kind, step }) => kind === frames.SYNC && step === frames.STEP_2).length
      const before = step2s()
      ada.doc.getText('text').insert(0, 'x')
      await ada.saved()
      ada.provider.forceSync()
      assert.equal(ada.unsynced, 1)
      await until('the answer', () => step2s() === before + 1)
      await until('the acknowledgement', () => ada.unsynced === 0)
    }
  }
})

test('a stateless message reaches everybody in the document, its sender too, and says who sent it', async t => {
  const server = await Server.forTest(t)
  const everybody = await Promise.all(lines.all.map(line => HocuspocusClient.connect(server, line, 'stateless').saved()))
  const stranger = await HocuspocusClient.connect(server, lines.h48, 'elsewhere').saved()
  const [first] = everybody
  const last = everybody[everybody.length - 1]
  first.provider.sendStateless('just words')
  last.provider.sendStateless(JSON.stringify({ action: 'wave', sender: { id: 'forged', name: 'Forged' } }))
  for (const client of everybody) {
    await until(`${client.line.name} to get both`, () => client.stateless.length === 2)
    const messages = client.stateless.map(payload => JSON.parse(payload))
    const words = messages.find(({ message }) => message === 'just words')
    assert.ok(words?.sender.id, 'text comes wrapped, with its sender')
    const wave = messages.find(({ action }) => action === 'wave')
    assert.ok(wave.sender.id && wave.sender.id !== 'forged', 'a sender is what the server says')
    assert.notEqual(wave.sender.id, words.sender.id)
  }
  stranger.provider.sendStateless('mine')
  await until('the stranger to hear itself', () => stranger.stateless.length === 1)
  assert.equal(JSON.parse(stranger.stateless[0]).message, 'mine', 'and nothing of the other document')
})

/** Whether these bytes of a client are an update. */
function isUpdate (/** @type {Uint8Array} */ bytes) {
  const { kind, step } = frames.peek(bytes)
  return kind === frames.SYNC && step === frames.UPDATE
}
