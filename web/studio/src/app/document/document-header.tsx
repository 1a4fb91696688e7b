// The header of a document: where it lies, its title, whether it is saved, who is here, undo, sharing, panels, and everything else in a menu.
// Used by the frame. Offers only what the role allows.
import { useEffect, useRef, useState } from 'react'
import type { Connection, Other } from '@yrsa/client'
import { take } from '@yrsa/client'
import { Button, IconButton, Menu, SaveStatus, UserPresenceList, locksOf, sentenceOf, useAccess, useChat, useScopeAccess, useSession, useThreadCount, useToasts } from '@yrsa/react'
import type { MenuEntry, Undo } from '@yrsa/react'
import { Braces, Copy, FileText, History, Link, Lock, LockOpen, MessageCircle, MessageSquareText, MoreHorizontal, Redo2, Share2, Trash2, Undo2, Users } from 'lucide-react'
import { placeName } from '../../place-name.ts'
import { nameOf } from '../browse/document-row.tsx'
import { folderOf } from '../document-id.ts'
import { Breadcrumb, Header } from '../header.tsx'
import { useNarrow } from '../narrow.ts'
import { formatRoute, navigate } from '../route.ts'
import type { DocumentRoute } from '../route.ts'
import { ScopeShareDialog } from '../scope-share-dialog.tsx'
import type { Known } from './document-record.ts'
import { SessionDialog } from './session-dialog.tsx'
import type { PanelName } from './side-panel.tsx'

interface DocumentHeaderProps {
  connection: Connection
  record: Known
  route: DocumentRoute
  undo: Undo
  mayEdit: boolean
  panel: PanelName | null
  showPanel: (panel: PanelName | null) => void
  rename: (title: string) => Promise<void>
  following: Other | null
  follow: (user: string) => void
  stopFollowing: () => void
}

export function DocumentHeader(props: DocumentHeaderProps) {
  const { connection, record, undo, mayEdit, panel, showPanel, rename, following, follow, stopFollowing } = props
  const access = useAccess(connection)
  const [sharing, setSharing] = useState(false)
  const narrow = useNarrow()
  const threads = useThreadCount('', { connection })
  const { unread } = useChat({ connection })
  // Of editors only those may share who came by a link that says so.
  const rights = useScopeAccess(access.role === 'editor' ? record.id : null, connection.client)
  const mayShare = access.role === 'owner' || rights.mayShare
  const toggle = (name: PanelName) => showPanel(panel === name ? null : name)
  return (
    <Header
      end={
        <>
          <UserPresenceList connection={connection} most={narrow ? 1 : 4} onFollow={follow} onStopFollowing={stopFollowing} following={following?.user.id ?? null} describe={(path) => placeName(connection.doc, path)} className="topbar-people" />
          {mayEdit && (
            <div className="topbar-undo">
              <IconButton label="Undo" keys="Ctrl+Z" icon={<Undo2 />} disabled={!undo.canUndo} onClick={undo.undo} />
              <IconButton label="Redo" keys="Ctrl+Shift+Z" icon={<Redo2 />} disabled={!undo.canRedo} onClick={undo.redo} />
            </div>
          )}
          {mayShare && <Button className="topbar-share" tone="primary" icon={<Share2 />} onClick={() => setSharing(true)}>Share</Button>}
          <div className="topbar-panels">
            <IconButton label={threads === 0 ? 'Comments' : `Comments, ${threads} open`} badge={threads} icon={<MessageSquareText />} aria-pressed={panel === 'comments'} onClick={() => toggle('comments')} />
            <IconButton label={unread === 0 ? 'Chat' : `Chat, ${unread} unread`} badge={unread} icon={<MessageCircle />} aria-pressed={panel === 'chat'} onClick={() => toggle('chat')} />
            <IconButton label="Activity" icon={<History />} aria-pressed={panel === 'activity'} onClick={() => toggle('activity')} />
          </div>
          <DocumentMenu {...props} onShare={mayShare ? () => setSharing(true) : null} />
        </>
      }
    >
      <Breadcrumb folder={folderOf(record.id)}>
        <Title name={nameOf(record)} mayRename={access.role === 'owner' || access.role === 'editor'} rename={rename} />
      </Breadcrumb>
      <SaveStatus connection={connection} className="topbar-save" />
      {sharing && <ScopeShareDialog scope={record.id} title={nameOf(record)} people={connection.participants.get().map(({ user }) => user)} onClose={() => setSharing(false)} />}
    </Header>
  )
}

function Title({ name, mayRename, rename }: { name: string; mayRename: boolean; rename: (title: string) => Promise<void> }) {
  const [text, setText] = useState<string | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const wasEditing = useRef(false)
  const toasts = useToasts()
  useEffect(() => {
    if (wasEditing.current && text === null) button.current?.focus()
    wasEditing.current = text !== null
  }, [text])
  if (!mayRename) return <h1 className="title">{name}</h1>
  const finish = (save: boolean) => {
    const wanted = text?.trim() ?? ''
    setText(null)
    if (save && wanted !== '' && wanted !== name) rename(wanted).catch((reason: unknown) => toasts.show(sentenceOf(reason), { tone: 'bad' }))
  }
  if (text === null) {
    return (
      <h1 className="title">
        <button ref={button} type="button" className="title-button" title="Rename" aria-label={`${name}, rename`} onClick={() => setText(name)}>{name}</button>
      </h1>
    )
  }
  return (
    <input
      className="yrsa-input title-input"
      aria-label="Title"
      value={text}
      maxLength={300}
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        finish(event.key === 'Enter')
      }}
    />
  )
}

function DocumentMenu({ connection, record, route, undo, mayEdit, showPanel, onShare }: DocumentHeaderProps & { onShare: (() => void) | null }) {
  const access = useAccess(connection)
  const { state: session } = useSession(connection)
  const [settings, setSettings] = useState(false)
  const toasts = useToasts()
  const { id } = record
  const { api } = connection.client
  const attempt = (work: Promise<unknown>, done: () => void) => {
    work.then(done, (reason: unknown) => toasts.show(sentenceOf(reason), { tone: 'bad' }))
  }
  const locks = locksOf(connection)
  const own = session.locks.find((lock) => lock.path === '')
  const isMine = own !== undefined && locks.isMine(own)
  const lockAll = () => attempt(locks.hold('', { seconds: 600, releaseOnLeave: 30 }), () => toasts.show('Only you can edit this document now.'))
  const unlock = () => attempt(own === undefined ? Promise.resolve() : locks.end(own.id), () => toasts.show('Everybody may edit again.'))
  const copyLink = () =>
    attempt(navigator.clipboard.writeText(new URL(formatRoute({ page: 'document', id }), location.href).href), () => toasts.show('Link copied. Whoever opens it needs a right to the document.'))
  const duplicate = () =>
    attempt(
      take(api.POST('/api/documents/{scope}/duplicate', { params: { path: { scope: id } }, body: { title: `${nameOf(record)} (copy)` } })).then((made) => navigate({ page: 'document', id: made.id })),
      () => toasts.show('This is the copy.'),
    )
  const remove = () =>
    attempt(take(api.DELETE('/api/documents/{scope}', { params: { path: { scope: id } } })), () => {
      navigate({ page: 'browse', folder: folderOf(id) })
      const restore = () => attempt(take(api.POST('/api/documents/{scope}/restore', { params: { path: { scope: id } } })), () => navigate({ page: 'document', id }))
      toasts.show(`“${nameOf(record)}” was deleted.`, { action: { label: 'Undo', run: restore } })
    })
  const isJson = route.view === 'json'
  const items: MenuEntry[] = [
    ...(mayEdit ? [{ id: 'undo', label: 'Undo', icon: <Undo2 />, keys: 'Ctrl+Z', disabled: !undo.canUndo, onSelect: undo.undo }, { id: 'redo', label: 'Redo', icon: <Redo2 />, disabled: !undo.canRedo, onSelect: undo.redo }] : []),
    ...(onShare === null ? [] : [{ label: 'Share', icon: <Share2 />, onSelect: onShare }]),
    { label: 'Copy link', icon: <Link />, onSelect: copyLink },
    { label: 'Comments', icon: <MessageSquareText />, onSelect: () => showPanel('comments') },
    { label: 'Chat', icon: <MessageCircle />, onSelect: () => showPanel('chat') },
    { label: 'Activity', icon: <History />, onSelect: () => showPanel('activity') },
    'line',
    { label: isJson ? 'Back to the editor' : 'View as JSON', icon: isJson ? <FileText /> : <Braces />, onSelect: () => navigate({ ...route, view: isJson ? '' : 'json' }) },
    { label: 'Duplicate', icon: <Copy />, onSelect: duplicate },
    ...(access.mayEdit || isMine ? [isMine ? { label: 'Unlock the document', icon: <LockOpen />, onSelect: unlock } : { label: 'Lock the document', detail: 'Only you can edit it then', icon: <Lock />, disabled: own !== undefined, onSelect: lockAll }] : []),
    ...(access.mayOwn ? [{ label: 'How people work together', icon: <Users />, onSelect: () => setSettings(true) }, 'line' as const, { label: 'Delete', icon: <Trash2 />, danger: true, onSelect: remove }] : []),
  ]
  return (
    <>
      <Menu label="Document" align="end" items={items} trigger={(trigger) => <IconButton {...trigger} label="More" icon={<MoreHorizontal />} />} />
      {settings && <SessionDialog connection={connection} onClose={() => setSettings(false)} />}
    </>
  )
}
