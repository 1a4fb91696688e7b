// Who may do what, at every door: each way to a role, each door, each action, against one table. A cell that differs is named.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GuardedServer, RawConnection, access, inParallel, visits } from './harness.mjs'

/**
 * What a role may do. `share` is making further links, `end` is ending those of others, `issue` is making y-sweet's client tokens.
 *
 * @type {Record<string, string>}
 */
const MAY = {
  administrator: 'read presence edit share end members delete restore issue administer',
  owner: 'read presence edit share end members delete restore',
  sharer: 'read presence edit share',
  editor: 'read presence edit',
  commenter: 'read presence',
  viewer: 'read presence',
  // A block is about documents; what the whole server is about stays theirs, the right to take the block away too.
  'blocked administrator': 'members issue administer',
  none: '',
  // Without the link they came by.
  stranded: '',
  unknown: ''
}
const ACTIONS = [...new Set(Object.values(MAY).flatMap(actions => actions.split(' ')).filter(Boolean))]
const OPERATOR = access.token('operator', { admin: true })
/** Reads along. */
const READER = access.token('reader', { admin: true })

/**
 * A way to a role in a document that lies in a folder of its own.
 *
 * @typedef {object} Way
 * @property {string} name
 * @property {keyof typeof MAY} role
 * @property {(at: { server: GuardedServer, document: string, folder: string }) => visits.Shown | Promise<visits.Shown>} show
 */

const PERMISSIONS = /** @type {const} */ ({ viewer: 'view', commenter: 'comment', editor: 'edit', sharer: 'share' })
const bearer = (/** @type {Record<string, string>} */ grants, rights = {}) => ({ token: access.token('ada', { grants, ...rights }) })

/** @type {(role: 'viewer' | 'commenter' | 'editor' | 'owner') => Way[]} */
const asGrantOrMember = role => [
  { name: 'a grant for the document', role, show: ({ document }) => bearer({ [document]: role }) },
  { name: 'a grant for the folder', role, show: ({ folder }) => bearer({ [folder]: role }) },
  { name: 'a grant for everything', role, show: () => bearer({ '/': role }) },
  { name: 'being a member of the document', role, show: ({ server, document }) => asMember(server, document, role) },
  { name: 'being a member of the folder', role, show: ({ server, folder }) => asMember(server, folder, role) },
  { name: 'the higher of a membership and a lower grant', role, show: ({ server, document, folder }) => asMember(server, folder, role, { [document]: 'viewer' }) }
]

/** @type {(role: keyof typeof PERMISSIONS) => Way[]} */
const asShare = role => [
  { name: 'a link as ?share=', role, show: async ({ server, document }) => ({ query: { share: await link(server, document, role) } }) },
  { name: 'a link as a token', role, show: async ({ server, document }) => ({ token: await link(server, document, role) }) },
  { name: 'a link to the folder', role, show: async ({ server, folder }) => ({ token: await link(server, folder, role) }) },
  { name: 'a link that was exchanged for a token', role, show: async ({ server, document }) => ({ token: await exchanged(server, document, role) }) },
  {
    name: 'a link beside a token that grants nothing',
    role,
    show: async ({ server, document }) => ({ ...bearer({}), query: { share: await link(server, document, role) } })
  }
]

/** @type {Way[]} */
const WAYS = [
  ...['viewer', 'commenter', 'editor', 'owner'].flatMap(role => asGrantOrMember(/** @type {any} */ (role))),
  ...Object.keys(PERMISSIONS).flatMap(role => asShare(/** @type {any} */ (role))),
  { name: 'the old word for owner', role: 'owner', show: ({ document }) => bearer({ [document]: 'host' }) },
  { name: 'a token that says admin and grants nothing', role: 'administrator', show: () => bearer({}, { admin: true }) },
  { name: 'a token that says admin and grants less here', role: 'administrator', show: ({ document }) => bearer({ [document]: 'viewer' }, { admin: true }) },
  { name: 'the longest of two grants, which grants less', role: 'viewer', show: ({ document, folder }) => bearer({ [folder]: 'owner', [document]: 'viewer' }) },
  { name: 'the longest of two grants, which grants more', role: 'editor', show: ({ document, folder }) => bearer({ [folder]: 'viewer', [document]: 'editor' }) },
  {
    name: 'a link beside a token that grants more',
    role: 'owner',
    show: async ({ server, document }) => ({ ...bearer({ [document]: 'owner' }), query: { share: await link(server, document, 'viewer') } })
  },
  { name: 'no grants', role: 'none', show: () => bearer({}) },
  { name: 'a grant elsewhere', role: 'none', show: ({ document }) => bearer({ 'elsewhere/': 'owner', [`${document}2`]: 'owner', [`${document}/below`]: 'owner' }) },
  { name: 'a prefix that only begins alike', role: 'none', show: ({ folder }) => bearer({ [folder.slice(0, -2) + '/']: 'owner' }) },
  { name: 'a link to another document', role: 'none', show: async ({ server, folder }) => ({ token: await link(server, `${folder}other`, 'sharer') }) },
  { name: 'being a member of another document', role: 'none', show: ({ server, document }) => asMember(server, `${document}2`, 'owner') },
  { name: 'being a member of what lies below', role: 'none', show: ({ server, document }) => asMember(server, `${document}/below`, 'owner') },
  { name: 'blocked, with a grant', role: 'none', show: ({ server, document }) => asMember(server, document, 'blocked', { [document]: 'owner' }) },
  { name: 'blocked in the folder, with a grant for the document', role: 'none', show: ({ server, document, folder }) => asMember(server, folder, 'blocked', { [document]: 'owner' }) },
  {
    name: 'blocked, with a link beside the token',
    role: 'none',
    show: async ({ server, document }) => ({ ...await asMember(server, document, 'blocked'), query: { share: await link(server, document, 'sharer') } })
  },
  { name: 'blocked, though an administrator', role: 'blocked administrator', show: ({ server, document }) => asMember(server, document, 'blocked', {}, { admin: true }) },
  { name: 'nothing', role: 'unknown', show: () => ({}) },
  { name: 'an empty token', role: 'unknown', show: () => ({ token: '' }) },
  { name: 'an expired token', role: 'unknown', show: () => bearer({ '/': 'owner' }, { admin: true, expires: access.inSeconds(-1) }) },
  { name: 'a link that was revoked', role: 'unknown', show: async ({ server, document }) => ({ token: await link(server, document, 'sharer', 'revoked') }) },
  { name: 'a link that was used up', role: 'unknown', show: async ({ server, document }) => ({ query: { share: await link(server, document, 'sharer', 'used up') } }) },
  { name: 'the token of a link that was revoked', role: 'stranded', show: async ({ server, document }) => ({ token: await exchanged(server, document, 'sharer', 'revoked') }) }
]

let people = 0

/**
 * A member of a scope, of whom nobody else is.
 *
 * @param {GuardedServer} server
 * @param {string} scope
 * @param {'owner' | 'editor' | 'commenter' | 'viewer' | 'blocked'} role
 * @param {Record<string, string>} [grants]
 */
async function asMember (server, scope, role, grants = {}, rights = {}) {
  const user = `member ${++people}`
  await server.member(scope, user, role)
  return { token: access.token(user, { grants, ...rights }) }
}

/**
 * The secret of a link.
 *
 * @param {GuardedServer} server
 * @param {string} scope
 * @param {keyof typeof PERMISSIONS} role
 * @param {'valid' | 'revoked' | 'used up'} [state]
 */
async function link (server, scope, role, state = 'valid') {
  const { id, secret } = await server.share(scope, { permission: PERMISSIONS[role], ...(state === 'used up' ? { max_uses: 1 } : {}) })
  if (state === 'revoked') await server.endShare(id)
  if (state === 'used up') await server.call('POST', '/shares/use', { secret })
  return secret
}

/** The token that a link is exchanged for. @type {(server: GuardedServer, scope: string, role: keyof typeof PERMISSIONS, state?: string) => Promise<string>} */
async function exchanged (server, scope, role, state = 'valid') {
  const { id, secret } = await server.share(scope, { permission: PERMISSIONS[role] })
  const { token } = await server.call('POST', '/shares/use', { secret })
  if (state === 'revoked') await server.endShare(id)
  return token
}

/** Somebody in the document, to see who else is there. */
class Witness {
  /** @param {GuardedServer} server @param {string} document */
  static async in (server, document) {
    return new Witness(await RawConnection.open(server, `${document}?token=${READER}`, { keep: ({ entries }) => (entries?.length ?? 0) > 0 }))
  }

  /** @param {RawConnection} line */
  constructor (line) { this.line = line }

  /** @param {string} marker */
  async sees (marker) {
    await this.line.take(`the presence of ${marker}`, ({ entries }) => entries?.some(({ state }) => /** @type {any} */ (state)?.marker === marker) ?? false)
    return 'yes'
  }
}

/** @typedef {{ server: GuardedServer, document: string, folder: string, shown: visits.Shown, whole: () => Promise<Uint8Array> }} Place */

/**
 * What a visit at a socket can do.
 *
 * @param {visits.Door} door
 * @param {Place} place
 * @returns {Promise<Record<string, string>>}
 */
async function atSocket (door, { server, document, shown, whole }) {
  const answer = await door.visit(server, document, shown)
  if ('refusal' in answer) {
    const word = String(answer.refusal.status)
    assert.deepEqual(visits.rootOf(await whole(), 'smuggled'), {}, 'a refused client wrote something')
    return { connect: word, read: word, presence: word, 'edit by SyncStep2': word, 'edit by update': word }
  }
  const { visit } = answer
  const witness = await Witness.in(server, document)
  try {
    const seed = await visit.read('seed')
    visit.announce(4711, 'here')
    const presence = await witness.sees('here')
    const edits = { 'edit by SyncStep2': await written(visit, 'step2', whole), 'edit by update': await written(visit, 'update', whole) }
    return { connect: 'yes', read: seed.written ? 'yes' : 'no', presence, ...edits }
  } finally {
    visit.cut()
    witness.line.cut()
  }
}

/** What was said about an edit; it must be true. @type {(visit: visits.Visit, how: 'step2' | 'update', whole: () => Promise<Uint8Array>) => Promise<string>} */
async function written (visit, how, whole) {
  const outcome = await visit.edit(how, how)
  const isThere = visits.rootOf(await whole(), how).written === true
  return isThere === (outcome === 'yes') ? outcome : `${outcome}, but it was ${isThere ? '' : 'not '}written`
}

/** @param {{ status: number }} answer */
const verdict = ({ status }) => status < 300 ? 'yes' : String(status)

/**
 * What requests can do at the HTTP side of the y-sweet door.
 *
 * @param {Place} place
 */
async function atYSweet ({ server, document, shown, whole }) {
  const of = `/y-sweet/d/${encodeURIComponent(document)}`
  const read = await visits.request(server, 'GET', `${of}/as-update`, shown)
  const edit = await visits.request(server, 'POST', `${of}/update`, shown, visits.writing('posted'))
  assert.equal(visits.rootOf(await whole(), 'posted').written === true, edit.status === 200, 'an update is there if, and only if, it was answered with 200')
  if (read.status === 200) assert.equal(visits.rootOf(read.bytes, 'seed').written, true)
  else assert.ok(!read.body.includes('written'), 'a refusal holds no content')
  return {
    read: verdict(read),
    edit: verdict(edit),
    'edit at the old address': verdict(await visits.request(server, 'POST', `/y-sweet/doc/${document}/update`, shown, visits.writing('old'))),
    'edit by creating': verdict(await visits.request(server, 'POST', '/y-sweet/doc/new', shown, { docId: document })),
    issue: verdict(await visits.request(server, 'POST', `/y-sweet/doc/${document}/auth`, shown, {}))
  }
}

/**
 * What requests can do at the REST door. Deleting comes last but one.
 *
 * @param {Place} place
 */
async function atRest ({ server, document, shown }) {
  const of = `/api/documents/${encodeURIComponent(document)}`
  const ask = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {object | undefined} */ body = undefined) =>
    verdict(await visits.request(server, method, path, shown, body))
  const { id } = await server.share(document, { permission: 'edit' })
  const cells = {
    read: await ask('GET', `${of}/access`),
    'members: list': await ask('GET', `${of}/members`),
    'members: set': await ask('PUT', `${of}/members/bob`, { role: 'viewer' }),
    'members: remove': await ask('DELETE', `${of}/members/bob`),
    'share: make': await ask('POST', `${of}/shares`, { permission: 'view' }),
    'share: make one that shares': await ask('POST', `${of}/shares`, { permission: 'share' }),
    'share: list': await ask('GET', `${of}/shares`),
    'end: the link of somebody else': await ask('DELETE', `/api/shares/${id}`),
    'administer: list connections': await ask('GET', '/api/admin/connections'),
    'administer: kick': await ask('POST', '/api/admin/kick', { document: 'a/document/that/nobody/has' }),
    'administer: reassess': await ask('POST', '/api/admin/reassess'),
    'administer: revoke': await ask('POST', '/api/admin/revocations', { jti: 'a token that nobody has', expires_at: Date.now() + 1000 }),
    delete: await ask('DELETE', of)
  }
  if (cells.delete !== 'yes') await server.delete(document)
  return { ...cells, 'a deleted document': await ask('GET', `${of}/access`), restore: await ask('POST', `${of}/restore`) }
}

/** Which action of the table a cell is about. @param {string} cell */
const actionOf = cell => cell === 'connect' ? 'read' : ACTIONS.find(action => cell.startsWith(action))

/**
 * What the table says about a cell.
 *
 * @param {keyof typeof MAY} role
 * @param {string} cell
 * @param {string} refusal how an action is refused here to somebody who may come in
 */
function expected (role, cell, refusal) {
  if (role === 'unknown') return '401'
  // Who they are is known all the same; only what they came for is over.
  if (role === 'stranded') return ['issue', 'administer'].includes(String(actionOf(cell))) ? '403' : '401'
  if (cell === 'a deleted document') return '403'
  const may = MAY[role].split(' ')
  if (may.includes(/** @type {string} */ (actionOf(cell)))) return 'yes'
  return may.includes('read') ? refusal : '403'
}

/**
 * Tries every way to a role at a door and compares each cell with the table.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} door
 * @param {string} refusal
 * @param {(place: Place) => Promise<Record<string, string>>} visit
 */
async function matrix (t, door, refusal, visit) {
  const server = await GuardedServer.forTest(t, {
    settings: { 'limits.requests_per_second_per_address': '100000', 'limits.connections_per_user': '10000' }
  })
  let cells = 0
  const wrong = (await inParallel(WAYS, 6, async ({ name, role, show }, at) => {
    const folder = `matrix/${at}/at-${door.toLowerCase()}/`
    const document = `${folder}document`
    const operator = { token: OPERATOR }
    assert.equal((await visits.request(server, 'POST', '/y-sweet/doc/new', operator, { docId: document })).status, 200)
    const address = `/y-sweet/d/${encodeURIComponent(document)}`
    assert.equal((await visits.request(server, 'POST', `${address}/update`, operator, visits.writing('seed'))).status, 200)
    const whole = async () => (await visits.request(server, 'GET', `${address}/as-update`, operator)).bytes
    const shown = await show({ server, document, folder })
    const found = await visit({ server, document, folder, shown, whole })
    cells += Object.keys(found).length
    return Object.entries(found).flatMap(([cell, is]) => {
      const should = expected(role, cell, refusal)
      return is === should ? [] : [`${role} by ${name}: ${cell} is ${is} and should be ${should}`]
    })
  })).flat()
  t.diagnostic(`${WAYS.length} ways, ${cells} cells`)
  assert.deepEqual(wrong, [])
}

for (const door of visits.doors) {
  test(`${door.name}: every role does what the table says, whatever way one came to it`, t => matrix(t, door.name, 'refused', place => atSocket(door, place)))
}

test('the HTTP side of the y-sweet door: every role does what the table says', t => matrix(t, 'y-sweet-http', '403', atYSweet))

test('REST: every role does what the table says', t => matrix(t, 'rest', '403', atRest))

test('the table has a way to every role, and knows every role of the product', () => {
  assert.deepEqual([...new Set(WAYS.map(({ role }) => role))].sort(), Object.keys(MAY).sort())
  for (const role of ['owner', 'editor', 'commenter', 'viewer']) assert.ok(MAY[role].startsWith('read presence'))
})
