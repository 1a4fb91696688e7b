// The editor of workflows: the canvas, the panel of what is chosen, the drawer of runs. Mounted by the frame of a document through kinds.ts.
// Holds the graph for as long as the document is open; the parts below get it by context.
import '@xyflow/react/dist/base.css'
import './workflow.css'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { ReactFlowProvider } from '@xyflow/react'
import { Value } from '@yrsa/client'
import { Loading, locksOf, useMe, useObservable } from '@yrsa/react'
import type { EditorProps } from '../editor.ts'
import { Canvas } from './canvas.tsx'
import { Commands } from './commands.ts'
import { useWorkflow, WorkflowProvider } from './context.ts'
import type { Workflow } from './context.ts'
import { Flow } from './flow.ts'
import { Graph } from './graph.ts'
import { Marks, pathOf, thingAt } from './marks.ts'
import { useProblems } from './problems.tsx'
import type { Problem } from './problems.tsx'
import { EdgeProperties, NodeProperties, SelectionProperties } from './properties.tsx'
import type { Actions } from './properties.tsx'
import { isOver, stepMarks } from './run-words.ts'
import { RunsDrawer } from './runs-drawer.tsx'
import { runsOf } from './runs.ts'
import { useCalm, useMedia } from './view.ts'

interface Parts { graph: Graph; flow: Flow; marks: Marks; problems: Value<readonly Problem[]> }

/** Rendered again only when what it is given changes: the frame around it hears of every pointer. */
export default memo(function WorkflowEditor(props: EditorProps): ReactNode {
  const { connection, setUndo } = props
  const [parts, setParts] = useState<Parts | null>(null)
  useEffect(() => {
    let ended = false
    let made: Parts | null = null
    void connection.ready.then(() => {
      if (ended) return
      const graph = new Graph(connection.doc)
      made = { graph, flow: new Flow(graph), marks: new Marks(), problems: new Value<readonly Problem[]>([]) }
      setParts(made)
      setUndo(graph.undo)
    })
    return () => {
      ended = true
      setParts(null)
      setUndo(null)
      made?.flow.destroy()
      made?.graph.destroy()
    }
  }, [connection, setUndo])
  if (parts === null) return <Loading className="wf-loading" label="The workflow is loading" />
  return (
    <ReactFlowProvider>
      <Editor {...props} {...parts} />
    </ReactFlowProvider>
  )
})

function Editor({ connection, mayEdit, at, show, following, stopFollowing, comment, openThreads, announce, graph, flow, marks, problems }: EditorProps & Parts): ReactNode {
  // What the frame gives is new with each address; nodes must not be drawn again for that.
  const frame = useRef({ comment, openThreads, announce, mayEdit })
  useEffect(() => {
    frame.current = { comment, openThreads, announce, mayEdit }
  })
  const workflow = useMemo<Workflow>(
    () => ({
      connection, graph, flow, marks, problems, mayEdit,
      comment: (anchor) => frame.current.comment(anchor),
      openThreads: (path) => frame.current.openThreads(path),
      announce: (words) => frame.current.announce(words),
    }),
    [connection, graph, flow, marks, problems, mayEdit],
  )
  const commands = useMemo(
    () => new Commands({ graph, flow, marks, mayEdit: () => frame.current.mayEdit, announce: (words) => frame.current.announce(words) }),
    [graph, flow, marks],
  )
  const phone = useMedia('(max-width: 720px)')
  const [shownRun, showRun] = useState<string | null>(null)
  const [runsOpen, setRunsOpen] = useState(false)
  const { runs } = useObservable(runsOf(connection))
  const run = runs.find(({ id }) => id === shownRun) ?? runs[0]
  useMarks(workflow)
  useEffect(() => {
    // Steps are painted while one looks at the runs, and while a run is under way.
    const painted = run !== undefined && (runsOpen || !isOver(run)) ? run : undefined
    marks.setSteps(stepMarks(painted))
  }, [marks, run, runsOpen])
  const asked = useSelectionInAddress({ workflow, at, show })

  return (
    <WorkflowProvider value={workflow}>
      <div className="wf" data-phone={phone || undefined}>
        <Canvas commands={commands} following={following} stopFollowing={stopFollowing} at={asked} phone={phone} />
        <Chosen commands={commands} />
        <RunsDrawer open={runsOpen} onOpenChange={setRunsOpen} shown={run} onShow={showRun} onStep={(node) => flow.select([node])} />
      </div>
    </WorkflowProvider>
  )
}

/** Keeps the marks of nodes and edges up to date, outside of React's rendering: pointers of others move all the time. */
function useMarks(workflow: Workflow): void {
  const { connection, flow, marks } = workflow
  const me = useMe(connection)?.id ?? ''
  const calm = useCalm()
  useEffect(() => {
    const locks = locksOf(connection)
    const follow = (): void => {
      marks.setLocks(locks.get(), me)
      flow.configure({ held: (id) => marks.of('nodes', id).held, smooth: !calm })
    }
    follow()
    return locks.subscribe(follow)
  }, [connection, flow, marks, me, calm])
  useEffect(() => {
    const follow = (): void => marks.setOthers(connection.others.get())
    follow()
    return connection.others.subscribe(follow)
  }, [connection, marks])
  useProblems(workflow)
}

/** What is chosen is told to the others and stands in the address; what the address asks for is chosen. Gives back what to bring into view. */
function useSelectionInAddress({ workflow, at, show }: { workflow: Workflow } & Pick<EditorProps, 'at' | 'show'>): string | null {
  const { connection, flow } = workflow
  const shown = useRef<string | null>(null)
  const [asked, setAsked] = useState<string | null>(at)
  useEffect(() => {
    if (at === shown.current) return
    shown.current = at
    setAsked(at)
    const [kind, id] = at === null ? [null, null] : thingAt(at)
    if (id !== null) flow.select(kind === 'nodes' ? [id] : [], kind === 'edges' ? [id] : [])
  }, [at, flow])
  useEffect(() => {
    let told = ''
    const follow = (): void => {
      const { nodes, edges } = flow.get()
      const chosen = { nodes: nodes.filter(({ selected }) => selected).map(({ id }) => id), edges: edges.filter(({ selected }) => selected).map(({ id }) => id) }
      const key = JSON.stringify(chosen)
      if (key === told) return
      const first = told === ''
      told = key
      const [node, edge] = [chosen.nodes[0], chosen.edges[0]]
      const only = chosen.nodes.length + chosen.edges.length === 1
      const path = !only ? null : node !== undefined ? pathOf('nodes', node) : edge !== undefined ? pathOf('edges', edge) : null
      connection.setPresence({ selection: chosen, place: path })
      // The first look tells nothing new, and must not wipe what the address asks for.
      if (first && path === null) return
      shown.current = path
      show(path)
    }
    follow()
    return flow.subscribe(follow)
  }, [connection, flow, show])
  return asked
}

function Chosen({ commands }: { commands: Commands }): ReactNode {
  const { graph, flow } = useWorkflow()
  const { nodes, edges } = useObservable(flow)
  useObservable(graph)
  const actions = useMemo<Actions>(
    () => ({ remove: () => commands.remove(), duplicate: () => commands.duplicate(), close: () => commands.clear() }),
    [commands],
  )
  const chosenNodes = nodes.filter(({ selected }) => selected)
  const chosenEdges = edges.filter(({ selected }) => selected)
  const [node] = chosenNodes
  const [edge] = chosenEdges
  if (chosenNodes.length === 1 && chosenEdges.length === 0 && node !== undefined) {
    return <NodeProperties key={node.id} node={graph.node(node.id) ?? node.data.node} actions={actions} />
  }
  if (chosenEdges.length === 1 && chosenNodes.length === 0 && edge?.data !== undefined) return <EdgeProperties key={edge.id} edge={edge.data.edge} actions={actions} />
  if (chosenNodes.length + chosenEdges.length > 1) return <SelectionProperties nodes={chosenNodes.length} edges={chosenEdges.length} actions={actions} />
  return null
}
