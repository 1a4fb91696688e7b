// How people work together here: the mode, whose turn it is, and asking for it. For session bars.
// One `Session` for each connection, shared by all who ask.
import { useMemo } from 'react'
import { Session } from '@yrsa/client'
import type { Connection, SessionState } from '@yrsa/client'
import { useConnection } from './context.tsx'
import { useObservable } from './use-observable.ts'
import { useMe } from './use-presence.ts'

const known = new WeakMap<Connection, Session>()

/** The session of a connection; the same object each time. */
export function sessionOf(connection: Connection): Session {
  let session = known.get(connection)
  if (session === undefined) known.set(connection, (session = new Session(connection)))
  return session
}

export interface UsedSession {
  state: SessionState
  /** It is a session with turns and it is one's own. */
  myTurn: boolean
  /** One's place among those who wait, from 1; 0 for who doesn't. */
  myPlace: number
  /** To change it with. */
  source: Session
}

export function useSession(connection?: Connection): UsedSession {
  const used = useConnection(connection)
  const state = useObservable(used.session)
  const me = useMe(used)?.user.id
  const source = sessionOf(used)
  return useMemo(() => {
    const turn = state.mode === 'sequential' ? state.turn : null
    return {
      state,
      myTurn: me !== undefined && turn?.holder?.id === me,
      myPlace: me === undefined || !turn ? 0 : turn.queue.findIndex(({ id }) => id === me) + 1,
      source,
    }
  }, [state, me, source])
}
