// The documents that are open now, and how much goes through each: rates from two readings. Leads to one of them.
import { useCallback, useMemo, useState } from 'react'
import { Badge, Input, Loading, Notice, RelativeTime, Toggle, sentenceOf, useClient } from '@yrsa/react'
import { formatRoute } from '../route.ts'
import { bytes, count, perSecond } from './numbers.ts'
import { readJson, usePolled } from './polled.ts'
import type { Room, RoomPage } from './shapes.ts'

const PAGE = 200

export function Rooms() {
  const client = useClient()
  const [under, setUnder] = useState('')
  const [companions, setCompanions] = useState(false)
  const rooms = usePolled(useCallback(() => readJson<RoomPage>(client, `api/admin/rooms?limit=${PAGE}`), [client]))
  const rates = useRates(rooms.now, rooms.before)
  const page = rooms.now?.value
  if (page === undefined) return rooms.error === null ? <Loading lines={6} label="Asking the server" /> : <Notice tone="bad">{sentenceOf(rooms.error)}</Notice>
  const shown = page.rooms.filter(({ document }) => document.includes(under) && (companions || !document.endsWith('~yrsa')))
  return (
    <>
      <div className="inspector-tools">
        <Input aria-label="Filter by address" placeholder="Filter by address" value={under} onChange={(event) => setUnder(event.target.value)} />
        <Toggle label="Companions too" checked={companions} onChange={setCompanions} />
        <span>{page.open === 1 ? '1 room is open' : `${count(page.open)} rooms are open`}{page.open > PAGE ? `, the first ${PAGE} are shown` : ''}</span>
      </div>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Rooms">
        <table className="table">
          <thead>
            <tr><th scope="col">Document</th><th scope="col">Kind</th><th scope="col" className="number">People</th><th scope="col" className="number">Connections</th><th scope="col" className="number">In</th><th scope="col" className="number">Out</th><th scope="col" className="number">Version</th><th scope="col" className="number">Not on disk</th><th scope="col" className="number">Size</th><th scope="col">Last activity</th></tr>
          </thead>
          <tbody>
            {shown.map((room) => <Row key={room.document} room={room} rates={rates.get(room.document)} />)}
            {shown.length === 0 && <tr><td colSpan={10} className="table-empty">Nobody has a document open{under === '' ? '' : ' there'}.</td></tr>}
          </tbody>
        </table>
      </div>
    </>
  )
}

function Row({ room, rates }: { room: Room; rates: Rates | undefined }) {
  const { report } = room
  return (
    <tr>
      <th scope="row">
        <a href={formatRoute({ page: 'inspector', tab: 'rooms', document: room.document })}>{room.document}</a>{' '}
        {room.phase !== 'live' && <Badge tone="warn">{room.phase}</Badge>} {room.failures > 0 && <Badge tone="bad">{room.failures} failures</Badge>}
      </th>
      <td>{report?.kind ?? '–'}</td>
      <td className="number">{count(report?.participants)}</td>
      <td className="number">{count(room.connections)}</td>
      <td className="number">{perSecond(rates?.received ?? null)}</td>
      <td className="number">{perSecond(rates?.sent ?? null)}</td>
      <td className="number">{count(report?.version)}</td>
      <td className="number">{count(report?.unsaved)}</td>
      <td className="number">{bytes(report?.bytes)}</td>
      <td>{report?.last_activity == null ? '–' : <RelativeTime at={report.last_activity} />}</td>
    </tr>
  )
}

export interface Rates {
  received: number
  sent: number
}

interface At {
  value: RoomPage
  at: number
}

/** Of each room that was there both times. */
export function useRates(now: At | null, before: At | null): ReadonlyMap<string, Rates> {
  return useMemo(() => ratesOf(now, before), [now, before])
}

export function ratesOf(now: At | null, before: At | null): ReadonlyMap<string, Rates> {
  const rates = new Map<string, Rates>()
  if (now === null || before === null || now.at <= before.at) return rates
  const old = new Map(before.value.rooms.map((room) => [room.document, room]))
  const seconds = (now.at - before.at) / 1000
  for (const room of now.value.rooms) {
    const earlier = old.get(room.document)
    // A room that was opened anew counts from the beginning.
    if (room.report === null || earlier?.report == null || earlier.since !== room.since) continue
    rates.set(room.document, {
      received: (room.report.received.messages - earlier.report.received.messages) / seconds,
      sent: (room.report.sent.messages - earlier.report.sent.messages) / seconds,
    })
  }
  return rates
}
