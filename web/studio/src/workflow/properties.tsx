// The panel of what is chosen: everything one can change about a node or an edge, and what one can do with several. Used by workflow-editor.tsx.
// Writes only the field that was changed; what somebody else holds is shown and not changed.
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { Button, EditLockIndicator, Field, IconButton, Select, useObservable } from '@yrsa/react'
import { ArrowRight, Copy, MessageSquarePlus, Trash2, X } from 'lucide-react'
import { useMark, useWorkflow } from './context.ts'
import { DataFields } from './data-fields.tsx'
import { DraftField } from './draft-field.tsx'
import type { WorkflowEdge, WorkflowNode } from './graph-read.ts'
import { pathOf } from './marks.ts'
import { exitsOf, hasEntry, looksOf, palette } from './node-types.ts'

/** What has an input of its own in the panel. */
const OWN_NODE_DATA = ['label', 'description']

export interface Actions {
  remove(): void
  duplicate(): void
  close(): void
}

export function NodeProperties({ node, actions }: { node: WorkflowNode; actions: Actions }): ReactNode {
  const { graph, mayEdit, comment } = useWorkflow()
  const mark = useMark('nodes', node.id)
  const free = mayEdit && !mark.held
  const { word, icon: Icon } = looksOf(node.type)
  const path = pathOf('nodes', node.id)
  return (
    <Panel
      id={node.id}
      title={node.label === '' ? word : node.label}
      icon={<Icon size={18} aria-hidden="true" />}
      kind="node"
      path={path}
      actions={actions}
      free={free}
      onComment={() => comment({ type: 'path', path })}
      problems={mark.problems}
    >
      <DraftField label="Name" value={node.label} disabled={!free} onWrite={(text) => graph.setDatum('nodes', node.id, 'label', text)} />
      <TypeField node={node} disabled={!free} />
      <DraftField label="Description" rows={2} value={node.description} disabled={!free} onWrite={(text) => graph.setDatum('nodes', node.id, 'description', text === '' ? undefined : text)} />
      <DataFields kind="nodes" id={node.id} data={node.data} except={OWN_NODE_DATA} disabled={!free} />
      <Connections node={node} />
      <div className="wf-row" role="group" aria-label="Position">
        {(['x', 'y'] as const).map((axis) => (
          <DraftField
            key={axis}
            label={axis.toUpperCase()}
            type="number"
            value={String(Math.round(node.position[axis]))}
            disabled={!free}
            onWrite={(text) => {
              const coordinate = Number(text)
              if (text === '' || !Number.isFinite(coordinate)) return false
              graph.move([[node.id, { ...node.position, [axis]: coordinate }]])
              return true
            }}
          />
        ))}
      </div>
      <p className="wf-id">
        Id <code>{node.id}</code>
      </p>
    </Panel>
  )
}

export function EdgeProperties({ edge, actions }: { edge: WorkflowEdge; actions: Actions }): ReactNode {
  const { graph, mayEdit, comment } = useWorkflow()
  const mark = useMark('edges', edge.id)
  const free = mayEdit && !mark.held
  const path = pathOf('edges', edge.id)
  const source = graph.node(edge.source)
  const exits = exitsOf(looksOf(source?.type ?? '').look).filter(({ id }) => id !== null)
  return (
    <Panel
      id={edge.id}
      title={`${nameOf(source)} to ${nameOf(graph.node(edge.target))}`}
      icon={<ArrowRight size={18} aria-hidden="true" />}
      kind="edge"
      path={path}
      actions={actions}
      free={free}
      onComment={() => comment({ type: 'path', path })}
      problems={mark.problems}
    >
      <DraftField label="Label" value={edge.label} disabled={!free} onWrite={(text) => graph.setField('edges', edge.id, 'label', text === '' ? undefined : text)} />
      {exits.length > 0 && (
        <Field label="Leaves by">
          {(control) => (
            <Select
              {...control}
              disabled={!free}
              value={edge.sourceHandle ?? ''}
              options={[{ value: '', label: 'The middle' }, ...exits.map(({ id, word }) => ({ value: id ?? '', label: word }))]}
              onChange={(exit) => graph.setField('edges', edge.id, 'sourceHandle', exit === '' ? undefined : exit)}
            />
          )}
        </Field>
      )}
      <DataFields kind="edges" id={edge.id} data={edge.data} except={[]} disabled={!free} />
      <p className="wf-id">
        Id <code>{edge.id}</code>
      </p>
    </Panel>
  )
}

export function SelectionProperties({ nodes, edges, actions }: { nodes: number; edges: number; actions: Actions }): ReactNode {
  const { mayEdit } = useWorkflow()
  const words = [nodes > 0 && (nodes === 1 ? '1 node' : `${nodes} nodes`), edges > 0 && (edges === 1 ? '1 edge' : `${edges} edges`)].filter(Boolean)
  return (
    <section className="wf-properties" aria-label="Selection">
      <header className="wf-properties-head">
        <h2>{words.join(' and ')} selected</h2>
        <IconButton label="Close" icon={<X size={16} />} size="s" onClick={actions.close} />
      </header>
      {mayEdit && (
        <div className="wf-properties-tools">
          {nodes > 0 && <IconButton label="Duplicate" keys="Ctrl+D" icon={<Copy size={16} />} onClick={actions.duplicate} />}
          <IconButton label="Delete" keys="Delete" tone="danger" icon={<Trash2 size={16} />} onClick={actions.remove} />
        </div>
      )}
      <p className="yrsa-hint">Drag them together, or move them with the arrow keys.</p>
    </section>
  )
}

interface PanelProps {
  id: string
  title: string
  icon: ReactNode
  kind: 'node' | 'edge'
  path: string
  actions: Actions
  free: boolean
  onComment(): void
  problems: readonly string[]
  children: ReactNode
}

function Panel({ id, title, icon, kind, path, actions, free, onComment, problems, children }: PanelProps): ReactNode {
  const { mayEdit } = useWorkflow()
  return (
    <section
      className="wf-properties"
      aria-label={`Properties of ${title}`}
      onKeyDown={(event) => {
        const inside = event.target instanceof Element && event.target.closest('[popover], [role="dialog"]') !== null
        if (event.key !== 'Escape' || event.defaultPrevented || inside) return
        event.preventDefault()
        // Back to the canvas, where the thing is still chosen.
        const thing = [...document.querySelectorAll<HTMLElement>('.react-flow__node, .react-flow__edge')].find((one) => one.dataset['id'] === id)
        thing?.focus({ preventScroll: true })
      }}
    >
      <header className="wf-properties-head">
        {icon}
        <h2>{title}</h2>
        <IconButton label="Close" icon={<X size={16} />} size="s" onClick={actions.close} />
      </header>
      <div className="wf-properties-tools">
        <EditLockIndicator path={path} kind={kind} />
        <span className="wf-space" />
        <IconButton label="Comment" icon={<MessageSquarePlus size={16} />} onClick={onComment} />
        {mayEdit && kind === 'node' && <IconButton label="Duplicate" keys="Ctrl+D" icon={<Copy size={16} />} onClick={actions.duplicate} />}
        {free && <IconButton label="Delete" keys="Delete" tone="danger" icon={<Trash2 size={16} />} onClick={actions.remove} />}
      </div>
      {problems.length > 0 && (
        <ul className="wf-problems" aria-label="Problems">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      <div className="wf-properties-fields">{children}</div>
    </section>
  )
}

function TypeField({ node, disabled }: { node: WorkflowNode; disabled: boolean }): ReactNode {
  const { graph } = useWorkflow()
  const list = useId()
  return (
    <>
      <DraftField label="Type" value={node.type} disabled={disabled} list={list} onWrite={(text) => graph.setField('nodes', node.id, 'type', text === '' ? undefined : text)} />
      <datalist id={list}>
        {palette.map(({ type, word }) => (
          <option key={type} value={type} label={word} />
        ))}
      </datalist>
    </>
  )
}

/** Edges of a node as a list, so that connecting needs no pointer. */
function Connections({ node }: { node: WorkflowNode }): ReactNode {
  const { graph, flow, mayEdit, announce } = useWorkflow()
  const { nodes, edges } = useObservable(graph)
  const exits = exitsOf(looksOf(node.type).look)
  const leaving = edges.filter((edge) => edge.source === node.id && graph.node(edge.target) !== undefined)
  const targets = nodes.filter((other) => other.id !== node.id && hasEntry(looksOf(other.type).look) && !leaving.some((edge) => edge.target === other.id))
  const [wanted, setChosen] = useState('')
  const chosen = targets.some(({ id }) => id === wanted) ? wanted : ''
  const connect = (): void => {
    const taken = new Set(leaving.map((edge) => edge.sourceHandle))
    const exit = exits.find(({ id }) => !taken.has(id)) ?? exits[0]
    if (graph.connect({ source: node.id, target: chosen, sourceHandle: exit?.id ?? null }) !== null) announce(`Connected to ${nameOf(graph.node(chosen))}.`)
    setChosen('')
  }
  if (exits.length === 0 && leaving.length === 0) return null
  return (
    <div className="wf-connections" role="group" aria-label="Goes on to">
      <span className="yrsa-label">Goes on to</span>
      {leaving.length > 0 && (
        <ul>
          {leaving.map((edge) => (
            <ConnectionRow key={edge.id} edge={edge} name={nameOf(graph.node(edge.target))} onOpen={() => flow.select([], [edge.id])} />
          ))}
        </ul>
      )}
      {mayEdit && exits.length > 0 && targets.length > 0 && (
        <div className="wf-connect">
          {/* Chosen first, written then: arrow keys go through a select's choices one by one. */}
          <Select
            size="s"
            aria-label="Connect to"
            value={chosen}
            options={[{ value: '', label: 'Connect to…' }, ...targets.map((target) => ({ value: target.id, label: nameOf(target) }))]}
            onChange={setChosen}
          />
          <Button size="s" disabled={chosen === ''} onClick={connect}>
            Connect
          </Button>
        </div>
      )}
    </div>
  )
}

function ConnectionRow({ edge, name, onOpen }: { edge: WorkflowEdge; name: string; onOpen(): void }): ReactNode {
  const { graph, mayEdit } = useWorkflow()
  const { held } = useMark('edges', edge.id)
  const label = edge.label === '' ? (edge.sourceHandle ?? '') : edge.label
  return (
    <li>
      <button type="button" className="wf-connection" onClick={onOpen}>
        <ArrowRight size={14} aria-hidden="true" />
        <span>{name}</span>
        {label !== '' && <small>{label}</small>}
      </button>
      {mayEdit && !held && <IconButton size="s" label={`Disconnect from ${name}`} icon={<X size={14} />} onClick={() => graph.remove({ nodes: [], edges: [edge.id] })} />}
    </li>
  )
}

export function nameOf(node: WorkflowNode | undefined): string {
  if (node === undefined) return 'something that is gone'
  return node.label === '' ? node.id : node.label
}

