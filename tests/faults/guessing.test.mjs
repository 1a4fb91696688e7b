// Guessing which documents there are (F24): an answer, its headers and its time are the same for "no such document" and "no right to it", at every
// door; and no way of writing an id leads out of the folder of documents or into another one's.
import assert from 'node:assert/strict'
import http from 'node:http'
import { test } from 'node:test'
import { GuardedServer, Random, RawConnection, access, frames, visits } from '../clients/harness.mjs'
import { RawSocket } from './raw-socket.mjs'

const isLong = process.env.FAULTS === 'long'
const SAMPLES = isLong ? 4_000 : 600

const PATIENT = { 'limits.requests_per_second_per_address': '100000', 'limits.requests_per_second_per_user': '100000' }
const TAKEN = 'tenant/secret-plan'
const OPEN_NOW = 'tenant/open-now'
const ABSENT = 'tenant/never-was'

/** A server with documents of somebody else: one at rest, one that is open. @param {import('node:test').TestContext} t */
async function tenants (t) {
  const server = await GuardedServer.forTest(t, { settings: PATIENT })
  const owner = access.token('owner', { grants: { 'tenant/': 'editor' } })
  for (const id of [TAKEN, OPEN_NOW]) {
    const raw = await RawConnection.open(server, `${id}?token=${owner}`)
    raw.send(frames.update(visits.writing('root')))
    await raw.saved()
    if (id === TAKEN) raw.cut()
  }
  return { server, stranger: access.token('stranger', { grants: { 'elsewhere/': 'editor' } }) }
}

/** Ways to ask for a document. @type {Record<string, (id: string, token: string) => { method: string, path: string, upgrade?: boolean, body?: string }>} */
const WAYS = {
  '/sync': (id, token) => ({ method: 'GET', path: `/sync/${id}?token=${token}`, upgrade: true }),
  '/live': (id, token) => ({ method: 'GET', path: `/live/${id}?token=${token}`, upgrade: true }),
  '/y-sweet': (id, token) => ({ method: 'GET', path: `/y-sweet/d/${encodeURIComponent(id)}/ws/${encodeURIComponent(id)}?token=${token}`, upgrade: true }),
  'reading it': (id, token) => ({ method: 'GET', path: `/api/documents/${encodeURIComponent(id)}?token=${token}` }),
  'its content': (id, token) => ({ method: 'GET', path: `/api/documents/${encodeURIComponent(id)}/content?token=${token}` }),
  'its members': (id, token) => ({ method: 'GET', path: `/api/documents/${encodeURIComponent(id)}/members?token=${token}` }),
  'its events': (id, token) => ({ method: 'GET', path: `/api/documents/${encodeURIComponent(id)}/events?token=${token}` }),
  'deleting it': (id, token) => ({ method: 'DELETE', path: `/api/documents/${encodeURIComponent(id)}?token=${token}` }),
  'a client token for it': (id, token) => ({ method: 'POST', path: `/y-sweet/doc/${encodeURIComponent(id)}/auth?token=${token}`, body: '{}' })
}

/**
 * The answer to a request, on a connection that is kept.
 *
 * @param {GuardedServer} server
 * @param {http.Agent} agent
 * @param {{ method: string, path: string, upgrade?: boolean, body?: string }} request
 * @returns {Promise<{ status: number, headers: Record<string, unknown>, body: string, ms: number }>}
 */
const ask = (server, agent, { method, path, upgrade, body }) => new Promise((resolve, reject) => {
  const headers = {
    ...(upgrade ? { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' } : {}),
    ...(body ? { 'Content-Type': 'application/json' } : {})
  }
  const sent = performance.now()
  const request = http.request({ host: '127.0.0.1', port: server.port, agent, method, path, headers }, response => {
    let text = ''
    response.setEncoding('utf8').on('data', part => { text += part }).on('end', () => {
      const { date, 'x-request-id': id, ...rest } = response.headers
      resolve({ status: response.statusCode ?? 0, headers: rest, body: text, ms: performance.now() - sent })
    })
  })
  request.on('upgrade', (_, socket) => {
    socket.destroy()
    resolve({ status: 101, headers: {}, body: '', ms: 0 })
  })
  request.on('error', reject)
  request.end(body)
})

for (const [name, way] of Object.entries(WAYS)) {
  test(`${name}: the same answer for a document of others, at rest or open, as for none`, async t => {
    const { server, stranger } = await tenants(t)
    const agent = new http.Agent({ keepAlive: false })
    const [none, ...others] = await Promise.all([ABSENT, TAKEN, OPEN_NOW].map(id => ask(server, agent, way(id, stranger))))
    assert.ok([401, 403, 404].includes(none.status), `${none.status} ${none.body}`)
    for (const other of others) assert.deepEqual({ ...other, ms: 0 }, { ...none, ms: 0 })
    assert.ok(![TAKEN, ABSENT].some(id => none.body.includes(id)), 'an answer does not repeat what was guessed')
  })
}

test('no answer takes longer because there is something to hide', { timeout: 120_000 }, async t => {
  const random = Random.forTest(t)
  const { server, stranger } = await tenants(t)
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  /** @type {string[]} */ const told = []
  for (const name of ['/sync', 'reading it', 'its content']) {
    /** @type {Record<string, number[]>} */ const taken = { [ABSENT]: [], [TAKEN]: [], [OPEN_NOW]: [] }
    for (let at = 0; at < SAMPLES; at++) {
      // In any order, so that what disturbs one disturbs the others.
      for (const id of Object.keys(taken).map(id => ({ id, at: random.next() })).sort((a, b) => a.at - b.at)) {
        taken[id.id].push((await ask(server, agent, WAYS[name](id.id, stranger))).ms)
      }
    }
    const median = (/** @type {string} */ id) => taken[id].toSorted((a, b) => a - b)[SAMPLES >> 1]
    for (const id of [TAKEN, OPEN_NOW]) {
      const ratio = median(id) / median(ABSENT)
      told.push(`${name}, ${id === TAKEN ? 'at rest' : 'open'}: ${(median(id) * 1000).toFixed(0)} µs against ${(median(ABSENT) * 1000).toFixed(0)} µs, ratio ${ratio.toFixed(3)}`)
      assert.ok(ratio > 0.8 && ratio < 1.25, told.at(-1))
    }
  }
  for (const line of told) t.diagnostic(line)
})

/** Ways out, and ways into what belongs to others. */
const WAYS_OUT = [
  '../tenant/secret-plan', '..%2ftenant%2fsecret-plan', '%2e%2e/tenant/secret-plan', 'elsewhere/../tenant/secret-plan', 'elsewhere/%2e%2e/tenant/secret-plan',
  'elsewhere%2f..%2ftenant%2fsecret-plan', 'elsewhere\\..\\tenant\\secret-plan', '/tenant/secret-plan', '//tenant/secret-plan',
  'elsewhere//tenant/secret-plan', './tenant/secret-plan', 'tenant/./secret-plan', 'tenant/secret-plan%00', 'tenant/secret-plan%00elsewhere', 'elsewhere%00/tenant/secret-plan',
  'tenant/secret-plan%20', 'tenant%2fsecret-plan', 'tenant%252fsecret-plan', 'TENANT/secret-plan', 'tenant/Secret-Plan', 'tena%6et/secret-plan', 'tenant/secret-pl%C3%A0n',
  'tenant/secret%E2%80%90plan', 'tenant%EF%BC%8Fsecret-plan', 'tenant/secret-plan~yrsa', 'tenant/*', 'tenant/', '*', '%2a', 'tenant/secret-plan%0d%0aX: y', 'x'.repeat(10_000),
  '../../../../etc/passwd', '..%2f..%2f..%2f..%2fetc%2fpasswd', 'signing.key', '%2e%2e%2fsigning.key', 'journal/0000000000000001.log'
]

test('no spelling of an id leads a stranger to what belongs to others, or out of the documents', async t => {
  const { server, stranger } = await tenants(t)
  /** @type {string[]} */ const wrong = []
  for (const spelled of WAYS_OUT) {
    for (const path of [`/sync/${spelled}`, `/live/${spelled}`, `/y-sweet/d/${spelled}/ws/${spelled}`, `/api/documents/${spelled}`, `/api/documents/${spelled}/content`, `/${spelled}`]) {
      const raw = await RawSocket.knock(server, `${path}?token=${stranger}`)
      const { status, body } = await raw.answered()
      const may = path.startsWith('/api') || path.startsWith('/y-sweet') || path.startsWith('/sync') || path.startsWith('/live')
        ? [400, 401, 403, 404, 405, 426]
        : [200, 301, 304, 400, 404, 405, 426]
      if (!may.includes(status)) wrong.push(`${path.slice(0, 80)}: ${status}`)
      if (/root:|written/.test(body)) wrong.push(`${path.slice(0, 80)}: something was read`)
      raw.cut()
    }
  }
  assert.deepEqual(wrong, [])
  // A backslash is a character like any other, so this is a document of the stranger's own.
  const own = await RawConnection.open(server, `elsewhere/..%5c..%5ctenant%5csecret-plan?token=${stranger}`)
  assert.deepEqual((await own.read()).getMap('root').toJSON(), {})
  own.cut()
})
