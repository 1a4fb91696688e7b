// Edit locks of a document: who has which part, taking one, keeping it up, giving it back. For editors and EditLockIndicator.
// What others write into a locked part is undone by the server; nothing here prevents it.
import type { Client } from './client.ts'
import type { Connection, Lock, Undone } from './document.ts'
import { ApiError, take } from './errors.ts'
import { listen } from './event-hub.ts'
import { Derived, Source, Value, unreferenced, type Observable, type Stop } from './observable.ts'
import { isSameList } from './participants.ts'

export interface LockOptions {
  reason?: string
  /** How long it lasts; 10 to 86,400, half an hour unless something else is said. */
  seconds?: number
  /** Ends so many seconds after one left the document; 0 to 600. */
  releaseOnLeave?: number
}

/** A lock that is kept up until it is released or lost. */
export interface Hold {
  /** Null once it is released or lost. */
  readonly lock: Observable<Lock | null>
  release(): Promise<void>
}

const HOLD_SECONDS = 120
const LEAVE_SECONDS = 30
const RETRY_MS = 2_000

export class Locks extends Source<readonly Lock[]> {
  /** The last edits that were undone because somebody else holds a lock. */
  readonly undone: Observable<readonly Undone[]>
  readonly #connection: Connection
  readonly #client: Client
  /** Taken by us, and not shown by the server's state yet. */
  #taken: readonly Lock[] = []
  /** Ended by us, and still shown by the server's state. */
  #ended = new Set<string>()
  /** All of them, where there are more than the server's state shows. */
  #all: readonly Lock[] | null = null
  #stopEvents: Stop | null = null

  constructor(connection: Connection) {
    super(connection.session.get().locks)
    this.#connection = connection
    this.#client = connection.client
    this.undone = new Derived([connection.session], () => connection.session.get().undone)
  }

  protected start(): Stop {
    const { session } = this.#connection
    const stopSession = session.subscribe(() => this.#look())
    this.#look()
    return () => {
      stopSession()
      this.#stopEvents?.()
      this.#stopEvents = null
    }
  }

  override get(): readonly Lock[] {
    if (!this.working) this.#look()
    return super.get()
  }

  /** Takes a lock; an ApiError 409 with `problem.lock` says who is in the way. One's own lock on the very same path is renewed. */
  async acquire(path: string, options: LockOptions = {}): Promise<Lock> {
    const { reason, seconds, releaseOnLeave } = options
    const body = {
      path,
      ...(reason !== undefined && reason !== '' && { reason }),
      ...(seconds !== undefined && { seconds }),
      ...(releaseOnLeave !== undefined && { release_on_leave: releaseOnLeave }),
    }
    const params = { path: { scope: this.#connection.id } }
    const lock: Lock = await take(this.#client.api.POST('/api/documents/{scope}/locks', { params, body }))
    this.#ended.delete(lock.id)
    this.#taken = [...this.#taken.filter(({ id }) => id !== lock.id), lock]
    this.#look()
    return lock
  }

  /** Takes a lock and renews it at a third of its time. It ends half a minute after one has left the document. */
  async hold(path: string, options: LockOptions = {}): Promise<Hold> {
    const seconds = options.seconds ?? HOLD_SECONDS
    const lock = await this.acquire(path, { releaseOnLeave: LEAVE_SECONDS, ...options, seconds })
    return new HeldLock(this, this.#connection, lock, seconds)
  }

  async renew(lock: string, seconds?: number): Promise<Lock> {
    const params = { path: { scope: this.#connection.id, lock } }
    const body = seconds === undefined ? {} : { seconds }
    return take(this.#client.api.POST('/api/documents/{scope}/locks/{lock}/renew', { params, body }))
  }

  /** Its holder releases it, an owner breaks it. */
  async end(lock: string): Promise<void> {
    const params = { path: { scope: this.#connection.id, lock } }
    try {
      await take(this.#client.api.DELETE('/api/documents/{scope}/locks/{lock}', { params }))
    } catch (error) {
      // It has ended already.
      if (!(error instanceof ApiError && error.status === 404)) throw error
    }
    this.#taken = this.#taken.filter(({ id }) => id !== lock)
    this.#ended.add(lock)
    this.#look()
  }

  /** The lock that covers a path. */
  of(path: string): Lock | undefined {
    return this.get().find((lock) => covers(lock.path, path))
  }

  isMine(lock: Lock): boolean {
    return lock.holder.id === this.#connection.me.get()?.id
  }

  /** Hears of the end of a lock by `listener`; used by what holds one. */
  whenGone(lock: string, listener: () => void): Stop {
    return this.subscribe(() => {
      if (!this.get().some(({ id }) => id === lock)) listener()
    })
  }

  #look(): void {
    const { locks: shown, more_locks: more } = this.#connection.session.get()
    if (more > 0 && this.#all === null) void this.#readAll()
    if (more === 0) this.#all = null
    // Where the state does not show all of them, events tell when they change.
    else if (this.working) this.#stopEvents ??= listen(this.#client, { document: this.#connection.id, types: ['lock.*'], event: () => void this.#readAll() })
    const ids = new Set(shown.map(({ id }) => id))
    this.#taken = this.#taken.filter((lock) => !ids.has(lock.id) && lock.expires_at > Date.now())
    this.#ended = new Set([...this.#ended].filter((id) => ids.has(id) || this.#all?.some((lock) => lock.id === id)))
    const rest = (this.#all ?? []).filter(({ id }) => !ids.has(id))
    const known = new Set([...ids, ...rest.map(({ id }) => id)])
    const locks = [...shown, ...rest, ...this.#taken.filter(({ id }) => !known.has(id))].filter(({ id }) => !this.#ended.has(id))
    if (!isSameList(locks, super.get())) this.replace(locks)
  }

  async #readAll(): Promise<void> {
    this.#all ??= []
    try {
      const params = { path: { scope: this.#connection.id } }
      const { locks } = await take(this.#client.api.GET('/api/documents/{scope}/locks', { params }))
      this.#all = locks
      this.#look()
    } catch {
      // The next change asks again; the oldest are shown all the same.
      this.#all = null
    }
  }
}

class HeldLock implements Hold {
  readonly lock: Value<Lock | null>
  readonly #locks: Locks
  readonly #id: string
  readonly #seconds: number
  readonly #stop: Stop
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(locks: Locks, { awareness }: Connection, lock: Lock, seconds: number) {
    this.#locks = locks
    this.#id = lock.id
    this.#seconds = seconds
    this.lock = new Value<Lock | null>(lock)
    const gone = () => this.#lost()
    const stop = locks.whenGone(lock.id, gone)
    // Without its connection nobody holds it any more: it is not kept up, and ends by itself.
    awareness.on('destroy', gone)
    this.#stop = () => {
      stop()
      awareness.off('destroy', gone)
    }
    this.#renewLater((seconds * 1000) / 3)
  }

  async release(): Promise<void> {
    if (this.lock.get() === null) return
    this.#lost()
    await this.#locks.end(this.#id)
  }

  #renewLater(milliseconds: number): void {
    this.#timer = unreferenced(setTimeout(() => void this.#renew(), milliseconds))
  }

  async #renew(): Promise<void> {
    try {
      const lock = await this.#locks.renew(this.#id, this.#seconds)
      if (this.lock.get() === null) return
      this.lock.set(lock)
      this.#renewLater((this.#seconds * 1000) / 3)
    } catch (error) {
      if (this.lock.get() === null) return
      // The lock is gone, or the right to it; anything else may pass.
      if (error instanceof ApiError && [401, 403, 404].includes(error.status)) this.#lost()
      else this.#renewLater(RETRY_MS)
    }
  }

  #lost(): void {
    if (this.lock.get() === null) return
    clearTimeout(this.#timer)
    this.#stop()
    this.lock.set(null)
  }
}

/** Whether a lock on `path` keeps others from writing at `place`. */
export function covers(path: string, place: string): boolean {
  return path === '' || place === path || place.startsWith(`${path}/`)
}
