// Updates made to hurt: yrs panics on some, Yjs throws on others. None reaches another client or the disk; their senders
// are told or keep waiting for what never comes; the document and the server go on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { Client, RawConnection, Server, content, fixtures, frames, lines, readFresh } from './harness.mjs'

const REFUSED = 4422

/** @returns {[string, Uint8Array][]} */
function hostileUpdates () {
  /** @type {[string, Uint8Array][]} */
  const updates = [1, 2, 3].map(number => [`panic ${number}`, fixtures.bytes(`hostile/yrs-encode-panic-${number}.v1.bin`)])
  const listing = Buffer.from(fixtures.bytes('hostile/yrs-accepts-yjs-throws.hex.txt')).toString()
  for (const [at, [, hex]] of [...listing.matchAll(/^[01] ([0-9a-f]+)$/gm)].entries()) {
    updates.push([`line ${at + 1}`, new Uint8Array(Buffer.from(hex, 'hex'))])
  }
  assert.equal(updates.length, 39)
  return updates
}

test('hostile updates hurt nobody: not the others, not the document, not the server', { skip: fixtures.absent }, async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'target').synced()
  const bob = await Client.connect(server, lines.y1, 'target').synced()
  content.writeEveryType(ada.doc)
  await content.converged('before', [ada.doc, bob.doc])
  const outcomes = await Promise.all(hostileUpdates().map(async ([name, update]) => {
    const raw = await RawConnection.open(server, 'target')
    raw.send(frames.update(update))
    // Either refused, or kept waiting for what it claims to depend on, which is durable then.
    const refused = await raw.saved().then(() => false, () => true)
    if (refused) {
      assert.equal(raw.closure?.code, REFUSED, name)
      assert.ok(raw.inbox.some(({ kind, reason }) => kind === frames.AUTH && reason), `${name}: the sender is told why`)
    }
    raw.cut()
    return refused
  }))
  t.diagnostic(`${outcomes.filter(Boolean).length} of ${outcomes.length} refused, the others wait for what they depend on`)
  ada.doc.getText('text').insert(0, 'still here ')
  await content.converged('after', [ada.doc, bob.doc])
  assert.deepEqual([ada.opened, bob.opened], [1, 1], 'nobody else was disconnected')
  await ada.saved()
  await server.kill()
  await server.start()
  const stored = await readFresh(server, 'target')
  await content.converged('after a death of the server', [ada.doc, stored])
  const encoded = Y.encodeStateAsUpdate(stored)
  Y.applyUpdate(new Y.Doc(), encoded)
})
