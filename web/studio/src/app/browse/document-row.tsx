// One document or folder in the list: what it is, who is in it, when it changed, and what can be done with it.
// Used by browse-page.tsx. Offers only what the role allows; the server decides all the same.
import { memo, useState } from 'react'
import type { FormEvent } from 'react'
import type { DocumentRecord, Documents } from '@yrsa/client'
import { Avatar, Badge, Button, ConfirmDialog, Dialog, IconButton, Menu, RelativeTime, TextField, sentenceOf, useToasts } from '@yrsa/react'
import { Copy, Folder as FolderIcon, Link, MoreHorizontal, Pencil, RotateCcw, Share2, Trash2 } from 'lucide-react'
import { lastSegment } from '../document-id.ts'
import { KindIcon } from '../kind-words.tsx'
import { formatRoute, navigate } from '../route.ts'
import { ScopeShareDialog } from '../scope-share-dialog.tsx'
import type { Folder, Person } from './grouping.ts'
import { peopleBelow } from './grouping.ts'

interface FolderRowProps {
  folder: Folder
  name: string
  here: ReadonlyMap<string, readonly Person[]>
  /** Not all documents are loaded, so there may be more in it. */
  more: boolean
}

export const FolderRow = memo(function FolderRow({ folder, name, here, more }: FolderRowProps) {
  const { count } = folder
  return (
    <li className="row">
      <span className="kind-icon" data-kind="folder" aria-hidden="true"><FolderIcon /></span>
      <div className="row-name">
        <a href={formatRoute({ page: 'browse', folder: folder.folder })}>{name}</a>
        <span className="row-path">{count === 1 && !more ? '1 document' : `${count}${more ? '+' : ''} documents`}</span>
      </div>
      <People people={peopleBelow(here, folder.folder)} />
      <span className="row-time"><RelativeTime at={folder.updated} /></span>
      <span className="row-menu" />
    </li>
  )
})

interface DocumentRowProps {
  record: DocumentRecord
  list: Documents
  here: readonly Person[]
  base: string
  flat: boolean
  deleted: boolean
}

type Asked = 'rename' | 'share' | 'purge' | null

export const DocumentRow = memo(function DocumentRow({ record, list, here, base, flat, deleted }: DocumentRowProps) {
  const { id, kind, title, role } = record
  const [asked, setAsked] = useState<Asked>(null)
  const toasts = useToasts()
  const name = nameOf(record)
  // In a folder the title is enough; where documents of many folders are listed, it is said where they lie.
  const path = flat ? id.slice(base.length) : null
  const mayEdit = role === 'owner' || role === 'editor'
  const attempt = (work: Promise<unknown>, done?: () => void) => {
    work.then(done, (reason: unknown) => toasts.show(sentenceOf(reason), { tone: 'bad' }))
  }
  const remove = () =>
    attempt(list.remove(id), () =>
      toasts.show(`“${name}” was deleted.`, { action: { label: 'Undo', run: () => attempt(list.restore(id)) } }),
    )
  const duplicate = () => attempt(list.duplicate(id, { title: `${name} (copy)` }), () => toasts.show(`“${name}” was duplicated.`))
  const copyLink = () => {
    const link = new URL(formatRoute({ page: 'document', id }), location.href).href
    attempt(navigator.clipboard.writeText(link), () => toasts.show('Link copied. Whoever opens it needs a right to the document.'))
  }
  return (
    <li className="row" data-deleted={deleted || undefined}>
      <KindIcon kind={kind} />
      <div className="row-name">
        {deleted ? <span>{name}</span> : <a href={formatRoute({ page: 'document', id })}>{name}</a>}
        {path !== null && <span className="row-path">{path}</span>}
      </div>
      {role !== 'owner' && role !== 'editor' && <Badge className="row-role">{role === 'commenter' ? 'May comment' : 'View only'}</Badge>}
      <People people={here} />
      <span className="row-time">
        <RelativeTime at={deleted ? (record.deleted_at ?? record.updated_at) : record.updated_at} />
        {record.updated_by != null && !deleted && <span className="row-by">{record.updated_by.name ?? record.updated_by.id}</span>}
      </span>
      <span className="row-menu">
        {deleted ? (
          <>
            <Button size="s" icon={<RotateCcw />} onClick={() => attempt(list.restore(id), () => toasts.show(`“${name}” is back.`, { action: { label: 'Open', run: () => navigate({ page: 'document', id }) } }))}>Restore</Button>
            <IconButton size="s" tone="danger" label={`Delete ${name} for good`} icon={<Trash2 />} onClick={() => setAsked('purge')} />
          </>
        ) : (
          <Menu
            label={`More for ${name}`}
            align="end"
            trigger={(trigger) => <IconButton {...trigger} size="s" label={`More for ${name}`} icon={<MoreHorizontal />} />}
            items={[
              ...(mayEdit ? [{ label: 'Rename', icon: <Pencil />, onSelect: () => setAsked('rename') }] : []),
              { label: 'Duplicate', icon: <Copy />, onSelect: duplicate },
              { label: 'Copy link', icon: <Link />, onSelect: copyLink },
              ...(role === 'owner' ? [{ label: 'Share', icon: <Share2 />, onSelect: () => setAsked('share') }, 'line' as const, { label: 'Delete', icon: <Trash2 />, danger: true, onSelect: remove }] : []),
            ]}
          />
        )}
      </span>
      {asked === 'rename' && <RenameDialog title={title === '' ? '' : name} onClose={() => setAsked(null)} onRename={(to) => list.rename(id, to)} />}
      {asked === 'share' && <ScopeShareDialog scope={id} title={name} onClose={() => setAsked(null)} />}
      <ConfirmDialog
        open={asked === 'purge'}
        onClose={() => setAsked(null)}
        title={`Delete “${name}” for good?`}
        action="Delete for good"
        onConfirm={() => list.purge(id)}
      >
        <p>Its content, comments, chat and history are gone then. Nobody can bring them back.</p>
      </ConfirmDialog>
    </li>
  )
})

/** Its title, or what its address ends with. */
export function nameOf({ id, title }: { id: string; title: string | null }): string {
  return title === null || title === '' ? lastSegment(id) : title
}

export function RenameDialog({ title, onClose, onRename }: { title: string; onClose: () => void; onRename: (title: string) => Promise<unknown> }) {
  const [text, setText] = useState(title)
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await onRename(text.trim())
      onClose()
    } catch (reason) {
      setError(sentenceOf(reason))
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Rename"
      size="s"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="rename-form" busy={busy} disabled={text.trim() === ''}>Rename</Button>
        </>
      }
    >
      <form id="rename-form" onSubmit={(event) => void submit(event)}>
        <TextField label="Title" value={text} maxLength={300} autoFocus error={error === '' ? null : error} hint="The address of the document stays the same." onChange={(event) => setText(event.target.value)} onFocus={(event) => event.target.select()} />
      </form>
    </Dialog>
  )
}

function People({ people }: { people: readonly Person[] }) {
  const shown = people.slice(0, 3)
  const names = people.map(({ user }) => user?.name ?? user?.id ?? 'Somebody')
  return (
    <span className="row-people">
      {people.length > 0 && (
        <span role="img" aria-label={`Here now: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ` and ${names.length - 8} more` : ''}`} title={names.join(', ')} className="row-avatars">
          {shown.map((person, index) => <Avatar key={index} size="s" user={{ name: person.user?.name ?? person.user?.id ?? '?', color: person.user?.color }} />)}
          {people.length > shown.length && <span className="row-more">+{people.length - shown.length}</span>}
        </span>
      )}
    </span>
  )
}
