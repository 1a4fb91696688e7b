// Frame by frame: the order of what the server says, answers in place, and what it does with frames that no
// well-behaved client sends. Whoever breaks the rules is told why and closed; everybody else goes on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { Client, RawConnection, Server, frames, lines, readFresh, until } from './harness.mjs'

const UNSUPPORTED = 1003
const MALFORMED = 4400
const TOO_LARGE = 4413
const REFUSED = 4422

test('the server speaks first: its state vector, before anything else', async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'first').synced()
  ada.doc.getText('text').insert(0, 'abc')
  await ada.saved()
  const raw = await RawConnection.open(server, 'first')
  const { kind, step, body } = await raw.take('the first frame')
  assert.deepEqual([kind, step], [frames.SYNC, frames.STEP_1])
  assert.deepEqual(Y.decodeStateVector(/** @type {Uint8Array} */ (body)), new Map([[ada.doc.clientID, 3]]))
})

test('every SyncStep1 is answered with what that state vector lacks, on the same connection', async t => {
  const server = await Server.forTest(t)
  const writer = new Y.Doc()
  const raw = await RawConnection.open(server, 'again')
  writer.on('update', update => raw.send(frames.update(update)))
  const vectors = []
  for (let at = 0; at < 20; at++) {
    vectors.push({ length: at, vector: Y.encodeStateVector(writer) })
    writer.getArray('array').push([at])
  }
  for (const { vector } of vectors) raw.send(frames.step1(vector))
  for (const { length } of vectors) {
    const { step, body } = await raw.take('an answer', ({ kind, step }) => kind === frames.SYNC && step !== frames.STEP_1)
    assert.equal(step, frames.STEP_2)
    const [first] = Y.decodeUpdate(/** @type {Uint8Array} */ (body)).structs
    assert.equal(first.id.clock, length, 'only the missing part')
  }
  raw.send(frames.step1(Y.encodeStateVector(writer)))
  const { body } = await raw.take('the answer to somebody who has all', ({ kind, step }) => kind === frames.SYNC && step !== frames.STEP_1)
  assert.deepEqual(Y.decodeUpdate(/** @type {Uint8Array} */ (body)).structs, [])
  assert.ok(raw.isOpen)
})

for (const line of lines.stable) {
  test(`${line.name} with a resyncInterval is answered in place`, async t => {
    const server = await Server.forTest(t)
    const ada = await Client.connect(server, line, 'interval', { resyncInterval: 10 }).synced()
    let answers = 0
    ada.provider.ws.on('message', (/** @type {ArrayBuffer} */ data) => {
      const { kind, step } = frames.parse(new Uint8Array(data))
      if (kind === frames.SYNC && step === frames.STEP_2) answers += 1
    })
    await until('twenty answers', () => answers >= 20)
    assert.equal(ada.opened, 1)
  })
}

test('an update reaches all others as one frame each, and not its sender', async t => {
  const server = await Server.forTest(t)
  const sender = await RawConnection.open(server, 'relay')
  const others = [await RawConnection.open(server, 'relay'), await RawConnection.open(server, 'relay')]
  const update = editing(doc => doc.getText('text').insert(0, 'hello'))
  sender.send(frames.update(update))
  for (const other of others) {
    const { body } = await other.take('the update', ({ step }) => step === frames.UPDATE)
    assert.deepEqual(body, update, 'the admitted bytes are relayed as they came')
  }
  await sender.saved()
  assert.ok(!sender.inbox.some(({ step }) => step === frames.UPDATE))
})

test('an acknowledgement is the identical frame, in order, and never unasked', async t => {
  const server = await Server.forTest(t)
  const raw = await RawConnection.open(server, 'ack')
  /** @type {Buffer[]} */
  const echoes = []
  raw.socket.on('message', (/** @type {Buffer} */ data) => { if (data[0] === frames.SAVED) echoes.push(data) })
  const probes = [Uint8Array.of(102, 0), Uint8Array.of(102, 1, 7), Uint8Array.of(102, 3, 0xff, 0, 1), frames.savedProbe(2 ** 40)]
  for (const probe of probes) {
    raw.send(frames.update(editing(doc => doc.getArray('array').push([1]))))
    raw.send(probe)
  }
  await until('all echoes', () => echoes.length === probes.length)
  assert.deepEqual(echoes.map(echo => new Uint8Array(echo)), probes)
})

test('bytes behind a message are tolerated', async t => {
  const server = await Server.forTest(t)
  const raw = await RawConnection.open(server, 'trailing')
  const other = await RawConnection.open(server, 'trailing')
  raw.send(concat(frames.update(editing(doc => doc.getText('text').insert(0, 'kept'))), Uint8Array.of(9, 9)))
  await other.take('the update, alone in its frame', ({ step }) => step === frames.UPDATE)
  raw.send(concat(frames.step1(), Uint8Array.of(0)))
  const doc = new Y.Doc()
  await raw.readInto(doc)
  assert.equal(doc.getText('text').toString(), 'kept')
  assert.ok(raw.isOpen)
})

test('a message of a type that is not known is answered with a refusal, and the connection goes on', async t => {
  const server = await Server.forTest(t)
  const raw = await RawConnection.open(server, 'unknown')
  for (const bytes of [Uint8Array.of(77, 1, 0), Uint8Array.of(0, 3, 1, 0), Uint8Array.of(4)]) {
    raw.send(bytes)
    const { reason } = await raw.take('the refusal', ({ kind }) => kind === frames.AUTH)
    assert.match(/** @type {string} */ (reason), /not known/)
  }
  raw.send(frames.update(editing(doc => doc.getText('text').insert(0, 'goes on'))))
  await raw.saved()
  assert.equal((await readFresh(server, 'unknown')).getText('text').toString(), 'goes on')
})

/** @type {Record<string, [number, Uint8Array | string]>} */
const BROKEN = {
  'an empty frame': [MALFORMED, Uint8Array.of()],
  'a type that never ends': [MALFORMED, Uint8Array.of(0x80)],
  'a type beyond 2^53': [MALFORMED, Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1)],
  'a sync message without a step': [MALFORMED, Uint8Array.of(0)],
  'a sync message without a body': [MALFORMED, Uint8Array.of(0, 2)],
  'a body that promises more than there is': [MALFORMED, Uint8Array.of(0, 2, 5, 0)],
  'a body that promises 2^50 bytes': [MALFORMED, encoding.encode(encoder => {
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, 2)
    encoding.writeVarUint(encoder, 2 ** 50)
  })],
  'a state vector that promises 2^32 clients': [MALFORMED, frames.step1(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f))],
  'a probe without payload': [MALFORMED, Uint8Array.of(102)],
  'text': [UNSUPPORTED, 'hello'],
  'an update of no bytes': [REFUSED, frames.update(Uint8Array.of())],
  'an update that promises 2^32 clients': [REFUSED, frames.update(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 0))],
  'an update with bytes behind it': [REFUSED, frames.update(Uint8Array.of(0, 0, 0))],
  'an update that names a client twice': [REFUSED, frames.update(twiceTheSameClient())],
  'a SyncStep2 that names a client twice': [REFUSED, frames.step2(twiceTheSameClient())],
  'awareness that promises more than there is': [REFUSED, Uint8Array.of(1, 1, 5)],
  'awareness that is no JSON': [REFUSED, rawAwareness('{"a":')],
  'awareness that is no object': [REFUSED, rawAwareness('"text"')]
}

test('whoever breaks the rules is told why and closed, and nobody else notices', { concurrency: true }, async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'rules').synced()
  const bob = await Client.connect(server, lines.y1, 'rules').synced()
  const watcher = await RawConnection.open(server, 'rules')
  await Promise.all(Object.entries(BROKEN).map(([what, [code, bytes]]) => t.test(what, async () => {
    const raw = await RawConnection.open(server, 'rules')
    raw.send(bytes)
    const closure = await raw.closed()
    assert.equal(closure.code, code)
    const told = raw.inbox.find(({ kind }) => kind === frames.AUTH)
    if (code >= 4000) assert.ok(told?.reason || closure.reason, 'the client is told why')
    if (code >= 4000) assert.ok(told?.reason, 'also in band, for clients that see no close reasons')
    ada.doc.getArray('array').push([what])
    await until('the others go on', () => bob.doc.getArray('array').toArray().includes(what))
  })))
  await ada.saved()
  assert.deepEqual([ada.opened, bob.opened], [1, 1])
  assert.ok(watcher.isOpen)
  const relayed = watcher.inbox.filter(({ step }) => step === frames.UPDATE).length
  assert.equal(relayed, Object.keys(BROKEN).length, 'only honest updates were relayed')
})

test('a refused update leaves no trace, also in what its sender did before', async t => {
  const server = await Server.forTest(t)
  const raw = await RawConnection.open(server, 'trace')
  raw.send(frames.update(editing(doc => doc.getText('text').insert(0, 'before'))))
  raw.send(frames.update(twiceTheSameClient()))
  raw.send(frames.savedProbe(99))
  assert.equal((await raw.closed()).code, REFUSED)
  assert.equal((await readFresh(server, 'trace')).getText('text').toString(), 'before')
  await server.kill()
  await server.start()
  assert.equal((await readFresh(server, 'trace')).getText('text').toString(), 'before')
})

test('a refusal is final for y-websocket 3.1, which stops and says so', async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'final').synced()
  /** @type {{ code: number, reason: string }[]} */
  const closed = []
  ada.provider.on('closed', (/** @type {{ code: number, reason: string }} */ event) => closed.push(event))
  ada.provider.ws.send(frames.update(twiceTheSameClient()))
  await until('the closed event', () => closed.length === 1)
  assert.equal(closed[0].code, REFUSED)
  assert.equal(ada.provider.shouldConnect, false)
})

test('a refusal does not make older lines storm the server', async t => {
  const server = await Server.forTest(t)
  for (const line of [lines.y1, lines.y2, lines.y30]) {
    const ada = await Client.connect(server, line, 'storm').synced()
    const sent = performance.now()
    ada.provider.ws.send(frames.update(twiceTheSameClient()))
    await until('the close', () => ada.closeCodes.includes(REFUSED))
    assert.ok(performance.now() - sent > 700, 'the close is held back, since these clients reconnect at once')
    await until('it is back', () => ada.provider.synced && ada.opened === 2)
  }
})

test('a message above the limit ends its connection with 4413, and only that', async t => {
  const server = await Server.forTest(t, { settings: { 'limits.message': '1MiB', 'limits.frame': '1MiB' } })
  const other = await RawConnection.open(server, 'large')
  const fits = await RawConnection.open(server, 'large')
  fits.send(frames.update(editing(doc => doc.getText('text').insert(0, 'x'.repeat(1_000_000)))))
  await fits.saved()
  await other.take('the large update', ({ step }) => step === frames.UPDATE)
  const raw = await RawConnection.open(server, 'large')
  raw.send(frames.update(editing(doc => doc.getText('text').insert(0, 'x'.repeat(1_100_000)))))
  assert.equal((await raw.closed()).code, TOO_LARGE)
  await fits.saved()
  assert.ok(other.isOpen)
})

/** @param {(doc: Y.Doc) => void} edit */
function editing (edit) {
  const doc = new Y.Doc()
  edit(doc)
  return Y.encodeStateAsUpdate(doc)
}

/** Two sections of one client, which neither Yjs nor any server may take. */
function twiceTheSameClient () {
  const once = editing(doc => doc.getText('text').insert(0, 'a'))
  const section = once.subarray(1, once.length - 1)
  return concat(Uint8Array.of(2), section, section, Uint8Array.of(0))
}

/** @param {string} json */
function rawAwareness (json) {
  return encoding.encode(encoder => {
    encoding.writeVarUint(encoder, frames.AWARENESS)
    encoding.writeVarUint8Array(encoder, encoding.encode(body => {
      encoding.writeVarUint(body, 1)
      encoding.writeVarUint(body, 5)
      encoding.writeVarUint(body, 1)
      encoding.writeVarString(body, json)
    }))
  })
}

/** @param {Uint8Array[]} parts */
function concat (...parts) {
  return new Uint8Array(Buffer.concat(parts))
}
