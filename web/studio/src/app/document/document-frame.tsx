// Everything around an editor: header, banners, side panel, following, undo. Mounted by document-page.tsx; gives EditorProps to the editor.
// Knows no kind of document from inside; what an editor shows is its own matter.
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Anchor, Connection } from '@yrsa/client'
import { FollowingBar, Loading, useAccess, useFollow, useLock, useSaveStatus, useToasts, useUndoManager, useUndoneEdits } from '@yrsa/react'
import type { UndoManager } from 'yjs'
import type { EditorProps } from '../../editor.ts'
import { editorOf } from '../../kinds.ts'
import { Crash } from '../crash.tsx'
import { nameOf } from '../browse/document-row.tsx'
import { navigate } from '../route.ts'
import type { DocumentRoute } from '../route.ts'
import { Banners } from './banners.tsx'
import { DocumentHeader } from './document-header.tsx'
import type { Known } from './document-record.ts'
import { SidePanel, parsePanel } from './side-panel.tsx'
import type { PanelName } from './side-panel.tsx'
import { useFrameKeys } from './frame-keys.ts'
import { useLeaveQuestion } from './leave-question.ts'

export interface FrameProps {
  connection: Connection
  record: Known
  deleted: boolean
  revived: number
  route: DocumentRoute
  rename: (title: string) => Promise<void>
  reload: () => Promise<void>
}

export function DocumentFrame({ connection, record, deleted, revived, route, rename, reload }: FrameProps) {
  const access = useAccess(connection)
  const whole = useLock('', { connection })
  const { following, follow, stop } = useFollow(connection)
  const [manager, setUndo] = useState<UndoManager | null>(null)
  const undo = useUndoManager(manager)
  const toasts = useToasts()
  const isReady = useReady(connection)
  const [threads, setThreads] = useState<{ path: string | null; newAt: Anchor | null }>({ path: null, newAt: null })
  const name = nameOf(record)
  const mayEdit = access.mayEdit && !whole.heldByOther && !deleted
  useLeaveQuestion(connection)
  useRevival(connection, revived)
  useUndoneEdits((_, sentence) => toasts.show(sentence, { tone: 'bad', milliseconds: 10_000 }), connection)
  useEffect(() => {
    document.title = `${name} · Yrsa`
  }, [name])

  const panel = parsePanel(route.panel)
  const showPanel = useCallback(
    (wanted: PanelName | null) => navigate({ ...route, ...(wanted === null ? { panel: '' } : { panel: wanted }) }, { replace: true }),
    [route],
  )
  useFrameKeys({ undo, showPanel, panel: panel?.name ?? null, stopFollowing: following === null ? null : stop })

  const show = useCallback(
    (path: string | null) => {
      if ((route.at ?? null) !== path) navigate({ ...route, at: path ?? '' })
    },
    [route],
  )
  const comment = useCallback((anchor: Anchor) => {
    setThreads({ path: null, newAt: anchor })
    showPanel('comments')
  }, [showPanel])
  const openThreads = useCallback((path: string, thread?: string) => {
    setThreads({ path: thread === undefined ? path : null, newAt: null })
    if (thread === undefined) showPanel('comments')
    else navigate({ ...route, panel: `comments:${thread}` }, { replace: true })
  }, [route, showPanel])
  const { announce } = toasts
  const props: EditorProps = { connection, mayEdit, at: route.at ?? null, show, following, stopFollowing: stop, comment, openThreads, thread: panel?.name === 'comments' ? panel.target : null, setUndo, announce }
  const Editor = useMemo(() => editorOf(record.kind, route.view ?? null), [record.kind, route.view])

  return (
    <div className="page document" data-panel={panel === null ? undefined : panel.name}>
      <DocumentHeader connection={connection} record={record} route={route} undo={undo} mayEdit={mayEdit} panel={panel?.name ?? null} showPanel={showPanel} rename={rename} following={following} follow={follow} stopFollowing={stop} />
      <Banners connection={connection} deleted={deleted} lock={whole} reload={reload} />
      <div className="document-body">
        <main className="document-editor" data-following={following !== null || undefined} style={following === null ? undefined : ({ '--follow': following.user.color } as React.CSSProperties)} aria-label={name}>
          <Crash>
            <Suspense fallback={<Loading lines={8} label="Loading the editor" className="editor-loading" />}>
              {isReady ? <Editor key={`${record.kind} ${route.view ?? ''}`} {...props} /> : <Loading lines={8} label="Loading the document" className="editor-loading" />}
            </Suspense>
          </Crash>
          {following !== null && <FollowingBar user={following.user} onStop={stop} className="document-following" />}
        </main>
        {panel !== null && (
          <SidePanel
            connection={connection}
            panel={panel}
            showPanel={showPanel}
            threads={threads}
            onClearPath={() => setThreads({ path: null, newAt: null })}
            onNewDone={() => setThreads((now) => ({ ...now, newAt: null }))}
            show={show}
            route={route}
          />
        )}
      </div>
    </div>
  )
}

/** Whether there is content: from the server, or from the copy on this device. */
function useReady(connection: Connection): boolean {
  const [ready, setReady] = useState<Connection | null>(null)
  useEffect(() => {
    let isCurrent = true
    connection.ready.then(() => { if (isCurrent) setReady(connection) }, () => undefined)
    return () => { isCurrent = false }
  }, [connection])
  return ready === connection
}

/** The server ends connections a moment after a document was deleted. Was it brought back until then, one comes back, too: once each time. */
function useRevival(connection: Connection, revived: number): void {
  const { code } = useSaveStatus(connection)
  const done = useRef(0)
  useEffect(() => {
    if (code !== 4404 || revived <= done.current) return
    done.current = revived
    connection.retry()
  }, [connection, code, revived])
}
