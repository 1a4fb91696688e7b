// Randomness for tests that can be had again: the seed is printed, and YRSA_SEED sets it.
// mulberry32, a public domain generator by Tommy Ettinger.

export function seededRandom(): () => number {
  const seed = Number(process.env['YRSA_SEED'] ?? Date.now() % 2 ** 32)
  console.log(`seed ${seed} (set YRSA_SEED to repeat)`)
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
