// Fractional order: keys always fit between their neighbours and stay short in ordinary use.
// Checked with many random insertions, since single cases say little about such strings.
import { describe, expect, test } from 'vitest'
import { isOrderKey, keyBetween } from '../src/order.ts'
import { seededRandom } from './seeded-random.ts'

describe('a key between two others', () => {
  test('sorts strictly between them, however often one inserts at random spots', () => {
    const random = seededRandom()
    const keys: string[] = []
    for (let round = 0; round < 2_000; round += 1) {
      const position = Math.floor(random() * (keys.length + 1))
      const [low, high] = [keys[position - 1] ?? '', keys[position]]
      const key = keyBetween(low, high, random)
      expect(isOrderKey(key)).toBe(true)
      expect(key > low).toBe(true)
      if (high !== undefined) expect(key < high).toBe(true)
      keys.splice(position, 0, key)
    }
  })

  test('can always be found before the first, many times in a row', () => {
    const random = seededRandom()
    let first = keyBetween('', undefined, random)
    for (let round = 0; round < 300; round += 1) {
      const key = keyBetween('', first, random)
      expect(key < first && isOrderKey(key)).toBe(true)
      first = key
    }
  })

  test('stays short when 500 cards are added at the end', () => {
    const random = seededRandom()
    let last = ''
    for (let round = 0; round < 500; round += 1) last = keyBetween(last, undefined, random)
    expect(last.length).toBeLessThan(40)
  })

  test('sorts after the lower one when both are equal', () => {
    expect(keyBetween('V', 'V', seededRandom()) > 'V').toBe(true)
  })
})
