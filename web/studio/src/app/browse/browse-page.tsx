// The documents: folders by prefix, search, kinds, order, what was deleted. The address says which; the list is live.
// Rows are document-row.tsx; making one is new-document.tsx. Shows only what the server lists for this user.
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { Documents, Whereabouts } from '@yrsa/client'
import type { DocumentsOptions } from '@yrsa/client'
import { Button, EmptyState, Loading, Notice, Select, sentenceOf, useClient, useObservable } from '@yrsa/react'
import { ArrowLeft, FolderOpen, Plus, Search, SearchX, Share2, Trash2 } from 'lucide-react'
import { useApp } from '../app-context.ts'
import { Breadcrumb, Header } from '../header.tsx'
import { folderName, homeOf } from '../home-folder.ts'
import { KINDS, kindWords } from '../kind-words.tsx'
import { formatRoute, navigate } from '../route.ts'
import type { BrowseRoute } from '../route.ts'
import { ScopeShareDialog } from '../scope-share-dialog.tsx'
import { takeSearchWish } from '../search-wish.ts'
import { DocumentRow, FolderRow } from './document-row.tsx'
import { FirstSteps } from './first-steps.tsx'
import { byDocument, group } from './grouping.ts'
import { NewDocumentDialog } from './new-document.tsx'

const ORDERS: { value: NonNullable<DocumentsOptions['sort']>; label: string }[] = [
  { value: '-updated_at', label: 'Last changed' },
  { value: 'title', label: 'Title' },
  { value: '-created_at', label: 'Newest' },
  { value: 'id', label: 'Address' },
]
/** So many are loaded without being asked for; folders are made of what is loaded. */
const AT_ONCE = 1_000
const PAGE = 200

export function BrowsePage({ route }: { route: BrowseRoute }) {
  const { folder, deleted = false } = route
  const client = useClient()
  const app = useApp()
  const { server, mayCreate } = app
  const home = homeOf(app)
  const [making, setMaking] = useState(false)
  const [sharing, setSharing] = useState(false)
  const sort = ORDERS.find(({ value }) => value === route.sort)?.value ?? '-updated_at'
  const query = route.query ?? ''
  const kind = route.kind ?? ''
  const list = useMemo(
    () =>
      new Documents(client, {
        limit: PAGE,
        sort,
        ...(folder === '' ? {} : { under: folder }),
        ...(query === '' ? {} : { query }),
        ...(kind === '' ? {} : { kind }),
        ...(deleted ? { deleted } : {}),
      }),
    [client, folder, query, kind, deleted, sort],
  )
  const state = useObservable(list)
  const presence = useMemo(() => new Whereabouts(client, { states: false, ...(folder === '' ? {} : { under: folder }) }), [client, folder])
  const { present } = useObservable(presence)
  const here = useMemo(() => byDocument(present), [present])

  const { documents, hasMore, loaded, error } = state
  useEffect(() => {
    if (loaded && hasMore && error === null && documents.length < AT_ONCE) void list.loadMore().catch(() => undefined)
  }, [list, loaded, hasMore, error, documents.length])
  useEffect(() => {
    document.title = folder === '' ? 'Documents · Yrsa' : `${folderName(folder, home)} · Yrsa`
  }, [folder, home])
  useNewKey(() => setMaking(mayCreate))

  // Searching and filtering look below all folders; otherwise folders are folders.
  const flat = query !== '' || kind !== '' || deleted
  const { folders, direct } = useMemo(() => group(documents, folder, flat, home), [documents, folder, flat, home])
  const isEmpty = loaded && folders.length === 0 && direct.length === 0
  const isFirstVisit = mayCreate && isEmpty && !flat && folder === '' && !hasMore

  return (
    <div className="page">
      <Header>
        <Breadcrumb folder={folder} />
      </Header>
      <main className="browse">
        <div className="browse-head">
          <h1>{deleted ? 'Deleted documents' : folder === '' ? 'Documents' : folderName(folder, home)}</h1>
          <div className="browse-actions">
            {folder !== '' && !deleted && mayCreate && <Button icon={<Share2 />} onClick={() => setSharing(true)}>Share folder</Button>}
            {!deleted && mayCreate && <Button tone="primary" icon={<Plus />} onClick={() => setMaking(true)}>New document</Button>}
          </div>
        </div>
        {deleted && (
          <p className="browse-note">
            <a href={formatRoute({ page: 'browse', folder })}><ArrowLeft aria-hidden size={16} /> Back to the documents</a>
          </p>
        )}
        {!isFirstVisit && <Tools route={route} sort={sort} />}
        {error !== null && (
          <Notice tone="bad" live action={<Button size="s" onClick={() => void list.reload().catch(() => undefined)}>Try again</Button>}>{sentenceOf(error)}</Notice>
        )}
        {!loaded && error === null && <Loading lines={6} label="Loading documents" />}
        {isFirstVisit && <FirstSteps onNew={() => setMaking(true)} mayFill={server.access === 'open' || server.you?.admin === true} />}
        {isEmpty && !isFirstVisit && <Nothing route={route} onNew={() => setMaking(true)} />}
        {(folders.length > 0 || direct.length > 0) && (
          <ul className="rows" aria-label={deleted ? 'Deleted documents' : 'Documents'}>
            {folders.map((one) => <FolderRow key={one.folder} folder={one} name={folderName(one.folder, home)} here={here} more={hasMore} />)}
            {direct.map((one) => <DocumentRow key={one.id} record={one} list={list} here={here.get(one.id) ?? []} base={folder} flat={flat} deleted={deleted} />)}
          </ul>
        )}
        {hasMore && loaded && <Button className="more" onClick={() => void list.loadMore().catch(() => undefined)}>Show more</Button>}
        {!deleted && !isFirstVisit && (
          <p className="browse-foot">
            <a href={formatRoute({ page: 'browse', folder, deleted: true })}><Trash2 aria-hidden size={15} /> Deleted documents</a>
          </p>
        )}
      </main>
      {making && <NewDocumentDialog folder={folder === '' && home !== null && !app.you.admin ? home : folder} list={list} onClose={() => setMaking(false)} />}
      {sharing && <ScopeShareDialog scope={folder} title={folderName(folder, home)} onClose={() => setSharing(false)} />}
    </div>
  )
}

function Tools({ route, sort }: { route: BrowseRoute; sort: string }) {
  const [typed, setTyped] = useState(route.query ?? '')
  const settled = useDeferredValue(typed)
  const input = useRef<HTMLInputElement>(null)
  // What stands in the address without having been typed here (another folder, going back, clearing) is what is looked for.
  const sent = useRef(route.query ?? '')
  useEffect(() => {
    if ((route.query ?? '') === sent.current) return
    sent.current = route.query ?? ''
    setTyped(sent.current)
  }, [route])
  useEffect(() => {
    // Words on their way change the address in place: going back leaves the search, not its last letter.
    const timer = setTimeout(() => {
      const query = settled.trim()
      if (query === sent.current) return
      sent.current = query
      navigate({ ...route, query }, { replace: true })
    }, 200)
    return () => clearTimeout(timer)
  }, [settled, route])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      input.current?.focus()
    }
    addEventListener('keydown', onKeyDown)
    if (takeSearchWish()) input.current?.focus()
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
  const change = (changes: Partial<BrowseRoute>) => navigate({ ...route, ...changes }, { replace: true })
  return (
    <div className="tools" role="search" aria-label="Documents">
      <div className="tools-search">
        <Search aria-hidden size={17} />
        <input ref={input} className="yrsa-input" type="search" aria-label="Search documents" placeholder="Search titles and content" value={typed} onChange={(event) => setTyped(event.target.value)} />
      </div>
      <Select
        aria-label="Kind"
        value={route.kind ?? ''}
        options={[{ value: '', label: 'All kinds' }, ...KINDS.map((kind) => ({ value: kind as string, label: kindWords(kind).name }))]}
        onChange={(kind) => change({ kind })}
      />
      <Select aria-label="Order" value={sort} options={ORDERS} onChange={(value) => change({ sort: value === '-updated_at' ? '' : value })} />
    </div>
  )
}

function Nothing({ route, onNew }: { route: BrowseRoute; onNew: () => void }) {
  const { mayCreate } = useApp()
  if (route.deleted === true) return <EmptyState icon={<Trash2 />} title="Nothing was deleted here">Documents that you delete stay here until they are deleted for good.</EmptyState>
  if ((route.query ?? '') !== '' || (route.kind ?? '') !== '') {
    const clear = () => navigate({ page: 'browse', folder: route.folder })
    return <EmptyState icon={<SearchX />} title="Nothing found" action={<Button onClick={clear}>Clear the search</Button>}>Words are looked for in titles and in what documents hold.</EmptyState>
  }
  return <EmptyState icon={<FolderOpen />} title={route.folder === '' ? 'There is nothing for you here yet' : 'This folder is empty'} action={!mayCreate ? undefined : <Button tone="primary" icon={<Plus />} onClick={onNew}>New document</Button>}>A folder exists as long as a document lies in it.</EmptyState>
}

/** `n` begins a document, but for where somebody writes. */
function useNewKey(open: () => void): void {
  const latest = useRef(open)
  latest.current = open
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target
      if (event.key !== 'n' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog, [popover]') !== null)) return
      event.preventDefault()
      latest.current()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}
