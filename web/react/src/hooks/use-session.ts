// How people work together here: the mode, whose turn it is, and asking for it. For session bars.
// One `Session` for each connection, shared by all who ask.
import { Session } from '@yrsa/client'
import type { Connection, SessionState } from '@yrsa/client'
import { useConnection } from './context.tsx'
import { useObservable } from './use-observable.ts'

const known = new WeakMap<Connection, Session>()

/** The session of a connection; the same object each time. */
export function sessionOf(connection: Connection): Session {
  let session = known.get(connection)
  if (session === undefined) known.set(connection, (session = new Session(connection)))
  return session
}

export interface UsedSession {
  /** With `mine` (one's own turn, or nobody's) and `waiting` (one's place among those who wait, from 1). */
  state: SessionState
  /** To change it with. */
  source: Session
}

export function useSession(connection?: Connection): UsedSession {
  const used = useConnection(connection)
  return { state: useObservable(used.session), source: sessionOf(used) }
}
