// Locks: what is locked, by whom, and taking one for oneself. For lock indicators and editors.
// A lock that was taken here is renewed until it is released, lost, or the connection ends.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Locks } from '@yrsa/client'
import type { Connection, Hold, Lock } from '@yrsa/client'
import { useConnection } from './context.tsx'
import { sentenceOf } from './sentence-of.ts'
import { useObservable } from './use-observable.ts'
import { useMe } from './use-presence.ts'

interface Kept {
  readonly locks: Locks
  readonly holds: Map<string, Hold>
}

/** A component at one path of one document, from when it comes there until it goes or is about another. */
interface Stay {
  readonly holds: Map<string, Hold>
  readonly path: string
  /** Whether what was taken here ends with it: as it was said last while it lasted. */
  releases: boolean
  isOver: boolean
}

const known = new WeakMap<Connection, Kept>()

function kept(connection: Connection): Kept {
  let found = known.get(connection)
  if (found === undefined) known.set(connection, (found = { locks: new Locks(connection), holds: new Map() }))
  return found
}

/** The locks of a connection; the same object each time. */
export function locksOf(connection: Connection): Locks {
  return kept(connection).locks
}

/** All locks of the document, and what they are taken and ended with. */
export function useLocks(connection?: Connection): { locks: readonly Lock[]; source: Locks } {
  const source = locksOf(useConnection(connection))
  return { locks: useObservable(source), source }
}

export interface UseLockOptions {
  connection?: Connection | undefined
  /** For how long, if it isn't renewed; by default 10 minutes. */
  seconds?: number | undefined
  /** How long it outlives one's leaving; by default 30 s. */
  releaseOnLeave?: number | undefined
  /** Released when the component goes, or is about another path or document: for locks that last as long as something is open. */
  releaseOnUnmount?: boolean | undefined
}

export interface UsedLock {
  /** The lock on this place, or one around it. */
  lock: Lock | undefined
  mine: boolean
  heldByOther: boolean
  busy: boolean
  /** Why it could not be taken or ended, as a sentence; empty if it could. */
  error: string
  /** Whether it is one's own afterwards. */
  take(reason?: string): Promise<boolean>
  /** Gives one's own back; whether that worked. */
  release(): Promise<boolean>
  /** Ends somebody else's: for owners. */
  breakLock(): Promise<boolean>
}

export function useLock(path: string, options: UseLockOptions = {}): UsedLock {
  const { seconds = 600, releaseOnLeave = 30, releaseOnUnmount = false } = options
  const connection = useConnection(options.connection)
  const { locks, holds } = kept(connection)
  const all = useObservable(locks)
  // `all` says when to look again.
  const lock = useMemo(() => locks.of(path), [locks, path, all])
  // Whose it is depends on who one is, which may come later than the locks.
  const me = useMe(connection)
  const mine = useMemo(() => lock !== undefined && locks.isMine(lock), [locks, lock, me])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const stay = useMemo<Stay>(() => ({ holds, path, releases: false, isOver: false }), [holds, path])
  const present = useRef<Stay | null>(null)
  useEffect(() => {
    stay.releases = releaseOnUnmount
  })
  useEffect(() => setError(''), [path, lock?.id])

  const attempt = useCallback(async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true)
    setError('')
    try {
      await work()
      return true
    } catch (reason) {
      setError(sentenceOf(reason))
      return false
    } finally {
      setBusy(false)
    }
  }, [])

  const take = useCallback(
    (reason?: string) =>
      attempt(async () => {
        if (holds.get(path)?.lock.get()) return
        const hold = await locks.hold(path, { seconds, releaseOnLeave, ...(reason === undefined || reason === '' ? {} : { reason }) })
        holds.set(path, hold)
        // What it was taken for may be gone by now, and may be back.
        const isBack = present.current?.holds === holds && present.current.path === path
        if (!stay.isOver || !stay.releases || isBack) return
        holds.delete(path)
        await hold.release()
      }),
    [attempt, holds, locks, path, stay, seconds, releaseOnLeave],
  )
  const release = useCallback(
    () =>
      attempt(async () => {
        const found = locks.of(path)
        const hold = holds.get(found?.path ?? path)
        if (hold !== undefined) await hold.release()
        // Taken in another tab, or before the page was loaded again.
        else if (found !== undefined) await locks.end(found.id)
        holds.delete(found?.path ?? path)
      }),
    [attempt, holds, locks, path],
  )
  const breakLock = useCallback(
    () =>
      attempt(async () => {
        const found = locks.of(path)
        if (found !== undefined) await locks.end(found.id)
      }),
    [attempt, locks, path],
  )

  useEffect(() => {
    stay.isOver = false
    present.current = stay
    return () => {
      stay.isOver = true
      present.current = null
      const hold = holds.get(path)
      if (!stay.releases || hold === undefined) return
      holds.delete(path)
      // The lock ends by itself when this fails.
      hold.release().catch(() => {})
    }
  }, [stay, holds, path])
  return { lock, mine, heldByOther: lock !== undefined && !mine, busy, error, take, release, breakLock }
}
