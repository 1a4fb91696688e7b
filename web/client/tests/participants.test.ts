// Who is there: states come from strangers, so most cases here are ill-meant or broken ones.
import { describe, expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { whoOf } from '../src/people.ts'
import { Others, participantsOf, readOther } from '../src/participants.ts'
import { accessOf, readSession, USUAL } from '../src/session-state.ts'

const me = { id: 'me', name: 'Me', color: '#111111' }
const stamped = (id: string, more: object = {}) => ({ user: { id, name: id.toUpperCase(), color: '#0a0a0a', role: 'editor', status: 'active' }, ...more })

/** Awareness as it is after states of these clients came. */
function awarenessOf(states: Record<number, unknown>): Awareness {
  const awareness = new Awareness(new Y.Doc())
  for (const [client, state] of Object.entries(states)) awareness.states.set(Number(client), state as Record<string, unknown>)
  return awareness
}

describe('another client', () => {
  const broken: unknown[] = [
    null, undefined, 3, 'x', [], {}, { user: null }, { user: 'x' }, { user: { id: 7, name: {}, color: [] } }, { toString: 1, user: { id: '' } },
  ]
  test.each(broken.map((state) => ({ state })))(
    'in the state $state is a guest with a colour',
    ({ state }) => {
      const other = readOther(9, state)
      expect([other.user.id, other.user.name, other.status]).toEqual(['client:9', 'Guest', 'active'])
      expect(other.user.color).toMatch(/^#[0-9a-f]{6}$/)
    },
  )

  test('shows what it should, of the kind it should be, and no user of its own making', () => {
    const { state } = readOther(9, {
      user: { id: 'x' },
      activity: 'a'.repeat(1_000),
      status: 'away',
      place: 7,
      typing: 'yes',
      pointer: { surface: 'board', x: Number.NaN, y: 1 },
      viewport: { surface: 's', x: 0, y: 0, width: -1, height: 1 },
      selection: { cards: ['c1', 7, null], nodes: 'n1' },
      cursor: { anchor: 1 },
    })
    expect(state).toEqual({ activity: 'a'.repeat(256), selection: { cards: ['c1'] }, cursor: { anchor: 1 } })
    expect(readOther(9, { pointer: { surface: 'b', x: 1, y: 1e300 } }).state.pointer).toBeUndefined()
    expect(readOther(9, { pointer: { surface: 'b', x: 1, y: 2, more: 1 } }).state.pointer).toEqual({ surface: 'b', x: 1, y: 2 })
  })

  test('has a name of one line that does not turn around, and a colour that is only a colour', () => {
    const { name, color } = whoOf({ user: { id: 'x', name: ' A\u202Eda\n\nLind ', color: 'red;background:url(//evil)' } }, 1)
    expect(name).toBe('A da Lind')
    expect(color).toMatch(/^#[0-9a-f]{6}$/)
    expect([...whoOf({ user: { name: '😀'.repeat(500) } }, 1).name].length).toBeLessThanOrEqual(64)
    expect(whoOf({ user: { id: 'ada' } }, 1).name).toBe('ada')
    expect(whoOf({ user: Object.create({ id: 'inherited' }) }, 1).id).toBe('client:1')
  })
})

describe('the list of others', () => {
  test('has neither oneself nor the server, and the identical objects for who did not change', () => {
    const awareness = awarenessOf({ 1: stamped('ada'), 2: stamped('bob'), 3: { yrsa: { mode: 'locked' } } })
    const others = new Others(awareness)
    const before = others.list(undefined)
    expect(before.map(({ user }) => user.id)).toEqual(['ada', 'bob'])
    expect(others.list(before)).toBe(before)
    awareness.states.set(2, stamped('bob', { place: '/x' }))
    const after = others.list(before)
    expect(after).not.toBe(before)
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false])
    awareness.states.delete(1)
    expect(others.list(after).map(({ user }) => user.id)).toEqual(['bob'])
    awareness.destroy()
  })
})

describe('participants', () => {
  const own = (state: unknown) => ({ client: 7, state, me })

  test('are users: two tabs of one are one, busy before active, the highest role, oneself first', () => {
    const list = participantsOf(own(stamped('me')), [
      readOther(3, stamped('zoe', { activity: 'viewing' })),
      readOther(2, { user: { id: 'ada', name: 'Ada', role: 'viewer', status: 'away' }, place: '/a' }),
      readOther(1, { user: { id: 'ada', name: 'Ada', role: 'owner', status: 'busy' }, editing: '/b' }),
      readOther(5, stamped('me')),
    ], undefined)
    expect(list.map(({ user, self, clients }) => [user.id, self, clients])).toEqual([['me', true, [5, 7]], ['ada', false, [1, 2]], ['zoe', false, [3]]])
    expect([list[1]?.status, list[1]?.role, list[1]?.activity, list[1]?.place]).toEqual(['busy', 'owner', 'editing', '/a'])
  })

  test('stay the identical list while only pointers move', () => {
    const others = [readOther(1, stamped('ada', { pointer: { surface: 'b', x: 1, y: 1 } }))]
    const before = participantsOf(own(stamped('me')), others, undefined)
    expect(participantsOf(own(stamped('me')), [readOther(1, stamped('ada', { pointer: { surface: 'b', x: 2, y: 1 } }))], before)).toBe(before)
    const after = participantsOf(own(stamped('me')), [readOther(1, stamped('ada', { activity: 'x' }))], before)
    expect([after === before, after[0] === before[0]]).toEqual([false, true])
  })

  test('have nobody for oneself until the server said who one is, or when one shows nothing', () => {
    expect(participantsOf({ client: 7, state: {}, me: null }, [], undefined)).toEqual([])
    expect(participantsOf({ client: 7, state: null, me }, [], undefined)).toEqual([])
  })
})

describe('a session', () => {
  test.each([{ state: null }, { state: {} }, { state: { yrsa: null } }, { state: { yrsa: 7 } }])('is as usual in the state $state', ({ state }) => {
    expect(readSession(state, 'me')).toEqual(USUAL)
  })

  test('is read with what is broken left out', () => {
    const session = readSession(
      {
        yrsa: {
          mode: 'sequential',
          turn: { holder: { id: 'ada', name: 'Ada' }, since: 1, expires_at: 'x', queue: [{ id: 'me', at: 3 }, 7, { name: 'x' }] },
          locks: [{ id: 'l', path: '/a', holder: { id: 'ada' }, reason: null, expires_at: 5 }, { id: 'm' }, null],
          undone: [{ by: 'me', lock: 'l', message: 'undone', at: 9 }, { by: 'x' }],
          more_locks: 2,
        },
      },
      'me',
    )
    expect([session.mine, session.waiting, session.turn?.queue.length, session.turn?.expires_at]).toEqual([false, 1, 1, null])
    expect(session.locks.map(({ id }) => id)).toEqual(['l'])
    expect(session.undone).toEqual([{ by: 'me', lock: 'l', message: 'undone', at: 9, mine: true }])
    expect(accessOf('owner', session, me)).toMatchObject({ mayEdit: false, mayOwn: true, why: 'It is Ada’s turn.' })
  })

  test('says why one may not edit', () => {
    const lock = { id: 'l', path: '', holder: { id: 'ada', name: 'Ada' }, reason: null, expires_at: 0 }
    expect(accessOf('viewer', USUAL, me).why).toBe('You may only read here.')
    expect(accessOf('commenter', USUAL, me)).toMatchObject({ mayEdit: false, mayComment: true })
    expect(accessOf('editor', { ...USUAL, locks: [lock] }, me).why).toBe('Ada has locked this document.')
    expect(accessOf('editor', { ...USUAL, locks: [{ ...lock, holder: { id: 'me' } }] }, me).mayEdit).toBe(true)
    expect(accessOf('editor', { ...USUAL, mode: 'locked' }, me).why).toBe('Take a lock on what you want to edit.')
    expect(accessOf('editor', USUAL, me)).toMatchObject({ mayEdit: true, why: '' })
    expect(accessOf(undefined, USUAL, null).mayEdit).toBe(false)
  })
})
