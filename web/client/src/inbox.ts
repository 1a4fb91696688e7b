// What the user is to know: mentions, replies, assignments, shares, turns.
import type { Client } from './client.ts'
import type { Observable, Stop } from './observable.ts'
import type { Schemas } from './types.ts'

export type InboxItem = Schemas['InboxItem']

export interface InboxState {
  /** The newest first. */
  items: readonly InboxItem[]
  unread: number
  hasMore: boolean
  loaded: boolean
  error: Error | null
}

export declare class Inbox implements Observable<InboxState> {
  constructor(client: Client)
  get(): InboxState
  subscribe(listener: () => void): Stop
  loadMore(): Promise<void>
  markRead(ids: readonly string[] | 'all'): Promise<void>
  remove(id: string): Promise<void>
  destroy(): void
}
