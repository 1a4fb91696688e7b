// What one is to know: mentions, replies, assignments, shares, turns. For a panel or a page; the bell is an IconButton with a badge.
// Opening an item marks it as read; nothing else does by itself.
import { useState } from 'react'
import type { ReactNode } from 'react'
import { AtSign, CircleCheck, CornerUpLeft, Hand, Inbox as InboxIcon, MailOpen, Share2, Trash2, UserCheck } from 'lucide-react'
import { calledOf } from '@yrsa/client'
import type { Client, InboxItem } from '@yrsa/client'
import { useClient } from '../hooks/context.tsx'
import { sentenceOf } from '../hooks/sentence-of.ts'
import { useInbox } from '../hooks/use-events.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import { EmptyState, Loading, Notice, RelativeTime } from '../parts/display.tsx'
import { Segments } from '../parts/field.tsx'

export interface InboxProps {
  client?: Client | undefined
  /** An item was chosen; go there. */
  onOpen?: ((item: InboxItem) => void) | undefined
  /** What a document is called. */
  titleOf?: ((document: string) => string | undefined) | undefined
  className?: string | undefined
}

const ICONS: Record<InboxItem['type'], typeof AtSign> = {
  mention: AtSign,
  reply: CornerUpLeft,
  assignment: UserCheck,
  share: Share2,
  turn: Hand,
  thread_resolved: CircleCheck,
}

export function Inbox({ client, onOpen, titleOf, className }: InboxProps): ReactNode {
  const { state, source } = useInbox(useClient(client))
  const [only, setOnly] = useState<'all' | 'unread'>('all')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setError('')
    try {
      await work()
    } catch (reason) {
      setError(sentenceOf(reason))
    } finally {
      setBusy(false)
    }
  }
  const items = only === 'all' ? state.items : state.items.filter(isUnread)
  const failed = error || (state.error === null || state.loaded ? '' : sentenceOf(state.error))
  return (
    <section className={classNames('yrsa-inbox', className)} aria-label="Inbox">
      <header className="yrsa-inbox-head">
        <Segments
          label="Show"
          value={only}
          onChange={setOnly}
          options={[
            { value: 'all', label: 'All' },
            { value: 'unread', label: state.unread > 0 ? `Unread ${state.unread}` : 'Unread' },
          ]}
        />
        <Button size="s" tone="quiet" icon={<MailOpen />} disabled={state.unread === 0} onClick={() => void attempt(() => source.markRead('all'))}>
          Mark all as read
        </Button>
      </header>
      {failed !== '' && (
        <Notice tone="bad" live>
          {failed}
        </Notice>
      )}
      {!state.loaded && failed === '' && <Loading label="Loading the inbox" />}
      {state.loaded && items.length === 0 && (
        <EmptyState icon={<InboxIcon />} title={only === 'unread' ? 'Nothing unread' : 'Nothing here yet'}>
          Mentions, replies and cards that are given to you come here.
        </EmptyState>
      )}
      {items.length > 0 && (
        <ul className="yrsa-inbox-list">
          {items.map((item) => (
            <Item
              key={item.id}
              item={item}
              title={titleOf?.(item.document) ?? item.document}
              onOpen={() => {
                if (isUnread(item)) void attempt(() => source.markRead([item.id]))
                onOpen?.(item)
              }}
              onRead={() => void attempt(() => source.markRead([item.id]))}
              onRemove={() => void attempt(() => source.remove(item.id))}
            />
          ))}
        </ul>
      )}
      {state.hasMore && only === 'all' && (
        <Button className="yrsa-inbox-more" tone="quiet" busy={busy} onClick={() => void attempt(() => source.loadMore())}>
          Show older
        </Button>
      )}
    </section>
  )
}

function Item({ item, title, onOpen, onRead, onRemove }: { item: InboxItem; title: string; onOpen(): void; onRead(): void; onRemove(): void }): ReactNode {
  const unread = isUnread(item)
  const Icon = ICONS[item.type] ?? InboxIcon
  const who = item.from ? calledOf(item.from.id, item.from.name) : 'Yrsa'
  return (
    <li className="yrsa-inbox-item" data-unread={unread || undefined}>
      <button type="button" className="yrsa-inbox-open" onClick={onOpen}>
        <span className="yrsa-inbox-who" aria-hidden="true">
          <Avatar user={{ id: item.from?.id, name: who, color: item.from ? undefined : '#53605c' }} />
          <span className="yrsa-inbox-kind" data-type={item.type}>
            <Icon />
          </span>
        </span>
        <span className="yrsa-inbox-words">
          <span className="yrsa-inbox-said">
            {unread && <span className="yrsa-visually-hidden">Unread: </span>}
            {inboxSentence(item)}
          </span>
          {item.summary !== '' && item.type !== 'share' && <span className="yrsa-inbox-summary">{item.summary}</span>}
          <span className="yrsa-inbox-where">
            <span className="yrsa-inbox-title">{title}</span>
            <RelativeTime at={item.created_at} />
          </span>
        </span>
      </button>
      <span className="yrsa-inbox-actions">
        {unread && <IconButton size="s" label="Mark as read" icon={<MailOpen />} onClick={onRead} />}
        <IconButton size="s" label="Remove" icon={<Trash2 />} onClick={onRemove} />
      </span>
    </li>
  )
}

/** "Ada mentioned you". */
export function inboxSentence({ type, from, target, summary }: InboxItem): string {
  const who = from ? calledOf(from.id, from.name) : undefined
  switch (type) {
    case 'mention':
      return `${who ?? 'Somebody'} mentioned you`
    case 'reply':
      return `${who ?? 'Somebody'} replied to you`
    case 'assignment':
      return `${who ?? 'Somebody'} gave you a card`
    case 'share': {
      const role = (target as { role?: unknown } | undefined)?.role
      const words = typeof role === 'string' ? role : summary
      return `${who ?? 'Somebody'} shared this with you${words === '' ? '' : ` as ${words}`}`
    }
    case 'turn':
      return who === undefined ? 'It is your turn to edit' : `${who} passed you the turn`
    case 'thread_resolved':
      return `${who ?? 'Somebody'} resolved a thread`
    default:
      return `${who ?? 'Something'}: ${String(type).replaceAll('_', ' ')}`
  }
}

function isUnread({ read_at }: InboxItem): boolean {
  return read_at === null || read_at === undefined
}
