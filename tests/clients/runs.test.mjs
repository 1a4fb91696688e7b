// Runs as people and executors meet them: a Yjs editor that watches the companion document of a workflow beside it, scripts that
// trigger, claim and report over HTTP, and the events about it all as a stream.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, EventStream, GuardedServer, HocuspocusClient, LiveClient, Rest, Wire, access, frames, hocuspocus, lines, refused, until } from './harness.mjs'

const FLOW = 'doc/flow'
const RUNS = `/documents/${encodeURIComponent(FLOW)}/runs`

/** A server with a workflow, an editor and a viewer. @param {import('node:test').TestContext} t */
async function workflow (t) {
  const server = await GuardedServer.forTest(t)
  const editor = access.token('ada', { grants: { 'doc/': 'editor' } })
  const viewer = access.token('eve', { grants: { [FLOW]: 'viewer' } })
  const ada = new Rest(server, editor)
  await ada.create({ id: FLOW, kind: 'workflow', content: { nodes: { n1: { type: 'default', position: { x: 0, y: 0 }, data: {} } } } })
  return { server, editor, viewer, ada }
}

/** The runs that a client sees. @param {Client} client @returns {Record<string, any>} */
const runsOf = client => client.doc.getMap('runs').toJSON()

/** @param {Rest} rest @param {object} [more] */
const claim = async (rest, more = {}) => await rest.post('/runs/claim', { under: 'doc/', executor: 'worker', ...more })

for (const line of lines.stable) {
  test(`${line.name}: a viewer sees a run live in the companion document, from the queue to the end`, async t => {
    const { server, viewer, ada } = await workflow(t)
    const eve = await Client.connect(server, line, `${FLOW}~yrsa`, { params: { token: viewer } }).synced()
    assert.deepEqual(runsOf(eve), {}, 'nothing is there before the first run')
    const run = await ada.post(RUNS, { input: { since: 'yesterday' }, label: 'nightly' })
    await until('the queued run', () => runsOf(eve)[run.id]?.status === 'queued')
    assert.deepEqual(runsOf(eve)[run.id], run, 'the fields are those of the REST answer')
    const { lease } = await claim(ada)
    await until('the running run', () => runsOf(eve)[run.id].status === 'running')
    const steps = eve.doc.getMap('runs').get(run.id).get('steps')
    await ada.put(`${RUNS}/${run.id}/steps/s1`, { lease: lease.token, node: 'n1', status: 'running' })
    await until('the step', () => runsOf(eve)[run.id].steps[0]?.status === 'running')
    await ada.put(`${RUNS}/${run.id}/steps/s1`, { lease: lease.token, status: 'succeeded', output: { rows: 2 } })
    await ada.post(`${RUNS}/${run.id}/progress`, { lease: lease.token, fraction: 0.5 })
    await ada.post(`${RUNS}/${run.id}/finish`, { lease: lease.token, status: 'succeeded', output: 'done' })
    await until('the end', () => runsOf(eve)[run.id].status === 'succeeded')
    assert.deepEqual(runsOf(eve)[run.id], await ada.get(`${RUNS}/${run.id}`))
    assert.equal(eve.doc.getMap('runs').get(run.id).get('steps'), steps, 'types stay: what observes them goes on')
    assert.equal(eve.opened, 1)
  })
}

test('an edit of the companion is refused with a reason, nobody else sees it, and its author goes on seeing runs', async t => {
  const { server, editor, ada } = await workflow(t)
  const first = await ada.post(RUNS, {})
  const wire = new Wire()
  const options = { params: { token: editor }, WebSocketPolyfill: wire.Socket }
  const writer = await Client.connect(server, lines.y31, `${FLOW}~yrsa`, options).synced()
  const reader = await Client.connect(server, lines.y31, `${FLOW}~yrsa`, { params: { token: editor } }).synced()
  await until('the run', () => runsOf(writer)[first.id] && runsOf(reader)[first.id])
  writer.doc.getMap('runs').get(first.id).set('label', 'forged')
  writer.doc.getMap('mine').set('x', 1)
  const denials = () => wire.received.map(frames.parse).filter(({ kind }) => kind === frames.AUTH).map(({ reason }) => reason ?? '')
  await until('the refusals', () => denials().length === 2)
  for (const reason of denials()) assert.match(reason, /written by the server alone/)
  const second = await ada.post(RUNS, { label: 'later' })
  await until('the second run', () => runsOf(writer)[second.id]?.label === 'later' && runsOf(reader)[second.id]?.label === 'later')
  assert.equal(runsOf(reader)[first.id].label, null)
  assert.equal(reader.doc.getMap('mine').size, 0)
  assert.deepEqual([wire.opened, wire.closures], [1, []], 'the connection stays')
  // Whoever begins again without the refused edits has what all have.
  writer.destroy()
  const again = await Client.connect(server, lines.y31, `${FLOW}~yrsa`, { params: { token: editor } }).synced()
  assert.deepEqual(again.doc.getMap('runs').toJSON(), runsOf(reader))
  assert.equal(again.doc.getMap('mine').size, 0)
})

test('who has no right to the document has none to its companion, and it is in no list', async t => {
  const { server, ada } = await workflow(t)
  const run = await ada.post(RUNS, {})
  const stranger = access.token('mallory', { grants: { [`${FLOW}~yrsa`]: 'owner' } })
  const wire = new Wire()
  const client = Client.connect(server, lines.y31, `${FLOW}~yrsa`, { params: { token: stranger }, WebSocketPolyfill: wire.Socket })
  await until('the refusal', () => wire.refusals.length > 0)
  assert.deepEqual([...new Set(wire.refusals)], [403])
  client.destroy()
  const owner = await Client.connect(server, lines.y31, `${FLOW}~yrsa`, { params: { token: access.token('root', { admin: true }) } }).synced()
  await until('the run', () => runsOf(owner)[run.id])
  const { documents } = await ada.get('/documents', { under: 'doc/' })
  assert.deepEqual(documents.map((/** @type {any} */ { id }) => id), [FLOW])
  await refused(400, ada.create({ id: 'doc/other~yrsa' }))
  const { events } = await new Rest(server, access.token('root', { admin: true })).events()
  assert.deepEqual(events.filter(({ document }) => document.includes('~yrsa')), [])
})

test('the companion is open at every door that reads Yjs or JSON, and writable at none', async t => {
  const { server, editor, ada } = await workflow(t)
  const run = await ada.post(RUNS, { label: 'everywhere' })
  const provider = HocuspocusClient.connect(server, hocuspocus.h48, `${FLOW}~yrsa`, { token: editor })
  await until('the run in Hocuspocus', () => provider.doc.getMap('runs').toJSON()[run.id]?.label === 'everywhere')
  const live = await LiveClient.open(server, `${FLOW}~yrsa`, { token: editor })
  await until('the run in JSON', () => live.content.runs?.[run.id]?.label === 'everywhere')
  const patch = [{ op: 'replace', path: `/runs/${run.id}/label`, value: 'forged' }]
  const answer = await live.request({ type: 'content_patch', patch })
  assert.deepEqual([answer.type, answer.code], ['error', 'not_allowed'])
  assert.match(answer.message, /written by the server alone/)
  const companion = ada.document(`${FLOW}~yrsa`)
  assert.equal((await companion.content()).content.runs[run.id].label, 'everywhere')
  await refused(403, companion.edit({ runs: null }))
})

test('the events of a run arrive as server-sent events, in order and with who did it', async t => {
  const { server, viewer, ada } = await workflow(t)
  const eve = new Rest(server, viewer)
  const stream = await EventStream.open(eve, '/events', { types: 'run.*' })
  const run = await ada.post(RUNS, { label: 'watched' })
  const { lease } = await claim(ada)
  await ada.put(`${RUNS}/${run.id}/steps/s1`, { lease: lease.token, status: 'running' })
  await ada.post(`${RUNS}/${run.id}/cancel`)
  assert.equal((await ada.post(`${RUNS}/${run.id}/renew`, { lease: lease.token })).cancel_requested, true)
  await ada.post(`${RUNS}/${run.id}/finish`, { lease: lease.token, status: 'cancelled' })
  await until('the last event', () => stream.events.at(-1)?.type === 'run.finished')
  assert.deepEqual(stream.events.map(({ type }) => type), ['run.queued', 'run.started', 'run.step', 'run.cancel_requested', 'run.finished'])
  for (const event of stream.events) assert.deepEqual([event.user.id, event.data.run], ['ada', run.id])
  assert.equal(stream.events.at(-1).data.status, 'cancelled')
  await refused(403, eve.post(RUNS, {}))
})

test('a run survives a killed server: its lease goes on, and the companion follows', async t => {
  const { server, editor, ada } = await workflow(t)
  const run = await ada.post(RUNS, {})
  const { lease } = await claim(ada, { lease_seconds: 600 })
  await ada.put(`${RUNS}/${run.id}/steps/s1`, { lease: lease.token, status: 'succeeded' })
  await server.kill()
  await server.start()
  const client = await Client.connect(server, lines.y31, `${FLOW}~yrsa`, { params: { token: editor } }).synced()
  await until('the step', () => runsOf(client)[run.id]?.steps[0]?.status === 'succeeded')
  await ada.post(`${RUNS}/${run.id}/finish`, { lease: lease.token, status: 'failed', error: 'no' })
  await until('the end', () => runsOf(client)[run.id].status === 'failed')
})

test('a waiting claim is answered when a run is triggered, and a log is read as it is written', async t => {
  const { server, viewer, ada } = await workflow(t)
  const waiting = claim(ada, { wait_seconds: 30 })
  const run = await ada.post(RUNS, {})
  const claimed = await waiting
  assert.equal(claimed.id, run.id)
  const log = await EventStream.open(new Rest(server, viewer), `${RUNS}/${run.id}/logs`)
  for (const text of ['one', 'two', 'ünï → 🎉']) await ada.post(`${RUNS}/${run.id}/logs`, { lease: claimed.lease.token, lines: [{ text }] })
  await until('the lines', () => log.events.length === 3)
  await log.cut()
  await ada.post(`${RUNS}/${run.id}/logs`, { lease: claimed.lease.token, lines: [{ text: 'meanwhile' }] })
  await ada.post(`${RUNS}/${run.id}/finish`, { lease: claimed.lease.token, status: 'succeeded' })
  await log.connect()
  await until('the end of the stream', () => !log.isOpen)
  assert.deepEqual(log.events.map(({ n, text }) => [n, text]), [[1, 'one'], [2, 'two'], [3, 'ünï → 🎉'], [4, 'meanwhile']])
  assert.deepEqual(log.ends.map(end => JSON.parse(end)), [{ status: 'succeeded' }])
})
