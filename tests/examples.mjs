// Runs the examples as a reader of the documentation would: the embedding application, and the native client twice against it.
// What the client prints must be what both runs wrote. Needs `cargo build --release --package yrsa-examples --examples`; no packages.
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const examples = new URL('../target/release/examples/', import.meta.url).pathname
const data = await mkdtemp(path.join(tmpdir(), 'yrsa-examples-'))
const server = spawn(path.join(examples, 'embed'), [data, '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] })
let passed = 0
try {
  const [line] = await once(createInterface(server.stdout), 'line')
  const url = new URL(line.replace('listening on ', ''))
  assert.equal(await (await fetch(new URL('/hello', url))).text(), 'hello from the application\n')
  assert.equal((await fetch(new URL('/healthz', url))).status, 200)
  passed++
  const run = async text => (await promisify(execFile)(path.join(examples, 'client'), [`ws://${url.host}/sync/examples/hello`, text])).stdout
  assert.equal(await run('first'), 'first\n')
  assert.equal(await run('second'), 'first\nsecond\n')
  passed++
  const python = process.env.YRSA_PYTHON ?? 'python3'
  const script = new URL('../examples/json-door/json_door.py', import.meta.url).pathname
  const json = async text => (await promisify(execFile)(python, [script, `ws://${url.host}/live/examples/json?name=robot`, text, '0'])).stdout
  assert.match(await json('one'), /^connected as robot with role owner\nsaved \["one"\]\n$/)
  assert.match(await json('two'), /saved \["one", "two"\]/)
  passed++
  const call = async (method, path, body) => {
    const answer = await fetch(new URL(`/api${path}`, url), { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) })
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`)
    return await answer.json()
  }
  const executor = new URL('../examples/executor/executor.py', import.meta.url).pathname
  const execute = async () => (await promisify(execFile)(python, [executor, url.origin, 'examples/', '--once'])).stdout
  const node = (label, more = {}) => ({ type: 'default', position: { x: 0, y: 0 }, data: { label, ...more } })
  const edges = { e1: { source: 'n3', target: 'n1' }, e2: { source: 'n1', target: 'n2' } }
  await call('POST', '/documents', { id: 'examples/flow', kind: 'workflow', content: { nodes: { n1: node('second'), n2: node('third'), n3: node('first') }, edges } })
  const flow = '/documents/examples%2Fflow'
  const run1 = await call('POST', `${flow}/runs`, { label: 'one' })
  assert.equal(await execute(), `${run1.id} succeeded\n`)
  const done = await call('GET', `${flow}/runs/${run1.id}`)
  assert.deepEqual(done.steps.map(step => [step.id, step.name, step.status]), [['n3', 'first', 'succeeded'], ['n1', 'second', 'succeeded'], ['n2', 'third', 'succeeded']])
  assert.deepEqual([done.status, done.output, done.progress.fraction], ['succeeded', { nodes: 3 }, 1])
  const log = await call('GET', `${flow}/runs/${run1.id}/logs`)
  assert.deepEqual([log.lines.map(line => line.text), log.ended], [['running first', 'running second', 'running third'], true])
  passed++
  await call('POST', '/documents', { id: 'examples/broken', kind: 'workflow', content: { nodes: { n1: node('bad', { fail: 'it is broken' }) }, edges: {} } })
  const run2 = await call('POST', '/documents/examples%2Fbroken/runs', {})
  assert.equal(await execute(), `${run2.id} failed\n`)
  assert.equal((await call('GET', `/documents/examples%2Fbroken/runs/${run2.id}`)).error, 'it is broken')
  await call('POST', '/documents', { id: 'examples/slow', kind: 'workflow', content: { nodes: { n1: node('slow', { seconds: 600 }) }, edges: {} } })
  const run3 = await call('POST', '/documents/examples%2Fslow/runs', {})
  const slow = execute()
  const until = async condition => { while (!await condition()) await new Promise(resolve => setImmediate(resolve)) }
  await until(async () => (await call('GET', `/documents/examples%2Fslow/runs/${run3.id}`)).status === 'running')
  await call('POST', `/documents/examples%2Fslow/runs/${run3.id}/cancel`)
  assert.equal(await slow, `${run3.id} cancelled\n`)
  passed++
} finally {
  server.kill('SIGINT')
  const [code] = await once(server, 'exit')
  await rm(data, { recursive: true })
  assert.equal(code, 0, 'the embedding application ends cleanly')
  passed++
}
console.log(`examples: ${passed} passed, 0 failed`)
