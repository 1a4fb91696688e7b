// Who may do what when people work together: each way to a role, each request of chat, comments, locks, sessions, turns, presence,
// inboxes and the audit, over HTTP and at the JSON door, against the table of roles. A cell that differs is named.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import { BYTES, GuardedServer, LiveClient, PresenceStream, RemoteParticipant, Rest, access, inParallel, until } from './harness.mjs'

/** What the product promises of roles. Administrators are owners of everything; a block is about documents and outweighs even that. */
const TABLE = {
  'read content, see presence and comments': ['owner', 'editor', 'commenter', 'viewer'],
  'publish own presence': ['owner', 'editor', 'commenter', 'viewer'],
  'comment, react, chat': ['owner', 'editor', 'commenter'],
  'edit content, take locks': ['owner', 'editor'],
  'break locks, session mode, delete words of others': ['owner'],
  // Beyond the table: nobody changes another's words or keeps another's lock; the audit of everything is for administrators, that of
  // a scope also for its owners; one's own inbox and lock are one's own.
  'what nobody may': [],
  'administer': [],
  'audit of a scope': ['owner'],
  'what is one\'s own': ['owner', 'editor', 'commenter', 'viewer']
}
const READ = 'read content, see presence and comments'
const BE_SEEN = 'publish own presence'
const COMMENT = 'comment, react, chat'
const EDIT = 'edit content, take locks'
const RULE = 'break locks, session mode, delete words of others'
const NOBODY = 'what nobody may'
const ADMINISTER = 'administer'
const AUDIT = 'audit of a scope'
const OWN = 'what is one\'s own'

/** @typedef {keyof typeof TABLE} Action */
/** @typedef {'owner' | 'editor' | 'commenter' | 'viewer' | 'administrator' | 'none' | 'stranded' | 'unknown' | 'deleted' | 'deleted for an administrator'} Role */

/**
 * What a cell should be.
 *
 * @param {Role} role
 * @param {Action} action
 * @param {'a document' | 'everything'} about what the request names: a document, or nothing, so that what may not be read is left out
 */
function expected (role, action, about) {
  if (role === 'unknown') return '401'
  const isAdministrator = role === 'administrator' || role === 'deleted for an administrator'
  if (action === ADMINISTER) return isAdministrator ? 'yes' : '403'
  // Who they are is known all the same; only what they came for is over.
  if (role === 'stranded') return about === 'everything' && action === OWN ? 'yes' : '401'
  if (action === AUDIT) return isAdministrator || role === 'owner' || role === 'deleted' ? 'yes' : '403'
  if (about === 'everything') {
    if (action === OWN) return 'yes'
    return role === 'administrator' || TABLE[action].includes(role) ? 'yes' : 'nothing'
  }
  if (action === NOBODY) return '403'
  return role === 'administrator' || TABLE[action].includes(role) ? 'yes' : '403'
}

const OPERATOR = access.token('operator', { admin: true })
const FEW = { 'limits.requests_per_second_per_address': '100000', 'limits.requests_per_second_per_user': '100000', 'limits.connections_per_user': '10000' }
/** What a document holds, and two places in its text. */
const TEXT = (() => {
  const doc = new Y.Doc()
  const text = new Y.XmlText('some words to mark')
  doc.getXmlFragment('document-store').insert(0, [text])
  const at = (/** @type {number} */ index) => Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index))
  return { update: Y.encodeStateAsUpdate(doc), selection: { yjs: { anchor: at(0), head: at(4) } } }
})()

/**
 * How somebody comes to a role in a document. What they say and hold there beforehand is said with `before`, which may do everything,
 * or with what they came by, where nobody else is the same user.
 *
 * @typedef {object} Came
 * @property {string} user
 * @property {string} [before] a token with which their own words are said; none where they never could say any
 * @property {string} [locks] the same for locks
 * @property {() => Promise<string | undefined>} show their token, when all is prepared
 */

/** @typedef {{ server: GuardedServer, document: string, folder: string, user: string }} Place */
/** @typedef {{ name: string, role: Role, come: (place: Place) => Promise<Came> }} Way */

/** @param {Place} place @param {() => Promise<string | undefined>} show @returns {Promise<Came>} */
const named = async ({ user, document }, show) => {
  const before = access.token(user, { grants: { [document]: 'owner' } })
  return { user, before, locks: before, show }
}

/** @param {Record<string, string>} grants @param {object} [rights] @returns {(place: Place) => Promise<Came>} */
const granted = (grants, rights = {}) => async place => await named(place, async () => access.token(place.user, { grants, ...rights }))

/** @param {'document' | 'folder'} where @param {any} role @param {(place: Place) => object} [rights] @returns {(place: Place) => Promise<Came>} */
const member = (where, role, rights = () => ({})) => async place => await named(place, async () => {
  await place.server.member(place[where], place.user, role)
  return access.token(place.user, rights(place))
})

/** @param {'view' | 'comment' | 'edit'} permission @param {'valid' | 'revoked'} [state] @returns {(place: Place) => Promise<Came>} */
const link = (permission, state = 'valid') => async ({ server, document }) => {
  const { id, secret } = await server.share(document, { permission })
  const { token } = await server.call('POST', '/shares/use', { secret, name: 'Guest' })
  const user = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()).sub
  const before = permission === 'view' ? undefined : token
  return {
    user,
    before,
    locks: permission === 'edit' ? token : undefined,
    show: async () => {
      if (state === 'revoked') await server.endShare(id)
      return token
    }
  }
}

/** @param {(place: Place) => Promise<Came>} come @returns {(place: Place) => Promise<Came>} */
const deleted = come => async place => {
  const came = await come(place)
  return {
    ...came,
    show: async () => {
      const token = await came.show()
      await place.server.delete(place.document)
      return token
    }
  }
}

/** @type {(role: 'viewer' | 'commenter' | 'editor' | 'owner') => Way[]} */
const asGrantOrMember = role => [
  { name: 'a grant for the document', role, come: place => granted({ [place.document]: role })(place) },
  { name: 'a grant for the folder', role, come: place => granted({ [place.folder]: role })(place) },
  { name: 'being a member of the document', role, come: member('document', role) },
  { name: 'being a member of the folder', role, come: member('folder', role) }
]

/** @type {Way[]} */
const WAYS = [
  .../** @type {const} */ (['viewer', 'commenter', 'editor', 'owner']).flatMap(asGrantOrMember),
  { name: 'a link that was exchanged', role: 'viewer', come: link('view') },
  { name: 'a link that was exchanged', role: 'commenter', come: link('comment') },
  { name: 'a link that was exchanged', role: 'editor', come: link('edit') },
  { name: 'a token that says admin', role: 'administrator', come: granted({}, { admin: true }) },
  { name: 'no grants', role: 'none', come: granted({}) },
  { name: 'a grant elsewhere', role: 'none', come: place => granted({ 'elsewhere/': 'owner', [`${place.document}2`]: 'owner' })(place) },
  { name: 'being blocked, with a grant', role: 'none', come: member('document', 'blocked', ({ document }) => ({ grants: { [document]: 'owner' } })) },
  { name: 'being blocked in the folder, with a grant', role: 'none', come: member('folder', 'blocked', ({ document }) => ({ grants: { [document]: 'owner' } })) },
  { name: 'a link that was revoked', role: 'stranded', come: link('edit', 'revoked') },
  { name: 'nothing', role: 'unknown', come: place => named(place, async () => undefined) },
  { name: 'an expired token', role: 'unknown', come: granted({ '/': 'owner' }, { admin: true, expires: access.inSeconds(-1) }) },
  {
    name: 'a token that was revoked',
    role: 'unknown',
    come: place => named(place, async () => {
      await place.server.revoke({ jti: `of ${place.user}` })
      return access.token(place.user, { grants: { '/': 'owner' }, admin: true, id: `of ${place.user}` })
    })
  },
  { name: 'a grant, of a deleted document', role: 'deleted', come: deleted(place => granted({ [place.document]: 'owner' })(place)) },
  { name: 'being a member, of a deleted document', role: 'deleted', come: deleted(member('document', 'owner')) },
  { name: 'a token that says admin, of a deleted document', role: 'deleted for an administrator', come: deleted(granted({}, { admin: true })) }
]

const body = { body: 'words' }
const thread = { initialComment: body }

/** What is there before somebody comes: words and locks of theirs and of somebody else, who is there. @param {Place} place @param {Came} came */
async function prepare ({ server, document, user: key }, came) {
  const other = `other of ${key}`
  const bob = new Rest(server, access.token(other, { grants: { [document]: 'owner' } }))
  const own = came.before ? new Rest(server, came.before) : null
  const at = `/documents/${encodeURIComponent(document)}`
  await new Rest(server, OPERATOR).create({ id: document, kind: 'report' })
  await bob.send('POST', `${at}/update`, { body: TEXT.update, type: BYTES })
  await bob.document(document).edit({ sections: { s1: { title: 'One', order: 'a0' } } })
  const say = async (/** @type {Rest} */ who, more = {}) => (await who.post(`${at}/messages`, { body: 'hello', ...more })).id
  const begin = async (/** @type {Rest} */ who) => {
    const { id, comments: [first] } = await who.post(`${at}/threads`, thread)
    return { id, comment: first.id }
  }
  const there = { messages: [await say(bob), await say(bob), await say(bob)], threads: [await begin(bob), await begin(bob), await begin(bob)] }
  const locks = [await bob.post(`${at}/locks`, { path: '/bob/a' }), await bob.post(`${at}/locks`, { path: '/bob/b' })]
  const mine = own && {
    messages: [await say(own), await say(own)],
    threads: [await begin(own), await begin(own), await begin(own)]
  }
  const holder = came.locks ? new Rest(server, came.locks) : null
  const held = holder && [await holder.post(`${at}/locks`, { path: '/own/a' }), await holder.post(`${at}/locks`, { path: '/own/b' })]
  await say(bob, { mentions: [{ user: came.user }, { user: 'somebody else' }] })
  const operator = new Rest(server, OPERATOR)
  await operator.post(`${at}/messages`, { body: 'bob!', mentions: [{ user: other }] })
  const items = async (/** @type {Rest} */ who) => (await who.get('/inbox')).items.filter((/** @type {any} */ item) => item.type === 'mention' && item.document === document)
  // Seen by who may read now, as the user whose inbox it is.
  const reader = new Rest(server, came.before ?? await came.show())
  const [item] = await until('the mention to be in the inbox', async () => { const found = await items(reader); return found.length > 0 && found })
  const [theirs] = await until('the other mention', async () => { const found = await items(bob); return found.length > 0 && found })
  const line = await LiveClient.open(server, document, { token: /** @type {string} */ (bob.token) })
  await line.request({ type: 'presence_update', presence: { viewing: '/sections/s1' } })
  return { at, bob, other, there, locks, mine, held, item, theirs, line }
}

/** @typedef {[what: string, action: Action, is: string, but?: Partial<Record<Role, string>>]} Cell what was tried, by which line of the table, what came of it */

const isGood = (/** @type {number} */ status) => status < 300

/**
 * All requests that name the document.
 *
 * @param {Rest} rest
 * @param {Awaited<ReturnType<typeof prepare>>} prepared
 * @returns {Promise<Cell[]>}
 */
async function overHttp (rest, { at, bob, there, locks, mine, held, other }) {
  /** @type {Cell[]} */ const cells = []
  let last = /** @type {any} */ (null)
  /** @param {Action} action @param {string} what @param {string} method @param {string} path @param {any} [json] @param {Partial<Record<Role, string>>} [but] */
  const ask = async (action, what, method, path, json = undefined, but = undefined) => {
    const answer = await rest.ask(method, `${at}${path}`, { json })
    last = answer.json
    cells.push([what, action, isGood(answer.status) ? 'yes' : String(answer.status), but])
    return isGood(answer.status)
  }
  const stream = async (/** @type {string} */ what, /** @type {string} */ path) => {
    const aborter = new AbortController()
    const headers = { Accept: 'text/event-stream', ...(rest.token === undefined ? {} : { Authorization: `Bearer ${rest.token}` }) }
    const { status } = await fetch(rest.url(path), { headers, signal: aborter.signal })
    aborter.abort()
    cells.push([what, READ, isGood(status) ? 'yes' : String(status)])
  }
  const [m1, m2, m3] = there.messages
  await ask(READ, 'messages: a page', 'GET', '/messages')
  await ask(READ, 'messages: one', 'GET', `/messages/${m1}`)
  await ask(READ, 'messages: what is unread', 'GET', '/messages/unread')
  // Guests have nobody to come back as.
  await ask(READ, 'messages: note what is read', 'PUT', '/messages/read', { message: m1 })
  await ask(READ, 'messages: statistics', 'GET', '/messages/statistics')
  await ask(COMMENT, 'messages: send', 'POST', '/messages', body)
  await ask(COMMENT, 'messages: reply', 'POST', '/messages', { ...body, reply_to: m1 })
  await ask(COMMENT, 'messages: type', 'POST', '/messages/typing')
  await ask(COMMENT, 'messages: react', 'PUT', `/messages/${m1}/reactions/%F0%9F%91%8D`)
  await ask(COMMENT, 'messages: take a reaction back', 'DELETE', `/messages/${m1}/reactions/%F0%9F%91%8D`)
  await ask(NOBODY, 'messages: edit that of somebody else', 'PATCH', `/messages/${m2}`, body)
  await ask(RULE, 'messages: delete that of somebody else', 'DELETE', `/messages/${m3}`)
  if (mine) {
    await ask(COMMENT, 'messages: edit one\'s own', 'PATCH', `/messages/${mine.messages[0]}`, body)
    await ask(COMMENT, 'messages: delete one\'s own', 'DELETE', `/messages/${mine.messages[1]}`)
  }
  const [t1, t2, t3] = there.threads
  await ask(READ, 'threads: all', 'GET', '/threads')
  await ask(READ, 'threads: one', 'GET', `/threads/${t1.id}`)
  await ask(COMMENT, 'threads: begin', 'POST', '/threads', thread)
  await ask(COMMENT, 'threads: comment', 'POST', `/threads/${t1.id}/comments`, { comment: body })
  await ask(COMMENT, 'threads: resolve', 'POST', `/threads/${t1.id}/resolve`)
  await ask(COMMENT, 'threads: reopen', 'POST', `/threads/${t1.id}/unresolve`)
  await ask(COMMENT, 'threads: react', 'POST', `/threads/${t1.id}/comments/${t1.comment}/reactions`, { emoji: '👍' })
  await ask(COMMENT, 'threads: take a reaction back', 'DELETE', `/threads/${t1.id}/comments/${t1.comment}/reactions/%F0%9F%91%8D`)
  await ask(NOBODY, 'threads: edit a comment of somebody else', 'PUT', `/threads/${t1.id}/comments/${t1.comment}`, { comment: body })
  await ask(EDIT, 'threads: mark that of somebody else in the document', 'POST', `/threads/${t1.id}/addToDocument`, { selection: TEXT.selection })
  await ask(RULE, 'threads: delete a comment of somebody else', 'DELETE', `/threads/${t2.id}/comments/${t2.comment}`)
  await ask(RULE, 'threads: delete that of somebody else', 'DELETE', `/threads/${t3.id}`)
  if (mine) {
    const [u1, u2, u3] = mine.threads
    await ask(COMMENT, 'threads: edit one\'s own comment', 'PUT', `/threads/${u1.id}/comments/${u1.comment}`, { comment: body })
    await ask(COMMENT, 'threads: mark one\'s own in the document', 'POST', `/threads/${u1.id}/addToDocument`, { selection: TEXT.selection })
    await ask(COMMENT, 'threads: delete one\'s own comment', 'DELETE', `/threads/${u2.id}/comments/${u2.comment}`)
    await ask(COMMENT, 'threads: delete one\'s own', 'DELETE', `/threads/${u3.id}`)
  }
  await ask(READ, 'presence: who is there', 'GET', '/presence?offline=true')
  await ask(READ, 'events: a page', 'GET', '/events?after=start')
  await stream('events: a stream', `${at}/events`)
  await stream('presence: a stream', `/presence/stream?document=${encodeURIComponent(decodeURIComponent(at.slice('/documents/'.length)))}`)
  await ask(BE_SEEN, 'presence: join', 'POST', '/session/join', { presence: {} })
  const participant = last?.participant ?? 'somebody'
  await ask(BE_SEEN, 'presence: show', 'PUT', '/session/presence', { participant, presence: { viewing: '/sections/s1' } })
  await ask(BE_SEEN, 'presence: a sign of life', 'POST', '/session/heartbeat', { participant })
  await ask(BE_SEEN, 'presence: leave', 'POST', '/session/leave', { participant })
  await ask(READ, 'locks: all', 'GET', '/locks')
  await ask(READ, 'locks: one', 'GET', `/locks/${locks[0].id}`)
  await ask(EDIT, 'locks: take', 'POST', '/locks', { path: '/free', reason: 'mine' })
  await ask(NOBODY, 'locks: renew that of somebody else', 'POST', `/locks/${locks[0].id}/renew`, {})
  if (held) {
    await ask(EDIT, 'locks: renew one\'s own', 'POST', `/locks/${held[0].id}/renew`, {})
    await ask(OWN, 'locks: release one\'s own', 'DELETE', `/locks/${held[0].id}`)
  }
  await ask(RULE, 'locks: break that of somebody else', 'DELETE', `/locks/${locks[0].id}`)
  await ask(READ, 'session: read', 'GET', '/session')
  await ask(RULE, 'session: change', 'PATCH', '/session', { max_participants: 50 })
  return [...cells, ...await turns(rest, { at, bob, other, ask, cells: [] })]
}

/**
 * Turns, in a sequential session: somebody else has it.
 *
 * @param {Rest} rest
 * @param {any} prepared
 * @returns {Promise<Cell[]>}
 */
async function turns (rest, { at, bob, ask }) {
  const session = `${at}/session`
  await bob.ask('PATCH', session, { json: { mode: 'sequential' } })
  await bob.ask('POST', `${session}/turn`)
  const waits = await ask(EDIT, 'turns: ask for it', 'POST', '/session/turn')
  await ask(EDIT, 'turns: pass that of somebody else', 'POST', '/session/turn/pass', {}, { editor: '409', owner: '409', administrator: '409' })
  if (waits) await bob.post(`${session}/turn/pass`, {})
  await ask(EDIT, 'turns: pass one\'s own', 'POST', '/session/turn/pass', {})
  await bob.ask('POST', `${session}/turn`)
  await ask(RULE, 'turns: take it', 'POST', '/session/turn/take', undefined, { editor: '409' })
  if (waits) {
    await rest.send('POST', `${session}/turn`)
    await ask(EDIT, 'turns: give it up', 'DELETE', '/session/turn')
  }
  await bob.ask('PATCH', session, { json: { mode: 'parallel' } })
  return []
}

/**
 * Requests that name no document, or are about more than one.
 *
 * @param {Rest} rest
 * @param {Place} place
 * @param {Awaited<ReturnType<typeof prepare>>} prepared
 * @returns {Promise<Cell[]>}
 */
async function overAll (rest, { document, folder }, { other, item, theirs, bob }) {
  /** @type {Cell[]} */ const cells = []
  /** @param {string} what @param {Action} action @param {string} path @param {((json: any) => boolean)} [shows] @param {Record<string, any>} [asking] @param {Partial<Record<Role, string>>} [but] */
  const ask = async (what, action, path, shows = () => true, { method = 'GET', ...asking } = {}, but = undefined) => {
    const answer = await rest.ask(method, path, asking)
    cells.push([what, action, !isGood(answer.status) ? String(answer.status) : shows(answer.json) ? 'yes' : 'nothing', but])
  }
  const isThere = (/** @type {any} */ { present }) => present.some((/** @type {any} */ one) => one.document === document && one.user?.id !== undefined)
  await ask('presence: under the folder', READ, '/presence', isThere, { query: { under: folder } })
  await ask('presence: at a place', READ, '/presence', isThere, { query: { under: folder, place: '/sections/s1' } })
  await ask('presence: whereabouts', READ, `/presence/users/${encodeURIComponent(other)}`, ({ present }) => present.length > 0)
  const stream = await PresenceStream.open(rest, { under: folder }).catch(error => String(/refused: (\d+)/.exec(error.message)?.[1] ?? 'ended'))
  cells.push(['presence: a stream of the folder', READ, typeof stream === 'string' ? stream : stream.of(document, other) ? 'yes' : 'nothing', { stranded: 'ended' }])
  if (typeof stream !== 'string') stream.cut()
  await ask('events: of the folder', READ, '/events', ({ events }) => events.some((/** @type {any} */ { type }) => type === 'chat.message'), { query: { under: folder, after: 'start', limit: 500 } })
  const has = (/** @type {any} */ { items }) => items.some((/** @type {any} */ { id }) => id === item.id)
  await ask('inbox: list', READ, '/inbox', has)
  await ask('inbox: count', READ, '/inbox/count', ({ unread }) => unread > 0)
  await ask('inbox: nobody else\'s is shown', OWN, '/inbox', ({ items }) => items.every((/** @type {any} */ { id }) => id !== theirs.id), {}, { stranded: '401' })
  await ask('inbox: read nothing of somebody else', OWN, '/inbox/read', ({ read }) => read === 0, { method: 'POST', json: { ids: [theirs.id] } }, { stranded: '401' })
  await ask('inbox: take out nothing of somebody else', NOBODY, `/inbox/${theirs.id}`, undefined, { method: 'DELETE' }, ALL_404)
  await ask('inbox: read one\'s own', OWN, '/inbox/read', ({ read }) => read === 1, { method: 'POST', json: { ids: [item.id] } })
  await ask('inbox: take out one\'s own', OWN, `/inbox/${item.id}`, undefined, { method: 'DELETE' })
  await ask('audit: all', ADMINISTER, '/audit')
  await ask('audit: of the document', AUDIT, '/audit', ({ entries }) => entries.length > 0, { query: { document } })
  await ask('audit: export all', ADMINISTER, '/audit/export', undefined, { query: { since: Date.now() } })
  await ask('audit: export the document', AUDIT, '/audit/export', undefined, { query: { document } })
  await ask('audit: verify', ADMINISTER, '/audit/verify')
  const { items } = await bob.get('/inbox', { unread: true })
  cells.push(['inbox: what somebody else has is untouched', OWN, items.some((/** @type {any} */ { id }) => id === theirs.id) ? 'yes' : 'changed', { unknown: 'yes', deleted: 'changed', 'deleted for an administrator': 'changed' }])
  return cells
}

const ALL_404 = Object.fromEntries(['owner', 'editor', 'commenter', 'viewer', 'administrator', 'none', 'stranded', 'deleted', 'deleted for an administrator'].map(role => [role, '404']))

/** What codes of the JSON door are in terms of HTTP. */
const STATUS = /** @type {Record<string, string>} */ ({ not_allowed: '403', conflict: '409' })

/**
 * The messages of the JSON door.
 *
 * @param {Rest} rest
 * @param {Place} place
 * @param {Awaited<ReturnType<typeof prepare>>} prepared
 * @returns {Promise<Cell[]>}
 */
async function atJsonDoor (rest, { server, document }, { at, there, locks, held, line, bob }) {
  /** @type {Cell[]} */ const cells = []
  const live = await LiveClient.open(server, document, rest.token === undefined ? {} : { token: rest.token })
    .catch(error => /** @type {string} */ (/response: (\d+)/.exec(error.message)?.[1] ?? error.message))
  /** @param {Action} action @param {string} what @param {object} message @param {Partial<Record<Role, string>>} [but] */
  const say = async (action, what, message, but = undefined) => {
    const { type, code } = typeof live === 'string' ? { type: 'error', code: live } : await live.request(message)
    cells.push([`JSON: ${what}`, action, type === 'ack' ? 'yes' : STATUS[code] ?? code, but])
  }
  const sees = typeof live !== 'string' && live.connected.locks.length > 0 && live.connected.participants.length > 0 && live.connected.session
  cells.push(['JSON: connect', READ, typeof live === 'string' ? live : sees ? 'yes' : 'nothing'])
  await say(READ, 'subscribe', { type: 'subscribe', events: ['*'] })
  await say(BE_SEEN, 'presence', { type: 'presence_update', presence: { activity: 'viewing' } })
  await say(BE_SEEN, 'cursor', { type: 'cursor_update', cursor: { x: 1 } })
  await say(BE_SEEN, 'viewport', { type: 'viewport_update', viewport: { x: 1 } })
  await say(BE_SEEN, 'typing', { type: 'typing', typing: true })
  await say(EDIT, 'change a section', { type: 'section_update', section: 's1', changes: { title: 'Two' } })
  await say(COMMENT, 'send a message', { type: 'chat_message', ...body })
  await say(COMMENT, 'speak of code', { type: 'code_comment', file: 'src/main.rs', line: 1, ...body })
  await say(COMMENT, 'react to a message', { type: 'reaction', message: there.messages[0], emoji: '👍' })
  await say(COMMENT, 'react to a comment', { type: 'reaction', thread: there.threads[0].id, comment: there.threads[0].comment, emoji: '👍' })
  await say(COMMENT, 'take that back', { type: 'reaction', thread: there.threads[0].id, comment: there.threads[0].comment, emoji: '👍', remove: true })
  await say(COMMENT, 'begin a thread', { type: 'comment_added', ...body })
  await say(COMMENT, 'comment', { type: 'comment_added', thread: there.threads[0].id, ...body })
  await say(COMMENT, 'resolve', { type: 'comment_resolved', thread: there.threads[0].id })
  await say(COMMENT, 'reopen', { type: 'comment_resolved', thread: there.threads[0].id, resolved: false })
  await say(EDIT, 'take a lock', { type: 'lock_acquire', path: '/json' })
  if (held) await say(OWN, 'release one\'s own lock', { type: 'lock_release', lock: held[1].id })
  await say(RULE, 'break a lock', { type: 'lock_release', lock: locks[1].id })
  await say(RULE, 'change the session', { type: 'session_update', session: { turn_timeout: 200 } })
  await bob.ask('PATCH', `${at}/session`, { json: { mode: 'sequential' } })
  await bob.ask('POST', `${at}/session/turn`)
  await say(EDIT, 'ask for the turn', { type: 'turn_request' })
  await say(EDIT, 'pass the turn of somebody else', { type: 'turn_pass' }, { editor: '409', owner: '409', administrator: '409' })
  if (cells.some(([what, , is]) => what === 'JSON: ask for the turn' && is === 'yes')) await bob.post(`${at}/session/turn/pass`, {})
  await say(EDIT, 'pass one\'s own turn', { type: 'turn_pass' })
  if (typeof live !== 'string') live.cut()
  line.cut()
  return cells
}

test('every role does what the table says, over HTTP and at the JSON door, whatever way one came to it', { timeout: 300_000 }, async t => {
  const server = await GuardedServer.forTest(t, { settings: FEW })
  let count = 0
  const wrong = (await inParallel(WAYS, 4, async ({ name, role, come }, at) => {
    const folder = `together/${at}/`
    const place = { server, folder, document: `${folder}document`, user: `user ${at}` }
    const came = await come(place)
    const prepared = await prepare(place, came)
    const rest = new Rest(server, await came.show())
    const wide = await overAll(rest, place, prepared)
    const cells = await overHttp(rest, prepared)
    const json = await atJsonDoor(rest, place, prepared)
    count += wide.length + cells.length + json.length
    const differ = (/** @type {Cell[]} */ some, /** @type {'a document' | 'everything'} */ about) => some.flatMap(([what, action, is, but]) => {
      const should = but?.[role] ?? expected(role, action, about)
      return is === should ? [] : [`${role} by ${name}: ${what} is ${is} and should be ${should}`]
    })
    return [...differ(wide, 'everything'), ...differ([...cells, ...json], 'a document')]
  })).flat()
  t.diagnostic(`${WAYS.length} ways, ${count} cells`)
  assert.deepEqual(wrong, [])
})
