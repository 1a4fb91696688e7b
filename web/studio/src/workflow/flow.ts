// What React Flow is given: the graph's nodes and edges with what only this browser knows of them (selection, sizes, a drag under way).
// Used by canvas.tsx. Own drags go to the graph twenty times a second; others' moves are shown as gliding. Knows nothing of React.
import type { Observable } from '@yrsa/client'
import { applyEdgeChanges, applyNodeChanges } from '@xyflow/react'
import type { Edge, EdgeChange, Node, NodeChange } from '@xyflow/react'
import type { Point, WorkflowEdge, WorkflowNode } from './graph-read.ts'
import type { Graph } from './graph.ts'
import { exitsOf, looksOf } from './node-types.ts'

export type FlowNode = Node<{ node: WorkflowNode }, 'step'>
export type FlowEdge = Edge<{ edge: WorkflowEdge }, 'link'>
export interface FlowState { readonly nodes: FlowNode[]; readonly edges: FlowEdge[] }

/** Where frames and time come from; tests bring their own. */
export interface Clock { now(): number; frame(step: () => void): () => void; after(ms: number, step: () => void): () => void }

const WRITE_EVERY_MS = 50
const GLIDE_MS = 80

export const browserClock: Clock = {
  now: () => performance.now(),
  frame: (step) => {
    const id = requestAnimationFrame(step)
    return () => cancelAnimationFrame(id)
  },
  after: (ms, step) => {
    const id = setTimeout(step, ms)
    return () => clearTimeout(id)
  },
}

interface Glide { from: Point; to: Point; since: number }

export class Flow implements Observable<FlowState> {
  readonly #graph: Graph
  readonly #clock: Clock
  readonly #listeners = new Set<() => void>()
  readonly #gliding = new Map<string, Glide>()
  /** Places that React Flow has and the graph has not yet. */
  readonly #unwritten = new Map<string, Point>()
  readonly #dragged = new Set<string>()
  #state: FlowState = { nodes: [], edges: [] }
  #held: (id: string) => boolean = () => false
  #smooth = true
  #lastWrite = Number.NEGATIVE_INFINITY
  #endGesture: (() => void) | undefined
  #stopTimer: (() => void) | undefined
  #stopFrame: (() => void) | undefined
  readonly #leave: () => void

  constructor(graph: Graph, clock: Clock = browserClock) {
    this.#graph = graph
    this.#clock = clock
    this.#leave = graph.subscribe(() => this.#follow())
    this.#follow()
  }

  get(): FlowState {
    return this.#state
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What others hold stays where it is; without `smooth` moves of others jump. */
  configure(options: { held: (node: string) => boolean; smooth: boolean }): void {
    this.#held = options.held
    this.#smooth = options.smooth
    this.#follow()
  }

  changeNodes(changes: NodeChange<FlowNode>[]): void {
    // Deletion goes through the graph; a removal here would only be this browser's.
    const known = changes.filter((change) => change.type !== 'remove' && change.type !== 'add' && change.type !== 'replace')
    for (const change of known) if (change.type === 'position') this.#onPosition(change)
    this.#show(applyNodeChanges(known, this.#state.nodes), this.#state.edges)
    if (this.#dragged.size === 0) this.#endDrag()
  }

  changeEdges(changes: EdgeChange<FlowEdge>[]): void {
    this.#show(this.#state.nodes, applyEdgeChanges(changes.filter((change) => change.type === 'select'), this.#state.edges))
  }

  /** Chooses these and nothing else. */
  select(nodes: readonly string[], edges: readonly string[] = []): void {
    const [chosenNodes, chosenEdges] = [new Set(nodes), new Set(edges)]
    this.#show(
      this.#state.nodes.map((node) => choose(node, chosenNodes.has(node.id))),
      this.#state.edges.map((edge) => choose(edge, chosenEdges.has(edge.id))),
    )
  }

  /** The pointer is up; whatever React Flow told or did not tell, the drag is over. */
  dragEnded(): void {
    this.#dragged.clear()
    this.#endDrag()
  }

  destroy(): void {
    this.#endDrag()
    this.#leave()
    this.#stopFrame?.()
    this.#listeners.clear()
  }

  #onPosition({ id, position, dragging }: { id: string; position?: Point | undefined; dragging?: boolean | undefined }): void {
    if (this.#held(id)) return
    if (dragging === true && !this.#dragged.has(id)) {
      this.#endGesture ??= this.#graph.gesture()
      this.#dragged.add(id)
    }
    this.#gliding.delete(id)
    if (position !== undefined) {
      this.#unwritten.set(id, position)
      this.#write(dragging !== true)
    }
    if (dragging === false) this.#dragged.delete(id)
  }

  #write(now: boolean): void {
    const wait = this.#lastWrite + WRITE_EVERY_MS - this.#clock.now()
    if (!now && wait > 0) {
      this.#stopTimer ??= this.#clock.after(wait, () => this.#write(true))
      return
    }
    this.#stopTimer?.()
    this.#stopTimer = undefined
    this.#lastWrite = this.#clock.now()
    const positions = [...this.#unwritten]
    this.#unwritten.clear()
    if (positions.length > 0) this.#graph.move(positions)
  }

  #endDrag(): void {
    if (this.#unwritten.size > 0 || this.#stopTimer !== undefined) this.#write(true)
    if (this.#endGesture === undefined) return
    this.#endGesture()
    this.#endGesture = undefined
    this.#follow()
  }

  /** The graph has changed: what did not keeps its object, so React Flow draws only what did. */
  #follow(): void {
    const before = new Map(this.#state.nodes.map((node) => [node.id, node]))
    const now = this.#clock.now()
    const nodes = this.#graph.get().nodes.map((node) => this.#flowNode(node, before.get(node.id), now))
    const types = new Map(nodes.map((node) => [node.id, node.data.node.type]))
    const edgesBefore = new Map(this.#state.edges.map((edge) => [edge.id, edge]))
    const edges = this.#graph.get().edges.flatMap((edge) => {
      const type = types.get(edge.source)
      return type === undefined || !types.has(edge.target) ? [] : [flowEdge(edge, edgesBefore.get(edge.id), type)]
    })
    for (const id of [...this.#dragged, ...this.#gliding.keys()]) {
      if (types.has(id)) continue
      this.#dragged.delete(id)
      this.#gliding.delete(id)
    }
    this.#show(nodes, edges)
    if (this.#gliding.size > 0) this.#stopFrame ??= this.#clock.frame(this.#glide)
  }

  #flowNode(node: WorkflowNode, before: FlowNode | undefined, now: number): FlowNode {
    const held = this.#held(node.id)
    const position = this.#placeOf(node, before, now)
    const sameHold = (before?.draggable === false) === held
    if (before !== undefined && before.data.node === node && before.position === position && sameHold) return before
    const next: FlowNode = { ...before, id: node.id, type: 'step', data: { node }, position }
    next.ariaLabel = `${looksOf(node.type).word}: ${node.label === '' ? node.id : node.label}`
    if (node.parent === null) delete next.parentId
    else next.parentId = node.parent
    if (node.width === null) delete next.width
    else next.width = node.width
    if (node.height === null) delete next.height
    else next.height = node.height
    if (held) next.draggable = false
    else delete next.draggable
    return next
  }

  #placeOf(node: WorkflowNode, before: FlowNode | undefined, now: number): Point {
    if (before === undefined) return { ...node.position }
    if (this.#dragged.has(node.id) || this.#unwritten.has(node.id)) return before.position
    const gliding = this.#gliding.get(node.id)
    if (gliding !== undefined && samePoint(gliding.to, node.position)) return before.position
    // Written coordinates are rounded; what comes back from oneself is not worth a frame.
    if (closePoint(before.position, node.position)) {
      this.#gliding.delete(node.id)
      return before.position
    }
    if (!this.#smooth) return { ...node.position }
    this.#gliding.set(node.id, { from: before.position, to: node.position, since: now })
    return before.position
  }

  readonly #glide = (): void => {
    this.#stopFrame = undefined
    const now = this.#clock.now()
    const nodes = this.#state.nodes.map((node) => {
      const glide = this.#gliding.get(node.id)
      if (glide === undefined) return node
      const part = Math.min(1, (now - glide.since) / GLIDE_MS)
      if (part >= 1 || !this.#smooth) this.#gliding.delete(node.id)
      const along = this.#smooth ? part : 1
      const position = { x: glide.from.x + (glide.to.x - glide.from.x) * along, y: glide.from.y + (glide.to.y - glide.from.y) * along }
      return { ...node, position }
    })
    this.#show(nodes, this.#state.edges)
    if (this.#gliding.size > 0) this.#stopFrame ??= this.#clock.frame(this.#glide)
  }

  #show(nodes: FlowNode[], edges: FlowEdge[]): void {
    const same = sameItems(nodes, this.#state.nodes) && sameItems(edges, this.#state.edges)
    if (same) return
    this.#state = { nodes: sameItems(nodes, this.#state.nodes) ? this.#state.nodes : nodes, edges: sameItems(edges, this.#state.edges) ? this.#state.edges : edges }
    for (const listener of [...this.#listeners]) listener()
  }
}

function flowEdge(edge: WorkflowEdge, before: FlowEdge | undefined, sourceType: string): FlowEdge {
  // An exit that its node does not have would leave the edge without a beginning: it leaves at the middle then.
  const exit = exitsOf(looksOf(sourceType).look).some(({ id }) => id === edge.sourceHandle) ? edge.sourceHandle : null
  if (before?.data?.edge === edge && before.sourceHandle === exit) return before
  const next: FlowEdge = { ...before, id: edge.id, type: 'link', source: edge.source, target: edge.target, data: { edge } }
  next.sourceHandle = exit
  next.targetHandle = null
  next.animated = edge.animated
  return next
}

function choose<Thing extends { selected?: boolean }>(thing: Thing, selected: boolean): Thing {
  return (thing.selected ?? false) === selected ? thing : { ...thing, selected }
}

function sameItems<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index])
}

function samePoint(a: Point, b: Point): boolean {
  return a.x === b.x && a.y === b.y
}

function closePoint(a: Point, b: Point): boolean {
  return Math.abs(a.x - b.x) < 0.1 && Math.abs(a.y - b.y) < 0.1
}
