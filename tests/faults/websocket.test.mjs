// The WebSocket protocol at every door, frame by frame and head by head (F13, F16): what RFC 6455 says a server does with frames that are
// wrong, and that everybody else goes on. `tests/autobahn` has the hundreds of cases in between.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client, Server, lines, until } from '../clients/harness.mjs'
import { BINARY, CLOSE, CONTINUATION, PING, PONG, RawSocket, TEXT, closing, frame } from './raw-socket.mjs'

const MESSAGE_BYTES = 64 * 1024
const SETTINGS = { 'limits.message': '64KiB', 'limits.frame': '64KiB' }

/** What no frame may be. */
const PROTOCOL = 1002
const NO_UTF8 = 1007
const TOO_LARGE = 4413
/** The connection goes on. */
const FINE = 0

const DOORS = {
  '/sync': '/sync/table',
  '/hocuspocus': '/hocuspocus',
  '/live': '/live/table',
  '/y-sweet': '/y-sweet/d/table/ws/table'
}

const parts = (/** @type {Uint8Array[]} */ ...frames) => Buffer.concat(frames)
const head = (/** @type {number} */ opcode, /** @type {string | Uint8Array} */ payload = '') => frame(opcode, payload, { fin: false })
const empty = parts(...Array.from({ length: 100 }, () => head(CONTINUATION)))

/** What every door does with these: the code it closes with. @type {Record<string, [number, Uint8Array]>} */
const FRAMES = {
  ...Object.fromEntries([1, 2, 4, 7].flatMap(rsv => [TEXT, BINARY, PING, CLOSE].map(opcode =>
    [`reserved bits ${rsv.toString(2).padStart(3, '0')} on opcode ${opcode}`, [PROTOCOL, frame(opcode, '', { rsv })]]))),
  'a reserved bit on a continuation': [PROTOCOL, parts(head(TEXT, '{'), frame(CONTINUATION, '}', { rsv: 4 }))],
  ...Object.fromEntries([3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map(opcode => [`reserved opcode ${opcode}`, [PROTOCOL, frame(opcode, 'x')]])),
  'a ping of nothing': [FINE, frame(PING)],
  'a ping of 125 bytes': [FINE, frame(PING, 'x'.repeat(125))],
  'a ping of 126 bytes': [PROTOCOL, frame(PING, 'x'.repeat(126))],
  'a pong that nobody asked for': [FINE, frame(PONG, 'x')],
  'a pong of 126 bytes': [PROTOCOL, frame(PONG, 'x'.repeat(126))],
  'a ping in parts': [PROTOCOL, parts(head(PING, 'x'), frame(CONTINUATION, 'y'))],
  'a pong in parts': [PROTOCOL, parts(head(PONG, 'x'), frame(CONTINUATION, 'y'))],
  'a close in parts': [PROTOCOL, parts(head(CLOSE, ''), frame(CONTINUATION, ''))],
  'a thousand pings at once': [FINE, parts(...Array.from({ length: 1_000 }, () => frame(PING, 'x')))],
  'text without a mask': [PROTOCOL, frame(TEXT, '{}', { masked: false })],
  'bytes without a mask': [PROTOCOL, frame(BINARY, Buffer.of(0, 0, 1, 0), { masked: false })],
  'a ping without a mask': [PROTOCOL, frame(PING, 'x', { masked: false })],
  'a close without a mask': [PROTOCOL, frame(CLOSE, '', { masked: false })],
  'the end of nothing': [PROTOCOL, frame(CONTINUATION, 'x')],
  'a part of nothing': [PROTOCOL, parts(head(CONTINUATION, 'x'), frame(CONTINUATION, 'y'))],
  'a message within a message': [PROTOCOL, parts(head(TEXT, '{'), frame(TEXT, '{}'))],
  'bytes within a text': [PROTOCOL, parts(head(TEXT, '{'), frame(BINARY, 'x'))],
  'a ping within a message': [FINE, parts(head(BINARY), frame(PING, 'in between'))],
  'a hundred empty parts': [FINE, parts(head(BINARY), empty)],
  'a length of 16 bits that is not the shortest': [FINE, frame(PING, 'x', { length: 16 })],
  'a length of 64 bits that is not the shortest': [FINE, frame(PING, 'x', { length: 64 })],
  'a ping of 125 bytes that claims 126': [PROTOCOL, frame(PING, 'x'.repeat(126), { length: 16 })],
  'a length of 2^63': [TOO_LARGE, frame(BINARY, 'x', { length: 64, claims: 2n ** 63n })],
  'a length of 2^64 - 1': [TOO_LARGE, frame(BINARY, 'x', { length: 64, claims: 2n ** 64n - 1n })],
  'a length of 2^40, of which nothing comes': [TOO_LARGE, frame(BINARY, '', { length: 64, claims: 2n ** 40n })],
  'a frame of a byte too many': [TOO_LARGE, frame(BINARY, '', { claims: BigInt(MESSAGE_BYTES + 1) })],
  'a message of a byte too many, in parts': [TOO_LARGE, parts(...Array.from({ length: 4 }, (_, at) => frame(at ? CONTINUATION : BINARY, new Uint8Array(MESSAGE_BYTES / 4), { fin: false })), frame(CONTINUATION, 'x'))],
  'text that is no UTF-8': [NO_UTF8, frame(TEXT, Buffer.of(0x22, 0xc3, 0x28, 0x22))],
  'text that ends within a character': [NO_UTF8, frame(TEXT, Buffer.of(0xe6, 0x97))],
  'text that ends within a character, in parts': [NO_UTF8, parts(head(TEXT, Buffer.of(0xe6)), frame(CONTINUATION, Buffer.of(0x97)))],
  'text with a surrogate': [NO_UTF8, frame(TEXT, Buffer.of(0xed, 0xa0, 0x80))],
  'text in an overlong form': [NO_UTF8, frame(TEXT, Buffer.of(0xc0, 0xaf))],
  'text beyond Unicode': [NO_UTF8, frame(TEXT, Buffer.of(0xf4, 0x90, 0x80, 0x80))],
  ...Object.fromEntries([1000, 1001, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3000, 3999, 4000, 4400, 4999].map(code =>
    [`a close with ${code}`, [code, closing(code, 'bye')]])),
  ...Object.fromEntries([0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map(code => [`a close with ${code}, which is none`, [PROTOCOL, closing(code)]])),
  'a close without a code': [1005, frame(CLOSE)],
  'a close with half a code': [PROTOCOL, frame(CLOSE, Buffer.of(3))],
  'a close with a reason that is no UTF-8': [NO_UTF8, closing(1000, Buffer.of(0xc3, 0x28))],
  'a close with a reason of 124 bytes': [PROTOCOL, closing(1000, 'x'.repeat(124))],
  'a close, and more after it': [1000, parts(closing(1000), frame(PING, 'late'), frame(3, 'later'))]
}

/** What is said well and means nothing, which each door answers in its own way. @type {Record<string, Record<string, [number, Uint8Array]>>} */
const MEANINGLESS = {
  '/sync': {
    text: [1003, frame(TEXT, '{"type":"heartbeat"}')],
    'no bytes': [4400, frame(BINARY)],
    'no bytes in parts': [4400, parts(head(BINARY), empty, frame(CONTINUATION))],
    'a type that is not known': [FINE, frame(BINARY, Buffer.of(77))],
    'a message in parts of one byte': [FINE, parts(head(BINARY, Buffer.of(0)), head(CONTINUATION, Buffer.of(0)), head(CONTINUATION, Buffer.of(1)), frame(CONTINUATION, Buffer.of(0)))]
  },
  '/y-sweet': {
    text: [1003, frame(TEXT, 'x')],
    'no bytes': [4400, frame(BINARY)]
  },
  '/hocuspocus': {
    text: [4401, frame(TEXT, 'x')],
    'no bytes': [4401, frame(BINARY)]
  },
  '/live': {
    bytes: [1003, frame(BINARY, 'x')],
    'no text': [FINE, frame(TEXT)],
    'no JSON': [FINE, frame(TEXT, '{')],
    'an array a thousand deep': [FINE, frame(TEXT, '['.repeat(1_000) + ']'.repeat(1_000))],
    'a character in two parts': [FINE, parts(head(TEXT, Buffer.concat([Buffer.from('{"type":"heartbeat","x":"'), Buffer.of(0xe6, 0x97)])), frame(CONTINUATION, Buffer.concat([Buffer.of(0xa5), Buffer.from('"}')])))]
  }
}

for (const [door, path] of Object.entries(DOORS)) {
  test(`${door}: each wrong frame ends its connection with the code that fits, and no other connection`, { timeout: 120_000 }, async t => {
    const server = await Server.forTest(t, { settings: SETTINGS })
    const witness = await Client.connect(server, lines.y31, 'table').synced()
    const cases = Object.entries({ ...FRAMES, ...MEANINGLESS[door] })
    const before = await server.memory()
    /** @type {string[]} */ const wrong = []
    await Promise.all(cases.map(async ([what, [code, bytes]]) => {
      const raw = await RawSocket.open(server, path)
      raw.send(bytes)
      const is = code === FINE ? await raw.isAlive() ? FINE : await raw.closed() : await raw.closed()
      if (is !== code) wrong.push(`${what}: ${is || 'goes on'}, and should be ${code || 'going on'}`)
      raw.cut()
    }))
    assert.deepEqual(wrong, [])
    witness.doc.getMap('map').set('goes', 'on')
    await witness.saved()
    assert.equal(witness.opened, 1)
    const grown = (await server.memory() - before) / 2 ** 20
    t.diagnostic(`${cases.length} cases, memory grew by ${grown.toFixed(1)} MiB`)
    assert.ok(grown < 64, `${grown} MiB for connections that sent at most 64 KiB each`)
  })

  test(`${door}: a frame is taken in any pieces, also in those of the handshake`, async t => {
    const server = await Server.forTest(t, { settings: SETTINGS })
    const ping = frame(PING, 'with the handshake')
    const whole = await RawSocket.knock(server, path, { behind: ping })
    assert.equal((await whole.answered()).status, 101)
    await until('the pong', () => whole.pongs.length === 1)
    const raw = await RawSocket.open(server, path)
    for (const byte of frame(PING, 'byte by byte')) {
      raw.send(Buffer.of(byte))
      await new Promise(setImmediate)
    }
    await until('the pong', () => raw.pongs.length === 1)
    assert.equal(raw.pongs[0].toString(), 'byte by byte')
  })
}

const key = (/** @type {number} */ bytes) => Buffer.alloc(bytes, 7).toString('base64')

/** Handshakes and the status they are answered with. @type {Record<string, [number, Parameters<typeof RawSocket.knock>[2]]>} */
const HANDSHAKES = {
  'as it should be': [101, {}],
  'in other letters': [101, { headers: { Connection: 'keep-alive, upgrade', Upgrade: 'WebSocket' } }],
  'with two lines of Connection': [101, { headers: { Connection: ['keep-alive', 'Upgrade'] } }],
  'without Upgrade': [426, { headers: { Upgrade: undefined } }],
  'with an Upgrade to something else': [426, { headers: { Upgrade: 'h2c' } }],
  'without Connection': [426, { headers: { Connection: undefined } }],
  'with a Connection that upgrades nothing': [426, { headers: { Connection: 'keep-alive' } }],
  'without a version': [426, { headers: { 'Sec-WebSocket-Version': undefined } }],
  'with version 8': [426, { headers: { 'Sec-WebSocket-Version': '8' } }],
  'with version 0': [426, { headers: { 'Sec-WebSocket-Version': '0' } }],
  'with a version that is none': [426, { headers: { 'Sec-WebSocket-Version': 'x' } }],
  'without a key': [426, { headers: { 'Sec-WebSocket-Key': undefined } }],
  'with an empty key': [426, { headers: { 'Sec-WebSocket-Key': '' } }],
  'with a key of 15 bytes': [426, { headers: { 'Sec-WebSocket-Key': key(15) } }],
  'with a key of 17 bytes': [426, { headers: { 'Sec-WebSocket-Key': key(17) } }],
  'with a key that is no base64': [426, { headers: { 'Sec-WebSocket-Key': '!'.repeat(24) } }],
  'with a key of 30 KiB': [426, { headers: { 'Sec-WebSocket-Key': key(30_000) } }],
  'with two keys': [426, { headers: { 'Sec-WebSocket-Key': [key(16), key(16)] } }],
  'of HTTP/1.0': [426, { line: 'HTTP10' }],
  'as a POST': [405, { line: 'POST' }],
  'of no HTTP at all': [400, { line: 'hello' }],
  'with a space in a header name': [400, { lines: ['X Y: z'] }],
  'with a header without a colon': [400, { lines: ['nothing'] }],
  'with a NUL in a header': [400, { lines: ['X: a\0b'] }],
  'with a hundred headers': [101, { lines: Array.from({ length: 90 }, (_, at) => `X-${at}: x`) }],
  'with a thousand headers': [431, { lines: Array.from({ length: 1_000 }, (_, at) => `X-${at}: x`) }],
  'with a header of 32 KiB': [101, { lines: [`X: ${'x'.repeat(32 * 1024)}`] }],
  'with a header of 1 MiB': [431, { lines: [`X: ${'x'.repeat(2 ** 20)}`] }],
  'with a path of 32 KiB': [414, { line: 'LONG' }]
}

for (const [door, path] of Object.entries(DOORS)) {
  test(`${door}: a handshake is answered as it should be, and nothing is compressed`, async t => {
    const server = await Server.forTest(t, { settings: SETTINGS })
    /** @type {string[]} */ const wrong = []
    for (const [what, [status, how]] of Object.entries(HANDSHAKES)) {
      const line = { HTTP10: `GET ${path} HTTP/1.0`, POST: `POST ${path} HTTP/1.1`, LONG: `GET ${path}?${'x'.repeat(70 * 1024)} HTTP/1.1` }[how?.line ?? '']
      const raw = await RawSocket.knock(server, path, { ...how, ...(line ? { line } : {}) })
      const answer = await raw.answered()
      if (answer.status !== status) wrong.push(`${what}: ${answer.status} ${answer.body}, and should be ${status}`)
      if (answer.status === 426 && answer.headers['sec-websocket-version'] !== '13') wrong.push(`${what}: the version that is spoken is not told`)
      raw.cut()
    }
    assert.deepEqual(wrong, [])
    for (const extensions of ['permessage-deflate', 'permessage-deflate; client_max_window_bits, x-webkit-deflate-frame', 'permessage-deflate; server_no_context_takeover', 'nonsense; a=b, ,']) {
      const raw = await RawSocket.knock(server, path, { headers: { 'Sec-WebSocket-Extensions': extensions } })
      const { status, headers } = await raw.answered()
      assert.deepEqual([status, headers['sec-websocket-extensions']], [101, undefined], 'no extension is agreed on')
      assert.equal(headers['sec-websocket-accept'], 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=', 'the example of RFC 6455 section 1.3')
      // A compressed message (RFC 7692), four thousand times as large when it is unpacked.
      raw.send(frame(BINARY, Buffer.of(0x72, 0x74, 0x04, 0x85, 0x00), { rsv: 4 }))
      assert.equal(await raw.closed(), PROTOCOL)
    }
  })
}
