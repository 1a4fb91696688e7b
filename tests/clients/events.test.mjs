// What happens in documents, as those learn it who listen: a stream over a real connection that is cut, resumed and ended, and the
// JSON door. Edits come from unchanged Yjs clients.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, GuardedServer, LiveClient, Random, Server, access, lines, until, within } from './harness.mjs'

/** A stream of server-sent events; what came of it is in `events`. */
class Stream {
  /** @type {{ id: string, event: string, data: any }[]} */ events = []
  last = ''
  ended = false
  #stop = new AbortController()

  /**
   * @param {Server} server
   * @param {string} path
   * @param {Record<string, string>} [headers]
   */
  static async open (server, path, headers = {}) {
    const stream = new Stream()
    const response = await fetch(`${server.http}${path}`, {
      headers: { accept: 'text/event-stream', ...headers }, signal: stream.#stop.signal
    })
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('content-type'), 'text/event-stream')
    server.beforeDiscard(() => stream.cut())
    stream.#read(/** @type {ReadableStream<Uint8Array>} */ (response.body)).catch(() => {}).finally(() => { stream.ended = true })
    return stream
  }

  /** @param {ReadableStream<Uint8Array>} body */
  async #read (body) {
    let text = ''
    const decoder = new TextDecoder()
    for await (const bytes of body) {
      text += decoder.decode(bytes, { stream: true })
      const blocks = text.split('\n\n')
      text = /** @type {string} */ (blocks.pop())
      for (const block of blocks) this.#take(block)
    }
  }

  /** @param {string} block */
  #take (block) {
    const fields = Object.fromEntries(block.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]))
    if (fields.id) this.last = fields.id
    if (fields.data) this.events.push({ id: fields.id, event: fields.event, data: JSON.parse(fields.data) })
  }

  /** @param {string} what @param {(event: any) => boolean} fits */
  async next (what, fits) {
    return await until(what, () => this.events.find(fits))
  }

  cut () { this.#stop.abort() }
}

test('an edit of a Yjs editor is heard on a stream and at the JSON door, with its author', async t => {
  const server = await GuardedServer.forTest(t)
  const token = access.token('ada', { grants: { 'acme/': 'editor' } })
  const stream = await Stream.open(server, '/api/events?under=acme/', { authorization: `Bearer ${token}` })
  const deaf = await Stream.open(server, '/api/events', { authorization: `Bearer ${access.token('eve', { grants: { 'other/': 'owner' } })}` })
  const live = await LiveClient.open(server, 'acme/a', { token })
  assert.equal((await live.request({ type: 'subscribe', events: ['document.*'] })).type, 'ack')
  const ada = await Client.connect(server, lines.y31, 'acme/a', { params: { token } }).synced()
  ada.doc.getMap('notes').set('title', 'Plan')
  await ada.saved()
  const { data } = await stream.next('the edit', ({ event }) => event === 'document.updated')
  assert.deepEqual([data.document, data.user, data.data.paths], ['acme/a', { id: 'ada', name: 'Ada' }, ['/notes/title']])
  const said = await live.next('event', ({ event }) => event.type === 'document.updated')
  assert.deepEqual(said.event, data)
  assert.equal(stream.events.filter(({ event }) => event === 'document.created').length, 1)
  assert.deepEqual(deaf.events, [])
})

test('who unsubscribes hears no more, and who subscribes after an event hears what came since', async t => {
  const server = await Server.forTest(t)
  const live = await LiveClient.open(server, 'a')
  await live.request({ type: 'subscribe' })
  await live.patch([{ op: 'add', path: '/board', value: { x: 1 } }])
  const first = await live.next('event', ({ event }) => event.type === 'document.updated')
  await live.request({ type: 'unsubscribe' })
  const stream = await Stream.open(server, '/api/events')
  await live.patch([{ op: 'replace', path: '/board/x', value: 2 }])
  const { data } = await stream.next('the second edit', ({ event }) => event === 'document.updated')
  await live.request({ type: 'heartbeat' })
  assert.deepEqual(live.inbox.filter(({ type }) => type === 'event' || type === 'events_missed').map(({ event }) => event.type), ['document.created'])
  await live.request({ type: 'subscribe', events: ['document.updated'], after: first.event.id })
  assert.deepEqual((await live.next('event', ({ event }) => event.type === 'document.updated')).event, data)
  for (const wrong of [{ events: 'all' }, { events: ['a b'] }, { events: Array(65).fill('a') }, { after: 5 }]) {
    const answer = await live.request({ type: 'subscribe', ...wrong })
    assert.deepEqual([answer.type, answer.code], ['error', 'malformed'], JSON.stringify(wrong))
  }
})

test('a stream that is cut again and again, with kills of the server in between, brings each event exactly once', { timeout: 120_000 }, async t => {
  const random = Random.forTest(t)
  const server = await Server.forTest(t)
  let last = '0'
  /** @type {string[]} */ const seen = []
  for (let round = 0; round < 6; round++) {
    const edits = 1 + random.below(4)
    for (let at = 0; at < edits; at++) {
      const live = await LiveClient.open(server, `doc-${random.below(5)}`)
      await live.patch([{ op: 'add', path: `/board-${round}-${at}`, value: { x: 1 } }])
      live.cut()
    }
    const stream = await Stream.open(server, '/api/events', { 'last-event-id': last })
    const target = seen.length + random.below(3)
    // Not after all of them: what is left comes with the next.
    await until('some events', () => seen.length + stream.events.length >= target || stream.ended)
    seen.push(...stream.events.map(({ id }) => id))
    // A stream that was cut before it said anything is resumed where it was to begin.
    last = stream.last || last
    stream.cut()
    if (random.below(2) === 0) {
      await server.kill()
      await server.start()
    }
  }
  const stream = await Stream.open(server, '/api/events', { 'last-event-id': last })
  const paths = async () => {
    const page = await (await fetch(`${server.http}/api/events?limit=1000`)).json()
    return page
  }
  const told = (/** @type {any} */ page) => page.events.flatMap((/** @type {any} */ event) => event.data.paths ?? [])
  const expected = await Promise.all([0, 1, 2, 3, 4].map(async at => {
    const live = await LiveClient.open(server, `doc-${at}`)
    const roots = Object.keys(live.content)
    live.cut()
    return roots.map(root => `doc-${at}/${root}`)
  }))
  const all = expected.flat()
  const page = await until('every edit to be told', async () => {
    const page = await paths()
    const there = new Set(page.events.flatMap((/** @type {any} */ { document, data }) => (data.paths ?? []).map((/** @type {string} */ path) => `${document}${path.split('/').slice(0, 2).join('/')}`)))
    return all.every(edit => there.has(edit)) && page
  }, 30_000)
  assert.ok(told(page).length >= all.length)
  await until('the stream to have all', () => seen.length + stream.events.length >= page.events.length)
  seen.push(...stream.events.map(({ id }) => id))
  assert.deepEqual(seen.slice(0, page.events.length), page.events.map((/** @type {any} */ { id }) => id))
})

test('a stream ends with a word when its token is withdrawn and when the server goes', async t => {
  const server = await GuardedServer.forTest(t)
  const token = access.token('ada', { grants: { '/': 'viewer' }, id: 'the token' })
  const [withdrawn, kept] = [await Stream.open(server, '/api/events', { authorization: `Bearer ${token}` }),
    await Stream.open(server, `/api/events?token=${access.token('bob')}`)]
  await server.call('POST', '/admin/revocations', { jti: 'the token' })
  const { data } = await withdrawn.next('the end', ({ event }) => event === 'end')
  assert.deepEqual(data, { reason: 'revoked' })
  await until('the stream to be over', () => withdrawn.ended)
  assert.equal(kept.ended, false)
  const stopping = within('the server to stop', server.stop(), 8_000)
  assert.deepEqual((await kept.next('the end', ({ event }) => event === 'end')).data, { reason: 'shutdown' })
  await stopping
})
