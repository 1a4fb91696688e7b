// Who is here, what they do, and what one shows of oneself. For presence lists, cursors and following.
// What others wrote was checked by the client; nothing here trusts more than its types say.
import { useCallback, useMemo, useRef, useState, useSyncExternalStore } from 'react'
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

/** Follows one person through the document. Use it once, above the editor and the list of people: cursors that move cost it nothing. */
export function useFollow(connection?: Connection): Following {
  const used = useConnection(connection)
  const [user, setUser] = useState<string | null>(null)
  const known = useRef<Other | null>(null)
  const subscribe = useCallback((listener: () => void) => (user === null ? () => {} : used.others.subscribe(listener)), [used, user])
  const get = useCallback(() => {
    const found = user === null ? null : bestOf(used.others.get().filter((other) => other.user.id === user))
    if (!isSameView(known.current, found)) known.current = found
    return known.current
  }, [used, user])
  const following = useSyncExternalStore(subscribe, get, get)
  const stop = useCallback(() => setUser(null), [])
  return useMemo(() => ({ following, follow: setUser, stop }), [following, stop])
}

/** Whether who follows sees the same: where somebody's pointer is says nothing about that. */
function isSameView(one: Other | null, other: Other | null): boolean {
  if (one === other || one === null || other === null) return one === other
  const essence = ({ client, user, status, role, state: { place, viewport } }: Other): string => JSON.stringify([client, user, status, role, place ?? null, viewport ?? null])
  return essence(one) === essence(other)
}

function bestOf(tabs: readonly Other[]): Other | null {
  const worth = ({ state, status }: Other): number => (status === 'active' ? 4 : 0) + (state.viewport ? 2 : 0) + (state.place ? 1 : 0)
  return tabs.reduce<Other | null>((best, tab) => (best === null || worth(tab) > worth(best) ? tab : best), null)
}
