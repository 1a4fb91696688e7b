// Update bombs (F15): small messages that claim, repeat or nest enough to cost a careless decoder everything. Each is refused, or kept for what it
// is, at a cost bounded by its bytes: CPU time and peak memory of the server are measured for every one of them. Nobody else notices.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { Client, LiveClient, RawConnection, Server, encoding, frames, lines, readFresh, until } from '../clients/harness.mjs'

const isLong = process.env.FAULTS === 'long'
const MEBIBYTE = 2 ** 20

/** What a message may cost: so much whatever it is (what goes on beside it is in it), and so much for each of its bytes. */
const CPU = { baseMs: 200, msPerMebibyte: 100 }
const MEMORY = { base: 32 * MEBIBYTE, perByte: 4 }
/** What is taken in is held by the message, the gate, Yrs, what waits for the disk and the search at once. */
const TAKEN_IN = 10
/** JSON is read as a tree, in which an operation of 36 bytes has some 700. */
const JSON_BYTES = 24

const REFUSED = 4422
const MALFORMED = 4400
/** Taken, kept or answered: the connection goes on. */
const FINE = 0

const uint = encoding.writeVarUint
const encode = (/** @type {(encoder: encoding.Encoder) => void} */ write) => encoding.encode(write)
const repeat = (/** @type {number} */ times, /** @type {(at: number) => void} */ work) => { for (let at = 0; at < times; at++) work(at) }

/** An update (v1) of one client's structs. @param {number} client @param {number} clock @param {number} count @param {(encoder: encoding.Encoder) => void} write */
const structs = (client, clock, count, write) => encode(encoder => {
  uint(encoder, 1)
  uint(encoder, count)
  uint(encoder, client)
  uint(encoder, clock)
  write(encoder)
  uint(encoder, 0)
})

/** An item at a root, up to its content. @param {encoding.Encoder} encoder @param {number} content @param {string} [root] */
const item = (encoder, content, root = 'bomb') => {
  encoding.writeUint8(encoder, content)
  uint(encoder, 1)
  encoding.writeVarString(encoder, root)
}

const GC = 0
const ANY = 8
const STRING = 4
const TYPE = 7
const SKIP = 10
const HAS_KEY = 0x20

/** Maps in maps. @param {number} depth */
const nested = depth => structs(900_001, 0, depth, encoder => repeat(depth, at => {
  if (at === 0) item(encoder, TYPE)
  else {
    encoding.writeUint8(encoder, TYPE | HAS_KEY)
    uint(encoder, 0)
    uint(encoder, 900_001)
    uint(encoder, at - 1)
    encoding.writeVarString(encoder, 'k')
  }
  uint(encoder, 1)
}))

/** Values in values. @param {number} depth @param {number} open what each level begins with: an array of one, or an object of one */
const deepValue = (depth, open) => structs(900_002, 0, 1, encoder => {
  item(encoder, ANY)
  uint(encoder, 1)
  repeat(depth, () => {
    encoding.writeUint8(encoder, open)
    uint(encoder, 1)
    if (open === 118) encoding.writeVarString(encoder, 'k')
  })
  encoding.writeUint8(encoder, 126)
})

/** @param {number} ranges */
const deletions = ranges => encode(encoder => {
  uint(encoder, 0)
  uint(encoder, 1)
  uint(encoder, 900_003)
  uint(encoder, ranges)
  repeat(ranges, at => {
    uint(encoder, 2 * at)
    uint(encoder, 1)
  })
})

/** One struct for each of many clients. @param {number} clients */
const crowd = clients => encode(encoder => {
  uint(encoder, clients)
  repeat(clients, at => {
    uint(encoder, 1)
    uint(encoder, 4_000_000_000 - at)
    uint(encoder, 0)
    item(encoder, STRING)
    encoding.writeVarString(encoder, 'x')
  })
  uint(encoder, 0)
})

/** @param {number} clients */
const stateVector = clients => encode(encoder => {
  uint(encoder, clients)
  repeat(clients, at => {
    uint(encoder, 4_000_000_000 - at)
    uint(encoder, 1)
  })
})

/** @param {number} entries @param {string} state */
const awareness = (entries, state) => encode(encoder => {
  uint(encoder, frames.AWARENESS)
  encoding.writeVarUint8Array(encoder, encode(body => {
    uint(body, entries)
    repeat(entries, at => {
      uint(body, 800_000 + at)
      uint(body, 1)
      encoding.writeVarString(body, state)
    })
  }))
})

const BIG = 2 ** 53 - 1
const large = isLong ? 60 : 12

/** What is sent, and what becomes of the connection. @type {Record<string, () => [number, Uint8Array]>} */
const BOMBS = {
  'claims of 250 million clients': () => [REFUSED, frames.update(encode(encoder => { uint(encoder, 250_000_000); uint(encoder, 0) }))],
  'claims of 250 million structs': () => [REFUSED, frames.update(structs(1, 0, 250_000_000, encoder => item(encoder, GC)))],
  'claims of 250 million deleting clients': () => [REFUSED, frames.update(encode(encoder => { uint(encoder, 0); uint(encoder, 250_000_000) }))],
  'claims of 250 million deleted ranges': () => [REFUSED, frames.update(encode(encoder => [0, 1, 7, 250_000_000].forEach(number => uint(encoder, number))))],
  'claims of a string of 2 GiB': () => [REFUSED, frames.update(structs(1, 0, 1, encoder => { item(encoder, STRING); uint(encoder, 2 ** 31) }))],
  'claims of an array of 2^31 values': () => [REFUSED, frames.update(structs(1, 0, 1, encoder => { item(encoder, ANY); uint(encoder, 1); encoding.writeUint8(encoder, 117); uint(encoder, 2 ** 31) }))],
  'claims of 2^31 values': () => [REFUSED, frames.update(structs(1, 0, 1, encoder => { item(encoder, ANY); uint(encoder, 2 ** 31) }))],
  'a client id of 2^53 - 1 that is at the last clock': () => [REFUSED, frames.update(structs(BIG, BIG, 1, encoder => { item(encoder, STRING); encoding.writeVarString(encoder, 'xx') }))],
  'garbage of 2^53 - 1': () => [REFUSED, frames.update(structs(900_010, 0, 2, encoder => { encoding.writeUint8(encoder, GC); uint(encoder, BIG); item(encoder, STRING); encoding.writeVarString(encoder, 'x') }))],
  'a skip of 2^53 - 1': () => [REFUSED, frames.update(structs(900_011, 0, 2, encoder => { encoding.writeUint8(encoder, SKIP); uint(encoder, BIG); item(encoder, STRING); encoding.writeVarString(encoder, 'x') }))],
  '100,000 maps in each other': () => [REFUSED, frames.update(nested(100_000))],
  '13 KB of arrays in each other': () => [REFUSED, frames.update(deepValue(6_500, 117))],
  '200,000 arrays in each other': () => [REFUSED, frames.update(deepValue(200_000, 117))],
  '200,000 objects in each other': () => [REFUSED, frames.update(deepValue(200_000, 118))],
  'a state vector of a million clients': () => [FINE, frames.step1(stateVector(1_000_000))],
  'a state vector that claims 250 million': () => [MALFORMED, frames.step1(encode(encoder => uint(encoder, 250_000_000)))],
  [`${isLong ? 10 : 1} million deleted ranges of nobody`]: () => [isLong ? REFUSED : FINE, frames.update(deletions(isLong ? 10_000_000 : 1_000_000))],
  '300,000 clients of one character': () => [REFUSED, frames.update(crowd(300_000))],
  'a presence of 250 million people': () => [REFUSED, encode(encoder => { uint(encoder, 1); encoding.writeVarUint8Array(encoder, encode(body => uint(body, 250_000_000))) })],
  'a presence of 10,000 people': () => [REFUSED, awareness(10_000, '{"a":1}')],
  'a presence of a megabyte': () => [REFUSED, awareness(1, JSON.stringify({ a: 'x'.repeat(1_000_000) }))],
  'a presence a hundred thousand deep': () => [REFUSED, awareness(1, `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`)],
  'a checkpoint of a megabyte': () => [MALFORMED, encode(encoder => { uint(encoder, frames.SAVED); encoding.writeVarUint8Array(encoder, new Uint8Array(1_000_000)) })],
  // The last, because it is honest, and the search and the snapshot go on about it.
  [`a string of ${large} MiB`]: () => [FINE, frames.update(structs(900_012, 0, 1, encoder => { item(encoder, STRING); encoding.writeVarString(encoder, 'x'.repeat(large * MEBIBYTE)) }))]
}

test('every bomb costs no more than its bytes allow, and hurts nobody', { timeout: 900_000 }, async t => {
  const server = await Server.forTest(t)
  const witness = await Client.connect(server, lines.y31, 'witness').synced()
  const victim = await Client.connect(server, lines.y31, 'victim').synced()
  victim.doc.getText('text').insert(0, 'before')
  await victim.saved()
  /** @type {string[]} */ const wrong = []
  for (const [what, make] of Object.entries(BOMBS)) {
    const [code, bytes] = make()
    const raw = await RawConnection.open(server, 'victim', { keep: () => false })
    const cost = await costOf(server, async () => {
      raw.send(bytes)
      raw.send(frames.savedProbe(1))
      if (code === FINE) await raw.saved(60_000).catch(() => {})
      await until(`${what} to be dealt with`, () => code === FINE ? raw.isOpen || raw.closure : raw.closure, 60_000)
    })
    const is = raw.closure?.code ?? FINE
    if (is !== code) wrong.push(`${what}: ${is || 'goes on'} ${raw.closure?.reason ?? ''}, and should be ${code || 'going on'}`)
    wrong.push(...beyond(t, what, bytes.length, cost, what.startsWith('a string of') ? TAKEN_IN : MEMORY.perByte))
    raw.cut()
  }
  assert.deepEqual(wrong, [])
  victim.doc.getText('text').insert(6, ' and after')
  await victim.saved()
  await witness.saved()
  assert.deepEqual([victim.opened, witness.opened], [1, 1], 'nobody was disconnected')
  await server.kill()
  await server.start()
  assert.equal((await readFresh(server, 'victim')).getText('text').toString(), 'before and after')
})

test('what waits for ever is bounded: beyond it the sender is asked for all of it, and refused if that is no answer', { timeout: 300_000 }, async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'parked').synced()
  const TIMES = 320
  let sent = 0
  // What comes before these will never come.
  const orphan = (/** @type {number} */ at) => structs(1_000_000 + at, 5, 1, encoder => { item(encoder, STRING); encoding.writeVarString(encoder, 'x'.repeat(50_000)) })
  const cost = await costOf(server, async () => {
    const raw = await RawConnection.open(server, 'parked')
    for (let at = 0; at < TIMES; at++) {
      const update = orphan(at)
      raw.send(frames.update(update))
      sent += update.length
    }
    // Answered behind all of them.
    raw.send(frames.queryAwareness())
    await raw.take('an answer', ({ kind }) => kind === frames.AWARENESS, 60_000)
    assert.ok(raw.inbox.some(({ kind, step }) => kind === frames.SYNC && step === frames.STEP_1), 'it is asked for what is missing')
    raw.send(frames.step2(orphan(TIMES)))
    raw.send(frames.step2(orphan(TIMES + 1)))
    assert.equal((await raw.closed(60_000)).code, REFUSED)
  })
  assert.ok(sent > 3 * 4 * MEBIBYTE, 'limits.parked is 4 MiB')
  const { rooms } = await (await fetch(`${server.http}/api/admin/rooms`)).json()
  const { parked } = rooms.find((/** @type {any} */ { document }) => document === 'parked').report
  t.diagnostic(`${parked} bytes are parked of ${sent}`)
  assert.ok(parked > 0 && parked <= 4 * MEBIBYTE, `${parked} bytes wait`)
  // Each time something is parked, all that is parked is written: the sum of those writes may wait for the disk at once (docs/SECURITY.md).
  const times = parked / 50_000
  const writes = times * (times + 1) / 2 * 50_000
  assert.deepEqual(beyond(t, `${(sent / MEBIBYTE).toFixed(1)} MiB that wait for ever`, sent, { ...cost, memory: cost.memory - writes }), [])
  ada.doc.getText('text').insert(0, 'still here')
  await ada.saved()
  assert.equal((await readFresh(server, 'parked')).getText('text').toString(), 'still here')
})

test('JSON that doubles itself is refused before it is large', { timeout: 120_000 }, async t => {
  const server = await Server.forTest(t, { settings: { 'limits.json': '4MiB' } })
  const witness = await LiveClient.open(server, 'json')
  const bomb = await LiveClient.open(server, 'json')
  const doubling = [
    { op: 'add', path: '/a', value: ['x'.repeat(1_000)] },
    ...Array.from({ length: 40 }, () => ({ op: 'copy', from: '/a', path: '/a/-' }))
  ]
  /** @type {Record<string, object | string>} */
  const bombs = {
    'a copy into itself, forty times': { type: 'content_patch', id: 1, patch: doubling },
    'a hundred thousand tests': { type: 'content_patch', id: 1, patch: Array.from({ length: 100_000 }, () => ({ op: 'test', path: '/a', value: 1 })) },
    'a path of a million segments': { type: 'content_patch', id: 1, patch: [{ op: 'add', path: '/a'.repeat(1_000_000), value: 1 }] },
    'an array a million deep': '['.repeat(1_000_000),
    'a value a hundred thousand deep': `{"type":"content_patch","id":1,"patch":[{"op":"add","path":"/deep","value":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`
  }
  /** @type {string[]} */ const wrong = []
  for (const [what, message] of Object.entries(bombs)) {
    const bytes = typeof message === 'string' ? message : JSON.stringify(message)
    const cost = await costOf(server, async () => {
      bomb.send(bytes)
      const answer = await bomb.take(`an answer to ${what}`, ({ type }) => type === 'ack' || type === 'error', 20_000)
      if (answer.type !== 'error') wrong.push(`${what} was taken`)
    })
    wrong.push(...beyond(t, what, bytes.length, cost, JSON_BYTES))
  }
  assert.deepEqual(wrong, [])
  const large = await LiveClient.open(server, 'json')
  large.send(`{"type":"content_patch","id":1,"patch":[${'{},'.repeat(1_500_000)}{}]}`)
  await until('a message that is larger than any JSON may be to end its connection', () => large.closure)
  assert.equal(large.closure?.code, 4413)
  await witness.patch([{ op: 'add', path: '/note', value: 'well' }])
})

/**
 * CPU time in ms and growth of peak memory in bytes while something happens.
 *
 * @param {Server} server
 * @param {() => Promise<void>} happen
 */
async function costOf (server, happen) {
  const folder = `/proc/${server.process?.pid}`
  // "5" sets the peak back to what is in use (proc(5)).
  await writeFile(`${folder}/clear_refs`, '5')
  const [cpu, memory] = [await cpuMs(folder), await server.memory()]
  await happen()
  const status = await readFile(`${folder}/status`, 'utf8')
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024
  return { cpuMs: await cpuMs(folder) - cpu, memory: peak - memory }
}

/** CPU time of a process, user and system. @param {string} folder */
async function cpuMs (folder) {
  const fields = (await readFile(`${folder}/stat`, 'utf8')).split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/**
 * What of a cost lies beyond the bounds.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} what
 * @param {number} bytes
 * @param {{ cpuMs: number, memory: number }} cost
 */
function beyond (t, what, bytes, cost, perByte = MEMORY.perByte) {
  const [mayMs, mayUse] = [CPU.baseMs + CPU.msPerMebibyte * bytes / MEBIBYTE, MEMORY.base + perByte * bytes]
  const mebibytes = (/** @type {number} */ bytes) => (bytes / MEBIBYTE).toFixed(1)
  t.diagnostic(`${what}: ${bytes} bytes, ${cost.cpuMs} ms of CPU (at most ${Math.round(mayMs)}), ${mebibytes(cost.memory)} MiB (at most ${mebibytes(mayUse)})`)
  return [
    ...(cost.cpuMs > mayMs ? [`${what}: ${cost.cpuMs} ms of CPU, and at most ${Math.round(mayMs)}`] : []),
    ...(cost.memory > mayUse ? [`${what}: ${mebibytes(cost.memory)} MiB, and at most ${mebibytes(mayUse)}`] : [])
  ]
}
