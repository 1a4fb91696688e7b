// Order keys: what is moved stands where it was put, whatever keys its neighbours have.
// Checked with many random moves, since single cases say little about such strings.
import { describe, expect, test } from 'vitest'
import { byOrder, isOrderKey, keysFor } from '../../src/board/order.ts'
import type { Ordered } from '../../src/board/order.ts'
import { seededRandom } from './seeded-random.ts'

function moved(row: readonly Ordered[], id: string, before: string | null): Ordered[] {
  const keys = keysFor(row, id, before)
  const others = row.filter((thing) => thing.id !== id)
  return [...others, { id, order: '' }].map((thing) => ({ id: thing.id, order: keys.get(thing.id) ?? thing.order })).sort(byOrder)
}

const ids = (row: readonly Ordered[]): string => row.map((thing) => thing.id).join('')

describe('a key for a place', () => {
  test('is one write between two ordinary keys', () => {
    const row = [{ id: 'a', order: 'a0' }, { id: 'b', order: 'a1' }, { id: 'c', order: 'a2' }]
    expect([...keysFor(row, 'c', 'b').keys()]).toEqual(['c'])
    expect(ids(moved(row, 'c', 'b'))).toBe('acb')
    expect(ids(moved(row, 'a', null))).toBe('bca')
    expect(ids(moved(row, 'new', 'a'))).toBe('newabc')
  })

  test('parts two neighbours with the same key', () => {
    const row = [{ id: 'a', order: 'a0' }, { id: 'b', order: 'a0' }, { id: 'c', order: 'a0' }, { id: 'd', order: 'a1' }]
    expect(ids(moved(row, 'x', 'b'))).toBe('axbcd')
    expect([...keysFor(row, 'x', 'b').keys()].sort()).toEqual(['b', 'c', 'x'])
  })

  test('is found among keys that no library made', () => {
    const row = [{ id: 'a', order: '!' }, { id: 'b', order: '1' }, { id: 'c', order: '\u007f' }]
    for (const before of ['a', 'b', 'c', null]) {
      const wanted = before === null ? 'abcx' : 'abc'.replace(before, `x${before}`)
      expect(ids(moved(row, 'x', before))).toBe(wanted)
    }
  })

  test('puts things exactly where they were wanted, two thousand random moves in a row, and stays short', { timeout: 60_000 }, () => {
    const random = seededRandom()
    let row: Ordered[] = []
    for (let round = 0; round < 2_000; round += 1) {
      const id = random() < 0.2 || row.length === 0 ? `n${round}` : (row[Math.floor(random() * row.length)] as Ordered).id
      const others = row.filter((thing) => thing.id !== id)
      const at = Math.floor(random() * (others.length + 1))
      row = moved(row, id, others[at]?.id ?? null)
      expect(row.findIndex((thing) => thing.id === id)).toBe(at)
      expect(row.every((thing) => isOrderKey(thing.order) && thing.order.length <= 120)).toBe(true)
    }
  })

  test('stays short when one inserts at the same spot a thousand times', () => {
    let row: Ordered[] = [{ id: 'first', order: 'a0' }, { id: 'last', order: 'a1' }]
    for (let round = 0; round < 1_000; round += 1) row = moved(row, `n${round}`, 'last')
    expect(row.at(-2)?.id).toBe('n999')
    expect(Math.max(...row.map((thing) => thing.order.length))).toBeLessThanOrEqual(120)
  })
})
