// When to try again: exponential backoff with full jitter, so that clients of a restarted server don't come all at once.
// Used by everything that reconnects. Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
import { unreferenced } from './observable.ts'

const FIRST_MS = 500
const MOST_MS = 30_000
/** A connection that ends sooner was none: `minUptime` of reconnecting-websocket has the same 5 s. */
const LASTING_MS = 5_000

export class Backoff {
  readonly #random: () => number
  readonly #now: () => number
  #failures = 0
  /** How long the last wait could have been. */
  #most = 0
  #worksSince: number | undefined

  /** `now` in milliseconds, from whatever beginning. */
  constructor(random: () => number = Math.random, now: () => number = () => performance.now()) {
    this.#random = random
    this.#now = now
  }

  /** How long to wait after one more failure; at least `atLeast`, which the server may have asked for. */
  next(atLeast = 0): number {
    const lasted = this.#worksSince === undefined ? 0 : this.#now() - this.#worksSince
    if (lasted >= Math.max(LASTING_MS, this.#most)) this.reset()
    this.#worksSince = undefined
    this.#most = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(this.#failures, 16))
    this.#failures += 1
    return atLeast + this.#random() * this.#most
  }

  get failures(): number {
    return this.#failures
  }

  /**
   * It works, from now on. What ends soon after that is one more failure: a server that takes everybody in and closes would otherwise be
   * asked several times a second. The next failure is a first one if this lasted for 5 s, and as long as the last wait could have been.
   */
  works(): void {
    this.#worksSince ??= this.#now()
  }

  /** What happened so far says nothing about the next attempt: the network is another, or somebody wants it now. */
  reset(): void {
    this.#failures = 0
    this.#most = 0
    this.#worksSince = undefined
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
