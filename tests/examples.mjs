// Runs the examples as a reader of the documentation would: the embedding application, and the native client twice against it.
// What the client prints must be what both runs wrote. Needs `cargo build --release --examples`; no packages.
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
  const script = new URL('../examples/json_door.py', import.meta.url).pathname
  const json = async text => (await promisify(execFile)(python, [script, `ws://${url.host}/live/examples/json?name=robot`, text, '0'])).stdout
  assert.match(await json('one'), /^connected as robot with role owner\nsaved \["one"\]\n$/)
  assert.match(await json('two'), /saved \["one", "two"\]/)
  passed++
} finally {
  server.kill('SIGINT')
  const [code] = await once(server, 'exit')
  await rm(data, { recursive: true })
  assert.equal(code, 0, 'the embedding application ends cleanly')
  passed++
}
console.log(`examples: ${passed} passed, 0 failed`)
