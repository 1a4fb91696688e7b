// What is out of the ordinary with a document, in words, between header and editor: no network, no right, deleted, locked, somebody's turn.
// Used by the frame. Says what becomes of edits that were not sent; says nothing while all is well.
import { useState } from 'react'
import { take } from '@yrsa/client'
import type { Connection, SaveState } from '@yrsa/client'
import { Button, EditLockIndicator, Notice, SessionBar, sentenceOf, useAccess, useSaveStatus, useSession } from '@yrsa/react'
import type { UsedLock } from '@yrsa/react'
import { useWhyUnreachable } from './why-unreachable.ts'

interface BannersProps {
  connection: Connection
  deleted: boolean
  lock: UsedLock
  reload: () => Promise<void>
}

export function Banners({ connection, deleted, lock, reload }: BannersProps) {
  const save = useSaveStatus(connection)
  const access = useAccess(connection)
  const { state: session } = useSession(connection)
  const isOffline = save.phase === 'offline'
  const why = useWhyUnreachable(connection, isOffline)
  const isGone = deleted || save.code === 4404
  return (
    <div className="banners">
      {isGone ? (
        <Deleted connection={connection} save={save} reload={reload} />
      ) : save.phase === 'refused' ? (
        <Notice tone="bad" live action={<Button size="s" onClick={() => connection.retry()}>Try again</Button>}>{refusal(save)} {left(save)}</Notice>
      ) : isOffline ? (
        <Notice tone="warn" live action={<Button size="s" onClick={() => connection.retry()}>Connect now</Button>}>
          {why === '' ? 'You are offline.' : `This document can’t be opened now. ${why}`} {left(save) || (access.mayEdit ? 'You can go on editing.' : '')}
        </Notice>
      ) : null}
      {session.mode !== 'parallel' && !isGone && <SessionBar connection={connection} />}
      {lock.lock?.path === '' && !isGone && (
        <Notice tone={lock.mine ? 'info' : 'warn'} live action={<EditLockIndicator connection={connection} path="" kind="document" />}>
          {lock.mine ? 'You have locked this document. Only you can edit it.' : `${lock.lock.holder.name ?? lock.lock.holder.id} has locked this document${lock.lock.reason === null || lock.lock.reason === '' ? '' : `: ${lock.lock.reason}`}. You can read on.`}
        </Notice>
      )}
      {!isGone && (access.role === 'viewer' || access.role === 'commenter') && (
        <Notice>{access.role === 'viewer' ? 'View only. You see what others write, and can’t edit.' : 'You may read and comment, not edit.'}</Notice>
      )}
    </div>
  )
}

function Deleted({ connection, save, reload }: { connection: Connection; save: SaveState; reload: () => Promise<void> }) {
  const access = useAccess(connection)
  const [error, setError] = useState('')
  const restore = async () => {
    try {
      await take(connection.client.api.POST('/api/documents/{scope}/restore', { params: { path: { scope: connection.id } } }))
      connection.retry()
      await reload()
    } catch (reason) {
      setError(sentenceOf(reason))
    }
  }
  return (
    <Notice tone="bad" live action={access.mayOwn || access.role === undefined ? <Button size="s" onClick={() => void restore()}>Restore</Button> : undefined}>
      This document was deleted. {left(save)} {error}
    </Notice>
  )
}

/** What becomes of edits that the server has not confirmed. */
function left({ unsaved, kept }: SaveState): string {
  if (unsaved === 0) return ''
  const edits = unsaved === 1 ? '1 edit waits' : `${unsaved} edits wait`
  return kept ? `${edits} on this device.` : `${edits} in this tab only. Keep it open.`
}

/** The notice is a sentence already; what it means for edits is added. */
function refusal({ code, notice }: SaveState): string {
  const said = notice === '' ? 'The server ended the connection.' : notice
  if (code === 4401) return 'Your sign-in has ended.'
  return code === 4422 || code === 4413 ? `Not saved. ${said}` : said
}
