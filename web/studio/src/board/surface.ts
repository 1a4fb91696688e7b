// The coordinates in which people on a board tell each other where they point and what they see. Used by board-editor.tsx.
// Columns have other widths on a phone, so places are told as if each column had the same width everywhere.

/** How the board is laid out here, in CSS pixels of its content. */
export interface Grid {
  /** Left of the first column. */
  left: number
  width: number
  /** From one column's left edge to the next one's. */
  pitch: number
}

/** The board on a wide screen: what places are told in. */
export const COMMON: Grid = { left: 16, width: 288, pitch: 300 }

export interface Spot {
  x: number
  y: number
}

export function toCommon({ x, y }: Spot, here: Grid): Spot {
  return { x: between(x, here, COMMON), y }
}

export function toHere({ x, y }: Spot, here: Grid): Spot {
  return { x: between(x, COMMON, here), y }
}

/** Scaled inside of columns; gaps and edges keep their own share. */
function between(x: number, from: Grid, to: Grid): number {
  const column = Math.floor((x - from.left) / from.pitch)
  if (column < 0) return (x / Math.max(from.left, 1)) * to.left
  const inside = x - from.left - column * from.pitch
  const gap = { from: from.pitch - from.width, to: to.pitch - to.width }
  const placed = inside <= from.width ? (inside / from.width) * to.width : to.width + ((inside - from.width) / Math.max(gap.from, 1)) * gap.to
  return Math.round((to.left + column * to.pitch + placed) * 10) / 10
}

/** Reads the layout off the first two columns; the common one while there are none. */
export function gridOf(content: HTMLElement): Grid {
  const [first, second] = content.querySelectorAll<HTMLElement>('[data-column]')
  if (first === undefined || first.offsetWidth === 0) return COMMON
  const width = first.offsetWidth
  return { left: first.offsetLeft, width, pitch: second === undefined ? width + 12 : Math.max(second.offsetLeft - first.offsetLeft, width) }
}
