// The inspector: what the server does right now, for administrators and developers. Its tabs are the files beside this one.
import type { Route } from '../route.ts'
import { Header } from '../header.tsx'

export default function InspectorPage({ route }: { route: Extract<Route, { page: 'inspector' }> }) {
  return (
    <div className="page">
      <Header><span className="topbar-title">Inspector</span></Header>
      <main className="inspector">{route.tab}</main>
    </div>
  )
}
