// A workflow in its Yjs document: nodes and edges as snapshots that keep their identity until they change, and every write to them.
// Used by all of workflow/. Knows nothing of React or of the canvas; never writes without having been asked to.
import type { Observable } from '@yrsa/client'
import * as Y from 'yjs'
import { readEdge, readNode } from './graph-read.ts'
import type { Json, Point, WorkflowEdge, WorkflowNode } from './graph-read.ts'
import { newThing, writeDatum, writeField } from './graph-write.ts'

export interface GraphState {
  /** From left to right as they were found, new ones last; the node that another lies in comes before it. */
  readonly nodes: readonly WorkflowNode[]
  readonly edges: readonly WorkflowEdge[]
}

export type ThingKind = 'nodes' | 'edges'
/** What a node begins with. */
export interface NewNode { type: string; position: Point; data: Record<string, Json>; parent?: string | undefined; width?: number | undefined; height?: number | undefined }
export interface NewEdge { source: string; target: string; sourceHandle?: string | null; targetHandle?: string | null; label?: string | undefined; data?: Record<string, Json> }
export interface Chosen { readonly nodes: readonly string[]; readonly edges: readonly string[] }

const CAPTURE_MS = 400
/** How deep nodes may lie in nodes. */
const DEEPEST = 16

export class Graph implements Observable<GraphState> {
  readonly undo: Y.UndoManager
  readonly #doc: Y.Doc
  readonly #roots: Record<ThingKind, Y.Map<unknown>>
  readonly #origin = { editor: 'workflow' }
  readonly #nodes = new Map<string, WorkflowNode>()
  readonly #edges = new Map<string, WorkflowEdge>()
  readonly #listeners = new Set<() => void>()
  #gestures = 0
  #state: GraphState

  constructor(doc: Y.Doc) {
    this.#doc = doc
    this.#roots = { nodes: doc.getMap('nodes'), edges: doc.getMap('edges') }
    this.undo = new Y.UndoManager([this.#roots.nodes, this.#roots.edges], { trackedOrigins: new Set([this.#origin]), captureTimeout: CAPTURE_MS })
    for (const node of [...this.#roots.nodes].flatMap(([id, value]) => readNode(id, value) ?? []).sort(fromLeftToRight)) this.#nodes.set(node.id, node)
    for (const [id, value] of this.#roots.edges) {
      const edge = readEdge(id, value)
      if (edge !== null) this.#edges.set(id, edge)
    }
    this.#state = { nodes: parentsFirst([...this.#nodes.values()]), edges: [...this.#edges.values()] }
    this.#roots.nodes.observeDeep(this.#onNodes)
    this.#roots.edges.observeDeep(this.#onEdges)
  }

  get(): GraphState {
    return this.#state
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  node(id: string): WorkflowNode | undefined {
    return this.#nodes.get(id)
  }

  edge(id: string): WorkflowEdge | undefined {
    return this.#edges.get(id)
  }

  addNode(node: NewNode): string {
    return this.insert([{ ...node, id: newId('n') }], []).nodes[0] ?? ''
  }

  /** The edge, or the one that was there already. Nothing leads to itself or to what is gone. */
  connect(edge: NewEdge): string | null {
    const { source, target, sourceHandle = null, targetHandle = null } = edge
    if (source === target || !this.#nodes.has(source) || !this.#nodes.has(target)) return null
    for (const there of this.#edges.values()) {
      if (there.source === source && there.target === target && there.sourceHandle === sourceHandle && there.targetHandle === targetHandle) return there.id
    }
    return this.insert([], [edge]).edges[0] ?? null
  }

  /** Several things at once, in one step of undo. Ids that are asked for are taken if they are free. */
  insert(nodes: readonly (NewNode & { id?: string })[], edges: readonly (NewEdge & { id?: string })[]): Chosen {
    const added = { nodes: [] as string[], edges: [] as string[] }
    this.#step(() => {
      for (const { id = newId('n'), type, position, data, parent, width, height } of nodes) {
        this.#roots.nodes.set(id, newThing({ type, position: { ...position }, parentId: parent, width, height }, data))
        added.nodes.push(id)
      }
      for (const { id = newId('e'), source, target, sourceHandle, targetHandle, label, data = {} } of edges) {
        const fields = { source, target, sourceHandle: sourceHandle ?? undefined, targetHandle: targetHandle ?? undefined, label: label || undefined }
        this.#roots.edges.set(id, newThing(fields, data))
        added.edges.push(id)
      }
    })
    return added
  }

  /** New places of nodes that are still there. */
  move(positions: Iterable<readonly [id: string, position: Point]>): void {
    this.#write(() => {
      for (const [id, { x, y }] of positions) writeField(this.#roots.nodes, id, 'position', { x: tidy(x), y: tidy(y) })
    })
  }

  /** Nodes go with the edges at them. `spared` edges stay, for others hold them. */
  remove({ nodes, edges }: Chosen, spared: (edge: string) => boolean = () => false): void {
    const gone = new Set(nodes)
    this.#step(() => {
      for (const id of gone) this.#roots.nodes.delete(id)
      for (const id of edges) this.#roots.edges.delete(id)
      for (const edge of [...this.#edges.values()]) {
        if ((gone.has(edge.source) || gone.has(edge.target)) && !spared(edge.id)) this.#roots.edges.delete(edge.id)
      }
    })
  }

  /** One field of a node or edge: `type`, `label` of an edge, `sourceHandle` … `undefined` removes it. */
  setField(kind: ThingKind, id: string, field: string, value: Json | undefined): void {
    this.#write(() => writeField(this.#roots[kind], id, field, value))
  }

  /** One member of `data`. */
  setDatum(kind: ThingKind, id: string, name: string, value: Json | undefined): void {
    this.#write(() => writeDatum(this.#roots[kind], id, name, value))
  }

  renameDatum(kind: ThingKind, id: string, from: string, to: string): void {
    const thing = kind === 'nodes' ? this.#nodes.get(id) : this.#edges.get(id)
    const value = thing?.data[from]
    if (value === undefined || from === to || thing?.data[to] !== undefined) return
    this.#step(() => {
      writeDatum(this.#roots[kind], id, to, value)
      writeDatum(this.#roots[kind], id, from, undefined)
    })
  }

  /** From here to the returned function everything is one step of undo, however long it takes: a drag. */
  gesture(): () => void {
    this.endStep()
    this.undo.captureTimeout = Number.POSITIVE_INFINITY
    this.#gestures += 1
    return () => {
      this.#gestures -= 1
      if (this.#gestures > 0) return
      this.undo.captureTimeout = CAPTURE_MS
      this.undo.stopCapturing()
    }
  }

  /** What comes next is a step of undo of its own, unless a gesture is under way. */
  endStep(): void {
    if (this.#gestures === 0) this.undo.stopCapturing()
  }

  destroy(): void {
    this.#roots.nodes.unobserveDeep(this.#onNodes)
    this.#roots.edges.unobserveDeep(this.#onEdges)
    this.undo.destroy()
    this.#listeners.clear()
  }

  #step(change: () => void): void {
    this.endStep()
    this.#write(change)
    this.endStep()
  }

  #write(change: () => void): void {
    this.#doc.transact(change, this.#origin)
  }

  readonly #onNodes = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    const changed = reread(this.#roots.nodes, this.#nodes, events, readNode)
    if (!changed) return
    this.#state = { nodes: parentsFirst([...this.#nodes.values()]), edges: this.#state.edges }
    this.#tell()
  }

  readonly #onEdges = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    if (!reread(this.#roots.edges, this.#edges, events, readEdge)) return
    this.#state = { nodes: this.#state.nodes, edges: [...this.#edges.values()] }
    this.#tell()
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}

/** Reads again what the events name. Says whether anything came, went or changed. */
function reread<Thing extends { id: string }>(
  root: Y.Map<unknown>, things: Map<string, Thing>, events: readonly Y.YEvent<Y.AbstractType<unknown>>[],
  read: (id: string, value: unknown) => Thing | null,
): boolean {
  const touched = new Set<string>()
  for (const event of events) {
    if (event.path.length > 0) touched.add(String(event.path[0]))
    else for (const id of event.changes.keys.keys()) touched.add(id)
  }
  let changed = false
  for (const id of touched) {
    const thing = root.has(id) ? read(id, root.get(id)) : null
    const before = things.get(id)
    if (thing === null) changed = things.delete(id) || changed
    else if (before === undefined || JSON.stringify(before) !== JSON.stringify(thing)) {
      things.set(id, thing)
      changed = true
    }
  }
  return changed
}

/** React Flow wants the node that others lie in before them. What lies in itself, or in nothing that exists, lies in nothing. */
function parentsFirst(nodes: readonly WorkflowNode[]): readonly WorkflowNode[] {
  if (nodes.every((node) => node.parent === null)) return nodes
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const sorted = new Map<string, WorkflowNode>()
  const place = (node: WorkflowNode, above: ReadonlySet<string>): void => {
    if (sorted.has(node.id)) return
    const loose = node.parent === null || node.parent === node.id || above.has(node.parent) || above.size >= DEEPEST
    const parent = loose || node.parent === null ? undefined : byId.get(node.parent)
    if (parent !== undefined) place(parent, new Set([...above, node.id]))
    const lies = parent !== undefined && sorted.has(parent.id)
    sorted.set(node.id, lies || node.parent === null ? node : { ...node, parent: null })
  }
  for (const node of nodes) place(node, new Set())
  return [...sorted.values()]
}

function fromLeftToRight(a: WorkflowNode, b: WorkflowNode): number {
  return a.position.x - b.position.x || a.position.y - b.position.y || (a.id < b.id ? -1 : 1)
}

/** Parts of pixels come from zooming and only make updates longer. */
function tidy(coordinate: number): number {
  return Math.round(coordinate * 10) / 10
}

/** Without crypto.randomUUID, which pages without HTTPS do not have. */
export function newId(prefix: string): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  const bytes = crypto.getRandomValues(new Uint8Array(14))
  return `${prefix}-${[...bytes].map((byte) => letters[byte % letters.length]).join('')}`
}
