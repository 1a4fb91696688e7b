// One document from inside: numbers of its room, who is in it with their awareness states, its content as JSON, and what does not fit its kind.
// Looks on without taking part: nobody in the document sees the inspector.
import { useCallback, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { Whereabouts } from '@yrsa/client'
import { Avatar, Badge, Button, ConfirmDialog, Loading, Notice, RelativeTime, sentenceOf, useClient, useObservable, useToasts } from '@yrsa/react'
import { ArrowLeft } from 'lucide-react'
import { formatRoute } from '../route.ts'
import { JsonTree } from './json-tree.tsx'
import { bytes, count, perSecond } from './numbers.ts'
import { rate, readJson, usePolled } from './polled.ts'
import type { RoomPage } from './shapes.ts'

interface Problems {
  problems: readonly { path: string; message: string }[]
}

export function RoomDetail({ document }: { document: string }) {
  const client = useClient()
  const toasts = useToasts()
  const [kicking, setKicking] = useState(false)
  const address = `api/documents/${encodeURIComponent(document)}`
  const rooms = usePolled(useCallback(() => readJson<RoomPage>(client, `api/admin/rooms?under=${encodeURIComponent(document)}&limit=10`), [client, document]))
  const content = usePolled(useCallback(() => readJson<{ version: number; content: unknown }>(client, `${address}/content`), [client, address]))
  const problems = usePolled(useCallback(() => readJson<Problems>(client, `${address}/problems`), [client, address]))
  const presence = useMemo(() => new Whereabouts(client, { document, states: true }), [client, document])
  const { present } = useObservable(presence)
  const of = (page: RoomPage) => page.rooms.find((one) => one.document === document)
  const room = rooms.now === null ? undefined : of(rooms.now.value)
  const report = room?.report ?? null
  const kick = async () => {
    const { kicked } = await readJson<{ kicked: number }>(client, 'api/admin/kick', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ document }) })
    toasts.show(kicked === 1 ? '1 connection was ended.' : `${kicked} connections were ended.`)
  }
  return (
    <div className="room">
      <div className="room-head">
        <a href={formatRoute({ page: 'inspector', tab: 'rooms' })}><ArrowLeft aria-hidden size={16} /> Rooms</a>
        <h2>{document}</h2>
        <a className="yrsa-button" data-tone="plain" data-size="s" href={formatRoute({ page: 'document', id: document })}>Open</a>
        <Button size="s" onClick={() => setKicking(true)} disabled={room === undefined}>End all connections</Button>
      </div>
      {rooms.now !== null && room === undefined && <Notice>Nobody has this document open now.</Notice>}
      {report !== null && room !== undefined && (
        <dl className="room-facts">
          <Fact name="Phase">{room.phase}</Fact>
          <Fact name="Kind">{report.kind}</Fact>
          <Fact name="Mode">{report.mode}</Fact>
          <Fact name="Connections">{count(room.connections)}</Fact>
          <Fact name="Version">{count(report.version)}</Fact>
          <Fact name="Not on disk">{count(report.unsaved)}</Fact>
          <Fact name="Size">{bytes(report.bytes)}</Fact>
          <Fact name="Waits for a part">{bytes(report.parked)}</Fact>
          <Fact name="Waits for readers">{bytes(report.waiting)}</Fact>
          <Fact name="Locks">{count(report.locks)}</Fact>
          <Fact name="Messages in">{perSecond(rate(rooms, (page) => of(page)?.report?.received.messages))}</Fact>
          <Fact name="Messages out">{perSecond(rate(rooms, (page) => of(page)?.report?.sent.messages))}</Fact>
        </dl>
      )}
      <div className="room-columns">
        <section aria-label="Participants">
          <h3>Participants</h3>
          {present.length === 0 && <p className="quiet">Nobody.</p>}
          <ul className="room-people">
            {present.map((person) => (
              <li key={person.user?.id ?? 'somebody'}>
                <div className="room-person">
                  <Avatar size="s" user={{ name: person.user?.name ?? person.user?.id ?? '?', color: person.user?.color }} />
                  <strong>{person.user?.name ?? person.user?.id ?? 'Somebody'}</strong> <Badge>{person.role}</Badge> <Badge>{person.status}</Badge>
                  <RelativeTime at={person.last_active} />
                </div>
                {person.states?.map(({ client: id, state }) => <JsonTree key={id} value={{ [`client ${id}`]: state }} open={2} />)}
              </li>
            ))}
          </ul>
          <h3>What does not fit its kind</h3>
          {problems.now?.value.problems.length === 0 && <p className="quiet">Nothing: all is as it should be.</p>}
          <ul className="room-problems">{problems.now?.value.problems.map(({ path, message }) => <li key={path + message}><code>{path}</code> {message}</li>)}</ul>
        </section>
        <section aria-label="Content">
          <h3>Content {content.now !== null && <span className="quiet">version {count(content.now.value.version)}</span>}</h3>
          {content.now === null ? content.error === null ? <Loading lines={4} /> : <Notice tone="bad">{sentenceOf(content.error)}</Notice> : <JsonTree value={content.now.value.content} open={2} />}
        </section>
      </div>
      <ConfirmDialog open={kicking} onClose={() => setKicking(false)} title="End all connections to this document?" action="End them" onConfirm={kick}>
        <p>People are told that they were removed. Who still has a right may come back.</p>
      </ConfirmDialog>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>
}
