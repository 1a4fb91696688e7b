// The socket of the Hocuspocus door: many documents on one connection, session addresses, the frames byte by byte, and
// what becomes of those who don't keep to the protocol.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import {
  HocuspocusClient, HocuspocusRaw, Server, SharedSocket, content, hocuspocus as lines, hocuspocusFrames as frames, until
} from './harness.mjs'

const DOCUMENTS = 10

/** An update that writes `text` into the root `text`. */
function writing (/** @type {string} */ text) {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

/** The text of a document, for a newcomer. */
async function textOf (/** @type {Server} */ server, /** @type {string} */ document) {
  const newcomer = await HocuspocusClient.connect(server, lines.h48, document, { presence: null }).synced()
  newcomer.destroy()
  return newcomer.doc.getText('text').toString()
}

for (const line of lines.all) {
  test(`${line.name}: ${DOCUMENTS} documents share one connection, and leaving one leaves the others alone`, async t => {
    const server = await Server.forTest(t)
    const socket = new SharedSocket(server, line)
    const names = Array.from({ length: DOCUMENTS }, (_, at) => `many/${at}`)
    const clients = names.map(name => HocuspocusClient.connect(server, line, name, { socket, presence: { name } }))
    const others = names.map(name => HocuspocusClient.connect(server, lines.h34, name))
    for (const client of [...clients, ...others]) await client.saved()
    for (const [at, client] of clients.entries()) client.doc.getText('text').insert(0, `document ${at}`)
    for (const [at, client] of clients.entries()) {
      await content.converged(names[at], [client.doc, others[at].doc])
      await client.saved()
    }

    clients[0].destroy()
    await until('the one who left is gone', () => !others[0].sees(clients[0]))
    for (const [at, client] of clients.entries()) if (at > 0) client.doc.getText('text').insert(0, 'still ')
    for (const [at, client] of clients.entries()) {
      if (at === 0) continue
      await client.saved()
      await content.converged(names[at], [client.doc, others[at].doc])
      await until('its presence', () => others[at].sees(client))
      assert.equal(client.doc.getText('text').toString(), `still document ${at}`)
    }
    assert.deepEqual([socket.wire.opened, socket.wire.closures], [1, []])
    assert.equal(others[0].doc.getText('text').toString(), 'document 0')

    // Coming back to the document that was left, on the same connection.
    const again = await HocuspocusClient.connect(server, line, names[0], { socket }).saved()
    assert.equal(again.doc.getText('text').toString(), 'document 0')
    assert.equal(socket.wire.opened, 1)
  })

  test(`${line.name}: all documents of a socket come back after it was lost`, async t => {
    const server = await Server.forTest(t)
    const socket = new SharedSocket(server, line)
    const clients = [0, 1, 2, 3, 4].map(at => HocuspocusClient.connect(server, line, `back/${at}`, { socket }))
    const others = [0, 1, 2, 3, 4].map(at => HocuspocusClient.connect(server, lines.h48, `back/${at}`))
    for (const client of [...clients, ...others]) await client.saved()
    socket.wire.cut()
    for (const [at, client] of clients.entries()) {
      client.doc.getText('text').insert(0, 'cut ')
      others[at].doc.getText('text').insert(0, 'meanwhile ')
    }
    for (const [at, client] of clients.entries()) await content.converged(`document ${at}`, [client.doc, others[at].doc])
    for (const [at, client] of clients.entries()) await until('presence', () => client.sees(others[at]) && others[at].sees(client))
    assert.equal(socket.wire.opened, 2)
  })
}

test('every line is kept alive while it says nothing, each with a word it knows', async t => {
  const server = await Server.forTest(t)
  const silent = lines.all.map(line => HocuspocusClient.connect(server, line, `silent/${line.name}`, { presence: null, awareness: null }))
  for (const client of silent) await client.saved()
  const before = silent.map(client => client.wire.received.length)
  // These clients give up after 30 s without a message.
  await until('a sign of life for everybody', () => silent.every((client, at) => client.wire.received.length > before[at]), 28_000)
  await server.stop()
  await until('the end', () => silent.every(client => client.wire.closures.length > 0))
  for (const { line, wire } of silent) {
    const kinds = new Set(wire.received.map(bytes => frames.parse(bytes).kind))
    if (line.major < 3) assert.ok(!kinds.has(frames.CLOSE), `${line.name} throws on CLOSE`)
    if (line.major < 4) assert.ok(!kinds.has(frames.PING), `${line.name} throws on Ping`)
    assert.equal(wire.opened, 1, line.name)
  }
})

for (const line of [lines.h40, lines.h48]) {
  test(`${line.name}: two sessions of one document on one socket are two clients`, async t => {
    const server = await Server.forTest(t)
    const socket = new SharedSocket(server, line)
    const connect = () => HocuspocusClient.connect(server, line, 'twice', { socket, sessionAwareness: true })
    const [left, right] = [connect(), connect()]
    const plain = await HocuspocusClient.connect(server, lines.h34, 'twice').saved()
    await left.saved()
    await right.saved()
    left.doc.getText('text').insert(0, 'left ')
    right.doc.getText('text').insert(0, 'right ')
    await content.converged('both sessions', [left.doc, right.doc, plain.doc])
    await left.saved()
    await right.saved()
    assert.deepEqual([left.unsynced, right.unsynced], [0, 0])
    await until('all see all', () => left.sees(right) && right.sees(left) && plain.sees(left) && plain.sees(right))
    left.destroy()
    await until('one left', () => !plain.sees(left) && !right.sees(left))
    assert.ok(plain.sees(right))
    right.doc.getText('text').insert(0, 'alone ')
    await content.converged('the other session', [right.doc, plain.doc])
    await right.saved()
    assert.equal(socket.wire.opened, 1)
  })
}

for (const line of [lines.h23, lines.h27, lines.h215]) {
  test(`${line.name} without a token syncs at once, without any authentication`, async t => {
    const server = await Server.forTest(t)
    const ada = await HocuspocusClient.connect(server, line, 'tokenless', { token: null }).saved()
    assert.ok(ada.wire.sent.every(bytes => frames.peek(bytes).kind !== frames.AUTH), 'this client sends no Auth')
    ada.doc.getText('text').insert(0, 'in')
    await ada.saved()
    assert.equal(await textOf(server, 'tokenless'), 'in')
  })

  test(`${line.name} with any token is let in where nobody needs one`, async t => {
    const server = await Server.forTest(t)
    const ada = await HocuspocusClient.connect(server, line, 'any', { token: 'whatever' }).saved()
    assert.deepEqual([ada.unsynced, ada.scopes.at(-1)], [0, 'read-write'])
  })
}

test('the frames of a handshake are byte by byte those of the protocol', async t => {
  const server = await Server.forTest(t)
  const raw = await HocuspocusRaw.open(server)
  // Authentication, state vector, presence: pipelined, as providers send them.
  raw.send(frames.fromHex('04646f6341 02 00 03746f6b 05342e382e30'))
  raw.send(frames.fromHex('04646f6341 00 00 01 00'))
  const expect = async (/** @type {string} */ what, /** @type {string} */ hex) => {
    await raw.take(what, ({ bytes }) => frames.toHex(bytes) === hex.replaceAll(' ', ''))
  }
  const firsts = () => raw.inbox.map(({ kind, step }) => [kind, step])
  await until('three frames', () => raw.inbox.length >= 3)
  assert.deepEqual(firsts()[0], [frames.AUTH, frames.AUTHENTICATED], 'authentication is answered first')
  await expect('Authenticated', '04646f6341 02 02 0a726561642d7772697465')
  await expect('the state vector of the server', '04646f6341 00 00 01 00')
  await expect('the content of the server', '04646f6341 00 01 02 0000')
  raw.send(frames.fromHex('04646f6341 00 01 02 0000'))
  await expect('the acknowledgement of the answer', '04646f6341 08 01')
  raw.send(frames.fromHex('04646f6341 05 02796f'))
  const stateless = await raw.take('the stateless message', ({ kind }) => kind === frames.STATELESS)
  assert.equal(JSON.parse(stateless.text ?? '').message, 'yo')
  raw.send(frames.update('docA', writing('hello')))
  assert.equal(await raw.acknowledgement('docA'), true)
  raw.send(frames.fromHex('0a'))
  raw.send(frames.fromHex('04646f6341 03'))
  raw.send(frames.step1('docA'))
  await raw.take('the content', ({ kind, step, body }) => kind === frames.SYNC && step === frames.STEP_2 && (body?.length ?? 0) > 2)
  assert.ok(raw.isOpen, 'a Pong and a query are no reason to close')
})

test('leaving a document is confirmed to those who know the word, and the socket stays', async t => {
  const server = await Server.forTest(t)
  const newest = await HocuspocusRaw.open(server)
  await newest.join('one', { version: '4.8.0' })
  await newest.join('two', { version: '4.8.0' })
  newest.send(frames.close('one'))
  await newest.take('CLOSE', ({ kind, address }) => kind === frames.CLOSE && address === 'one')
  newest.send(frames.update('two', writing('still here')))
  assert.equal(await newest.acknowledgement('two'), true)
  const older = await HocuspocusRaw.open(server)
  await older.join('one', { token: 'from 2.x or 3.x' })
  await older.join('two', { token: 'from 2.x or 3.x' })
  older.send(frames.close('one'))
  older.send(frames.update('two', writing('still here too')))
  assert.equal(await older.acknowledgement('two'), true)
  assert.ok(older.inbox.every(({ kind }) => kind !== frames.CLOSE), '2.x would throw')
})

test('what comes before authentication waits for it and is taken in order', async t => {
  const server = await Server.forTest(t)
  const raw = await HocuspocusRaw.open(server)
  // An edit before the token, as of a provider whose token function takes its time.
  raw.send(frames.update('early', writing('early')))
  raw.send(frames.awareness('early', [{ client: 7, clock: 1, state: { name: 'early' } }]))
  raw.send(frames.token('early', '', '4.8.0'))
  raw.send(frames.step1('early'))
  assert.equal(await raw.acknowledgement('early'), true)
  assert.equal(await textOf(server, 'early'), 'early')
})

test('a flood before authentication ends the socket with 4205', async t => {
  const server = await Server.forTest(t)
  const many = await HocuspocusRaw.open(server)
  for (let at = 0; at < 2_000; at++) many.send(frames.update('flood', writing(`${at}`)))
  assert.equal((await many.closed()).code, 4205, 'too many messages')
  const large = await HocuspocusRaw.open(server)
  const megabyte = frames.update('flood', writing('x'.repeat(2 ** 20)))
  for (let at = 0; at < 10; at++) large.send(megabyte)
  assert.equal((await large.closed()).code, 4205, 'too many bytes')
  const wide = await HocuspocusRaw.open(server)
  for (let at = 0; at < 300; at++) wide.send(frames.update(`flood/${at}`, writing('x')))
  assert.equal((await wide.closed()).code, 4205, 'too many documents')
  assert.equal(await textOf(server, 'flood'), '', 'nothing of it was taken')
})

test('a text frame or garbage ends the socket with 4401', async t => {
  const server = await Server.forTest(t)
  for (const data of ['{"type":"hello"}', new Uint8Array(), Uint8Array.of(0xff), Uint8Array.of(4, 100), Uint8Array.of(1, 0xff, 0)]) {
    const raw = await HocuspocusRaw.open(server)
    raw.send(data)
    assert.equal((await raw.closed()).code, 4401, JSON.stringify(data))
  }
  for (const data of ['text', Uint8Array.of(0xff)]) {
    const raw = await HocuspocusRaw.open(server)
    await raw.join('joined')
    raw.send(data)
    assert.equal((await raw.closed()).code, 4401, 'also after authentication')
  }
})

test('a corrupt update is never acknowledged, and leaves the others and the document alone', async t => {
  const server = await Server.forTest(t)
  const ada = await HocuspocusClient.connect(server, lines.h48, 'corrupt').saved()
  for (const body of [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(0xff, 0xff, 0xff), new Uint8Array()]) {
    for (const version of ['4.8.0', undefined]) {
      const raw = await HocuspocusRaw.open(server)
      await raw.join('corrupt', { version, token: 'any' })
      raw.send(frames.update('corrupt', body))
      await until('the server to object', () => raw.closure ?? raw.inbox.find(({ kind, applied, step }) =>
        kind === frames.CLOSE || (kind === frames.SYNC_STATUS && !applied) || (kind === frames.AUTH && step === frames.DENIED)))
      assert.ok(!raw.inbox.some(({ applied }) => applied), 'no acknowledgement')
      raw.cut()
    }
  }
  ada.doc.getText('text').insert(0, 'unharmed')
  await ada.saved()
  assert.equal(await textOf(server, 'corrupt'), 'unharmed')
  assert.equal(ada.wire.opened, 1)
})

test('a socket with one bad document keeps the good ones', async t => {
  const server = await Server.forTest(t)
  const raw = await HocuspocusRaw.open(server)
  await raw.join('good', { version: '4.8.0' })
  raw.send(frames.token('not/../good', '', '4.8.0'))
  const denied = await raw.take('the refusal', ({ kind, step, address }) => kind === frames.AUTH && step === frames.DENIED && address === 'not/../good')
  assert.ok(denied.text, 'with a reason')
  raw.send(frames.update('good', writing('good')))
  assert.equal(await raw.acknowledgement('good'), true)
})

test('unknown message types are ignored', async t => {
  const server = await Server.forTest(t)
  const raw = await HocuspocusRaw.open(server)
  await raw.join('unknown', { version: '4.8.0' })
  for (const kind of [11, 42, 127, 300, 2 ** 31]) raw.send(frames.message('unknown', kind))
  raw.send(frames.update('unknown', writing('known')))
  assert.equal(await raw.acknowledgement('unknown'), true)
  assert.ok(raw.isOpen)
})

test('nobody may speak for the server: a broadcast among servers from a client is not passed on', async t => {
  const server = await Server.forTest(t)
  const ada = await HocuspocusClient.connect(server, lines.h48, 'forged').saved()
  const raw = await HocuspocusRaw.open(server)
  await raw.join('forged', { version: '4.8.0' })
  raw.send(frames.message('forged', 6, encoder => encoding.writeVarString(encoder, 'forged')))
  const honest = await HocuspocusClient.connect(server, lines.h48, 'forged').saved()
  honest.provider.sendStateless('honest')
  await until('the honest message', () => ada.stateless.length > 0)
  assert.equal(JSON.parse(ada.stateless[0]).message, 'honest')
})

test('messages of many documents in one burst are each answered under their own address', async t => {
  const server = await Server.forTest(t)
  const raw = await HocuspocusRaw.open(server)
  const names = Array.from({ length: 50 }, (_, at) => `burst/${at}`)
  for (const name of names) {
    raw.send(frames.token(name, '', '4.8.0'))
    raw.send(frames.step1(name))
    raw.send(frames.update(name, writing(name)))
  }
  for (const name of names) assert.equal(await raw.acknowledgement(name), true)
  for (const name of [names[0], names[49]]) assert.equal(await textOf(server, name), name)
})

for (const line of [lines.h215, lines.h48]) {
  test(`${line.name}: five hundred documents of one socket come at once, and come back at once`, async t => {
    const server = await Server.forTest(t)
    const socket = new SharedSocket(server, line)
    const clients = Array.from({ length: 500 }, (_, at) => HocuspocusClient.connect(server, line, `many/${at}`, { socket }))
    for (const client of clients) await client.saved()
    socket.wire.cut()
    await until('another connection', () => socket.wire.opened === 2)
    clients[499].doc.getText('text').insert(0, 'back')
    for (const client of clients) await client.saved()
    assert.equal(socket.wire.opened, 2)
  })
}
