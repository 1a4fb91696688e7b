// Links and members of a scope as React values.
// For the share dialog and for apps with their own; asks the server when somebody looks, ends when nobody does.
import { Members, Shares } from '@yrsa/client'
import type { Client, MembersState, Observable, SharesState } from '@yrsa/client'
import { useMemo } from 'react'
import { useClient } from '../hooks/context.tsx'
import { useObservable } from '../hooks/use-observable.ts'

/** What the dialog needs of `Shares` and `Members`. */
export type SharesSource = Observable<SharesState> & Pick<Shares, 'reload' | 'create' | 'revoke'>
export type MembersSource = Observable<MembersState> & Pick<Members, 'reload' | 'set' | 'remove' | 'block'>

export interface UsedShares extends SharesState {
  source: SharesSource
}

/** The share links of a scope: a document id, a prefix that ends in a slash, or `/`. */
export function useShares(scope: string, client?: Client): UsedShares {
  const used = useClient(client)
  const source = useMemo(() => new Shares(used, scope), [used, scope])
  const state = useObservable(source)
  return useMemo(() => ({ ...state, source }), [state, source])
}

export interface UsedMembers extends MembersState {
  source: MembersSource
}

/** The members of a scope. Those of wider scopes count too and are listed there. */
export function useMembers(scope: string, client?: Client): UsedMembers {
  const used = useClient(client)
  const source = useMemo(() => new Members(used, scope), [used, scope])
  const state = useObservable(source)
  return useMemo(() => ({ ...state, source }), [state, source])
}

/** The scopes that a scope lies in, the widest last: of `acme/board/plan` these are `acme/board/`, `acme/` and `/`. */
export function widerScopes(scope: string): string[] {
  if (scope === '/') return []
  const names = scope.replace(/\/$/, '').split('/')
  const wider: string[] = []
  for (let length = names.length - 1; length > 0; length -= 1) wider.push(`${names.slice(0, length).join('/')}/`)
  return [...wider, '/']
}
