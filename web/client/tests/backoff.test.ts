// Coming back: later and later, never all at once.
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Backoff, pause } from '../src/backoff.ts'
import { seededRandom } from './seeded-random.ts'

describe('the backoff', () => {
  test('waits at random between nothing and twice as long each time, up to half a minute', () => {
    const random = seededRandom()
    for (let round = 0; round < 200; round += 1) {
      const backoff = new Backoff(random)
      for (let failure = 0; failure < 12; failure += 1) {
        const wait = backoff.next()
        expect(wait).toBeGreaterThanOrEqual(0)
        expect(wait).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** failure))
      }
    }
  })

  test('spreads many clients over the whole time', () => {
    const random = seededRandom()
    const waits = Array.from({ length: 1_000 }, () => {
      const backoff = new Backoff(random)
      for (let failure = 0; failure < 6; failure += 1) backoff.next()
      return backoff.next()
    })
    const tenths = new Set(waits.map((wait) => Math.floor(wait / 3_000)))
    expect(tenths.size).toBe(10)
  })

  test('waits at least as long as the server asked for, and begins anew when it works', () => {
    const backoff = new Backoff(() => 0.5)
    expect([backoff.next(), backoff.next(), backoff.next(2_000)]).toEqual([250, 500, 3_000])
    backoff.reset()
    expect(backoff.next()).toBe(250)
  })

  test('begins anew only after what works has lasted: 5 s, or as long as the last wait could have been', () => {
    let now = 0
    const backoff = new Backoff(() => 0.5, () => now)
    const after = (milliseconds: number) => {
      backoff.works()
      now += milliseconds
      // Whatever else works meanwhile.
      backoff.works()
      return backoff.next()
    }
    expect([0, 100, 4_999].map(after)).toEqual([250, 500, 1_000])
    expect([5_000, 4_000].map(after)).toEqual([250, 500])
    expect(Array.from({ length: 7 }, () => backoff.next())).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000])
    expect([29_999, 30_000, 1].map(after)).toEqual([15_000, 250, 500])
  })

  test('does not take the time in which nothing works for a connection', () => {
    let now = 0
    const backoff = new Backoff(() => 0.5, () => now)
    backoff.works()
    backoff.next()
    now += 60_000
    expect(backoff.next()).toBe(500)
  })
})

describe('a pause', () => {
  afterEach(() => void vi.useRealTimers())

  test('ends by itself, or with the signal', async () => {
    vi.useFakeTimers()
    const done = vi.fn()
    void pause(1_000).then(done)
    await vi.advanceTimersByTimeAsync(999)
    expect(done).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(done).toHaveBeenCalled()
    const controller = new AbortController()
    const given = pause(1_000, controller.signal)
    controller.abort()
    await expect(given).rejects.toMatchObject({ name: 'AbortError' })
    await expect(pause(1_000, controller.signal)).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('keeps a program alive: what it waits for is to come back', () => {
    const timers = vi.spyOn(globalThis, 'setTimeout')
    const controller = new AbortController()
    void pause(60_000, controller.signal).catch(() => {})
    expect((timers.mock.results.at(-1)?.value as NodeJS.Timeout).hasRef()).toBe(true)
    controller.abort()
    timers.mockRestore()
  })
})
