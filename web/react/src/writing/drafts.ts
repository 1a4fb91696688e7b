// What one has typed and not sent yet, kept for this tab, also over a reload. Used by comments and chat.
// Never leaves the browser; gone once it was sent.
import { useCallback, useEffect, useState } from 'react'
import type { Candidate } from './mentions.ts'

export interface Draft {
  text: string
  /** Who was picked behind an @. */
  picked: readonly Candidate[]
}

export const NOTHING: Draft = { text: '', picked: [] }
const PREFIX = 'yrsa-draft:'

/** A draft by its name. Another name is another draft. */
export function useDraft(name: string, first: Draft = NOTHING): { draft: Draft; change: (draft: Draft) => void } {
  const [state, setState] = useState(() => ({ name, draft: read(name) ?? first }))
  const current = state.name === name ? state.draft : (read(name) ?? first)
  useEffect(() => {
    if (state.name !== name) setState({ name, draft: current })
  }, [state.name, name, current])
  const change = useCallback(
    (draft: Draft) => {
      setState({ name, draft })
      write(name, draft)
    },
    [name],
  )
  return { draft: current, change }
}

function read(name: string): Draft | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null')
    if (typeof kept !== 'object' || kept === null || !('text' in kept) || typeof kept.text !== 'string') return undefined
    const picked = 'picked' in kept && Array.isArray(kept.picked) ? kept.picked.filter(isCandidate) : []
    return { text: kept.text, picked }
  } catch {
    // No storage, or not ours: then nothing was kept.
    return undefined
  }
}

function write(name: string, draft: Draft): void {
  try {
    if (draft.text === '') sessionStorage.removeItem(PREFIX + name)
    else sessionStorage.setItem(PREFIX + name, JSON.stringify(draft))
  } catch {
    // Full or forbidden: the draft lives as long as the page.
  }
}

function isCandidate(value: unknown): value is Candidate {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('mention' in value)) return false
  return typeof value.name === 'string' && typeof value.mention === 'object' && value.mention !== null
}
