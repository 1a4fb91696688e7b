// What nodes and edges of a workflow are to the studio, read from a Yjs document that strangers wrote into. Used by graph.ts and clipboard.ts.
// Trusts nothing: what has another type than it should have is shown as if it were missing. Never writes.
import * as Y from 'yjs'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
export type JsonObject = { readonly [name: string]: Json }
export interface Point { readonly x: number; readonly y: number }

export interface WorkflowNode {
  readonly id: string
  readonly type: string
  readonly position: Point
  readonly label: string
  readonly description: string
  /** All of `data`, with what has members of its own above. */
  readonly data: JsonObject
  readonly parent: string | null
  readonly width: number | null
  readonly height: number | null
}

export interface WorkflowEdge {
  readonly id: string
  readonly source: string
  readonly target: string
  readonly sourceHandle: string | null
  readonly targetHandle: string | null
  readonly label: string
  readonly type: string
  readonly animated: boolean
  readonly data: JsonObject
}

/** Farther away nothing can be found again, and browsers draw wrongly. */
const FARTHEST = 1_000_000
const NO_DATA: JsonObject = Object.freeze({})

export function readNode(id: string, value: unknown): WorkflowNode | null {
  const fields = members(value)
  if (fields === null) return null
  const data = objectOf(fields('data'))
  return {
    id,
    type: textOf(fields('type')),
    position: pointOf(fields('position')),
    label: textOf(data['label']),
    description: textOf(data['description']),
    data,
    parent: textOf(fields('parentId')) || null,
    width: sizeOf(fields('width')),
    height: sizeOf(fields('height')),
  }
}

export function readEdge(id: string, value: unknown): WorkflowEdge | null {
  const fields = members(value)
  if (fields === null) return null
  return {
    id,
    source: textOf(fields('source')),
    target: textOf(fields('target')),
    sourceHandle: textOf(fields('sourceHandle')) || null,
    targetHandle: textOf(fields('targetHandle')) || null,
    label: textOf(fields('label')),
    type: textOf(fields('type')),
    animated: fields('animated') === true,
    data: objectOf(fields('data')),
  }
}

export function pointOf(value: unknown): Point {
  const point = objectOf(value)
  return { x: coordinateOf(point['x']), y: coordinateOf(point['y']) }
}

/** JSON of any value that a Yjs type can hold. What JSON has no word for (bytes, undefined) becomes null. */
export function jsonOf(value: unknown): Json {
  if (value instanceof Y.AbstractType) return plain(value instanceof Y.XmlFragment || value instanceof Y.XmlElement ? value.toString() : value.toJSON())
  return plain(value)
}

function plain(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (Array.isArray(value)) return value.map(plain)
  if (isPlainObject(value)) return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]))
  return null
}

function objectOf(value: unknown): JsonObject {
  const json = jsonOf(value)
  return json !== null && typeof json === 'object' && !Array.isArray(json) ? (json as JsonObject) : NO_DATA
}

function textOf(value: unknown): string {
  if (value instanceof Y.Text) return value.toString()
  return typeof value === 'string' ? value : ''
}

function coordinateOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(FARTHEST, Math.max(-FARTHEST, value)) : 0
}

function sizeOf(value: unknown): number | null {
  return typeof value === 'number' && value >= 8 && value <= FARTHEST ? value : null
}

/** How to ask a thing for its fields, whether it is a Y.Map or was written as a plain object. */
function members(value: unknown): ((name: string) => unknown) | null {
  if (value instanceof Y.Map) return (name) => value.get(name)
  if (isPlainObject(value)) return (name) => (Object.hasOwn(value, name) ? value[name] : undefined)
  return null
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
