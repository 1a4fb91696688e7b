// Which web pages may come in, at every door: pages of others can neither connect nor change nor read anything, whatever they show,
// and a cookie, which browsers send along for every page, counts for own and listed pages only.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { GuardedServer, Server, access, visits } from './harness.mjs'

const LISTED = 'https://app.example.com'
const DOCUMENT = 'doc/pages'
const OF = `/api/documents/${encodeURIComponent(DOCUMENT)}`
const Y_SWEET = `/y-sweet/d/${encodeURIComponent(DOCUMENT)}`
const TOKEN = access.token('ada', { grants: { 'doc/': 'owner' } })

/** @typedef {'own' | 'listed' | 'foreign' | 'none'} Page whose page it is; none is a program */

/** What `Origin` says, and whose page that is. @type {(server: Server) => [string | string[] | undefined, Page][]} */
const origins = server => {
  const host = `127.0.0.1:${server.port}`
  return [
    [undefined, 'none'],
    [`http://${host}`, 'own'],
    // A proxy may have ended TLS.
    [`https://${host}`, 'own'],
    [LISTED, 'listed'],
    ...[
      'https://evil.example.com', 'null', '', 'file://', 'https://', '://', `chrome-extension://${host}`, `ws://${host}`,
      'http://127.0.0.1', `http://127.0.0.1:${server.port + 1}`, `http://localhost:${server.port}`, `http://127.0.0.2:${server.port}`,
      `http://${host}.evil.example.com`, `http://${host}@evil.example.com`, `http://evil.example.com@${host}`, `http://evil.example.com#${host}`,
      `http://${host}/`, `http://${host}, https://evil.example.com`, `http://evil.example.com http://${host}`,
      'http://app.example.com', `${LISTED}:8443`, `${LISTED}:443`, `${LISTED}/`, `${LISTED}.evil.example.com`, `${LISTED}@evil.example.com`,
      'https://evil-app.example.com', 'https://sub.app.example.com', 'https://example.com', 'https://*.example.com', '*',
      `${LISTED} https://evil.example.com`, 'app.example.com', '//app.example.com'
    ].map(origin => /** @type {[string, Page]} */ ([origin, 'foreign'])),
    [[LISTED, 'https://evil.example.com'], 'foreign'],
    [[LISTED, LISTED], 'foreign']
  ]
}

/** A page for each verdict. @param {Server} server @returns {[string | undefined, Page][]} */
const pages = server => [[undefined, 'none'], [`http://127.0.0.1:${server.port}`, 'own'], [LISTED, 'listed'], ['https://evil.example.com', 'foreign']]

/** How a token may come. @type {Record<string, Record<string, string>>} */
const CARRIERS = { header: { Authorization: `Bearer ${TOKEN}` }, cookie: { Cookie: `first=1; yrsa_token=${TOKEN}; last=2` } }

/** @param {string | string[] | undefined} origin @returns {any} */
const from = origin => origin === undefined ? {} : { Origin: origin }

/**
 * A request with exactly these headers, which fetch would not send.
 *
 * @param {Server} server
 * @param {string} method
 * @param {string} path
 * @param {Record<string, any>} headers
 * @param {Uint8Array | string} [body]
 * @returns {Promise<{ status: number, title: string, headers: import('node:http').IncomingHttpHeaders }>}
 */
const ask = (server, method, path, headers, body = '') => new Promise((resolve, reject) => {
  const sent = request({ host: '127.0.0.1', port: server.port, method, path, headers }, response => {
    /** @type {Buffer[]} */
    const parts = []
    response.on('data', part => parts.push(part))
    response.on('end', () => {
      const isProblem = response.headers['content-type'] === 'application/problem+json'
      resolve({ status: response.statusCode ?? 0, title: isProblem ? JSON.parse(Buffer.concat(parts).toString()).title : '', headers: response.headers })
    })
  })
  sent.on('error', reject)
  sent.end(body)
})

/** Tries a handshake. @param {Server} server @param {visits.Door} door @param {Record<string, any>} headers @returns {Promise<string>} */
async function knock (server, door, headers) {
  const answer = await door.visit(server, DOCUMENT, { headers })
  if ('refusal' in answer) {
    const { status, body } = answer.refusal
    return `${status} ${body.startsWith('{') ? JSON.parse(body).title : 'not signed in'}`
  }
  answer.visit.cut()
  return 'in'
}

const guarded = (/** @type {import('node:test').TestContext} */ t) => GuardedServer.forTest(t, {
  settings: { 'http.allowed_origins': LISTED, 'limits.requests_per_second_per_address': '100000' }
})

for (const door of visits.doors) {
  test(`${door.name}: pages of others can't connect, and a cookie counts for own and listed pages only`, async t => {
    const server = await guarded(t)
    const wrong = []
    for (const [origin, page] of origins(server)) {
      for (const [carrier, shown] of Object.entries(CARRIERS)) {
        const should = page === 'foreign' ? '403 origin not allowed' : page === 'none' && carrier === 'cookie' ? '401 not signed in' : 'in'
        const is = await knock(server, door, { ...from(origin), ...shown })
        if (is !== should) wrong.push(`${JSON.stringify(origin)} with a token in a ${carrier}: ${is}, and should be ${should}`)
      }
    }
    assert.deepEqual(wrong, [])
  })
}

/** A request of each kind to each HTTP door. @type {[string, string, Uint8Array | string][]} */
const REQUESTS = [
  ['GET', `${OF}/access`, ''],
  ['GET', '/api/auth/me', ''],
  ['PUT', `${OF}/members/bob`, '{"role":"viewer"}'],
  ['POST', `${OF}/shares`, '{"permission":"view"}'],
  ['DELETE', `${OF}/members/bob`, ''],
  ['POST', '/y-sweet/doc/new', `{"docId":"${DOCUMENT}"}`],
  ['GET', `${Y_SWEET}/as-update`, ''],
  ['POST', `${Y_SWEET}/update`, visits.writing('map')]
]

test('REST and y-sweet: pages of others can neither change nor read anything', async t => {
  const server = await guarded(t)
  const wrong = []
  for (const [origin, page] of origins(server)) {
    for (const [carrier, shown] of Object.entries(CARRIERS)) {
      for (const [method, path, body] of REQUESTS) {
        const { status, title, headers } = await ask(server, method, path, { ...from(origin), ...shown }, body)
        const isForeignChange = page === 'foreign' && method !== 'GET'
        const isRefusedCookie = carrier === 'cookie' && (page === 'none' || page === 'foreign')
        const should = isForeignChange ? 'origin not allowed' : isRefusedCookie ? 'not signed in' : ''
        if (title !== should || (should === '') !== (status < 300)) wrong.push(`${method} ${path} from ${JSON.stringify(origin)} with a token in a ${carrier}: ${status} ${title}`)
        // What a browser lets a page read is up to these.
        const readable = [headers['access-control-allow-origin'], headers['access-control-allow-credentials']]
        if (readable[0] !== (page === 'listed' ? LISTED : undefined)) wrong.push(`${method} ${path} from ${JSON.stringify(origin)} may be read by ${readable[0]}`)
        if (readable[1] !== (page === 'listed' ? 'true' : undefined)) wrong.push(`${method} ${path} from ${JSON.stringify(origin)}: credentials ${readable[1]}`)
        if (!/\borigin\b/i.test(headers.vary ?? '')) wrong.push(`${method} ${path}: a cache may mix pages up`)
        if (headers['cache-control'] !== 'no-store') wrong.push(`${method} ${path}: a cache may keep it`)
      }
    }
  }
  assert.deepEqual(wrong, [])
})

test('a browser that asks before is told yes for listed pages only, and refusals can be read by those too', async t => {
  const server = await guarded(t)
  for (const [origin, page] of origins(server).filter(([origin]) => origin !== undefined)) {
    for (const path of [`${OF}/access`, `${Y_SWEET}/update`]) {
      const { headers } = await ask(server, 'OPTIONS', path, { ...from(origin), 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': 'authorization' })
      assert.equal(headers['access-control-allow-origin'], page === 'listed' ? LISTED : undefined, String(origin))
      assert.equal(/\bPUT\b/.test(headers['access-control-allow-methods'] ?? ''), page === 'listed', String(origin))
      assert.equal(/\bauthorization\b/i.test(headers['access-control-allow-headers'] ?? ''), page === 'listed', String(origin))
    }
  }
  for (const [path, status] of /** @type {const} */ ([[`${OF}/access`, 401], ['/api/no/such/route', 404]])) {
    const answer = await ask(server, 'GET', path, { Origin: LISTED })
    assert.deepEqual([answer.status, answer.headers['access-control-allow-origin']], [status, LISTED])
  }
  for (const path of ['/metrics', '/readyz', '/']) {
    for (const [origin] of pages(server)) {
      assert.equal((await ask(server, 'GET', path, from(origin))).headers['access-control-allow-origin'], undefined, `${path} from ${origin}`)
    }
  }
})

test('a refused page uses up no link and changes nothing', async t => {
  const server = await guarded(t)
  const { secret } = await server.share(DOCUMENT, { permission: 'edit', max_uses: 1 })
  for (const path of [`/sync/${DOCUMENT}`, `/live/${DOCUMENT}`, `${Y_SWEET}/ws/${encodeURIComponent(DOCUMENT)}`, '/hocuspocus']) {
    const handshake = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' }
    const { status, title } = await ask(server, 'GET', `${path}?share=${secret}`, { Origin: 'https://evil.example.com', ...handshake })
    assert.deepEqual([status, title], [403, 'origin not allowed'], path)
  }
  assert.equal((await ask(server, 'POST', '/api/shares/use', { Origin: 'https://evil.example.com' }, JSON.stringify({ secret }))).status, 403)
  assert.equal((await ask(server, 'POST', `${OF}/shares?share=${secret}`, { Origin: 'https://evil.example.com' }, '{"permission":"view"}')).status, 403)
  const answer = await visits.doors[0].visit(server, DOCUMENT, { query: { share: secret } })
  assert.ok('visit' in answer, 'the one use is left')
  answer.visit.cut()
})

test('only the cookie of that name counts, and what is said elsewhere comes before it', async t => {
  const server = await guarded(t)
  const own = `http://127.0.0.1:${server.port}`
  const weak = access.token('weak', { grants: { 'doc/': 'viewer' } })
  /** @type {(headers: Record<string, any>, query?: string) => Promise<any>} */
  const who = async (headers, query = '') => {
    const response = await fetch(`${server.http}/api/auth/me${query}`, { headers: { Origin: own, ...headers } })
    return response.status === 200 ? (await response.json()).id : response.status
  }
  assert.equal(await who({ Cookie: `yrsa_token=${TOKEN}` }), 'ada')
  assert.equal(await who({ Cookie: `yrsa_token="${TOKEN}"` }), 'ada')
  for (const cookie of [`Yrsa_Token=${TOKEN}`, `xyrsa_token=${TOKEN}`, `yrsa_token2=${TOKEN}`, `a=yrsa_token=${TOKEN}`, 'yrsa_token=', 'yrsa_token', `token=${TOKEN}`]) {
    assert.equal(await who({ Cookie: cookie }), 401, cookie)
  }
  assert.equal(await who({ Cookie: `yrsa_token=${TOKEN}`, Authorization: `Bearer ${weak}` }), 'weak')
  assert.equal(await who({ Cookie: `yrsa_token=${TOKEN}` }, `?token=${weak}`), 'weak')
  assert.equal(await who({ Cookie: `yrsa_token=${TOKEN}` }, '?token=garbage'), 401, 'a bad token is no reason to look at the cookie')
  assert.equal(await who({ Cookie: `yrsa_token=${TOKEN}`, Authorization: 'Bearer garbage' }), 401)
})

test('in open mode pages of this machine may come, others may not, and the server has no other names', async t => {
  const server = await Server.forTest(t)
  const own = `127.0.0.1:${server.port}`
  const cases = [
    { may: 'in', hosts: [own, `localhost:${server.port}`, `[::1]:${server.port}`, 'localhost'], origins: [undefined, 'http://localhost:3000', 'http://127.0.0.1:5173', 'http://[::1]:1'] },
    {
      may: '403 origin not allowed',
      hosts: [own],
      origins: ['https://evil.example.com', 'null', '', 'http://localhost.evil.example.com', 'http://127.0.0.1.evil.example.com', 'http://192.168.0.1', 'http://evil.example.com@localhost', LISTED]
    },
    {
      may: '403 unknown host',
      hosts: ['evil.example.com', `evil.example.com:${server.port}`, `localhost.evil.example.com:${server.port}`, `192.168.0.1:${server.port}`, `0.0.0.0:${server.port}`, `127.0.0.1.evil.example.com`],
      origins: [undefined, 'http://evil.example.com', `http://${own}`, 'http://localhost:3000']
    }
  ]
  const wrong = []
  for (const { may, hosts, origins } of cases) {
    for (const host of hosts) {
      for (const origin of origins) {
        const headers = { Host: host, ...from(origin) }
        for (const door of visits.doors) {
          const is = await knock(server, door, headers)
          if (is !== may) wrong.push(`${door.name} from ${origin} at ${host}: ${is}, and should be ${may}`)
        }
        const { status, title } = await ask(server, 'POST', '/y-sweet/doc/new', headers, `{"docId":"${DOCUMENT}"}`)
        const is = status < 300 ? 'in' : `${status} ${title}`
        if (is !== may) wrong.push(`a change from ${origin} at ${host}: ${is}, and should be ${may}`)
      }
    }
  }
  assert.deepEqual(wrong, [])
})
