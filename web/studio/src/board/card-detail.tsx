// One card with all that belongs to it, beside the board: title, fields, description, lock, comments. Used by board-editor.tsx.
// Not modal: the board and the panels stay usable, and everybody goes on seeing what the others do.
import type { Connection, Lock, Who } from '@yrsa/client'
import { Avatar, Button, EditLockIndicator, IconButton, Loading, Menu, Notice, useLock, useToasts } from '@yrsa/react'
import { Ellipsis, Link2, MessageSquarePlus, MessageSquareText, Trash2, X } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Board, BoardModel, Card } from './board-model.ts'
import { LONGEST_TITLE } from './board-model.ts'
import { CardFields } from './card-fields.tsx'
import { pathOf, titleOf } from './card-words.ts'
import { grow } from './inline-text.tsx'

type DescriptionEditor = typeof import('./description-editor.tsx').DescriptionEditor

export interface CardDetailProps {
  card: Card
  board: Board
  model: BoardModel
  connection: Connection
  people: ReadonlyMap<string, Who>
  /** Who else is at it. */
  here: readonly Who[]
  mayEdit: boolean
  mayComment: boolean
  /** Somebody else has all cards or the whole board for themselves. */
  barredBy: Lock | null
  barred: boolean
  threads: number
  today: string
  onClose(): void
  onDelete(): void
  comment(): void
  openThreads(): void
}

export function CardDetail(props: CardDetailProps) {
  const { card, board, model, connection, people, here, mayEdit, mayComment, barredBy, barred, threads, today, onClose } = props
  const path = pathOf('cards', card.id)
  const { heldByOther } = useLock(path, { connection })
  const mayChange = mayEdit && !barred && !heldByOther
  const toasts = useToasts()
  const sheet = useRef<HTMLElement>(null)
  const before = useRef<Element | null>(null)
  useLayoutEffect(() => {
    before.current = document.activeElement
    sheet.current?.focus({ preventScroll: true })
    return () => {
      // Back to the card, if nothing else took the focus meanwhile.
      if (before.current instanceof HTMLElement && before.current.isConnected && (document.activeElement === document.body || document.activeElement === null)) before.current.focus({ preventScroll: true })
    }
  }, [])
  return (
    <aside
      ref={sheet}
      className="board-detail"
      role="dialog"
      aria-label={`Card: ${titleOf(card)}`}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
    >
      <header className="board-detail-head">
        <span className="board-detail-here">
          {here.slice(0, 4).map((who) => (
            <Avatar key={who.id} user={who} size="s" label={`${who.name} is here`} />
          ))}
          {here.length > 4 && `+${here.length - 4}`}
        </span>
        <EditLockIndicator path={path} kind="card" className="board-detail-lock" />
        <Menu
          label="Card"
          align="end"
          trigger={(trigger) => <IconButton {...trigger} label="More for this card" icon={<Ellipsis />} />}
          items={[
            { label: 'Copy link', icon: <Link2 />, onSelect: () => void copyLink().then((words) => toasts.show(words)) },
            ...(mayChange ? (['line', { label: 'Delete card', icon: <Trash2 />, danger: true, onSelect: props.onDelete }] as const) : []),
          ]}
        />
        <IconButton label="Close" keys="Esc" icon={<X />} onClick={onClose} />
      </header>
      <div className="board-detail-body">
        {heldByOther || barredBy !== null ? <LockedNotice path={path} lock={barredBy} connection={connection} /> : null}
        <Title card={card} model={model} mayChange={mayChange} />
        <CardFields card={card} board={board} model={model} connection={connection} people={people} mayChange={mayChange} today={today} />
        <Description key={card.id} card={card} model={model} connection={connection} mayChange={mayChange} />
        <section className="board-detail-part">
          <h3>Comments</h3>
          <div className="board-detail-row">
            {threads > 0 && (
              <Button size="s" icon={<MessageSquareText />} onClick={props.openThreads}>
                {threads === 1 ? '1 open thread' : `${threads} open threads`}
              </Button>
            )}
            {mayComment && (
              <Button size="s" tone={threads > 0 ? 'quiet' : 'plain'} icon={<MessageSquarePlus />} onClick={props.comment}>
                Comment
              </Button>
            )}
            {threads === 0 && !mayComment && <span className="board-none">None</span>}
          </div>
        </section>
      </div>
    </aside>
  )
}

async function copyLink(): Promise<string> {
  try {
    await navigator.clipboard.writeText(location.href)
    return 'Link copied.'
  } catch {
    return 'The browser did not allow it. Copy the address of this page instead.'
  }
}

function LockedNotice({ path, lock: around, connection }: { path: string; lock: Lock | null; connection: Connection }) {
  const { lock: own } = useLock(path, { connection })
  const lock = around ?? own
  if (lock === undefined) return null
  return (
    <Notice tone="warn" live>
      {lock.holder.name ?? 'Somebody'} has {around === null ? 'this card' : 'the cards of this board'} locked{lock.reason ? `: ${lock.reason}` : ''}. You can read along.
    </Notice>
  )
}

function Title({ card, model, mayChange }: { card: Card; model: BoardModel; mayChange: boolean }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const [draft, setDraft] = useState<string | null>(null)
  const shown = draft ?? card.title
  useLayoutEffect(() => {
    if (field.current !== null) grow(field.current)
  }, [shown, mayChange])
  // Another card, or no right any more: what was typed and not committed is given up with its field.
  useEffect(() => setDraft(null), [card.id, mayChange])
  if (!mayChange) return <h2 className="board-detail-title">{titleOf(card)}</h2>
  const commit = (): void => {
    if (draft !== null) model.renameCard(card.id, draft)
    setDraft(null)
  }
  return (
    <h2 className="board-detail-heading">
      <textarea
        ref={field}
        className="board-detail-title"
        rows={1}
        aria-label="Title"
        placeholder="Untitled"
        maxLength={LONGEST_TITLE}
        value={shown}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter') {
            event.preventDefault()
            // Commits, and the keys of the sheet go on working.
            event.currentTarget.closest<HTMLElement>('.board-detail')?.focus({ preventScroll: true })
          } else if (event.key === 'Escape' && draft !== null) {
            event.preventDefault()
            event.stopPropagation()
            setDraft(null)
          }
        }}
      />
    </h2>
  )
}

function Description({ card, model, connection, mayChange }: { card: Card; model: BoardModel; connection: Connection; mayChange: boolean }) {
  const subscribe = useCallback((listener: () => void) => model.subscribe(listener), [model])
  const text = useSyncExternalStore(subscribe, () => model.description(card.id))
  const [begun, setBegun] = useState(false)
  const { Editor, failed, again } = useDescriptionEditor()
  if (typeof text === 'string' || text === null) {
    return (
      <section className="board-detail-part">
        <h3>Description</h3>
        {text !== null && text !== '' && <p className="board-plain-text">{text}</p>}
        {mayChange ? (
          <Button
            size="s"
            onClick={() => {
              setBegun(true)
              model.makeDescription(card.id)
            }}
          >
            {text === null || text === '' ? 'Add a description' : 'Edit'}
          </Button>
        ) : (text === null || text === '') && <span className="board-none">None</span>}
      </section>
    )
  }
  return (
    <section className="board-detail-part board-detail-description">
      <h3>Description</h3>
      {Editor !== null ? (
        <Editor key={keyOf(text)} text={text} connection={connection} undo={model.undo} readOnly={!mayChange} focus={begun} />
      ) : failed ? (
        <>
          <p className="board-plain-text">{text.toString()}</p>
          <Notice action={<Button size="s" onClick={again}>Try again</Button>}>The editor for descriptions could not be loaded.</Notice>
        </>
      ) : (
        <Loading lines={3} label="Loading the description" />
      )}
    </section>
  )
}

let loaded: DescriptionEditor | null = null

/** Loaded when the first card is opened. Without a network that may fail, and can be tried again: the words are there to read. */
function useDescriptionEditor(): { Editor: DescriptionEditor | null; failed: boolean; again(): void } {
  const [Editor, setEditor] = useState<DescriptionEditor | null>(() => loaded)
  const [failed, setFailed] = useState(false)
  const again = useCallback(() => {
    setFailed(false)
    import('./description-editor.tsx').then(
      (module) => {
        loaded = module.DescriptionEditor
        setEditor(() => loaded)
      },
      () => setFailed(true),
    )
  }, [])
  useEffect(() => {
    if (loaded === null) again()
  }, [again])
  return { Editor, failed, again }
}

const keys = new WeakMap<object, number>()
let nextKey = 1

/** Another shared text is another editor. */
function keyOf(text: object): number {
  const known = keys.get(text)
  if (known !== undefined) return known
  nextKey += 1
  keys.set(text, nextKey)
  return nextKey
}
