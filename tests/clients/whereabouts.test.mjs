// Who is where, as a team view, a phone and a script see it: two people with Yjs editors, one who takes part by HTTP alone, one who
// follows the stream; and each sees only what it may read.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Client, GuardedServer, PresenceStream, RemoteParticipant, Rest, Server, access, lines, refused, until } from './harness.mjs'

const everything = { '/': 'owner' }

/** @param {import('./harness.mjs').Server} server @param {string} user @param {Record<string, string>} [grants] */
const as = (server, user, grants = everything) => new Rest(server, access.token(user, { grants }))

/** @param {any} server @param {string} user @param {string} document @param {Record<string, any>} [presence] */
const editor = (server, user, document, presence = {}) =>
  Client.connect(server, lines.y31, document, { presence, params: { token: access.token(user, { grants: everything }) } })

/** @param {any} rest @param {string} document @param {Record<string, any>} [query] */
const presence = async (rest, document, query = {}) =>
  (await rest.get(`/documents/${encodeURIComponent(document)}/presence`, query)).participants

describe('presence over REST', { concurrency: 4 }, () => {
  test('two editors, a participant by HTTP and a follower of the stream see each other', async t => {
    const server = await GuardedServer.forTest(t)
    const root = as(server, 'root')
    const stream = await PresenceStream.open(root, { under: 'acme/' })
    assert.ok(stream.shows())
    const ada = await editor(server, 'ada', 'acme/board', { editing: '/cards/c1' }).synced()
    const bob = await editor(server, 'bob', 'acme/board').synced()
    await until('the stream shows both', () => stream.shows('acme/board ada', 'acme/board bob'))
    const robo = await RemoteParticipant.join(as(server, 'robo', { 'acme/': 'viewer' }), 'acme/board', { activity: 'running' })
    assert.equal(robo.expiresIn, 60)
    await until('both editors see the participant by HTTP', () => [ada, bob].every(one => one.sees(robo.client)))
    const seen = ada.awareness.getStates().get(robo.client)
    assert.equal(seen?.activity, 'running')
    assert.deepEqual([seen?.user.id, seen?.user.name, seen?.user.role], ['robo', 'Robo', 'viewer'])
    assert.match(seen?.user.color, /^#[0-9a-f]{6}$/)
    await until('the stream shows it', () => stream.of('acme/board', 'robo')?.activity === 'running')
    await robo.show({ viewing: '/cards/c1', cursor: { x: 3 } })
    await until('both see it move', () => [ada, bob].every(one => one.awareness.getStates().get(robo.client)?.cursor?.x === 3))
    const there = await root.get('/presence', { under: 'acme/', place: '/cards/c1' })
    assert.deepEqual(there.present.map((/** @type {any} */ one) => one.user.id), ['ada', 'robo'])
    ada.awareness.setLocalStateField('cursor', { x: 9 })
    await until('the stream shows the cursor', () =>
      stream.of('acme/board', 'ada')?.states.some((/** @type {any} */ { state }) => state.cursor?.x === 9))
    await robo.leave()
    await until('nobody sees it any more', () => !ada.sees(robo.client) && !bob.sees(robo.client))
    ada.disconnect()
    await until('the stream shows who is left', () => stream.shows('acme/board bob'))
    assert.equal(stream.kinds[0], 'snapshot')
  })

  test('who does nothing is idle, then away, and active again with the next thing they do', async t => {
    const server = await GuardedServer.forTest(t, { settings: { 'presence.idle_after': '500ms', 'presence.away_after': '1500ms' } })
    const root = as(server, 'root')
    const ada = await editor(server, 'ada', 'a', { at: 0 }).synced()
    const stream = await PresenceStream.open(root, { document: 'a', states: false })
    const status = (/** @type {string} */ wanted) => until(`ada to be ${wanted}`, () => stream.of('a', 'ada')?.status === wanted)
    await status('active')
    await status('idle')
    await status('away')
    const bob = await editor(server, 'bob', 'a').synced()
    await until('the state says so, too', () => bob.awareness.getStates().get(ada.doc.clientID)?.user.status === 'away')
    ada.doc.getText('t').insert(0, 'x')
    await status('active')
    await until('the state says so, too', () => bob.awareness.getStates().get(ada.doc.clientID)?.user.status === 'active')
    ada.awareness.setLocalStateField('status', 'busy')
    await status('busy')
    const [one] = await presence(root, 'a', { status: 'busy' })
    assert.equal(one.user.id, 'ada')
    const beats = await RemoteParticipant.join(as(server, 'robo'), 'a')
    await until('a heartbeat is no activity', async () => {
      await beats.heartbeat()
      return (await presence(root, 'a', { user: 'robo' }))[0].status === 'away'
    })
  })

  test('when somebody was last seen is known after a restart and after a death of the server', async t => {
    const server = await GuardedServer.forTest(t)
    const root = as(server, 'root')
    const before = Date.now()
    const ada = await editor(server, 'ada', 'acme/a').synced()
    ada.doc.getText('t').insert(0, 'x')
    await ada.saved()
    const joined = async () => (await root.events({ types: 'participant.*' })).events
    await until('that she came is told', async () => (await joined()).length === 1)
    ada.destroy()
    await until('that she left is told', async () => (await joined()).length === 2)
    assert.deepEqual((await joined()).map(event => [event.type, event.user.id, event.document, event.data.role]),
      [['participant.joined', 'ada', 'acme/a', 'owner'], ['participant.left', 'ada', 'acme/a', 'owner']])
    for (const end of [() => server.stop(), () => server.kill()]) {
      await end()
      await server.start()
      const [seen] = await presence(root, 'acme/a', { offline: true })
      assert.deepEqual([seen.user.id, seen.user.name, seen.status, seen.connections], ['ada', 'Ada', 'offline', 0])
      assert.ok(seen.last_active >= before && seen.last_active <= Date.now())
      const whereabouts = await root.get('/presence/users/ada')
      assert.deepEqual([whereabouts.status, whereabouts.last_seen, whereabouts.seen[0].document], ['offline', seen.last_active, 'acme/a'])
    }
  })

  test('a viewer of one document sees nothing of another', async t => {
    const server = await GuardedServer.forTest(t)
    await editor(server, 'ada', 'acme/open').synced()
    await editor(server, 'ada', 'acme/secret').synced()
    await editor(server, 'bob', 'acme/secret').synced()
    const viewer = as(server, 'eve', { 'acme/open': 'viewer' })
    const stream = await PresenceStream.open(viewer)
    await until('the stream shows what it may', () => stream.shows('acme/open ada'))
    assert.deepEqual((await viewer.get('/presence')).present.map((/** @type {any} */ one) => one.document), ['acme/open'])
    assert.deepEqual((await viewer.get('/presence', { user: 'bob' })).present, [])
    const ada = await viewer.get('/presence/users/ada')
    assert.deepEqual(ada.present.map((/** @type {any} */ one) => one.document), ['acme/open'])
    assert.equal((await viewer.get('/presence/users/bob')).user, null)
    await refused(403, viewer.get('/documents/acme%2Fsecret/presence'))
    await refused(403, viewer.get('/presence/stream', { document: 'acme/secret' }))
    await refused(403, viewer.post('/documents/acme%2Fsecret/session/join', {}))
    const robo = await RemoteParticipant.join(viewer, 'acme/open')
    await until('the stream shows eve herself', () => stream.shows('acme/open ada', 'acme/open eve'))
    await server.member('acme/open', 'eve', 'blocked')
    await until('what she must not see any more is gone', () => stream.shows())
    await refused(403, robo.heartbeat())
    await until('and she is', async () => (await presence(as(server, 'root'), 'acme/open')).length === 1)
  })

  test('in open mode somebody without a token takes part by a name, or by none', async t => {
    const server = await Server.forTest(t)
    const ada = await Client.connect(server, lines.y31, 'a').synced()
    const named = await RemoteParticipant.join(new Rest(server), 'a', {}, { name: 'Robo' })
    await until('ada sees the participant', () => ada.awareness.getStates().get(named.client)?.user?.name === 'Robo')
    await named.heartbeat()
    await named.leave()
    await refused(404, named.heartbeat())
    await until('ada is alone', () => !ada.sees(named.client))
  })
})
