// A JSON value as rows of a tree: what is open is listed, what is closed costs nothing. Used by json-view.tsx and unit-tested.
// Knows nothing of documents or of the page.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

export interface Row {
  /** JSON pointer. */
  readonly path: string
  readonly name: string
  readonly value: Json
  readonly level: number
  /** How many things are in it; -1 for what can't be opened. */
  readonly size: number
  readonly open: boolean
  /** Its place among those beside it, from 1, and how many these are. */
  readonly place: number
  readonly of: number
}

export interface Found {
  readonly paths: readonly string[]
  /** There are more than were looked for. */
  readonly more: boolean
}

const MOST_FOUND = 500

export function isBranch(value: Json): value is readonly Json[] | { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null
}

export function pathTo(parent: string, name: string): string {
  return `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** All pointers on the way to a place, the place itself not among them. */
export function ancestorsOf(path: string): string[] {
  const names = path.split('/')
  return names.slice(1, -1).map((_, index) => names.slice(0, index + 2).join('/'))
}

/** The rows of what is open. The value itself has no row: its members are the first level. */
export function rowsOf(root: Json, open: ReadonlySet<string>): Row[] {
  const rows: Row[] = []
  const list = (value: Json, parent: string, level: number): void => {
    const entries = entriesOf(value)
    for (const [index, [name, child]] of entries.entries()) {
      const path = pathTo(parent, name)
      const size = isBranch(child) ? sizeOf(child) : -1
      const isOpen = size > 0 && open.has(path)
      rows.push({ path, name, value: child, level, size, open: isOpen, place: index + 1, of: entries.length })
      if (isOpen) list(child, path, level + 1)
    }
  }
  list(root, '', 1)
  return rows
}

/** What there is at a pointer; undefined if it leads nowhere. */
export function valueAt(root: Json, path: string): Json | undefined {
  let value: Json | undefined = root
  for (const step of path.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (value === undefined || !isBranch(value)) return undefined
    value = Array.isArray(value) ? (value as readonly Json[])[Number(name)] : Object.hasOwn(value, name) ? (value as { readonly [name: string]: Json })[name] : undefined
  }
  return value
}

/** Everything whose name or plain value contains the words. */
export function find(root: Json, words: string): Found {
  const wanted = words.trim().toLowerCase()
  const paths: string[] = []
  if (wanted === '') return { paths, more: false }
  const look = (value: Json, parent: string, byName: boolean): boolean => {
    for (const [name, child] of entriesOf(value)) {
      const path = pathTo(parent, name)
      const hit = (byName && name.toLowerCase().includes(wanted)) || (!isBranch(child) && String(child).toLowerCase().includes(wanted))
      if (hit) {
        if (paths.length === MOST_FOUND) return true
        paths.push(path)
      }
      // The numbers of an array's elements are no names.
      if (isBranch(child) && look(child, path, !Array.isArray(child))) return true
    }
    return false
  }
  return { more: look(root, '', !Array.isArray(root)), paths }
}

/** Opens branch after branch, the outer ones first, until so many rows are there. */
export function openUpTo(root: Json, most: number): Set<string> {
  const open = new Set<string>()
  let rows = isBranch(root) ? sizeOf(root) : 0
  let level: [string, Json][] = [['', root]]
  while (level.length > 0) {
    const next: [string, Json][] = []
    for (const [path, value] of level) {
      for (const [name, child] of entriesOf(value)) {
        if (!isBranch(child) || sizeOf(child) === 0) continue
        rows += sizeOf(child)
        if (rows > most) return open
        const place = pathTo(path, name)
        open.add(place)
        next.push([place, child])
      }
    }
    level = next
  }
  return open
}

/** What somebody typed in place of a value: text stays text, all else is read as JSON. Null: it is no JSON. */
export function typedValue(before: Json, typed: string): { value: Json } | null {
  if (typeof before === 'string') return { value: typed }
  try {
    return { value: JSON.parse(typed) as Json }
  } catch {
    return null
  }
}

function sizeOf(value: readonly Json[] | { readonly [name: string]: Json }): number {
  return Array.isArray(value) ? value.length : Object.keys(value).length
}

function entriesOf(value: Json): [string, Json][] {
  if (!isBranch(value)) return []
  return Array.isArray(value) ? (value as readonly Json[]).map((child, index) => [String(index), child]) : Object.entries(value)
}
