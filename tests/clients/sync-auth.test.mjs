// y-websocket clients of every line and rights: each way to carry a token, refusals before the handshake is answered, what a
// reader may do, and how rights change and people are removed on a connection that is open.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import WebSocket from 'ws'
import { Client, GuardedServer, RawConnection, Wire, access, content, frames, lines, until } from './harness.mjs'

const GRANTS = { grants: { 'doc/': 'editor' } }
const UNAUTHORIZED = 4401
const FORBIDDEN = 4403
const DELETED = 4404

/** Somebody who edits everything below `doc/`. */
const editor = (/** @type {GuardedServer} */ server, /** @type {string} */ document, user = 'bob') =>
  Client.connect(server, lines.y31, document, { params: { token: access.token(user, GRANTS) }, presence: { from: user } })

/**
 * A client whose wire is watched.
 *
 * @param {GuardedServer} server
 * @param {lines.Line} line
 * @param {string} document
 * @param {string} token
 * @param {Record<string, any>} [options]
 */
function watched (server, line, document, token, options = {}) {
  const wire = new Wire()
  const client = Client.connect(server, line, document, {
    params: { token }, presence: { from: 'ada' }, WebSocketPolyfill: wire.Socket, ...options
  })
  return { client, wire, denials: () => wire.received.map(parse).filter(({ kind }) => kind === frames.AUTH).map(({ reason }) => reason ?? '') }
}

/** @param {Uint8Array} bytes */
const parse = bytes => frames.parse(bytes)

/**
 * The answer to a handshake: its status, or 101 and the selected subprotocol.
 *
 * @param {GuardedServer} server
 * @param {string} pathAndQuery
 * @param {{ protocols?: string[], headers?: Record<string, string> }} [options]
 * @returns {Promise<{ status: number, protocol?: string, problem?: any }>}
 */
function handshake (server, pathAndQuery, { protocols = [], headers = {} } = {}) {
  return new Promise(resolve => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/sync/${pathAndQuery}`, protocols, { headers })
    socket.on('error', () => {})
    socket.on('open', () => {
      resolve({ status: 101, protocol: socket.protocol })
      socket.terminate()
    })
    socket.on('unexpected-response', async (_, response) => {
      let body = ''
      for await (const part of response) body += part
      resolve({ status: response.statusCode ?? 0, problem: JSON.parse(body) })
    })
  })
}

for (const line of lines.all) {
  test(`${line.name}: a token is taken from the query and from a header, a share link from the query`, async t => {
    const server = await GuardedServer.forTest(t)
    const token = access.token('ada', GRANTS)
    const { secret } = await server.share('doc/carried', { permission: 'edit' })
    const bob = await editor(server, 'doc/carried').synced()
    const clients = {
      query: Client.connect(server, line, 'doc/carried', { params: { token } }),
      header: Client.connect(server, line, 'doc/carried', { WebSocketPolyfill: new Wire({ Authorization: `Bearer ${token}` }).Socket }),
      share: Client.connect(server, line, 'doc/carried', { params: { share: secret } }),
      'share as a token': Client.connect(server, line, 'doc/carried', { params: { token: secret } })
    }
    for (const [how, client] of Object.entries(clients)) {
      await client.synced()
      line.write(client.doc, how, true)
      await until(`an edit with a token in ${how}`, () => bob.doc.getMap('map').get(how) === true)
      await client.saved()
      assert.equal(client.opened, 1, how)
    }
  })

  test(`${line.name}: who may not come in is refused before the handshake is answered, and backs off`, async t => {
    const server = await GuardedServer.forTest(t)
    const bad = {
      401: access.token('ada', { ...GRANTS, expires: access.inSeconds(-60) }),
      403: access.token('ada', { grants: { 'elsewhere/': 'editor' } })
    }
    await Promise.all(Object.entries(bad).map(async ([status, token]) => {
      const started = performance.now()
      const { client, wire } = watched(server, line, 'doc/refused', token)
      await until('four attempts', () => wire.attempts === 4)
      // Accepted and then closed, these clients would come again every 100 ms.
      assert.ok(performance.now() - started > 600, 'the waits between attempts grow')
      assert.equal(wire.opened, 0)
      assert.deepEqual([...new Set(wire.refusals)], [Number(status)])
      client.destroy()
    }))
  })

  test(`${line.name}: a reader sees everything live, is seen, and changes nothing`, async t => {
    const server = await GuardedServer.forTest(t)
    const bob = await editor(server, 'doc/read').synced()
    bob.doc.getMap('map').set('written', 'by bob')
    const { client: ada, wire, denials } = watched(server, line, 'doc/read', access.token('ada', { grants: { 'doc/read': 'viewer' } }))
    await ada.synced()
    await until('the content', () => line.read(ada.doc, 'written') === 'by bob')
    line.write(ada.doc, 'forbidden', 1)
    const probe = ada.probe()
    await until('the refusal', () => denials().length > 0)
    assert.ok(denials()[0].length > 0, 'with a reason')
    ada.awareness.setLocalStateField('after', true)
    await until('presence after the refusal', () => bob.awareness.getStates().get(ada.doc.clientID)?.after)
    bob.doc.getMap('map').set('more', 'by bob')
    await until('reading goes on', () => line.read(ada.doc, 'more') === 'by bob')
    assert.equal(bob.doc.getMap('map').has('forbidden'), false)
    assert.ok(ada.savedUpTo < probe, 'what was refused is never called saved')
    assert.deepEqual([wire.opened, wire.closures], [1, []])
  })

  test(`${line.name}: a role changes both ways in place, and what was refused is taken once it may be`, async t => {
    const server = await GuardedServer.forTest(t)
    await server.member('doc/change', 'ada', 'viewer')
    const bob = await editor(server, 'doc/change').synced()
    const { client: ada, wire, denials } = watched(server, line, 'doc/change', access.token('ada'))
    await ada.synced()
    line.write(ada.doc, 'first', 1)
    line.write(ada.doc, 'second', 2)
    const probe = ada.probe()
    await until('the refusals', () => denials().length > 0)
    await server.member('doc/change', 'ada', 'editor')
    await until('what was refused arrives', () => bob.doc.getMap('map').get('first') === 1 && bob.doc.getMap('map').get('second') === 2)
    await until('and is saved', () => ada.savedUpTo >= probe)
    line.write(ada.doc, 'third', 3)
    await until('a new edit', () => bob.doc.getMap('map').get('third') === 3)
    await ada.saved()

    const before = denials().length
    await server.member('doc/change', 'ada', 'viewer')
    line.write(ada.doc, 'fourth', 4)
    await until('the refusal', () => denials().length > before)
    bob.doc.getMap('map').set('fifth', 5)
    await until('reading goes on', () => line.read(ada.doc, 'fifth') === 5)
    assert.equal(bob.doc.getMap('map').has('fourth'), false)
    assert.deepEqual([wire.opened, wire.closures], [1, []])
  })

  test(`${line.name}: who is removed is told with a code, is gone for the others and can't come back`, async t => {
    const server = await GuardedServer.forTest(t)
    const ways = /** @type {const} */ ([
      ['revoked', UNAUTHORIZED, 401, () => server.revoke({ jti: 'to be revoked' })],
      ['dismissed', FORBIDDEN, 403, () => server.dismiss('doc/dismissed', 'ada')],
      ['blocked', FORBIDDEN, 403, () => server.member('doc/blocked', 'ada', 'blocked')],
      ['deleted', DELETED, 403, () => server.delete('doc/deleted')]
    ])
    await Promise.all(ways.map(async ([way, code, status, remove]) => {
      await server.call('POST', '/documents', { id: `doc/${way}` })
      await server.member(`doc/${way}`, 'ada', 'editor')
      const bob = await editor(server, `doc/${way}`).synced()
      const { client: ada, wire, denials } = watched(server, line, `doc/${way}`, access.token('ada', way === 'revoked' ? { id: 'to be revoked' } : {}))
      await ada.synced()
      await until('both see each other', () => ada.sees(bob) && bob.sees(ada))
      await remove()
      await until(`ada to be ${way}`, () => wire.closures.length > 0)
      assert.equal(wire.closures[0].code, code, way)
      assert.ok(wire.closures[0].reason || denials().length > 0, 'with a reason')
      line.write(ada.doc, 'too late', true)
      if (way !== 'deleted') await until('ada is gone', () => !bob.sees(ada))
      if (line === lines.y31) await until('the provider to stop', () => !ada.provider.shouldConnect)
      else await until('the next attempt to be refused', () => wire.refusals.length > 0)
      if (wire.refusals.length > 0) assert.equal(wire.refusals[0], status, way)
      assert.equal(wire.opened, 1, way)
      assert.equal(bob.doc.getMap('map').has('too late'), false)
      ada.destroy()
    }))
  })

  test(`${line.name}: a token that expires ends the connection with its code, not sooner and not later`, async t => {
    const server = await GuardedServer.forTest(t)
    const expires = access.inSeconds(3)
    const { client: ada, wire } = watched(server, line, 'doc/expires', access.token('ada', { ...GRANTS, expires }))
    await ada.synced()
    line.write(ada.doc, 'in time', true)
    await ada.saved()
    await until('the end', () => wire.closures.length > 0)
    // The close of a final code is held back for a second, for clients that would be back at once.
    const late = Date.now() - expires * 1000
    assert.ok(late > -50 && late < 2_500, `${late} ms after the expiry`)
    assert.equal(wire.closures[0].code, UNAUTHORIZED)
  })
}

for (const line of lines.all.filter(line => line !== lines.y1)) {
  test(`${line.name}: a token is taken from the subprotocol, which is not repeated in the answer`, async t => {
    const server = await GuardedServer.forTest(t)
    const token = access.token('ada', GRANTS)
    const wire = new Wire()
    const ada = Client.connect(server, line, 'doc/protocol', { protocols: ['yrsa', `token.${token}`], WebSocketPolyfill: wire.Socket })
    await ada.synced()
    line.write(ada.doc, 'in', true)
    await ada.saved()
    assert.equal(wire.socket?.protocol, 'yrsa')
    assert.equal(wire.opened, 1)
  })
}

test('handshakes are answered with the status that fits, and with nothing that helps to guess', async t => {
  const server = await GuardedServer.forTest(t)
  const good = access.token('ada', GRANTS)
  const bad = await handshake(server, 'doc/any?token=garbage')
  for (const [what, path, status] of /** @type {const} */ ([
    ['a good token', `doc/any?token=${good}`, 101],
    ['no token', 'doc/any', 401],
    ['garbage', 'doc/any?token=garbage', 401],
    ['a foreign signature', `doc/any?token=${access.token('ada', { ...GRANTS, secret: 'another secret that is long enough to be one' })}`, 401],
    ['an expired token', `doc/any?token=${access.token('ada', { ...GRANTS, expires: access.inSeconds(-1) })}`, 401],
    ['no right', `elsewhere?token=${good}`, 403],
    ['a prefix that only begins alike', `doctor/any?token=${good}`, 403],
    ['no such share', `doc/any?share=share_${'x'.repeat(43)}`, 401]
  ])) {
    const answer = await handshake(server, path)
    assert.equal(answer.status, status, what)
    if (status === 401 && what !== 'no token' && !what.includes('share')) assert.deepEqual(answer.problem.title, bad.problem.title, 'the same words for every bad token')
  }
  assert.deepEqual(await handshake(server, 'doc/any', { protocols: ['yrsa', `token.${good}`] }), { status: 101, protocol: 'yrsa' })
  assert.equal((await handshake(server, 'doc/any', { headers: { Authorization: `Bearer ${good}` } })).status, 101)
  const secret = server.log.find(line => line.includes(good) || line.includes(good.split('.')[2]))
  assert.equal(secret, undefined, 'tokens never reach the log')
})

test('a link with ten uses lets exactly ten of a crowd in', async t => {
  const server = await GuardedServer.forTest(t)
  const { secret } = await server.share('doc/crowd', { permission: 'edit', max_uses: 10 })
  const answers = await Promise.all(Array.from({ length: 50 }, () => handshake(server, `doc/crowd?share=${secret}`)))
  assert.equal(answers.filter(({ status }) => status === 101).length, 10)
  assert.ok(answers.every(({ status }) => [101, 401, 403].includes(status)))
})

test('two visits of different rights by one user each keep theirs', async t => {
  const server = await GuardedServer.forTest(t)
  const reader = await RawConnection.open(server, `doc/both?token=${access.token('ada', { grants: { 'doc/': 'viewer' } })}`)
  const writer = await RawConnection.open(server, `doc/both?token=${access.token('ada', GRANTS)}`)
  const doc = new lines.y31.Y.Doc()
  doc.getText('text').insert(0, 'x')
  const update = lines.y31.Y.encodeStateAsUpdate(doc)
  reader.send(frames.update(update))
  await reader.take('the refusal', ({ kind }) => kind === frames.AUTH)
  writer.send(frames.update(update))
  await writer.saved()
  await content.converged('both', [doc, await reader.read()])
})
