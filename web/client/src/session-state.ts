// The session and its locks, read out of the awareness state that the server itself has in each room. Used by connection.ts.
import type { Access, Lock, SessionState, SessionTurn, Undone, Who } from './document.ts'
import { calledOf, member } from './people.ts'
import type { Role } from './types.ts'

/** A session about which nobody said anything: everybody edits who may. */
export const USUAL: SessionState = {
  mode: 'parallel',
  max_participants: null,
  idle_timeout: null,
  turn_timeout: null,
  turn: null,
  mine: true,
  waiting: 0,
  locks: [],
  more_locks: 0,
  undone: [],
}

export function readSession(state: unknown, me: string | undefined): SessionState {
  const shown = member(state, 'yrsa')
  if (typeof shown !== 'object' || shown === null) return USUAL
  const { mode, locks, undone } = shown as Record<string, unknown>
  const turn = readTurn(member(shown, 'turn'))
  const isSequential = mode === 'sequential'
  return {
    mode: isSequential || mode === 'locked' ? mode : 'parallel',
    max_participants: numberOf(member(shown, 'max_participants')),
    idle_timeout: numberOf(member(shown, 'idle_timeout')),
    turn_timeout: numberOf(member(shown, 'turn_timeout')),
    turn,
    mine: !isSequential || (me !== undefined && turn?.holder?.id === me),
    waiting: me === undefined ? 0 : (turn?.queue.findIndex(({ id }) => id === me) ?? -1) + 1,
    locks: listOf(locks).flatMap((lock) => readLock(lock) ?? []),
    more_locks: numberOf(member(shown, 'more_locks')) ?? 0,
    undone: listOf(undone).flatMap((entry) => readUndone(entry, me) ?? []),
  }
}

/** What somebody may do now, and why not. */
export function accessOf(role: Role | undefined, session: SessionState, me: Who | null): Access {
  const mayComment = role === 'owner' || role === 'editor' || role === 'commenter'
  const why = whyNot(role, session, me)
  return { role, mayEdit: why === '', mayComment, mayOwn: role === 'owner', why }
}

function whyNot(role: Role | undefined, session: SessionState, me: Who | null): string {
  if (role === undefined) return 'It is not known yet what you may do here.'
  if (role === 'viewer') return 'You may only read here.'
  if (role === 'commenter') return 'You may read and comment here.'
  const whole = session.locks.find((lock) => lock.path === '' && lock.holder.id !== me?.id)
  if (whole) return `${nameOf(whole.holder)} has locked this document.`
  if (session.mode === 'sequential' && !session.mine) {
    const holder = session.turn?.holder
    return holder ? `It is ${nameOf(holder)}’s turn.` : 'It is nobody’s turn. Ask for it to edit.'
  }
  if (session.mode === 'locked' && !session.locks.some((lock) => lock.holder.id === me?.id)) return 'Take a lock on what you want to edit.'
  return ''
}

export function nameOf(person: { id: string; name?: string | null }): string {
  return calledOf(person.id, person.name)
}

function readTurn(turn: unknown): SessionTurn | null {
  if (typeof turn !== 'object' || turn === null) return null
  const holder = readPerson(member(turn, 'holder'))
  const queue = listOf(member(turn, 'queue')).flatMap((waiting) => {
    const person = readPerson(waiting)
    return person ? [{ ...person, at: numberOf(member(waiting, 'at')) ?? 0 }] : []
  })
  return { holder: holder ?? null, since: numberOf(member(turn, 'since')), expires_at: numberOf(member(turn, 'expires_at')), queue }
}

function readLock(lock: unknown): Lock | undefined {
  const [id, path, holder, reason] = [member(lock, 'id'), member(lock, 'path'), readPerson(member(lock, 'holder')), member(lock, 'reason')]
  if (typeof id !== 'string' || typeof path !== 'string' || !holder) return undefined
  return { id, path, holder, reason: typeof reason === 'string' ? reason : null, expires_at: numberOf(member(lock, 'expires_at')) ?? 0 }
}

function readUndone(entry: unknown, me: string | undefined): Undone | undefined {
  const [by, message, lock] = [member(entry, 'by'), member(entry, 'message'), member(entry, 'lock')]
  if (typeof message !== 'string') return undefined
  const author = typeof by === 'string' ? by : (readPerson(by)?.id ?? '')
  return { by: author, message, lock: typeof lock === 'string' ? lock : null, at: numberOf(member(entry, 'at')) ?? 0, mine: author === me }
}

function readPerson(person: unknown): { id: string; name?: string } | undefined {
  const [id, name] = [member(person, 'id'), member(person, 'name')]
  return typeof id === 'string' ? { id, ...(typeof name === 'string' && { name }) } : undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
