// Real editing sessions, typed keystroke by keystroke by real clients, arrive byte for byte: at a client that watches, at
// one that joins later, and after a death of the server.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, Server, content, fixtures, lines, readFresh, until } from './harness.mjs'
import { HeldSocket, typeAlone, typeTogether } from './harness/typing.mjs'

const { absent } = fixtures
const PATIENCE_MS = 120_000

/**
 * @param {Server} server
 * @param {string} document
 * @param {string} text
 */
async function staysAfterDeath (server, document, text) {
  content.sameText('for a late joiner', (await readFresh(server, document)).getText('text').toString(), text)
  await server.kill()
  await server.start()
  content.sameText('after a death of the server', (await readFresh(server, document)).getText('text').toString(), text)
}

test('sveltecomponent arrives byte for byte', { skip: absent, timeout: 2 * PATIENCE_MS }, async t => {
  const { txns, endContent } = fixtures.trace('sveltecomponent')
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y2, 'svelte').synced()
  const bob = await Client.connect(server, lines.y31, 'svelte').synced()
  await typeAlone(ada, txns)
  await ada.saved(PATIENCE_MS)
  content.sameText('as typed', ada.doc.getText('text').toString(), endContent)
  await until('bob to have it all', () => bob.doc.getText('text').toString() === endContent, PATIENCE_MS)
  assert.deepEqual([ada.opened, bob.opened], [1, 1])
  await staysAfterDeath(server, 'svelte', endContent)
})

test('friendsforever arrives byte for byte, typed by two agents at once', { skip: absent, timeout: 2 * PATIENCE_MS }, async t => {
  const { txns, endContent } = fixtures.trace('friendsforever')
  const server = await Server.forTest(t)
  const agents = []
  for (const [agent, line] of [lines.y1, lines.y31].entries()) {
    // Where both typed at one place at once, the recorded text has agent 0 first, as Yjs has the lower client id.
    const doc = Object.assign(new line.Y.Doc(), { clientID: 1 + agent })
    agents.push(await Client.connect(server, line, 'friends', { doc, WebSocketPolyfill: HeldSocket }).synced())
  }
  const watcher = await Client.connect(server, lines.y30, 'friends').synced()
  await typeTogether(agents, txns)
  for (const agent of agents) await agent.saved(PATIENCE_MS)
  for (const { doc } of agents) content.sameText('at an agent', doc.getText('text').toString(), endContent)
  await until('the watcher to have it all', () => watcher.doc.getText('text').toString() === endContent, PATIENCE_MS)
  assert.deepEqual(agents.map(({ opened }) => opened), [1, 1])
  await staysAfterDeath(server, 'friends', endContent)
})
