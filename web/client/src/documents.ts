// A list of documents that stays as it is on the server.
import type { Client } from './client.ts'
import type { Observable, Stop } from './observable.ts'
import type { Schemas } from './types.ts'

export type DocumentRecord = Schemas['Document']

export interface DocumentsOptions {
  /** A prefix (`acme/`). */
  under?: string
  query?: string
  kind?: string
  owner?: string
  /** Deleted documents that can be restored, instead of those that exist. */
  deleted?: boolean
  sort?: 'id' | 'title' | 'created_at' | 'updated_at' | '-id' | '-title' | '-created_at' | '-updated_at'
  /** How many at once; 50 unless something else is said. */
  limit?: number
}

export interface DocumentsState {
  documents: readonly DocumentRecord[]
  hasMore: boolean
  loaded: boolean
  error: Error | null
}

export declare class Documents implements Observable<DocumentsState> {
  constructor(client: Client, options?: DocumentsOptions)
  get(): DocumentsState
  subscribe(listener: () => void): Stop
  loadMore(): Promise<void>
  reload(): Promise<void>
  create(document: { id?: string; under?: string; kind?: string; title?: string; content?: Record<string, unknown> }): Promise<DocumentRecord>
  rename(id: string, title: string): Promise<DocumentRecord>
  remove(id: string): Promise<void>
  /** For good; only after it was removed. */
  purge(id: string): Promise<void>
  restore(id: string): Promise<DocumentRecord>
  duplicate(id: string, copy?: { id?: string; under?: string; title?: string }): Promise<DocumentRecord>
  destroy(): void
}
