// The automerge-paper trace, 259,778 keystrokes, typed by one real client and watched by another, byte for byte. A file of
// its own because it is the longest; YRSA_TRACE_EDITS types only so many of them (the text then is compared with what the
// typing client itself holds).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, Server, content, fixtures, lines, readFresh, until } from './harness.mjs'
import { typeAlone } from './harness/typing.mjs'

const PATIENCE_MS = 180_000
const EDITS = Number(process.env.YRSA_TRACE_EDITS ?? Infinity)

test('automerge-paper arrives byte for byte', { skip: fixtures.absent, timeout: 2 * PATIENCE_MS }, async t => {
  const { txns, endContent } = fixtures.trace('automerge-paper')
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'paper').synced()
  const bob = await Client.connect(server, lines.y1, 'paper').synced()
  const started = performance.now()
  await typeAlone(ada, txns.slice(0, EDITS))
  const text = ada.doc.getText('text').toString()
  if (EDITS >= txns.length) content.sameText('as typed', text, endContent)
  await ada.saved(PATIENCE_MS)
  await until('bob to have it all', () => bob.doc.getText('text').length === text.length, PATIENCE_MS)
  t.diagnostic(`${Math.min(EDITS, txns.length)} edits typed, stored and seen in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  await until('bob to read the same', () => bob.doc.getText('text').toString() === text, PATIENCE_MS)
  assert.deepEqual([ada.opened, bob.opened], [1, 1])

  await server.kill()
  await server.start()
  content.sameText('after a death of the server', (await readFresh(server, 'paper')).getText('text').toString(), text)
})
