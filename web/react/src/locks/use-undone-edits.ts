// Tells when the server undid one's edits because somebody else holds a lock there. For a message to who typed.
// Each is told once, and nothing of what happened before one looked.
import { useEffect, useRef } from 'react'
import { calledOf } from '@yrsa/client'
import type { Connection, Undone } from '@yrsa/client'
import { nameAt } from '../activity/document-names.ts'
import { useConnection } from '../hooks/context.tsx'
import { locksOf } from '../hooks/use-locks.ts'
import { kindOfPath } from './lock-kinds.ts'

/** `sentence` is what to show: "Your edit of “Fix login” was undone. Ada has locked it: rewriting". */
export function useUndoneEdits(onUndone: (undone: Undone, sentence: string) => void, connection?: Connection): void {
  const used = useConnection(connection)
  const told = useRef(onUndone)
  useEffect(() => {
    told.current = onUndone
  })
  useEffect(() => {
    const { undone } = locksOf(used)
    let seen = new Set(undone.get().map(keyOf))
    return undone.subscribe(() => {
      const all = undone.get()
      const fresh = all.filter((one) => one.mine && !seen.has(keyOf(one)))
      seen = new Set(all.map(keyOf))
      for (const one of fresh) told.current(one, sentenceFor(one, used))
    })
  }, [used])
}

function keyOf({ lock, at, by }: Undone): string {
  return `${lock ?? ''} ${at} ${by}`
}

function sentenceFor({ lock, message }: Undone, connection: Connection): string {
  if (lock === null) return 'Your edit was undone. Lock what you want to edit first.'
  const found = locksOf(connection).get().find(({ id }) => id === lock)
  if (found === undefined) return `${message.charAt(0).toUpperCase()}${message.slice(1)}`
  const { holder, reason, path } = found
  const name = nameAt(connection.doc, path)
  const what = name !== undefined ? ` of “${name}”` : path === '' ? '' : ` of this ${kindOfPath(path)}`
  const why = reason === null || reason === undefined || reason === '' ? '.' : `: ${reason}`
  return `Your edit${what} was undone. ${calledOf(holder.id, holder.name)} has locked ${path === '' ? 'the document' : 'it'}${why}`
}
