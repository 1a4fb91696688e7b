// Fractional order keys of columns and cards: a key between two others, so that a move writes one thing and no other.
// Used by board-model.ts; knows no documents. Keys come from `fractional-indexing`, as docs/KINDS.md says.
import { generateNKeysBetween } from 'fractional-indexing'

export interface Ordered {
  readonly id: string
  readonly order: string
}

/** Sorts last, and is never written: what stands where a key is missing or is none. */
export const NO_ORDER = '\u007f'
/** Keys grow where one inserts at the same spot again and again. Beyond this the row gets short ones. */
const LONGEST_KEY = 120

/** Whether a string that came out of a document can serve as a key: visible ASCII, as the schema of boards says. */
export function isOrderKey(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 1_024 && /^[!-~]+$/.test(value)
}

/** By key, and by id where two people made the same key at the same time. As `<` compares, never by language. */
export function byOrder(a: Ordered, b: Ordered): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/**
 * What to write so that `id` comes before `before` (or last) among `row`: nearly always one key, its own.
 * Where the neighbours leave no room between them (equal keys), those that stand in the way get new ones too; where keys
 * are of another make, the whole row does. `row` is in order and may hold `id`.
 */
export function keysFor(row: readonly Ordered[], id: string, before: string | null): Map<string, string> {
  const others = row.filter((thing) => thing.id !== id)
  const found = before === null ? -1 : others.findIndex((thing) => thing.id === before)
  const index = found < 0 ? others.length : found
  const low = others[index - 1]?.order ?? null
  const inTheWay: string[] = []
  let next = index
  while (low !== null && others[next]?.order === low) {
    inTheWay.push((others[next] as Ordered).id)
    next += 1
  }
  const moved = [id, ...inTheWay]
  const keys = keysBetween(low, others[next]?.order ?? null, moved.length)
  if (keys !== null) return new Map(moved.map((thing, at) => [thing, keys[at] as string]))
  const all = [...others.slice(0, index).map((thing) => thing.id), id, ...others.slice(index).map((thing) => thing.id)]
  const fresh = generateNKeysBetween(null, null, all.length)
  return new Map(all.map((thing, at) => [thing, fresh[at] as string]))
}

/** Nothing when the two are no keys of the library's make, or the keys between them would be too long. */
function keysBetween(low: string | null, high: string | null, count: number): string[] | null {
  try {
    const keys = generateNKeysBetween(low, high, count)
    return keys.every((key) => key.length <= LONGEST_KEY && isOrderKey(key)) ? keys : null
  } catch {
    return null
  }
}
