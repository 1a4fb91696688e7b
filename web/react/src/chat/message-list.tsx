// The messages, the newest at the bottom, where one stays while more come. Older ones come when one scrolls up to them.
// For chat-panel.tsx. What is out of sight is not laid out (content-visibility), so thousands scroll as well as ten.
import type { ChatMessage } from '@yrsa/client'
import { ArrowDown } from 'lucide-react'
import { Fragment, memo, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode, Ref } from 'react'
import { Button, Spinner } from '../parts/button.tsx'
import { useNow } from '../parts/now.ts'
import { MessageView } from './message-view.tsx'
import type { MessageActions } from './message-view.tsx'
import type { MessagesReader } from './requests.ts'
import { Blocks, dayName, sameRows } from './rows.ts'
import type { Row } from './rows.ts'

export interface MessageListHandle {
  toNewest(): void
  /** Scrolls to a message and gives it the focus; false if it is not among them. */
  show(id: string): boolean
}

export interface MessageListProps {
  rows: readonly Row[]
  hasOlder: boolean
  onOlder: () => Promise<void>
  /** Where older messages are looked at, there are newer ones too. */
  onNewer?: (() => Promise<void>) | undefined
  unread: number
  /** Whether the newest message is in sight. */
  onBottom: (visible: boolean) => void
  actions: MessageActions
  reader: MessagesReader
  handle: Ref<MessageListHandle>
  editing: string | null
  onEditing: (id: string | null) => void
}

export function MessageList(props: MessageListProps): ReactNode {
  const { rows, hasOlder, onOlder, onNewer, unread, onBottom, actions, reader, editing, onEditing } = props
  const log = useRef<HTMLDivElement>(null)
  const [flash, setFlash] = useState<string | null>(null)
  const [away, setAway] = useState(false)
  const answered = useAnswered(rows, reader)
  const [arranged] = useState(() => new Blocks())
  const blocks = useMemo(() => arranged.arrange(rows), [arranged, rows])
  const now = useNow(60_000)
  const older = useLoading(onOlder)
  const newer = useLoading(onNewer)
  // After each page it is looked again: the edge may be in sight still, or again before anybody noticed that it was not.
  const top = useSight(log, '600px 0px 0px 0px', false, rows.length, (visible) => visible && hasOlder && older.load())
  const bottom = useSight(log, '0px 0px 40px 0px', true, onNewer ? rows.length : 0, (visible) => {
    setAway(!visible)
    onBottom(visible)
    if (visible) newer.load()
  })

  useEffect(() => {
    if (flash === null) return
    const timer = setTimeout(() => setFlash(null), 2_000)
    return () => clearTimeout(timer)
  }, [flash])

  const toNewest = useCallback(() => {
    // The list is laid out from below: its bottom is 0.
    log.current?.scrollTo?.({ top: 0 })
  }, [])
  const show = useCallback((id: string): boolean => {
    const element = messageElement(log.current, id)
    if (!element) return false
    element.scrollIntoView?.({ block: 'center' })
    element.focus({ preventScroll: true })
    setFlash(id)
    return true
  }, [])
  useImperativeHandle(props.handle, () => ({ toNewest, show }), [toNewest, show])

  const onKeyDown = (event: KeyboardEvent): void => {
    const target = event.target instanceof HTMLElement ? event.target : null
    if (!target || (target !== log.current && !target.matches('.yrsa-message'))) return
    const all = [...(log.current?.querySelectorAll<HTMLElement>('.yrsa-message') ?? [])]
    const here = all.indexOf(target)
    const next = { ArrowUp: here < 0 ? all.length - 1 : here - 1, ArrowDown: here < 0 ? -1 : here + 1, End: all.length - 1, Home: 0 }[event.key]
    const element = next === undefined ? undefined : all[next]
    if (!element) return
    event.preventDefault()
    element.focus({ preventScroll: true })
    element.scrollIntoView?.({ block: 'nearest' })
  }

  return (
    <div className="yrsa-chat-window">
      <div ref={log} className="yrsa-chat-log" role="log" aria-label="Messages" aria-live="off" aria-busy={older.busy || undefined} tabIndex={0} onKeyDown={onKeyDown}>
        <div className="yrsa-chat-content">
          <div ref={top} className="yrsa-chat-edge">
            {older.busy ? (
              <Spinner />
            ) : hasOlder ? (
              <Button size="s" tone="quiet" onClick={older.load}>
                Show older messages
              </Button>
            ) : (
              rows.length > 0 && !onNewer && <span className="yrsa-chat-start">The chat begins here</span>
            )}
          </div>
          <div className="yrsa-chat-list" role="list">
            {blocks.map((block) => (
              <MessageBlock
                key={block.key}
                rows={block.rows}
                answered={answered}
                flash={within(block.rows, flash)}
                editing={within(block.rows, editing)}
                onEditing={onEditing}
                actions={actions}
                now={now}
              />
            ))}
          </div>
          <div ref={bottom} className="yrsa-chat-end">
            {newer.busy && <Spinner />}
          </div>
        </div>
      </div>
      {away && !onNewer && rows.length > 0 && (
        <Button className="yrsa-chat-newest" size="s" icon={<ArrowDown />} onClick={toNewest}>
          {unread === 0 ? 'Newest' : unread === 1 ? '1 new message' : `${unread} new messages`}
        </Button>
      )}
    </div>
  )
}

interface MessageBlockProps {
  rows: readonly Row[]
  answered: ReadonlyMap<string, ChatMessage>
  flash: string | null
  editing: string | null
  onEditing: (id: string | null) => void
  actions: MessageActions
  now: number
}

/** Some messages that are drawn together, and again only when one of them changed. */
const MessageBlock = memo(
  function MessageBlock({ rows, answered, flash, editing, onEditing, actions, now }: MessageBlockProps): ReactNode {
    return (
      <div className="yrsa-chat-block" role="presentation">
        {rows.map(({ message, first, day, unread }) => (
          <Fragment key={message.id}>
            {day && (
              <div className="yrsa-chat-day" role="listitem">
                <span>{dayName(message.created_at, now)}</span>
              </div>
            )}
            {unread && (
              <div className="yrsa-chat-unread" role="listitem">
                <span>New</span>
              </div>
            )}
            <MessageView
              message={message}
              first={first}
              answered={message.reply_to == null ? null : answered.get(message.reply_to)}
              flash={flash === message.id}
              editing={editing === message.id}
              onEditing={onEditing}
              actions={actions}
            />
          </Fragment>
        ))}
      </div>
    )
  },
  (before, after) =>
    before.flash === after.flash &&
    before.editing === after.editing &&
    before.onEditing === after.onEditing &&
    before.actions === after.actions &&
    before.now === after.now &&
    sameRows(before.rows, after.rows) &&
    after.rows.every(({ message: { reply_to: id } }) => id == null || before.answered.get(id) === after.answered.get(id)),
)

function within(rows: readonly Row[], id: string | null): string | null {
  return id !== null && rows.some(({ message }) => message.id === id) ? id : null
}

/** The messages that others answer: from those at hand, else asked for once. */
function useAnswered(rows: readonly Row[], reader: MessagesReader): ReadonlyMap<string, ChatMessage> {
  const [fetched, setFetched] = useState<ReadonlyMap<string, ChatMessage>>(new Map())
  const asked = useRef(new Set<string>())
  const { known, missing } = useMemo(() => {
    const all = new Map(rows.map(({ message }) => [message.id, message]))
    const known = new Map(fetched)
    const missing: string[] = []
    for (const { message: { reply_to: id } } of rows) {
      const message = id == null ? undefined : all.get(id)
      if (message) known.set(message.id, message)
      else if (id != null && !known.has(id)) missing.push(id)
    }
    return { known, missing }
  }, [rows, fetched])
  useEffect(() => {
    for (const id of missing) {
      if (asked.current.has(id)) continue
      asked.current.add(id)
      reader.one(id).then(
        (message) => setFetched((before) => new Map(before).set(id, message)),
        // It stays a line without words; pressing it says why.
        () => {},
      )
    }
  }, [missing, reader])
  return known
}

function useLoading(work: (() => Promise<void>) | undefined): { busy: boolean; load: () => void } {
  const [busy, setBusy] = useState(false)
  const running = useRef(false)
  const load = (): void => {
    if (running.current || !work) return
    running.current = true
    setBusy(true)
    void work().finally(() => {
      running.current = false
      setBusy(false)
    })
  }
  return { busy, load }
}

/** Tells when an edge of the list comes into sight and when it leaves, and how it is whenever `again` changes. `otherwise` is what is assumed where the browser can't tell. */
function useSight(root: { current: Element | null }, margin: string, otherwise: boolean, again: number, tell: (visible: boolean) => void): Ref<HTMLDivElement> {
  const sentinel = useRef<HTMLDivElement>(null)
  const latest = useRef(tell)
  useEffect(() => {
    latest.current = tell
  })
  useEffect(() => {
    const element = sentinel.current
    if (!element) return
    if (typeof IntersectionObserver === 'undefined') {
      latest.current(otherwise)
      return
    }
    const observer = new IntersectionObserver(
      (entries) => latest.current(entries.at(-1)?.isIntersecting ?? false),
      { root: root.current, rootMargin: margin },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [root, margin, otherwise, again])
  return sentinel
}

function messageElement(log: HTMLElement | null, id: string): HTMLElement | undefined {
  return [...(log?.querySelectorAll<HTMLElement>('[data-message]') ?? [])].find((element) => element.dataset['message'] === id)
}
