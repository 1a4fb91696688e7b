// The time as a value that changes: one timer for all who show a time. Used by RelativeTime, locks and turns.
// Never ticks while nobody watches.
import { useSyncExternalStore } from 'react'

interface Clock {
  get(): number
  subscribe(listener: () => void): () => void
}

const clocks = new Map<number, Clock>()

function clock(every: number): Clock {
  const known = clocks.get(every)
  if (known !== undefined) return known
  const listeners = new Set<() => void>()
  let now = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  const tick = (): void => {
    now = Date.now()
    for (const listener of [...listeners]) listener()
  }
  const made: Clock = {
    get() {
      // Nobody ticks it while nobody watches: then the first who looks winds it.
      if (timer === undefined && Math.abs(Date.now() - now) >= every) now = Date.now()
      return now
    },
    subscribe(listener) {
      listeners.add(listener)
      timer ??= setInterval(tick, every)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
  clocks.set(every, made)
  return made
}

/** Milliseconds since the epoch, read again every so often. */
export function useNow(every = 15_000): number {
  const { subscribe, get } = clock(every)
  return useSyncExternalStore(subscribe, get, get)
}
