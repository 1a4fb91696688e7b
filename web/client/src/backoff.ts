// When to try again: exponential backoff with full jitter, so that clients of a restarted server don't come all at once.
// Used by everything that reconnects. Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
import { unreferenced } from './observable.ts'

const FIRST_MS = 500
const MOST_MS = 30_000

export class Backoff {
  readonly #random: () => number
  #failures = 0

  constructor(random: () => number = Math.random) {
    this.#random = random
  }

  /** How long to wait after one more failure; at least `atLeast`, which the server may have asked for. */
  next(atLeast = 0): number {
    const most = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(this.#failures, 16))
    this.#failures += 1
    return atLeast + this.#random() * most
  }

  get failures(): number {
    return this.#failures
  }

  /** It works again. */
  reset(): void {
    this.#failures = 0
  }
}

/** Waits, or less if the network comes back, or not at all if it is given up (which rejects with an AbortError). */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => () => {
      clearTimeout(timer)
      stopListening()
      signal?.removeEventListener('abort', abort)
      settle()
    }
    const abort = done(() => reject(abortError()))
    const go = done(resolve)
    // It keeps a program alive, as the stream that it is between two of does; a page has no need of that.
    const timer = setTimeout(go, milliseconds)
    if (typeof document !== 'undefined') unreferenced(timer)
    const stopListening = onNetwork({ online: go })
    if (signal?.aborted) abort()
    else signal?.addEventListener('abort', abort)
  })
}

export function abortError(): Error {
  return new DOMException('This was given up.', 'AbortError')
}

/** Whether the browser says that there is no network. Where nobody says so, there is one. */
export function isOffline(): boolean {
  return typeof navigator !== 'undefined' && navigator.onLine === false
}

/** The browser's word on the network, where there is one. It is a hint: a server on this machine needs no network. */
export function onNetwork(listeners: { online?: () => void; offline?: () => void; shown?: () => void; hidden?: () => void }): () => void {
  if (typeof globalThis.addEventListener !== 'function' || typeof document === 'undefined') return () => {}
  const { online, offline, shown, hidden } = listeners
  const visibility = () => (document.visibilityState === 'visible' ? shown?.() : hidden?.())
  if (online) addEventListener('online', online)
  if (offline) addEventListener('offline', offline)
  if (shown || hidden) document.addEventListener('visibilitychange', visibility)
  return () => {
    if (online) removeEventListener('online', online)
    if (offline) removeEventListener('offline', offline)
    document.removeEventListener('visibilitychange', visibility)
  }
}
