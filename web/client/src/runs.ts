// Runs of a workflow, and the log of one.
import type { Client } from './client.ts'
import type { StreamLink } from './events.ts'
import type { Observable, Stop } from './observable.ts'
import type { Schemas } from './types.ts'

export type Run = Schemas['Run']
export type RunStep = Schemas['RunStep']
export type LogLine = Schemas['LogLine']

export interface RunsState {
  /** The newest first. */
  runs: readonly Run[]
  hasMore: boolean
  loaded: boolean
  error: Error | null
}

export declare class Runs implements Observable<RunsState> {
  constructor(client: Client, document: string)
  get(): RunsState
  subscribe(listener: () => void): Stop
  loadMore(): Promise<void>
  reload(): Promise<void>
  trigger(run?: { input?: unknown; label?: string }): Promise<Run>
  cancel(run: string): Promise<Run>
  destroy(): void
}

export interface RunLogState {
  lines: readonly LogLine[]
  /** Lines before this one are not kept any more. */
  first: number
  ended: boolean
  link: StreamLink
  error: Error | null
}

export declare class RunLog implements Observable<RunLogState> {
  constructor(client: Client, document: string, run: string, options?: { keep?: number })
  get(): RunLogState
  subscribe(listener: () => void): Stop
  destroy(): void
}
