// The threads of a document as React values. One `Threads` for each connection, shared by all who ask.
// For panels, anchors and editors; never writes by itself.
import type { Connection, Thread, ThreadsState } from '@yrsa/client'
import { Threads } from '@yrsa/client'
import { useMemo } from 'react'
import { useConnection, useObservable } from '../hooks/index.ts'
import { isAt, pathOf } from './range-anchor.ts'

const known = new WeakMap<Connection, Threads>()

/** The threads of a connection; the same object each time. */
export function threadsOf(connection: Connection): Threads {
  let threads = known.get(connection)
  if (!threads) known.set(connection, (threads = new Threads(connection)))
  return threads
}

export interface UsedThreads {
  /** As the server has them, or those at a place. */
  threads: readonly Thread[]
  loaded: boolean
  /** To write with. */
  source: Threads
}

/** The threads of a document, or those about a place and what is in it. */
export function useThreads(options: { path?: string | null; connection?: Connection } = {}): UsedThreads {
  const source = threadsOf(useConnection(options.connection))
  const state: ThreadsState = useObservable(source)
  const path = options.path ?? null
  const threads = useMemo(
    () => (path === null ? state.threads : state.threads.filter((thread) => isAt(pathOf(thread.anchor), path))),
    [state.threads, path],
  )
  return { threads, loaded: state.loaded, source }
}

/** How many open threads there are at a place. */
export function useThreadCount(path: string, connection?: Connection): number {
  return useThreads({ path, ...(connection ? { connection } : {}) }).threads.filter((thread) => !thread.resolved && thread.deletedAt === undefined).length
}
