// @yrsa/client as programs get it (built, from web/client/dist) against a real server: each thing once by the y-websocket provider and once
// by each Hocuspocus provider that is in wide use. `npm test` here builds the package first.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import WebSocket from 'ws'
import { Accounts, Chat, createClient, Documents, followEvents, Inbox, Locks, Members, RunLog, Runs, Session, ShareLink, Shares, textOf, Threads, Whereabouts } from '../../web/client/dist/index.js'
import { hocuspocus } from '../../web/client/dist/hocuspocus.js'
import { access, GuardedServer, Server, until, within } from './harness.mjs'

/** The older provider, on the same Yjs as the package itself. */
const older = await import('../../web/node_modules/hocuspocus-3.4/dist/hocuspocus-provider.esm.js')

const ways = {
  'y-websocket 3.1': () => ({}),
  'Hocuspocus 4.8': () => ({ via: hocuspocus() }),
  'Hocuspocus 3.4': () => ({ via: hocuspocus({ Provider: older.HocuspocusProvider, Socket: older.HocuspocusProviderWebsocket }) })
}

/** A client that ends with the test. */
function clientOf (t, server, options) {
  const client = createClient({ url: server.http, WebSocket, ...options })
  server.beforeDiscard(() => client.destroy())
  return client
}

/** An observable that is looked at until the end of the test. */
function watched (server, observable) {
  server.beforeDiscard(observable.subscribe(() => {}))
  return observable
}

const phase = connection => connection.save.get().phase
const saved = connection => until('everything to be saved', () => phase(connection) === 'saved')
const text = connection => connection.doc.getText('text')

for (const [name, way] of Object.entries(ways)) {
  test(`${name}: what one writes reaches the other, and counts as saved when it is on disk`, async t => {
    const server = await Server.forTest(t)
    const [ada, bob] = ['Ada', 'Bob'].map(name => clientOf(t, server, { name }).connect('acme/plan', way()))
    await within('the first exchange', Promise.all([ada.synced, bob.synced, ada.ready]))
    await saved(ada)
    text(ada).insert(0, 'hello')
    assert.deepEqual([phase(ada), ada.save.get().unsaved], ['saving', 1])
    await saved(ada)
    // Durable is durable: no power cut takes it back.
    await server.kill()
    await until('the loss to be seen', () => phase(ada) === 'offline' && phase(bob) === 'offline')
    text(ada).insert(5, ' again')
    text(ada).insert(0, '¡')
    assert.deepEqual([phase(ada), ada.save.get().unsaved], ['offline', 2])
    await server.start()
    await saved(ada)
    await until('it at the other', () => text(bob).toString() === '¡hello again')
    assert.equal(ada.save.get().unsaved, 0)
  })

  test(`${name}: a viewer learns why nothing is saved, and everything is when they may edit`, async t => {
    const server = await GuardedServer.forTest(t)
    await server.member('acme/', 'ada', 'editor')
    await server.member('acme/', 'bob', 'viewer')
    const ada = clientOf(t, server, { token: access.token('ada') }).connect('acme/plan', way())
    const bob = clientOf(t, server, { token: access.token('bob') }).connect('acme/plan', way())
    await Promise.all([saved(ada), saved(bob)])
    await until('the role', () => bob.access.get().role === 'viewer')
    assert.deepEqual([bob.access.get().mayEdit, bob.access.get().why], [false, 'You may only read here.'])
    text(bob).insert(0, 'mine')
    await until('the reason', () => /not taken/.test(bob.save.get().notice))
    text(ada).insert(0, 'hers ')
    await saved(ada)
    await until('what others write', () => text(bob).toString().includes('hers '))
    assert.deepEqual([phase(bob), bob.save.get().unsaved], ['saving', 1])
    await server.member('acme/', 'bob', 'editor')
    await saved(bob)
    await until('it at the other', () => text(ada).toString().includes('mine'))
    await until('the new role', () => bob.access.get().mayEdit)
  })

  test(`${name}: a new token comes in time, and nothing is lost meanwhile`, async t => {
    const server = await GuardedServer.forTest(t, { settings: { 'auth.refresh_ahead': '1s' } })
    let asked = 0
    const token = () => {
      asked += 1
      return access.token('ada', { grants: { 'acme/': 'editor' }, expires: access.inSeconds(asked < 3 ? 3 : 3600) })
    }
    const ada = clientOf(t, server, { token }).connect('acme/plan', way())
    const refusals = []
    ada.save.subscribe(() => { if (phase(ada) === 'refused') refusals.push(ada.save.get()) })
    await saved(ada)
    for (let n = 0; asked < 3; n += 1) {
      text(ada).insert(0, 'x')
      await saved(ada)
      if (n > 10_000) assert.fail('no new token was asked for')
    }
    text(ada).insert(0, 'y')
    await saved(ada)
    assert.deepEqual(refusals, [])
  })

  test(`${name}: who may not come in, who is removed, and whose document is deleted, reads it and stays away`, async t => {
    const server = await GuardedServer.forTest(t)
    const stranger = clientOf(t, server, { token: access.token('eve') }).connect('acme/plan', way())
    await until('the refusal', () => phase(stranger) === 'refused')
    assert.equal(stranger.save.get().code, 4403)
    const nobody = clientOf(t, server, {}).connect('acme/plan', way())
    await until('the refusal', () => phase(nobody) === 'refused')
    assert.equal(nobody.save.get().code, 4401)
    await server.member('acme/', 'ada', 'editor')
    const ada = clientOf(t, server, { token: access.token('ada') }).connect('acme/plan', way())
    await saved(ada)
    text(ada).insert(0, 'x')
    await saved(ada)
    await server.member('acme/', 'ada', 'blocked')
    await until('the end', () => phase(ada) === 'refused')
    assert.equal(ada.save.get().code, 4403)
    assert.notEqual(ada.save.get().notice, '')
    text(ada).insert(1, 'y')
    assert.equal(ada.save.get().unsaved, 1)
    await server.member('acme/', 'ada', 'editor')
    ada.retry()
    await saved(ada)
    await server.delete('acme/plan')
    await until('the end', () => phase(ada) === 'refused')
  })

  test(`${name}: participants are users, with what the server vouches for and what they show of themselves`, async t => {
    const server = await GuardedServer.forTest(t)
    await server.member('acme/', 'ada', 'owner')
    await server.member('acme/', 'bob', 'commenter')
    const presence = { activity: 'editing', place: '/cards/c1' }
    const ada = clientOf(t, server, { token: access.token('ada') }).connect('acme/plan', { ...way(), presence })
    const tab = clientOf(t, server, { token: access.token('ada') }).connect('acme/plan', way())
    const bob = clientOf(t, server, { token: access.token('bob') }).connect('acme/plan', way())
    await until('all of them', () => bob.participants.get().length === 2 && bob.participants.get()[1].clients.length === 2 && bob.participants.get()[0].role)
    const [self, other] = bob.participants.get()
    assert.deepEqual([self.self, self.user.id, self.role], [true, 'bob', 'commenter'])
    assert.deepEqual([other.user.name, other.role, other.activity, other.place, other.self], ['Ada', 'owner', 'editing', '/cards/c1', false])
    assert.equal(bob.others.get().length, 2)
    await until('both tabs', () => ada.participants.get()[0].clients.length === 2)
    ada.setPresence({ place: null, pointer: { surface: 'board', x: 1, y: 2 } })
    await until('what changed', () => bob.others.get().some(({ state }) => state.pointer?.x === 1 && state.place === undefined))
    tab.destroy()
    ada.destroy()
    await until('them to be gone', () => bob.participants.get().length === 1)
  })

  test(`${name}: a lock is held, renewed, seen, enforced, broken and lost`, async t => {
    const server = await GuardedServer.forTest(t)
    for (const user of ['ada', 'bob']) await server.member('acme/', user, user === 'ada' ? 'editor' : 'owner')
    const [ada, bob] = ['ada', 'bob'].map(user => clientOf(t, server, { token: access.token(user) }).connect('acme/plan', way()))
    await Promise.all([saved(ada), saved(bob)])
    ada.doc.getMap('cards').set('c1', 'x')
    await saved(ada)
    const [hers, his] = [ada, bob].map(connection => watched(server, new Locks(connection)))
    const hold = await hers.hold('/cards/c1', { reason: 'rewriting it', seconds: 10 })
    const first = hold.lock.get().expires_at
    await until('the lock at the other', () => his.of('/cards/c1/title')?.holder.id === 'ada')
    assert.deepEqual([hers.isMine(hers.of('/cards/c1')), his.isMine(his.of('/cards/c1')), his.of('/cards')], [true, false, undefined])
    await assert.rejects(his.acquire('/cards'), { status: 409, message: 'Ada has locked this: rewriting it.' })
    bob.doc.getMap('cards').set('c1', 'y')
    await until('it to be undone', () => bob.doc.getMap('cards').get('c1') === 'x')
    await until('why', () => his.undone.get().some(({ mine, message }) => mine && /locked by Ada/.test(message)))
    await until('a renewal', () => (hold.lock.get()?.expires_at ?? 0) > first)
    await his.end(hold.lock.get().id)
    await until('the loss', () => hold.lock.get() === null)
    assert.deepEqual(hers.get(), [])
    const again = await his.hold('/cards/c1')
    await again.release()
    await until('the end', () => hers.get().length === 0)
  })

  test(`${name}: comments are there live and offline`, async t => {
    const server = await Server.forTest(t)
    const [ada, bob] = ['Ada', 'Bob'].map(name => clientOf(t, server, { name }).connect('acme/plan', way()))
    text(ada).insert(0, 'x')
    await Promise.all([saved(ada), saved(bob)])
    const [hers, his] = [ada, bob].map(connection => watched(server, new Threads(connection)))
    const { id, comments: [first] } = await hers.create({ text: 'Really?\nYes.', anchor: { type: 'path', path: '/text' } })
    await until('the thread', () => his.get().threads.length === 1)
    assert.equal(textOf(his.get().threads[0].comments[0].body), 'Really?\nYes.')
    await his.reply(id, { text: 'No' })
    await his.react(id, first.id, '👍')
    await until('the reply and the reaction', () => hers.get().threads[0].comments.length === 2 && hers.get().threads[0].comments[0].reactions[0]?.userIds[0] === 'Bob')
    assert.deepEqual(hers.get().threads[0].createdBy, { id: 'Ada', name: 'Ada' })
    const before = hers.get().threads[0]
    assert.equal(hers.get().threads[0], before)
    await hers.edit(id, first.id, { text: 'Really!' })
    await his.unreact(id, first.id, '👍')
    await hers.resolve(id)
    await until('all of that', () => {
      const [thread] = his.get().threads
      return thread.resolved && textOf(thread.comments[0].body) === 'Really!' && thread.comments[0].reactions.length === 0
    })
    await hers.reopen(id)
    await his.remove(id, his.get().threads[0].comments[1].id)
    await until('a place without words', () => hers.get().threads[0].comments[1].deletedAt !== undefined && !hers.get().threads[0].resolved)
    await hers.removeThread(id)
    await until('nothing', () => his.get().threads.length === 0)
  })
}

test('a chat knows what is unread, who types, and what was said while nobody listened', async t => {
  const server = await Server.forTest(t)
  const [ada, bob] = ['Ada', 'Bob'].map(name => clientOf(t, server, { name }).connect('acme/plan'))
  text(ada).insert(0, 'x')
  await Promise.all([saved(ada), saved(bob)])
  const [hers, his] = [ada, bob].map(connection => watched(server, new Chat(connection)))
  await until('both to be there', () => hers.get().loaded && his.get().loaded)
  hers.setTyping(true)
  await until('who types', () => his.get().typing[0]?.name === 'Ada')
  const message = await hers.send({ body: 'Is line 12 right?', references: [{ file: 'a.rs', line: 12 }], mentions: [{ user: 'Bob' }] })
  await until('the message', () => his.get().messages.length === 1 && his.get().unread === 1 && his.get().typing.length === 0)
  await his.react(message.id, '👍')
  await his.send({ body: 'No', replyTo: message.id })
  await until('reply and reaction', () => hers.get().messages[0].reactions['👍']?.length === 1 && hers.get().messages[0].replies === 1)
  await his.markRead()
  assert.equal(his.get().unread, 0)
  await hers.edit(message.id, 'Is it?')
  await until('the edit', () => his.get().messages[0].body === 'Is it?')
  await server.kill()
  await server.start()
  await saved(ada)
  await hers.send({ body: 'after the crash' })
  await until('what was said then, once', () => his.get().messages.map(({ body }) => body).join() === 'Is it?,No,after the crash')
  await hers.remove(message.id)
  await until('a place without words', () => his.get().messages[0].deleted_at !== null && his.get().messages[0].body === '')
  for (let n = 0; n < 60; n += 1) await hers.send({ body: `${n}` })
  const late = watched(server, new Chat(bob))
  await until('the newest page', () => late.get().messages.length === 50 && late.get().hasOlder)
  await late.loadOlder()
  assert.deepEqual([late.get().messages.length, late.get().hasOlder], [63, false])
})

test('an inbox counts and shows what comes, here and on another device', async t => {
  const server = await Server.forTest(t)
  const [ada, bob] = ['Ada', 'Bob'].map(name => clientOf(t, server, { name }))
  const plan = ada.connect('acme/plan')
  text(plan).insert(0, 'x')
  await saved(plan)
  const [here, there] = [1, 2].map(() => watched(server, new Inbox(bob)))
  await until('both to be there', () => here.get().loaded && there.get().loaded)
  const chat = new Chat(plan)
  for (const body of ['one', 'two']) await chat.send({ body, mentions: [{ user: 'Bob' }] })
  await until('two items', () => here.get().unread === 2 && there.get().items.length === 2)
  assert.deepEqual([here.get().items[0].type, here.get().items[0].summary], ['mention', 'two'])
  await here.markRead([here.get().items[0].id])
  await until('one less there', () => there.get().unread === 1 && there.get().items[0].read_at !== null)
  await there.remove(there.get().items[1].id)
  await until('one item', () => here.get().items.length === 1 && here.get().unread === 0)
})

test('events come exactly once, also over a crash of the server', async t => {
  const server = await Server.forTest(t)
  const ada = clientOf(t, server, { name: 'Ada' })
  const plan = ada.connect('acme/plan')
  text(plan).insert(0, 'x')
  await saved(plan)
  const stop = new AbortController()
  server.beforeDiscard(() => stop.abort())
  const heard = []
  const following = (async () => {
    for await (const event of followEvents(ada, { document: 'acme/plan', types: ['chat.message'], after: 'start', signal: stop.signal })) heard.push(event.data.message.body)
  })()
  const chat = new Chat(plan)
  const said = []
  for (let round = 0; round < 3; round += 1) {
    for (let n = 0; n < 5; n += 1) {
      said.push(`${round}.${n}`)
      await chat.send({ body: `${round}.${n}` })
    }
    await until('what was said', () => heard.length === said.length)
    await server.kill()
    await server.start()
  }
  await chat.send({ body: 'last' })
  await until('the last', () => heard.at(-1) === 'last')
  assert.deepEqual(heard, [...said, 'last'])
  stop.abort()
  await within('the iterator to end', following)
})

test('a share link is used once, and gives what it says until it is revoked', async t => {
  const server = await GuardedServer.forTest(t)
  await server.member('acme/', 'ada', 'owner')
  const ada = clientOf(t, server, { token: access.token('ada') })
  const plan = ada.connect('acme/plan')
  text(plan).insert(0, 'x')
  await saved(plan)
  const shares = watched(server, new Shares(ada, 'acme/plan'))
  const { id, secret } = await shares.create({ permission: 'view', maxUses: 1, expiresIn: 3600 })
  const link = new ShareLink({ url: server.http, secret, name: 'Grace' })
  const guest = clientOf(t, server, { credentials: link }).connect('acme/plan')
  await saved(guest)
  await until('the role', () => guest.access.get().role === 'viewer' && guest.me.get()?.name === 'Grace')
  assert.equal(link.share.get().permission, 'view')
  await server.kill()
  await server.start()
  await until('the guest to come back at no further use', () => phase(guest) === 'saved' && phase(plan) === 'saved')
  await until('its one use', () => shares.get().shares[0].uses === 1)
  const second = clientOf(t, server, { credentials: new ShareLink({ url: server.http, secret }) }).connect('acme/plan')
  await until('a link that is used up to be refused', () => ['refused', 'offline'].includes(phase(second)))
  await shares.revoke(id)
  await until('the end', () => phase(guest) === 'refused')
  assert.equal(guest.save.get().code, 4401)
})

test('accounts stay signed in over reloads, in all tabs, with one refresh for all of them', async t => {
  const server = await Server.forTest(t, { settings: { 'auth.accounts': 'true', 'auth.access_token': '10s', 'auth.leeway': '0s' } })
  const values = new Map()
  const storage = { getItem: key => values.get(key) ?? null, setItem: (key, value) => void values.set(key, value), removeItem: key => void values.delete(key) }
  const first = new Accounts({ url: server.http, storage })
  await first.register('ada@example.com', 'correct horse battery', 'Ada')
  assert.deepEqual([first.user.get().name, first.user.get().admin], ['Ada', true])
  const second = new Accounts({ url: server.http, storage })
  assert.equal(second.user.get().id, first.user.get().id)
  const plans = [first, second].map(credentials => clientOf(t, server, { credentials }).connect(`users/${first.user.get().id}/plan`))
  await Promise.all(plans.map(saved))
  const tokens = await Promise.all([first, second, first, second].map(accounts => accounts.current({ fresh: true })))
  assert.equal(new Set(tokens.map(({ token }) => token)).size, 1)
  await Promise.all(plans.map(saved))
  await first.logOut()
  assert.deepEqual([first.user.get(), await second.current()], [null, {}])
})

test('lists of documents, members, places of people and runs follow what happens', async t => {
  const server = await GuardedServer.forTest(t)
  await server.member('acme/', 'ada', 'owner')
  await server.member('acme/', 'bob', 'editor')
  const [ada, bob] = ['ada', 'bob'].map(user => clientOf(t, server, { token: access.token(user) }))
  const [hers, his] = [ada, bob].map(client => watched(server, new Documents(client, { under: 'acme/' })))
  const deleted = watched(server, new Documents(ada, { under: 'acme/', deleted: true }))
  const where = watched(server, new Whereabouts(ada, { under: 'acme/' }))
  await until('all lists', () => hers.get().loaded && his.get().loaded && deleted.get().loaded && where.get().loaded)
  await hers.create({ id: 'acme/flow', kind: 'workflow', title: 'Flow' })
  assert.deepEqual(hers.get().documents.map(({ id }) => id), ['acme/flow'])
  await until('it at the other', () => his.get().documents.length === 1)
  await hers.rename('acme/flow', 'Nightly')
  await until('its name', () => his.get().documents[0].title === 'Nightly')
  const flow = bob.connect('acme/flow', { presence: { place: '/nodes/start' } })
  await saved(flow)
  await until('where Bob is', () => where.get().present.some(({ document, user }) => document === 'acme/flow' && user.id === 'bob'))
  const members = watched(server, new Members(ada, 'acme/flow'))
  await members.set('carol', 'viewer')
  assert.ok(members.get().members.some(({ user, role }) => user === 'carol' && role === 'viewer'))
  const runs = watched(server, new Runs(ada, 'acme/flow'))
  const run = await new Runs(bob, 'acme/flow').trigger({ label: 'nightly', input: { a: 1 } })
  await until('the run', () => runs.get().runs[0]?.status === 'queued')
  const lease = (await server.call('POST', '/runs/claim', { under: 'acme/', executor: 'worker' }, access.token('bob'))).lease.token
  await until('it to be claimed', () => runs.get().runs[0].status === 'running')
  const log = watched(server, new RunLog(ada, 'acme/flow', run.id))
  const at = `/documents/acme%2Fflow/runs/${run.id}`
  await server.call('POST', `${at}/logs`, { lease, lines: [{ text: 'one' }, { text: 'two' }] }, access.token('bob'))
  await until('its log', () => log.get().lines.map(({ text }) => text).join() === 'one,two')
  await server.call('POST', `${at}/finish`, { lease, status: 'succeeded' }, access.token('bob'))
  await until('its end', () => runs.get().runs[0].status === 'succeeded' && log.get().ended)
  flow.destroy()
  await until('Bob to be gone', () => where.get().present.length === 0)
  await hers.remove('acme/flow')
  await until('it among the deleted', () => deleted.get().documents.length === 1 && his.get().documents.length === 0)
  await hers.restore('acme/flow')
  await until('it to be back', () => his.get().documents.length === 1 && deleted.get().documents.length === 0)
})

test('in a session with turns only one edits, and everybody knows who', async t => {
  const server = await GuardedServer.forTest(t)
  await server.member('acme/', 'ada', 'owner')
  await server.member('acme/', 'bob', 'editor')
  const [ada, bob] = ['ada', 'bob'].map(user => clientOf(t, server, { token: access.token(user) }).connect('acme/plan'))
  text(ada).insert(0, 'x')
  await Promise.all([saved(ada), saved(bob)])
  const [hers, his] = [ada, bob].map(connection => new Session(connection))
  await hers.change({ mode: 'sequential' })
  await his.requestTurn()
  await until('the turn', () => bob.access.get().mayEdit && ada.access.get().why === 'It is Bob’s turn.')
  await hers.requestTurn()
  await until('her place', () => ada.session.get().waiting === 1 && !ada.session.get().mine)
  await his.passTurn()
  await until('it to be passed on', () => ada.access.get().mayEdit && !bob.access.get().mayEdit)
  text(bob).insert(0, 'y')
  await until('what is not saved', () => phase(bob) === 'saving' && bob.save.get().notice !== '')
  await hers.change({ mode: 'parallel' })
  await saved(bob)
  await until('everybody to edit', () => ada.access.get().mayEdit && bob.access.get().mayEdit)
})
