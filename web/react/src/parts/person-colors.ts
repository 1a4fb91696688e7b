// The colour of a person and the text that can be read on it. Used by avatars, cursors and name tags.
// Colours come from strangers, so what is no `#rrggbb` is never used.

const PLAIN = '#53605c'

/** The colour as it may be used in a style, or a calm grey. */
export function safeColor(color: unknown): string {
  return typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? color : PLAIN
}

/** Black or white, whichever contrasts more with the colour (WCAG 2 relative luminance). */
export function inkOn(color: string): '#ffffff' | '#0b1210' {
  const value = Number.parseInt(safeColor(color).slice(1), 16)
  const [red = 0, green = 0, blue = 0] = [value >> 16, (value >> 8) & 255, value & 255].map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  // (1 + .05) / (L + .05) against (L + .05) / (Lblack + .05)
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.056 ? '#ffffff' : '#0b1210'
}

/** One or two letters that stand for a name. */
export function initials(name: string): string {
  const words = name.trim().split(/[\s._@-]+/).filter(Boolean)
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return chosen.map((word) => [...(word ?? '')][0] ?? '').join('').toUpperCase() || '?'
}
