// Real documents pass through the server unharmed: the Yjs conformance corpus and the documents of other editors, sent
// update by update as their client would, and read by somebody new, live and after a death of the server.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'
import { RawConnection, Server, fixtures, frames, inParallel, readFresh } from './harness.mjs'

const WIDTH = 16
const { absent } = fixtures

test('every document of the Yjs conformance corpus reads back as it should', { skip: absent, timeout: 300_000 }, async t => {
  const server = await Server.forTest(t)
  const corpus = fixtures.corpus()
  await inParallel(corpus, WIDTH, async ({ updates }, at) => { await send(server, `corpus/${at}`, updates) })
  const check = async (/** @type {number} */ at) => {
    const doc = await readFresh(server, `corpus/${at}`)
    const { text, map, array } = corpus[at]
    assert.equal(doc.store.pendingStructs, null, `document ${at}`)
    assert.equal(doc.getText('text').toString(), text, `text of document ${at}`)
    assert.deepEqual(doc.getMap('map').toJSON(), map, `map of document ${at}`)
    assert.deepEqual(doc.getArray('array').toJSON(), array, `array of document ${at}`)
  }
  const all = corpus.map((_, at) => at)
  await inParallel(all.filter(at => at % 8 === 0), WIDTH, check)
  await server.kill()
  await server.start()
  await inParallel(all, WIDTH, check)
  t.diagnostic(`${corpus.length} documents, ${corpus.reduce((sum, { updates }) => sum + updates.length, 0)} updates`)
})

test('documents of other editors read back struct by struct', { skip: absent }, async t => {
  const server = await Server.forTest(t)
  const documents = editorDocuments()
  await inParallel(documents, 4, async ([name, updates]) => { await send(server, `editors/${name}`, updates) })
  for (const phase of ['live', 'after a death of the server']) {
    for (const [name, updates] of documents) {
      const original = new Y.Doc()
      for (const update of updates) Y.applyUpdate(original, update)
      const stored = await readFresh(server, `editors/${name}`)
      assert.ok(Y.equalSnapshots(Y.snapshot(stored), Y.snapshot(original)), `${name}, ${phase}: the same history`)
      assert.ok(isDeepStrictEqual(skeleton(stored), skeleton(original)), `${name}, ${phase}: the same content`)
    }
    await server.kill()
    await server.start()
  }
})

/** @returns {[string, Uint8Array[]][]} every fixture as the v1 updates of one document */
function editorDocuments () {
  const v1 = ['b4-update', 'octo-basic', 'octo-database', 'octo-edge-case-left-right-same-node', 'octo-large', 'octo-with-subdoc']
  const v2 = ['S1', 'C1']
  return [
    ...v1.map(name => /** @type {[string, Uint8Array[]]} */ ([name, [fixtures.bytes(`yjs/${name}.v1.bin`)]])),
    ...v2.map(name => /** @type {[string, Uint8Array[]]} */ ([name, [Y.convertUpdateFormatV2ToV1(fixtures.bytes(`yjs/${name}.v2.yjs`))]])),
    ...workspace()
  ]
}

/** The 14 documents of a real workspace, each with its stored log of updates. */
function workspace () {
  const all = fixtures.bytes('affine-0.8.4/idb.bin')
  /** @type {{ name: string, start: number, end: number }[]} */
  const index = fixtures.json('affine-0.8.4/idb_index.json')
  const ranges = new Map(index.map(({ name, start, end }) => [name, all.subarray(start, end)]))
  /** @type {[string, Uint8Array[]][]} */
  const found = []
  const search = (/** @type {any} */ node, /** @type {string} */ name) => {
    if (Array.isArray(node?.updates)) {
      found.push([name, node.updates.map((/** @type {any} */ entry) => ranges.get(entry.update?.name ?? entry.update))])
    } else if (node && typeof node === 'object') {
      for (const [key, child] of Object.entries(node)) search(child, `${name}/${key.replaceAll(/[^\w-]/g, '-')}`)
    }
  }
  search(fixtures.json('affine-0.8.4/idb.json'), 'affine')
  assert.equal(found.length, 14)
  return found
}

/**
 * Sends a history as one client would and waits until it is durable.
 *
 * @param {Server} server
 * @param {string} document
 * @param {Uint8Array[]} updates
 */
async function send (server, document, updates) {
  const raw = await RawConnection.open(server, document)
  for (const update of updates) raw.send(frames.update(update))
  await raw.saved()
  raw.cut()
}

/**
 * All that is visible in a document whose shared types nobody has named: the contents of every type in order, by kind.
 * @param {Y.Doc} doc
 */
function skeleton (doc) {
  return Object.fromEntries([...doc.share.keys()].sort().map(name => [name, bones(/** @type {any} */ (doc.share.get(name)))]))
}

/** @param {any} type an AbstractType with its inner links @returns {unknown} */
function bones (type) {
  const children = []
  for (let item = type._start; item !== null; item = item.right) {
    if (!item.deleted) children.push(...flesh(item.content))
  }
  const entries = [...type._map].filter(([, item]) => !item.deleted).sort(([one], [other]) => one < other ? -1 : 1)
  return { kind: type.constructor.name, children, entries: entries.map(([key, item]) => [key, flesh(item.content)]) }
}

/** @param {any} content @returns {unknown[]} one entry per unit of length, however the items are split */
function flesh (content) {
  if (content instanceof Y.ContentType) return [bones(content.type)]
  if (content instanceof Y.ContentDoc) return [{ guid: content.doc.guid, options: content.opts }]
  if (content instanceof Y.ContentFormat) return [{ format: content.key, value: content.value }]
  if (content instanceof Y.ContentEmbed) return [{ embed: content.embed }]
  return content.getContent()
}
