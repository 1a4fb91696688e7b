// React Flow on the unchanged y-websocket provider, in the layout of Yrsa's kind `workflow`: nodes and edges by id.
// Who drags writes positions; who reads gets them, also as JSON and as events (docs/KINDS.md).
import { applyNodeChanges, Background, Controls, ReactFlow } from '@xyflow/react'
import { useCallback, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import '@xyflow/react/dist/style.css'
import './style.css'

const address = new URLSearchParams(location.search)
const server = address.get('server') ?? 'ws://127.0.0.1:8080'
const id = address.get('document') ?? 'examples/react-flow'

const doc = new Y.Doc()
new WebsocketProvider(`${server}/sync`, id, doc)
const [nodes, edges] = [doc.getMap('nodes'), doc.getMap('edges')]

/** The things of a root as React Flow wants them, anew after each change. */
function useThings(root) {
  const [things, setThings] = useState([])
  useEffect(() => {
    const show = () => setThings((shown) => {
      const before = new Map(shown.map((each) => [each.id, each]))
      // What React Flow measured and this page's selection are in no document; without its measures a node is hidden.
      const own = ({ measured, selected } = {}) => ({ ...(measured && { measured }), selected: selected === true })
      return [...root].map(([key, thing]) => ({ ...own(before.get(key)), ...thing.toJSON(), id: key }))
    })
    root.observeDeep(show)
    show()
    return () => root.unobserveDeep(show)
  }, [root])
  return [things, setThings]
}

function thing(members) {
  return new Y.Map(Object.entries(members))
}

function Page() {
  const [shownNodes, setShownNodes] = useThings(nodes)
  const [shownEdges] = useThings(edges)

  const onNodesChange = useCallback((changes) => {
    setShownNodes((shown) => applyNodeChanges(changes, shown)) // what only this page needs: selection, measures, a drag under way
    doc.transact(() => {
      for (const change of changes) {
        if (change.type === 'position' && change.position) nodes.get(change.id)?.set('position', change.position)
        if (change.type === 'remove') nodes.delete(change.id)
      }
    })
  }, [])
  const onEdgesChange = useCallback((changes) => {
    doc.transact(() => changes.forEach((change) => change.type === 'remove' && edges.delete(change.id)))
  }, [])
  const onConnect = useCallback(({ source, target }) => edges.set(crypto.randomUUID(), thing({ source, target })), [])
  const add = () => {
    const position = { x: 80 + 40 * nodes.size, y: 80 + 60 * nodes.size }
    nodes.set(crypto.randomUUID(), thing({ type: 'default', position, data: thing({ label: `Step ${nodes.size + 1}` }) }))
  }

  return (
    <>
      <button className="add" onClick={add}>Add a step</button>
      <ReactFlow nodes={shownNodes} edges={shownEdges} onNodesChange={onNodesChange} onEdgesChange={onEdgesChange} onConnect={onConnect} fitView>
        <Background />
        <Controls />
      </ReactFlow>
    </>
  )
}

createRoot(document.querySelector('#editor')).render(<Page />)
