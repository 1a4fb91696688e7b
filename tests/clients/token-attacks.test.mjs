// Tokens that must not open anything, at every door and by every carrier: refused each time, in the same words, without a storm
// of reconnects, and the server works on.
import assert from 'node:assert/strict'
import { createHmac, createSign, constants, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import {
  Client, HocuspocusClient, HocuspocusRaw, LiveClient, Server, Wire, YSweetClient, access, hocuspocus, hocuspocusFrames, inParallel, lines, until, visits
} from './harness.mjs'

const DOCUMENT = 'doc/attacked'
const STORM_MS = 5_000

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const PEM = String(publicKey.export({ type: 'spki', format: 'pem' }))

const AUDIENCE = 'yrsa-of-the-tests'
const ISSUER = 'https://issuer.example.com'
const SETTINGS = {
  'auth.public_key': PEM,
  'auth.audience': AUDIENCE,
  'auth.issuer': ISSUER,
  'auth.leeway': '0s',
  'auth.accounts': 'true',
  'limits.failed_logins_per_minute': '100000',
  'limits.requests_per_second_per_address': '100000'
}

/** What an answer says; everything that is not the server's own token says the first. */
const INVALID = 'the token or share link is not valid'
const EXPIRED = 'the token or share link has expired; get a new one'
const REVOKED = 'the token or share link was revoked'

/** @param {string | Buffer | object} value */
const part = value => Buffer.from(typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value)).toString('base64url')

/** @param {string} text @param {import('node:crypto').KeyObject} [key] */
const rs256 = (text, key = privateKey) => createSign('RSA-SHA256').update(text).sign(key)
/** @param {string} text */
const ps256 = text => createSign('RSA-SHA256').update(text).sign({ key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
/** @param {string} algorithm @param {string | Buffer} key @returns {(text: string) => Buffer} */
const hmac = (algorithm, key) => text => createHmac(algorithm, key).update(text).digest()

const HEAD = { alg: 'RS256', typ: 'JWT' }
const claims = (more = {}) => ({
  sub: 'mallory', iat: access.inSeconds(), exp: access.inSeconds(3600), aud: AUDIENCE, iss: ISSUER, yrsa: { grants: { 'doc/': 'owner' }, admin: true }, ...more
})

/** A token, good unless something is changed. @param {{ head?: any, body?: any, signature?: (text: string) => Buffer }} [changes] */
function jwt ({ head = HEAD, body = claims(), signature = rs256 } = {}) {
  const text = `${part(head)}.${part(body)}`
  return `${text}.${signature(text).toString('base64url')}`
}

/** A token with claims that are left out or written as they stand. @param {string} json what follows the usual claims */
const claimsAnd = json => jwt({ body: `${JSON.stringify(claims()).slice(0, -1)},${json}}` })

/** @param {string} claim */
const without = claim => jwt({ body: Object.fromEntries(Object.entries(claims()).filter(([name]) => name !== claim)) })

/** A good token with one bit of one of its parts flipped. @param {0 | 1 | 2} which */
function flipped (which) {
  const parts = jwt().split('.')
  const bytes = Buffer.from(parts[which], 'base64url')
  bytes[bytes.length >> 1] ^= 1
  parts[which] = part(bytes)
  return parts.join('.')
}

/** A good token whose last character differs in bits that mean nothing. */
function otherUnusedBits () {
  const token = jwt()
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return token.slice(0, -1) + alphabet[alphabet.indexOf(token.slice(-1)) ^ 1]
}

/** y-sweet's token for the whole server, signed with a key of the attacker. */
const ySweetToken = () => Buffer.concat([Buffer.of(0, 0, 32), Buffer.alloc(32, 7)]).toString('base64url')

const DEEP = '['.repeat(3_000)

/** @type {Record<string, string>} what the server never signed, or must not believe */
const FORGED = {
  garbage: 'garbage',
  'dots only': '..',
  'four parts': `${jwt()}.x`,
  'two parts': jwt().split('.').slice(0, 2).join('.'),
  'nothing signed': jwt({ signature: () => Buffer.alloc(0) }),
  truncated: jwt().slice(0, -5),
  'twenty kilobytes, well signed': jwt({ body: claims({ filling: 'x'.repeat(15_000) }) }),
  'twenty kilobytes of nothing': 'x'.repeat(20_000),
  'a bit of the header flipped': flipped(0),
  'a bit of the claims flipped': flipped(1),
  'a bit of the signature flipped': flipped(2),
  'another spelling of the signature': otherUnusedBits(),
  'padding behind each part': jwt().split('.').map(text => `${text}==`).join('.'),
  'the key of a stranger': jwt({ signature: text => rs256(text, stranger.privateKey) }),
  ...Object.fromEntries(['none', 'None', 'NONE', 'nOnE', ''].map(alg => [`alg "${alg}"`, jwt({ head: { alg }, signature: () => Buffer.alloc(0) })])),
  'alg none with a signature': jwt({ head: { alg: 'none' } }),
  'alg none for the own key': jwt({ head: { alg: 'none', kid: 'yrsa' }, signature: () => Buffer.alloc(0) }),
  'HS256 with the public key as PEM': jwt({ head: { alg: 'HS256' }, signature: hmac('sha256', PEM) }),
  'HS256 with the public key as PEM without its last newline': jwt({ head: { alg: 'HS256' }, signature: hmac('sha256', PEM.trim()) }),
  'HS256 with the public key as DER': jwt({ head: { alg: 'HS256' }, signature: hmac('sha256', publicKey.export({ type: 'spki', format: 'der' })) }),
  'HS256 with the public key, called the own key': jwt({ head: { alg: 'HS256', kid: 'yrsa' }, signature: hmac('sha256', PEM) }),
  'HS512 with the public key': jwt({ head: { alg: 'HS512' }, signature: hmac('sha512', PEM) }),
  'HS256 with an empty secret': jwt({ head: { alg: 'HS256', kid: 'yrsa' }, signature: hmac('sha256', '') }),
  'PS256 with the right key': jwt({ head: { alg: 'PS256' }, signature: ps256 }),
  'PS256 called RS256': jwt({ signature: ps256 }),
  'an unknown algorithm': jwt({ head: { alg: 'RS1' } }),
  'a kid that nobody has': jwt({ head: { ...HEAD, kid: 'nobody' }, signature: text => rs256(text, stranger.privateKey) }),
  'a kid that is a path': jwt({ head: { alg: 'HS256', kid: '../../../../dev/null' }, signature: hmac('sha256', '') }),
  'the own kid and the issuer\'s signature': jwt({ head: { ...HEAD, kid: 'yrsa' }, signature: text => rs256(text, stranger.privateKey) }),
  'a key of its own in the header': jwt({ head: { ...HEAD, jwk: stranger.publicKey.export({ format: 'jwk' }) }, signature: text => rs256(text, stranger.privateKey) }),
  'an address of keys in the header': jwt({ head: { ...HEAD, jku: 'http://127.0.0.1:1/jwks' }, signature: text => rs256(text, stranger.privateKey) }),
  'an extension that is critical': jwt({ head: { ...HEAD, crit: ['b64'], b64: false } }),
  'a header that is no object': jwt({ head: [] }),
  'a header that is deep': jwt({ head: `{"alg":"RS256","x":${DEEP}` }),
  'alg twice': jwt({ head: '{"alg":"RS256","alg":"none"}' }),
  'claims that are no object': jwt({ body: '["mallory"]' }),
  'claims that are deep': jwt({ body: `{"x":${DEEP}` }),
  'claims that are not UTF-8': jwt({ body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }),
  'exp as a string': jwt({ body: claims({ exp: String(access.inSeconds(3600)) }) }),
  'exp as an object': jwt({ body: claims({ exp: {} }) }),
  'exp missing': without('exp'),
  'exp null': jwt({ body: claims({ exp: null }) }),
  'nbf in the future': jwt({ body: claims({ nbf: access.inSeconds(600) }) }),
  'nbf as a string': jwt({ body: claims({ nbf: '0' }) }),
  'sub missing': without('sub'),
  'sub empty': jwt({ body: claims({ sub: '' }) }),
  'sub with a line break': jwt({ body: claims({ sub: 'mallory\nroot' }) }),
  'sub too long': jwt({ body: claims({ sub: 'm'.repeat(257) }) }),
  'sub a number': jwt({ body: claims({ sub: 1 }) }),
  'another audience': jwt({ body: claims({ aud: 'somebody-else' }) }),
  'other audiences': jwt({ body: claims({ aud: ['a', 'b'] }) }),
  'no audience': without('aud'),
  'an audience that begins alike': jwt({ body: claims({ aud: `${AUDIENCE}2` }) }),
  'another issuer': jwt({ body: claims({ iss: `${ISSUER}.evil.example` }) }),
  'no issuer': without('iss'),
  'sub twice': claimsAnd('"sub":"admin"'),
  'exp twice': claimsAnd(`"exp":${access.inSeconds(7200)}`),
  'aud twice': claimsAnd(`"aud":"${AUDIENCE}"`),
  'yrsa twice': claimsAnd('"yrsa":{"admin":true}'),
  'grants twice': jwt({ body: `${JSON.stringify(claims({ yrsa: undefined })).slice(0, -1)},"yrsa":{"grants":{"doc/":"viewer"},"grants":{"doc/":"owner"}}}` }),
  'admin twice': jwt({ body: `${JSON.stringify(claims({ yrsa: undefined })).slice(0, -1)},"yrsa":{"admin":false,"\\u0061dmin":true}}` }),
  'a role that nobody has': jwt({ body: claims({ yrsa: { grants: { 'doc/': 'god' } } }) }),
  'a grant for no scope': jwt({ body: claims({ yrsa: { grants: { 'doc/../': 'owner' } } }) }),
  'admin as a string': jwt({ body: claims({ yrsa: { admin: 'true' } }) }),
  'expired, with the key of a stranger': jwt({ body: claims({ exp: 1 }), signature: text => rs256(text, stranger.privateKey) }),
  'a y-sweet token, where no key of y-sweet is known': ySweetToken(),
  'a y-sweet token with a key id': `key.${ySweetToken()}`,
  'a link that nobody made': `share_${'x'.repeat(43)}`,
  'half of a link': 'share_'
}

/** @type {Record<string, string>} signed well, but long ago */
const TOO_OLD = {
  expired: jwt({ body: claims({ exp: access.inSeconds(-1) }) }),
  'expired long ago': jwt({ body: claims({ exp: 0 }) }),
  'expired before 1970': jwt({ body: claims({ exp: -1e300 }) }),
  'expired, with a fraction': jwt({ body: claims({ exp: Date.now() / 1000 - 0.5 }) })
}

const GOOD = jwt({ body: claims({ sub: 'ada' }) })
const OPERATOR = { token: jwt({ body: claims({ sub: 'operator' }) }) }

/**
 * What a door says to a token, by each carrier: a status and the words.
 *
 * @typedef {(server: Server, token: string) => Promise<visits.Refusal | 'in'>} Try
 */

/** @type {(door: visits.Door, show: (token: string) => visits.Shown) => Try} */
const knock = (door, show) => async (server, token) => {
  const answer = await door.visit(server, DOCUMENT, show(token))
  if ('refusal' in answer) return answer.refusal
  answer.visit.cut()
  return 'in'
}

/** @type {(method: string, path: string, body?: any, show?: (token: string) => visits.Shown) => Try} */
const ask = (method, path, body = undefined, show = token => ({ token })) => async (server, token) => {
  const answer = await visits.request(server, method, path, show(token), body)
  if (answer.status === 401) assert.match(String(answer.headers.get('www-authenticate')), /^Bearer/)
  return answer.status < 300 ? 'in' : answer
}

const inHeader = (/** @type {string} */ token) => ({ headers: { Authorization: `Bearer ${token}` } })
const inQuery = (/** @type {string} */ token) => ({ query: { token } })
const inCookie = (/** @type {Server} */ server) => (/** @type {string} */ token) => ({ headers: { Cookie: `yrsa_token=${token}`, Origin: server.http } })
const inProtocol = (/** @type {string} */ token) => ({ protocols: ['yrsa', `token.${token}`] })
const asShare = (/** @type {string} */ token) => ({ query: { share: token } })
const OF = `/api/documents/${encodeURIComponent(DOCUMENT)}`
const Y_SWEET = `/y-sweet/d/${encodeURIComponent(DOCUMENT)}`

/** A subprotocol and a cookie can't carry everything. @param {string} token */
const isPlain = token => /^[\w.-]+$/.test(token)

/** @type {(server: Server) => Record<string, Try>} */
const tries = server => ({
  ...Object.fromEntries(visits.doors.flatMap(door => [
    [`${door.name}, as its clients do`, knock(door, token => ({ token }))],
    [`${door.name}, in a header`, knock(door, inHeader)],
    [`${door.name}, in a subprotocol`, knock(door, inProtocol)],
    [`${door.name}, in a cookie`, knock(door, inCookie(server))]
  ])),
  'Hocuspocus, in the query': knock(visits.doors[1], inQuery),
  'y-sweet: read': ask('GET', `${Y_SWEET}/as-update`),
  'y-sweet: write': ask('POST', `${Y_SWEET}/update`, visits.writing('smuggled')),
  'y-sweet: create': ask('POST', '/y-sweet/doc/new', { docId: DOCUMENT }),
  'y-sweet: issue': ask('POST', `/y-sweet/doc/${DOCUMENT}/auth`, {}),
  'y-sweet: check the store': ask('POST', '/y-sweet/check_store'),
  'REST: one\'s role': ask('GET', `${OF}/access`),
  'REST: in the query': ask('GET', `${OF}/access`, undefined, inQuery),
  'REST: members': ask('PUT', `${OF}/members/bob`, { role: 'viewer' }),
  'REST: who one is': ask('GET', '/api/auth/me'),
  'REST: connections': ask('GET', '/api/admin/connections')
})

/** Where a link goes. @type {Record<string, Try>} */
const shareTries = {
  ...Object.fromEntries(visits.doors.map(door => [`${door.name}, ?share=`, knock(door, asShare)])),
  'REST, ?share=': ask('GET', `${OF}/access`, undefined, asShare),
  'y-sweet: read, ?share=': ask('GET', `${Y_SWEET}/as-update`, undefined, asShare),
  'REST: exchange': async (server, secret) => {
    const answer = await visits.request(server, 'POST', '/api/shares/use', {}, { secret })
    return answer.status < 300 ? 'in' : answer
  }
}

/** A server that trusts one RSA key, with a document. @param {import('node:test').TestContext} t @param {Record<string, string>} [settings] */
async function attacked (t, settings = {}) {
  const server = await Server.forTest(t, { settings: { ...SETTINGS, ...settings } })
  assert.equal((await visits.request(server, 'POST', '/y-sweet/doc/new', OPERATOR, { docId: DOCUMENT })).status, 200)
  return server
}

/** A good token opens everything. @param {Server} server */
async function assertWorks (server) {
  for (const [how, attempt] of Object.entries(tries(server))) assert.equal(await attempt(server, GOOD), 'in', `a good token: ${how}`)
}

/** The words of a refusal; the whole body of an HTTP answer if anything else in it is unusual. @param {visits.Refusal | 'in'} answer */
function said (answer) {
  if (answer === 'in') return 'came in'
  const { status, body } = answer
  if (!body.startsWith('{')) return `${status} ${body}`
  const { type, title, status: repeated, detail, ...more } = JSON.parse(body)
  const isUniform = type === 'about:blank' && title === 'not signed in' && repeated === status && Object.keys(more).length === 0
  return isUniform ? `${status} ${detail}` : `${status} ${body}`
}

/**
 * Tries each token everywhere, and names what did not answer as it should.
 *
 * @param {Server} server
 * @param {Record<string, string>} tokens
 * @param {string} words
 * @param {Record<string, Try>} [ways]
 */
async function assertRefused (server, tokens, words, ways = tries(server)) {
  const attempts = Object.entries(tokens).flatMap(([what, token]) => Object.entries(ways)
    .filter(([how]) => isPlain(token) || !/subprotocol|cookie/.test(how))
    .map(([how, attempt]) => ({ what, token, how, attempt })))
  const wrong = (await inParallel(attempts, 8, async ({ what, token, how, attempt }) => {
    const answer = await attempt(server, token).then(said).catch(error => `failed: ${error.message}`)
    return answer === `401 ${words}` ? [] : [`${what} at ${how}: ${answer}`]
  })).flat()
  assert.deepEqual(wrong, [])
}

test('what the issuer did not sign, or signed badly, opens no door, and all of it is told the same', async t => {
  const server = await attacked(t)
  await assertWorks(server)
  await assertRefused(server, FORGED, INVALID)
  await assertWorks(server)
})

test('a grant that occurs twice spoils the token: who signs and who reads must not see different ones', async t => {
  const server = await attacked(t)
  const rights = '{"grants":{"doc/":"viewer","doc/":"owner"}}'
  await assertRefused(server, { 'a grant twice': jwt({ body: `${JSON.stringify(claims({ yrsa: undefined })).slice(0, -1)},"yrsa":${rights}}` }) }, INVALID)
})

test('what has expired opens no door', async t => {
  const server = await attacked(t)
  await assertRefused(server, TOO_OLD, EXPIRED)
  await assertWorks(server)
})

test('what was revoked opens no door, neither by its name nor by its user\'s', async t => {
  const server = await attacked(t)
  const tokens = {
    'by its name': jwt({ body: claims({ sub: 'mallory', jti: 'stolen' }) }),
    'by its user': jwt({ body: claims({ sub: 'eve', jti: 'other' }) }),
    'by its user, without a time': jwt({ body: claims({ sub: 'eve', iat: undefined }) })
  }
  for (const [what, token] of Object.entries(tokens)) assert.equal(await tries(server)['REST: who one is'](server, token), 'in', what)
  const before = Date.now() + 1000
  for (const revocation of [{ jti: 'stolen', expires_at: Date.now() + 3_600_000 }, { user: 'eve', before }]) {
    assert.equal((await visits.request(server, 'POST', '/api/admin/revocations', OPERATOR, revocation)).status, 204)
  }
  await assertRefused(server, tokens, REVOKED)
  await server.kill()
  await server.start()
  await assertRefused(server, tokens, REVOKED)
  await assertWorks(server)
})

test('links that ended and the tokens they were exchanged for open no door', async t => {
  const server = await attacked(t)
  /** @type {(terms: object) => Promise<any>} */
  const make = async terms => JSON.parse((await visits.request(server, 'POST', `${OF}/shares`, OPERATOR, { permission: 'share', ...terms })).body)
  const [ended, exchanged] = [await make({}), await make({})]
  const { token } = JSON.parse((await visits.request(server, 'POST', '/api/shares/use', {}, { secret: exchanged.secret })).body)
  assert.equal(await shareTries['REST, ?share='](server, ended.secret), 'in')
  for (const { id } of [ended, exchanged]) assert.equal((await visits.request(server, 'DELETE', `/api/shares/${id}`, OPERATOR)).status, 204)
  // In a header, a query and in band a link is a token.
  await assertRefused(server, { 'a revoked link': ended.secret, 'an exchanged one': exchanged.secret }, REVOKED, { ...tries(server), ...shareTries })
  const ofDocument = Object.fromEntries(Object.entries(tries(server)).filter(([how]) => !/who one is|connections|issue|check the store/.test(how)))
  await assertRefused(server, { 'the token of a link': token }, REVOKED, ofDocument)
  const forged = [`${ended.secret.slice(0, -1)}${ended.secret.endsWith('A') ? 'B' : 'A'}`, `${ended.secret}A`, ended.secret.slice(0, -1), ended.secret.toUpperCase(), ended.id]
  await assertRefused(server, Object.fromEntries(forged.map((secret, at) => [`forgery ${at}`, secret])), INVALID, shareTries)
})

test('of an account only the access token opens doors, and not after its login ended', async t => {
  const server = await attacked(t)
  const post = async (/** @type {string} */ path, /** @type {object} */ body, shown = {}) => {
    const answer = await visits.request(server, 'POST', `/api/auth/${path}`, shown, body)
    return answer.body ? JSON.parse(answer.body) : answer.status
  }
  const person = { login: 'ada', password: 'a password of the tests' }
  await post('register', { ...person, name: 'Ada' })
  // The first account is administrator.
  const first = await post('login', person)
  const second = await post('login', person)
  for (const [how, attempt] of Object.entries(tries(server))) assert.equal(await attempt(server, first.access_token), 'in', how)
  await assertRefused(server, { 'a refresh token': first.refresh_token, 'a password': person.password, 'a login': person.login }, INVALID)
  assert.equal(await post('logout', {}, { token: first.access_token }), 204)
  await assertRefused(server, { 'the token of a login that ended': first.access_token }, REVOKED)
  assert.equal(await tries(server)['REST: who one is'](server, second.access_token), 'in', 'the other login goes on')
  // A refresh token that is presented again ends its login.
  const third = await post('refresh', { refresh_token: second.refresh_token })
  assert.equal(await tries(server)['REST: who one is'](server, third.access_token), 'in')
  await post('refresh', { refresh_token: second.refresh_token })
  await assertRefused(server, { 'before the theft': second.access_token, 'after it': third.access_token }, REVOKED)
  await assertWorks(server)
})

/** Ways to guess a token, each of which must count. @type {Record<string, (server: Server, guess: string) => Promise<unknown>>} */
const GUESSES = {
  'a header': (server, guess) => visits.request(server, 'GET', '/api/auth/me', { token: guess }),
  'a handshake': (server, guess) => visits.doors[0].visit(server, DOCUMENT, { token: guess }),
  'a message of Hocuspocus': (server, guess) => visits.doors[1].visit(server, DOCUMENT, { token: guess }),
  'a message of the JSON door': async (server, guess) => {
    const live = await LiveClient.open(server, DOCUMENT, { token: GOOD })
    await live.request({ type: 'authenticate', token: guess })
    live.cut()
  }
}

for (const [how, attempt] of Object.entries(GUESSES)) {
  test(`who guesses tokens is soon not listened to any more: by ${how}`, async t => {
    const server = await attacked(t, { 'limits.failed_logins_per_minute': '5' })
    for (let guesses = 0; guesses < 20; guesses++) await attempt(server, `guess ${guesses}`).catch(() => {})
    assert.equal((await visits.request(server, 'GET', '/api/auth/me', { token: GOOD })).status, 429)
    assert.equal((await fetch(`${server.http}/readyz`)).status, 200)
  })
}

/** Tokens that must not take the place of ada's on a connection that is open. @type {Record<string, string>} */
const NO_RENEWALS = {
  'somebody else\'s': jwt({ body: claims({ sub: 'bob' }) }),
  forged: FORGED['the key of a stranger'],
  expired: jwt({ body: claims({ sub: 'ada', exp: access.inSeconds(-1) }) }),
  garbage: 'garbage',
  'of no rights here': jwt({ body: claims({ sub: 'ada', yrsa: { grants: { 'elsewhere/': 'owner' } } }) })
}
const READING = jwt({ body: claims({ sub: 'ada', yrsa: { grants: { 'doc/': 'viewer' } } }) })

/** The document's root `map`. @param {Server} server */
const mapOf = async server => visits.rootOf((await visits.request(server, 'GET', `${Y_SWEET}/as-update`, OPERATOR)).bytes, 'map')

test('on an open JSON connection a token is renewed by the same user\'s only, and by what that one grants', async t => {
  const server = await attacked(t)
  const live = await LiveClient.open(server, DOCUMENT, { token: GOOD })
  for (const [what, token] of Object.entries(NO_RENEWALS)) {
    // The old one goes on.
    assert.equal((await live.request({ type: 'authenticate', token })).type, 'error', what)
    await live.patch([{ op: 'add', path: '/map', value: { [what]: true } }])
  }
  assert.equal(live.connected.self.user.id, 'ada')
  assert.equal((await live.request({ type: 'authenticate', token: READING })).type, 'ack')
  assert.equal((await live.request({ type: 'content_patch', patch: [{ op: 'add', path: '/map', value: { smuggled: true } }] })).type, 'error')
  assert.equal('smuggled' in await mapOf(server), false)
})

test('on an open Hocuspocus document a token is renewed by the same user\'s only, and by what that one grants', async t => {
  const server = await attacked(t)
  /** @type {(document: string, token: string) => Promise<HocuspocusRaw>} */
  const join = async (document, token) => {
    const raw = await HocuspocusRaw.open(server)
    server.beforeDiscard(() => raw.cut())
    await raw.join(document, { token })
    return raw
  }
  for (const [what, token] of Object.entries(NO_RENEWALS)) {
    const raw = await join(DOCUMENT, GOOD)
    raw.send(hocuspocusFrames.token(DOCUMENT, token))
    await raw.take(`a refusal of a token ${what}`, ({ kind, step }) => kind === hocuspocusFrames.AUTH && step === hocuspocusFrames.DENIED)
    raw.send(hocuspocusFrames.update(DOCUMENT, visits.writing('map')))
    raw.send(hocuspocusFrames.token('doc/other', GOOD))
    await raw.take('another document on the same socket', ({ kind, step, address }) => kind === hocuspocusFrames.AUTH && step === hocuspocusFrames.AUTHENTICATED && address === 'doc/other')
    assert.deepEqual(await mapOf(server), {}, what)
  }
  const raw = await join(DOCUMENT, GOOD)
  raw.send(hocuspocusFrames.token(DOCUMENT, READING))
  await raw.take('the right to read only', ({ kind, step, text }) => kind === hocuspocusFrames.AUTH && step === hocuspocusFrames.AUTHENTICATED && text === 'readonly')
  raw.send(hocuspocusFrames.update(DOCUMENT, visits.writing('map')))
  assert.equal(await raw.acknowledgement(DOCUMENT), false)
  assert.deepEqual(await mapOf(server), {})
})

test('no client of any line makes a storm of a bad token, and what it wrote gets nowhere', async t => {
  const server = await attacked(t)
  const bad = { forged: FORGED['the key of a stranger'], expired: TOO_OLD.expired, garbage: 'garbage' }
  const started = performance.now()
  const clients = Object.entries(bad).flatMap(([what, token]) => [
    ...lines.all.map(line => {
      const wire = new Wire()
      const client = Client.connect(server, line, DOCUMENT, { params: { token }, WebSocketPolyfill: wire.Socket })
      line.write(client.doc, 'smuggled', true)
      return { name: `${line.name}, ${what}`, wire }
    }),
    ...hocuspocus.all.map(line => {
      const client = HocuspocusClient.connect(server, line, DOCUMENT, { token })
      client.doc.getMap('map').set('smuggled', true)
      return { name: `${line.name}, ${what}`, wire: client.wire }
    })
  ])
  const sweet = YSweetClient.connect(server, DOCUMENT, async () => ({
    docId: DOCUMENT, url: `ws://127.0.0.1:${server.port}${Y_SWEET}/ws`, baseUrl: `${server.http}${Y_SWEET}`, token: bad.forged
  }))
  clients.push({ name: sweet.name, wire: sweet.wire })
  await until('the time of a storm', () => performance.now() - started > STORM_MS, 2 * STORM_MS)
  const attempts = clients.map(({ name, wire }) => ({ name, attempts: wire.attempts }))
  t.diagnostic(attempts.map(({ name, attempts }) => `${name}: ${attempts}`).join('; '))
  assert.deepEqual(attempts.filter(({ attempts }) => attempts > 12), [], 'at most twelve attempts in five seconds')
  const { bytes } = await visits.request(server, 'GET', `${Y_SWEET}/as-update`, OPERATOR)
  assert.deepEqual(visits.rootOf(bytes, 'map'), {})
  await assertWorks(server)
})
