// The server at a glance: health with reasons, load, memory, disk, how long writing takes, what was refused, documents in quarantine.
// Reads /api/admin/stats every two seconds; the lines are what this page has seen since it was opened.
import { useCallback, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { Badge, Button, ConfirmDialog, Loading, Notice, RelativeTime, sentenceOf, useClient } from '@yrsa/react'
import { formatRoute } from '../route.ts'
import { bytes, count, duration, milliseconds, perSecond } from './numbers.ts'
import { rate, readJson, usePolled } from './polled.ts'
import type { Polled } from './polled.ts'
import type { Quarantined, Stats } from './shapes.ts'

const KEPT = 60

export function Overview() {
  const client = useClient()
  const stats = usePolled(useCallback(() => readJson<Stats>(client, 'api/admin/stats'), [client]))
  const quarantine = usePolled(useCallback(() => readJson<{ documents: readonly Quarantined[] }>(client, 'api/admin/quarantine'), [client]))
  const now = stats.now?.value
  const received = useLine(stats, rate(stats, (value) => value.totals?.received.messages))
  const sent = useLine(stats, rate(stats, (value) => value.totals?.sent.messages))
  if (now === undefined) return stats.error === null ? <Loading lines={6} label="Asking the server" /> : <Notice tone="bad">{sentenceOf(stats.error)}</Notice>
  const { process, totals, storage, commits } = now
  const batches = rate(stats, (value) => value.commits.batches)
  const spent = rate(stats, (value) => value.commits.seconds)
  const average = commits.batches === 0 ? null : commits.seconds / commits.batches
  const recent = batches === null || spent === null || batches === 0 ? average : spent / batches
  const cpu = rate(stats, (value) => value.process.cpu_seconds ?? undefined)
  return (
    <div className="overview">
      {stats.error !== null && <Notice tone="warn" live>{sentenceOf(stats.error)} These numbers are the last ones that came.</Notice>}
      {!now.ready && <Notice tone="bad" live>The server can’t keep edits now: {now.reasons.join(', ') || 'no reason given'}.</Notice>}
      <section className="cards" aria-label="At a glance">
        <Card title="Health" value={<Badge tone={now.ready ? 'good' : 'bad'}>{now.ready ? 'Ready' : 'Not ready'}</Badge>} note={`Yrsa ${now.version}, up for ${duration(now.uptime)}`} />
        <Card title="Open documents" value={count(now.rooms)} note={`${count(storage.documents)} stored`} href={formatRoute({ page: 'inspector', tab: 'rooms' })} />
        <Card title="Connections" value={count(now.connections)} note={now.streams === 1 ? '1 event stream' : `${count(now.streams)} event streams`} href={formatRoute({ page: 'inspector', tab: 'connections' })} />
        <Card title="Messages in" value={perSecond(received.at(-1) ?? null)} note={perSecond(rate(stats, (value) => value.totals?.received.bytes), bytes)}><Line values={received} /></Card>
        <Card title="Messages out" value={perSecond(sent.at(-1) ?? null)} note={perSecond(rate(stats, (value) => value.totals?.sent.bytes), bytes)}><Line values={sent} /></Card>
        <Card title="Memory" value={bytes(process.memory)} note={`${cpu === null ? '–' : `${Math.round(cpu * 100)} %`} of a processor, ${count(process.threads)} threads`} />
        <Card title="A write takes" value={milliseconds(recent)} note={`longest ${milliseconds(commits.longest)}, ${perSecond(batches)} synced`} />
        <Card title="On disk" value={bytes(storage.disk.journal + storage.disk.tree + storage.disk.blobs)} note={`${bytes(storage.disk.free)} free`} />
      </section>
      <div className="facts-row">
        <Facts
          title="Storage"
          facts={[
            ['Journal', bytes(storage.disk.journal)],
            ['Tree', bytes(storage.disk.tree)],
            ['Blobs', bytes(storage.disk.blobs)],
            ['In use', bytes(storage.disk.live)],
            ['For history', bytes(storage.disk.history)],
            ['For snapshots', bytes(storage.disk.snapshots)],
            ['Waiting in memory', `${count(storage.in_memory)} ${storage.in_memory === 1 ? 'document' : 'documents'}, ${bytes(storage.in_memory_bytes)}`],
            ['Damage found', storage.faults === 0 ? 'none' : count(storage.faults)],
          ]}
        />
        <Facts
          title="Writing"
          facts={[
            ['Group commits', count(commits.batches)],
            ['Updates in them', count(commits.updates)],
            ['Bytes', bytes(commits.bytes)],
            ['Average', milliseconds(average)],
            ['Waiting now', `${count(commits.waiting)}, ${bytes(commits.waiting_bytes)}`],
            ['Repeated after a failure', count(commits.failures)],
            ['Syncs of the disk', count(storage.syncs)],
            ['Open descriptors', `${count(process.descriptors)} of ${count(process.most_descriptors)}`],
          ]}
        />
        {totals !== null && (
          <Facts
            title="Since the start"
            facts={[
              ['Messages received', count(totals.received.messages)],
              ['Messages sent', count(totals.sent.messages)],
              ['Events', count(totals.events)],
              ['Slow readers caught up', count(totals.outbox_overflows)],
              ['Reading paused', count(totals.reading_paused)],
              ['Rooms that failed', count(totals.room_failures)],
              ['Connections closed', listed(totals.connections_closed)],
              ['Refused at the edge', listed(totals.edge_refusals)],
            ]}
          />
        )}
      </div>
      <QuarantineList quarantine={quarantine} />
    </div>
  )
}

function listed(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts).filter(([, value]) => value > 0)
  return entries.length === 0 ? 'none' : entries.map(([name, value]) => `${name.replaceAll('_', ' ')}: ${count(value)}`).join(', ')
}

function QuarantineList({ quarantine }: { quarantine: Polled<{ documents: readonly Quarantined[] }> }) {
  const client = useClient()
  const [asked, setAsked] = useState<Quarantined | null>(null)
  const documents = quarantine.now?.value.documents ?? []
  if (documents.length === 0) return null
  const release = async ({ document }: Quarantined) => {
    await readJson(client, `api/admin/quarantine/${encodeURIComponent(document)}/release`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    quarantine.reload()
  }
  return (
    <section className="quarantine">
      <h2>In quarantine</h2>
      <p>These documents failed again and again, or are damaged. All others go on.</p>
      <ul>
        {documents.map((one) => (
          <li key={one.document}>
            <code>{one.document}</code> <span>{one.reason}</span> <RelativeTime at={one.since} />
            <Button size="s" onClick={() => setAsked(one)}>Try it again</Button>
          </li>
        ))}
      </ul>
      {asked !== null && (
        <ConfirmDialog open onClose={() => setAsked(null)} title="Let people in again?" action="Release" danger={false} onConfirm={() => release(asked)}>
          <p>If <code>{asked.document}</code> fails again, it comes back here.</p>
        </ConfirmDialog>
      )}
    </section>
  )
}

function Card({ title, value, note, href, children }: { title: string; value: ReactNode; note: string; href?: string; children?: ReactNode }) {
  return (
    <div className="card">
      <h2>{href === undefined ? title : <a href={href}>{title}</a>}</h2>
      <p className="card-value">{value}</p>
      <p className="card-note">{note}</p>
      {children}
    </div>
  )
}

function Facts({ title, facts }: { title: string; facts: readonly (readonly [string, string])[] }) {
  return (
    <section className="facts">
      <h2>{title}</h2>
      <dl>{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
    </section>
  )
}

/** The last readings of a rate. */
function useLine<T>({ now }: Polled<T>, value: number | null): readonly number[] {
  const [values, setValues] = useState<readonly number[]>([])
  const at = now?.at
  useEffect(() => {
    if (at !== undefined && value !== null) setValues((before) => [...before, value].slice(-KEPT))
    // One value for each reading.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [at])
  return values
}

function Line({ values }: { values: readonly number[] }) {
  const most = Math.max(1, ...values)
  const points = values.map((value, index) => `${((KEPT - values.length + index) / (KEPT - 1)) * 100},${22 - (value / most) * 20}`)
  return (
    <svg className="line" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
      {points.length > 1 && <polyline points={points.join(' ')} />}
    </svg>
  )
}
