// Hocuspocus providers and rights: who is turned away, what a reader may do, and how rights change, tokens are renewed and
// people are removed on a connection that stays open.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  GuardedServer, HocuspocusClient, SharedSocket, access, content, hocuspocus as lines, hocuspocusFrames as frames, until
} from './harness.mjs'

const GRANTS = { grants: { 'doc/': 'editor' } }

/** A client of somebody who edits everything below `doc/`. */
const editor = (/** @type {GuardedServer} */ server, /** @type {string} */ document, /** @type {string} */ user = 'bob', line = lines.h48) =>
  HocuspocusClient.connect(server, line, document, { token: access.token(user, GRANTS), presence: { from: user } })

/** A client of somebody whose token grants nothing: what they may do is up to the members list. */
const member = (/** @type {GuardedServer} */ server, /** @type {string} */ document, line = lines.h48, options = {}) =>
  HocuspocusClient.connect(server, line, document, { token: access.token('ada'), presence: { from: 'ada' }, ...options })

/** Refusals of changes that reached this client. */
const refusals = (/** @type {HocuspocusClient} */ client) =>
  client.received.filter(({ kind, applied }) => kind === frames.SYNC_STATUS && applied === false).length

for (const line of lines.all) {
  test(`${line.name}: who may not come in is told so once, and hammers nobody`, async t => {
    const server = await GuardedServer.forTest(t)
    const socket = new SharedSocket(server, line)
    const bad = {
      forged: access.token('ada', { ...GRANTS, secret: 'another secret that is long enough to be one' }),
      expired: access.token('ada', { ...GRANTS, expires: access.inSeconds(-60) }),
      powerless: access.token('ada', { grants: { 'elsewhere/': 'editor' } }),
      garbage: 'garbage',
      missing: ''
    }
    const refused = Object.entries(bad).map(([how, token]) =>
      HocuspocusClient.connect(server, line, `doc/${how}`, { socket, token }))
    for (const client of refused) await until(`a refusal of ${client.provider.configuration.name}`, () => client.denials.length > 0)
    for (const client of refused) client.doc.getText('text').insert(0, 'smuggled')
    const good = await HocuspocusClient.connect(server, line, 'doc/good', { socket, token: access.token('ada', GRANTS) }).saved()
    good.doc.getText('text').insert(0, 'good')
    await good.saved()
    for (const client of refused) {
      assert.equal(client.denials.length, 1, 'told once')
      assert.ok(client.denials[0].length > 0, 'with a reason')
      assert.equal(client.provider.isAuthenticated, false)
    }
    assert.deepEqual([socket.wire.attempts, socket.wire.closures], [1, []], 'one connection, which goes on')
    for (const how of Object.keys(bad)) {
      const witness = await editor(server, `doc/${how}`).synced()
      assert.equal(witness.doc.getText('text').toString(), '', how)
    }
  })

  test(`${line.name}: a reader sees everything live and changes nothing, and knows it`, async t => {
    const server = await GuardedServer.forTest(t)
    const bob = await editor(server, 'doc/read').saved()
    bob.doc.getText('text').insert(0, 'written')
    await bob.saved()
    const ada = await HocuspocusClient.connect(server, line, 'doc/read', {
      token: access.token('ada', { grants: { 'doc/': 'viewer' } }), presence: { from: 'ada' }
    }).saved()
    assert.deepEqual([ada.scopes.at(-1), ada.unsynced, ada.doc.getText('text').toString()], ['readonly', 0, 'written'])
    await until('both see each other', () => ada.sees(bob) && bob.sees(ada))
    bob.doc.getText('text').insert(0, 'still ')
    await content.converged('the reader', [bob.doc, ada.doc])
    ada.doc.getText('text').insert(0, 'forbidden ')
    await until('the refusal', () => refusals(ada) === 1)
    assert.equal(ada.unsynced, 1, 'what was refused stays unsynced')
    ada.awareness.setLocalStateField('after', true)
    await until('presence after the refusal', () => bob.presenceOf(ada)?.after)
    assert.equal(bob.doc.getText('text').toString(), 'still written')
    assert.equal((await editor(server, 'doc/read', 'eve').synced()).doc.getText('text').toString(), 'still written')
    assert.deepEqual([ada.wire.opened, ada.denials], [1, []])
  })

  test(`${line.name}: a role changes both ways in place, and what was refused is taken once it may be`, async t => {
    const server = await GuardedServer.forTest(t)
    await server.member('doc/change', 'ada', 'viewer')
    const bob = await editor(server, 'doc/change').saved()
    const ada = await member(server, 'doc/change', line).saved()
    ada.doc.getText('text').insert(0, 'one ')
    ada.doc.getText('text').insert(0, 'two ')
    await until('both refusals', () => refusals(ada) === 2)
    assert.equal(ada.unsynced, 2)

    await server.member('doc/change', 'ada', 'editor')
    await until('the right to write', () => ada.scopes.at(-1) === 'read-write')
    await content.converged('what was refused arrives', [ada.doc, bob.doc])
    assert.equal(bob.doc.getText('text').toString(), 'two one ')
    await until('every change to be acknowledged', () => ada.unsynced <= 0)
    ada.doc.getText('text').insert(0, 'three ')
    await content.converged('a new edit', [ada.doc, bob.doc])
    await until('its acknowledgement', () => ada.unsynced === 0)

    await server.member('doc/change', 'ada', 'viewer')
    await until('the right to read only', () => ada.scopes.at(-1) === 'readonly')
    ada.doc.getText('text').insert(0, 'four ')
    await until('the refusal', () => refusals(ada) >= 3)
    assert.equal(bob.doc.getText('text').toString(), 'three two one ')
    bob.doc.getText('text').insert(0, 'zero ')
    await until('reading goes on', () => ada.doc.getText('text').toString().includes('zero '))
    assert.deepEqual([ada.wire.opened, ada.wire.closures], [1, []])
  })

  test(`${line.name}: a change counts once: after a role came back nothing is called synced before it is`, async t => {
    const server = await GuardedServer.forTest(t)
    await server.member('doc/count', 'ada', 'viewer')
    const ada = await member(server, 'doc/count', line).saved()
    for (let edit = 0; edit < 3; edit++) ada.doc.getArray('array').push([edit])
    await until('the refusals', () => refusals(ada) === 3)
    await server.member('doc/count', 'ada', 'editor')
    await until('the acknowledgements', () => ada.unsynced <= 0)
    // Whatever else is on its way for those edits is here before this is answered.
    const bob = await editor(server, 'doc/count').saved()
    bob.awareness.setLocalStateField('marker', true)
    await until('the marker', () => ada.presenceOf(bob)?.marker)
    assert.equal(ada.unsynced, 0, 'as many acknowledgements as changes')
  })

  test(`${line.name}: who is removed hears why, for that document only`, async t => {
    const server = await GuardedServer.forTest(t)
    const ways = {
      dismissed: () => server.dismiss('doc/dismissed', 'ada'),
      blocked: () => server.member('doc/blocked', 'ada', 'blocked'),
      kicked: () => server.kick({ user: 'ada', document: 'doc/kicked' }),
      deleted: () => server.delete('doc/deleted')
    }
    await server.member('doc/stays', 'ada', 'editor')
    // 3.1 never speaks when it is attached to a socket that is open and silent, so both are made at once.
    const socket = new SharedSocket(server, line)
    const stays = await member(server, 'doc/stays', line, { socket }).saved()
    for (const [way, remove] of Object.entries(ways)) {
      await server.call('POST', '/documents', { id: `doc/${way}` })
      await server.member(`doc/${way}`, 'ada', 'editor')
      const bob = await editor(server, `doc/${way}`).saved()
      const ada = await member(server, `doc/${way}`, line, { socket }).saved()
      await until('both see each other', () => ada.sees(bob) && bob.sees(ada))
      await remove()
      await until(`ada to be told that she was ${way}`, () => ada.denials.length === 1)
      assert.ok(ada.denials[0].length > 0)
      if (line.major >= 4) await until('CLOSE', () => ada.received.some(({ kind }) => kind === frames.CLOSE))
      else assert.ok(!ada.received.some(({ kind }) => kind === frames.CLOSE))
      ada.doc.getText('text').insert(0, 'too late')
      if (way !== 'deleted') await until('ada is gone', () => !bob.sees(ada))
      stays.doc.getText('text').insert(0, `${way} `)
      await stays.saved()
      assert.equal(bob.doc.getText('text').toString(), '')
      ada.destroy()
    }
    assert.deepEqual([socket.wire.opened, socket.wire.closures], [1, []])
  })

  test(`${line.name}: a token that expires ends the visit`, async t => {
    const server = await GuardedServer.forTest(t)
    const bob = await editor(server, 'doc/expires').saved()
    const token = access.token('ada', { ...GRANTS, expires: access.inSeconds(2) })
    const ada = await HocuspocusClient.connect(server, line, 'doc/expires', { token, presence: { from: 'ada' } }).saved()
    ada.doc.getText('text').insert(0, 'in time')
    await ada.saved()
    await until('the end', () => ada.denials.length > 0)
    await until('ada is gone', () => !bob.sees(ada))
    ada.doc.getText('text').insert(0, 'too late ')
    // The token request before the end is answered with the same old token by those who know it.
    bob.doc.getText('text').insert(0, 'bob: ')
    await bob.saved()
    assert.equal(bob.doc.getText('text').toString(), 'bob: in time')
    assert.deepEqual([ada.wire.opened, ada.wire.closures], [1, []], 'no storm')
  })

  test(`${line.name}: a share link is a token`, async t => {
    const server = await GuardedServer.forTest(t)
    const bob = await editor(server, 'doc/shared').saved()
    const edit = await server.share('doc/shared', { permission: 'edit' })
    const view = await server.share('doc/', { permission: 'view' })
    const writer = await HocuspocusClient.connect(server, line, 'doc/shared', { token: edit.secret }).saved()
    const reader = await HocuspocusClient.connect(server, line, 'doc/shared', { token: view.secret }).saved()
    assert.deepEqual([writer.scopes.at(-1), reader.scopes.at(-1)], ['read-write', 'readonly'])
    writer.doc.getText('text').insert(0, 'by link')
    await content.converged('all', [writer.doc, reader.doc, bob.doc])
    await writer.saved()
    reader.doc.getText('text').insert(0, 'not ')
    await until('the refusal', () => refusals(reader) === 1)
    await server.endShare(edit.id)
    await until('the end', () => writer.denials.length === 1)
    writer.doc.getText('text').insert(0, 'too late ')
    bob.doc.getText('text').insert(0, 'bob: ')
    await bob.saved()
    assert.equal(bob.doc.getText('text').toString(), 'bob: by link')
    const late = HocuspocusClient.connect(server, line, 'doc/shared', { token: edit.secret })
    await until('a link that ended to be refused', () => late.denials.length === 1)
  })
}

for (const line of lines.all.filter(({ answersTokenRequests }) => answersTokenRequests)) {
  test(`${line.name} is asked for a new token before the old one expires, and stays`, async t => {
    const server = await GuardedServer.forTest(t, { settings: { 'auth.refresh_ahead': '3s' } })
    const bob = await editor(server, 'doc/renewed').saved()
    /** @type {number[]} */
    const expiries = []
    const token = async () => {
      expiries.push(access.inSeconds(expiries.length === 0 ? 4 : 3600))
      return access.token('ada', { ...GRANTS, expires: expiries.at(-1) })
    }
    const ada = await HocuspocusClient.connect(server, line, 'doc/renewed', { token }).saved()
    await until('the request', () => expiries.length === 2)
    assert.ok(Date.now() < expiries[0] * 1000, 'in time')
    await until('the old token to be over', () => Date.now() > expiries[0] * 1000 + 500)
    ada.doc.getText('text').insert(0, 'after')
    await content.converged('after', [ada.doc, bob.doc])
    await ada.saved()
    assert.deepEqual([ada.denials, ada.wire.opened, expiries.length], [[], 1, 2])
  })
}

test('a token function is asked at every connect, so that a refused client comes in later', async t => {
  const server = await GuardedServer.forTest(t)
  for (const line of [lines.h215, lines.h31, lines.h34, lines.h48]) {
    let token = 'not yet'
    const ada = HocuspocusClient.connect(server, line, 'doc/function', { token: () => token })
    await until('the refusal', () => ada.denials.length === 1)
    token = access.token('ada', GRANTS)
    ada.loseConnection()
    if (line.major < 3) {
      // A provider before 3.0 lets go of its socket when it is refused.
      ada.provider.connect()
      await until('the new connection', () => ada.wire.opened > 1)
    }
    await ada.saved()
    assert.equal(ada.denials.length, 1)
  }
})

test('a revoked token ends all its visits and lets nobody in again', async t => {
  const server = await GuardedServer.forTest(t)
  const token = access.token('ada', { ...GRANTS, id: 'token-1' })
  const other = await HocuspocusClient.connect(server, lines.h48, 'doc/one', { token: access.token('ada', { ...GRANTS, id: 'token-2' }) }).saved()
  const visits = await Promise.all(['doc/one', 'doc/two'].flatMap(document =>
    [lines.h215, lines.h34, lines.h48].map(line => HocuspocusClient.connect(server, line, document, { token }).saved())))
  const started = performance.now()
  await server.revoke({ jti: 'token-1' })
  for (const visit of visits) await until('the end of a visit', () => visit.denials.length === 1)
  assert.ok(performance.now() - started < 1_000, 'within a second')
  const again = HocuspocusClient.connect(server, lines.h48, 'doc/one', { token })
  await until('the refusal', () => again.denials.length === 1)
  other.doc.getText('text').insert(0, 'another token of the same user goes on')
  await other.saved()
  await server.revoke({ user: 'ada' })
  await until('the end of all', () => other.denials.length === 1)
})

test('a link with two uses lets two in, and reconnects of theirs need no third', async t => {
  const server = await GuardedServer.forTest(t)
  const { secret } = await server.share('doc/counted', { permission: 'edit', max_uses: 2 })
  const connect = () => HocuspocusClient.connect(server, lines.h48, 'doc/counted', { token: secret })
  const [one, two] = [await connect().saved(), await connect().saved()]
  const three = connect()
  await until('the third to be refused', () => three.denials.length === 1)
  one.doc.getText('text').insert(0, 'one ')
  two.doc.getText('text').insert(0, 'two ')
  await content.converged('the two', [one.doc, two.doc])
})

test('presence and stateless messages carry the name of the token, whatever the client says', async t => {
  const server = await GuardedServer.forTest(t)
  const bob = await editor(server, 'doc/names').saved()
  const mallory = await HocuspocusClient.connect(server, lines.h48, 'doc/names', {
    token: access.token('mallory', GRANTS),
    presence: { user: { id: 'bob', name: 'Bob', color: '#112233', extra: 1 }, cursor: { anchor: 1, head: 2 } }
  }).saved()
  const seen = await until('mallory', () => bob.presenceOf(mallory))
  assert.deepEqual(seen.user, { id: 'mallory', name: 'Mallory', color: '#112233', extra: 1, role: 'editor', status: 'active' })
  assert.deepEqual(seen.cursor, { anchor: 1, head: 2 })
  mallory.provider.sendStateless(JSON.stringify({ action: 'hello', sender: { id: 'bob', name: 'Bob' } }))
  await until('the message', () => bob.stateless.length === 1)
  assert.deepEqual(JSON.parse(bob.stateless[0]), { action: 'hello', sender: { id: 'mallory', name: 'Mallory' } })
})

test('a hundred role changes while somebody types leave everybody with the same document', async t => {
  const server = await GuardedServer.forTest(t)
  await server.member('doc/flicker', 'ada', 'editor')
  const bob = await editor(server, 'doc/flicker').saved()
  const ada = await member(server, 'doc/flicker', lines.h48).saved()
  let changing = true
  const changes = async () => {
    for (let change = 0; change < 100; change++) await server.member('doc/flicker', 'ada', change % 2 ? 'editor' : 'viewer')
  }
  const changed = changes().finally(() => { changing = false })
  const text = ada.doc.getText('text')
  let typed = 0
  while (changing) {
    text.insert(text.length, `${typed++} `)
    ada.awareness.setLocalStateField('typed', typed)
    await until('the edit to be heard, whatever became of it', () => bob.presenceOf(ada)?.typed === typed)
  }
  await changed
  await content.converged('in the end', [ada.doc, bob.doc])
  await until('all to be acknowledged', () => ada.unsynced === 0)
  assert.equal(text.toString(), Array.from({ length: typed }, (_, at) => `${at} `).join(''))
  assert.equal(ada.wire.opened, 1)
})

test('a thousand edits under way when the role comes back are all taken', async t => {
  const server = await GuardedServer.forTest(t)
  await server.member('doc/burst', 'ada', 'viewer')
  const bob = await editor(server, 'doc/burst').saved()
  const ada = await member(server, 'doc/burst', lines.h48).saved()
  const array = ada.doc.getArray('array')
  array.push(['refused'])
  await until('the refusal', () => refusals(ada) === 1)
  await server.member('doc/burst', 'ada', 'editor')
  // The server has the new role, the client has not heard of it yet: each of these builds on the one that was refused.
  for (let edit = 0; edit < 1_000; edit++) array.push([edit])
  await content.converged('all of them', [ada.doc, bob.doc])
  await until('every acknowledgement', () => ada.unsynced === 0)
  assert.deepEqual([bob.doc.getArray('array').length, ada.denials], [1_001, []])
})
