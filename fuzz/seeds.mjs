// Makes the seeds of the fuzz targets, in two ways:
//   node fuzz/seeds.mjs           from what is in fuzz/seeds/ and the shared test data, if it is there, into fuzz/corpus/ (not committed)
//   node fuzz/seeds.mjs --record  fuzz/seeds/ anew: frames that the real clients of tests/clients send, and a few made by hand
// An input of several messages is a row: each message with its length in front, two bytes, least significant first.
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const shared = path.join(process.env.YRSA_SHARED ?? path.join(here, '../../shared'), 'data')
const clients = path.join(here, '../tests/clients')

/** Longest message of a row, and longest input that is worth mutating. */
const LONGEST = 4096

const row = parts => Buffer.concat(parts.flatMap(part => {
  const length = Buffer.alloc(2)
  length.writeUInt16LE(part.length)
  return [length, Buffer.from(part)]
}))
const text = value => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
const bytes = hex => Buffer.from(hex.replace(/\s/g, ''), 'hex')

/** Writes an input under a name made from its bytes, so that the same input is there once. */
const put = (folder, target, input) => {
  const into = path.join(here, folder, target)
  mkdirSync(into, { recursive: true })
  writeFileSync(path.join(into, createHash('sha256').update(input).digest('hex').slice(0, 16)), input)
}

/** The targets whose inputs are a row of updates. */
const UPDATES = ['update', 'update_against_yjs', 'merge', 'json_view']
const putUpdates = (folder, updates) => {
  for (const target of UPDATES) put(folder, target, row(updates))
  put(folder, 'state_vector', row([Buffer.from([0]), ...updates]))
}

// ---- from the shared data

const varint = (buffer, at) => {
  let value = 0
  for (let shift = 1; ; shift *= 128) {
    const byte = buffer[at.at++]
    value += (byte & 127) * shift
    if (byte < 128) return value
  }
}

function * conformance (file) {
  const at = { at: 0 }
  const chunk = () => { const length = varint(file, at); at.at += length; return file.subarray(at.at - length, at.at) }
  // The expected values behind each row are not read, so only the first row can be found; the others begin with the next document's own
  // updates, and those with few updates come first.
  varint(file, at)
  yield Array.from({ length: varint(file, at) }, chunk)
}

const fromShared = () => {
  if (!existsSync(shared)) {
    console.log(`NOTICE: no shared test data in ${shared}; fuzzing begins with fuzz/seeds only`)
    return
  }
  const read = name => readFileSync(path.join(shared, name))
  for (const name of readdirSync(path.join(shared, 'hostile')).filter(name => name.endsWith('.bin'))) {
    putUpdates('corpus', [read(`hostile/${name}`)])
  }
  for (const line of read('hostile/yrs-accepts-yjs-throws.hex.txt').toString().split('\n')) {
    const hex = line.trim().split(/\s+/).at(-1)
    if (/^([0-9a-f]{2})+$/i.test(hex)) putUpdates('corpus', [bytes(hex)])
  }
  for (const name of readdirSync(path.join(shared, 'yjs')).filter(name => name.startsWith('octo-'))) {
    const update = read(`yjs/${name}`)
    if (update.length <= 2 * LONGEST) putUpdates('corpus', [update])
  }
  for (const updates of conformance(read('yjs/small-test-dataset.bin'))) putUpdates('corpus', updates)
  const log = read('affine-0.8.4/idb.bin')
  for (const { start, end } of JSON.parse(read('affine-0.8.4/idb_index.json').toString())) {
    if (end - start <= LONGEST) putUpdates('corpus', [log.subarray(start, end)])
  }
}

// ---- from real clients

const require = createRequire(pathToFileURL(path.join(clients, 'package.json')))

/** A server that says just enough for clients to go on, and keeps what they send. */
const record = async (connect, answer) => {
  const { WebSocketServer } = require('ws')
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const frames = []
  server.on('connection', socket => socket.on('message', (data, isBinary) => {
    frames.push(Buffer.from(data))
    for (const reply of answer(Buffer.from(data), isBinary)) socket.send(reply)
  }))
  await new Promise(resolve => server.once('listening', resolve))
  try {
    await connect(`ws://127.0.0.1:${server.address().port}`, frames)
  } finally {
    server.close()
    for (const client of server.clients) client.terminate()
  }
  return frames
}

/** Waits until so many frames have come. */
const come = async (frames, count) => {
  const until = Date.now() + 10_000
  while (frames.length < count) {
    if (Date.now() > until) throw new Error(`only ${frames.length} of ${count} frames came`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

/** Edits of every kind that the format has; `step` is called between them. */
const edit = async (Y, doc, step) => {
  doc.getText('text').insert(0, 'hello 😀 world'); await step()
  doc.getText('text').format(0, 5, { bold: true }); await step()
  doc.getText('text').delete(3, 6); await step()
  doc.getText('text').insertEmbed(1, { image: 'x' }); await step()
  doc.getMap('map').set('title', 'Plan'); await step()
  doc.getMap('map').set('inner', new Y.Map([['a', 1], ['b', new Uint8Array([1, 2])]])); await step()
  doc.getMap('map').set('title', { deep: [1, { n: null, u: undefined, f: 0.5 }] }); await step()
  doc.getMap('map').delete('inner'); await step()
  doc.getArray('list').insert(0, [1, 'two', true, { big: 2n ** 40n }]); await step()
  doc.getArray('list').insert(2, [new Y.Array(), new Y.Text('nested'), new Y.Doc({ guid: 'sub', meta: { a: 1 } })]); await step()
  doc.getArray('list').delete(1, 3); await step()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.setAttribute('align', 'left')
  paragraph.insert(0, [new Y.XmlText('words')])
  doc.getXmlFragment('xml').insert(0, [paragraph]); await step()
  doc.getXmlFragment('xml').get(0).get(0).insert(2, 'more', { italic: true }); await step()
}

const states = [{ user: { name: 'Ada', color: '#30bced' } }, { cursor: { anchor: 1, head: 4 }, text: 'ü😀' }, null]

const yWebsocket = async (name, Y) => {
  const { WebsocketProvider } = require(name)
  return record(async (url, frames) => {
    const doc = new Y.Doc()
    const provider = new WebsocketProvider(url, 'plan', doc, { WebSocketPolyfill: require('ws'), disableBc: true })
    await come(frames, 1)
    for (const state of states) { provider.awareness.setLocalState(state); await come(frames, frames.length) }
    await edit(Y, doc, async () => {})
    await come(frames, 10)
    provider.destroy()
  }, frame => frame[0] === 0 && frame[1] === 0 ? [Buffer.from([0, 1, 2, 0, 0]), Buffer.from([0, 0, 1, 0])] : [])
}

const hocuspocus = async (name, Y) => {
  const module = require(name)
  return record(async (url, frames) => {
    const doc = new Y.Doc()
    const socket = new module.HocuspocusProviderWebsocket({ url, WebSocketPolyfill: require('ws') })
    const provider = new module.HocuspocusProvider({ websocketProvider: socket, name: 'plan', document: doc, token: 'a token' })
    provider.attach?.()
    await come(frames, 3)
    provider.setAwarenessField('user', { name: 'Bob' })
    provider.sendStateless('a message')
    await edit(Y, doc, async () => {})
    await come(frames, 10)
    provider.destroy()
    socket.destroy()
  }, frame => {
    const address = frame.subarray(0, 1 + frame[0])
    switch (frame[1 + frame[0]]) {
      case 2: return [Buffer.concat([address, Buffer.from([2, 2, 10]), text('read-write')])]
      case 0: return frame[2 + frame[0]] === 0 ? [Buffer.concat([address, Buffer.from([0, 1, 2, 0, 0])])] : []
      default: return []
    }
  })
}

/** What a room hears: how it is set up, then who does what. Clients: 0 y-websocket, 1 Hocuspocus, 2 JSON, 3 a viewer. */
const room = (how, acts) => Buffer.concat([Buffer.from([how]), row(acts.map(([who, frame]) => Buffer.concat([Buffer.from([who]), frame])))])
const LEAVES = 5 << 2
const WAITS = 6 << 2
const SYNCS = 7 << 2

const recordAll = async () => {
  rmSync(path.join(here, 'seeds'), { recursive: true, force: true })
  const Y = require('yjs')
  const heard = { plain: [], addressed: [] }
  for (const name of ['y-websocket-2', 'y-websocket-3.1']) heard.plain.push(...await yWebsocket(name, Y))
  for (const name of ['hocuspocus-2.15', 'hocuspocus-4.8']) heard.addressed.push(...await hocuspocus(name, Y))
  for (const frame of [...heard.plain, bytes('66 01 07'), bytes('03'), bytes('00 00 05 02 07 03 01 05'), bytes('02 00 02 6e 6f')]) put('seeds', 'sync_message', frame)
  for (const frame of [...heard.addressed, bytes('0a'), bytes('04 706c616e 07'), bytes('04 706c616e 06 02 6869')]) put('seeds', 'hocuspocus_message', frame)

  const awareness = heard.plain.filter(frame => frame[0] === 1).map(frame => frame.subarray(2))
  put('seeds', 'awareness', row(awareness))
  for (const update of awareness) put('seeds', 'awareness', row([update, update, Buffer.concat([update.subarray(0, 1), update.subarray(1)])]))
  put('seeds', 'awareness', row([Buffer.concat([bytes('02 07 01 02'), text('{}'), bytes('08 02 04'), text('null')]), bytes('00'), Buffer.concat([bytes('01 07 05 02'), text('{}')])]))

  // The same edits once keystroke by keystroke, once as a whole, once by two who don't hear each other.
  const typed = []
  const [one, two] = [1, 2 ** 32 - 5].map(id => { const doc = new Y.Doc(); doc.clientID = id; return doc })
  one.on('update', update => typed.push(Buffer.from(update)))
  await edit(Y, one, async () => {})
  await edit(Y, two, async () => {})
  const [whole, other] = [one, two].map(doc => Buffer.from(Y.encodeStateAsUpdate(doc)))
  putUpdates('seeds', typed)
  putUpdates('seeds', [...typed].reverse())
  putUpdates('seeds', [whole, other])
  for (let at = 0; at < typed.length; at += 3) putUpdates('seeds', typed.slice(at, at + 3))
  // Four characters are deleted of which two are there, then the third comes: what waits changes and stays as long.
  putUpdates('seeds', [bytes('01 01 07 00 04 01 01 74 02 61 62 00'), bytes('00 01 07 01 00 04'), bytes('01 01 07 02 84 07 01 01 63 00')])
  put('seeds', 'state_vector', row([Buffer.from(Y.encodeStateVector(two)), whole, other]))
  put('seeds', 'state_vector', row([bytes('01 01 05'), ...typed]))

  const patches = [
    [{ op: 'replace', path: '/notes', value: 'hello big world' }, { op: 'add', path: '/cards/-', value: { id: '3' } }],
    [{ op: 'test', path: '/map/title', value: 'Plan' }, { op: 'move', from: '/cards/0', path: '/cards/1' }],
    [{ op: 'copy', from: '/map/inner', path: '/map/copy' }, { op: 'remove', path: '/map/plain/x/1' }],
    [{ op: 'replace', path: '/xml', value: '<paragraph align="left">words <bold>and</bold> more</paragraph>' }],
    [{ op: 'add', path: '/new', value: [1, { a: [] }] }, { op: 'replace', path: '/list', value: [{ id: 1 }, 2] }]
  ]
  const asked = patches.map(patch => text({ type: 'content_patch', id: 1, patch }))
  for (const which of [0, 1, 2]) {
    put('seeds', 'json_edit', Buffer.concat([Buffer.from([which]), row(asked)]))
    put('seeds', 'json_edit', Buffer.concat([Buffer.from([which]), row([text({ map: { title: null, inner: { a: 2 } }, notes: 'x', cards: [1] })])]))
  }
  const said = [
    ...asked, text({ type: 'heartbeat', id: 7 }), text({ type: 'authenticate', id: 'a', token: 'secret' }),
    text({ type: 'presence_update', presence: { cursor: { x: 1 }, selection: null } }), text({ type: 'cursor_update', cursor: { x: 1, y: 2 } }),
    text({ type: 'typing' }), text({ type: 'text_change', id: 2, path: '/notes', index: 3, delete: 1, insert: 'x' }),
    text({ type: 'section_update', section: 's', changes: { title: 'a' } }), text({ type: 'subscribe', events: ['board.*'], after: '12' }),
    text({ type: 'chat_message', id: 3, content: 'hi @ada' }), text({ type: 'lock_acquire', path: '/map', reason: 'mine' }),
    text({ type: 'comment_added', content: 'hm', anchor: { path: '/notes' } }), text({ type: 'reaction', message: 'm', emoji: '👍' })
  ]
  for (const message of said) put('seeds', 'live_message', message)

  const talk = heard.plain.slice(0, 8).map(frame => [0, frame]).concat(heard.addressed.slice(0, 8).map(frame => [1, frame]))
  const door = asked.concat(said.filter(message => message.includes('text_change'))).map(message => [2, message])
  for (const how of [0, 1, 2, 3]) {
    put('seeds', 'room', room(how, [...talk, ...door, [3, heard.plain[0]], [SYNCS, Buffer.alloc(0)], [WAITS, Buffer.alloc(0)], [LEAVES | 1, Buffer.alloc(0)]]))
    put('seeds', 'room', room(how, [...typed.map(update => [0, Buffer.concat([Buffer.from([0, 2, update.length]), update])]), ...door, [SYNCS, Buffer.alloc(0)]]))
  }

  for (const id of ['acme/board/roadmap', 'a%2Fb', '100%', '日本', 'plan~yrsa', 'a/../b', 'acme/', '%ff']) put('seeds', 'document_id', text(`${id}${id}`))

  const claims = { sub: 'ada', name: 'Ada', color: '#30bced', exp: 1_900_000_000, nbf: 1, iat: 1.5, jti: 'j', aud: ['us'], iss: 'them', yrsa: { grants: { 'acme/': 'editor' }, admin: true } }
  const jwks = text({ keys: [{ kty: 'OKP', crv: 'Ed25519', kid: 'e', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }, { kty: 'RSA', n: 'AQAB', e: 'AQAB' }, { kty: 'oct', alg: 'HS256', k: 'A'.repeat(43) }] })
  put('seeds', 'token', row([text(claims), text({ alg: 'HS256', typ: 'JWT' }), jwks]))
  put('seeds', 'token', row([text({ ...claims, aud: 'us', yrsa: { session: 's', share: 'x', exact: true } }), text({ alg: 'HS256', kid: 'yrsa' })]))
  put('seeds', 'token', row([text('AAAg1s4QOZVQsRWT4p-CUrk3ory1a21SksuWR6hzqy-vFJM')]))
  put('seeds', 'token', row([text('prod.AQNkb2MBAf0A6HZIFwEAACDWzhA5lVCxFZPin4JSuTeivLVrbVKSy5ZHqHOrL68Ukw')]))

  for (const number of [0, 1, 77, 4096]) put('seeds', 'honest_updates', Buffer.from([number & 255, number >> 8, 3, 1, 200, 7, 9, 4]))

  // As docs/STORAGE.md has them: a document, a log of three entries, a value with a note, parked updates, the frames of a journal.
  put('seeds', 'stored_records', bytes('03 01 02 0c 04 05 c801 14 02 09 ac02 73 03 09 ac02 01020304'))
  put('seeds', 'stored_records', bytes('01 05 00 00 04 616e6e ac02 02 6162 04 01 01 63 01 00 00 01 00'))
  put('seeds', 'stored_records', bytes('00 00 02 0102 636f6e74656e74'))
  put('seeds', 'stored_records', bytes('01 00 07 28b52ffd2007390000 61626364656667'))
  put('seeds', 'stored_records', Buffer.concat([Buffer.from([1, typed[1].length]), typed[1]]))
  put('seeds', 'stored_records', Buffer.concat([Buffer.from([3, 1, 1, 99]), whole]))
  const declared = bytes('02 e807 06 01 04 706c616e 0a 00 01 01 04 616e6e 05')
  put('seeds', 'journal', Buffer.concat([bytes('0500'), row([Buffer.concat([declared, bytes('00 00 05 02 6162 01 01 06 616263')]), bytes('0e 01 02 6162'), bytes('12 01 02 07 00 03 000102')])]))
  put('seeds', 'journal', Buffer.concat([bytes('ff01'), row([declared, bytes('1a 02 01 01 6b 01 76 00 01 6b'), bytes('16 01'), bytes('12 01 02 07 01 73 01 02 03 01020304')])]))

  const total = readdirSync(path.join(here, 'seeds'), { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
    .reduce((sum, entry) => sum + readFileSync(path.join(entry.parentPath ?? entry.path, entry.name)).length, 0)
  console.log(`${total} bytes of seeds recorded`)
}

if (process.argv.includes('--record')) {
  await recordAll()
  process.exit()
}
if (existsSync(path.join(here, 'seeds'))) cpSync(path.join(here, 'seeds'), path.join(here, 'corpus'), { recursive: true })
fromShared()
