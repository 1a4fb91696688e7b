// Puts something that floats beside its anchor, inside of the window. Used by popovers, menus and tooltips.
// Never lays anything out itself: it writes `left`, `top` and `max-height` of the one element it is given.

export type Side = 'top' | 'bottom' | 'left' | 'right'
export type Align = 'start' | 'center' | 'end'

export interface Box {
  left: number
  top: number
  width: number
  height: number
}

export interface Placement {
  left: number
  top: number
  /** The side it came to, which is the opposite one where there was more room. */
  side: Side
  room: number
}

const EDGE = 8

export function placeBeside(anchor: Box, floating: { width: number; height: number }, view: Box, side: Side, align: Align, gap: number): Placement {
  const space: Record<Side, number> = {
    top: anchor.top - view.top - gap - EDGE,
    bottom: view.top + view.height - (anchor.top + anchor.height) - gap - EDGE,
    left: anchor.left - view.left - gap - EDGE,
    right: view.left + view.width - (anchor.left + anchor.width) - gap - EDGE,
  }
  const opposite: Record<Side, Side> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' }
  const upright = side === 'top' || side === 'bottom'
  const needed = upright ? floating.height : floating.width
  const chosen = space[side] >= needed || space[side] >= space[opposite[side]] ? side : opposite[side]
  const along = (from: number, length: number, own: number): number =>
    align === 'start' ? from : align === 'end' ? from + length - own : from + (length - own) / 2
  let left: number
  let top: number
  if (upright) {
    left = along(anchor.left, anchor.width, floating.width)
    top = chosen === 'bottom' ? anchor.top + anchor.height + gap : anchor.top - gap - Math.min(floating.height, Math.max(space.top, 0))
  } else {
    top = along(anchor.top, anchor.height, floating.height)
    left = chosen === 'right' ? anchor.left + anchor.width + gap : anchor.left - gap - floating.width
  }
  const room = Math.max(upright ? space[chosen] : view.height - 2 * EDGE, 120)
  const height = Math.min(floating.height, room)
  return {
    left: within(left, view.left + EDGE, view.left + view.width - EDGE - floating.width),
    top: within(top, view.top + EDGE, view.top + view.height - EDGE - height),
    side: chosen,
    room,
  }
}

/** Measures and writes. The element must be shown, with `position: fixed`. */
export function place(element: HTMLElement, anchor: Element | Box, side: Side, align: Align, gap = 6): void {
  const box = anchor instanceof Element ? anchor.getBoundingClientRect() : anchor
  element.style.maxHeight = ''
  const view = { left: 0, top: 0, width: document.documentElement.clientWidth, height: window.innerHeight }
  const found = placeBeside(box, { width: element.offsetWidth, height: element.offsetHeight }, view, side, align, gap)
  element.style.left = `${Math.round(found.left)}px`
  element.style.top = `${Math.round(found.top)}px`
  element.style.maxHeight = `${Math.floor(found.room)}px`
  element.dataset['side'] = found.side
}

function within(value: number, least: number, most: number): number {
  return Math.max(Math.min(value, most), least)
}
