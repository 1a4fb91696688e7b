// What one can do with the workflow, whatever it is done by: keys, buttons, menus, drops. Made by workflow-editor.tsx.
// Leaves alone what others hold, and says so.
import type { Connection as Link } from '@xyflow/react'
import { copyOf, pieceFromText, pieceOf, pieceToText } from './clipboard.ts'
import type { Piece } from './clipboard.ts'
import type { Flow } from './flow.ts'
import type { Point } from './graph-read.ts'
import type { Chosen, Graph, ThingKind } from './graph.ts'
import { layered } from './layout.ts'
import type { Marks } from './marks.ts'
import { hasEntry, looksOf, palette } from './node-types.ts'
import type { NodeType } from './node-types.ts'

const SHIFT = 40
const USUAL_SIZE = { width: 200, height: 64 }

export interface CommandsOptions {
  graph: Graph
  flow: Flow
  marks: Marks
  mayEdit: () => boolean
  announce: (sentence: string) => void
}

export class Commands {
  readonly #graph: Graph
  readonly #flow: Flow
  readonly #marks: Marks
  readonly #mayEdit: () => boolean
  readonly #announce: (sentence: string) => void
  #pasted = 0

  constructor({ graph, flow, marks, mayEdit, announce }: CommandsOptions) {
    this.#graph = graph
    this.#flow = flow
    this.#marks = marks
    this.#mayEdit = mayEdit
    this.#announce = announce
  }

  get chosen(): Chosen {
    const { nodes, edges } = this.#flow.get()
    return { nodes: nodes.filter(({ selected }) => selected).map(({ id }) => id), edges: edges.filter(({ selected }) => selected).map(({ id }) => id) }
  }

  add(type: NodeType, position: Point): string {
    const id = this.#graph.addNode({ type: type.type, position: this.#free(position), data: { ...type.data } })
    this.#flow.select([id])
    this.#announce(`${type.word} added.`)
    return id
  }

  /** An edge to a node, if edges may lead there. */
  connectTo(source: string, exit: string | null, target: string): void {
    const node = this.#graph.node(target)
    if (this.#mayEdit() && node !== undefined && hasEntry(looksOf(node.type).look)) this.#graph.connect({ source, target, sourceHandle: exit })
  }

  /** A new action behind a node. */
  addAfter(source: string, exit: string | null, position: Point): void {
    const type = palette.find((one) => one.type === 'action')
    if (type === undefined || !this.#mayEdit()) return
    const ends = this.#graph.gesture()
    const target = this.#graph.insert([{ type: type.type, position, data: { ...type.data } }], []).nodes[0]
    if (target !== undefined) {
      this.#graph.connect({ source, target, sourceHandle: exit })
      this.#flow.select([target])
    }
    ends()
  }

  reconnect(id: string, { source, target, sourceHandle }: Link): void {
    if (this.#refuses('edges', id) || source === target) return
    this.#graph.endStep()
    this.#graph.setField('edges', id, 'source', source)
    this.#graph.setField('edges', id, 'target', target)
    this.#graph.setField('edges', id, 'sourceHandle', sourceHandle ?? undefined)
    this.#graph.endStep()
  }

  remove(): void {
    const { nodes, edges } = this.chosen
    if (!this.#mayEdit() || nodes.length + edges.length === 0) return
    const free = { nodes: nodes.filter((id) => !this.#marks.of('nodes', id).held), edges: edges.filter((id) => !this.#marks.of('edges', id).held) }
    const removed = free.nodes.length + free.edges.length
    if (removed > 0) this.#graph.remove(free, (edge) => this.#marks.of('edges', edge).held)
    const kept = nodes.length + edges.length - removed
    if (kept > 0) this.#announce(kept === 1 ? 'One is locked by somebody else and stays.' : `${kept} are locked by somebody else and stay.`)
    else this.#announce(removed === 1 ? 'Deleted.' : `${removed} deleted.`)
  }

  copyText(): string | null {
    const { nodes } = this.chosen
    if (nodes.length === 0) return null
    this.#pasted = 0
    return pieceToText(pieceOf(this.#graph, nodes))
  }

  /** Says whether the text was a piece of a workflow. */
  pasteText(text: string): boolean {
    const piece = this.#mayEdit() ? pieceFromText(text) : null
    if (piece === null) return false
    this.#pasted += 1
    this.#insert(piece, this.#pasted * SHIFT)
    return true
  }

  duplicate(): void {
    const { nodes } = this.chosen
    if (nodes.length > 0 && this.#mayEdit()) this.#insert(pieceOf(this.#graph, nodes), SHIFT)
  }

  selectAll(): void {
    const { nodes, edges } = this.#flow.get()
    this.#flow.select(nodes.map(({ id }) => id), edges.map(({ id }) => id))
  }

  clear(): void {
    this.#flow.select([])
  }

  /** Layers from left to right; what others hold stays. */
  readonly tidy = (): void => {
    const { nodes, edges } = this.#flow.get()
    const boxes = nodes
      .filter((node) => node.parentId === undefined && looksOf(node.data.node.type).look !== 'note')
      .map(({ id, position, measured }) => ({ id, position, width: measured?.width ?? USUAL_SIZE.width, height: measured?.height ?? USUAL_SIZE.height }))
    const places = [...layered(boxes, edges)].filter(([id]) => !this.#marks.of('nodes', id).held)
    const ends = this.#graph.gesture()
    this.#graph.move(places)
    ends()
    this.#announce('The nodes are in order now.')
  }

  #insert(piece: Piece, shift: number): void {
    const { nodes, edges } = copyOf(piece, shift, shift)
    const added = this.#graph.insert(nodes, edges)
    this.#flow.select(added.nodes, added.edges)
    this.#announce(added.nodes.length === 1 ? 'Copied.' : `${added.nodes.length} nodes copied.`)
  }

  #refuses(kind: ThingKind, id: string): boolean {
    return !this.#mayEdit() || this.#marks.of(kind, id).held
  }

  /** Not exactly on top of another node, where the new one would hide it. */
  #free({ x, y }: Point): Point {
    const { nodes } = this.#graph.get()
    let place = { x: Math.round(x), y: Math.round(y) }
    while (nodes.some(({ position }) => Math.abs(position.x - place.x) < 24 && Math.abs(position.y - place.y) < 24)) place = { x: place.x + SHIFT, y: place.y + SHIFT }
    return place
  }
}
