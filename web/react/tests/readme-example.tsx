import { createClient } from '@yrsa/client'
import { CollaborativeCursors, ConnectionProvider, SaveStatus, useDocument, usePointer, UserPresenceList, useShared, YrsaProvider } from '@yrsa/react'
import '@yrsa/react/theme.css'
import { useRef } from 'react'
import type { Map } from 'yjs'

const client = createClient({ url: 'http://localhost:8080', name: 'Ada' })

function Board() {
  const connection = useDocument('acme/board', { offline: true })
  return connection && <ConnectionProvider connection={connection}><Surface cards={connection.doc.getMap('cards')} /></ConnectionProvider>
}

function Surface({ cards }: { cards: Map<unknown> }) {
  const ref = useRef<HTMLDivElement>(null)
  usePointer('board', ref)
  return (
    <div ref={ref} style={{ position: 'relative' }}>
      <SaveStatus /> <UserPresenceList />
      <pre>{JSON.stringify(useShared(cards), null, 2)}</pre>
      <CollaborativeCursors surface="board" />
    </div>
  )
}

export const App = () => <YrsaProvider client={client}><Board /></YrsaProvider>
