// Who is connected to what, through which door, from where; and ending a connection.
import { useCallback, useState } from 'react'
import { Badge, Button, ConfirmDialog, Input, Loading, Notice, RelativeTime, Toggle, sentenceOf, useClient, useToasts } from '@yrsa/react'
import { formatRoute } from '../route.ts'
import { count } from './numbers.ts'
import { readJson, usePolled } from './polled.ts'
import type { OpenConnection } from './shapes.ts'

const MOST = 500

export function Connections() {
  const client = useClient()
  const toasts = useToasts()
  const [filter, setFilter] = useState('')
  const [companions, setCompanions] = useState(false)
  const [asked, setAsked] = useState<OpenConnection | null>(null)
  const list = usePolled(useCallback(() => readJson<{ connections: readonly OpenConnection[] }>(client, 'api/admin/connections'), [client]))
  const all = list.now?.value.connections
  if (all === undefined) return list.error === null ? <Loading lines={6} label="Asking the server" /> : <Notice tone="bad">{sentenceOf(list.error)}</Notice>
  const words = filter.toLowerCase()
  const found = all.filter(({ user, name, document, address, door }) => (companions || !document.endsWith('~yrsa')) && `${user} ${name ?? ''} ${document} ${address ?? ''} ${door ?? ''}`.toLowerCase().includes(words))
  const kick = async ({ id }: OpenConnection) => {
    await readJson(client, 'api/admin/kick', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ connection: id }) })
    list.reload()
    toasts.show('The connection was ended.')
  }
  return (
    <>
      <div className="inspector-tools">
        <Input aria-label="Filter connections" placeholder="Filter by person, document, address" value={filter} onChange={(event) => setFilter(event.target.value)} />
        <Toggle label="Companions too" checked={companions} onChange={setCompanions} />
        <span>{found.length === 1 ? '1 connection' : `${count(found.length)} connections`}{found.length > MOST ? `, the first ${MOST} are shown` : ''}</span>
      </div>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Connections">
        <table className="table">
          <thead>
            <tr><th scope="col">Person</th><th scope="col">Document</th><th scope="col">Role</th><th scope="col">Door</th><th scope="col">Address</th><th scope="col">Since</th><th scope="col"><span className="yrsa-visually-hidden">Actions</span></th></tr>
          </thead>
          <tbody>
            {found.slice(0, MOST).map((connection) => (
              <tr key={connection.id}>
                <th scope="row">{connection.name ?? connection.user}{connection.name !== null && connection.name !== connection.user && <span className="quiet"> {connection.user}</span>}</th>
                <td><a href={formatRoute({ page: 'inspector', tab: 'rooms', document: connection.document })}>{connection.document}</a></td>
                <td><Badge>{connection.role}</Badge></td>
                <td>{connection.door ?? '–'}</td>
                <td>{connection.address ?? '–'}</td>
                <td><RelativeTime at={connection.since} /></td>
                <td className="number"><Button size="s" tone="quiet" aria-label={`End connection ${connection.id} of ${connection.name ?? connection.user}`} onClick={() => setAsked(connection)}>End</Button></td>
              </tr>
            ))}
            {found.length === 0 && <tr><td colSpan={7} className="table-empty">{filter === '' ? 'Nobody is connected.' : 'No connection fits.'}</td></tr>}
          </tbody>
        </table>
      </div>
      {asked !== null && (
        <ConfirmDialog open onClose={() => setAsked(null)} title={`End this connection of ${asked.name ?? asked.user}?`} action="End it" onConfirm={() => kick(asked)}>
          <p>They are told that they were removed from <code>{asked.document}</code>, and may come back. Take their role away to keep them out.</p>
        </ConfirmDialog>
      )}
    </>
  )
}
