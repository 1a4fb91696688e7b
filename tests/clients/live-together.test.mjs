// People and scripts at the JSON door work together: what one says, comments or locks the others hear in the same words, whether it was
// said at this door or over REST; and nobody may more at one door than at the other.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Client, GuardedServer, LiveClient, Rest, access, lines, until } from './harness.mjs'

const DOCUMENT = 'acme/board'
const ROLES = { root: 'owner', ada: 'editor', bob: 'editor', com: 'commenter', eve: 'viewer' }

/** @param {string} user */
const tokenOf = user => access.token(user, { grants: { 'acme/': /** @type {any} */ (ROLES)[user] } })

/** @param {any} server @param {string} user */
const rest = (server, user) => new Rest(server, tokenOf(user))

/** @param {any} server @param {string} user @param {string} [document] */
const live = (server, user, document = DOCUMENT) => LiveClient.open(server, document, { token: tokenOf(user) })

/** @param {import('node:test').TestContext} t @param {Record<string, string>} [settings] */
async function board (t, settings = {}) {
  const server = await GuardedServer.forTest(t, { settings })
  await rest(server, 'root').create({ id: DOCUMENT, kind: 'board', content: { cards: { c1: { title: 'One', column: 'todo', order: 'a0' } } } })
  return server
}

/** @param {any} client @param {object} message */
async function acked (client, message) {
  const answer = await client.request(message)
  assert.equal(answer.type, 'ack', JSON.stringify(answer))
  return answer.answer
}

/** @param {any} client @param {object} message @param {string} code */
async function refused (client, message, code) {
  const answer = await client.request(message)
  assert.deepEqual([answer.type, answer.code], ['error', code], JSON.stringify(answer))
  return answer
}

describe('together at the JSON door', { concurrency: 4 }, () => {
  test('what is said here and over REST is heard by all in one order', async t => {
    const server = await board(t)
    const [ada, bob] = [await live(server, 'ada'), await live(server, 'bob')]
    const first = await acked(ada, { type: 'chat_message', body: 'hello', mentions: [{ user: 'bob' }] })
    assert.deepEqual([first.author.id, first.body], ['ada', 'hello'])
    const second = await rest(server, 'com').post(`/documents/${encodeURIComponent(DOCUMENT)}/messages`, { body: 'over REST', reply_to: first.id })
    const code = await acked(bob, { type: 'code_comment', file: 'src/main.rs', line: 12, snippet: 'fn main', body: 'why?' })
    assert.deepEqual(code.references, [{ file: 'src/main.rs', line: 12, snippet: 'fn main' }])
    for (const client of [ada, bob]) {
      const heard = []
      for (let at = 0; at < 3; at++) heard.push((await client.next('chat_message')).message.id)
      assert.deepEqual(heard, [first.id, second.id, code.id])
    }
    await acked(bob, { type: 'reaction', message: first.id, emoji: '👍' })
    const reaction = await ada.next('reaction_update')
    assert.deepEqual([reaction.message, reaction.emoji, reaction.added, reaction.user.id], [first.id, '👍', true, 'bob'])
    await acked(bob, { type: 'reaction', message: first.id, emoji: '👍', remove: true })
    assert.equal((await ada.next('reaction_update')).added, false)
    await refused(ada, { type: 'chat_message', body: 'x'.repeat(17_000) }, 'malformed')
    await refused(ada, { type: 'reaction', message: '018bcfe5-6800-7000-8000-000000000000', emoji: '👍' }, 'not_found')
    await refused(ada, { type: 'chat_message' }, 'malformed')
  })

  test('fifty messages in a row are said in their order', async t => {
    const server = await board(t)
    const [ada, bob] = [await live(server, 'ada'), await live(server, 'bob')]
    const asking = Array.from({ length: 50 }, (_, at) => ada.request({ type: 'chat_message', body: String(at) }))
    for (const answer of await Promise.all(asking)) assert.equal(answer.type, 'ack', JSON.stringify(answer))
    for (let at = 0; at < 50; at++) assert.equal((await bob.next('chat_message')).message.body, String(at))
  })

  test('comments are made, answered and resolved', async t => {
    const server = await board(t)
    const [com, ada] = [await live(server, 'com'), await live(server, 'ada')]
    const thread = await acked(com, { type: 'comment_added', body: 'Really?', anchor: { type: 'path', path: '/cards/c1' } })
    const begun = await ada.next('new_comment')
    assert.deepEqual([begun.thread, begun.anchor.path, begun.user.id], [thread.id, '/cards/c1', 'com'])
    const reply = await acked(ada, { type: 'comment_added', thread: thread.id, body: 'Yes.' })
    assert.equal((await com.next('new_comment', ({ comment }) => comment === reply.id)).thread, thread.id)
    await acked(com, { type: 'reaction', thread: thread.id, comment: reply.id, emoji: '🎉' })
    assert.equal((await ada.next('reaction_update')).comment, reply.id)
    await acked(ada, { type: 'comment_resolved', thread: thread.id })
    assert.equal((await com.next('comment_resolved')).resolved, true)
    await acked(com, { type: 'comment_resolved', thread: thread.id, resolved: false })
    assert.equal((await ada.next('comment_resolved', ({ resolved }) => !resolved)).thread, thread.id)
  })

  test('a lock is taken, denied to others, shown to who comes later, and given back', async t => {
    const server = await board(t)
    const [ada, bob] = [await live(server, 'ada'), await live(server, 'bob')]
    const lock = await acked(ada, { type: 'lock_acquire', path: '/cards/c1', reason: 'rewriting' })
    assert.equal((await bob.next('lock_acquired')).lock.id, lock.id)
    await refused(bob, { type: 'lock_acquire', path: '/cards/c1/title' }, 'locked')
    const denied = await bob.next('lock_denied')
    assert.deepEqual([denied.path, denied.lock.id, denied.lock.holder.id], ['/cards/c1/title', lock.id, 'ada'])
    const late = await live(server, 'com')
    assert.deepEqual(late.connected.locks.map((/** @type {any} */ one) => one.id), [lock.id])
    await refused(bob, { type: 'lock_release', lock: lock.id }, 'not_allowed')
    await refused(bob, { type: 'lock_release', path: '/cards/c1' }, 'not_found')
    await acked(ada, { type: 'lock_release', path: '/cards/c1' })
    assert.equal((await bob.next('lock_released')).why, 'released')
    await acked(bob, { type: 'lock_acquire', path: '/cards/c1' })
    const held = await ada.next('lock_acquired', ({ user }) => user.id === 'bob')
    await acked(await live(server, 'root'), { type: 'lock_release', lock: held.lock.id })
    assert.equal((await bob.next('lock_released', ({ lock }) => lock.id === held.lock.id)).why, 'broken')
  })

  test('owners change the session, editors take turns, and everybody is told', async t => {
    const server = await board(t)
    const [root, ada, bob] = [await live(server, 'root'), await live(server, 'ada'), await live(server, 'bob')]
    assert.equal(ada.connected.session.mode, 'parallel')
    await acked(root, { type: 'session_update', session: { mode: 'sequential' } })
    await ada.next('session_update', ({ session }) => session?.mode === 'sequential')
    await refused(ada, { type: 'session_update', session: { mode: 'parallel' } }, 'not_allowed')
    await acked(ada, { type: 'turn_request' })
    await bob.next('session_update', ({ session }) => session?.turn?.holder?.id === 'ada')
    assert.equal((await bob.request({ type: 'content_patch', patch: [{ op: 'add', path: '/cards/c1/note', value: 'bob' }] })).type, 'error')
    await acked(bob, { type: 'turn_request' })
    await ada.next('session_update', ({ session }) => session?.turn?.queue.length === 1)
    await acked(ada, { type: 'turn_pass' })
    await bob.next('session_update', ({ session }) => session?.turn?.holder?.id === 'bob')
    assert.equal((await bob.request({ type: 'content_patch', patch: [{ op: 'add', path: '/cards/c1/note', value: 'bob' }] })).type, 'ack')
    const late = await live(server, 'com')
    assert.deepEqual([late.connected.session.mode, late.connected.session.turn.holder.id], ['sequential', 'bob'])
    assert.equal(late.connected.session.participants, undefined, 'who is here is said elsewhere')
  })

  test('each role may the same as over REST', async t => {
    const server = await board(t)
    const [eve, com] = [await live(server, 'eve'), await live(server, 'com')]
    const asked = { type: 'chat_message', body: 'hi' }
    await refused(eve, asked, 'not_allowed')
    await refused(eve, { type: 'comment_added', body: 'hi' }, 'not_allowed')
    await refused(eve, { type: 'lock_acquire', path: '/cards/c1' }, 'not_allowed')
    await refused(com, { type: 'lock_acquire', path: '/cards/c1' }, 'not_allowed')
    await refused(com, { type: 'turn_request' }, 'not_allowed')
    await refused(com, { type: 'session_update', session: { mode: 'locked' } }, 'not_allowed')
    await acked(com, asked)
    await eve.next('chat_message')
    await server.member('acme/', 'eve', 'commenter')
    await until('eve may chat', async () => (await eve.request(asked)).type === 'ack')
    await server.member('acme/', 'eve', 'blocked')
    await until('eve is gone', () => eve.closure !== null)
  })

  test('a section of a report is changed, and Yjs clients see the JSON client at its place', async t => {
    const server = await board(t)
    await rest(server, 'root').create({ id: 'acme/report', kind: 'report' })
    const ada = await live(server, 'ada', 'acme/report')
    await acked(ada, { type: 'section_update', section: 'introduction', changes: { title: 'Beginning' } })
    assert.equal((await rest(server, 'bob').document('acme/report').content()).content.sections.introduction.title, 'Beginning')
    await refused(ada, { type: 'section_update', changes: {} }, 'malformed')
    const bob = await Client.connect(server, lines.y31, 'acme/report', { params: { token: tokenOf('bob') } }).synced()
    await acked(ada, { type: 'presence_update', presence: { editing: '/sections/introduction' } })
    await until('bob sees ada', () => bob.awareness.getStates().get(ada.clientID)?.editing === '/sections/introduction')
    const { present } = await rest(server, 'bob').get('/presence', { under: 'acme/', place: '/sections/introduction' })
    assert.deepEqual(present.map((/** @type {any} */ one) => [one.document, one.user.id]), [['acme/report', 'ada']])
  })
})
