// What happens on the server, live: all events one may hear of, with filters by type and place, and a pause to read.
import { useMemo, useState } from 'react'
import { Events } from '@yrsa/client'
import type { Event } from '@yrsa/client'
import { Badge, Button, Input, Notice, Select, exactTime, sentenceOf, useClient, useObservable } from '@yrsa/react'
import { Pause, Play } from 'lucide-react'
import { formatRoute } from '../route.ts'
import { moment } from './numbers.ts'
import { JsonTree } from './json-tree.tsx'

const KEEP = 500
const TYPES = [
  { value: '', label: 'All events' },
  ...['document', 'board', 'report', 'workflow', 'run', 'chat', 'comment', 'lock', 'session', 'participant', 'member', 'share', 'account', 'access', 'admin'].map((noun) => ({ value: `${noun}.*`, label: noun })),
]
const LINKS = { connecting: 'Connecting…', open: 'Live', offline: 'Offline' } as const

export function EventLog() {
  const client = useClient()
  const [types, setTypes] = useState('')
  const [place, setPlace] = useState('')
  const [held, setHeld] = useState<readonly Event[] | null>(null)
  const source = useMemo(() => new Events(client, { after: 'recent', keep: KEEP, ...(types === '' ? {} : { types: [types] }) }), [client, types])
  const { events, link, gap, error } = useObservable(source)
  const all = held ?? events
  const words = place.toLowerCase()
  const shown = useMemo(() => all.filter((event) => `${event.document} ${event.user?.name ?? ''} ${event.type}`.toLowerCase().includes(words)).toReversed(), [all, words])
  const missed = held === null ? 0 : events.filter((event) => !held.includes(event)).length
  return (
    <>
      <div className="inspector-tools">
        <Select aria-label="Type" value={types} options={TYPES} onChange={(value) => { setTypes(value); setHeld(null) }} />
        <Input aria-label="Filter by document or person" placeholder="Filter by document, person or type" value={place} onChange={(event) => setPlace(event.target.value)} />
        <Button icon={held === null ? <Pause /> : <Play />} aria-pressed={held !== null} onClick={() => setHeld(held === null ? events : null)}>{held === null ? 'Pause' : missed === 0 ? 'Go on' : `Go on, ${missed} more`}</Button>
        <Badge tone={link === 'open' ? 'good' : 'warn'}>{LINKS[link]}</Badge>
      </div>
      {error !== null && <Notice tone="bad" live>{sentenceOf(error)}</Notice>}
      {gap && <Notice tone="warn">Some events were let go of before they could be shown here.</Notice>}
      <ol className="log" aria-label="Events, the newest first">
        {shown.map((event) => (
          <li key={event.id}>
            <details>
              <summary>
                <time dateTime={new Date(event.time).toISOString()} title={exactTime(event.time)}>{moment(event.time)}</time>
                <span className="log-type">{event.type}</span>
                <span className="log-place">{event.document}</span>
                <span className="log-who">{event.user?.name ?? event.user?.id ?? ''}</span>
              </summary>
              <div className="log-detail">
                {event.document !== '/' && !event.document.endsWith('/') && <a href={formatRoute({ page: 'inspector', tab: 'rooms', document: event.document })}>Look into this document</a>}
                <JsonTree value={event} open={3} />
              </div>
            </details>
          </li>
        ))}
        {shown.length === 0 && <li className="table-empty">{place === '' && types === '' ? 'Nothing happened yet.' : 'Nothing fits.'}</li>}
      </ol>
    </>
  )
}
