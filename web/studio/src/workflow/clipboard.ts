// Nodes and edges as text on the clipboard, and back. Used by the canvas for copy, cut, paste and duplicate.
// What is pasted may come from anywhere: it is read like a stranger's document, and gets new ids.
import { isPlainObject, readEdge, readNode } from './graph-read.ts'
import type { WorkflowEdge, WorkflowNode } from './graph-read.ts'
import { newId } from './graph.ts'
import type { Graph, NewEdge, NewNode } from './graph.ts'

export interface Piece { readonly nodes: readonly WorkflowNode[]; readonly edges: readonly WorkflowEdge[] }

const MARK = 'workflow'
const MOST = 500

/** The chosen nodes, and the edges between them. */
export function pieceOf(graph: Graph, ids: readonly string[]): Piece {
  const chosen = new Set(ids)
  const { nodes, edges } = graph.get()
  return {
    nodes: nodes.filter((node) => chosen.has(node.id)),
    edges: edges.filter((edge) => chosen.has(edge.source) && chosen.has(edge.target)),
  }
}

export function pieceToText(piece: Piece): string {
  return JSON.stringify({ yrsa: MARK, ...piece }, null, 1)
}

/** Nothing, where the text is something else. */
export function pieceFromText(text: string): Piece | null {
  if (!text.startsWith('{')) return null
  try {
    const value: unknown = JSON.parse(text)
    if (!isPlainObject(value) || value['yrsa'] !== MARK || !Array.isArray(value['nodes']) || !Array.isArray(value['edges'])) return null
    const nodes = value['nodes'].slice(0, MOST).flatMap((node) => readNode(idOf(node), fieldsOf(node)) ?? []).filter(({ id }) => id !== '')
    const edges = value['edges'].slice(0, MOST * 4).flatMap((edge) => readEdge(idOf(edge), edge) ?? []).filter(({ id }) => id !== '')
    return nodes.length === 0 ? null : { nodes, edges }
  } catch {
    return null
  }
}

/** The piece with new ids, moved by so much. */
export function copyOf(piece: Piece, dx: number, dy: number): { nodes: (NewNode & { id: string })[]; edges: NewEdge[] } {
  const ids = new Map(piece.nodes.map((node) => [node.id, newId('n')]))
  const nodes = piece.nodes.map((node) => {
    const parent = node.parent === null ? undefined : ids.get(node.parent)
    const position = parent === undefined ? { x: node.position.x + dx, y: node.position.y + dy } : node.position
    const sizes = { width: node.width ?? undefined, height: node.height ?? undefined }
    return { id: ids.get(node.id) ?? newId('n'), type: node.type, position, data: { ...node.data }, parent, ...sizes }
  })
  const edges = piece.edges.flatMap((edge) => {
    const [source, target] = [ids.get(edge.source), ids.get(edge.target)]
    if (source === undefined || target === undefined) return []
    return [{ source, target, sourceHandle: edge.sourceHandle, targetHandle: edge.targetHandle, label: edge.label, data: { ...edge.data } }]
  })
  return { nodes, edges }
}

function idOf(value: unknown): string {
  return isPlainObject(value) && typeof value['id'] === 'string' ? value['id'] : ''
}

/** On the clipboard a node says `parent`, as snapshots do; documents say `parentId`. */
function fieldsOf(value: unknown): unknown {
  return isPlainObject(value) && typeof value['parent'] === 'string' ? { ...value, parentId: value['parent'] } : value
}
