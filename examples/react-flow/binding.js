// Nodes and edges of a workflow (docs/KINDS.md) as React Flow wants them, and its changes back. Nothing here knows Yrsa: it is plain Yjs.
import { useCallback, useEffect, useState } from 'react'
import { applyEdgeChanges, applyNodeChanges } from '@xyflow/react'
import * as Y from 'yjs'

export function useWorkflow(doc) {
  const [nodes, setNodes] = useState([])
  const [edges, setEdges] = useState([])
  useEffect(() => {
    const [stopNodes, stopEdges] = [follow(doc.getMap('nodes'), setNodes), follow(doc.getMap('edges'), setEdges)]
    return () => { stopNodes(); stopEdges() }
  }, [doc])

  const onNodesChange = useCallback((changes) => {
    setNodes((shown) => applyNodeChanges(changes, shown))
    doc.transact(() => {
      for (const change of changes) {
        if (change.type === 'position' && change.position) doc.getMap('nodes').get(change.id)?.set('position', change.position)
        if (change.type === 'remove') doc.getMap('nodes').delete(change.id)
      }
    })
  }, [doc])
  const onEdgesChange = useCallback((changes) => {
    setEdges((shown) => applyEdgeChanges(changes, shown))
    doc.transact(() => {
      for (const change of changes) if (change.type === 'remove') doc.getMap('edges').delete(change.id)
    })
  }, [doc])
  const onConnect = useCallback(({ source, target, sourceHandle, targetHandle }) => {
    add(doc.getMap('edges'), { source, target, sourceHandle, targetHandle })
  }, [doc])
  const addNode = useCallback((label, position) => add(doc.getMap('nodes'), { type: 'default', position, data: new Y.Map([['label', label]]) }), [doc])
  return { nodes, edges, onNodesChange, onEdgesChange, onConnect, addNode }
}

/** Shows what is in a map of things by id; what React Flow alone knows of them (selected, measured) stays. */
function follow(map, show) {
  const read = () => show((shown) => {
    const before = new Map(shown.map((thing) => [thing.id, thing]))
    return [...map].map(([id, thing]) => ({ ...before.get(id), ...thing.toJSON(), id }))
  })
  read()
  map.observeDeep(read)
  return () => map.unobserveDeep(read)
}

function add(map, fields) {
  map.set(Math.random().toString(36).slice(2), new Y.Map(Object.entries(fields).filter(([, value]) => value !== null)))
}
