// Comments as people meet them in an editor: the real BlockNote's RESTYjsThreadStore against the server, reading the companion through
// unchanged providers; who may say what; marks in the document; and all of it after a crash.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { BlockNoteEditor } from '@blocknote/core'
import { CommentsExtension, DefaultThreadStoreAuth } from '@blocknote/core/comments'
import { RESTYjsThreadStore } from '@blocknote/core/yjs'
import { initProseMirrorDoc, prosemirrorToYXmlFragment, updateYFragment, ySyncPluginKey } from 'y-prosemirror'
import * as Y from 'yjs'
import { Client, EventStream, GuardedServer, HocuspocusClient, Rest, access, hocuspocus, lines, refused, until } from './harness.mjs'

const PLAN = 'doc/plan'
const THREADS = `/documents/${encodeURIComponent(PLAN)}/threads`
const ROLES = { ada: 'commenter', bob: 'commenter', edith: 'editor', root: 'owner', eve: 'viewer' }

/** @param {keyof typeof ROLES} user */
const token = user => access.token(user, { grants: { [PLAN]: ROLES[user] } })

/** @param {string} text what BlockNote's editor makes of it */
const body = text => [{ id: text, type: 'paragraph', props: { textAlignment: 'left' }, content: [{ type: 'text', text, styles: {} }], children: [] }]

/** @param {import('node:test').TestContext} t */
async function plan (t) {
  const server = await GuardedServer.forTest(t)
  const root = new Rest(server, token('root'))
  await root.create({ id: PLAN, content: { cards: { c1: { title: 'One' } } } })
  return { server, root }
}

/**
 * BlockNote's store of somebody who reads the companion with this document.
 *
 * @param {GuardedServer} server
 * @param {keyof typeof ROLES} user
 * @param {Y.Doc} doc
 */
const storeOf = (server, user, doc) => new RESTYjsThreadStore(
  `${server.http}/api${THREADS}`, { Authorization: `Bearer ${token(user)}` }, doc.getMap('threads'),
  new DefaultThreadStoreAuth(user, ROLES[user] === 'owner' ? 'editor' : 'comment')
)

/** The companion of the plan, as somebody reads it by y-websocket. @param {GuardedServer} server @param {keyof typeof ROLES} user */
const companion = async (server, user) => await Client.connect(server, lines.y31, `${PLAN}~yrsa`, { params: { token: token(user) } }).synced()

/** @param {GuardedServer} server @param {keyof typeof ROLES} user */
const store = async (server, user) => storeOf(server, user, (await companion(server, user)).doc)

test('BlockNote: a thread is begun, answered, changed, resolved, reopened, reacted to and deleted, and everybody sees it', async t => {
  const { server } = await plan(t)
  const ada = await store(server, 'ada')
  // Two doors, one thread.
  const provider = HocuspocusClient.connect(server, hocuspocus.h48, `${PLAN}~yrsa`, { token: token('bob') })
  const bob = storeOf(server, 'bob', provider.doc)
  let told = 0
  ada.subscribe(() => { told += 1 })
  const begun = await ada.createThread({ initialComment: { body: body('Really?'), metadata: { colour: 'red' } }, metadata: { of: 'ada' } })
  for (const who of [ada, bob]) await until('the thread', () => who.getThreads().has(begun.id))
  const seen = bob.getThread(begun.id)
  assert.deepEqual([seen.type, seen.resolved, seen.metadata, seen.comments.length], ['thread', false, { of: 'ada' }, 1])
  const [first] = seen.comments
  assert.deepEqual([first.userId, first.body, first.metadata, first.reactions], ['ada', body('Really?'), { colour: 'red' }, []])
  assert.equal(first.createdAt.getTime(), begun.createdAt)
  assert.ok(!first.deletedAt)

  const reply = await bob.addComment({ threadId: begun.id, comment: { body: body('Yes.') } })
  await until('the reply', () => ada.getThread(begun.id).comments.length === 2)
  assert.deepEqual(ada.getThread(begun.id).comments.map(({ id, userId }) => [id, userId]), [[first.id, 'ada'], [reply.id, 'bob']])
  await ada.updateComment({ threadId: begun.id, commentId: first.id, comment: { body: body('Really now?') } })
  await until('the change', () => bob.getThread(begun.id).comments[0].body?.[0].content[0].text === 'Really now?')
  assert.equal(bob.getThread(begun.id).comments[0].metadata, undefined, 'what is not sent is gone, as in YjsThreadStore')

  await bob.addReaction({ threadId: begun.id, commentId: first.id, emoji: '👍' })
  await ada.addReaction({ threadId: begun.id, commentId: first.id, emoji: '👍' })
  await ada.addReaction({ threadId: begun.id, commentId: first.id, emoji: '❤️' })
  await until('the reactions', () => bob.getThread(begun.id).comments[0].reactions.length === 2)
  const reactions = () => Object.fromEntries(bob.getThread(begun.id).comments[0].reactions.map(({ emoji, userIds }) => [emoji, [...userIds].sort()]))
  assert.deepEqual(reactions(), { '👍': ['ada', 'bob'], '❤️': ['ada'] })
  assert.ok(!ada.auth.canAddReaction(ada.getThread(begun.id).comments[0], '👍'), 'its auth reads the reactions')
  await ada.deleteReaction({ threadId: begun.id, commentId: first.id, emoji: '👍' })
  await until('the reaction to go', () => reactions()['👍'].length === 1)
  assert.deepEqual(reactions(), { '👍': ['bob'], '❤️': ['ada'] })

  await bob.resolveThread({ threadId: begun.id })
  await until('the resolution', () => ada.getThread(begun.id).resolved)
  assert.deepEqual([ada.getThread(begun.id).resolvedBy, Number.isNaN(ada.getThread(begun.id).resolvedUpdatedAt?.getTime())], ['bob', false])
  await ada.unresolveThread({ threadId: begun.id })
  await until('the thread to be open', () => !bob.getThread(begun.id).resolved)

  await ada.deleteComment({ threadId: begun.id, commentId: first.id, softDelete: true })
  await until('the deletion', () => bob.getThread(begun.id).comments[0].deletedAt)
  const place = bob.getThread(begun.id).comments[0]
  assert.deepEqual([place.userId, place.body, place.reactions], ['ada', undefined, []])
  await bob.deleteComment({ threadId: begun.id, commentId: reply.id })
  await until('the thread to go', () => !ada.getThreads().has(begun.id))
  assert.ok(told > 5, 'what observes the threads went on')
})

test('BlockNote: viewers are refused, commenters write without a right to the content, and words are their author\'s', async t => {
  const { server, root } = await plan(t)
  const [ada, bob, edith, eve, owner] = await Promise.all(/** @type {const} */ (['ada', 'bob', 'edith', 'eve', 'root']).map(user => store(server, user)))
  await assert.rejects(eve.createThread({ initialComment: { body: body('no') } }), /Forbidden/)
  const { id: threadId, comments: [{ id: commentId }] } = await ada.createThread({ initialComment: { body: body('mine') } })
  for (const who of [bob, edith, eve, owner]) {
    await assert.rejects(who.updateComment({ threadId, commentId, comment: { body: body('forged') } }), /Forbidden/)
  }
  for (const who of [bob, edith, eve]) {
    await assert.rejects(who.deleteComment({ threadId, commentId, softDelete: true }), /Forbidden/)
    await assert.rejects(who.deleteThread({ threadId }), /Forbidden/)
  }
  for (const request of [
    () => eve.addComment({ threadId, comment: { body: body('no') } }), () => eve.resolveThread({ threadId }), () => eve.unresolveThread({ threadId }),
    () => eve.addReaction({ threadId, commentId, emoji: '👍' }), () => eve.deleteReaction({ threadId, commentId, emoji: '👍' })
  ]) await assert.rejects(request, /Forbidden/)
  await until('the viewer to see it', () => eve.getThreads().has(threadId))
  assert.deepEqual(eve.getThread(threadId).comments.map(comment => comment.body), [body('mine')])
  await refused(403, new Rest(server, token('ada')).document(PLAN).edit({ cards: null }))
  await owner.deleteComment({ threadId, commentId, softDelete: true })
  await until('the owner\'s deletion', () => ada.getThread(threadId).comments[0].deletedAt)
  await owner.deleteThread({ threadId })
  await until('the end', () => !bob.getThreads().has(threadId))
  assert.deepEqual(await root.get(THREADS), { threads: [], next_cursor: null })
})

test('BlockNote: a commenter\'s thread is marked in the document, over several blocks, just as y-prosemirror would', async t => {
  const { server } = await plan(t)
  const writer = await Client.connect(server, lines.y31, PLAN, { params: { token: token('edith') } }).synced()
  const ada = await store(server, 'ada')
  const editor = BlockNoteEditor.create({ extensions: [CommentsExtension({ threadStore: ada, resolveUsers: async () => [] })] })
  const schema = editor.pmSchema
  const block = (/** @type {string} */ id, /** @type {string} */ text) =>
    schema.node('blockContainer', { id }, [schema.node('paragraph', null, text ? [schema.text(text)] : [])])
  const page = schema.node('doc', null, [schema.node('blockGroup', null, [block('1', 'Hello wörld 🎉'), block('2', ''), block('3', 'the end of it')])])
  const fragment = writer.doc.getXmlFragment('document-store')
  prosemirrorToYXmlFragment(page, fragment)
  await writer.saved()

  // The commenter sees the document and can't write to it; the store resolves positions by the binding of their editor.
  const reader = await Client.connect(server, lines.y31, PLAN, { params: { token: token('ada') } }).synced()
  const theirs = reader.doc.getXmlFragment('document-store')
  const select = (/** @type {string} */ from, /** @type {string} */ to) => {
    const { doc, mapping } = initProseMirrorDoc(theirs, schema)
    /** @type {Record<string, number>} */ const at = {}
    doc.descendants((node, position) => {
      for (const word of [from, to]) if (node.isText && node.text?.includes(word)) at[word] = position + node.text.indexOf(word)
    })
    const binding = { type: theirs, mapping }
    // Of an editor the store reads nothing but its binding.
    return { selection: { anchor: at[to] + to.length, head: at[from] }, editor: /** @type {any} */ ({ prosemirrorState: { [/** @type {any} */ (ySyncPluginKey).key]: { binding } } }) }
  }
  const { id: threadId } = await ada.createThread({ initialComment: { body: body('here') } })
  await ada.addThreadToDocument({ threadId, ...select('wörld', 'the end') })
  const marked = (/** @type {string} */ thread) => {
    /** @type {string[]} */ const texts = []
    initProseMirrorDoc(fragment, schema).doc.descendants(node => {
      if (node.marks.some(mark => mark.type.name === 'comment' && mark.attrs.threadId === thread && mark.attrs.orphan === false)) texts.push(node.text ?? '')
    })
    return texts
  }
  await until('the mark', () => marked(threadId).length === 2)
  assert.deepEqual(marked(threadId), ['wörld 🎉', 'the end'])
  // Another thread on the same text does not take the place of the first.
  const { id: second } = await ada.createThread({ initialComment: { body: body('there') } })
  await until('the mark at the commenter\'s', () => theirs.toString().includes(threadId))
  await ada.addThreadToDocument({ threadId: second, ...select('wörld', '🎉') })
  await until('the other mark', () => marked(second).length > 0)
  assert.deepEqual([marked(threadId), marked(second)], [['wörld 🎉', 'the end'], ['wörld 🎉']])

  // An editor that binds to it has nothing to change, and names the marks in the same way.
  const { doc, meta } = initProseMirrorDoc(fragment, schema)
  const before = Y.encodeStateVector(writer.doc)
  updateYFragment(writer.doc, fragment, doc, meta)
  assert.deepEqual(Y.encodeStateVector(writer.doc), before)
  const copy = new Y.Doc().getXmlFragment('copy')
  prosemirrorToYXmlFragment(doc, copy)
  const names = (/** @type {Y.XmlFragment} */ tree) => [...tree.createTreeWalker(node => node instanceof Y.XmlText)]
    .flatMap(text => /** @type {Y.XmlText} */ (text).toDelta()).flatMap(({ attributes }) => Object.keys(attributes ?? {}).sort())
  assert.deepEqual(names(fragment), names(copy))

  const rest = new Rest(server, token('eve'))
  const thread = await rest.get(`${THREADS}/${threadId}`)
  assert.deepEqual([thread.anchor.type, thread.orphaned], ['range', false])
  const group = /** @type {Y.XmlElement} */ (fragment.get(0))
  group.delete(0, 3)
  await writer.saved()
  assert.equal((await rest.get(`${THREADS}/${threadId}`)).orphaned, true, 'the text is gone')
  await assert.rejects(ada.addThreadToDocument({ threadId, selection: { anchor: 1, head: 1 }, editor: /** @type {any} */ ({ prosemirrorState: {} }) }), /Bad Request/)
})

test('a thread about something in the document says whether that is still there', async t => {
  const { server, root } = await plan(t)
  const ada = new Rest(server, token('ada'))
  const { id } = await ada.post(THREADS, { initialComment: { body: 'One?' }, anchor: { type: 'path', path: '/cards/c1' } })
  assert.equal((await ada.get(`${THREADS}/${id}`)).orphaned, false)
  await root.document(PLAN).edit({ cards: { c1: null } })
  assert.equal((await ada.get(`${THREADS}/${id}`)).orphaned, true)
  const { threads } = await ada.get(THREADS, { anchor: '/cards' })
  assert.deepEqual(threads.map((/** @type {any} */ thread) => [thread.id, thread.orphaned]), [[id, true]])
})

for (const line of lines.stable) {
  test(`${line.name}: comments are read offline and caught up with, and nobody writes them but the server`, async t => {
    const { server } = await plan(t)
    const ada = new Rest(server, token('ada'))
    const reader = await Client.connect(server, line, `${PLAN}~yrsa`, { params: { token: token('root') } }).synced()
    const threads = () => reader.doc.getMap('threads').toJSON()
    const { id } = await ada.post(THREADS, { initialComment: { body: 'one' } })
    await until('the thread', () => threads()[id]?.comments.length === 1)
    reader.provider.disconnect()
    await ada.post(`${THREADS}/${id}/comments`, { comment: { body: 'two' } })
    assert.equal(threads()[id].comments.length, 1)
    reader.provider.connect()
    await until('what was missed', () => threads()[id].comments.length === 2)
    reader.doc.getMap('threads').delete(id)
    const other = await Client.connect(server, line, `${PLAN}~yrsa`, { params: { token: token('ada') } }).synced()
    await ada.post(`${THREADS}/${id}/resolve`)
    await until('the resolution', () => other.doc.getMap('threads').toJSON()[id]?.resolved === true)
  })
}

test('what was answered is there after a kill, and the companion is made what the records say', async t => {
  const { server } = await plan(t)
  const ada = new Rest(server, token('ada'))
  const { id } = await ada.post(THREADS, { initialComment: { body: 'before' } })
  // Some are answered and some are not when the server dies.
  const replies = Array.from({ length: 40 }, async (_, n) => await ada.post(`${THREADS}/${id}/comments`, { comment: { body: n } }).then(({ id }) => id, () => null))
  await Promise.race(replies)
  await server.kill()
  const answered = (await Promise.all(replies)).filter(id => id !== null)
  await server.start()
  const thread = await ada.get(`${THREADS}/${id}`)
  const ids = thread.comments.map((/** @type {any} */ comment) => comment.id)
  assert.deepEqual(answered.filter(id => !ids.includes(id)), [])
  const reader = await companion(server, 'eve')
  const shown = () => reader.doc.getMap('threads').toJSON()[id]?.comments.map((/** @type {any} */ comment) => comment.id)
  await until('the companion to catch up', () => shown()?.length === ids.length)
  assert.deepEqual(shown(), ids)
})

test('an emoji that stands in the path as it is is understood, and events say who reacted', async t => {
  const { server } = await plan(t)
  const ada = new Rest(server, token('ada'))
  const stream = await EventStream.open(ada, '/events', { types: 'comment.*' })
  const { id, comments: [comment] } = await ada.post(THREADS, { initialComment: { body: 'hi' } })
  await ada.post(`${THREADS}/${id}/comments/${comment.id}/reactions`, { emoji: '🎉' })
  const { hostname, port } = new URL(server.http)
  const socket = connect(Number(port), hostname)
  const path = `/api${THREADS}/${id}/comments/${comment.id}/reactions/🎉`
  socket.write(`DELETE ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${token('ada')}\r\nConnection: close\r\n\r\n`)
  let answer = ''
  for await (const bytes of socket) answer += bytes
  assert.match(answer, /^HTTP\/1\.1 200 /)
  await until('the events', () => stream.events.length === 3)
  assert.deepEqual(stream.events.map(({ type, user, data }) => [type, user.id, data.emoji, data.added]), [
    ['comment.thread_created', 'ada', undefined, undefined], ['comment.reaction', 'ada', '🎉', true], ['comment.reaction', 'ada', '🎉', false]
  ])
})
