// The examples that are programs, run as their READMEs say, against the real server.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import path from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import WebSocketOfNode from 'ws'
import * as Y from 'yjs'
import { examples, started, yrsa } from './server.js'

const SECRET = 'a secret of more than thirty-two bytes, for tests only'
const run = async (command, args, options = {}) => (await promisify(execFile)(command, args, { timeout: 60_000, ...options })).stdout

test('python: a pycrdt peer writes, and a second one reads it', async t => {
  const python = process.env.YRSA_PYCRDT
  if (python === undefined) return t.skip('NOTICE: YRSA_PYCRDT names no Python that has pycrdt')
  const server = await yrsa(t)
  const peer = text => run(python, [path.join(examples, 'python/peer.py'), `${server.ws}/sync/examples/python`, text])
  assert.equal(await peer('one'), "['one']\n")
  assert.equal(await peer('two'), "['one', 'two']\n")
  const { content } = await (await fetch(`${server.http}/api/documents/examples%2Fpython/content`)).json()
  assert.deepEqual(content, { lines: ['one', 'two'] })
})

test('token-server: its tokens give the rights that they say, and nobody comes in without one', async t => {
  const server = await yrsa(t, { YRSA_AUTH_SECRET: SECRET })
  const backend = await started(t, process.execPath, [path.join(examples, 'token-server/server.mjs')], /^(http:\/\/\S+)$/, { PORT: '0', YRSA_SECRET: SECRET })
  const tokenOf = async session => await fetch(`${backend}/token`, { method: 'POST', headers: { cookie: `theme=dark; session=${session}` } })
  assert.equal((await tokenOf('nobody')).status, 401)
  const [ada, bob] = await Promise.all(['session-of-ada', 'session-of-bob'].map(async each => (await (await tokenOf(each)).json()).token))
  const call = (token, method, path, body) =>
    fetch(`${server.http}/api/documents${path}`, { method, body: body && JSON.stringify(body), headers: token ? { authorization: `Bearer ${token}` } : {} })
  assert.equal((await call(undefined, 'POST', '', { id: 'acme/plan' })).status, 401)
  assert.equal((await call(ada, 'POST', '', { id: 'acme/plan', content: { title: 'Plan' } })).status, 201)
  assert.equal((await (await call(bob, 'GET', '/acme%2Fplan/content')).json()).content.title, 'Plan')
  assert.equal((await call(bob, 'PATCH', '/acme%2Fplan/content', { title: 'Mine' })).status, 403)
  assert.equal((await call(bob, 'GET', '/acme%2Fother/content')).status, 403)
})

/** Runs an application against its old server and against Yrsa: the same file prints the same. */
function oneLine (name, file, { old, door }) {
  test(`one-line: an unchanged ${name} application does on Yrsa what it did before`, async t => {
    const before = await old(t)
    const server = await yrsa(t)
    for (const address of [before, `${server.ws}${door}`]) {
      const app = text => run(process.execPath, [path.join(examples, 'one-line', file), address, text])
      assert.equal(await app('hello'), 'hello \n', address)
      assert.equal(await app('again'), 'hello again \n', address)
    }
  })
}

const packages = createRequire(path.join(examples, 'package.json'))
oneLine('y-websocket', 'y-websocket.mjs', {
  door: '/sync',
  old: async t => {
    const bin = path.join(path.dirname(packages.resolve('y-websocket-server/package.json')), 'bin/server.cjs')
    assert.ok(existsSync(bin), bin)
    // It takes no port 0, and a closed document is gone: a free port, and somebody who stays.
    const port = await freePort()
    await started(t, process.execPath, [bin], /^(running at .*)$/, { PORT: String(port), HOST: '127.0.0.1' })
    const stays = new WebSocketOfNode(`ws://127.0.0.1:${port}/one-line`)
    t.after(() => stays.terminate())
    await new Promise((resolve, reject) => stays.once('open', resolve).once('error', reject))
    return `ws://127.0.0.1:${port}`
  },
})
oneLine('Hocuspocus', 'hocuspocus.mjs', {
  door: '/hocuspocus',
  old: async t => {
    const { Server } = await import('@hocuspocus/server')
    const kept = new Map()
    const server = new Server({
      port: 0,
      quiet: true,
      stopOnSignals: false,
      debounce: 0,
      onLoadDocument: async ({ document, documentName }) => { if (kept.has(documentName)) Y.applyUpdate(document, kept.get(documentName)) },
      onStoreDocument: async ({ document, documentName }) => { kept.set(documentName, Y.encodeStateAsUpdate(document)) },
    })
    await server.listen()
    t.after(() => server.destroy())
    return `ws://127.0.0.1:${server.address.port}`
  },
})

function freePort () {
  return new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
