// The panel beside the editor: comments, chat, activity; a sheet from below on phones. Which one is open stands in the address.
// Used by the frame; what is in a panel comes from @yrsa/react.
import { useEffect, useRef, useState } from 'react'
import type { Anchor, Connection, Event, Thread } from '@yrsa/client'
import { ActivityFeed, ChatPanel, CommentsPanel, IconButton, Tabs } from '@yrsa/react'
import { History, MessageCircle, MessageSquareText, X } from 'lucide-react'
import { placeName } from '../../place-name.ts'
import { formatRoute, navigate } from '../route.ts'
import type { DocumentRoute } from '../route.ts'

export const PANELS = ['comments', 'chat', 'activity'] as const
export type PanelName = (typeof PANELS)[number]

export interface OpenPanel {
  name: PanelName
  /** A thread or a message to be shown. */
  target: string | null
}

export function parsePanel(text: string | undefined): OpenPanel | null {
  const [wanted = '', target = ''] = (text ?? '').split(':')
  const name = PANELS.find((one) => one === wanted)
  return name === undefined ? null : { name, target: target === '' ? null : target }
}

interface SidePanelProps {
  connection: Connection
  panel: OpenPanel
  showPanel: (panel: PanelName | null) => void
  threads: { path: string | null; newAt: Anchor | null }
  onClearPath: () => void
  onNewDone: () => void
  show: (path: string | null) => void
  route: DocumentRoute
}

export function SidePanel({ connection, panel, showPanel, threads, onClearPath, onNewDone, show, route }: SidePanelProps) {
  const aside = useRef<HTMLElement>(null)
  const opener = useRef<Element | null>(document.activeElement)
  useEffect(() => () => {
    // The focus goes back to whatever opened the panel, unless it has gone elsewhere by itself.
    if (document.activeElement === document.body && opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true })
  }, [])
  const linkTo = (thread: Thread) => new URL(formatRoute({ page: 'document', id: route.id, panel: `comments:${thread.id}` }), location.href).href
  const select = (anchor: Anchor, { id }: Thread) => {
    const path = 'path' in anchor && typeof anchor.path === 'string' ? anchor.path : null
    // Words have no path of their own: which they are is known by their thread.
    if (anchor.type === 'range') navigate({ ...route, ...(path === null ? {} : { at: path }), panel: `comments:${id}` }, { replace: true })
    else if (path !== null) show(path)
  }
  return (
    <aside ref={aside} className="side-panel" aria-label="Comments, chat and activity" onKeyDown={(event) => { if (event.key === 'Escape' && !event.defaultPrevented) { event.preventDefault(); showPanel(null) } }}>
      <IconButton className="side-panel-close" label="Close panel" icon={<X />} onClick={() => showPanel(null)} />
      <Tabs
        label="Panel"
        className="side-panel-tabs"
        selected={panel.name}
        onSelect={(name) => showPanel(PANELS.find((one) => one === name) ?? null)}
        tabs={[
          {
            id: 'comments',
            label: 'Comments',
            icon: <MessageSquareText />,
            panel: <CommentsPanel connection={connection} path={threads.path} onClearPath={onClearPath} newAt={threads.newAt} onNewDone={onNewDone} onSelect={select} selected={panel.target} linkTo={linkTo} describe={(path) => placeName(connection.doc, path)} />,
          },
          { id: 'chat', label: 'Chat', icon: <MessageCircle />, panel: <Chat connection={connection} selected={panel.name === 'chat' ? panel.target : null} /> },
          { id: 'activity', label: 'Activity', icon: <History />, panel: <ActivityFeed connection={connection} onOpen={(event) => show(pathOf(event))} /> },
        ]}
      />
    </aside>
  )
}

function Chat({ connection, selected }: { connection: Connection; selected: string | null }) {
  // Opened by a button elsewhere: one wants to write. Tabs are walked through, and a page that was loaded keeps its focus.
  const [wantsToWrite] = useState(() => document.activeElement instanceof HTMLButtonElement && document.activeElement.closest('.side-panel') === null)
  return <ChatPanel connection={connection} selected={selected} autoFocus={wantsToWrite && selected === null} />
}

const ROOTS: Record<string, string> = { 'board.card': 'cards', 'board.column': 'columns', 'report.section': 'sections', 'workflow.node': 'nodes', 'workflow.edge': 'edges' }

/** The place that an event is about, if it is about one thing. */
export function pathOf(event: Event): string | null {
  const root = ROOTS[event.type.split('.').slice(0, 2).join('.')]
  const id = 'id' in event.data && typeof event.data.id === 'string' ? event.data.id : undefined
  return root === undefined || id === undefined ? null : `/${root}/${id.replaceAll('~', '~0').replaceAll('/', '~1')}`
}
