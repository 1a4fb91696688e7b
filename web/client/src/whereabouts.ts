// Who is where: participants of many documents.
import type { Client } from './client.ts'
import type { StreamLink } from './events.ts'
import type { Observable, Stop } from './observable.ts'
import type { Schemas } from './types.ts'

export interface WhereaboutsState {
  present: readonly Schemas['Participant'][]
  truncated: boolean
  loaded: boolean
  link: StreamLink
}

export declare class Whereabouts implements Observable<WhereaboutsState> {
  constructor(client: Client, options?: { under?: string; document?: string; states?: boolean })
  get(): WhereaboutsState
  subscribe(listener: () => void): Stop
  destroy(): void
}
