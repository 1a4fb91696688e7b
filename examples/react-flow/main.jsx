// React Flow, edited together: an unchanged React Flow on an unchanged y-websocket provider. Open it twice.
import React from 'react'
import { createRoot } from 'react-dom/client'
import { Background, Controls, Panel, ReactFlow, ReactFlowProvider, useReactFlow, ViewportPortal } from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { useWorkflow } from './binding.js'

const asked = new URLSearchParams(location.search)
const name = asked.get('name') ?? `Guest ${Math.ceil(Math.random() * 99)}`

// The line that is different from any other y-websocket server: its address.
const server = asked.get('server') ?? 'ws://localhost:8080/sync'
const doc = new Y.Doc()
const provider = new WebsocketProvider(server, asked.get('document') ?? 'examples/react-flow', doc, { params: { name, kind: 'workflow' } })

function Workflow() {
  const { addNode, ...flow } = useWorkflow(doc)
  const { screenToFlowPosition } = useReactFlow()
  const point = ({ clientX, clientY }) => provider.awareness.setLocalStateField('pointer', { surface: 'workflow', ...screenToFlowPosition({ x: clientX, y: clientY }) })
  return (
    <ReactFlow {...flow} fitView onPointerMove={point} onPointerLeave={() => provider.awareness.setLocalStateField('pointer', null)}>
      <Background />
      <Controls />
      <ViewportPortal>
        <Cursors />
      </ViewportPortal>
      <Panel position="top-left">
        <button type="button" onClick={() => addNode('New step', screenToFlowPosition({ x: innerWidth / 2, y: innerHeight / 2 }))}>Add a step</button>
      </Panel>
    </ReactFlow>
  )
}

/** Where the others point. The server says who they are: `user` has their name and colour. */
function Cursors() {
  const [states, setStates] = React.useState([])
  React.useEffect(() => {
    const read = () => setStates([...provider.awareness.getStates()].filter(([client, { pointer }]) => client !== doc.clientID && pointer?.surface === 'workflow'))
    provider.awareness.on('change', read)
    return () => provider.awareness.off('change', read)
  }, [])
  return states.map(([client, { pointer, user }]) => (
    <div key={client} className="cursor" style={{ transform: `translate(${pointer.x}px, ${pointer.y}px)`, background: user?.color ?? '#555' }}>
      {user?.name ?? 'Somebody'}
    </div>
  ))
}

createRoot(document.getElementById('page')).render(<ReactFlowProvider><Workflow /></ReactFlowProvider>)
