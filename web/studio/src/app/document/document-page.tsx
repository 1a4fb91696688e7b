// A document: finds out what it is, connects to it, and puts the frame around the editor of its kind.
// What there is instead when there is none, or none for this user, is said here in words.
import { useEffect, useState } from 'react'
import { take } from '@yrsa/client'
import { Button, ConnectionProvider, EmptyState, sentenceOf, useClient, useDocument, useEvents } from '@yrsa/react'
import { CircleAlert, FileQuestion } from 'lucide-react'
import type { Kind } from '../../kinds.ts'
import { useApp } from '../app-context.ts'
import { KindChoice } from '../browse/new-document.tsx'
import { documentIdProblem, folderOf, lastSegment } from '../document-id.ts'
import { Breadcrumb, Header } from '../header.tsx'
import { formatRoute } from '../route.ts'
import type { DocumentRoute } from '../route.ts'
import { Skeleton } from '../skeleton.tsx'
import { DocumentFrame } from './document-frame.tsx'
import { useDocumentRecord } from './document-record.ts'

const ABOUT_THE_RECORD = ['document.renamed', 'document.changed', 'document.deleted', 'document.restored', 'document.purged']
/** Some browsers' private windows have none. */
const hasCopies = (globalThis as { indexedDB?: unknown }).indexedDB !== undefined

export function DocumentPage({ route }: { route: DocumentRoute }) {
  const problem = documentIdProblem(route.id)
  if (problem !== null) return <NoDocument id={route.id} title="This is not the name of a document">{problem}</NoDocument>
  return <OpenDocument route={route} />
}

function OpenDocument({ route }: { route: DocumentRoute }) {
  const { id } = route
  const client = useClient()
  const { you } = useApp()
  const events = useEvents({ document: id, types: ABOUT_THE_RECORD, after: 'now' })
  const { state, reload, rename } = useDocumentRecord(client, id, you.id, events.events)
  const isFound = state.phase === 'found'
  // A copy on this device, where the browser keeps any: edits survive a reload without a network.
  const connection = useDocument(isFound ? id : null, { offline: hasCopies })

  if (state.phase === 'missing') {
    if (state.mayCreate) return <CreateHere id={id} onCreated={reload} />
    return (
      <NoDocument id={id} title="There is no such document">
        Or you have no right to it, or it was deleted. Ask whoever sent you here to share it with you, or look among the{' '}
        <a href={formatRoute({ page: 'browse', folder: folderOf(id), deleted: true })}>deleted documents</a>.
      </NoDocument>
    )
  }
  if (state.phase === 'failed') {
    return (
      <NoDocument id={id} title="This document can’t be opened now" action={<Button tone="primary" onClick={() => void reload()}>Try again</Button>}>
        {sentenceOf(state.error)}
      </NoDocument>
    )
  }
  if (state.phase === 'loading' || connection === null) return <Skeleton label="Opening the document" />
  return (
    <ConnectionProvider connection={connection}>
      <DocumentFrame connection={connection} record={state.record} deleted={state.deleted} revived={state.revived} route={route} rename={rename} reload={reload} />
    </ConnectionProvider>
  )
}

interface NoDocumentProps {
  id: string
  title: string
  children: React.ReactNode
  action?: React.ReactNode
}

function NoDocument({ id, title, children, action }: NoDocumentProps) {
  useEffect(() => {
    document.title = `${title} · Yrsa`
  }, [title])
  return (
    <div className="page">
      <Header><Breadcrumb folder={folderOf(id)} /></Header>
      <main className="centered">
        <EmptyState icon={<CircleAlert />} title={title} action={<>{action}<a className="yrsa-button" data-tone="plain" data-size="m" href={formatRoute({ page: 'browse', folder: '' })}>All documents</a></>}>
          <p>{children}</p>
        </EmptyState>
      </main>
    </div>
  )
}

function CreateHere({ id, onCreated }: { id: string; onCreated: () => Promise<void> }) {
  const client = useClient()
  const [kind, setKind] = useState<Kind>('board')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  useEffect(() => {
    document.title = `${lastSegment(id)} · Yrsa`
  }, [id])
  const create = async () => {
    setBusy(true)
    try {
      await take(client.api.POST('/api/documents', { body: { id, kind } }))
      await onCreated()
    } catch (reason) {
      setError(sentenceOf(reason))
      setBusy(false)
    }
  }
  return (
    <div className="page">
      <Header><Breadcrumb folder={folderOf(id)} /></Header>
      <main className="centered">
        <div className="create-here">
          <FileQuestion aria-hidden size={32} />
          <h1>There is no document “{lastSegment(id)}” yet</h1>
          <p>You may create it here. If it was deleted, you find it among the <a href={formatRoute({ page: 'browse', folder: folderOf(id), deleted: true })}>deleted documents</a>.</p>
          <KindChoice kind={kind} onChange={setKind} />
          {error !== '' && <p className="yrsa-error" role="alert">{error}</p>}
          <Button tone="primary" busy={busy} onClick={() => void create()}>Create</Button>
        </div>
      </main>
    </div>
  )
}
