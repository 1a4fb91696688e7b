// What somebody is typing into a field before it is written. Used by the properties.
// Writes after a short rest and when the field is left, so a word is one change; never writes over what others wrote meanwhile without a key of one's own.
import { useEffect, useRef, useState } from 'react'

const REST_MS = 250

export interface Draft {
  readonly text: string
  change(text: string): void
  /** Writes what waits, now. */
  flush(): void
}

/** `write` says `false` to a text that can't be written; it stays in the field then, to be made right. */
export function useDraft(value: string, write: (text: string) => boolean | void): Draft {
  const [draft, setDraft] = useState<string | null>(null)
  const waiting = useRef<{ text: string; timer: ReturnType<typeof setTimeout> } | null>(null)
  const latest = useRef(write)
  useEffect(() => {
    latest.current = write
  })
  const flush = (): void => {
    const { current } = waiting
    if (current === null) return
    clearTimeout(current.timer)
    waiting.current = null
    if (latest.current(current.text) !== false) setDraft(null)
  }
  const flushNow = useRef(flush)
  useEffect(() => {
    flushNow.current = flush
  })
  // The panel may close while the last letters wait.
  useEffect(() => () => flushNow.current(), [])
  return {
    text: draft ?? value,
    change(text) {
      if (waiting.current !== null) clearTimeout(waiting.current.timer)
      waiting.current = { text, timer: setTimeout(() => flushNow.current(), REST_MS) }
      setDraft(text)
    },
    flush,
  }
}
