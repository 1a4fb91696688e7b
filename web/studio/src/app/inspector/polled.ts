// Reads something from the server again and again while the page is looked at, and keeps the reading before: rates come from two.
// Used by the inspector's tabs. One request at a time; a failure keeps what was there and says so.
import { useCallback, useEffect, useRef, useState } from 'react'
import { take } from '@yrsa/client'
import type { Answer, Client } from '@yrsa/client'

export interface Reading<T> {
  value: T
  /** When it was read, in milliseconds of this page's own clock. */
  at: number
}

export interface Polled<T> {
  now: Reading<T> | null
  before: Reading<T> | null
  error: Error | null
  reload: () => void
}

const EVERY_MS = 2_000

export function usePolled<T>(read: () => Promise<T>): Polled<T> {
  const [state, setState] = useState<Omit<Polled<T>, 'reload'>>({ now: null, before: null, error: null })
  const again = useRef<() => void>(() => undefined)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let ended = false
    const look = async () => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible') {
        try {
          const value = await read()
          if (ended) return
          setState((last) => ({ now: { value, at: performance.now() }, before: last.now, error: null }))
        } catch (reason) {
          if (ended) return
          setState((last) => ({ ...last, error: reason instanceof Error ? reason : new Error(String(reason)) }))
        }
      }
      timer = setTimeout(() => void look(), EVERY_MS)
    }
    again.current = () => void look()
    void look()
    return () => {
      ended = true
      clearTimeout(timer)
    }
  }, [read])
  return { ...state, reload: useCallback(() => again.current(), []) }
}

/** How fast something grows, a second; null before the second reading, and when a counter began anew. */
export function rate<T>({ now, before }: Pick<Polled<T>, 'now' | 'before'>, count: (value: T) => number | undefined): number | null {
  if (now === null || before === null || now.at <= before.at) return null
  const [new_, old] = [count(now.value), count(before.value)]
  if (new_ === undefined || old === undefined || new_ < old) return null
  return ((new_ - old) * 1000) / (now.at - before.at)
}

/** For routes of administrators, whose answers shapes.ts describes. */
export async function readJson<T>(client: Client, path: string, init?: RequestInit): Promise<T> {
  return take<T>(answer(client, path, init))
}

async function answer<T>(client: Client, path: string, init?: RequestInit): Promise<Answer<T>> {
  const response = await client.fetch(path, init)
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => null)
  return response.ok ? { data: body as T, response } : { error: body, response }
}
