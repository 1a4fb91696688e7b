// Reactions to a comment or a message: who reacted how, one's own to take back, and a few to choose from.
// Used by comments and chat. Shows any text as a reaction, never as markup.
import { SmilePlus } from 'lucide-react'
import { useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { IconButton } from '../parts/button.tsx'
import { Popover } from '../parts/popover.tsx'
import { Tooltip } from '../parts/tooltip.tsx'
import { EMOJI, emojiName } from './emoji.ts'
import { namesOf } from './people.ts'

export interface ReactionShown {
  emoji: string
  /** Who reacted so, with their names. */
  names: readonly string[]
  mine: boolean
}

export interface ReactionsProps {
  reactions: readonly ReactionShown[]
  mayReact: boolean
  onToggle: (emoji: string, add: boolean) => void
}

export function Reactions({ reactions, mayReact, onToggle }: ReactionsProps): ReactNode {
  if (reactions.length === 0) return null
  return (
    <ul className="yrsa-reactions" aria-label="Reactions">
      {reactions.map(({ emoji, names, mine }) => {
        const says = `${namesOf(names)} reacted with ${emojiName(emoji)}`
        return (
          <li key={emoji}>
            <Tooltip text={says}>
              <button
                type="button"
                className="yrsa-reaction"
                aria-pressed={mine}
                aria-label={`${emojiName(emoji)}, ${names.length}: ${namesOf(names)}`}
                disabled={!mayReact}
                onClick={() => onToggle(emoji, !mine)}
              >
                <span className="yrsa-reaction-emoji">{emoji}</span>
                <span className="yrsa-reaction-count">{names.length}</span>
              </button>
            </Tooltip>
          </li>
        )
      })}
    </ul>
  )
}

const COLUMNS = 6

/** A button that opens the choice of reactions. */
export function ReactionPicker({ onPick, onOpenChange }: { onPick: (emoji: string) => void; onOpenChange?: ((open: boolean) => void) | undefined }): ReactNode {
  const [at, setAt] = useState(0)
  const grid = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS, Home: -at, End: EMOJI.length - 1 - at }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = (at + step + EMOJI.length) % EMOJI.length
    setAt(next)
    grid.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    <Popover
      label="Choose a reaction"
      align="end"
      onOpenChange={onOpenChange}
      className="yrsa-reaction-popover"
      trigger={(props) => <IconButton {...props} size="s" icon={<SmilePlus />} label="React" />}
    >
      {(close) => (
        <div ref={grid} className="yrsa-reaction-grid" role="group" aria-label="Reactions" onKeyDown={move}>
          {EMOJI.map(({ emoji, name }, index) => (
            <button
              key={emoji}
              type="button"
              className="yrsa-reaction-choice"
              aria-label={name}
              tabIndex={index === at ? 0 : -1}
              data-autofocus={index === at || undefined}
              onClick={() => {
                onPick(emoji)
                close()
              }}
            >
              {emoji}
            </button>
          ))}
        </div>
      )}
    </Popover>
  )
}
