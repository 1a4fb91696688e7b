// `kill -9` under load: what was acknowledged is there, and the events, replayed from nothing, still give each document exactly:
// none is lost with the process that should have told it, none is told twice by the one that comes after. A receiver of webhooks
// gets every event, in order. YRSA_KILLS says how many times the server is killed (default 12).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import {
  EventStream, GuardedServer, Random, RawConnection, Rest, WebhookReceiver, access, breathe, frames, inParallel, replay, typed, until
} from './harness.mjs'

const KILLS = Number(process.env.YRSA_KILLS ?? 12)
const PATIENCE_MS = 60_000
const SETTINGS = { 'limits.handshake': '120s', 'limits.requests_per_second_per_user': '1000000', 'limits.requests_per_second_per_address': '1000000' }
const ROOTS = { board: 'cards', workflow: 'nodes', report: 'sections' }
const KINDS = /** @type {typed.Kind[]} */ (['board', 'workflow', 'report'])
/** In flight at once, for each writer. */
const AHEAD = 20

const editor = (/** @type {string} */ user) => access.token(user, { grants: { 'kill/': 'editor' } })

/** Edits a typed document with Yjs over a bare connection, and keeps what was acknowledged. */
class Typist {
  /** How many structs of this writer are durable, as it was told. */ acknowledged = 0

  /** @param {typed.Kind} kind @param {string} document @param {typed.Hand} hand */
  constructor (kind, document, hand) {
    this.kind = kind
    this.document = document
    this.hand = hand
    this.doc = new Y.Doc()
    this.doc.on('update', (update, origin) => { if (origin !== this) this.raw?.send(frames.update(update)) })
  }

  /** @param {GuardedServer} server */
  async connect (server) {
    this.raw = await RawConnection.open(server, `${this.document}?token=${editor(this.hand.user)}`, { keep: ({ kind }) => kind === frames.SYNC })
    this.raw.send(frames.step1(Y.encodeStateVector(this.doc)))
    const { body } = await this.raw.take('the state vector of the server', ({ step }) => step === frames.STEP_1)
    this.raw.send(frames.step2(Y.encodeStateAsUpdate(this.doc, body)))
  }

  #hear () {
    for (const { step, body } of this.raw?.inbox.splice(0) ?? []) if (step !== frames.STEP_1) Y.applyUpdate(this.doc, /** @type {Uint8Array} */ (body), this)
  }

  /** How many structs of this writer there are. */
  get clock () { return Y.getState(this.doc.store, this.doc.clientID) }

  /** Types, so often at most, and hears what others type, until the connection is gone. @param {number} [most] */
  async write (most = Infinity) {
    const raw = /** @type {RawConnection} */ (this.raw)
    let under = 0
    for (let edits = 0; raw.isOpen; edits++) {
      if (edits >= most) await until('the connection to be gone', () => !raw.isOpen, PATIENCE_MS)
      if (!raw.isOpen) break
      this.#hear()
      typed.edit(this.kind, this.doc, this.hand)
      const { clock } = this
      under += 1
      raw.saved(PATIENCE_MS).then(() => {
        under -= 1
        this.acknowledged = Math.max(this.acknowledged, clock)
      }, () => {})
      if (under > AHEAD) await until('room in flight', () => !raw.isOpen || under <= AHEAD, PATIENCE_MS)
      else await breathe()
    }
    this.#hear()
  }
}

/** Adds things by PATCH, one after the other, and keeps those that were acknowledged. */
class Caller {
  /** Ids of acknowledged things. @type {string[]} */ acknowledged = []
  #count = 0

  /** @param {typed.Kind} kind @param {string} document @param {string} user */
  constructor (kind, document, user) {
    this.kind = kind
    this.document = document
    this.user = user
  }

  /** @param {GuardedServer} server */
  async write (server) {
    const document = new Rest(server, editor(this.user)).document(this.document)
    for (;;) {
      const id = `kept ${this.user} ${++this.#count}`
      try {
        await document.edit([{ op: 'add', path: `/${ROOTS[this.kind]}/${id}`, value: { title: id, order: 'a' } }])
      } catch (error) {
        if (error instanceof TypeError) return
        throw error
      }
      this.acknowledged.push(id)
    }
  }
}

/** Insists that a document's events give its content. @param {Rest} rest @param {typed.Kind} kind @param {string} id @param {string} when */
async function toldInFull (rest, kind, id, when) {
  const told = await replay.told(rest, kind, id, PATIENCE_MS).catch(error => {
    error.message = `${when}, ${id}: ${error.message}`
    throw error
  })
  assert.equal(told.events.filter(({ type }) => type === 'document.created').length, 1, 'a document is created once')
  return told
}

/** Insists that all that was promised of a document is stored. @param {any} content @param {Uint8Array} update @param {(Typist | Caller)[]} writers @param {string} when */
function promised (content, update, writers, when) {
  const clocks = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(update))
  for (const writer of writers) {
    if (writer instanceof Typist) {
      const stored = clocks.get(writer.doc.clientID) ?? 0
      assert.ok(stored >= writer.acknowledged, `${when}: ${writer.hand.user} was promised ${writer.acknowledged}, ${stored} are stored`)
    } else {
      const things = content[ROOTS[writer.kind]]
      const lost = writer.acknowledged.filter(id => !Object.hasOwn(things, id))
      assert.deepEqual(lost, [], `${when}: acknowledged things are there`)
    }
  }
}

test(`the events give the content exactly after each of ${KILLS} kills under load`, { timeout: 900_000 }, async t => {
  const random = Random.forTest(t)
  const server = await GuardedServer.forTest(t, { settings: SETTINGS })
  const rest = new Rest(server, access.token('olga', { admin: true }))
  const documents = KINDS.map(kind => ({ kind, id: `kill/${kind}` }))
  for (const { kind, id } of documents) await rest.create({ id, kind })
  const hand = (/** @type {string} */ user, /** @type {number} */ at) => new typed.Hand(user, at, new Random(random.below(2 ** 31)))
  // Typists leave alone what callers add, so that what callers were promised can be looked for.
  const typists = documents.flatMap(({ kind, id }) => [new Typist(kind, id, careful(hand('ada', 1))), new Typist(kind, id, careful(hand('bob', 2)))])
  const callers = documents.map(({ kind, id }) => new Caller(kind, id, 'carol'))
  const stream = await EventStream.open(rest, '/events', { under: 'kill/', after: 'start' })
  for (let round = 0; round < KILLS; round++) {
    const when = `round ${round}`
    for (const typist of typists) await typist.connect(server)
    if (!stream.isOpen) await stream.connect()
    const sum = () => typists.reduce((sum, { acknowledged }) => sum + acknowledged, 0) + callers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0)
    const wanted = sum() + 20 + random.below(200)
    const work = Promise.all([...typists.map(typist => typist.write()), ...callers.map(caller => caller.write(server))])
    await Promise.race([work, until('acknowledgements to come', () => sum() >= wanted, PATIENCE_MS)])
    for (let turn = random.below(200); turn > 0; turn--) await breathe()
    await server.kill()
    await work
    await server.start()
    await inParallel(documents, 3, async ({ kind, id }) => {
      const { bytes } = await rest.document(id).form('update')
      const { content } = await toldInFull(rest, kind, id, when)
      promised(content, bytes, [...typists, ...callers].filter(({ document }) => document === id), when)
    })
  }
  for (const { kind, id } of documents) {
    const { events } = await toldInFull(rest, kind, id, 'in the end')
    if (!stream.isOpen) await stream.connect()
    const kept = new Set(callers.filter(({ document }) => document === id).flatMap(({ acknowledged }) => acknowledged))
    const made = events.filter(({ data, type }) => kept.has(data.id) && /\.(added|created)$/.test(type))
    assert.equal(made.length, kept.size, 'what was acknowledged is told once')
    // Where very many take turns, an event names several whom it can't tell apart.
    const foreign = made.filter(({ user, data }) => ![user, ...data.authors ?? []].some(({ id }) => id === 'carol'))
    assert.deepEqual(foreign, [], 'and under its author')
    await until('the stream to tell the newest', () => stream.of(id).length >= events.length, PATIENCE_MS)
    // Heard over all the kills, and read afterwards: the same. So nobody heard of what was not written down.
    assert.deepEqual(stream.of(id), events)
  }
  assert.deepEqual(stream.faults, [])
  t.diagnostic(`${KILLS} kills, ${stream.events.length} events`)
})

/** A hand that never takes away or changes what begins with "kept". @param {typed.Hand} hand */
function careful (hand) {
  hand.spares = id => id.startsWith('kept ')
  return hand
}

test('a receiver of webhooks that fails half the time gets every event, in order, across kills', { timeout: 300_000 }, async t => {
  const random = Random.forTest(t)
  const settings = { ...SETTINGS, 'webhooks.allow_private': 'true' }
  const server = await GuardedServer.forTest(t, { settings })
  const rest = new Rest(server, access.token('olga', { admin: true }))
  const receiver = await WebhookReceiver.start(server, () => random.below(2) === 0 ? 200 : random.pick([500, 503, 404, 429]))
  const hook = await rest.post('/webhooks', { scope: 'kill/', url: receiver.url })
  assert.match(hook.secret, /^whsec_/)
  receiver.secret = hook.secret
  await rest.create({ id: 'kill/board', kind: 'board' })
  /** A failed delivery is tried again after seconds, then minutes; whoever switches the webhook off and on has it tried at once. */
  const hurry = async () => {
    const last = receiver.deliveries.at(-1)
    if (!last || last.taken || Date.now() - last.at < 50) return
    for (const enabled of [false, true]) await rest.patch(`/webhooks/${hook.id}`, { enabled })
  }
  const hand = new typed.Hand('ada', 1, random)
  for (let round = 0; round < 6; round++) {
    const typist = new Typist('board', 'kill/board', hand)
    await typist.connect(server)
    const work = typist.write(12)
    const wanted = receiver.deliveries.length + 1 + random.below(6)
    await until('deliveries to come', async () => {
      await hurry()
      return receiver.deliveries.length >= wanted
    })
    await server.kill()
    await work
    await server.start()
  }
  await toldInFull(rest, 'board', 'kill/board', 'in the end')
  const { events } = await rest.events({ under: 'kill/' })
  await until('the newest event to be taken', async () => {
    await hurry()
    return receiver.taken.at(-1)?.event.id === events.at(-1).id
  }, 200_000)
  /** Each at its first success; what comes again after a kill came before. */
  const first = [...new Map(receiver.taken.map(({ event }) => [event.id, event])).values()]
  assert.deepEqual(first, events, 'every event, in order')
  assert.deepEqual(receiver.faults, [])
  let done = 0n
  for (const { event, taken } of receiver.deliveries) {
    // What comes next is the one after what was taken, or something from before a kill again; nothing is left out.
    const next = events.find(({ id }) => BigInt(id) > done)
    assert.ok(BigInt(event.id) <= BigInt(next?.id ?? done), `event ${event.id} came while ${next?.id} was not taken`)
    if (taken && BigInt(event.id) > done) done = BigInt(event.id)
  }
  const again = receiver.taken.length - events.length
  t.diagnostic(`${events.length} events, ${receiver.deliveries.length} deliveries, ${again} taken twice`)
})
