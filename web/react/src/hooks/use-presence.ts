// Who is here, what they do, and what one shows of oneself. For presence lists, cursors and following.
// What others wrote was checked by the client; nothing here trusts more than its types say.
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react'
import type { Access, Connection, Other, Participant, Presence, SaveState, Who } from '@yrsa/client'
import { useConnection } from './context.tsx'
import { useObservable } from './use-observable.ts'

export function useSaveStatus(connection?: Connection): SaveState {
  return useObservable(useConnection(connection).save)
}

export function useAccess(connection?: Connection): Access {
  return useObservable(useConnection(connection).access)
}

/** One for each user, oneself first. */
export function useParticipants(connection?: Connection): readonly Participant[] {
  return useObservable(useConnection(connection).participants)
}

/** One for each other tab or program. Changes with each movement of each cursor: for drawing many, see `CollaborativeCursors`. */
export function useOthers(connection?: Connection): readonly Other[] {
  return useObservable(useConnection(connection).others)
}

/** Who points at something on this surface, and where. */
export function useOthersCursors(surface: string, connection?: Connection): readonly Other[] {
  const others = useOthers(connection)
  return useMemo(() => others.filter(({ state }) => state.pointer?.surface === surface), [others, surface])
}

/** Oneself as the server knows one; null until it said so. */
export function useMe(connection?: Connection): Who | null {
  return useObservable(useConnection(connection).me)
}

/** What one shows of oneself to the others, and the function that changes it. */
export function useMyPresence(connection?: Connection): readonly [Presence, (change: Partial<Presence>) => void] {
  const used = useConnection(connection)
  const subscribe = useCallback(
    (listener: () => void) => {
      const { awareness } = used
      const onChange = ({ added, updated, removed }: { added: number[]; updated: number[]; removed: number[] }): void => {
        if (added.includes(awareness.clientID) || updated.includes(awareness.clientID) || removed.includes(awareness.clientID)) listener()
      }
      awareness.on('change', onChange)
      return () => awareness.off('change', onChange)
    },
    [used],
  )
  const get = useCallback(() => used.awareness.getLocalState() as Presence | null, [used])
  const state = useSyncExternalStore(subscribe, get, get)
  const set = useCallback((change: Partial<Presence>) => used.setPresence(change), [used])
  return useMemo(() => [state ?? EMPTY, set] as const, [state, set])
}

const EMPTY: Presence = {}

export interface Following {
  /** Whose view is followed: their tab that shows the most. `null` if nobody is, or they left. */
  following: Other | null
  /** By user id. */
  follow(user: string): void
  stop(): void
}

/** Follows one person through the document. Use it once, above the editor and the list of people. */
export function useFollow(connection?: Connection): Following {
  const others = useOthers(connection)
  const [user, setUser] = useState<string | null>(null)
  const following = useMemo(() => (user === null ? null : bestOf(others.filter((other) => other.user.id === user))), [others, user])
  const stop = useCallback(() => setUser(null), [])
  return useMemo(() => ({ following, follow: setUser, stop }), [following, stop])
}

function bestOf(tabs: readonly Other[]): Other | null {
  const worth = ({ state, status }: Other): number => (status === 'active' ? 4 : 0) + (state.viewport ? 2 : 0) + (state.place ? 1 : 0)
  return tabs.reduce<Other | null>((best, tab) => (best === null || worth(tab) > worth(best) ? tab : best), null)
}
