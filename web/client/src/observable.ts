// Values that change: what everything in this package shows itself as. Used by all other files and by @yrsa/react.
// Fits React's useSyncExternalStore as it is. Never does work for a value nobody looks at.

/**
 * A value that changes. `get` gives the identical object until it changed. What the value needs (streams, requests) starts with the
 * first subscriber and ends a few seconds after the last.
 */
export interface Observable<T> {
  get(): T
  subscribe(listener: () => void): () => void
}

/** How long what nobody looks at any more is kept up, so that a page that only changes its view asks for nothing twice. */
export const LINGER_MS = 5_000

/** Ends what was begun. */
export type Stop = () => void

/** An observable that is set from outside. */
export class Value<T> implements Observable<T> {
  #value: T
  readonly #listeners = new Set<() => void>()

  constructor(value: T) {
    this.#value = value
  }

  get(): T {
    return this.#value
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return
    this.#value = value
    for (const listener of [...this.#listeners]) listener()
  }

  subscribe(listener: () => void): Stop {
    // Each call is a subscription of its own, also with the same function.
    const own = () => listener()
    this.#listeners.add(own)
    return () => void this.#listeners.delete(own)
  }
}

/** An observable that begins to work with its first subscriber. What it needs is in `start`. */
export abstract class Source<T> implements Observable<T> {
  readonly #value: Value<T>
  readonly #initial: T
  readonly #signIns: Observable<number> | null
  /** How many sign-ins there were when the value was begun. */
  #signIn: number | undefined
  #subscribers = 0
  #stop: Stop | null = null
  #lingering: ReturnType<typeof setTimeout> | undefined
  #ended = false

  /** With `signIns` the value begins anew when somebody else is signed in: nobody sees what another user was shown. */
  constructor(initial: T, signIns?: Observable<number>) {
    this.#initial = initial
    this.#value = new Value(initial)
    this.#signIns = signIns ?? null
    this.#signIn = signIns?.get()
  }

  /** Begins the work; what it gives back ends it. */
  protected abstract start(): Stop

  protected replace(value: T): void {
    this.#value.set(value)
  }

  /** Changes some members of the state. */
  protected change(changes: Partial<T>): void {
    this.#value.set({ ...this.#value.get(), ...changes })
  }

  get(): T {
    this.#forgetOthers()
    return this.#value.get()
  }

  subscribe(listener: () => void): Stop {
    const unsubscribe = this.#value.subscribe(listener)
    const release = this.keep()
    return () => {
      unsubscribe()
      release()
    }
  }

  /** Keeps the work up without hearing of changes. */
  keep(): Stop {
    this.#subscribers += 1
    clearTimeout(this.#lingering)
    if (this.#stop === null && !this.#ended) this.#begin()
    let kept = true
    return () => {
      if (!kept) return
      kept = false
      this.#subscribers -= 1
      if (this.#subscribers > 0 || this.#ended) return
      this.#lingering = unreferenced(setTimeout(() => this.#rest(), LINGER_MS))
    }
  }

  /** Whether it works at the moment. */
  protected get working(): boolean {
    return this.#stop !== null
  }

  /** Ends the work for good; the last value stays. */
  destroy(): void {
    this.#ended = true
    clearTimeout(this.#lingering)
    this.#rest()
  }

  #begin(): void {
    this.#forgetOthers()
    const unsubscribe = this.#signIns?.subscribe(() => {
      this.#rest()
      this.#begin()
    })
    // It works from here on, also for what `start` itself asks.
    this.#stop = () => {}
    const stop = this.start()
    this.#stop = () => {
      unsubscribe?.()
      stop()
    }
  }

  #forgetOthers(): void {
    if (this.#signIns === null || this.#signIn === this.#signIns.get()) return
    this.#signIn = this.#signIns.get()
    this.#value.set(this.#initial)
  }

  #rest(): void {
    const stop = this.#stop
    this.#stop = null
    stop?.()
  }
}

/** A value made of others. It is computed when it is asked for, and again only after one of them said that it changed. */
export class Derived<T> implements Observable<T> {
  readonly #compute: (previous: T | undefined) => T
  readonly #sources: readonly { subscribe(listener: () => void): Stop }[]
  readonly #listeners = new Set<() => void>()
  #value: T | undefined
  #stops: Stop[] = []

  /** `compute` gives back `previous` itself where nothing changed. */
  constructor(sources: readonly { subscribe(listener: () => void): Stop }[], compute: (previous: T | undefined) => T) {
    this.#compute = compute
    this.#sources = sources
  }

  get(): T {
    if (this.#value === undefined || this.#listeners.size === 0) this.#value = this.#compute(this.#value)
    return this.#value
  }

  subscribe(listener: () => void): Stop {
    const own = () => listener()
    if (this.#listeners.size === 0) {
      this.#value = this.#compute(this.#value)
      this.#stops = this.#sources.map((source) => source.subscribe(() => this.#again()))
    }
    this.#listeners.add(own)
    return () => {
      if (!this.#listeners.delete(own) || this.#listeners.size > 0) return
      for (const stop of this.#stops) stop()
      this.#stops = []
    }
  }

  #again(): void {
    const before = this.#value
    this.#value = this.#compute(before)
    if (Object.is(before, this.#value)) return
    for (const listener of [...this.#listeners]) listener()
  }
}

/** A timer that does not keep a Node process alive. */
export function unreferenced<Timer>(timer: Timer): Timer {
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function') timer.unref()
  return timer
}
