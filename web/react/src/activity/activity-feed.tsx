// What happened in a document or below a prefix, live, in sentences: the newest first, one entry for each author and minute.
// For side panels and dashboards. Nothing here is read out by itself: that would never end.
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { Activity } from 'lucide-react'
import { calledOf } from '@yrsa/client'
import type { Client, Connection, Event } from '@yrsa/client'
import { useClient } from '../hooks/context.tsx'
import { sentenceOf } from '../hooks/sentence-of.ts'
import { useEvents } from '../hooks/use-events.ts'
import { useObservable } from '../hooks/use-observable.ts'
import { Avatar } from '../parts/avatar.tsx'
import { classNames } from '../parts/class-names.ts'
import { EmptyState, Loading, Notice, RelativeTime } from '../parts/display.tsx'
import { nameAt } from './document-names.ts'
import type { Names, Phrase } from './event-sentence.ts'
import { eventSentence, phraseText } from './event-sentence.ts'

export interface ActivityFeedProps {
  /** One document: things and people in it are called by their names. */
  connection?: Connection | undefined
  /** Or one document by its id, or all below a prefix (`acme/`). */
  document?: string | undefined
  under?: string | undefined
  types?: readonly string[] | undefined
  keep?: number | undefined
  names?: Names | undefined
  /** An event was chosen: show the thing it is about. Without it nothing can be chosen. */
  onOpen?: ((event: Event) => void) | undefined
  client?: Client | undefined
  className?: string | undefined
}

/** What people want to know of: what was done, not who came and went. */
const WORTH_TELLING = ['board.*', 'workflow.*', 'report.*', 'document.*', 'comment.*', 'chat.*', 'run.*', 'lock.*', 'session.*', 'member.*', 'share.*']
const TOO_MUCH = new Set<string>(['run.progress', 'lock.denied', 'session.turn_offered', 'chat.reaction', 'comment.reaction'])

export function ActivityFeed(props: ActivityFeedProps): ReactNode {
  const { connection, under, types = WORTH_TELLING, keep = 200, onOpen, className } = props
  const client = useClient(props.client ?? connection?.client)
  const document = props.document ?? connection?.id
  const { events, link, gap, loaded, error } = useEvents({
    client,
    types,
    keep,
    after: 'recent',
    ...(under !== undefined ? { under } : document !== undefined ? { document } : {}),
  })
  const participants = useObservable(connection?.participants)
  const names = useMemo<Names>(
    () => ({
      thing: (path, id) => props.names?.thing?.(path, id) ?? (connection !== undefined && id === connection.id ? nameAt(connection.doc, path) : undefined),
      person: (id) => props.names?.person?.(id) ?? participants?.find(({ user }) => user.id === id)?.user.name,
      document: (id) => props.names?.document?.(id),
    }),
    [props.names, connection, participants],
  )
  const groups = useMemo(() => groupsOf(types === WORTH_TELLING ? events.filter(({ type }) => !TOO_MUCH.has(type)) : events), [events, types])
  const colors = useMemo(() => new Map(participants?.map(({ user }) => [user.id, user.color])), [participants])
  const several = document === undefined

  if (groups.length === 0 && !loaded && error === null) return <Loading label="Loading activity" className={className} />
  return (
    <div className={classNames('yrsa-activity', className)}>
      {error !== null ? (
        <Notice tone="bad">{sentenceOf(error)}</Notice>
      ) : (
        link === 'offline' && <Notice tone="warn">Not connected. What happens now shows when the connection is back.</Notice>
      )}
      {groups.length === 0 ? error === null && (
        <EmptyState icon={<Activity />} title="Nothing happened yet">
          What people do here shows up as it happens.
        </EmptyState>
      ) : (
        <ol className="yrsa-activity-list" aria-label="Activity, newest first">
          {groups.map((group) => (
            <Group key={group.key} group={group} names={names} color={colors.get(group.author.id)} several={several} onOpen={onOpen} />
          ))}
        </ol>
      )}
      {gap && <p className="yrsa-activity-gap">Older events are no longer kept.</p>}
    </div>
  )
}

interface GroupProps {
  group: EventGroup
  names: Names
  color: string | undefined
  several: boolean
  onOpen: ((event: Event) => void) | undefined
}

function Group({ group, names, color, several, onOpen }: GroupProps): ReactNode {
  const { author, events, at } = group
  return (
    <li className="yrsa-activity-group">
      <Avatar user={{ id: author.id, name: author.name, color: author.id === '' ? '#53605c' : color }} />
      <div className="yrsa-activity-words">
        <p className="yrsa-activity-head">
          <span className="yrsa-activity-author">{author.name}</span>
          {several && group.document !== '' && <span className="yrsa-activity-document">{names.document?.(group.document) ?? group.document}</span>}
          <RelativeTime at={at} />
        </p>
        <ul className="yrsa-activity-events">
          {linesOf(events, names).map(({ phrase, times, event }) => (
            <li key={event.id}>
              {onOpen === undefined ? (
                <Words phrase={phrase} />
              ) : (
                <button type="button" className="yrsa-activity-open" onClick={() => onOpen(event)}>
                  <Words phrase={phrase} />
                </button>
              )}
              {times > 1 && <span className="yrsa-activity-times"> {times} times</span>}
            </li>
          ))}
        </ul>
      </div>
    </li>
  )
}

function Words({ phrase }: { phrase: Phrase }): ReactNode {
  return phrase.map((part, index) => (typeof part === 'string' ? <span key={index}>{part}</span> : <b key={index}>{part.name}</b>))
}

export interface EventGroup {
  key: string
  author: { id: string; name: string }
  document: string
  at: number
  /** The newest first. */
  events: readonly Event[]
}

/** By author, document and minute; the newest first. */
export function groupsOf(events: readonly Event[]): readonly EventGroup[] {
  const groups: (EventGroup & { events: Event[] })[] = []
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index]
    if (event === undefined) continue
    const id = event.user?.id ?? ''
    const last = groups.at(-1)
    const minute = Math.floor(event.time / 60_000)
    if (last !== undefined && last.author.id === id && last.document === event.document && Math.floor(last.at / 60_000) === minute) last.events.push(event)
    else groups.push({ key: event.id, author: { id, name: id === '' ? 'Yrsa' : calledOf(id, event.user?.name) }, document: event.document, at: event.time, events: [event] })
  }
  return groups
}

/** One line for what was done again and again. */
function linesOf(events: readonly Event[], names: Names): readonly { phrase: Phrase; times: number; event: Event }[] {
  const lines: { phrase: Phrase; text: string; times: number; event: Event }[] = []
  for (const event of events) {
    const phrase = eventSentence(event, names)
    const text = phraseText(phrase)
    const same = lines.find((line) => line.text === text)
    if (same === undefined) lines.push({ phrase, text, times: 1, event })
    else same.times += 1
  }
  return lines
}
