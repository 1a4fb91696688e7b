// One column of the board: its title, its cards, the gap where a dragged card would go, and the field for a new card.
// Used by board-editor.tsx. Drawn again only when the column or somebody in it changed; asks everything of BoardActions.
import type { Lock, Who } from '@yrsa/client'
import { IconButton, Menu } from '@yrsa/react'
import type { MenuEntry } from '@yrsa/react'
import { ArrowLeft, ArrowRight, Ellipsis, GripVertical, LockKeyhole, Pencil, Plus, Trash2 } from 'lucide-react'
import { memo, useEffect, useRef, useState } from 'react'
import type { BoardActions } from './board-actions.ts'
import type { Column } from './board-model.ts'
import { LONGEST_TITLE } from './board-model.ts'
import { CardFace } from './card-face.tsx'
import { titleOf } from './card-words.ts'
import { InlineText } from './inline-text.tsx'

/** What others do on the board, by card; each entry stays the identical object until it changes. */
export interface CardSurroundings {
  locks: ReadonlyMap<string, Lock>
  /** Cards that somebody else has locked, in whole or in part. */
  barred: ReadonlySet<string>
  people: ReadonlyMap<string, readonly Who[]>
  comments: ReadonlyMap<string, number>
  assignees: ReadonlyMap<string, Who>
}

export interface ColumnLaneProps {
  column: Column
  actions: BoardActions
  /** Cards may be added and changed. */
  mayEdit: boolean
  /** The column itself may be renamed, moved and deleted. */
  mayChange: boolean
  lockedBy: string | null
  around: CardSurroundings
  today: string
  /** Before which card the gap is, or null for the end; undefined for no gap. */
  gap: string | null | undefined
  gapHeight: number
  lifted: string | null
  away: string | null
  open: string | null
  columnLifted: boolean
  columnAway: boolean
  mayGoLeft: boolean
  mayGoRight: boolean
}

const NOBODY: readonly Who[] = []

export const ColumnLane = memo(function ColumnLane(props: ColumnLaneProps) {
  const { column, actions, mayEdit, mayChange, lockedBy, around, today, gap, gapHeight, lifted, away, open } = props
  const [wantsRename, setRenaming] = useState(false)
  const renaming = wantsRename && mayChange
  const [adding, setAdding] = useState(false)
  const [current, setCurrent] = useState<string | null>(null)
  const add = useRef<HTMLButtonElement>(null)
  const titleButton = useRef<HTMLButtonElement>(null)
  const refocus = useRef<'title' | 'add' | null>(null)
  useEffect(() => {
    const where = refocus.current
    refocus.current = null
    if (where === 'title') titleButton.current?.focus()
    if (where === 'add') add.current?.focus()
  }, [renaming, adding])

  const title = titleOf(column)
  const stored = !column.lost
  const reachable = column.cards.some((card) => card.id === current) ? current : (column.cards[0]?.id ?? null)
  const items: MenuEntry[] = [
    { label: 'Rename', icon: <Pencil />, onSelect: () => setRenaming(true) },
    { label: 'Move left', icon: <ArrowLeft />, disabled: !props.mayGoLeft, onSelect: () => actions.moveColumn(column.id, 'left') },
    { label: 'Move right', icon: <ArrowRight />, disabled: !props.mayGoRight, onSelect: () => actions.moveColumn(column.id, 'right') },
    'line',
    { label: 'Delete column', icon: <Trash2 />, danger: true, onSelect: () => actions.deleteColumn(column.id) },
  ]
  const gapNode = gap === undefined ? null : <li key="gap" className="board-gap" aria-hidden="true" style={{ height: gapHeight }} />
  return (
    <section
      className="board-column"
      data-column={column.id}
      data-lost={column.lost || undefined}
      data-lifted={props.columnLifted || undefined}
      data-away={props.columnAway || undefined}
      aria-label={title}
    >
      <header className="board-column-head" data-drag={mayChange && !renaming ? 'column' : undefined}>
        {mayChange && (
          <button
            type="button"
            className="board-column-grip"
            data-drag-through
            aria-label={`Move column ${title}`}
            aria-describedby="board-column-keys"
            aria-pressed={props.columnLifted || undefined}
            onKeyDown={(event) => actions.columnKey(column.id, event)}
            onBlur={() => actions.leave(column.id)}
          >
            <GripVertical size={15} aria-hidden />
          </button>
        )}
        {renaming ? (
          <InlineText
            label="Title of the column"
            value={column.title}
            longest={LONGEST_TITLE}
            onCommit={(text, how) => {
              if (how === 'enter') refocus.current = 'title'
              actions.renameColumn(column.id, text)
              setRenaming(false)
            }}
            onCancel={() => {
              refocus.current = 'title'
              setRenaming(false)
            }}
          />
        ) : (
          <h2 className="board-column-name">
            {mayChange ? (
              <button ref={titleButton} type="button" className="board-column-title" data-drag-through title="Rename" onClick={() => setRenaming(true)}>
                {title}
              </button>
            ) : (
              <span className="board-column-title">{title}</span>
            )}
          </h2>
        )}
        <span className="board-column-count" title={column.cards.length === 1 ? '1 card' : `${column.cards.length} cards`}>
          {column.cards.length}
          <span className="yrsa-visually-hidden"> {column.cards.length === 1 ? 'card' : 'cards'}</span>
        </span>
        {lockedBy !== null && (
          <span className="board-column-lock" role="img" aria-label={`Locked by ${lockedBy}`} title={`Locked by ${lockedBy}`}>
            <LockKeyhole size={14} aria-hidden />
          </span>
        )}
        {mayChange && (
          <Menu
            label={`Column ${title}`}
            items={items}
            align="end"
            trigger={(trigger) => <IconButton {...trigger} size="s" label={`More for column ${title}`} icon={<Ellipsis />} className="board-column-more" />}
          />
        )}
      </header>
      {column.lost && <p className="board-column-note">Somebody deleted their column. Move them to another one.</p>}
      <ul
        className="board-cards"
        aria-label={`Cards in ${title}`}
        onFocus={({ target }) => {
          const id = target.closest<HTMLElement>('[data-card]')?.dataset['card']
          if (id !== undefined) setCurrent(id)
        }}
      >
        {column.cards.flatMap((card) => {
          const face = (
            <CardFace
              key={card.id}
              card={card}
              actions={actions}
              mayChange={mayEdit && !around.barred.has(card.id)}
              lock={around.locks.get(card.id)}
              people={around.people.get(card.id) ?? NOBODY}
              assignee={card.assignee === null ? null : (around.assignees.get(card.assignee) ?? null)}
              comments={around.comments.get(card.id) ?? 0}
              today={today}
              lifted={lifted === card.id}
              away={away === card.id}
              open={open === card.id}
              reachable={reachable === card.id}
            />
          )
          return gap === card.id ? [gapNode, face] : [face]
        })}
        {gap === null && gapNode}
      </ul>
      {mayEdit && stored && (adding ? (
        <InlineText
          className="board-new-card"
          label={`New card in ${title}`}
          value=""
          again
          placeholder="What is to be done?"
          longest={LONGEST_TITLE}
          onCommit={(text, how) => {
            if (text.trim() !== '') actions.addCard(column.id, text)
            if (how === 'enter' && text.trim() !== '') return
            if (how === 'enter') refocus.current = 'add'
            setAdding(false)
          }}
          onCancel={() => {
            refocus.current = 'add'
            setAdding(false)
          }}
        />
      ) : (
        <button ref={add} type="button" className="board-add-card" data-add-card onClick={() => setAdding(true)}>
          <Plus size={16} aria-hidden />
          Add a card
          <span className="yrsa-visually-hidden"> to {title}</span>
        </button>
      ))}
    </section>
  )
})
