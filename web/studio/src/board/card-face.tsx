// One card on the board: title, labels, due date, who it is assigned to, who is at it, its lock and its comments.
// Used by column-lane.tsx. Drawn again only when something it shows changed; it never reads or writes the document.
import type { Lock, Who } from '@yrsa/client'
import { Avatar, CommentAnchor, EditLockIndicator } from '@yrsa/react'
import { AlignLeft, CalendarClock, Pencil } from 'lucide-react'
import { memo, useEffect, useRef, useState } from 'react'
import type { CSSProperties } from 'react'
import type { BoardActions } from './board-actions.ts'
import type { Card } from './board-model.ts'
import { LONGEST_TITLE } from './board-model.ts'
import { dueInWords, factsInWords, pathOf, titleOf } from './card-words.ts'
import { InlineText } from './inline-text.tsx'
import { LabelChip } from './label-chip.tsx'

export interface CardFaceProps {
  card: Card
  actions: BoardActions
  /** Editing is possible and nobody else has it locked. */
  mayChange: boolean
  lock: Lock | undefined
  people: readonly Who[]
  assignee: Who | null
  comments: number
  today: string
  lifted: boolean
  open: boolean
  /** It follows the pointer; a gap is shown elsewhere. */
  away: boolean
  /** The card of its column that Tab reaches. */
  reachable: boolean
}

export const CardFace = memo(function CardFace(props: CardFaceProps) {
  const { card, actions, mayChange, lock, people, assignee, comments, today, lifted, open, away, reachable } = props
  const [wantsRename, setRenaming] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const refocus = useRef(false)
  useEffect(() => {
    if (wantsRename || !refocus.current) return
    refocus.current = false
    button.current?.focus()
  }, [wantsRename])
  // Somebody else locked it meanwhile.
  const renaming = wantsRename && mayChange
  const rename = (now: boolean): void => {
    setRenaming(now)
    actions.editing(now ? card.id : null)
  }
  const due = card.due === null ? null : dueInWords(card.due, today)
  const path = pathOf('cards', card.id)
  const facts = factsInWords({ labels: card.labels, due, assignee: assignee?.name ?? null, lockedBy: lock?.holder.name ?? null, people: people.map(({ name }) => name) })
  const first = people[0]
  return (
    <li
      className="board-card"
      data-card={card.id}
      data-drag={mayChange && !renaming ? 'card' : undefined}
      data-lifted={lifted || undefined}
      data-open={open || undefined}
      data-away={away || undefined}
      data-occupied={first === undefined ? undefined : true}
      style={first === undefined ? undefined : ({ '--board-person': first.color } as CSSProperties)}
      onPointerEnter={(event) => event.pointerType === 'mouse' && actions.hover(card.id)}
      onPointerLeave={(event) => event.pointerType === 'mouse' && actions.hover(null)}
    >
      {card.labels.length > 0 && (
        <span className="board-card-labels" aria-hidden="true">
          {card.labels.map((label) => (
            <LabelChip key={label} label={label} />
          ))}
        </span>
      )}
      {renaming ? (
        <InlineText
          label="Title of the card"
          value={card.title}
          longest={LONGEST_TITLE}
          onCommit={(text, how) => {
            refocus.current = how === 'enter'
            actions.renameCard(card.id, text)
            rename(false)
          }}
          onCancel={() => {
            refocus.current = true
            rename(false)
          }}
        />
      ) : (
        <button
          ref={button}
          type="button"
          className="board-card-open"
          data-drag-through
          tabIndex={reachable ? 0 : -1}
          aria-describedby={mayChange ? 'board-card-keys' : undefined}
          aria-pressed={lifted || undefined}
          onClick={() => actions.open(card.id)}
          onKeyDown={(event) => {
            if (event.key === 'F2' && mayChange && !lifted) {
              event.preventDefault()
              rename(true)
            } else actions.cardKey(card.id, event)
          }}
          onKeyUp={(event) => {
            // Space lifts; it must not press the button as well.
            if (event.key === ' ' && mayChange) event.preventDefault()
          }}
          onBlur={() => actions.leave(card.id)}
        >
          <span className="board-card-title" data-untitled={card.title === '' || undefined}>
            {titleOf(card)}
          </span>
          {facts !== '' && <span className="yrsa-visually-hidden">, {facts}</span>}
        </button>
      )}
      {(due !== null || card.described || comments > 0 || lock !== undefined || assignee !== null) && (
        <span className="board-card-marks">
          {due !== null && (
            <span className="board-due" data-state={due.state} aria-hidden="true">
              <CalendarClock size={13} />
              {due.words}
            </span>
          )}
          {card.described && (
            <span className="board-mark" title="Has a description" aria-hidden="true">
              <AlignLeft size={14} />
            </span>
          )}
          {comments > 0 && <CommentAnchor path={path} label={titleOf(card)} onOpen={actions.openThreads} className="board-card-comments" />}
          {lock !== undefined && <EditLockIndicator path={path} kind="card" show="icon" lockedOnly className="board-card-lock" />}
          {assignee !== null && (
            <span className="board-card-assignee" title={`Assigned to ${assignee.name}`}>
              <Avatar user={assignee} size="s" />
            </span>
          )}
        </span>
      )}
      {people.length > 0 && (
        <span className="board-card-people" aria-hidden="true">
          {people.slice(0, 3).map((who) => (
            <Avatar key={who.id} user={who} size="s" />
          ))}
          {people.length > 3 && <span className="board-card-more">+{people.length - 3}</span>}
        </span>
      )}
      {mayChange && !renaming && (
        <button type="button" className="board-card-rename" tabIndex={-1} aria-label={`Rename ${titleOf(card)}`} title="Rename (F2)" onClick={() => rename(true)}>
          <Pencil size={14} aria-hidden />
        </button>
      )}
    </li>
  )
})
