// Documents over REST, as who writes a phone app or a back end uses them: without Yjs, page by page, with retries; and beside
// people who type in Yjs editors at the same moment.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as Y from 'yjs'
import {
  BYTES, Client, GuardedServer, HocuspocusClient, JSON_PATCH, LiveClient, MERGE_PATCH, Problem, Random, Rest, access, breathe, hocuspocus, lines,
  readFresh, refused, replay, until
} from './harness.mjs'

const MANY = { 'limits.handshake': '120s', 'limits.requests_per_second_per_user': '1000000', 'limits.requests_per_second_per_address': '1000000' }
const COLUMNS = { todo: { title: 'To do', order: 'a0' }, doing: { title: 'In progress', order: 'a1' }, done: { title: 'Done', order: 'a2' } }
const EDITOR = { grants: { 'acme/': 'editor' } }

/** @param {GuardedServer} server @param {string} user @param {Record<string, string>} [grants] */
const as = (server, user, grants = EDITOR.grants) => new Rest(server, access.token(user, { grants }))

/** Ids of a list, whole, page by page. @param {Rest} rest @param {Record<string, any>} [query] @param {number} [limit] */
async function listed (rest, query = {}, limit = 50) {
  /** @type {any[]} */
  const documents = []
  for (let cursor; ;) {
    const page = await rest.get('/documents', { ...query, limit, cursor })
    documents.push(...page.documents)
    assert.ok(page.documents.length <= limit)
    cursor = page.next_cursor
    if (cursor === null) return documents
    assert.equal(typeof cursor, 'string')
  }
}

const ids = (/** @type {any[]} */ documents) => documents.map(({ id }) => id)

test('a document is created, read, renamed, described, and says who did it when', async t => {
  const server = await GuardedServer.forTest(t)
  const ada = as(server, 'ada')
  const before = Date.now()
  const answer = await ada.send('POST', '/documents', { json: { kind: 'board', id: 'acme/plan', title: 'Plan', metadata: { color: 'red', tags: ['a'] } } })
  assert.equal(answer.status, 201)
  assert.equal(answer.headers.get('location'), '/api/documents/acme%2Fplan')
  const created = answer.json
  assert.deepEqual(
    [created.id, created.kind, created.title, created.metadata, created.owner.id, created.created_by.id ?? created.created_by, created.role],
    ['acme/plan', 'board', 'Plan', { color: 'red', tags: ['a'] }, 'ada', 'ada', 'owner']
  )
  assert.ok(created.created_at >= before && created.created_at <= Date.now() && Number.isInteger(created.version))
  assert.equal(created.deleted_at ?? null, null)
  const { rest, path } = ada.document('acme/plan')
  assert.deepEqual(await rest.get(path), created)
  const renamed = await rest.patch(path, { title: 'Roadmap ü🦀' })
  assert.equal(renamed.title, 'Roadmap ü🦀')
  const changed = await rest.patch(path, { metadata: { color: null, size: 3 } })
  assert.deepEqual(changed.metadata, { tags: ['a'], size: 3 }, 'a merge patch')
  const { events } = await ada.document('acme/plan').events({ types: 'document.*' })
  assert.deepEqual(events.map(({ type, user }) => [type, user.id]), [['document.created', 'ada'], ['document.renamed', 'ada'], ['document.changed', 'ada']])
  assert.deepEqual(events[1].data, { title: 'Roadmap ü🦀', old: 'Plan' })
  // Without an id it gets one below a prefix; ids of later ones sort later.
  const made = []
  for (let count = 0; count < 3; count++) made.push((await ada.create({ under: 'acme/notes/' })).id)
  assert.deepEqual(made, made.toSorted())
  for (const id of made) assert.match(id, /^acme\/notes\/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/)
  const bob = as(server, 'bob')
  assert.equal((await bob.get(path)).role, 'editor')
  assert.equal((await as(server, 'vera', { 'acme/': 'viewer' }).get(path)).role, 'viewer')
})

test('what makes no sense is refused with a reason, and changes nothing', async t => {
  const server = await GuardedServer.forTest(t)
  const ada = as(server, 'ada')
  await ada.create({ id: 'acme/plan', title: 'Plan' })
  const { path } = ada.document('acme/plan')
  for (const wrong of [{ id: 'acme//x' }, { id: 'acme/' }, { id: '' }, { id: 'acme/x~yrsa' }, { id: 'acme/x', under: 'acme/' }, { under: 'acme' }, { id: 'acme/x', kind: 'sheet' },
    { id: 'acme/x', title: 7 }, { id: 'acme/x', title: 'x'.repeat(301) }, { id: 'acme/x', metadata: [] }, { id: 'acme/x', metadata: { x: 'x'.repeat(17_000) } },
    { id: 'acme/x', wrong: true }, { id: 'acme/x', metadata: { a: { a: { a: { a: { a: { a: { a: { a: { a: {} } } } } } } } } } }]) {
    const asking = ada.create(wrong).then(value => ({ value }), error => ({ error }))
    const { error } = /** @type {any} */ (await asking)
    assert.ok(error instanceof Problem && [400, 413, 422].includes(error.status) && error.isProblem, `${JSON.stringify(wrong).slice(0, 80)}: ${error?.message ?? 'taken'}`)
  }
  await refused(409, ada.create({ id: 'acme/plan' }))
  await refused(403, ada.create({ id: 'elsewhere/x' }))
  await refused(403, as(server, 'vera', { 'acme/': 'viewer' }).create({ id: 'acme/x' }))
  await refused(401, new Rest(server).create({ id: 'acme/x' }))
  await refused(403, ada.get('/documents/elsewhere%2Fx'))
  await refused(403, as(server, 'vera', { 'acme/': 'viewer' }).patch(path, { title: 'x' }))
  const viewer = as(server, 'vera', { 'acme/': 'viewer' })
  await refused(403, viewer.document('acme/plan').edit([{ op: 'add', path: '/a', value: 1 }]))
  await refused(403, viewer.document('acme/plan').update(Y.encodeStateAsUpdate(new Y.Doc())))
  await refused(403, viewer.delete(path))
  for (const query of [{ limit: 0 }, { limit: 201 }, { sort: 'size' }, { cursor: 'x' }, { under: 'acme//' }, { kind: 'sheet' }, { deleted: 'maybe' }, { fields: 'wrong' }]) {
    await refused(400, ada.get('/documents', query))
  }
  assert.deepEqual(ids(await listed(ada)), ['acme/plan'])
})

test('lists are filtered, sorted, in pages that neither skip nor repeat while others create', async t => {
  const random = Random.forTest(t)
  const server = await GuardedServer.forTest(t, { settings: MANY })
  const ada = as(server, 'ada', { 'acme/': 'editor', 'other/': 'editor' })
  const bob = as(server, 'bob')
  const made = []
  for (let count = 0; count < 60; count++) {
    const id = `acme/${random.pick(['a', 'b'])}/${String(random.below(1e9)).padStart(9, '0')}`
    const kind = random.pick(['board', 'workflow', 'report', 'document'])
    await (count % 3 === 0 ? bob : ada).create({ id, kind, title: `title ${random.below(1e6)}` })
    made.push({ id, kind, by: count % 3 === 0 ? 'bob' : 'ada' })
  }
  await ada.create({ id: 'other/x' })
  const under = { under: 'acme/' }
  const whole = await listed(ada, under)
  assert.deepEqual(ids(whole).toSorted(), made.map(({ id }) => id).toSorted())
  const of = (/** @type {(made: any) => boolean} */ fits) => made.filter(fits).map(({ id }) => id).toSorted()
  assert.deepEqual(ids(await listed(ada, { under: 'acme/a/' })).toSorted(), of(({ id }) => id.startsWith('acme/a/')))
  assert.deepEqual(ids(await listed(ada, { kind: 'board' })).toSorted(), of(({ kind }) => kind === 'board'))
  assert.deepEqual(ids(await listed(ada, { owner: 'bob', kind: 'report' })).toSorted(), of(({ kind, by }) => kind === 'report' && by === 'bob'))
  assert.deepEqual(ids(await listed(bob)).toSorted(), of(() => true), 'only what one may read')
  const keys = /** @type {Record<string, (document: any) => any>} */ ({
    id: ({ id }) => id, title: ({ title }) => title, created_at: ({ created_at }) => created_at, updated_at: ({ updated_at }) => updated_at
  })
  for (const [sort, key] of Object.entries(keys)) {
    const up = (await listed(ada, { ...under, sort }, 7)).map(key)
    assert.deepEqual(up, up.toSorted((a, b) => a < b ? -1 : a > b ? 1 : 0), sort)
    const down = (await listed(ada, { ...under, sort: `-${sort}` }, 7)).map(key)
    assert.deepEqual(down, up.toReversed(), `-${sort}`)
  }
  const light = await listed(ada, { ...under, fields: 'id,title' })
  for (const document of light) assert.deepEqual(Object.keys(document).sort(), ['id', 'title'])
  // Others create and delete while one turns pages: what was there all the time is seen once.
  const seen = []
  const stays = new Set(ids(whole).filter((_, at) => at % 5 > 0))
  for (let cursor, page = 0; cursor !== null; page++) {
    const answer = await ada.get('/documents', { ...under, sort: 'id', limit: 6, cursor })
    seen.push(...ids(answer.documents))
    cursor = answer.next_cursor
    await ada.create({ id: `acme/a/new-${page}` })
    await ada.create({ id: `acme/b/${String(page).padStart(9, '0')}x` })
    const gone = ids(whole).filter(id => !stays.has(id))[page]
    if (gone) await server.delete(gone)
  }
  assert.equal(new Set(seen).size, seen.length, 'nothing comes twice')
  assert.deepEqual(seen.filter(id => stays.has(id)).toSorted(), [...stays].toSorted(), 'nothing is skipped')
})

test('documents are found by words of their titles and of what is typed in them', { timeout: 60_000 }, async t => {
  const server = await GuardedServer.forTest(t)
  const ada = as(server, 'ada')
  await ada.create({ id: 'acme/one', kind: 'board', title: 'Quarterly roadmap' })
  await ada.create({ id: 'acme/two', kind: 'report', title: 'Übersicht der Straßen' })
  await ada.create({ id: 'acme/three', title: 'Shopping' })
  const bob = await Client.connect(server, lines.y31, 'acme/one', { params: { token: access.token('bob', EDITOR) } }).synced()
  bob.doc.getMap('cards').set('one', new Y.Map([['title', 'Migrate the zebra database'], ['description', new Y.Text('with great care')]]))
  await bob.saved()
  const finds = async (/** @type {string} */ q, /** @type {string[]} */ expected, query = {}) => {
    let found = /** @type {string[]} */ ([])
    await until(`${JSON.stringify(q)} to find ${expected}`, async () => {
      found = ids(await listed(ada, { q, ...query })).toSorted()
      return JSON.stringify(found) === JSON.stringify(expected)
    }, 30_000).catch(() => assert.deepEqual(found, expected, q))
  }
  await finds('zebra', ['acme/one'])
  await finds('zebra roadmap', ['acme/one'])
  await finds('ROADMAP quart', ['acme/one'])
  await finds('care', ['acme/one'])
  await finds('übersicht', ['acme/two'])
  await finds('introduc', ['acme/two'])
  await finds('zebra shopping', [])
  await finds('ebra', [])
  await finds('zebra', [], { kind: 'report' })
  await ada.patch('/documents/acme%2Fthree', { title: 'Buying zebras' })
  await finds('zebra', ['acme/one', 'acme/three'])
  await finds('shopping', [])
  bob.doc.getMap('cards').delete('one')
  await bob.saved()
  await finds('zebra', ['acme/three'])
  await server.delete('acme/three')
  await finds('zebra', [])
  assert.deepEqual(ids(await listed(as(server, 'eve', { 'other/': 'editor' }), { q: 'roadmap' })), [], 'only what one may read')
  await server.kill()
  await server.start()
  await finds('roadmap', ['acme/one'])
})

test('ETags save reading again, and keep from writing over what one has not seen', async t => {
  const server = await GuardedServer.forTest(t)
  const ada = as(server, 'ada')
  const created = await ada.send('POST', '/documents', { json: { id: 'acme/plan', kind: 'board', title: 'Plan' } })
  const { path } = ada.document('acme/plan')
  const tag = String((await ada.send('GET', path)).headers.get('etag'))
  assert.match(tag, /^"[^"]+"$/)
  assert.match(String(created.headers.get('etag')), /^"[^"]+"$/)
  const same = await ada.ask('GET', path, { headers: { 'If-None-Match': tag } })
  assert.deepEqual([same.status, same.text], [304, ''])
  assert.equal((await ada.ask('GET', path, { headers: { 'If-None-Match': `"other", ${tag}` } })).status, 304)
  await ada.patch(path, { title: 'One' }, { 'If-Match': tag })
  await refused(412, ada.patch(path, { title: 'Two' }, { 'If-Match': tag }))
  assert.equal((await ada.get(path)).title, 'One')
  assert.equal((await ada.ask('GET', path, { headers: { 'If-None-Match': tag } })).status, 200)
  // Content has a tag of its own: the document, its version, the form.
  const content = await ada.send('GET', `${path}/content`)
  assert.match(String(content.headers.get('etag')), new RegExp(`^"[0-9a-f]+\\.${content.json.version}\\.json"$`))
  assert.equal(content.headers.get('yrsa-version'), String(content.json.version))
  const contentTag = String(content.headers.get('etag'))
  assert.equal((await ada.ask('GET', `${path}/content`, { headers: { 'If-None-Match': contentTag } })).status, 304)
  const tagOf = (/** @type {number} */ version) => contentTag.replace(/\.\d+\./, `.${version}.`)
  await refused(412, ada.document('acme/plan').edit({ a: {} }, { 'If-Match': `"${content.json.version}"` }))
  const document = ada.document('acme/plan')
  const { version, changed } = await document.edit([{ op: 'add', path: '/columns/todo/title', value: 'First' }], { 'If-Match': contentTag })
  assert.deepEqual([version > content.json.version, changed], [true, true])
  await refused(412, document.edit([{ op: 'add', path: '/columns/todo/title', value: 'Second' }], { 'If-Match': contentTag }))
  assert.equal((await document.content()).content.columns.todo.title, 'First')
  await document.edit([{ op: 'add', path: '/columns/todo/title', value: 'Third' }], { 'If-Match': tagOf(version) })
  await document.edit([{ op: 'add', path: '/columns/todo/title', value: 'Fourth' }], { 'If-Match': '*' })
  // Who reads, changes and writes back with If-Match loses nothing of what twenty others do at the same time.
  await document.edit({ counter: { value: 0 } })
  await Promise.all(Array.from({ length: 20 }, async () => {
    for (;;) {
      const { content, version } = await document.content()
      const answer = await ada.ask('PATCH', `${path}/content`, {
        json: { counter: { value: content.counter.value + 1 } }, type: MERGE_PATCH, headers: { 'If-Match': tagOf(version) }
      })
      if (answer.status === 200) return
      assert.equal(answer.status, 412, answer.text)
    }
  }))
  assert.equal((await document.content()).content.counter.value, 20)
})

test('a request that is sent again with its key is done once, also across a kill', async t => {
  const server = await GuardedServer.forTest(t, { settings: MANY })
  const ada = as(server, 'ada')
  const key = { 'Idempotency-Key': 'order-1' }
  const wanted = { under: 'acme/', title: 'Once' }
  const first = await ada.send('POST', '/documents', { json: wanted, headers: key })
  assert.equal(first.headers.get('idempotency-replayed'), null)
  await server.kill()
  await server.start()
  const again = await ada.send('POST', '/documents', { json: wanted, headers: key })
  assert.deepEqual([again.status, again.json, again.headers.get('idempotency-replayed')], [201, first.json, 'true'])
  assert.equal(again.headers.get('location'), first.headers.get('location'))
  await refused(422, ada.post('/documents', { under: 'acme/', title: 'Other' }, key))
  assert.equal((await listed(ada)).length, 1)
  const bobs = await as(server, 'bob').send('POST', '/documents', { json: wanted, headers: key })
  assert.notEqual(bobs.json.id, first.json.id, 'keys of others are others')
  // An impatient phone: many at once, and a list that grows by one.
  const document = ada.document(first.json.id)
  await document.edit([{ op: 'add', path: '/list', value: [0] }])
  const answers = await Promise.all(Array.from({ length: 30 }, () => ada.ask('PATCH', `${document.path}/content`, {
    json: [{ op: 'add', path: '/list/-', value: 1 }], type: JSON_PATCH, headers: { 'Idempotency-Key': 'append' }
  })))
  for (const { status, json, text } of answers) assert.ok(status === 200 ? json.changed : status === 409, text)
  assert.ok(answers.some(({ status }) => status === 200))
  assert.deepEqual((await document.content()).content.list, [0, 1])
  for (const odd of ['', 'x'.repeat(256), 'with space\tand tab']) {
    const { status } = await ada.ask('POST', '/documents', { json: wanted, headers: { 'Idempotency-Key': odd } })
    assert.equal(status, 400, JSON.stringify(odd))
  }
})

test('a duplicate has the content and nothing else of the original, and goes its own way', async t => {
  const server = await GuardedServer.forTest(t)
  const ada = as(server, 'ada')
  await ada.create({ id: 'acme/plan', kind: 'board', title: 'Plan', metadata: { a: 1 } })
  await ada.document('acme/plan').edit([{ op: 'add', path: '/cards/one', value: { title: 'One', description: 'some words' } }])
  await server.member('acme/plan', 'mia', 'viewer')
  const answer = await as(server, 'bob').send('POST', '/documents/acme%2Fplan/duplicate', { json: { id: 'acme/copy', title: 'Copy' } })
  assert.deepEqual([answer.status, answer.headers.get('location')], [201, '/api/documents/acme%2Fcopy'])
  assert.deepEqual([answer.json.kind, answer.json.title, answer.json.owner.id], ['board', 'Copy', 'bob'])
  const [original, copy] = [ada.document('acme/plan'), ada.document('acme/copy')]
  assert.deepEqual((await copy.content()).content, (await original.content()).content)
  await copy.edit([{ op: 'replace', path: '/cards/one/title', value: 'Two' }])
  assert.equal((await original.content()).content.cards.one.title, 'One')
  await refused(403, as(server, 'mia', {}).get(copy.path))
  const { content } = await copy.content()
  const events = await until('its events', async () => {
    const { events } = await copy.events()
    return events.some(({ type }) => type === 'board.card.updated') && events
  })
  assert.deepEqual(events.slice(0, 2).map(({ type }) => type), ['document.created', 'document.duplicated'])
  assert.equal(events[1].data.from, 'acme/plan')
  replay.reproduces('board', events, content)
  const bob = await Client.connect(server, lines.y31, 'acme/copy', { params: { token: access.token('bob', EDITOR) } }).synced()
  assert.ok(/** @type {any} */ (bob.doc.getMap('cards').get('one')).get('description') instanceof Y.Text, 'shared types stay shared')
  await refused(409, ada.post('/documents/acme%2Fplan/duplicate', { id: 'acme/copy' }))
  assert.match((await ada.post('/documents/acme%2Fplan/duplicate', { under: 'acme/x/' })).id, /^acme\/x\//)
  await refused(403, as(server, 'vera', { 'acme/plan': 'viewer' }).post('/documents/acme%2Fplan/duplicate', { id: 'acme/stolen' }))
})

test('a deleted document is gone for everybody, can be restored as it was, and purged for good', async t => {
  const server = await GuardedServer.forTest(t)
  const ada = as(server, 'ada')
  await ada.create({ id: 'acme/plan', kind: 'board', title: 'Plan' })
  const document = ada.document('acme/plan')
  const { path } = document
  const bob = await LiveClient.open(server, 'acme/plan', { token: access.token('bob', EDITOR) })
  await document.edit([{ op: 'add', path: '/cards/one', value: { title: 'kept' } }])
  await refused(403, as(server, 'bob').delete(path))
  await refused(409, ada.delete(path, { purge: true }))
  await ada.delete(path)
  await until('bob to be told', () => bob.closure?.code === 4404)
  await refused(403, as(server, 'bob').get(path))
  await refused(403, as(server, 'bob').get(`${path}/content`))
  await refused(409, ada.create({ id: 'acme/plan' }))
  assert.deepEqual(ids(await listed(ada)), [])
  const [gone] = await listed(ada, { deleted: 'only' })
  assert.deepEqual([gone.id, typeof gone.deleted_at], ['acme/plan', 'number'])
  assert.deepEqual(ids(await listed(as(server, 'bob'), { deleted: 'only' })), [], 'only owners see what can be restored')
  await server.kill()
  await server.start()
  await ada.post(`${path}/restore`)
  assert.deepEqual((await document.content()).content, { columns: COLUMNS, cards: { one: { title: 'kept' } } })
  assert.equal((await ada.get(path)).title, 'Plan')
  await server.member('acme/plan', 'mia', 'viewer')
  await ada.delete(path)
  await ada.delete(path, { purge: true })
  assert.deepEqual(ids(await listed(ada, { deleted: 'only' })), [])
  const admin = new Rest(server, access.token('olga', { admin: true }))
  const { events } = await admin.events({ document: 'acme/plan' })
  assert.deepEqual(events.map(({ type }) => type), ['document.purged'])
  // Its name is free; whoever takes it finds nothing of what was there.
  await as(server, 'bob').create({ id: 'acme/plan', content: {} })
  assert.deepEqual((await as(server, 'bob').document('acme/plan').content()).content, {})
  assert.equal((await as(server, 'bob').get(path)).owner.id, 'bob')
  assert.equal((await readFreshAs(server, 'acme/plan')).store.clients.size, 0)
  await refused(403, as(server, 'mia', {}).get(path))
})

/** @param {GuardedServer} server @param {string} document */
const readFreshAs = async (server, document) => await readFresh(server, `${document}?token=${access.token('ada', EDITOR)}`)

test('content is read as JSON, Markdown, text, an update and a difference, which the real Yjs takes', async t => {
  const server = await GuardedServer.forTest(t)
  const ada = as(server, 'ada')
  await ada.create({ id: 'acme/report', kind: 'report', title: 'Report' })
  const bob = await Client.connect(server, lines.y31, 'acme/report', { params: { token: access.token('bob', EDITOR) } }).synced()
  const body = /** @type {Y.XmlFragment} */ (/** @type {any} */ (bob.doc.getMap('sections').get('introduction')).get('body'))
  assert.ok(body instanceof Y.XmlFragment, 'an editor binds to the seeded body')
  const heading = new Y.XmlElement('heading')
  heading.setAttribute('level', /** @type {any} */ (2))
  const words = new Y.XmlText()
  words.insert(0, 'Why ')
  words.insert(4, 'we *do* this', { bold: {} })
  heading.insert(0, [words])
  body.insert(0, [heading])
  await bob.saved()
  const document = ada.document('acme/report')
  const json = await document.content()
  assert.deepEqual([json.document, json.content.sections.introduction.title], ['acme/report', 'Introduction'])
  const [markdown, text, update, vector] = await Promise.all(['markdown', 'text', 'update', 'state-vector'].map(format => document.form(format)))
  assert.match(String(markdown.headers.get('content-type')), /^text\/markdown/)
  assert.match(markdown.text, /^## Introduction$/m)
  assert.match(markdown.text, /^#+ Why \*\*we \\\*do\\\* this\*\*$/m)
  assert.match(String(text.headers.get('content-type')), /^text\/plain/)
  assert.match(text.text, /Why we \*do\* this/)
  assert.equal(update.headers.get('content-type'), BYTES)
  const tags = [markdown, text, update, vector].map(answer => String(answer.headers.get('etag')))
  assert.deepEqual(tags.map(tag => tag.split('.')[1]), tags.map(() => String(json.version)))
  assert.equal(new Set(tags).size, 4, 'each form has a tag of its own')
  const copy = new Y.Doc()
  Y.applyUpdate(copy, update.bytes)
  assert.deepEqual(copy.getMap('sections').toJSON(), bob.doc.getMap('sections').toJSON())
  assert.deepEqual(Y.decodeStateVector(vector.bytes), Y.decodeStateVector(Y.encodeStateVector(bob.doc)))
  // What Accept asks for is given, too.
  const byAccept = await ada.send('GET', `${document.path}/content`, { headers: { Accept: 'text/markdown' } })
  assert.equal(byAccept.text, markdown.text)
  await refused(406, ada.send('GET', `${document.path}/content`, { headers: { Accept: 'image/png' } }))
  await refused(400, document.form('pdf'))
  // The difference to what one has is small, and makes it whole.
  const had = Y.encodeStateVector(copy)
  body.insert(0, [new Y.XmlElement('horizontalRule')])
  await bob.saved()
  const state = Buffer.from(had).toString('base64url')
  const diff = await document.form('update', { state_vector: state })
  assert.ok(diff.bytes.length < update.bytes.length)
  Y.applyUpdate(copy, diff.bytes)
  assert.deepEqual(copy.getMap('sections').toJSON(), bob.doc.getMap('sections').toJSON())
  await refused(400, document.form('update', { state_vector: '!!' }))
  // And the other way: an update that somebody made with Yjs elsewhere.
  const before = Y.encodeStateVector(copy)
  copy.getMap('sections').set('more', new Y.Map([['title', 'Made elsewhere'], ['order', 'a1']]))
  const answer = await document.update(Y.encodeStateAsUpdate(copy, before))
  assert.equal(answer.changed, true)
  await until('bob to see it', () => bob.doc.getMap('sections').has('more'))
  assert.equal((await document.update(Y.encodeStateAsUpdate(copy, before))).changed, false, 'known already')
  await refused(422, document.update(Uint8Array.of(1, 2, 3)))
  await refused(415, ada.send('POST', `${document.path}/update`, { json: {} }))
})

test('patches are applied as a whole or not at all, and say which part is wrong', async t => {
  const server = await GuardedServer.forTest(t)
  const ada = as(server, 'ada')
  await ada.create({ id: 'acme/board', kind: 'board' })
  const document = ada.document('acme/board')
  const one = { op: 'add', path: '/cards/one', value: { title: 'One', column: 'todo', order: 'a0', description: 'words' } }
  const { version, changed } = await document.edit([one])
  assert.deepEqual(await document.edit([one]), { version, changed: false }, 'what changes nothing is no edit')
  assert.equal(changed, true)
  const failed = await refused(409, document.edit([{ op: 'add', path: '/cards/two', value: {} }, { op: 'test', path: '/cards/one/title', value: 'Two' }]))
  assert.equal(failed.operation, 1)
  const wrong = await refused(422, document.edit([{ op: 'add', path: '/cards/two', value: {} }, { op: 'remove', path: '/cards/none' }]))
  assert.equal(wrong.operation, 1)
  assert.deepEqual(Object.keys((await document.content()).content.cards), ['one'])
  assert.deepEqual((await document.edit({ cards: { one: { title: 'Merged', order: null } } })).changed, true)
  assert.deepEqual((await document.content()).content.cards.one, { title: 'Merged', column: 'todo', description: 'words' })
  await refused(415, ada.patch(`${document.path}/content`, [one]))
  for (const [body, type] of [['{"a":', MERGE_PATCH], ['[{"op":"fly"}]', JSON_PATCH], ['{}', JSON_PATCH], ['[]x', JSON_PATCH]]) {
    const { status } = await ada.ask('PATCH', `${document.path}/content`, { body, type })
    assert.ok([400, 422].includes(status), `${body}: ${status}`)
  }
  const { status } = await ada.ask('PATCH', `${document.path}/content`, { json: { notes: 'x'.repeat(20 * 2 ** 20) }, type: MERGE_PATCH }).catch(() => ({ status: 413 }))
  assert.equal(status, 413)
  // Larger than other bodies of the API may be.
  assert.equal((await document.edit({ notes: 'x'.repeat(200_000) })).changed, true)
})

test('what is odd about a document is told, and keeps nobody from working', async t => {
  const server = await GuardedServer.forTest(t)
  const ada = as(server, 'ada')
  await ada.create({ id: 'acme/flow', kind: 'workflow' })
  const document = ada.document('acme/flow')
  assert.deepEqual(await ada.get(`${document.path}/problems`), { problems: [] })
  await document.edit([{ op: 'add', path: '/edges/e1', value: { source: 'start', target: 'nowhere' } }, { op: 'add', path: '/nodes/odd', value: { position: 'left' } }])
  const { problems } = await ada.get(`${document.path}/problems`)
  const at = (/** @type {string} */ path) => problems.some((/** @type {any} */ problem) => problem.path.startsWith(path) && problem.message.length > 0)
  assert.ok(at('/edges/e1/target') && at('/nodes/odd/position'), JSON.stringify(problems))
  assert.ok(!at('/nodes/start') && !at('/edges/e1/source'), JSON.stringify(problems))
})

test('a PATCH in the text that somebody is typing in leaves their words and their cursor where they were', { timeout: 60_000 }, async t => {
  const random = Random.forTest(t)
  const server = await GuardedServer.forTest(t, { settings: MANY })
  const ada = as(server, 'ada')
  await ada.create({ id: 'acme/board', kind: 'board' })
  const document = ada.document('acme/board')
  // Made by PATCH; an editor binds to it.
  await document.edit([{ op: 'add', path: '/cards/one', value: { title: 'One', column: 'todo', order: 'a0', description: 'start  middle of it  end' } }])
  const typist = await HocuspocusClient.connect(server, hocuspocus.h48, 'acme/board', { token: access.token('bob', EDITOR) }).synced()
  const text = /** @type {Y.Text} */ (/** @type {any} */ (typist.doc.getMap('cards').get('one')).get('description'))
  assert.ok(text instanceof Y.Text)
  let typed = ''
  let cursor = Y.createRelativePositionFromTypeIndex(text, 'start '.length)
  const at = () => /** @type {Y.AbsolutePosition} */ (Y.createAbsolutePositionFromRelativePosition(cursor, typist.doc)).index
  for (let number = 0; number < 120; number++) {
    const letter = random.pick(['a', 'b', 'ü', ' ', '🦀'])
    const place = at()
    text.insert(place, letter)
    typed += letter
    cursor = Y.createRelativePositionFromTypeIndex(text, place + letter.length)
    if (number % 3 > 0) await breathe()
    else {
      // The whole description anew, from what was read: other words before and after what is being typed.
      const { content } = await document.content()
      const { description } = content.cards.one
      const value = description.replace(/^\S+/, `start${number}`).replace(/\S+$/, `end${number}`)
      await ada.ask('PATCH', `${document.path}/content`, {
        json: [{ op: 'test', path: '/cards/one/description', value: description }, { op: 'replace', path: '/cards/one/description', value }], type: JSON_PATCH
      })
    }
  }
  await typist.saved()
  const { content } = await document.content()
  await until('the typist to have all', () => text.toString() === content.cards.one.description)
  const whole = text.toString()
  assert.ok(whole.includes(typed), `what was typed stands together: ${whole}`)
  assert.equal(whole.indexOf(typed) + typed.length, at(), 'the cursor is behind what was typed')
  assert.match(whole, /^start\d+ /)
  assert.match(whole, / middle of it  end\d+$/)
})

test('a merge of a title beside somebody who types in the same card loses neither', async t => {
  const server = await GuardedServer.forTest(t, { settings: MANY })
  const ada = as(server, 'ada')
  await ada.create({ id: 'acme/board', kind: 'board' })
  const document = ada.document('acme/board')
  await document.edit([{ op: 'add', path: '/cards/one', value: { title: '0', column: 'todo', order: 'a0', description: '' } }])
  const typist = await Client.connect(server, lines.y31, 'acme/board', { params: { token: access.token('bob', EDITOR) } }).synced()
  const card = /** @type {Y.Map<any>} */ (typist.doc.getMap('cards').get('one'))
  for (let number = 1; number <= 40; number++) {
    const asking = document.edit({ cards: { one: { title: String(number) } } })
    card.get('description').insert(card.get('description').length, 'x')
    await asking
  }
  await typist.saved()
  assert.deepEqual((await document.content()).content.cards.one, { title: '40', column: 'todo', order: 'a0', description: 'x'.repeat(40) })
  assert.equal(typist.doc.getMap('cards').get('one'), card, 'the card is the same one')
})
