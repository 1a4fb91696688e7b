// Observables: no work for nobody, the identical object until it changed.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Derived, LINGER_MS, Source, Value, type Stop } from '../src/observable.ts'

class Counter extends Source<number> {
  started = 0
  stopped = 0

  constructor() {
    super(0)
  }

  protected start(): Stop {
    this.started += 1
    return () => (this.stopped += 1)
  }

  tell(value: number): void {
    this.replace(value)
  }
}

describe('a source', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('begins with the first subscriber and ends a while after the last', () => {
    const counter = new Counter()
    expect(counter.get()).toBe(0)
    expect(counter.started).toBe(0)
    const [one, two] = [counter.subscribe(() => {}), counter.subscribe(() => {})]
    expect([counter.started, counter.stopped]).toEqual([1, 0])
    one()
    two()
    vi.advanceTimersByTime(LINGER_MS - 1)
    expect(counter.stopped).toBe(0)
    vi.advanceTimersByTime(1)
    expect(counter.stopped).toBe(1)
    counter.subscribe(() => {})
    expect(counter.started).toBe(2)
  })

  test('goes on for who comes back in time', () => {
    const counter = new Counter()
    counter.subscribe(() => {})()
    vi.advanceTimersByTime(LINGER_MS / 2)
    counter.subscribe(() => {})
    vi.advanceTimersByTime(LINGER_MS * 2)
    expect([counter.started, counter.stopped]).toEqual([1, 0])
  })

  test('is left once however often one leaves', () => {
    const counter = new Counter()
    const stop = counter.subscribe(() => {})
    counter.subscribe(() => {})
    stop()
    stop()
    vi.advanceTimersByTime(LINGER_MS * 2)
    expect(counter.stopped).toBe(0)
  })

  test('tells each subscription, also two with the same function, and nobody of what is the same', () => {
    const counter = new Counter()
    const listener = vi.fn()
    counter.subscribe(listener)
    const stop = counter.subscribe(listener)
    counter.tell(1)
    expect(listener).toHaveBeenCalledTimes(2)
    counter.tell(1)
    expect(listener).toHaveBeenCalledTimes(2)
    stop()
    counter.tell(2)
    expect(listener).toHaveBeenCalledTimes(3)
  })

  test('rests for good when it is destroyed', () => {
    const counter = new Counter()
    counter.subscribe(() => {})
    counter.destroy()
    counter.subscribe(() => {})
    expect([counter.started, counter.stopped]).toEqual([1, 1])
  })
})

describe('a derived value', () => {
  test('is the identical object until one of its sources changed it', () => {
    const source = new Value(1)
    const parity = new Derived<{ isOdd: boolean }>([source], (previous) => {
      const isOdd = source.get() % 2 === 1
      return previous?.isOdd === isOdd ? previous : { isOdd }
    })
    const before = parity.get()
    source.set(3)
    expect(parity.get()).toBe(before)
    const listener = vi.fn()
    const stop = parity.subscribe(listener)
    source.set(5)
    expect(listener).not.toHaveBeenCalled()
    source.set(6)
    expect(listener).toHaveBeenCalledTimes(1)
    expect(parity.get()).toEqual({ isOdd: false })
    stop()
    source.set(7)
    expect(listener).toHaveBeenCalledTimes(1)
    expect(parity.get()).toEqual({ isOdd: true })
  })
})
