// The stream of events: a consumer that comes and goes hears each event once, hears only what it may, is told what was let go of,
// and costs the server nothing when it doesn't read.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import {
  Client, EventStream, GuardedServer, LiveClient, Random, Rest, access, inParallel, lines, refused, replay, typed, until
} from './harness.mjs'

/** What the contract of the server promises for losing a right. */
const REVOKED_WITHIN_MS = 1_000
/** For a machine that is busy with other tests. */
const SLACK_MS = 500
/** One heartbeat's time. */
const HEARTBEAT_MS = 15_000
const PATIENCE_MS = 60_000
const MANY = { 'limits.handshake': '120s', 'limits.requests_per_second_per_user': '1000000', 'limits.requests_per_second_per_address': '1000000' }

const owner = (/** @type {GuardedServer} */ server) => new Rest(server, access.token('olga', { admin: true }))
/** Ids in the order of their numbers: what is told together is told in the order of ids. */
const cardId = (/** @type {number} */ number) => `card-${String(number).padStart(9, '0')}`
const card = (/** @type {number} */ number) => ({ op: 'add', path: `/cards/${cardId(number)}`, value: { title: `card ${number}`, column: 'todo', order: `a${number}` } })

/**
 * Boards under a prefix, each made by REST.
 *
 * @param {Rest} rest
 * @param {readonly string[]} ids
 */
async function boards (rest, ids) {
  for (const id of ids) await rest.create({ id, kind: 'board', content: {} })
}

/** Writes until told to stop: patches and typed edits over some boards. */
class Writing {
  #stopped = false
  patches = 0

  /** @param {GuardedServer} server @param {readonly string[]} ids @param {Random} random */
  constructor (server, ids, random) {
    const rest = owner(server)
    this.done = Promise.all(ids.map(async (id, at) => {
      const client = await Client.connect(server, lines.y31, id, { params: { token: access.token('yara', { grants: { 'ev/': 'editor' } }) } }).synced()
      const hand = new typed.Hand('yara', 1, new Random(random.below(2 ** 31)))
      while (!this.#stopped) {
        await rest.document(id).edit([card(at * 1_000_000 + this.patches++)])
        typed.edit('board', client.doc, hand)
      }
      await client.saved()
      client.destroy()
    }))
  }

  async stop () {
    this.#stopped = true
    await this.done
  }
}

/** Waits until all that happened to boards was told. @param {Rest} rest @param {readonly string[]} ids */
async function allTold (rest, ids) {
  for (const id of ids) await replay.told(rest, 'board', id, PATIENCE_MS)
}

/** Waits until a stream has everything that pages have, and insists that it has it once and in order. @param {EventStream} stream @param {Rest} rest @param {Record<string, any>} [query] */
async function heardAll (stream, rest, query = { under: 'ev/' }) {
  const { events } = await rest.events(query)
  const newest = events.at(-1)
  await until(`event ${newest.id} to come`, () => stream.events.at(-1)?.id === newest.id, PATIENCE_MS)
  assert.deepEqual(stream.ids, events.map(({ id }) => id), 'each event once and in order')
  assert.deepEqual(stream.events, events)
  assert.deepEqual(stream.faults, [])
  return events
}

describe('the stream of events', { concurrency: 4 }, () => {
  test('a consumer that breaks off anywhere and resumes hears every event once', { timeout: 120_000 }, async t => {
    const random = Random.forTest(t)
    const server = await GuardedServer.forTest(t, { settings: MANY })
    const rest = owner(server)
    const ids = ['ev/a', 'ev/b', 'ev/c']
    const stream = await EventStream.open(rest, '/events', { under: 'ev/', after: 'start' })
    await boards(rest, ids)
    const writing = new Writing(server, ids, random)
    for (let round = 0; round < 60; round++) {
      await stream.connect({ inQuery: random.below(2) === 0, cutAfter: 1 + random.below(6_000) })
      if (random.below(3) > 0) await until('the stream to break off', () => !stream.isOpen, PATIENCE_MS)
      else await stream.cut()
    }
    await writing.stop()
    await allTold(rest, ids)
    await stream.connect()
    const events = await heardAll(stream, rest)
    assert.ok(events.length > 100, `${events.length} events`)
    assert.deepEqual([stream.gaps, stream.ends, stream.retry], [[], [], 2000])
    t.diagnostic(`${events.length} events over ${stream.connections} connections`)
  })

  test('a consumer that is away for a kill of the server hears every event once', async t => {
    const random = Random.forTest(t)
    const server = await GuardedServer.forTest(t, { settings: MANY })
    const rest = owner(server)
    await boards(rest, ['ev/a'])
    const stream = await EventStream.open(rest, '/events', { under: 'ev/', after: 'start' })
    for (let round = 0; round < 5; round++) {
      for (let number = 0; number < 10; number++) await rest.document('ev/a').edit([card(round * 100 + number)])
      if (random.below(2) === 0) await stream.cut()
      await server.kill()
      await server.start()
      await stream.connect()
    }
    await rest.document('ev/a').edit([card(9_999)])
    const events = await until('all cards to be told', async () => {
      const { events } = await rest.events({ under: 'ev/' })
      return events.filter(({ type }) => type === 'board.card.created').length === 51 && events
    })
    assert.equal(new Set(events.map(({ data }) => data.id)).size, events.length, 'no card is told twice')
    await heardAll(stream, rest)
  })

  test('filters by prefix, type and document tell what fits of the whole, and nothing else', async t => {
    const random = Random.forTest(t)
    const server = await GuardedServer.forTest(t, { settings: MANY })
    const rest = owner(server)
    const ids = ['ev/a', 'ev/b', 'ev/sub/c', 'ev2/d', 'ev']
    await boards(rest, ids)
    const isUnder = (/** @type {string} */ prefix) => (/** @type {any} */ { document }) => document.startsWith(prefix)
    /** @type {[Record<string, any>, (event: any) => boolean, string?][]} */
    const filters = [
      [{}, () => true],
      [{ under: 'ev/' }, isUnder('ev/')],
      [{ under: 'ev/sub/' }, isUnder('ev/sub/')],
      [{ under: '/' }, () => true],
      [{ types: 'board.*' }, ({ type }) => type.startsWith('board.')],
      [{ types: 'board.card.*,document.renamed' }, ({ type }) => type.startsWith('board.card.') || type === 'document.renamed'],
      [{ types: 'board.card.created' }, ({ type }) => type === 'board.card.created'],
      [{ types: 'nothing.*' }, () => false],
      [{ document: 'ev/a' }, ({ document }) => document === 'ev/a'],
      [{ document: ['ev/a', 'ev2/d'] }, ({ document }) => ['ev/a', 'ev2/d'].includes(document)],
      [{ under: 'ev/', types: 'document.*', document: ['ev/b', 'ev2/d'] }, ({ document, type }) => document === 'ev/b' && type.startsWith('document.')],
      [{}, ({ document }) => document === 'ev', `/documents/${encodeURIComponent('ev')}/events`],
      [{ types: 'board.*' }, ({ document, type }) => document === 'ev/sub/c' && type.startsWith('board.'), `/documents/${encodeURIComponent('ev/sub/c')}/events`]
    ]
    const streams = []
    for (const [query, , path] of filters) streams.push(await EventStream.open(rest, path, { ...query, after: 'start' }))
    for (let number = 0; number < 60; number++) {
      const document = rest.document(random.pick(ids))
      const dice = random.below(4)
      if (dice === 0) await rest.patch(document.path, { title: `title ${number}` })
      else if (dice === 1) await document.edit([{ op: 'add', path: `/columns/column ${number}`, value: { title: 'x', order: `b${number}` } }])
      else await document.edit([card(number)])
    }
    await until('the whole', () => streams[0].events.filter(({ type }) => type !== 'document.created').length >= 60)
    const { events: whole } = await rest.events()
    for (const [at, [query, fits, path]] of filters.entries()) {
      const what = `${path ?? ''} ${JSON.stringify(query)}`
      const expected = whole.filter(fits)
      await until(`what fits ${what}`, () => streams[at].events.length >= expected.length)
      assert.deepEqual(streams[at].events, expected, what)
      assert.deepEqual((await rest.events({ ...query, limit: 7 }, path)).events, expected, `pages of ${what}`)
    }
    for (const query of [{ under: 'ev//' }, { types: 'a b' }, { after: 'soon' }, { after: '-1' }, { limit: '0' }, { limit: 'x' }, { document: 'a//b' }, { wrong: 'x' }]) {
      await refused(400, rest.get('/events', query))
    }
  })

  test('a stream begins now unless it is told where, a page at the start', async t => {
    const server = await GuardedServer.forTest(t)
    const rest = owner(server)
    await boards(rest, ['ev/a'])
    const { events: [first] } = await rest.events()
    const [fromNow, alsoNow, fromStart, fromFirst] = await Promise.all([{}, { after: 'now' }, { after: 'start' }, { after: first.id }]
      .map(query => EventStream.open(rest, '/events', query)))
    await rest.document('ev/a').edit([card(1)])
    const streams = [fromNow, alsoNow, fromStart, fromFirst]
    for (const stream of streams) await stream.heard('the card', ({ type }) => type === 'board.card.created')
    const { events } = await rest.events()
    assert.deepEqual(fromStart.events, events)
    assert.deepEqual(fromFirst.events, events.slice(1))
    assert.deepEqual([fromNow.events, alsoNow.events], [events.slice(-1), events.slice(-1)])
    const { events: none, next } = await rest.get('/events', { after: 'now' })
    assert.deepEqual([none, next], [[], events.at(-1).id])
    // A name for the place where one resumes beats where one would begin.
    const resumed = await rest.ask('GET', '/events', { query: { after: 'start' }, headers: { Accept: 'application/json', 'Last-Event-ID': first.id } })
    assert.deepEqual(resumed.json.events, events.slice(1))
  })

  test('who may read one document below a prefix hears of that document only', async t => {
    const server = await GuardedServer.forTest(t)
    const rest = owner(server)
    await boards(rest, ['ev/a', 'ev/b'])
    await server.member('ev/a', 'vera', 'viewer')
    const vera = new Rest(server, access.token('vera'))
    const stream = await EventStream.open(vera, '/events', { under: 'ev/', after: 'start' })
    for (let number = 0; number < 10; number++) for (const id of ['ev/b', 'ev/a']) await rest.document(id).edit([card(number)])
    await allTold(rest, ['ev/a', 'ev/b'])
    await rest.delete(rest.document('ev/b').path)
    await rest.patch(rest.document('ev/a').path, { title: 'last' })
    await stream.heard('the last', ({ type, document }) => type === 'document.renamed' && document === 'ev/a')
    const { events } = await rest.events()
    // Who is a member hear only owners.
    assert.deepEqual(stream.events, events.filter(({ document, type }) => document === 'ev/a' && !type.startsWith('member.')))
    assert.deepEqual((await vera.events({ under: 'ev/' })).events, stream.events)
    await refused(403, vera.get('/documents/ev%2Fb/events'))
    await refused(403, new Rest(server, access.token('nobody')).get('/documents/ev%2Fa/events'))
    await refused(401, new Rest(server).get('/events'))
    const stranger = await new Rest(server, access.token('nobody')).events()
    assert.deepEqual(stranger.events, [], 'who may read nothing hears nothing')
  })

  test('that a document was deleted, restored and purged hears who could read it, and nobody else', async t => {
    const server = await GuardedServer.forTest(t)
    const rest = owner(server)
    await boards(rest, ['ev/a'])
    await server.member('ev/a', 'vera', 'viewer')
    const [seer, stranger] = await Promise.all(['vera', 'sten'].map(user => EventStream.open(new Rest(server, access.token(user)))))
    const witness = await EventStream.open(rest)
    const { path } = rest.document('ev/a')
    await rest.delete(path)
    await rest.post(`${path}/restore`)
    await rest.delete(path)
    await rest.delete(path, { purge: true })
    await witness.heard('the purge', ({ type }) => type === 'document.purged')
    await seer.heard('the second deletion', ({ type }) => type === 'document.deleted' && seer.events.length >= 3)
    const types = (/** @type {EventStream} */ { events }) => events.map(({ type }) => type)
    assert.deepEqual(types(witness), ['document.deleted', 'document.restored', 'document.deleted', 'document.purged'])
    assert.deepEqual(types(seer).slice(0, 3), types(witness).slice(0, 3))
    assert.deepEqual(types(stranger), [])
  })

  test('who loses the right to a document hears no more of it within a second', { timeout: 60_000 }, async t => {
    const server = await GuardedServer.forTest(t, { settings: MANY })
    const rest = owner(server)
    await boards(rest, ['ev/a', 'ev/b'])
    await server.member('ev/a', 'vera', 'viewer')
    await server.member('ev/b', 'vera', 'viewer')
    const vera = await EventStream.open(new Rest(server, access.token('vera')), '/events', { under: 'ev/' })
    const witness = await EventStream.open(rest, '/events', { under: 'ev/' })
    let number = 0
    const write = async () => { for (const id of ['ev/a', 'ev/b']) await rest.document(id).edit([card(number++)]) }
    while (vera.events.length < 6) await write()
    await server.dismiss('ev/a', 'vera')
    const dismissed = performance.now()
    while (performance.now() < dismissed + REVOKED_WITHIN_MS + SLACK_MS + 500) await write()
    const after = (/** @type {EventStream} */ stream, /** @type {string} */ id) =>
      stream.events.filter(({ document }, at) => document === id && stream.times[at] > dismissed + REVOKED_WITHIN_MS + SLACK_MS)
    await until('the witness to hear of it', () => after(witness, 'ev/a').length > 3)
    await until('her other document to go on', () => after(vera, 'ev/b').length > 3)
    assert.deepEqual(after(vera, 'ev/a'), [])
    await server.member('ev/a', 'vera', 'viewer')
    const back = performance.now()
    await until('her to hear of it again', async () => {
      await write()
      return vera.events.some(({ document }, at) => document === 'ev/a' && vera.times[at] > back)
    })
  })

  test('a stream ends when its token is revoked or expires, and says so', { timeout: 60_000 }, async t => {
    const server = await GuardedServer.forTest(t)
    const rest = owner(server)
    await boards(rest, ['ev/a'])
    const grants = { 'ev/': 'viewer' }
    const expires = access.inSeconds(3)
    const short = await EventStream.open(new Rest(server, access.token('shorty', { grants, expires })))
    const revoked = await EventStream.open(new Rest(server, access.token('rex', { grants, id: 'the-token' })))
    const kept = await EventStream.open(new Rest(server, access.token('rex', { grants, id: 'another' })))
    await rest.document('ev/a').edit([card(1)])
    for (const stream of [short, revoked, kept]) await stream.heard('the first card', () => true)
    const before = performance.now()
    await server.revoke({ jti: 'the-token' })
    await revoked.ended(REVOKED_WITHIN_MS + SLACK_MS)
    assert.ok(performance.now() - before < REVOKED_WITHIN_MS + SLACK_MS)
    await short.ended()
    const late = Date.now() - expires * 1000
    assert.ok(late > -1_100 && late < REVOKED_WITHIN_MS + SLACK_MS, `ended ${late} ms after its token`)
    assert.deepEqual([revoked.ends.length, short.ends.length], [1, 1])
    await assert.rejects(revoked.connect(), /401/)
    await assert.rejects(short.connect(), /401/)
    await rest.document('ev/a').edit([card(2)])
    await kept.heard('the second card', ({ data }) => data.id === cardId(2))
    assert.ok(kept.isOpen)
  })

  test('whoever was away for longer than events are kept is told of the gap', { timeout: 120_000 }, async t => {
    const server = await GuardedServer.forTest(t, { settings: { ...MANY, 'events.most': '50' } })
    const rest = owner(server)
    await boards(rest, ['ev/a'])
    const stream = await EventStream.open(rest, '/events', { under: 'ev/', after: 'start' })
    await stream.heard('the creation', ({ type }) => type === 'document.created')
    await stream.cut()
    const left = stream.lastEventId
    for (let number = 0; number < 300; number++) await rest.document('ev/a').edit([card(number)])
    await until('all to be told', async () => (await rest.events({ after: left })).events.length >= 300)
    // A server that starts looks at once; otherwise it does once in a while.
    await server.stop()
    await server.start()
    const page = await until('old events to be let go of', async () => {
      const page = await rest.get('/events', { after: left, limit: 500 })
      return page.gap && page.events.length === 50 && page
    }, PATIENCE_MS)
    assert.ok(page.events.length >= 50 && page.events.length < 300, `${page.events.length} are kept`)
    assert.equal(page.events.at(-1).data.id, cardId(299))
    await stream.connect()
    await stream.heard('the newest', ({ data }) => data.id === cardId(299))
    assert.equal(stream.gaps.length, 1)
    const [gap] = stream.gaps
    const oldest = BigInt(stream.events[1].id)
    assert.ok(BigInt(gap.from) >= BigInt(left) && BigInt(gap.from) <= BigInt(gap.to) && BigInt(gap.to) <= oldest, JSON.stringify({ gap, left, oldest: String(oldest) }))
    const kept = stream.events.slice(1)
    const numbers = kept.map(({ data }) => Number(data.id.slice('card-'.length)))
    assert.deepEqual(numbers, numbers.map((_, at) => 300 - numbers.length + at), 'after the gap nothing is missing')
    const fine = await rest.get('/events', { after: kept[0].id })
    assert.equal(fine.gap, false, 'who was away for less is told of none')
    // A place that was never reached: the server's data was put back from a backup.
    const beyond = await EventStream.open(rest, '/events', { after: String(BigInt(kept.at(-1).id) + 1_000_000n) })
    await until('the gap', () => beyond.gaps.length === 1)
    await rest.document('ev/a').edit([card(300)])
    await beyond.heard('what comes then', ({ data }) => data.id === cardId(300))
    await server.kill()
    await server.start()
    await rest.document('ev/a').edit([card(301)])
    const newest = await until('what comes after a restart', async () => (await rest.events()).events.find(({ data }) => data.id === cardId(301)))
    assert.ok(BigInt(newest.id) > BigInt(kept.at(-1).id), 'ids grow on')
  })

  test('a silent stream shows that it lives, and moves on where it would be resumed', { timeout: 120_000 }, async t => {
    const server = await GuardedServer.forTest(t)
    const rest = owner(server)
    await boards(rest, ['ev/a'])
    const stream = await EventStream.open(rest, '/events', { types: 'document.deleted' })
    await rest.document('ev/a').edit([card(1)])
    await until('the card to be told', async () => (await rest.events({ types: 'board.card.created' })).events.length === 1)
    const { next } = await rest.events()
    await until('a heartbeat', () => stream.comments.length > 0, HEARTBEAT_MS + 5_000)
    await until('its place to move on', () => stream.lastEventId === next, HEARTBEAT_MS + 5_000)
    assert.deepEqual([stream.events, stream.isOpen], [[], true])
  })

  test('a stream ends at once with the server, and says so', async t => {
    const server = await GuardedServer.forTest(t)
    const stream = await EventStream.open(owner(server))
    const before = performance.now()
    const { code } = await server.stop()
    assert.equal(code, 0)
    assert.ok(performance.now() - before < 5_000, 'the stream holds nothing up')
    await stream.ended()
    assert.equal(stream.ends.length, 1)
  })

  test('pages of any size say the same', async t => {
    const random = Random.forTest(t)
    const server = await GuardedServer.forTest(t, { settings: MANY })
    const rest = owner(server)
    await boards(rest, ['ev/a', 'ev/b'])
    const writing = new Writing(server, ['ev/a', 'ev/b'], random)
    await until('some events', async () => (await rest.events()).events.length > 80)
    await writing.stop()
    await allTold(rest, ['ev/a', 'ev/b'])
    const stream = await EventStream.open(rest, '/events', { under: 'ev/', after: 'start' })
    const events = await heardAll(stream, rest)
    for (const limit of [1, 2, 3, 79, 500]) assert.deepEqual((await rest.events({ under: 'ev/', limit })).events, events, `pages of ${limit}`)
    const at = random.below(events.length)
    assert.deepEqual((await rest.events({ under: 'ev/', after: events[at].id })).events, events.slice(at + 1))
  })

  test('the JSON door tells a document\'s events as the stream does, from when it is asked to', async t => {
    const random = Random.forTest(t)
    const server = await GuardedServer.forTest(t, { settings: MANY })
    const rest = owner(server)
    await boards(rest, ['ev/a', 'ev/b'])
    const live = await LiveClient.open(server, 'ev/a', { token: access.token('vera', { grants: { 'ev/': 'viewer' } }) })
    const stream = await EventStream.open(rest, '/documents/ev%2Fa/events', { types: 'board.*' })
    await rest.document('ev/a').edit([card(1)])
    const first = await stream.heard('the card', () => true)
    const heard = () => live.inbox.filter(({ type }) => type === 'event').map(({ event }) => event)
    assert.deepEqual(heard(), [], 'nobody is told unasked')
    assert.equal((await live.request({ type: 'subscribe', events: ['board.*'] })).type, 'ack')
    const writing = new Writing(server, ['ev/a', 'ev/b'], random)
    await until('some events', () => stream.events.length > 60)
    await writing.stop()
    await rest.patch('/documents/ev%2Fa', { title: 'no event of a board' })
    await allTold(rest, ['ev/a'])
    const { events } = await rest.document('ev/a').events({ types: 'board.*', after: first.id })
    await until('all of it at the JSON door', () => heard().length >= events.length)
    assert.deepEqual(heard(), events)
    await until('all of it on the stream', () => stream.events.length >= events.length + 1)
    assert.deepEqual(stream.events, [first, ...events])
    assert.equal((await live.request({ type: 'unsubscribe' })).type, 'ack')
    const count = heard().length
    await rest.document('ev/a').edit([card(10_000_000)])
    await stream.heard('one more', ({ data }) => data.id === cardId(10_000_000))
    // Whatever was said before this answer has come.
    await live.request({ type: 'subscribe', events: ['document.*'] })
    assert.equal(heard().length, count, 'who unsubscribed is told no more')
    const odd = await live.request({ type: 'subscribe', events: 'board.*' })
    assert.deepEqual([odd.type, odd.code], ['error', 'malformed'])
  })

  test('consumers that don\'t read cost the server nothing, and hear it all when they do', { timeout: 180_000 }, async t => {
    const server = await GuardedServer.forTest(t, { settings: MANY })
    const rest = owner(server)
    const filler = 'x'.repeat(8_000)
    const load = async (/** @type {string} */ name) => {
      await inParallel(Array.from({ length: 40 }, (_, at) => `ev/${name}/${at}`), 4, async id => {
        await rest.create({ id, kind: 'board', content: {} })
        await rest.document(id).edit(Array.from({ length: 50 }, (_, at) => ({ op: 'add', path: `/cards/${cardId(at)}`, value: { title: filler } })))
      })
      return await until('all to be told', async () => {
        const { events } = await rest.events({ under: `ev/${name}/`, types: 'board.card.created', limit: 100 })
        return events.length === 40 * 50 && events
      }, PATIENCE_MS)
    }
    const grown = async (/** @type {() => Promise<any>} */ work) => {
      const before = await server.memory()
      await work()
      return (await server.memory() - before) / 2 ** 20
    }
    // Twice without anybody, so that what the server keeps of the newest events is kept already.
    await load('warm')
    const alone = await grown(() => load('alone'))
    const stalled = await Promise.all(Array.from({ length: 16 }, () => stall(server, String(rest.token), 'ev/beside/')))
    /** @type {any[]} */
    let events = []
    const beside = await grown(async () => { events = await load('beside') })
    t.diagnostic(`the server grows by ${alone.toFixed(0)} MiB alone, by ${beside.toFixed(0)} MiB beside 16 consumers that don't read 15 MiB each`)
    assert.ok(beside < Math.max(alone, 0) + 96, `the server has grown by ${beside} MiB, alone by ${alone} MiB`)
    const [first] = stalled
    const newest = events.at(-1).id
    const told = await first.readUntil(`"id":"${newest}"`)
    const ids = [...told.matchAll(/^id: ?(\d+)\n(?:event|data):/gm)].map(([, id]) => BigInt(id))
    assert.deepEqual(ids.filter(id => id <= BigInt(newest)), events.map(({ id }) => BigInt(id)), 'each once and in order')
    for (const { socket } of stalled) socket.destroy()
  })
})

/**
 * A consumer that asks for a stream and doesn't read it.
 *
 * @param {GuardedServer} server
 * @param {string} token
 * @param {string} under
 */
async function stall (server, token, under) {
  const socket = connect({ port: server.port, host: '127.0.0.1' })
  server.beforeDiscard(() => socket.destroy())
  socket.on('error', () => {})
  const head = await new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('data', data => {
      socket.pause()
      resolve(data.toString('latin1'))
    })
    socket.write([
      `GET /api/events?under=${encodeURIComponent(under)}&types=board.card.created&after=now HTTP/1.1`, `Host: 127.0.0.1:${server.port}`, 'Accept: text/event-stream',
      `Authorization: Bearer ${token}`, '', ''
    ].join('\r\n'))
  })
  assert.match(head, /^HTTP\/1\.1 200 /)
  /** All that was told until it says `what`, without the framing of HTTP's chunks. @param {string} what */
  const readUntil = async what => {
    /** @type {Buffer[]} */
    const pieces = [Buffer.from(head, 'latin1')]
    let tail = ''
    socket.on('data', data => {
      pieces.push(data)
      tail = (tail + data.toString('latin1')).slice(-400_000)
    })
    socket.resume()
    await until('what was not read', () => tail.includes(what), PATIENCE_MS)
    return Buffer.concat(pieces).toString('latin1').replaceAll(/\r\n[0-9a-f]+\r\n/g, '')
  }
  return { socket, readUntil }
}
