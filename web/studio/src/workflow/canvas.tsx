// The canvas: React Flow over the graph, with the palette, the tools, everybody's pointers and whoever is followed. Used by workflow-editor.tsx.
// What is chosen here is told to the others; what is written goes through Flow and Graph only.
import { useCallback, useMemo, useRef, useState } from 'react'
import type { DragEvent, ReactNode } from 'react'
import { Background, BackgroundVariant, MarkerType, MiniMap, Panel, ReactFlow, SelectionMode, useReactFlow, useStoreApi, useViewport } from '@xyflow/react'
import type { Connection as Link, EdgeTypes, FinalConnectionState, NodeTypes } from '@xyflow/react'
import { CollaborativeCursors, IconButton, useObservable, usePointer } from '@yrsa/react'
import { Grid3x3, Maximize, Minus, Network, Plus } from 'lucide-react'
import type { EditorProps } from '../editor.ts'
import type { Commands } from './commands.ts'
import { focusFields, useCanvasKeys } from './canvas-keys.ts'
import { useWorkflow } from './context.ts'
import { EdgeView } from './edge-view.tsx'
import type { FlowEdge, FlowNode } from './flow.ts'
import { NodeView } from './node-view.tsx'
import type { Point } from './graph-read.ts'
import { looksOf, palette } from './node-types.ts'
import type { NodeType } from './node-types.ts'
import { Palette, PALETTE_TYPE } from './palette.tsx'
import { ProblemsButton } from './problems.tsx'
import { useCalm, useKeepInSight, useView } from './view.ts'

const SURFACE = 'workflow'
const GRID = 20
const MANY = 400
const nodeTypes: NodeTypes = { step: NodeView }
const edgeTypes: EdgeTypes = { link: EdgeView }
const edgeDefaults = { markerEnd: { type: MarkerType.ArrowClosed, width: 18, height: 18 } }
const fit = { padding: 0.2, maxZoom: 1, minZoom: 0.2 }
/** All of it would be too small to read; the middle is shown then. */
const fitOnPhones = { ...fit, minZoom: 0.5 }
const words = {
  'node.a11yDescription.default': 'Press Enter to choose this node, Delete to remove it, Escape to leave it.',
  'node.a11yDescription.keyboardDisabled': 'Press Enter to choose this node. The arrow keys move it, F2 goes to its fields, Delete removes it, Escape leaves it.',
  'edge.a11yDescription.default': 'Press Enter to choose this edge, Delete to remove it, Escape to leave it.',
  'minimap.ariaLabel': 'Overview',
  'handle.ariaLabel': 'Connection point',
}

type CanvasProps = Pick<EditorProps, 'following' | 'stopFollowing' | 'at'> & { commands: Commands; phone: boolean }

export function Canvas({ commands, following, stopFollowing, at, phone }: CanvasProps): ReactNode {
  const { connection, graph, flow, mayEdit } = useWorkflow()
  const { nodes, edges } = useObservable(flow)
  const { screenToFlowPosition, zoomIn, zoomOut, fitView } = useReactFlow<FlowNode, FlowEdge>()
  const store = useStoreApi<FlowNode, FlowEdge>()
  const [snap, setSnap] = useState(false)
  const canvas = useRef<HTMLDivElement>(null)
  const calm = useCalm()
  const moved = useView({ connection, surface: SURFACE, following, stopFollowing, at })
  useCanvasKeys(canvas, commands, mayEdit)
  const chosen = nodes.filter(({ selected }) => selected)
  useKeepInSight(canvas, chosen.length === 1 ? (chosen[0]?.id ?? null) : null)

  const toContent = useCallback(({ x, y }: Point, element: HTMLElement) => {
    const box = element.getBoundingClientRect()
    const [left, top, zoom] = store.getState().transform
    return { x: (x - box.left - left) / zoom, y: (y - box.top - top) / zoom }
  }, [store])
  usePointer(SURFACE, canvas, { toContent })

  /** The middle of what one sees, or a little beside what is already there. */
  const addInTheMiddle = useCallback((type: NodeType) => {
    const box = canvas.current?.getBoundingClientRect()
    if (box === undefined) return
    const { x, y } = screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 })
    commands.add(type, { x: x - 90, y: y - 30 })
  }, [commands, screenToFlowPosition])

  const drop = (event: DragEvent): void => {
    const type = palette.find((one) => one.type === event.dataTransfer.getData(PALETTE_TYPE))
    if (type === undefined || !mayEdit) return
    event.preventDefault()
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: snap })
    commands.add(type, { x: x - 90, y: y - 30 })
  }

  const connect = useCallback(({ source, target, sourceHandle, targetHandle }: Link) => void graph.connect({ source, target, sourceHandle, targetHandle }), [graph])
  const reconnect = useCallback((edge: FlowEdge, link: Link) => {
    flow.dragEnded()
    commands.reconnect(edge.id, link)
  }, [commands, flow])
  /** A connection that is let go of over nothing makes what it leads to. */
  const connectEnded = useCallback((event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    const { fromNode, fromHandle, toNode } = state
    if (fromNode === null || fromHandle === null || toNode !== null || fromHandle.type !== 'source') return
    const touch = 'changedTouches' in event ? event.changedTouches[0] : event
    if (touch === undefined) return
    // On a node, but not at its entry: that is meant all the same.
    const target = document.elementFromPoint(touch.clientX, touch.clientY)?.closest('.react-flow__node')?.getAttribute('data-id')
    if (target !== undefined && target !== null) return commands.connectTo(fromNode.id, fromHandle.id ?? null, target)
    const { x, y } = screenToFlowPosition({ x: touch.clientX, y: touch.clientY })
    commands.addAfter(fromNode.id, fromHandle.id ?? null, { x, y: y - 30 })
  }, [commands, screenToFlowPosition])
  const allowed = useCallback(({ source, target }: Link | FlowEdge) => source !== target, [])
  const dragEnded = useCallback(() => flow.dragEnded(), [flow])
  const miniColor = useMemo(() => (node: FlowNode) => `var(--wf-${looksOf(node.data.node.type).look})`, [])

  return (
    <div className="wf-canvas" ref={canvas} tabIndex={-1} onDrop={drop} onDragOver={(event) => mayEdit && event.preventDefault()}>
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        defaultEdgeOptions={edgeDefaults}
        defaultMarkerColor={null}
        onNodesChange={(changes) => flow.changeNodes(changes)}
        onEdgesChange={(changes) => flow.changeEdges(changes)}
        onConnect={connect}
        onConnectEnd={connectEnded}
        onReconnect={reconnect}
        isValidConnection={allowed}
        onNodeDragStart={stopFollowing}
        onNodeDragStop={dragEnded}
        onSelectionDragStop={dragEnded}
        onNodeDoubleClick={() => focusFields(canvas.current)}
        onEdgeDoubleClick={() => focusFields(canvas.current)}
        zoomOnDoubleClick={false}
        onMoveStart={(event) => event !== null && stopFollowing()}
        onMove={moved}
        // What is not as it should be is shown as a problem; React Flow would tell the console.
        onError={quiet}
        nodesDraggable={mayEdit}
        nodesConnectable={mayEdit}
        edgesReconnectable={mayEdit}
        connectionRadius={28}
        snapToGrid={snap}
        snapGrid={[GRID, GRID]}
        selectionMode={SelectionMode.Partial}
        multiSelectionKeyCode={MULTI}
        deleteKeyCode={null}
        minZoom={0.1}
        maxZoom={2.5}
        fitView
        fitViewOptions={phone ? fitOnPhones : fit}
        ariaLabelConfig={words}
        // Few are best left in the page, where Tab finds them; of very many only those in sight are.
        onlyRenderVisibleElements={nodes.length > MANY}
        elevateEdgesOnSelect
      >
        <Background variant={BackgroundVariant.Dots} gap={GRID} size={1.5} />
        {!phone && <MiniMap<FlowNode> pannable zoomable nodeColor={miniColor} nodeBorderRadius={8} />}
        {mayEdit && (
          <Panel position={phone ? 'top-center' : 'top-left'}>
            <Palette onAdd={addInTheMiddle} />
          </Panel>
        )}
        <Panel position="bottom-left">
          <div className="wf-tools" role="toolbar" aria-label="View">
            <IconButton label="Zoom out" icon={<Minus size={16} />} onClick={() => void zoomOut({ duration: calm ? 0 : 150 })} />
            <IconButton label="Zoom in" icon={<Plus size={16} />} onClick={() => void zoomIn({ duration: calm ? 0 : 150 })} />
            <IconButton label="Show everything" icon={<Maximize size={16} />} onClick={() => void fitView({ ...fit, duration: calm ? 0 : 250 })} />
            {mayEdit && <IconButton label="Snap to the grid" icon={<Grid3x3 size={16} />} aria-pressed={snap} onClick={() => setSnap(!snap)} />}
            {mayEdit && <IconButton label="Tidy up" icon={<Network size={16} />} onClick={commands.tidy} />}
            <ProblemsButton />
          </div>
        </Panel>
      </ReactFlow>
      <Pointers />
    </div>
  )
}

/** By itself, so that panning renders this and nothing else. */
function Pointers(): ReactNode {
  const { x: left, y: top, zoom } = useViewport()
  const toLocal = useCallback(({ x, y }: Point) => ({ x: x * zoom + left, y: y * zoom + top }), [left, top, zoom])
  return <CollaborativeCursors surface={SURFACE} toLocal={toLocal} />
}

const MULTI = ['Meta', 'Control']

function quiet(): void {}
