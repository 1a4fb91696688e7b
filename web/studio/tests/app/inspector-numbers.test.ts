// Rates come from two readings, and numbers read as people write them.
import { describe, expect, test } from 'vitest'
import { bytes, duration, perSecond } from '../../src/app/inspector/numbers.ts'
import { rate } from '../../src/app/inspector/polled.ts'
import { ratesOf } from '../../src/app/inspector/rooms.tsx'
import type { Room, RoomPage } from '../../src/app/inspector/shapes.ts'

function page(at: number, rooms: readonly { document: string; since: number; received: number; sent: number }[]): { at: number; value: RoomPage } {
  const shown = rooms.map(({ document, since, received, sent }) => ({ document, since, report: { received: { messages: received, bytes: 0 }, sent: { messages: sent, bytes: 0 } } }) as Room)
  return { at, value: { rooms: shown, open: rooms.length, next_cursor: null } }
}

describe('rates', () => {
  test('are what came between two readings, by the seconds between them', () => {
    const reading = (at: number, value: number) => ({ at, value })
    expect(rate({ before: reading(1000, 10), now: reading(3000, 50) }, (value) => value)).toBe(20)
  })
  test('need two readings, and a counter that grew', () => {
    expect(rate({ before: null, now: { at: 1, value: 1 } }, (value) => value)).toBeNull()
    expect(rate({ before: { at: 1, value: 9 }, now: { at: 2, value: 1 } }, (value) => value)).toBeNull()
  })
  test('of a room that was opened anew wait for the next reading', () => {
    const before = page(0, [{ document: 'a', since: 1, received: 10, sent: 20 }, { document: 'b', since: 1, received: 5, sent: 5 }])
    const now = page(2000, [{ document: 'a', since: 1, received: 14, sent: 40 }, { document: 'b', since: 2, received: 1, sent: 1 }, { document: 'c', since: 1, received: 1, sent: 1 }])
    expect([...ratesOf(now, before)]).toEqual([['a', { received: 2, sent: 10 }]])
  })
})

describe('numbers', () => {
  test('bytes have the unit that fits', () => {
    expect([0, 1023, 1024, 1536, 5 * 1024 ** 3, null].map(bytes)).toEqual(['0 B', '1,023 B', '1 KiB', '1.5 KiB', '5 GiB', '–'])
  })
  test('durations have two units', () => {
    expect([0, 59, 60, 3_725, 90_000].map(duration)).toEqual(['0 s', '59 s', '1 min', '1 h 2 min', '1 d 1 h'])
  })
  test('rates below one are not nothing', () => {
    expect([null, 0, 0.24, 12.4].map((value) => perSecond(value))).toEqual(['–', '0/s', '0.2/s', '12/s'])
  })
})
