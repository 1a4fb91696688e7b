// The 4.0 preview on Yjs 14: what it sends, and how far it works beside clients on Yjs 13. Its updates are v1 with the
// content kinds of Yjs 13; new are client ids of 53 bits and types without a kind, which Yjs 13 reads as XML fragments.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import WebSocket from 'ws'
import * as Y13 from 'yjs'
import * as Y14 from '@y/y'
import { Client, Random, Server, breathe, content, frames, lines, readFresh, until } from './harness.mjs'

/** The root names that both generations look at. */
const ROOTS = ['text', 'map', 'array', 'xml']

test('the preview opens with SyncStep1 and its presence, answers with SyncStep2, and sends updates one by one', async t => {
  const server = await Server.forTest(t)
  /** @type {frames.Frame[]} */
  const sent = []
  class Recording extends WebSocket {
    /** @param {any} data */
    send (data) {
      sent.push(frames.parse(data))
      super.send(data)
    }
  }
  const ada = await Client.connect(server, lines.y4, 'frames', { WebSocketPolyfill: Recording, presence: { name: 'ada' } }).synced()
  await until('the answer to the server', () => sent.some(({ step }) => step === frames.STEP_2))
  assert.deepEqual(sent.slice(0, 2).map(({ kind }) => kind), [frames.SYNC, frames.AWARENESS])
  assert.ok(sent.every(({ kind }) => kind === frames.SYNC || kind === frames.AWARENESS))
  for (let at = 0; at < 3; at++) lines.y4.write(ada.doc, 'key', at)
  assert.equal(sent.filter(({ step }) => step === frames.UPDATE).length, 3)
  await ada.saved()
  assert.equal(ada.provider.synced, true, 'no echo of its own updates is needed')
})

test('client ids of 53 bits are kept, live and across a death of the server', async t => {
  const server = await Server.forTest(t)
  const doc = /** @type {any} */ (new Y14.Doc())
  doc.clientID = 2 ** 53 - 1
  const ada = await Client.connect(server, lines.y4, 'wide', { doc }).synced()
  const bob = await Client.connect(server, lines.y31, 'wide').synced()
  lines.y4.write(ada.doc, 'from', 'the largest id')
  await until('bob to have it', () => lines.y31.read(bob.doc, 'from') === 'the largest id')
  await until('bob to see ada', () => bob.sees(2 ** 53 - 1))
  await ada.saved()
  ada.disconnect()
  bob.disconnect()
  await server.kill()
  await server.start()
  const stored = await readFresh(server, 'wide')
  assert.equal(lines.y31.read(stored, 'from'), 'the largest id')
  assert.ok(Y13.decodeStateVector(Y13.encodeStateVector(stored)).has(2 ** 53 - 1))
})

test('the preview and all stable lines edit one document', async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t)
  const previews = [lines.y4, lines.y4].map(line => Client.connect(server, line, 'generations', { maxBackoffTime: 200 }))
  const stable = lines.stable.map(line => Client.connect(server, line, 'generations', { maxBackoffTime: 200 }))
  const clients = [...previews, ...stable]
  for (const client of clients) await client.synced()
  for (let round = 0; round < 4; round++) {
    for (let edit = 0; edit < 150; edit++) {
      const client = random.pick(clients)
      if (client.line === lines.y4) edit14(client.doc, random)
      else edit13(client.doc, random)
      if (edit % 10 === 0) await breathe()
    }
    if (round === 1) {
      await server.kill()
      edit14(previews[0].doc, random)
      edit13(stable[0].doc, random)
      await server.start()
    }
    for (const client of clients) await client.saved()
    const vector = () => new Set(clients.map(({ Y, doc }) => Buffer.from(Y.encodeStateVector(doc)).toString('hex')))
    await until(`round ${round}: all have converged`, () => vector().size === 1)
    const [first, ...others] = clients.map(({ Y, doc }) => generationless(Y.encodeStateAsUpdate(doc)))
    for (const other of [...others, generationless(Y13.encodeStateAsUpdate(await readFresh(server, 'generations')))]) {
      assert.deepEqual(other, first, `round ${round}`)
    }
  }
})

test('what both generations write means the same to each', async t => {
  const server = await Server.forTest(t)
  const old = await Client.connect(server, lines.y31, 'meaning').synced()
  const preview = await Client.connect(server, lines.y4, 'meaning').synced()
  const next = /** @type {Y14.Doc} */ (/** @type {unknown} */ (preview.doc))
  next.get('text').insert(0, 'bold 🦀', { bold: true })
  next.get('text').insert(0, 'plain ')
  next.get('map').setAttr('values', [1, 2.5, null, { deep: true }, 'ü'])
  next.get('map').setAttr('bytes', Uint8Array.of(0, 255))
  next.get('array').insert(0, [1, 'two', { three: 3 }])
  const paragraph = new Y14.Type('p')
  next.get('xml').insert(0, [paragraph])
  paragraph.setAttr('align', 'left')
  await until('Yjs 13 to have it', () => old.doc.getXmlFragment('xml').toString() === '<p align="left"></p>')
  assert.deepEqual(old.doc.getText('text').toDelta(), [{ insert: 'plain ' }, { insert: 'bold 🦀', attributes: { bold: true } }])
  assert.deepEqual(old.doc.getMap('map').toJSON(), { values: [1, 2.5, null, { deep: true }, 'ü'], bytes: Uint8Array.of(0, 255) })
  assert.deepEqual(old.doc.getArray('array').toJSON(), [1, 'two', { three: 3 }])

  old.doc.getText('text').format(0, 5, { italic: true })
  old.doc.getMap('map').set('title', new Y13.Text('a title'))
  old.doc.getArray('array').delete(0, 1)
  await old.saved()
  await until('Yjs 14 to have it', () => next.get('array').length === 2)
  assert.equal(String(next.get('map').getAttr('title')), 'a title')
  assert.deepEqual(next.get('array').toArray(), ['two', { three: 3 }])
})

/**
 * What a document says when the same generation reads it, whoever encoded it.
 * @param {Uint8Array} update
 */
function generationless (update) {
  const doc = new Y14.Doc()
  Y14.applyUpdate(doc, update)
  return Object.fromEntries(ROOTS.map(name => [name, doc.get(name).toJSON()]))
}

/** @type {(doc: any, random: Random) => void} */
function edit14 (doc, random) {
  const text = doc.get('text')
  const { at, length } = content.place(text.toArray(), random)
  const edits = [
    () => text.insert(at, random.pick(['a', 'word ', '🦀'])),
    () => text.insert(at, 'bold', { bold: true }),
    () => { if (length) text.format(at, length, { italic: random.below(2) ? true : null }) },
    () => { if (length) text.delete(at, length) },
    () => doc.get('map').setAttr(`key ${random.below(5)}`, random.pick([1, 'x', null, [1, { a: 2 }], Uint8Array.of(1)])),
    () => doc.get('map').deleteAttr(`key ${random.below(5)}`),
    () => doc.get('array').insert(0, [random.below(100), { n: 1 }]),
    () => {
      const element = new Y14.Type(random.pick(['p', 'li']))
      doc.get('xml').insert(0, [element])
      element.setAttr('n', String(random.below(9)))
    }
  ]
  random.pick(edits)()
}

/** @type {(doc: Y13.Doc, random: Random) => void} */
function edit13 (doc, random) {
  const text = doc.getText('text')
  const { at, length } = content.place([text.toString()], random)
  const array = doc.getArray('array')
  const edits = [
    () => text.insert(at, random.pick(['b', 'wort ', '👩‍👩‍👧'])),
    () => text.format(at, length, { bold: random.below(2) ? true : null }),
    () => text.delete(at, length),
    () => doc.getMap('map').set(`key ${random.below(5)}`, random.pick([2, 'y', null, { b: [1] }])),
    () => doc.getMap('map').delete(`key ${random.below(5)}`),
    () => array.push([random.below(100)]),
    () => { if (array.length) array.delete(random.below(array.length)) },
    () => doc.getXmlFragment('xml').insert(0, [new Y13.XmlElement('h1')])
  ]
  random.pick(edits)()
}
