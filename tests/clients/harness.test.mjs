// What the other tests lean on can fail: the replay of events throws when one is lost, doubled or out of place, and the parser of
// server-sent events reads what the standard says, in whatever pieces it comes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Parser, Random, replay, signature } from './harness.mjs'

const card = (/** @type {object} */ more = {}) => ({ title: 'one', order: 'a0', description: 'abc', tags: ['x', 'y'], ...more })

/** A history of one card. */
const history = [
  { id: '3', type: 'document.created', data: { kind: 'board', title: '' } },
  { id: '4', type: 'board.column.added', version: 1, data: { id: 'todo', value: { title: 'To do' } } },
  { id: '9', type: 'board.card.created', version: 2, data: { id: 'c/1', value: card() } },
  { id: '10', type: 'board.card.updated', version: 3, data: { id: 'c/1', changes: [{ path: '/description', splice: { index: 1, delete: 1, insert: 'XY' } }] } },
  { id: '11', type: 'board.card.assigned', version: 3, data: { id: 'c/1', changes: [{ path: '/assignee', new: 'ada' }] } },
  { id: '12', type: 'board.card.updated', version: 4, data: { id: 'c/1', changes: [{ path: '/tags/1', new: 'between' }, { path: '/tags/0', old: 'x' }, { path: '/title', old: 'one' }] } },
  { id: '13', type: 'document.updated', version: 5, data: { paths: ['/notes'], more: false } },
  { id: '14', type: 'board.card.moved', version: 6, data: { id: 'c/1', changes: [{ path: '/order', old: 'a0', new: 'a1' }] } },
  { id: '20', type: 'board.column.removed', version: 7, data: { id: 'todo', value: { title: 'To do' } } }
]

test('a history replayed gives the content', () => {
  const { title: _, ...left } = card({ order: 'a1', description: 'aXYc', assignee: 'ada', tags: ['between', 'y'] })
  replay.reproduces('board', history, { columns: {}, cards: { 'c/1': left }, notes: 'elsewhere' })
  assert.throws(() => replay.reproduces('board', history, { columns: {}, cards: {} }), /replayed from nothing/)
})

test('a history with an event lost, doubled or swapped is found out', () => {
  const counted = history.filter(({ type }) => !type.startsWith('document.'))
  const good = replay.replay('board', counted)
  const isFound = (/** @type {any[]} */ events) => {
    try {
      assert.deepEqual(replay.replay('board', events), good)
      return false
    } catch (error) {
      return true
    }
  }
  const renumbered = (/** @type {any[]} */ events) => events.map((event, at) => ({ ...event, id: String(at + 1), version: undefined }))
  for (let at = 0; at < counted.length; at++) {
    assert.ok(isFound(counted.filter((_, index) => index !== at)), `lost: ${counted[at].type}`)
    assert.ok(isFound(counted.toSpliced(at, 0, counted[at])), `doubled with its id: ${counted[at].type}`)
    // What is said twice in other words is found by what it says was there.
    assert.ok(isFound(renumbered(counted.toSpliced(at, 0, counted[at]))), `doubled with another id: ${counted[at].type}`)
  }
  assert.ok(isFound(counted.toSpliced(2, 2, counted[3], counted[2])), 'swapped')
})

test('each change is shown with what was and what is', () => {
  /** @type {any[]} */
  const seen = []
  replay.replay('board', history, ({ event, ...step }) => seen.push(step))
  assert.deepEqual(seen[0], { root: 'columns', id: 'todo', path: '', before: undefined, after: { title: 'To do' } })
  assert.deepEqual(seen[2], { root: 'cards', id: 'c/1', path: '/description', before: 'abc', after: 'aXYc' })
  assert.deepEqual(seen.at(-1), { root: 'columns', id: 'todo', path: '', before: { title: 'To do' }, after: undefined })
})

const STREAM = [
  '\ufeffretry: 2000\n\n', ': heartbeat\n', 'id: 4\n\n', 'id: 5\nevent: a.b\ndata: {"x":"ü🦀"}\n\n',
  'event: lost\n\n', 'data:one\rdata: two\r\n\r\n', 'id: 6\ndata\n\n', 'id: 7\0\ndata: x\n\n', 'retry: 3x\n\n', 'id: 8\ndata: broken off'
].join('')

test('the parser reads what the standard says, in whatever pieces it comes', t => {
  const random = Random.forTest(t)
  const bytes = new TextEncoder().encode(STREAM)
  for (let round = 0; round < 200; round++) {
    const parser = new Parser('3')
    for (let at = 0; at < bytes.length;) {
      const length = 1 + random.below(round === 0 ? bytes.length : 7)
      parser.push(bytes.subarray(at, at + length))
      at += length
    }
    assert.deepEqual(parser.frames, [
      { id: '5', event: 'a.b', data: '{"x":"ü🦀"}' }, { id: '5', event: 'message', data: 'one\ntwo' }, { id: '6', event: 'message', data: '' },
      { id: '6', event: 'message', data: 'x' }
    ])
    assert.deepEqual([parser.lastEventId, parser.retry, parser.comments, parser.unknown], ['6', 2000, ['heartbeat'], []])
  }
})

test('a bare id moves the place from which a stream is resumed', () => {
  const parser = new Parser('3')
  parser.push(new TextEncoder().encode(': 9\nid: 9'))
  assert.equal(parser.lastEventId, '3')
  parser.push(new TextEncoder().encode('\n\n'))
  assert.deepEqual([parser.lastEventId, parser.frames], ['9', []])
})

test('signatures are those of Standard Webhooks', () => {
  // The published example of the specification's reference libraries.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  assert.equal(
    signature(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', '1614265330', '{"test": 2432232314}'), 'g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
  )
})
