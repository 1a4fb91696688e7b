// The editor of boards: columns and cards that several people move and edit at once. Mounted by the document's frame.
// Holds what is one's own (filter, what is lifted, what is open); everything shared is in board-model.ts and presence.
import type { Connection } from '@yrsa/client'
import { CollaborativeCursors, ConnectionProvider, EmptyState, Loading, useAccess, useNow, useObservable, usePointer, useToasts } from '@yrsa/react'
import { Plus, SquareKanban } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { EditorProps } from '../editor.ts'
import type { BoardNow } from './board-actions.ts'
import { BoardActions } from './board-actions.ts'
import { BoardModel, LONGEST_TITLE } from './board-model.ts'
import './board.css'
import { CardDetail } from './card-detail.tsx'
import type { CardFilter } from './card-filter.ts'
import { matcher, NO_FILTER } from './card-filter.ts'
import { cardIn, pathOf, today as dayOf } from './card-words.ts'
import { ColumnLane } from './column-lane.tsx'
import { FilterBar } from './filter-bar.tsx'
import { InlineText } from './inline-text.tsx'
import type { Lift } from './placing.ts'
import { arranged } from './placing.ts'
import { pointerDrag } from './pointer-drag.ts'
import type { Spot } from './surface.ts'
import { gridOf, toCommon, toHere } from './surface.ts'
import { useSurroundings } from './surroundings.ts'
import { SURFACE, useFollowedView, usePlace, useSharedView } from './use-board-presence.ts'
import { useGlide } from './use-glide.ts'

export default function BoardEditor(props: EditorProps) {
  const { connection, setUndo } = props
  const [model, setModel] = useState<BoardModel | null>(null)
  useEffect(() => {
    const made = new BoardModel(connection.doc)
    setModel(made)
    setUndo(made.undo)
    return () => {
      setUndo(null)
      setModel(null)
      made.destroy()
    }
  }, [connection, setUndo])
  const ready = useReady(connection)
  if (model === null) return <Loading lines={6} label="Loading the board" className="board-loading" />
  return (
    <ConnectionProvider connection={connection}>
      <BoardPage {...props} model={model} ready={ready} />
    </ConnectionProvider>
  )
}

function useReady(connection: Connection): boolean {
  const [ready, setReady] = useState(false)
  useEffect(() => {
    let wanted = true
    setReady(false)
    void connection.ready.then(() => {
      if (wanted) setReady(true)
    })
    return () => {
      wanted = false
    }
  }, [connection])
  return ready
}

function BoardPage(props: EditorProps & { model: BoardModel; ready: boolean }) {
  const { connection, model, ready, mayEdit, at, show, following, stopFollowing, comment, openThreads, announce } = props
  const board = useObservable(model)
  const me = useObservable(connection.me)?.id
  const access = useAccess(connection)
  const toasts = useToasts()
  const today = dayOf(new Date(useNow()))
  const [filter, setFilter] = useState<CardFilter>(NO_FILTER)
  const [lift, showLift] = useState<Lift | null>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  /** By oneself, so that one is not told of it. */
  const deleted = useRef<string | null>(null)
  const cardIds = useMemo(() => [...board.cards.keys()], [board.cards])
  const { around, locks, people } = useSurroundings(connection, cardIds, board.assignees)
  const matches = useMemo(() => matcher(filter, (id) => model.description(id)?.toString() ?? ''), [filter, model])
  const columns = useMemo(() => arranged(board, lift, matches), [board, lift, matches])
  const openId = cardIn(at)
  const openCard = openId === null ? undefined : board.cards.get(openId)
  const place = usePlace(connection, openCard === undefined ? null : openCard.id)
  const mayEditCards = mayEdit && locks.allCards === null
  const mayEditColumns = mayEdit && locks.allColumns === null

  // What is lifted counts at once: a key may come before React has drawn the last one.
  const lifted = useRef<Lift | null>(null)
  const setLift = useCallback(
    (next: Lift | null) => {
      lifted.current = next
      showLift(next)
      place.dragging(next?.kind === 'card' ? next.id : null)
    },
    [place],
  )
  const latest = useRef({ matches, mayEdit: mayEditCards, mayEditColumns, locks, around, show, openThreads, announce, toasts })
  useLayoutEffect(() => {
    latest.current = { matches, mayEdit: mayEditCards, mayEditColumns, locks, around, show, openThreads, announce, toasts }
  })
  const actions = useMemo(() => {
    const whyNot = (kind: 'card' | 'column', id: string): string => {
      const now = latest.current
      if (kind === 'card' ? !now.mayEdit : !now.mayEditColumns) return 'You can’t change this at the moment.'
      const lock = kind === 'column' ? now.locks.columns.get(id) : now.around.barred.has(id) ? (now.locks.cards.get(id) ?? now.locks.allCards) : undefined
      return lock == null ? '' : `${lock.holder.name ?? 'Somebody'} has it locked${lock.reason ? `: ${lock.reason}` : ''}.`
    }
    const now = (): BoardNow => ({
      board: model.get(),
      columns: arranged(model.get(), lifted.current, latest.current.matches),
      lift: lifted.current,
      mayEdit: latest.current.mayEdit,
      content: content.current,
      setLift,
      whyNot,
      open: (card) => latest.current.show(pathOf('cards', card)),
      openThreads: (path) => latest.current.openThreads(path),
      announce: (sentence) => latest.current.announce(sentence),
      toast: (sentence, options) => latest.current.toasts.show(sentence, options),
      hover: place.hover,
      editing: place.editing,
    })
    return Object.assign(new BoardActions(model, now), { whyNot })
  }, [model, place, setLift])

  // What is lifted may be deleted or locked meanwhile, and one may lose the right to edit.
  useEffect(() => {
    if (lift === null) return
    if (!isThere(model, lift.kind, lift.id) || actions.whyNot(lift.kind, lift.id) !== '') setLift(null)
  }, [lift, board, locks, mayEditCards, mayEditColumns, model, actions, setLift])
  useLayoutEffect(() => actions.keepFocus(), [columns, actions])
  useGlide(content, columns)

  useEffect(() => {
    const [outer, inner] = [scroller.current, content.current]
    if (outer === null || inner === null) return
    return pointerDrag(outer, inner, { mayLift: (kind, id) => isThere(model, kind, id) && actions.whyNot(kind, id) === '', show: setLift, drop: actions.drop })
  }, [actions, model, setLift])

  const toContent = useCallback(({ x, y }: Spot) => {
    if (content.current === null) return null
    const box = content.current.getBoundingClientRect()
    return toCommon({ x: x - box.left, y: y - box.top }, gridOf(content.current))
  }, [])
  usePointer(SURFACE, scroller, { toContent, connection })
  // Columns have one width, so this changes only when the window does.
  const [grid, setGrid] = useState(() => gridOf(document.body))
  useLayoutEffect(() => {
    const node = content.current
    if (node === null) return
    const measure = (): void => setGrid((before) => {
      const now = gridOf(node)
      return now.left === before.left && now.width === before.width && now.pitch === before.pitch ? before : now
    })
    measure()
    const resized = new ResizeObserver(measure)
    resized.observe(node)
    return () => resized.disconnect()
  }, [columns.length === 0])
  const toLocal = useCallback((spot: Spot) => toHere(spot, grid), [grid])
  useSharedView(connection, scroller, content)
  useFollowedView({ following, scroller, content, show, stopFollowing })

  // The board scrolls to the card that the address asks for.
  const known = openCard !== undefined
  useEffect(() => {
    if (openId === null || !known) return
    content.current?.querySelector(`[data-card="${CSS.escape(openId)}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [openId, known])

  const gapIn = lift?.kind === 'card' && lift.by === 'pointer' ? lift.to : null
  const stored = columns.filter((column) => !column.lost)
  const columnGap = lift?.kind === 'column' && lift.by === 'pointer' ? lift.before : undefined
  const columnGapNode = columnGap === undefined ? null : <div key="gap" className="board-column-gap" aria-hidden="true" />
  const shown = columns.reduce((sum, column) => sum + column.cards.length, 0)
  return (
    <div
      className="board"
      onKeyDown={(event) => {
        if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.nativeEvent)) return
        event.preventDefault()
        search.current?.focus()
      }}
    >
      <div className="board-main">
        <FilterBar board={board} filter={filter} onChange={setFilter} people={people} me={me} shown={shown} search={search} />
        <div ref={scroller} className="board-scroller">
          <div ref={content} className="board-content">
            {columns.flatMap((column) => {
              const at = stored.indexOf(column)
              const lane = (
                <ColumnLane
                  key={column.id}
                  column={column}
                  actions={actions}
                  mayEdit={mayEditCards}
                  mayChange={mayEditColumns && !column.lost && !locks.columns.has(column.id)}
                  lockedBy={locks.columns.get(column.id)?.holder.name ?? null}
                  around={around}
                  today={today}
                  gap={gapIn?.column === column.id ? gapIn.before : undefined}
                  gapHeight={gapIn === null ? 0 : (lift?.height ?? 0)}
                  lifted={lift?.kind === 'card' && lift.by === 'keys' && column.cards.some(({ id }) => id === lift.id) ? lift.id : null}
                  away={lift?.kind === 'card' && lift.by === 'pointer' && column.cards.some(({ id }) => id === lift.id) ? lift.id : null}
                  open={openId !== null && column.cards.some(({ id }) => id === openId) ? openId : null}
                  columnLifted={lift?.kind === 'column' && lift.by === 'keys' && lift.id === column.id}
                  columnAway={lift?.kind === 'column' && lift.by === 'pointer' && lift.id === column.id}
                  mayGoLeft={at > 0}
                  mayGoRight={at >= 0 && at < stored.length - 1}
                />
              )
              return columnGap === column.id ? [columnGapNode, lane] : [lane]
            })}
            {columnGap === null && columnGapNode}
            {mayEditColumns && ready && <AddColumn onAdd={actions.addColumn} first={columns.length === 0} />}
            {columns.length === 0 && !ready && <Loading lines={5} label="Loading the board" className="board-loading" />}
            {columns.length === 0 && ready && !mayEditColumns && (
              <EmptyState icon={<SquareKanban />} title="This board is empty">
                Nobody has added a column yet.
              </EmptyState>
            )}
            <CollaborativeCursors surface={SURFACE} toLocal={toLocal} connection={connection} />
          </div>
        </div>
      </div>
      {openCard !== undefined && (
        <CardDetail
          key={openCard.id}
          card={openCard}
          board={board}
          model={model}
          connection={connection}
          people={people}
          here={around.people.get(openCard.id) ?? NOBODY}
          mayEdit={mayEdit}
          mayComment={access.mayComment}
          barredBy={locks.allCards}
          barred={around.barred.has(openCard.id)}
          threads={around.comments.get(openCard.id) ?? 0}
          today={today}
          onClose={() => show(null)}
          onDelete={() => {
            deleted.current = openCard.id
            show(null)
            actions.deleteCard(openCard.id)
          }}
          comment={() => comment({ type: 'path', path: pathOf('cards', openCard.id) })}
          openThreads={() => openThreads(pathOf('cards', openCard.id))}
        />
      )}
      {openId !== null && openCard === undefined && ready && openId !== deleted.current && <Gone key={openId} onGone={() => show(null)} />}
      <p id="board-card-keys" hidden>
        Enter opens the card, space lifts it, arrow keys walk, F2 renames, Delete deletes, slash finds cards.
      </p>
      <p id="board-column-keys" hidden>
        Space lifts the column, left and right arrows move it.
      </p>
    </div>
  )
}

const NOBODY: readonly never[] = []

function isThere(model: BoardModel, kind: 'card' | 'column', id: string): boolean {
  const board = model.get()
  return kind === 'card' ? board.cards.has(id) : board.columns.some((column) => column.id === id)
}

/** Looks into shadow roots: the description is in one. */
function isTyping(event: Event): boolean {
  const target = event.composedPath()[0]
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

function AddColumn({ onAdd, first }: { onAdd(title: string): void; first: boolean }) {
  const [adding, setAdding] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const back = useRef(false)
  useEffect(() => {
    if (!adding && back.current) button.current?.focus()
    back.current = false
  }, [adding])
  if (!adding) {
    return (
      <button ref={button} type="button" className="board-add-column" onClick={() => setAdding(true)}>
        <Plus size={16} aria-hidden />
        {first ? 'Add the first column' : 'Add a column'}
      </button>
    )
  }
  return (
    <div className="board-new-column">
      <InlineText
        label="Title of the new column"
        value=""
        again
        placeholder="Title of the column"
        longest={LONGEST_TITLE}
        onCommit={(text, how) => {
          onAdd(text)
          if (how === 'enter' && text.trim() !== '') return
          back.current = how === 'enter'
          setAdding(false)
        }}
        onCancel={() => {
          back.current = true
          setAdding(false)
        }}
      />
    </div>
  )
}

/** The address names a card that is not there (any more). */
function Gone({ onGone }: { onGone(): void }) {
  const toasts = useToasts()
  const close = useRef(onGone)
  useEffect(() => {
    toasts.show('This card was deleted.')
    close.current()
  }, [toasts])
  return null
}
