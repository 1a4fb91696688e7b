// The audit as those who answer for a server meet it: who did what from where, at every door; where it came from is shown nowhere
// else; nothing is missing and nothing is there twice after `kill -9`; and `yrsa verify` says so.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import WebSocket from 'ws'
import { EventStream, GuardedServer, HocuspocusRaw, LiveClient, Rest, WebhookReceiver, access, binary, hocuspocusFrames, inParallel, refused, until } from './harness.mjs'

const ADDRESS = '203.0.113.77'
const PROXIED = { 'http.trusted_proxies': '127.0.0.1' }
const FROM = { 'x-forwarded-for': ADDRESS }
const root = () => access.token('root', { admin: true })

/** All entries that fit, the oldest first. @param {Rest} rest @param {Record<string, any>} [query] */
async function audited (rest, query = {}) {
  /** @type {any[]} */
  const entries = []
  for (let cursor; ;) {
    const page = await rest.get('/audit', { ...query, cursor, limit: 1000 })
    entries.push(...page.entries)
    if (page.next_cursor === null) return entries.reverse()
    cursor = page.next_cursor
  }
}

/** JSON as RFC 8785 has it; names here are ASCII. @param {any} value @returns {string} */
function canonical (value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return `{${Object.keys(value).sort().map(name => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`
}

/** Verifies a whole chain as docs/AUDIT.md describes it. @param {any[]} entries */
function verify (entries) {
  let before = '0'.repeat(64)
  entries.forEach(({ hash, ...entry }, at) => {
    assert.equal(entry.seq, at + 1)
    assert.equal(entry.previous, before)
    assert.equal(createHash('sha256').update(canonical(entry)).digest('hex'), hash, `entry ${entry.seq}`)
    before = hash
  })
  return before
}

test('where something came from is in the audit, and in no page, stream, webhook or message of the JSON door', async t => {
  const server = await GuardedServer.forTest(t, { settings: { ...PROXIED, 'webhooks.allow_private': 'true' } })
  const [olga, admin] = [new Rest(server, access.token('olga', { grants: { 'acme/': 'owner' } })), new Rest(server, root())]
  const receiver = await WebhookReceiver.start(server, () => 204)
  receiver.secret = (await olga.post('/webhooks', { scope: 'acme/', url: receiver.url })).secret
  const stream = await EventStream.open(admin, '/events', { after: 'start' })
  await olga.send('POST', '/documents', { json: { id: 'acme/x' }, headers: FROM })
  const live = await LiveClient.open(server, 'acme/x', { token: access.token('olga', { grants: { 'acme/': 'owner' } }) })
  live.socket.send(JSON.stringify({ type: 'subscribe', id: 1, events: ['*'], after: '0' }))
  const members = '/documents/acme%2Fx/members/ada'
  await olga.send('PUT', members, { json: { role: 'viewer' }, headers: FROM })
  await olga.send('PATCH', '/documents/acme%2Fx', { json: { title: 'A plan' }, headers: FROM })
  await olga.send('DELETE', members, { headers: FROM })
  const heard = () => stream.events.map((/** @type {any} */ event) => event.type)
  await until('the stream to have all', () => heard().includes('member.removed'))
  await until('the webhook to have all', () => receiver.deliveries.some(({ type }) => type === 'member.removed'))
  await until('the JSON door to have what is about the document', () => live.inbox.some(({ event }) => event?.type === 'document.renamed'))
  const pages = await admin.events()
  const shown = [stream.events, receiver.deliveries.map(({ body }) => body), live.inbox, pages, await admin.get('/documents/acme%2Fx/events')]
  shown.forEach((what, at) => {
    const text = JSON.stringify(what)
    assert.ok(text.includes('document.renamed'), `door ${at} shows something`)
    assert.ok(!text.includes(ADDRESS) && !text.includes('"trace"'), `door ${at} shows the address: ${text}`)
  })
  assert.ok(!JSON.stringify(live.inbox).includes('member.'), 'a room does not know who owns it')
  live.cut()
  const said = async () => (await audited(admin, { user: 'olga', action: 'document.*,member.*,participant.*' }))
    .map(({ action, address, door }) => `${action} ${address} ${door}`)
  await until('her leaving', async () => (await said()).some(entry => entry.startsWith('participant.left')))
  for (const entry of [
    `document.created ${ADDRESS} rest`, 'participant.joined 127.0.0.1 live', `member.added ${ADDRESS} rest`, `member.removed ${ADDRESS} rest`,
    'participant.left 127.0.0.1 live'
  ]) assert.ok((await said()).includes(entry), `${entry} is not in ${await said()}`)
})

test('whoever is refused at any door is in the audit with the door and the reason, and a flood is a few entries', async t => {
  const server = await GuardedServer.forTest(t, { settings: { ...PROXIED, 'limits.requests_per_second_per_address': '100000' } })
  const admin = new Rest(server, root())
  const eve = access.token('eve', { grants: { 'other/': 'viewer' } })
  await refused(403, new Rest(server, eve).get('/documents/acme%2Fx/content'))
  for (const path of ['/sync/acme/x', '/live/acme/x']) {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}?token=${eve}`)
    await new Promise(resolve => socket.once('error', resolve))
  }
  const hocuspocus = await HocuspocusRaw.open(server)
  hocuspocus.send(hocuspocusFrames.token('acme/x', eve))
  const denials = async () => await audited(admin, { action: 'access.denied', document: 'acme/x' })
  await until('all refusals', async () => (await denials()).length >= 4)
  const said = (await denials()).map(({ door, outcome, actor, details }) => `${door} ${outcome} ${actor.id} ${details.reason}`)
  for (const door of ['rest', 'sync', 'live', 'hocuspocus']) assert.ok(said.includes(`${door} denied eve no_right`), `${door}: ${said}`)
  await inParallel([...Array(20).keys()], 20, async () => {
    for (let at = 0; at < 25; at++) await refused(401, new Rest(server, `wrong.${at}.token`).get('/documents/flood/content'))
  })
  await until('the flood to be noted', async () => (await audited(admin, { document: 'flood' })).length > 0)
  const flood = await audited(admin, { document: 'flood' })
  assert.ok(flood.length <= 2, `${flood.length} entries of 500 refusals`)
  assert.ok(!JSON.stringify(await audited(admin)).includes('wrong.'), 'no token is in it')
})

test('after kill -9 each change that was answered is in the audit once, the chain holds, and yrsa verify says so', async t => {
  const server = await GuardedServer.forTest(t, { settings: { 'limits.requests_per_second_per_user': '100000', 'limits.requests_per_second_per_address': '100000' } })
  const admin = new Rest(server, root())
  /** @type {Set<string>} */ const answered = new Set()
  /** @type {Set<string>} */ const asked = new Set()
  for (let round = 0; round < 4; round++) {
    let going = true
    const writing = inParallel([...Array(8).keys()], 8, async writer => {
      for (let at = 0; going; at++) {
        const user = `u-${round}-${writer}-${at}`
        asked.add(user)
        try {
          await admin.put(`/documents/acme%2F${writer}/members/${user}`, { role: 'viewer' })
          answered.add(user)
        } catch { return }
      }
    })
    await until('some answers', () => answered.size > (round + 1) * 40)
    await server.kill()
    going = false
    await writing
    await server.start()
    const users = (await audited(admin, { action: 'member.added' })).map(({ details }) => details.user)
    assert.equal(new Set(users).size, users.length, 'none is there twice')
    for (const user of answered) assert.ok(users.includes(user), `${user} is missing`)
    for (const user of users) assert.ok(asked.has(user))
    const { intact, faults } = await admin.get('/audit/verify')
    assert.ok(intact, JSON.stringify(faults))
  }
  const exported = (await admin.send('GET', '/audit/export')).text.trimEnd().split('\n').map(line => JSON.parse(line))
  const hash = verify(exported)
  assert.equal((await admin.get('/audit/verify')).hash, hash)
  await server.stop()
  const run = (/** @type {string[]} */ ...more) => spawnSync(binary(), ['verify', '--data', server.data, ...more], { encoding: 'utf8', env: { PATH: process.env.PATH } })
  const good = run('--noted', `${exported.length}:${hash}`)
  assert.equal(good.status, 0, good.stdout + good.stderr)
  assert.match(good.stdout, new RegExp(`audit: ${exported.length} entries, 1 to ${exported.length}, the last has the hash ${hash}; 0 faults`))
  const bad = run('--noted', `${exported.length - 1}:${hash}`)
  assert.equal(bad.status, 1)
  assert.match(bad.stdout, new RegExp(`audit: entry ${exported.length - 1}: it is not the one that was noted`))
})
