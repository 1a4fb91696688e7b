// Links and members of a scope as React values.
// For the share dialog and for apps with their own; starts asking when somebody looks, ends when nobody does.
import type { Client, MembersState, SharesState } from '@yrsa/client'
import { Members, Shares } from '@yrsa/client'
import { useMemo } from 'react'
import { useClient, useObservable } from '../hooks/index.ts'

export interface UsedShares {
  state: SharesState
  source: Shares
}

/** The share links of a scope. */
export function useShares(scope: string, client?: Client): UsedShares {
  const used = useClient(client)
  const source = useMemo(() => new Shares(used, scope), [used, scope])
  return { state: useObservable(source), source }
}

export interface UsedMembers {
  state: MembersState
  source: Members
}

/** The members of a scope. Those of wider scopes count too and are listed there. */
export function useMembers(scope: string, client?: Client): UsedMembers {
  const used = useClient(client)
  const source = useMemo(() => new Members(used, scope), [used, scope])
  return { state: useObservable(source), source }
}
