// Tells when the server undid one's edits because somebody else holds a lock there. For a message to who typed.
// Each is told once, and nothing of what happened before one looked.
import { useEffect, useRef } from 'react'
import type { Connection, Undone } from '@yrsa/client'
import { useConnection } from '../hooks/context.tsx'
import { locksOf } from '../hooks/use-locks.ts'

export function useUndoneEdits(onUndone: (undone: Undone) => void, connection?: Connection): void {
  const used = useConnection(connection)
  const told = useRef(onUndone)
  useEffect(() => {
    told.current = onUndone
  })
  useEffect(() => {
    const { undone } = locksOf(used)
    const keyOf = ({ lock, at, by }: Undone): string => `${lock ?? ''} ${at} ${by}`
    let seen = new Set(undone.get().map(keyOf))
    return undone.subscribe(() => {
      const all = undone.get()
      const fresh = all.filter((one) => one.mine && !seen.has(keyOf(one)))
      seen = new Set(all.map(keyOf))
      for (const one of fresh) told.current(one)
    })
  }, [used])
}
