// No token, password or secret of a link is ever seen again: not in the log at its most talkative, not in what the server prints,
// answers to a refusal, counts or stores, by whatever carrier it came and whether it was any good.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import {
  Client, GuardedServer, HocuspocusClient, LiveClient, YSweetClient, access, binary, hocuspocus, lines, visits, ySweetDocuments
} from './harness.mjs'

const PIECE = 16
const DOCUMENT = 'doc/quiet-as-a-grave'
const OF = `/api/documents/${encodeURIComponent(DOCUMENT)}`

/** Something that occurs nowhere else. */
const unguessable = () => randomBytes(24).toString('base64url')

/** A log of which nothing is forgotten. */
class Everything extends Array {
  static get [Symbol.species] () { return Array }
  shift () { return undefined }
}

class TalkativeServer extends GuardedServer {
  /** @param {[string, Record<string, string>]} parts */
  constructor (...parts) {
    super(...parts)
    this.log = new Everything()
    this.said = ''
  }

  async start () {
    await super.start()
    this.process?.stdout?.on('data', data => { this.said += data })
  }
}

/** What must not be seen, by name. */
class Secrets {
  /** @type {Map<string, string>} */ all = new Map()

  /** Takes note of a secret and returns it. @param {string} name @param {string} secret */
  keep (name, secret = unguessable()) {
    assert.ok(secret.length >= PIECE, `${name} is too short to look for`)
    this.all.set(`${name} (${this.all.size})`, secret)
    return secret
  }

  /**
   * Which of them a text gives away: a piece of one that is part of no other, or its end in hexadecimal, base64 or as a list of numbers.
   *
   * @param {string} text
   */
  in (text) {
    /** @type {Map<string, string | null>} */
    const owners = new Map()
    for (const [name, secret] of this.all) {
      for (let at = 0; at + PIECE <= secret.length; at++) {
        const piece = secret.slice(at, at + PIECE)
        owners.set(piece, (owners.get(piece) ?? name) === name ? name : null)
      }
    }
    /** @type {Map<string, number>} */
    const places = new Map()
    for (let at = 0; at + PIECE <= text.length; at++) {
      const name = owners.get(text.slice(at, at + PIECE))
      if (name && !places.has(name)) places.set(name, at)
    }
    for (const [name, secret] of this.all) {
      const end = Buffer.from(secret.slice(-PIECE))
      for (const form of [end.toString('hex'), [...end].join(', '), end.toString('base64').slice(0, 20)]) {
        if (text.includes(form)) places.set(name, text.indexOf(form))
      }
    }
    return [...places].map(([name, at]) => `${name}: ${printable(text.slice(Math.max(0, at - 120), at + 40))}`).slice(0, 12)
  }
}

/** @param {string} text */
const printable = text => text.slice(text.lastIndexOf('\n') + 1).replace(/[^ -~]/g, '·')

const GRANTS = { grants: { 'doc/': 'owner' } }

/**
 * A token of somebody, good and bad ones in turn.
 *
 * @param {Secrets} secrets
 * @param {string} carrier
 */
const tokens = (secrets, carrier) => [
  secrets.keep(`a good token in ${carrier}`, access.token('ada', { ...GRANTS, id: unguessable() })),
  secrets.keep(`a forged token in ${carrier}`, access.token('ada', { ...GRANTS, id: unguessable(), secret: unguessable() })),
  secrets.keep(`an expired token in ${carrier}`, access.token('ada', { ...GRANTS, id: unguessable(), expires: access.inSeconds(-5) })),
  secrets.keep(`garbage in ${carrier}`),
  secrets.keep(`a link that nobody made in ${carrier}`, `share_${unguessable()}`)
]

/** Opens and leaves again. @param {visits.Door} door @param {GuardedServer} server @param {visits.Shown} shown */
async function pass (door, server, shown) {
  const answer = await door.visit(server, DOCUMENT, shown)
  if ('refusal' in answer) return answer.refusal.body
  await answer.visit.edit('step2', 'map')
  answer.visit.cut()
  return ''
}

/** Every carrier at every door; what was answered. @param {GuardedServer} server @param {Secrets} secrets */
async function carryEverywhere (server, secrets) {
  /** @type {Record<string, (token: string) => visits.Shown>} */
  const carriers = {
    query: token => ({ query: { token } }),
    'query, as a share': token => ({ query: { share: token } }),
    header: token => ({ headers: { Authorization: `Bearer ${token}` } }),
    'header of another scheme': token => ({ headers: { Authorization: `Basic ${token}` } }),
    cookie: token => ({ headers: { Cookie: `yrsa_token=${token}; other=1`, Origin: server.http } }),
    subprotocol: token => ({ protocols: ['yrsa', `token.${token}`] }),
    'what its clients use': token => ({ token })
  }
  let answers = ''
  for (const door of visits.doors) {
    for (const [carrier, show] of Object.entries(carriers)) {
      for (const token of tokens(secrets, `${carrier} at ${door.name}`)) answers += await pass(door, server, show(token))
    }
  }
  for (const [carrier, show] of Object.entries(carriers).filter(([carrier]) => carrier !== 'subprotocol')) {
    for (const [method, address, body] of /** @type {const} */ ([['GET', `${OF}/access`], ['POST', '/y-sweet/doc/new', { docId: DOCUMENT }], ['GET', '/no/such/route']])) {
      for (const token of tokens(secrets, `${carrier} at ${address}`)) answers += (await visits.request(server, method, address, show(token), body)).body
    }
  }
  return answers
}

/** Links: made, used in each way, exchanged, revoked, used again. @param {GuardedServer} server @param {Secrets} secrets */
async function shareEverywhere (server, secrets) {
  const { id, secret } = await server.share(DOCUMENT, { permission: 'edit' })
  secrets.keep('a link', secret)
  let answers = ''
  for (const state of ['valid', 'revoked']) {
    for (const door of visits.doors) {
      answers += await pass(door, server, { token: secret })
      answers += await pass(door, server, { query: { share: secret } })
    }
    const answer = await visits.request(server, 'POST', '/api/shares/use', {}, { secret, name: 'Grace' })
    if (state === 'valid') secrets.keep('the token of a link', JSON.parse(answer.body).token)
    else answers += answer.body
    await server.endShare(id)
  }
  return answers
}

/** Accounts, with what people do right and wrong. @param {GuardedServer} server @param {Secrets} secrets */
async function signInEverywhere (server, secrets) {
  const [password, wrong, next, misplaced] = ['a password', 'a wrong password', 'a new password', 'a misplaced password'].map(name => secrets.keep(name))
  let refused = ''
  const post = async (/** @type {string} */ route, /** @type {object} */ body, shown = {}) => {
    const { status, body: text } = await visits.request(server, 'POST', `/api/auth/${route}`, shown, body)
    if (status < 300) return text ? JSON.parse(text) : {}
    refused += text
    return {}
  }
  const keep = (/** @type {any} */ signedIn) => {
    secrets.keep('an access token', signedIn.access_token)
    secrets.keep('a refresh token', signedIn.refresh_token)
    return signedIn
  }
  await post('register', { login: 'ada', password, name: 'Ada' })
  await post('register', { login: 'ada', password: wrong, name: 'Ada' })
  await post('register', { login: misplaced, password: 'short', name: 'Bob' })
  await post('login', { login: 'ada', password: wrong })
  await post('login', { login: 'nobody', password: wrong })
  const first = keep(await post('login', { login: 'ada', password }))
  const second = keep(await post('refresh', { refresh_token: first.refresh_token }))
  await post('password', { old: wrong, new: next }, { token: second.access_token })
  const third = keep(await post('password', { old: password, new: next }, { token: second.access_token }))
  await post('refresh', { refresh_token: secrets.keep('a refresh token that nobody got') })
  await post('refresh', { refresh_token: [secrets.keep('a refresh token in a list')] })
  for (const body of [
    { login: 'ada', password: { nested: misplaced } }, { login: 'ada', [misplaced]: 1 }, { login: 'ada', password: [misplaced] }, [misplaced], misplaced
  ]) await post('login', /** @type {object} */ (body))
  const broken = await fetch(`${server.http}/api/auth/login`, { method: 'POST', body: `{"login":"ada","password":"${misplaced}` })
  refused += await broken.text()
  await post('logout', {}, { token: third.access_token })
  await post('refresh', { refresh_token: third.refresh_token })
  return refused
}

/** Unchanged clients, with tokens in band, in connection strings and in renewals. @param {GuardedServer} server @param {Secrets} secrets */
async function useClients (server, secrets) {
  for (const token of tokens(secrets, 'a message of the JSON door')) {
    const live = await LiveClient.open(server, DOCUMENT, { token: secrets.keep('a token', access.token('ada', { ...GRANTS, id: unguessable() })) })
    await live.request({ type: 'authenticate', token })
    live.send({ type: 'authenticate', token: [token] })
    live.send(`{"type":"authenticate","token":"${token}`)
    live.send({ type: token })
    await live.request({ type: 'heartbeat' })
    live.cut()
  }
  const token = secrets.keep('a token of a provider', access.token('ada', { ...GRANTS, id: unguessable() }))
  await Client.connect(server, lines.y31, DOCUMENT, { params: { token } }).synced()
  await HocuspocusClient.connect(server, hocuspocus.h48, DOCUMENT, { token }).saved()
  const back = secrets.keep('a token in a connection string', access.token('back-end', { admin: true, id: unguessable() }))
  const manager = ySweetDocuments(server, back)
  const issued = await manager.getOrCreateDocAndToken(DOCUMENT)
  secrets.keep('a client token', String(issued.token))
  const sweet = YSweetClient.connect(server, DOCUMENT, async () => issued)
  sweet.doc.getMap('map').set('sweet', 1)
  await sweet.saved()
  const wrong = ySweetDocuments(server, secrets.keep('a wrong connection string'))
  await assert.rejects(wrong.createDoc('stolen'))
}

/** What lies in a folder, signing key left out: that one is a secret by its purpose. @param {string} folder */
async function stored (folder) {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(file => file.isFile() && file.name !== 'signing.key')
  const contents = await Promise.all(files.map(file => readFile(path.join(/** @type {any} */ (file).parentPath ?? file.path, file.name), 'latin1')))
  return contents.join('\n')
}

for (const format of ['text', 'json']) {
  test(`nothing secret is logged as ${format} at trace, printed, answered to a refusal, counted or stored`, async t => {
    const secrets = new Secrets()
    const ySweetKey = secrets.keep('the key of y-sweet', randomBytes(30).toString('base64url'))
    const server = /** @type {TalkativeServer} */ (await TalkativeServer.forTest(t, {
      settings: {
        'auth.accounts': 'true',
        'auth.y_sweet_key': ySweetKey,
        'log.filter': 'trace',
        'log.format': format,
        'limits.requests_per_second_per_address': '100000'
      }
    }))
    secrets.keep('the secret shared with the issuer', access.SECRET)
    const refused = [
      await signInEverywhere(server, secrets), await carryEverywhere(server, secrets), await shareEverywhere(server, secrets)
    ].join('\n')
    await useClients(server, secrets)
    const told = await Promise.all(['/metrics', '/readyz', '/healthz'].map(async address => (await visits.request(server, 'GET', address, {})).body))
    const administered = (await visits.request(server, 'GET', '/api/admin/connections', { token: access.token('operator', { admin: true }) })).body
    const own = await readFile(path.join(server.data, 'signing.key'))
    secrets.keep('the own key', own.toString('latin1'))
    secrets.keep('the own key in hexadecimal', own.toString('hex'))
    secrets.keep('the own key in base64', own.toString('base64').replaceAll('=', ''))
    await server.stop()
    const log = server.log.join('\n')
    t.diagnostic(`${secrets.all.size} secrets, ${server.log.length} lines of log`)
    assert.ok(log.includes(DOCUMENT) && log.includes('TRACE'), 'the log is as talkative as it gets')
    assert.deepEqual(secrets.in(log), [], 'in the log')
    assert.deepEqual(secrets.in(server.said), [], 'on standard output')
    assert.deepEqual(secrets.in(refused), [], 'in refusals')
    assert.deepEqual(secrets.in(administered), [], 'in the list of connections')
    assert.deepEqual(secrets.in(told.join('\n')), [], 'in metrics and health')
    for (const name of ['quiet-as-a-grave', 'ada', 'back-end', 'Grace', 'guest-']) assert.ok(!told.join('\n').includes(name), `${name} in metrics or health`)
    assert.deepEqual(secrets.in(await stored(server.data)), [], 'in the data folder')
  })
}

/** Runs a command to its end. @param {string[]} parameters @param {Record<string, string>} [environment] */
function run (parameters, environment = {}) {
  const { stdout, stderr, status } = spawnSync(binary(), parameters, { encoding: 'utf8', env: { PATH: process.env.PATH, ...environment }, timeout: 20_000 })
  return { status, text: `${stdout}\n${stderr}` }
}

test('`yrsa config` prints no secret, from wherever it was read', async t => {
  const folder = await mkdtemp(path.join(tmpdir(), 'yrsa-secrets-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const secrets = new Secrets()
  const file = path.join(folder, 'yrsa.toml')
  const [secret, key, other, encoded] = ['auth.secret', 'auth.y_sweet_key', 'auth.keys', 'auth.keys in base64'].map(name => secrets.keep(name, randomBytes(36).toString('base64url')))
  await writeFile(file, `[auth]\nsecret = "${secret}"\ny_sweet_key = "${key}"\n[[auth.keys]]\nkid = "one"\nsecret = "${other}"\n[[auth.keys]]\nkid = "two"\nsecret_base64 = "${encoded}"\n`)
  for (const { status, text } of [
    run(['config', '--config', file]),
    run(['config', '--set', `auth.secret=${secret}`, '--set', `auth.y_sweet_key=${key}`]),
    run(['config'], { YRSA_AUTH_SECRET: secret, YRSA_AUTH_Y_SWEET_KEY: key }),
    run(['config'], { YRSA_AUTH_SECRET_BASE64: encoded })
  ]) {
    assert.equal(status, 0, text)
    assert.match(text, /\[auth\]/)
    assert.deepEqual(secrets.in(text), [])
  }
})

test('a configuration that is wrong is refused without showing its secrets', async t => {
  const folder = await mkdtemp(path.join(tmpdir(), 'yrsa-secrets-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const secrets = new Secrets()
  const secret = secrets.keep('the secret', randomBytes(18).toString('base64url'))
  const file = path.join(folder, 'yrsa.toml')
  const data = ['--data', path.join(folder, 'data'), '--listen', '127.0.0.1:0']
  const shown = []
  for (const [what, text] of Object.entries({
    'too short': `[auth]\nsecret = "${secret}"\n`,
    'not base64': `[auth]\nsecret_base64 = "${secret}!"\n`,
    'a key of y-sweet that is none': `[auth]\ny_sweet_key = "${secret}!"\n`,
    'a list': `[auth]\nsecret = ["${secret}"]\n`,
    'a table': `[auth]\nsecret = { text = "${secret}" }\n`,
    'no end of the string': `[auth]\nsecret = "${secret}\n`,
    'no quotes': `[auth]\nsecret = ${secret}\n`,
    'twice': `[auth]\nsecret = "a"\nsecret = "${secret}"\n`,
    'a private key for a public one': `[auth]\npublic_key = "-----BEGIN PRIVATE KEY-----${secret}-----END PRIVATE KEY-----"\n`,
    'another mistake on the same line': `auth = { secret = "${secret}", y_sweet_kay = "" }\n`
  })) {
    await writeFile(file, text)
    const { status, text: said } = run(['serve', '--config', file, ...data])
    assert.notEqual(status, 0, what)
    if (secrets.in(said).length > 0) shown.push(`in the file, ${what}: ${said.trim()}`)
  }
  for (const [what, parameters, environment] of /** @type {const} */ ([
    ['too short, by flag', ['--set', `auth.secret=${secret}`], {}],
    ['both, by flag', ['--set', `auth.secret=${secret}${secret}`, '--set', `auth.secret_base64=${secret}${secret}`], {}],
    ['too short, by environment', [], { YRSA_AUTH_SECRET: secret }],
    ['a wrong key of y-sweet, by environment', [], { YRSA_AUTH_Y_SWEET_KEY: `${secret}!` }],
    ['a wrong name, by flag', ['--set', `auth.sekret=${secret}`], {}]
  ])) {
    const { status, text: said } = run(['serve', ...data, ...parameters], environment)
    assert.notEqual(status, 0, what)
    if (secrets.in(said).length > 0) shown.push(`${what}: ${said.trim()}`)
  }
  assert.deepEqual(shown, [])
})
