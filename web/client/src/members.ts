// Members of a scope (a document, a prefix, `/`).
import type { Client } from './client.ts'
import type { Observable, Stop } from './observable.ts'
import type { Schemas } from './types.ts'

export type Member = Schemas['Member']
export type Standing = Schemas['Standing']

export interface MembersState {
  members: readonly Member[]
  loaded: boolean
  error: Error | null
}

export declare class Members implements Observable<MembersState> {
  constructor(client: Client, scope: string)
  get(): MembersState
  subscribe(listener: () => void): Stop
  reload(): Promise<void>
  set(user: string, role: Standing): Promise<void>
  remove(user: string): Promise<void>
  block(user: string): Promise<void>
  destroy(): void
}
