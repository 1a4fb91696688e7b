// The list of people and roles that fit an @word. Belongs to the field, which keeps the focus.
// In the top layer, so that no panel cuts it off.
import { stableColor } from '@yrsa/client'
import { Users } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import type { ReactNode, RefObject } from 'react'
import { Avatar } from '../parts/avatar.tsx'
import { place } from '../parts/placement.ts'
import type { Candidate } from './mentions.ts'

export interface SuggestionsProps {
  id: string
  anchor: RefObject<HTMLElement | null>
  offered: readonly Candidate[]
  chosen: number
  onPick: (candidate: Candidate) => void
  onPoint: (index: number) => void
}

export function Suggestions({ id, anchor, offered, chosen, onPick, onPoint }: SuggestionsProps): ReactNode {
  const list = useRef<HTMLUListElement>(null)
  useLayoutEffect(() => {
    const [element, field] = [list.current, anchor.current]
    if (!element || !field) return
    if (!element.matches(':popover-open')) element.showPopover()
    place(element, field, 'top', 'start', 4)
  }, [anchor, offered.length])
  useLayoutEffect(() => {
    list.current?.children[chosen]?.scrollIntoView?.({ block: 'nearest' })
  }, [chosen])
  return (
    <>
      <ul ref={list} id={`${id}-list`} className="yrsa-suggestions" role="listbox" aria-label="People and roles" popover="manual">
        {offered.map((candidate, index) => (
          <li
            key={JSON.stringify(candidate.mention)}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className="yrsa-suggestion"
            onPointerMove={() => index !== chosen && onPoint(index)}
            // The field must not lose the focus.
            onPointerDown={(event) => {
              event.preventDefault()
              onPick(candidate)
            }}
          >
            {'user' in candidate.mention ? (
              <Avatar user={{ name: candidate.name, color: candidate.color ?? stableColor(candidate.mention.user) }} size="s" />
            ) : (
              <span className="yrsa-suggestion-icon">
                <Users aria-hidden="true" />
              </span>
            )}
            <span className="yrsa-suggestion-name">{candidate.name}</span>
            {candidate.note !== '' && <span className="yrsa-suggestion-note">{candidate.note}</span>}
          </li>
        ))}
      </ul>
      <span className="yrsa-visually-hidden" role="status">
        {offered.length === 1 ? '1 suggestion' : `${offered.length} suggestions`}
      </span>
    </>
  )
}
