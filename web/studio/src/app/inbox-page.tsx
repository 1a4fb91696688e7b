// The inbox on a page of its own: what one was mentioned in, answered, assigned, and given. The same list as behind the bell.
import { useEffect } from 'react'
import { Inbox } from '@yrsa/react'
import { titleOf } from './document/document-record.ts'
import { Header, placeOf } from './header.tsx'
import { navigate } from './route.ts'

export default function InboxPage() {
  useEffect(() => {
    document.title = 'Inbox · Yrsa'
  }, [])
  return (
    <div className="page">
      <Header><span className="topbar-title">Inbox</span></Header>
      <main className="inbox-page">
        <h1>Inbox</h1>
        <Inbox titleOf={titleOf} onOpen={(item) => navigate(placeOf(item))} />
      </main>
    </div>
  )
}
