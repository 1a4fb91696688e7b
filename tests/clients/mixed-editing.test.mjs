// A board, a workflow, a report under everybody's hands at once: a y-websocket client, a Hocuspocus client, a JSON script and a
// PATCH caller. All end with one content, the events replayed from nothing give just that, and each event names who did it.
// YRSA_PLANS says how many random plans are run in all (default 1000), YRSA_SEED repeats a run, YRSA_PLAN=SEED one plan of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import {
  Client, EventStream, GuardedServer, HocuspocusClient, LiveClient, Problem, Random, Rest, SharedSocket, access, breathe, content, hocuspocus,
  inParallel, lines, replay, typed, until
} from './harness.mjs'

const PLANS = Number(process.env.YRSA_PLANS ?? 1000)
const ONLY = process.env.YRSA_PLAN
/** Plans that run at once on one server. */
const WIDTH = 16
const SETTINGS = { 'limits.handshake': '120s', 'limits.requests_per_second_per_user': '1000000', 'limits.requests_per_second_per_address': '1000000' }
const PEOPLE = /** @type {const} */ (['ada', 'bob', 'carol', 'dora'])
const TOKENS = Object.fromEntries(PEOPLE.map(user => [user, access.token(user, { grants: { 'mixed/': 'editor' } })]))
/** Things that a kind begins with: nobody's, or whoever's who created the document. */
const SEEDED = new Set(['todo', 'doing', 'done', 'start', 'introduction'])

/** What went on in the plans of a test. */
class Tally {
  edits = 0
  refused = 0
  /** Changes of typed text that came as JSON. */ typedByJson = 0
  /** What is left to be told of. @type {Played[]} */ played = []
}

/** @typedef {{ id: string, seed: number, at: number, whole: any, hands: typed.Hand[], undoes: typed.Hand | null }} Played a plan that was run, with the content in the end */
/** @typedef {{ server: GuardedServer, stream: EventStream, sockets: SharedSocket[], tally: Tally }} World */

/**
 * Edits with Yjs; one of the clients of some plans also undoes.
 *
 * @param {typed.Kind} kind
 * @param {import('yjs').Doc} doc
 * @param {typed.Hand} hand
 * @param {import('yjs').UndoManager | null} undo
 * @param {Tally} tally
 */
async function editWithYjs (kind, doc, hand, undo, tally) {
  for (let step = 0; step < 5; step++) {
    const dice = hand.random.below(10)
    if (undo && dice < 4) undo.undo()
    else if (undo && dice === 4) undo.redo()
    else typed.edit(kind, doc, hand)
    tally.edits += 1
    if (hand.random.below(2) === 0) await breathe()
  }
}

/**
 * Edits by the JSON door, each time what was last told.
 *
 * @param {typed.Kind} kind
 * @param {LiveClient} live
 * @param {typed.Hand} hand
 * @param {Tally} tally
 */
async function editByJson (kind, live, hand, tally) {
  for (let step = 0; step < 4; step++) {
    const patch = typed.patch(kind, live.content, hand)
    if (patch.length === 0) continue
    const answer = await live.request({ type: 'content_patch', patch })
    if (answer.type === 'ack') tally.edits += 1
    else {
      // What somebody else took away or changed meanwhile; all else has to be taken.
      assert.ok(['patch_failed', 'test_failed'].includes(answer.code), JSON.stringify({ answer, patch }))
      tally.refused += 1
    }
  }
}

/**
 * Edits by PATCH, each time what was read just before; half the time as a merge patch, where that says the same.
 *
 * @param {typed.Kind} kind
 * @param {import('./harness/rest.mjs').DocumentRoutes} document
 * @param {typed.Hand} hand
 * @param {Tally} tally
 */
async function editByPatch (kind, document, hand, tally) {
  for (let step = 0; step < 3; step++) {
    const { content } = await document.content()
    const patch = typed.patch(kind, content, hand)
    if (patch.length === 0) continue
    const [{ op, path, value }] = patch
    const [, root, id, ...more] = path.split('/')
    const isMerge = hand.random.below(2) === 0 && patch.length === 1 && op === 'add' && more.length === 0
    try {
      const { version } = await document.edit(isMerge ? { [root]: { [id]: value } } : patch)
      assert.ok(Number.isInteger(version))
      tally.edits += 1
    } catch (error) {
      if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error
      tally.refused += 1
    }
  }
}

/**
 * One plan: a document of its own, everybody in it.
 *
 * @param {World} world
 * @param {typed.Kind} kind
 * @param {number} seed
 * @param {number} at
 */
async function plan ({ server, sockets, tally }, kind, seed, at) {
  const random = new Random(seed)
  const id = `mixed/${kind}/${at}-${seed}`
  const hands = PEOPLE.map((user, index) => new typed.Hand(user, index + 1, new Random(random.below(2 ** 31))))
  const [ada, bob, carol, dora] = hands
  const document = new Rest(server, TOKENS.dora).document(id)
  await document.rest.create({ id, kind, ...random.below(4) === 0 ? { content: {} } : {} })
  const line = random.pick(lines.stable)
  const one = Client.connect(server, line, id, { params: { token: TOKENS.ada } })
  const two = HocuspocusClient.connect(server, hocuspocus.h48, id, { token: TOKENS.bob, socket: sockets[at % sockets.length] })
  const live = await LiveClient.open(server, id, { token: TOKENS.carol })
  await one.synced()
  await two.synced()
  const undoes = random.pick([null, null, ada, bob])
  await Promise.all([
    editWithYjs(kind, one.doc, ada, undoes === ada ? typed.undoer(kind, one.doc) : null, tally),
    editWithYjs(kind, two.doc, bob, undoes === bob ? typed.undoer(kind, two.doc) : null, tally),
    editByJson(kind, live, carol, tally),
    editByPatch(kind, document, dora, tally)
  ])
  await one.saved()
  await two.saved()
  await until('both Yjs clients to hold the same', () => content.sameHistory(one.doc, two.doc))
  const { content: whole } = await document.content()
  sameAsYjs(kind, whole, one.doc)
  await until('the JSON client to be told all', () => isDeepStrictEqual(live.content, whole)).catch(() => assert.deepEqual(live.content, whole))
  tally.played.push({ id, seed, at, whole, hands, undoes })
  for (const client of [one, two]) client.destroy()
  live.cut()
}

/**
 * Insists that the server's JSON is what Yjs has. Of rich text only the letters: Yjs writes its marks otherwise.
 *
 * @param {typed.Kind} kind
 * @param {any} whole
 * @param {import('yjs').Doc} doc
 */
function sameAsYjs (kind, whole, doc) {
  const lettersOf = (/** @type {string} */ xml) => xml.replace(/<[^>]*>/g, '').replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
  const letters = (/** @type {any} */ things) => JSON.parse(JSON.stringify(things, (key, value) => key === 'body' ? lettersOf(value) : value))
  for (const root of replay.roots(kind)) assert.deepEqual(letters(whole[root]), letters(doc.getMap(root).toJSON()), `${root} as Yjs has them`)
}

/**
 * @param {typed.Kind} kind
 * @param {any[]} events
 * @param {typed.Hand[]} hands
 * @param {typed.Hand | null} undoes
 * @returns {number} how many changes of typed text came as JSON
 */
function attributed (kind, events, hands, undoes) {
  /** @type {string[]} */
  const wrong = []
  let typedByJson = 0
  replay.replay(kind, events, step => {
    const { event, id, before } = step
    if (/^\/(description|body)$/.test(step.path) && ['carol', 'dora'].includes(event.user?.id)) typedByJson += 1
    const isSeed = SEEDED.has(id) && before === undefined && step.path === ''
    if (isSeed && (event.user === undefined || event.user === null)) return
    if (undoes === null || event.user?.id !== undoes.user) wrong.push(...typed.misattributed(step, hands).map(fault => `${event.id}: ${fault}`))
  })
  assert.deepEqual(wrong, [], 'each event names who did it')
  assert.equal(events[0].type, 'document.created')
  assert.equal(events[0].user.id, 'dora')
  for (const { user } of events) if (user) assert.equal(user.name, user.id[0].toUpperCase() + user.id.slice(1))
  return typedByJson
}

/** Insists that what is told of each document gives its content, and names who did it. What is done is told a moment later. @param {World} world @param {typed.Kind} kind */
async function told ({ stream, tally }, kind) {
  for (const { id, seed, at, whole, hands, undoes } of tally.played) {
    const events = () => stream.of(id)
    await named(at, seed, async () => {
      await until('the events to give the content', () => isDeepStrictEqual(replay.replay(kind, events()), replay.collections(kind, whole)))
        .catch(() => replay.reproduces(kind, events(), whole))
      tally.typedByJson += attributed(kind, events(), hands, undoes)
    })
  }
  const plans = tally.played.length
  assert.ok(kind === 'workflow' || plans < 20 || tally.typedByJson > 0, 'texts and rich texts are changed by JSON too')
}

/** Insists that nothing was told later, and that pages say what the stream said. @param {World} world @param {typed.Kind} kind @param {Random} random */
async function settled ({ server, stream, tally }, kind, random) {
  const rest = new Rest(server, TOKENS.dora)
  for (const { id, whole } of tally.played) replay.reproduces(kind, stream.of(id), whole)
  const some = tally.played.filter(() => random.below(20) === 0)
  for (const { id } of some) assert.deepEqual((await rest.document(id).events()).events, stream.of(id), 'pages say what the stream says')
  const { events, gap } = await rest.events({ under: 'mixed/', limit: 200 })
  assert.equal(gap, false)
  assert.deepEqual(events, stream.events, 'the pages of all say what the stream says')
  assert.deepEqual(stream.faults, [])
}

/** Says which plan failed. @param {number} at @param {number} seed @param {() => Promise<void>} work */
async function named (at, seed, work) {
  await work().catch(error => {
    error.message = `plan ${at}, YRSA_PLAN=${seed}: ${error.message}`
    throw error
  })
}

for (const [kind, share] of /** @type {[typed.Kind, number][]} */ ([['board', 0.5], ['workflow', 0.25], ['report', 0.25]])) {
  const count = ONLY ? 1 : Math.ceil(PLANS * share)
  test(`${count} plans: a ${kind} that four kinds of clients edit at once`, { timeout: 600_000 }, async t => {
    const random = Random.forTest(t)
    const server = await GuardedServer.forTest(t, { settings: SETTINGS })
    const stream = await EventStream.open(new Rest(server, TOKENS.dora), '/events', { under: 'mixed/', after: 'start' })
    const sockets = [0, 1].map(() => new SharedSocket(server, hocuspocus.h48))
    /** @type {World} */
    const world = { server, stream, sockets, tally: new Tally() }
    const seeds = Array.from({ length: count }, () => random.below(2 ** 31))
    const started = performance.now()
    await inParallel(ONLY ? [Number(ONLY)] : seeds, WIDTH, (seed, at) => named(at, seed, () => plan(world, kind, seed, at)))
    await told(world, kind)
    await settled(world, kind, random)
    const seconds = (performance.now() - started) / 1000
    t.diagnostic(`${count} plans, ${world.tally.edits} edits, ${world.tally.refused} refused, ${stream.events.length} events in ${seconds.toFixed(1)} s`)
  })
}
