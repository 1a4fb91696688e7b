// Fractional order: a string that sorts between two others, so that a card moves by writing its own place and no other.
// Used by board-model.ts. Keys are fractions in base 62 without trailing zero digits; compare them with `<`.

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE = DIGITS.length
/** Steps at an open end are kept small, so that many cards added in a row share their length. */
const OPEN_END_STEP = 4

/**
 * A key strictly between `low` and `high`; `''` as `low` is the very start and `undefined` as `high` the very end.
 * Two people who insert at the same spot rarely get the same key, because the digit is drawn at random.
 * When the keys are not in order (two equal ones from elsewhere), the result sorts after `low`.
 */
export function keyBetween(low: string, high: string | undefined, random: () => number): string {
  let ceiling = high !== undefined && low < high ? high : undefined
  const openEnd = ceiling === undefined
  let key = ''
  for (let position = 0; ; position += 1) {
    const floor = digitAt(low, position)
    const top = ceiling === undefined ? BASE : digitAt(ceiling, position)
    if (top - floor > 1) {
      const room = top - floor - 1
      const choices = openEnd ? Math.min(room, OPEN_END_STEP) : room
      return key + DIGITS[floor + 1 + Math.floor(random() * choices)]
    }
    key += DIGITS[floor]
    // One step below the ceiling every continuation stays below it.
    if (top - floor === 1) ceiling = undefined
  }
}

/** Whether a string that came out of a document can serve as a key here. */
export function isOrderKey(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(value)
}

function digitAt(key: string, position: number): number {
  const digit = key[position]
  return digit === undefined ? 0 : DIGITS.indexOf(digit)
}
