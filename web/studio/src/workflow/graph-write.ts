// Writes single fields of nodes and edges into Yjs, so that two people who change two fields never disturb each other. Used by graph.ts.
// Never writes what is already there: what comes back from the document can't start an echo.
import * as Y from 'yjs'
import { isPlainObject, jsonOf } from './graph-read.ts'
import type { Json } from './graph-read.ts'

/** Sets the field of a thing, or removes it with `undefined`. Says whether anything changed. */
export function writeField(root: Y.Map<unknown>, id: string, field: string, value: Json | undefined): boolean {
  const thing = root.get(id)
  if (thing instanceof Y.Map) return writeMember(thing, field, value)
  if (!isPlainObject(thing)) return false
  // Somebody wrote the thing as one plain value; then it can only be replaced as a whole.
  const next = withMember(thing, field, value)
  if (same(next, thing)) return false
  root.set(id, next)
  return true
}

/** Sets one member of `data`, which stays what it is: a Y.Map as it should be, or the plain object that somebody wrote. */
export function writeDatum(root: Y.Map<unknown>, id: string, name: string, value: Json | undefined): boolean {
  const thing = root.get(id)
  if (!(thing instanceof Y.Map)) {
    if (!isPlainObject(thing)) return false
    return writeField(root, id, 'data', withMember(isPlainObject(thing['data']) ? thing['data'] : {}, name, value))
  }
  const data: unknown = thing.get('data')
  if (data instanceof Y.Map) return writeMember(data, name, value)
  if (isPlainObject(data)) return writeMember(thing, 'data', withMember(data, name, value))
  if (value === undefined) return false
  thing.set('data', new Y.Map([[name, value]]))
  return true
}

/** A new thing as docs/KINDS.md has it: a Y.Map, and its `data` one too. */
export function newThing(fields: Record<string, Json | undefined>, data: Record<string, Json>): Y.Map<unknown> {
  const thing = new Y.Map<unknown>()
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) thing.set(name, value)
  const map = new Y.Map<unknown>()
  for (const [name, value] of Object.entries(data)) map.set(name, value)
  thing.set('data', map)
  return thing
}

function writeMember(map: Y.Map<unknown>, name: string, value: Json | undefined): boolean {
  const before = map.get(name)
  if (value === undefined) {
    if (!map.has(name)) return false
    map.delete(name)
    return true
  }
  if (before instanceof Y.Text && typeof value === 'string') return writeText(before, value)
  if (map.has(name) && same(before, value)) return false
  map.set(name, value)
  return true
}

/** Only what differs between the common beginning and the common end, so that others' words and carets stay. */
function writeText(text: Y.Text, value: string): boolean {
  const before = text.toString()
  if (before === value) return false
  const shorter = Math.min(before.length, value.length)
  let start = 0
  while (start < shorter && before[start] === value[start]) start += 1
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === value[value.length - 1 - end]) end += 1
  text.delete(start, before.length - start - end)
  text.insert(start, value.slice(start, value.length - end))
  return true
}

function withMember(object: Record<string, unknown>, name: string, value: Json | undefined): { [name: string]: Json } {
  const next = Object.fromEntries(Object.entries(object).map(([key, member]) => [key, jsonOf(member)]))
  if (value === undefined) delete next[name]
  else next[name] = value
  return next
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(jsonOf(a)) === JSON.stringify(b)
}
