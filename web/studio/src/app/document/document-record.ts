// What is known of a document beside its content: kind, title, role. Asked once, kept current by events, remembered for when there is
// no network. Used by document-page.tsx; never decides what somebody may do.
import { useCallback, useEffect, useState } from 'react'
import { ApiError, take } from '@yrsa/client'
import type { Client, DocumentRecord, Event, Role } from '@yrsa/client'

export interface Known {
  id: string
  kind: string
  title: string | null
  role?: Role | undefined
}

export type RecordState =
  | { phase: 'loading' }
  /** `revived`: how often it was brought back while one looked. */
  | { phase: 'found'; record: Known; deleted: boolean; revived: number }
  /** None at this address; `mayCreate`: the server would let one make it. */
  | { phase: 'missing'; mayCreate: boolean }
  | { phase: 'failed'; error: unknown }

export interface UsedRecord {
  state: RecordState
  reload: () => Promise<void>
  rename: (title: string) => Promise<void>
}

const KEY = 'yrsa.documents'
const REMEMBERED = 200

export function useDocumentRecord(client: Client, id: string, user: string, events: readonly Event[]): UsedRecord {
  const [state, setState] = useState<RecordState>({ phase: 'loading' })
  const reload = useCallback(async () => {
    try {
      // Without `fields` an answer has all of them.
      const record = (await take(client.api.GET('/api/documents/{scope}', { params: { path: { scope: id } } }))) as DocumentRecord
      remember(user, record)
      setState((now) => found(now, record))
    } catch (error) {
      if (error instanceof ApiError && (error.status === 404 || error.status === 403)) {
        setState((now) => (now.phase === 'found' ? { ...now, deleted: true } : { phase: 'missing', mayCreate: error.status === 404 }))
        return
      }
      const kept = recall(user, id)
      setState((now) => (now.phase === 'found' ? now : kept === undefined ? { phase: 'failed', error } : found(now, kept)))
    }
  }, [client, id, user])
  useEffect(() => void reload(), [reload])

  // What this page has heard of already counts no more when it is mounted again.
  const last = events.at(-1)
  useEffect(() => {
    if (last === undefined) return
    if (last.type === 'document.deleted' || last.type === 'document.purged') setState((now) => (now.phase === 'found' ? { ...now, deleted: true } : now))
    else void reload()
    // Each event once.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [last?.id, reload])

  const rename = useCallback(
    async (title: string) => {
      const record = await take(client.api.PATCH('/api/documents/{scope}', { params: { path: { scope: id } }, body: { title } }))
      remember(user, record)
      setState((now) => found(now, record))
    },
    [client, id, user],
  )
  return { state, reload, rename }
}

function found(now: RecordState, record: Known): RecordState {
  const before = now.phase === 'found' ? now : null
  return { phase: 'found', record, deleted: false, revived: (before?.revived ?? 0) + (before?.deleted === true ? 1 : 0) }
}

function remember(user: string, { id, kind, title, role }: DocumentRecord): void {
  const others = readAll().filter((known) => known.user !== user || known.id !== id)
  try {
    localStorage.setItem(KEY, JSON.stringify([{ user, id, kind, title, role }, ...others].slice(0, REMEMBERED)))
  } catch {
    // No room: without a network this document opens as plain text then.
  }
}

function recall(user: string, id: string): Known | undefined {
  return readAll().find((known) => known.user === user && known.id === id)
}

function readAll(): readonly (Known & { user: string })[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? (kept as (Known & { user: string })[]) : []
  } catch {
    return []
  }
}

/** What a document was called when somebody in this browser saw it last. */
export function titleOf(id: string): string | undefined {
  return readAll().find((known) => known.id === id)?.title || undefined
}
