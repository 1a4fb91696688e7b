// The threads of a document as React values. One `Threads` for each connection, shared by all who ask.
// For panels, anchors and editors; never writes by itself.
import { Threads } from '@yrsa/client'
import type { Connection, Observable, Thread, ThreadsState } from '@yrsa/client'
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { useConnection } from '../hooks/context.tsx'
import { useObservable } from '../hooks/use-observable.ts'
import { isAt, pathOf } from './range-anchor.ts'

/** What panels need of `Threads`, so that threads from elsewhere can be shown too. */
export type ThreadsSource = Observable<ThreadsState> &
  Pick<Threads, 'create' | 'reply' | 'edit' | 'remove' | 'removeThread' | 'resolve' | 'reopen' | 'react' | 'unreact'>

const known = new WeakMap<Connection, Threads>()

/** The threads of a connection; the same object each time. It asks for nothing until somebody looks, and ends with its connection. */
export function threadsOf(connection: Connection): Threads {
  let threads = known.get(connection)
  if (!threads) known.set(connection, (threads = new Threads(connection)))
  return threads
}

export interface UsedThreads {
  /** All of the document, or those at a place. */
  threads: readonly Thread[]
  loaded: boolean
  /** To write with. */
  source: ThreadsSource
}

export interface UseThreadsOptions {
  /** Only threads about this place and what is in it, a JSON pointer. */
  path?: string | null | undefined
  connection?: Connection | undefined
  /** Where the threads are. By default the connection's. */
  source?: ThreadsSource | undefined
}

/** The threads of a document, or those about a place and what is in it. */
export function useThreads({ path = null, connection, source }: UseThreadsOptions = {}): UsedThreads {
  const used = useSource(connection, source)
  const state = useObservable(used)
  const threads = useMemo(
    () => (path === null ? state.threads : state.threads.filter((thread) => isAt(pathOf(thread.anchor), path))),
    [state.threads, path],
  )
  return useMemo(() => ({ threads, loaded: state.loaded, source: used }), [threads, state.loaded, used])
}

/** How many threads are open about a place and what is in it. Renders again only when that number changes: for hundreds of cards. */
export function useThreadCount(path: string, { connection, source }: Omit<UseThreadsOptions, 'path'> = {}): number {
  const used = useSource(connection, source)
  const subscribe = useCallback((listener: () => void) => used.subscribe(listener), [used])
  const get = (): number => countsOf(used.get().threads).get(path) ?? 0
  return useSyncExternalStore(subscribe, get, get)
}

function useSource(connection: Connection | undefined, source: ThreadsSource | undefined): ThreadsSource {
  const used = useConnection(connection)
  return source ?? threadsOf(used)
}

const counted = new WeakMap<readonly Thread[], ReadonlyMap<string, number>>()

/** Open threads by place, each also for all that the place lies in. Counted once for all who ask. */
function countsOf(threads: readonly Thread[]): ReadonlyMap<string, number> {
  const before = counted.get(threads)
  if (before) return before
  const counts = new Map<string, number>()
  for (const { anchor, resolved, deletedAt } of threads) {
    let path = pathOf(anchor) ?? ''
    if (resolved || deletedAt !== undefined) continue
    for (;;) {
      counts.set(path, (counts.get(path) ?? 0) + 1)
      if (path === '') break
      // Of what is no pointer nothing is left, and that is the document.
      path = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    }
  }
  counted.set(threads, counts)
  return counts
}
