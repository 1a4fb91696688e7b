// Says to assistive technology what changed by itself. Used by panels; never takes the focus, never interrupts.
import { useCallback, useEffect, useState } from 'react'
import type { ReactNode } from 'react'

/** The element to render, and the function that says something in it. */
export function useSaid(): readonly [ReactNode, (sentence: string) => void] {
  const [sentence, setSentence] = useState('')
  const say = useCallback((next: string) => setSentence(next), [])
  useEffect(() => {
    if (sentence === '') return
    // Gone again, so that the same sentence can be heard a second time.
    const timer = setTimeout(() => setSentence(''), 4_000)
    return () => clearTimeout(timer)
  }, [sentence])
  const element = (
    <div className="yrsa-visually-hidden" role="status">
      {sentence}
    </div>
  )
  return [element, say]
}
