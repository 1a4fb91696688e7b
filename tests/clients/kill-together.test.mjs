// `kill -9` while people work together: chat, comments, reactions, locks, turns, session changes and inboxes at once. After each restart
// all that was answered with 2xx is there, nothing is there twice, the companion shows what REST says, the audit verifies, over HTTP
// and by `yrsa verify`, and each inbox has each item once. YRSA_KILLS says how many times the server is killed (default 10).
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { Client, GuardedServer, Random, Rest, access, binary, breathe, lines, until } from './harness.mjs'

const KILLS = Number(process.env.YRSA_KILLS ?? 10)
const PATIENCE_MS = 60_000
const SETTINGS = { 'limits.requests_per_second_per_user': '1000000', 'limits.requests_per_second_per_address': '1000000' }
const DOCUMENT = 'kill/plan'
const AT = `/documents/${encodeURIComponent(DOCUMENT)}`
const USERS = ['ada', 'bob', 'carl']
const EMOJI = ['👍', '🎉']
const escaped = (/** @type {string} */ emoji) => encodeURIComponent(emoji)

/**
 * What is known of something that is written again and again by one writer: what was answered, and what may have happened since.
 *
 * @template T
 */
class Known {
  /** What it may be now; one value unless an answer is missing. @type {T[]} */ may

  /** @param {T} value */
  constructor (value) { this.may = [value] }

  /** Sets it. @param {T} value @param {() => Promise<unknown>} write */
  async set (value, write) {
    this.may.push(value)
    await write()
    this.may = [value]
  }

  /** @param {T} value what it is */
  settle (value) { this.may = [value] }
}

/** The server is gone. */
const isGone = (/** @type {unknown} */ error) => error instanceof TypeError

/** Somebody who does everything that people do together, one thing after the other, and keeps what was answered. */
class Person {
  /** Messages by their text: whether they were answered. @type {Map<string, { id: string | null, key: string, mention: string | null, json: any }>} */ said = new Map()
  /** Text of each message of theirs, null when it was deleted. @type {Map<string, Known<string | null>>} */ texts = new Map()
  /** Threads by the text of their first comment, and comments by their text. @type {Map<string, { id: string | null }>} */ commented = new Map()
  /** Whether a thread of theirs is resolved. @type {Map<string, Known<boolean>>} */ resolved = new Map()
  /** Whether they reacted, by what they reacted to and how. @type {Map<string, Known<boolean>>} */ reactions = new Map()
  /** Locks of theirs by path, null: none. @type {Map<string, Known<string | null>>} */ locks = new Map()
  /** Ids of all locks that were answered. @type {string[]} */ took = []
  /** Whether they have the turn or wait for it. */ inTurn = new Known(false)
  /** Ids of items of their inbox: whether they were read or taken out. @type {Map<string, Known<'unread' | 'read' | 'gone'>>} */ items = new Map()
  /** The message that an item is about. @type {Map<string, string>} */ about = new Map()
  answers = 0
  #count = 0

  /** @param {GuardedServer} server @param {string} user @param {Random} random @param {Shared} shared */
  constructor (server, user, random, shared) {
    this.user = user
    this.random = random
    this.shared = shared
    this.rest = new Rest(server, access.token(user, { grants: { 'kill/': 'editor' } }))
  }

  #text () { return `${this.user} ${++this.#count}` }

  /** Works until the server is gone. */
  async work () {
    const deeds = [
      () => this.say(), () => this.say(), () => this.say(), () => this.edit(), () => this.unsay(), () => this.react(), () => this.react(), () => this.begin(),
      () => this.comment(), () => this.comment(), () => this.resolve(), () => this.reactToComment(), () => this.lock(), () => this.lock(), () => this.turn(), () => this.inbox()
    ]
    for (;;) {
      try {
        await this.random.pick(deeds)()
        this.answers += 1
      } catch (error) {
        if (isGone(error)) return
        throw error
      }
    }
  }

  async say () {
    const text = this.#text()
    const mention = this.random.below(3) === 0 ? this.random.pick(USERS.filter(user => user !== this.user)) : null
    const parent = this.random.below(3) === 0 && this.shared.messages.length > 0 ? this.random.pick(this.shared.messages) : null
    const json = { body: text, ...(mention ? { mentions: [{ user: mention }] } : {}), ...(parent ? { reply_to: parent } : {}) }
    const entry = { id: /** @type {string | null} */ (null), key: randomUUID(), mention, json }
    this.said.set(text, entry)
    const { id } = await this.rest.post(`${AT}/messages`, json, { 'Idempotency-Key': entry.key })
    this.keep(text, id)
  }

  /** Sends once more what was not answered, with the same key: it is carried out once. */
  async repeat () {
    for (const [text, entry] of this.said) {
      if (entry.id !== null) continue
      const { status, json } = await this.rest.ask('POST', `${AT}/messages`, { json: entry.json, headers: { 'Idempotency-Key': entry.key } })
      assert.ok(status === 201 || status === 409, `${text}: ${status}`)
      if (status === 201) this.keep(text, json.id)
    }
  }

  /** @param {string} text @param {string} id */
  keep (text, id) {
    /** @type {any} */ (this.said.get(text)).id = id
    this.texts.set(id, new Known(/** @type {string | null} */ (text)))
    this.shared.messages.push(id)
  }

  /** One of their messages that is there. */
  #own () {
    const there = [...this.texts].filter(([, { may }]) => may.length === 1 && may[0] !== null)
    return there.length > 0 ? this.random.pick(there) : null
  }

  async edit () {
    const own = this.#own()
    if (!own) return
    const text = `edited ${this.#text()}`
    await own[1].set(text, () => this.rest.patch(`${AT}/messages/${own[0]}`, { body: text }))
  }

  async unsay () {
    const own = this.random.below(3) === 0 ? this.#own() : null
    if (own) await own[1].set(null, () => this.rest.delete(`${AT}/messages/${own[0]}`))
  }

  /** @param {string} key @param {(method: string) => Promise<{ status: number }>} ask */
  async #toggle (key, ask) {
    const known = this.reactions.get(key) ?? new Known(false)
    this.reactions.set(key, known)
    const adds = !known.may[0]
    await known.set(adds, async () => {
      const { status } = await ask(adds ? 'add' : 'remove')
      // What was deleted meanwhile takes no reactions.
      if (status === 409 || status === 404) this.reactions.delete(key)
      else assert.ok(status < 300, `${key}: ${status}`)
    })
  }

  async react () {
    if (this.shared.messages.length === 0) return
    const [id, emoji] = [this.random.pick(this.shared.messages), this.random.pick(EMOJI)]
    await this.#toggle(`message ${id} ${emoji}`, how => this.rest.ask(how === 'add' ? 'PUT' : 'DELETE', `${AT}/messages/${id}/reactions/${escaped(emoji)}`))
  }

  async reactToComment () {
    if (this.shared.comments.length === 0) return
    const [{ thread, comment }, emoji] = [this.random.pick(this.shared.comments), this.random.pick(EMOJI)]
    const path = `${AT}/threads/${thread}/comments/${comment}/reactions`
    await this.#toggle(`comment ${comment} ${emoji}`, how => how === 'add'
      ? this.rest.ask('POST', path, { json: { emoji } })
      : this.rest.ask('DELETE', `${path}/${escaped(emoji)}`))
  }

  async begin () {
    const text = this.#text()
    const entry = { id: /** @type {string | null} */ (null) }
    this.commented.set(text, entry)
    const { id, comments: [first] } = await this.rest.post(`${AT}/threads`, { initialComment: { body: text } })
    entry.id = first.id
    this.resolved.set(id, new Known(false))
    this.shared.threads.push(id)
    this.shared.comments.push({ thread: id, comment: first.id })
  }

  async comment () {
    if (this.shared.threads.length === 0) return
    const [text, thread] = [this.#text(), this.random.pick(this.shared.threads)]
    const entry = { id: /** @type {string | null} */ (null) }
    this.commented.set(text, entry)
    const { id } = await this.rest.post(`${AT}/threads/${thread}/comments`, { comment: { body: text } })
    entry.id = id
    this.shared.comments.push({ thread, comment: id })
  }

  async resolve () {
    if (this.resolved.size === 0) return
    const [id, known] = this.random.pick([...this.resolved])
    const resolves = !known.may[0]
    await known.set(resolves, () => this.rest.post(`${AT}/threads/${id}/${resolves ? 'resolve' : 'unresolve'}`))
  }

  /** A lock on something that is theirs alone; the same something is wanted by all now and then. */
  async lock () {
    if (this.random.below(4) === 0) {
      const { status, json } = await this.rest.ask('POST', `${AT}/locks`, { json: { path: '/wanted', seconds: 86_400 } })
      assert.ok([200, 201, 409].includes(status))
      if (status !== 409) this.shared.wanted = { holder: this.user, id: json.id }
      return
    }
    const path = `/of/${this.user}/${this.random.below(3)}`
    const known = this.locks.get(path) ?? new Known(/** @type {string | null} */ (null))
    this.locks.set(path, known)
    const [id] = known.may
    if (id === null) {
      known.may.push('?')
      const lock = await this.rest.post(`${AT}/locks`, { path, seconds: 86_400 })
      known.settle(lock.id)
      this.took.push(lock.id)
    } else await known.set(null, () => this.rest.delete(`${AT}/locks/${id}`))
  }

  async turn () {
    const asks = !this.inTurn.may[0]
    await this.inTurn.set(asks, async () => {
      if (asks) return await this.rest.post(`${AT}/session/turn`)
      const { status } = await this.rest.ask('DELETE', `${AT}/session/turn`)
      // Who is not there loses the turn, after half a minute.
      assert.ok(status < 300 || status === 409, `giving up the turn: ${status}`)
    })
  }

  async inbox () {
    const { items } = await this.rest.get('/inbox', { limit: 20 })
    for (const { id, target } of items) {
      if (!this.items.has(id)) this.items.set(id, new Known(/** @type {'unread' | 'read' | 'gone'} */ ('unread')))
      this.about.set(id, target.message)
    }
    const unread = items.map((/** @type {any} */ { id }) => id).filter((/** @type {string} */ id) => this.items.get(id)?.may[0] === 'unread')
    if (unread.length === 0) return
    const id = this.random.pick(unread)
    const known = /** @type {Known<any>} */ (this.items.get(id))
    if (this.random.below(3) === 0) await known.set('gone', () => this.rest.delete(`/inbox/${id}`))
    else await known.set('read', () => this.rest.post('/inbox/read', { ids: [id] }))
  }
}

/** What people know of each other's words. */
class Shared {
  /** @type {string[]} */ messages = []
  /** @type {string[]} */ threads = []
  /** @type {{ thread: string, comment: string }[]} */ comments = []
  /** Who had the lock all want when it was last answered. @type {{ holder: string, id: string } | null} */ wanted = null
}

/** All pages of something. @param {(query: any) => Promise<any>} ask @param {string} list @param {string} to @param {string} next */
async function pages (ask, list, to, next) {
  /** @type {any[]} */ const all = []
  for (let at; ;) {
    const page = await ask(at === undefined ? { limit: 200 } : { limit: 200, [to]: at })
    all.push(...page[list])
    if (page[next] === null) return all
    at = page[next]
  }
}

const unique = (/** @type {any[]} */ values, /** @type {string} */ what) => assert.equal(new Set(values).size, values.length, `${what}: something is there twice`)

/** @param {Known<any> | undefined} known @param {any} is @param {string} what */
function fits (known, is, what) {
  if (!known) return
  assert.ok(known.may.includes(is), `${what} is ${JSON.stringify(is)}, and may be ${JSON.stringify(known.may)}`)
  known.settle(is)
}

/** @param {Rest} root @param {Person[]} people @param {string} when */
async function chatIsWhole (root, people, when) {
  const messages = await pages(query => root.get(`${AT}/messages`, query), 'messages', 'before', 'older')
  const byId = new Map(messages.map(message => [message.id, message]))
  assert.equal(byId.size, messages.length, `${when}: a message is there twice`)
  const { events } = await root.document(DOCUMENT).events({ types: 'chat.message' })
  assert.deepEqual(events.map(({ data }) => data.message.id).sort(), [...byId.keys()].sort(), `${when}: each message is told once`)
  unique(events.map(({ data }) => data.message.body), `${when}: texts`)
  const asked = new Set(people.flatMap(({ said }) => [...said.keys()]))
  for (const { data } of events) assert.ok(asked.has(data.message.body), `${when}: nobody said ${data.message.body}`)
  for (const person of people) {
    for (const [text, { id }] of person.said) if (id !== null) assert.equal(byId.get(id)?.author.id, person.user, `${when}: ${text} was answered`)
    for (const [id, known] of person.texts) fits(known, byId.get(id).deleted_at === null ? byId.get(id).body : null, `${when}: message ${id}`)
    for (const [key, known] of person.reactions) {
      const [kind, id, emoji] = key.split(' ')
      if (kind !== 'message') continue
      const message = byId.get(id)
      if (message.deleted_at !== null) person.reactions.delete(key)
      else fits(known, (message.reactions[emoji] ?? []).some((/** @type {any} */ { user }) => user.id === person.user), `${when}: ${person.user} on ${key}`)
    }
    for (const message of messages) for (const by of Object.values(message.reactions)) unique(/** @type {any[]} */ (by).map(({ user }) => user.id), 'reactions')
  }
  const { messages: counted, deleted } = await root.get(`${AT}/messages/statistics`)
  assert.equal(counted + deleted, messages.length, `${when}: what is counted is there`)
  return messages
}

/** A thread as both REST and the companion have it. @param {any} thread */
const outline = thread => ({
  id: thread.id,
  resolved: thread.resolved,
  comments: thread.comments.map((/** @type {any} */ comment) => ({ id: comment.id, user: comment.userId, body: comment.body ?? null }))
})

/** Who reacted how. @param {any} comment as the companion has it */
const inCompanion = comment => Object.values(comment.reactionsByUser ?? {}).map((/** @type {any} */ { userId, emoji }) => `${userId} ${emoji}`).sort()
/** @param {any} comment as REST has it */
const inRest = comment => comment.reactions.flatMap((/** @type {any} */ { emoji, userIds }) => userIds.map((/** @type {string} */ user) => `${user} ${emoji}`)).sort()

/** @param {Rest} root @param {Client} reader @param {Person[]} people @param {string} when */
async function commentsAreWhole (root, reader, people, when) {
  const threads = await pages(query => root.get(`${AT}/threads`, query), 'threads', 'cursor', 'next_cursor')
  unique(threads.map(({ id }) => id), `${when}: threads`)
  const comments = threads.flatMap(thread => thread.comments)
  unique(comments.map(({ id }) => id), `${when}: comments`)
  unique(comments.map(({ body }) => body), `${when}: what was commented`)
  const byId = new Map(comments.map(comment => [comment.id, comment]))
  for (const person of people) {
    for (const [text, { id }] of person.commented) if (id !== null) assert.equal(byId.get(id)?.body, text, `${when}: ${text} was answered`)
    for (const [id, known] of person.resolved) fits(known, threads.find(thread => thread.id === id)?.resolved, `${when}: whether ${id} is resolved`)
    for (const [key, known] of person.reactions) {
      const [kind, id, emoji] = key.split(' ')
      if (kind === 'comment') fits(known, inRest(byId.get(id)).includes(`${person.user} ${emoji}`), `${when}: ${person.user} on ${key}`)
    }
  }
  const { events } = await root.document(DOCUMENT).events({ types: 'comment.thread_created,comment.added' })
  assert.deepEqual(events.map(({ data }) => data.comment).sort(), [...byId.keys()].sort(), `${when}: each comment is told once`)
  await reader.synced(PATIENCE_MS)
  const shown = () => Object.values(reader.doc.getMap('threads').toJSON())
  const sorted = (/** @type {any[]} */ some) => some.map(outline).sort((one, other) => one.id < other.id ? -1 : 1)
  const wanted = JSON.stringify(sorted(threads))
  await until(`${when}: the companion to be what REST says`, () => JSON.stringify(sorted(shown())) === wanted, PATIENCE_MS)
    .catch(() => assert.deepEqual(sorted(shown()), sorted(threads), when))
  assert.deepEqual(reader.denials, [], `${when}: who reads the companion knows no more than the disk`)
  for (const thread of shown()) for (const comment of /** @type {any} */ (thread).comments) assert.deepEqual(inCompanion(comment), inRest(byId.get(comment.id)), `${when}: reactions`)
}

/** @param {Rest} root @param {Person[]} people @param {Shared} shared @param {Known<number>} most @param {string} when */
async function rulesAreWhole (root, people, shared, most, when) {
  const { locks } = await root.get(`${AT}/locks`)
  unique(locks.map((/** @type {any} */ { path }) => path), `${when}: locked paths`)
  for (const person of people) {
    for (const [path, known] of person.locks) {
      const lock = locks.find((/** @type {any} */ one) => one.path === path)
      if (known.may.includes('?') && lock) known.settle(lock.id)
      else fits(known, lock?.id ?? null, `${when}: the lock on ${path}`)
      if (lock) assert.equal(lock.holder.id, person.user)
    }
  }
  const wanted = locks.find((/** @type {any} */ { path }) => path === '/wanted')
  if (shared.wanted) assert.deepEqual({ holder: wanted.holder.id, id: wanted.id }, shared.wanted, `${when}: who got the lock has it`)
  const session = await root.get(`${AT}/session`)
  fits(most, session.max_participants, `${when}: max_participants`)
  const inTurn = [session.turn.holder, ...session.turn.queue].filter(Boolean).map(({ id }) => id)
  unique(inTurn, `${when}: turns`)
  // Who is not there loses the turn, after half a minute.
  const { events } = await root.document(DOCUMENT).events({ types: 'session.turn_ended' })
  const lost = new Set(events.filter(({ data }) => data.why === 'left' || data.why === 'timeout').map(({ data }) => data.holder.id))
  for (const person of people) {
    if (lost.has(person.user)) person.inTurn.settle(inTurn.includes(person.user))
    else fits(person.inTurn, inTurn.includes(person.user), `${when}: whether ${person.user} is in turn`)
  }
}

/** @param {Person[]} people @param {any[]} messages @param {string} when */
async function inboxesAreWhole (people, messages, when) {
  for (const person of people) {
    const mine = new Set(messages.filter(({ author }) => author.id === person.user).map(({ id }) => id))
    /** What was said to them: mentions and answers to their messages. */
    const asked = new Map(people.flatMap(({ said }) => [...said]).map(([text, { json }]) => [text, json]))
    const due = people.filter(other => other !== person).flatMap(({ said }) => [...said.values()])
      .filter(({ id, mention, json }) => id !== null && (mention === person.user || mine.has(json.reply_to))).map(({ id }) => id)
    const read = async () => await pages(query => person.rest.get('/inbox', query), 'items', 'cursor', 'next_cursor')
    const gone = new Set([...person.items].filter(([, { may }]) => may.includes('gone')).map(([id]) => person.about.get(id)))
    await until(`${when}: the inbox of ${person.user} to be filled`, async () => {
      const there = new Set((await read()).map(({ target }) => target.message))
      return due.every(id => there.has(/** @type {string} */ (id)) || gone.has(/** @type {string} */ (id)))
    }, PATIENCE_MS)
    const items = await read()
    assert.ok(items.length < 1000, 'nothing falls out of the inbox')
    unique(items.map(({ id }) => id), `${when}: items of ${person.user}`)
    unique(items.map(({ event }) => event), `${when}: events in the inbox of ${person.user}`)
    for (const { target, type } of items) {
      const message = messages.find(({ id }) => id === target.message)
      if (type === 'mention' && message && message.deleted_at === null && asked.has(message.body)) assert.ok(asked.get(message.body).mentions.some((/** @type {any} */ { user }) => user === person.user))
    }
    const byId = new Map(items.map(item => [item.id, item]))
    for (const [id, known] of person.items) {
      const item = byId.get(id)
      fits(known, item === undefined ? 'gone' : item.read_at === null ? 'unread' : 'read', `${when}: item ${id} of ${person.user}`)
    }
    await until(`${when}: what is unread to be counted`, async () =>
      (await person.rest.get('/inbox/count')).unread === (await read()).filter(item => item.read_at === null).length)
  }
}

/** @param {Rest} root @param {Person[]} people @param {string} when */
async function auditIsWhole (root, people, when) {
  const { intact, faults } = await root.get('/audit/verify')
  assert.ok(intact, `${when}: ${JSON.stringify(faults)}`)
  const entries = await pages(query => root.get('/audit', { ...query, action: 'lock.acquired,chat.deleted', document: DOCUMENT }), 'entries', 'cursor', 'next_cursor')
  unique(entries.map(({ event }) => event), `${when}: audited events`)
  const taken = entries.filter(({ action }) => action === 'lock.acquired').map(({ details }) => details.lock.id)
  unique(taken, `${when}: audited locks`)
  for (const { user, took } of people) for (const id of took) assert.ok(taken.includes(id), `${when}: the lock ${id} of ${user} is in the audit`)
  const deleted = entries.filter(({ action }) => action === 'chat.deleted').map(({ details }) => details.id)
  unique(deleted, `${when}: audited deletions`)
  for (const { texts } of people) for (const [id, { may }] of texts) if (may.length === 1 && may[0] === null) assert.ok(deleted.includes(id), `${when}: the deletion of ${id} is in the audit`)
}

test(`all that people did together is there, once, after each of ${KILLS} kills`, { timeout: 900_000 }, async t => {
  const random = Random.forTest(t)
  const server = await GuardedServer.forTest(t, { settings: SETTINGS })
  const root = new Rest(server, access.token('root', { admin: true }))
  await root.create({ id: DOCUMENT })
  const most = new Known(1000)
  await root.patch(`${AT}/session`, { mode: 'sequential', turn_timeout: 86_400, max_participants: 1000 })
  const shared = new Shared()
  const people = USERS.map(user => new Person(server, user, new Random(random.below(2 ** 31)), shared))
  const reader = Client.connect(server, lines.y31, `${DOCUMENT}~yrsa`, { params: { token: root.token }, maxBackoffTime: 200 })
  const rule = async () => {
    for (let gone = false; !gone;) {
      const next = 1000 + random.below(1000)
      gone = await most.set(next, () => root.patch(`${AT}/session`, { max_participants: next })).then(() => false, error => {
        if (isGone(error)) return true
        throw error
      })
      await breathe()
    }
  }
  for (let round = 0; round < KILLS; round++) {
    const when = `round ${round}`
    const answers = () => people.reduce((sum, person) => sum + person.answers, 0)
    const wanted = answers() + 5 + random.below(60)
    const work = Promise.all([...people.map(person => person.work()), rule()])
    await Promise.race([work, until('answers to come', () => answers() >= wanted, PATIENCE_MS)])
    for (let turn = random.below(50); turn > 0; turn--) await breathe()
    await server.kill()
    await work
    const verified = spawnSync(binary(), ['verify', '--data', server.data], { encoding: 'utf8', env: { PATH: process.env.PATH } })
    assert.equal(verified.status, 0, `${when}: ${verified.stdout}${verified.stderr}`)
    await server.start()
    for (const person of people) await person.repeat()
    const messages = await chatIsWhole(root, people, when)
    await commentsAreWhole(root, reader, people, when)
    await rulesAreWhole(root, people, shared, most, when)
    await inboxesAreWhole(people, messages, when)
    await auditIsWhole(root, people, when)
  }
  const sum = (/** @type {(person: Person) => number} */ count) => people.reduce((sum, person) => sum + count(person), 0)
  t.diagnostic(`${sum(({ answers }) => answers)} answers: ${sum(({ said }) => said.size)} messages, ${sum(({ commented }) => commented.size)} comments, ` +
    `${sum(({ took }) => took.length)} locks, ${sum(({ items }) => items.size)} items looked at`)
})
