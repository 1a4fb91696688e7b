// The audit: who did what, when, from where, and how it ended; and the proof that nothing was altered. Pages of the newest first.
import { useCallback, useEffect, useState } from 'react'
import { Badge, Button, Input, Notice, Select, exactTime, sentenceOf, useClient } from '@yrsa/react'
import { Download, ShieldCheck } from 'lucide-react'
import { count, moment } from './numbers.ts'
import { JsonTree } from './json-tree.tsx'
import { readJson } from './polled.ts'

interface Entry {
  seq: number
  time: number
  action: string
  outcome: 'allowed' | 'denied' | 'failed'
  actor: { id: string; name?: string | null } | null
  document?: string
  scope?: string
  address: string | null
  door: string | null
  [member: string]: unknown
}

interface Page {
  entries: readonly Entry[]
  next_cursor: string | null
}

interface Verified {
  intact: boolean
  entries: number
  last: number
  hash: string
  faulty: number
  faults: readonly unknown[]
}

const OUTCOMES = [
  { value: '', label: 'All outcomes' },
  { value: 'allowed', label: 'Allowed' },
  { value: 'denied', label: 'Denied' },
  { value: 'failed', label: 'Failed' },
]

export function Audit() {
  const client = useClient()
  const [action, setAction] = useState('')
  const [user, setUser] = useState('')
  const [outcome, setOutcome] = useState('')
  const [entries, setEntries] = useState<readonly Entry[]>([])
  const [cursor, setCursor] = useState<string | null>(null)
  const [busy, setBusy] = useState(true)
  const [error, setError] = useState('')
  const [verified, setVerified] = useState<Verified | null>(null)
  const filters = useCallback(() => {
    const asked = new URLSearchParams()
    if (action !== '') asked.set('action', action.includes('*') || action.includes('.') ? action : `${action}*`)
    if (user !== '') asked.set('user', user)
    if (outcome !== '') asked.set('outcome', outcome)
    return asked
  }, [action, user, outcome])
  const load = useCallback(
    async (from: string | null, isCurrent: () => boolean) => {
      setBusy(true)
      try {
        const asked = filters()
        asked.set('limit', '100')
        if (from !== null) asked.set('cursor', from)
        const page = await readJson<Page>(client, `api/audit?${asked}`)
        if (!isCurrent()) return
        setEntries((before) => (from === null ? page.entries : [...before, ...page.entries]))
        setCursor(page.next_cursor)
        setError('')
      } catch (reason) {
        if (isCurrent()) setError(sentenceOf(reason))
      } finally {
        if (isCurrent()) setBusy(false)
      }
    },
    [client, filters],
  )
  useEffect(() => {
    let isCurrent = true
    const timer = setTimeout(() => void load(null, () => isCurrent), 200)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [load])
  const verify = async () => {
    setBusy(true)
    try {
      setVerified(await readJson<Verified>(client, 'api/audit/verify'))
    } catch (reason) {
      setError(sentenceOf(reason))
    } finally {
      setBusy(false)
    }
  }
  const save = async () => {
    const response = await client.fetch(`api/audit/export?${filters()}`)
    if (!response.ok) return setError('The export was refused.')
    const link = document.createElement('a')
    link.href = URL.createObjectURL(await response.blob())
    link.download = 'audit.ndjson'
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }
  return (
    <>
      <div className="inspector-tools">
        <Input aria-label="Action" placeholder="Action, such as member.*" value={action} onChange={(event) => setAction(event.target.value.trim())} />
        <Input aria-label="User id" placeholder="User id" value={user} onChange={(event) => setUser(event.target.value.trim())} />
        <Select aria-label="Outcome" value={outcome} options={OUTCOMES} onChange={setOutcome} />
        <Button icon={<ShieldCheck />} busy={busy} onClick={() => void verify()}>Verify</Button>
        <Button icon={<Download />} onClick={() => void save()}>Export</Button>
      </div>
      {error !== '' && <Notice tone="bad" live>{error}</Notice>}
      {verified !== null && (
        <Notice tone={verified.intact ? 'info' : 'bad'} live>
          {verified.intact
            ? <>All {count(verified.entries)} entries fit together. The last is number {count(verified.last)} with the hash <code>{verified.hash}</code>: note it elsewhere.</>
            : `${count(verified.faulty)} things do not fit: somebody altered or removed entries.`}
        </Notice>
      )}
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Audit">
        <table className="table audit">
          <thead>
            <tr><th scope="col" className="number">No.</th><th scope="col">When</th><th scope="col">Action</th><th scope="col">Who</th><th scope="col">Where</th><th scope="col">Outcome</th><th scope="col">From</th><th scope="col">Details</th></tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.seq}>
                <td className="number">{entry.seq}</td>
                <td className="nowrap"><time dateTime={new Date(entry.time).toISOString()} title={exactTime(entry.time)}>{moment(entry.time)}</time></td>
                <th scope="row">{entry.action}</th>
                <td>{entry.actor?.name ?? entry.actor?.id ?? '–'}</td>
                <td className="where">{entry.document ?? entry.scope ?? ''}</td>
                <td><Badge tone={entry.outcome === 'allowed' ? 'plain' : 'bad'}>{entry.outcome}</Badge></td>
                <td className="nowrap">{entry.address ?? '–'}{entry.door === null ? '' : `, ${entry.door}`}</td>
                <td><details><summary>Show</summary><JsonTree value={entry} open={2} /></details></td>
              </tr>
            ))}
            {entries.length === 0 && !busy && <tr><td colSpan={8} className="table-empty">No entry fits.</td></tr>}
          </tbody>
        </table>
      </div>
      {cursor !== null && <Button className="more" busy={busy} onClick={() => void load(cursor, () => true)}>Show more</Button>}
    </>
  )
}
