// What happens to documents, live.
import type { Client } from './client.ts'
import type { Observable, Stop } from './observable.ts'
import type { Event } from './types.ts'

export type StreamLink = 'connecting' | 'open' | 'offline'

export interface EventsState {
  /** The newest last. */
  events: readonly Event[]
  link: StreamLink
  /** Events were let go of before they could be told. */
  gap: boolean
  error: Error | null
}

export interface EventsOptions {
  document?: string
  /** A prefix (`acme/`). */
  under?: string
  /** `board.*`, `chat.message`; all of them without it. */
  types?: readonly string[]
  /** The id of an event, `start` or `now`; `recent` begins with the newest that are kept. */
  after?: string
  /** How many are kept; 200 unless something else is said. */
  keep?: number
}

export declare class Events implements Observable<EventsState> {
  constructor(client: Client, options?: EventsOptions)
  get(): EventsState
  subscribe(listener: () => void): Stop
  destroy(): void
}

/** Events as they come, each once; goes on after interruptions by itself. */
export declare function followEvents(client: Client, options?: EventsOptions & { signal?: AbortSignal }): AsyncIterable<Event>
