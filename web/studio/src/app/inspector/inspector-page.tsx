// The inspector: what the server does right now, for administrators and developers. Its tabs are the files beside this one.
// Reads what docs/OPERATIONS.md describes; changes nothing but by what is asked for in words (kick, release).
import { useEffect } from 'react'
import { EmptyState } from '@yrsa/react'
import { ExternalLink, ShieldAlert } from 'lucide-react'
import '../../styles/inspector.css'
import { useApp } from '../app-context.ts'
import { Header } from '../header.tsx'
import { INSPECTOR_TABS, formatRoute } from '../route.ts'
import type { InspectorTab, Route } from '../route.ts'
import { Audit } from './audit.tsx'
import { Connections } from './connections.tsx'
import { EventLog } from './event-log.tsx'
import { Overview } from './overview.tsx'
import { RoomDetail } from './room-detail.tsx'
import { Rooms } from './rooms.tsx'

const NAMES: Record<InspectorTab, string> = { overview: 'Overview', rooms: 'Rooms', connections: 'Connections', events: 'Events', audit: 'Audit' }

export default function InspectorPage({ route }: { route: Extract<Route, { page: 'inspector' }> }) {
  const { you } = useApp()
  useEffect(() => {
    document.title = `${NAMES[route.tab]} · Inspector · Yrsa`
  }, [route.tab])
  return (
    <div className="page">
      <Header><span className="topbar-title">Inspector</span></Header>
      {you.admin ? (
        <main className="inspector">
          <h1 className="yrsa-visually-hidden">Inspector</h1>
          <nav className="inspector-tabs" aria-label="Inspector">
            {INSPECTOR_TABS.map((tab) => (
              <a key={tab} href={formatRoute({ page: 'inspector', tab })} aria-current={tab === route.tab ? 'page' : undefined}>{NAMES[tab]}</a>
            ))}
            <a className="inspector-api" href="./api/docs" target="_blank" rel="noopener">API reference <ExternalLink aria-hidden size={14} /></a>
          </nav>
          {route.tab === 'overview' && <Overview />}
          {route.tab === 'rooms' && (route.document === undefined ? <Rooms /> : <RoomDetail key={route.document} document={route.document} />)}
          {route.tab === 'connections' && <Connections />}
          {route.tab === 'events' && <EventLog />}
          {route.tab === 'audit' && <Audit />}
        </main>
      ) : (
        <main className="centered">
          <EmptyState icon={<ShieldAlert />} title="For administrators">The inspector shows all documents of this server. Ask an administrator to sign in.</EmptyState>
        </main>
      )}
    </div>
  )
}
