// Updates over 1 MB and a document of 50 MB: written by one client, seen live by another, stored, and read from disk.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, Random, Server, lines, readFresh, until } from './harness.mjs'

const MEBIBYTE = 2 ** 20
/** Large documents may take longer than the usual deadline on a busy machine. */
const PATIENCE_MS = 90_000

for (const line of lines.stable) {
  test(`${line.name}: an update of 3 MB passes, live and for somebody who joins later`, async t => {
    const server = await Server.forTest(t)
    const ada = await Client.connect(server, line, 'large').synced()
    const bob = await Client.connect(server, line, 'large').synced()
    const long = 'päragraph 🦀 '.repeat(200_000)
    ada.doc.getText('text').insert(0, long)
    await until('bob to have it', () => bob.doc.getText('text').length === long.length)
    assert.equal(bob.doc.getText('text').toString(), long)
    await ada.saved()
    const late = await Client.connect(server, line, 'large').synced()
    assert.equal(late.doc.getText('text').toString(), long)
    assert.deepEqual([ada.opened, bob.opened, late.opened], [1, 1, 1])
  })
}

test('one update of 40 MB passes', { timeout: 2 * PATIENCE_MS }, async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'huge').synced()
  const bob = await Client.connect(server, lines.y31, 'huge').synced()
  const bytes = noise(random, 40 * MEBIBYTE)
  ada.doc.getMap('files').set('film', bytes)
  const film = /** @type {Uint8Array} */ (await until('bob to have the film', () => bob.doc.getMap('files').get('film'), PATIENCE_MS))
  assert.ok(same(film, bytes))
  await ada.saved(PATIENCE_MS)
})

test('a document of 50 MB is written, seen, stored, and opened again from disk', { timeout: 4 * PATIENCE_MS }, async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'fifty').synced()
  const bob = await Client.connect(server, lines.y1, 'fifty').synced()
  const pages = Array.from({ length: 100 }, () => noise(random, MEBIBYTE / 2))
  const array = ada.doc.getArray('pages')
  for (const page of pages) {
    array.push([page])
    await until('room in the socket', () => ada.provider.ws?.bufferedAmount < 8 * MEBIBYTE, PATIENCE_MS)
  }
  await until('bob to have all pages', () => bob.doc.getArray('pages').length === pages.length, PATIENCE_MS)
  await ada.saved(PATIENCE_MS)
  assert.deepEqual([ada.opened, bob.opened], [1, 1])

  ada.disconnect()
  bob.disconnect()
  await server.kill()
  await server.start()
  const late = Client.connect(server, lines.y31, 'fifty')
  await late.synced(PATIENCE_MS)
  const stored = late.doc.getArray('pages').toArray()
  assert.equal(stored.length, pages.length)
  pages.forEach((page, at) => assert.ok(same(/** @type {Uint8Array} */ (stored[at]), page), `page ${at}`))

  ada.connect()
  late.doc.getText('text').insert(0, 'a keystroke in a large document')
  await until('the keystroke', () => ada.doc.getText('text').length > 0, PATIENCE_MS)
  await late.saved(PATIENCE_MS)
  assert.equal((await readFresh(server, 'fifty')).getText('text').toString(), 'a keystroke in a large document')
})

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
const same = (one, other) => Buffer.compare(one, other) === 0

/**
 * @param {Random} random
 * @param {number} length a multiple of 4
 */
function noise (random, length) {
  const words = new Uint32Array(length / 4)
  for (let at = 0; at < words.length; at++) words[at] = random.next() * 2 ** 32
  return new Uint8Array(words.buffer)
}
