// Edit locks of a document: who has which part, taking one, keeping it, giving it back.
import type { Observable, Stop } from './observable.ts'
import type { Connection, Lock, Undone } from './document.ts'

export interface LockOptions {
  reason?: string
  /** How long it lasts; 10 to 86,400. */
  seconds?: number
  /** Ends so many seconds after one left the document; 0 to 600. */
  releaseOnLeave?: number
}

/** A lock that is kept up until it is released or lost. */
export interface Hold {
  /** Null once it is lost or released. */
  readonly lock: Observable<Lock | null>
  release(): Promise<void>
}

export declare class Locks implements Observable<readonly Lock[]> {
  constructor(connection: Connection)
  get(): readonly Lock[]
  subscribe(listener: () => void): Stop
  /** Takes a lock; an ApiError 409 with `problem.lock` says who is in the way. */
  acquire(path: string, options?: LockOptions): Promise<Lock>
  /** Takes a lock and renews it at a third of its time. */
  hold(path: string, options?: LockOptions): Promise<Hold>
  /** Its holder releases it, an owner breaks it. */
  end(lock: string): Promise<void>
  /** The lock that covers a path. */
  of(path: string): Lock | undefined
  /** Whether a lock is one's own. */
  isMine(lock: Lock): boolean
  readonly undone: Observable<readonly Undone[]>
  destroy(): void
}
