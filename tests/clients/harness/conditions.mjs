// Waiting for conditions with deadlines, and seeded randomness. Every test file uses this; nothing in here
// ever waits for a fixed time: a wait ends when its condition holds, or fails with its description.
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'

/** How long a condition may take unless the caller says otherwise, in milliseconds. */
export const DEADLINE_MS = 15_000
const POLL_MS = 3

/**
 * Waits until `condition` returns something truthy and returns that.
 *
 * @template T
 * @param {string} what what is awaited, as it should read in a failure
 * @param {() => T | Promise<T>} condition
 * @param {number} [deadlineMs]
 * @returns {Promise<NonNullable<T>>}
 */
export async function until (what, condition, deadlineMs = DEADLINE_MS) {
  const end = performance.now() + deadlineMs
  for (;;) {
    const value = await condition()
    if (value) return value
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms in vain: ${what}`)
    await pause(POLL_MS)
  }
}

/**
 * Gives `promise` a deadline.
 *
 * @template T
 * @param {string} what
 * @param {Promise<T>} promise
 * @param {number} [deadlineMs]
 * @returns {Promise<T>}
 */
export async function within (what, promise, deadlineMs = DEADLINE_MS) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${deadlineMs} ms in vain: ${what}`)), deadlineMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Lets sockets and timers run once; for long synchronous loops. */
export const breathe = () => nextTurn()

/**
 * A seeded random number generator (mulberry32). The seed comes from YRSA_SEED or the clock and is printed, so that a
 * failure can be run again.
 */
export class Random {
  /** @param {import('node:test').TestContext} t */
  static forTest (t) {
    const seed = Number(process.env.YRSA_SEED ?? (Date.now() & 0x7fffffff))
    t.diagnostic(`seed ${seed} (YRSA_SEED=${seed} repeats this run)`)
    return new Random(seed)
  }

  /** @param {number} seed */
  constructor (seed) {
    this.state = seed >>> 0
  }

  /** A number in [0, 1). */
  next () {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /**
   * A whole number in [0, end).
   * @param {number} end
   */
  below (end) {
    return Math.floor(this.next() * end)
  }

  /**
   * @template T
   * @param {readonly T[]} choices
   * @returns {T}
   */
  pick (choices) {
    return choices[this.below(choices.length)]
  }
}

/**
 * Maps `items` through `work`, at most `width` at a time.
 *
 * @template T, R
 * @param {readonly T[]} items
 * @param {number} width
 * @param {(item: T, index: number) => Promise<R>} work
 * @returns {Promise<R[]>}
 */
export async function inParallel (items, width, work) {
  /** @type {R[]} */
  const results = new Array(items.length)
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const index = next++
      results[index] = await work(items[index], index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker))
  return results
}
