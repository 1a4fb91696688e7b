// Puts the nodes of a workflow in layers from left to right, each behind those that lead to it. Used by the toolbar of the canvas.
// Pure: knows sizes and edges, writes nothing. What stands alone, such as notes, stays where it is.
import type { Point } from './graph-read.ts'

export interface Box { readonly id: string; readonly position: Point; readonly width: number; readonly height: number }
export interface Link { readonly source: string; readonly target: string }

const BETWEEN_LAYERS = 90
const BETWEEN_BOXES = 36
const SWEEPS = 4

export function layered(boxes: readonly Box[], links: readonly Link[]): Map<string, Point> {
  const linked = new Set(links.flatMap(({ source, target }) => [source, target]))
  const taking = boxes.filter(({ id }) => linked.has(id))
  const ids = new Set(taking.map(({ id }) => id))
  const forward = withoutReturns(taking, links.filter(({ source, target }) => ids.has(source) && ids.has(target) && source !== target))
  const layers = untangled(inLayers(taking, forward), forward)
  return placed(layers, corner(taking))
}

/** The links without those that lead back to where one came from; what is left has no circle. */
function withoutReturns(boxes: readonly Box[], links: readonly Link[]): Link[] {
  const from = groupBy(links, ({ source }) => source)
  const state = new Map<string, 'open' | 'done'>()
  const kept: Link[] = []
  for (const { id } of byPlace(boxes)) {
    if (state.has(id)) continue
    const stack: { id: string; next: number }[] = [{ id, next: 0 }]
    state.set(id, 'open')
    while (stack.length > 0) {
      const top = stack[stack.length - 1]
      if (top === undefined) break
      const link = from.get(top.id)?.[top.next]
      top.next += 1
      if (link === undefined) {
        state.set(top.id, 'done')
        stack.pop()
      } else if (state.get(link.target) !== 'open') {
        kept.push(link)
        if (!state.has(link.target)) {
          state.set(link.target, 'open')
          stack.push({ id: link.target, next: 0 })
        }
      }
    }
  }
  return kept
}

/** Each box in the layer behind the last one that leads to it. */
function inLayers(boxes: readonly Box[], links: readonly Link[]): Box[][] {
  const from = groupBy(links, ({ source }) => source)
  const waiting = new Map(boxes.map(({ id }) => [id, 0]))
  for (const { target } of links) waiting.set(target, (waiting.get(target) ?? 0) + 1)
  const layer = new Map(boxes.map(({ id }) => [id, 0]))
  const ready = boxes.filter(({ id }) => waiting.get(id) === 0).map(({ id }) => id)
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    for (const { target } of from.get(id) ?? []) {
      layer.set(target, Math.max(layer.get(target) ?? 0, (layer.get(id) ?? 0) + 1))
      const left = (waiting.get(target) ?? 0) - 1
      waiting.set(target, left)
      if (left === 0) ready.push(target)
    }
  }
  const layers: Box[][] = []
  for (const box of byPlace(boxes)) (layers[layer.get(box.id) ?? 0] ??= []).push(box)
  return layers
}

/** Within each layer in the order of the middle of their neighbours, so that fewer links cross. */
function untangled(layers: Box[][], links: readonly Link[]): Box[][] {
  const before = groupBy(links, ({ target }) => target)
  const after = groupBy(links, ({ source }) => source)
  let result = layers
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const place = new Map(result.flatMap((layer) => layer.map(({ id }, index) => [id, index - layer.length / 2] as const)))
    const neighbours = (id: string): string[] =>
      sweep % 2 === 0 ? (before.get(id) ?? []).map(({ source }) => source) : (after.get(id) ?? []).map(({ target }) => target)
    const middle = (id: string): number => {
      const places = neighbours(id).map((other) => place.get(other) ?? 0)
      return places.length === 0 ? (place.get(id) ?? 0) : places.reduce((sum, next) => sum + next, 0) / places.length
    }
    result = result.map((layer) => layer.map((box) => ({ box, at: middle(box.id) })).sort((a, b) => a.at - b.at).map(({ box }) => box))
  }
  return result
}

function placed(layers: readonly Box[][], { x, y }: Point): Map<string, Point> {
  const positions = new Map<string, Point>()
  const heights = layers.map((layer) => layer.reduce((sum, box) => sum + box.height, (layer.length - 1) * BETWEEN_BOXES))
  const tallest = Math.max(0, ...heights)
  let left = x
  layers.forEach((layer, index) => {
    let top = y + (tallest - (heights[index] ?? 0)) / 2
    for (const box of layer) {
      positions.set(box.id, { x: Math.round(left), y: Math.round(top) })
      top += box.height + BETWEEN_BOXES
    }
    left += Math.max(...layer.map(({ width }) => width)) + BETWEEN_LAYERS
  })
  return positions
}

function corner(boxes: readonly Box[]): Point {
  if (boxes.length === 0) return { x: 0, y: 0 }
  return { x: Math.min(...boxes.map(({ position }) => position.x)), y: Math.min(...boxes.map(({ position }) => position.y)) }
}

function byPlace(boxes: readonly Box[]): Box[] {
  return [...boxes].sort((a, b) => a.position.y - b.position.y || a.position.x - b.position.x || (a.id < b.id ? -1 : 1))
}

function groupBy(links: readonly Link[], key: (link: Link) => string): Map<string, Link[]> {
  const groups = new Map<string, Link[]>()
  for (const link of links) groups.set(key(link), [...(groups.get(key(link)) ?? []), link])
  return groups
}
