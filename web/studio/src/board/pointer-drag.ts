// Drags cards and columns with mouse, pen and finger. Used by board-editor.tsx, which shows the gap and writes the one move.
// Fingers lift by a long press, so that a swipe still scrolls. Nothing is written to the document while something is dragged,
// and where it goes is said by a neighbour's id, so others may change the board meanwhile.
import type { Lift } from './placing.ts'

export interface DragOutcome {
  /** Asked before and while something is lifted. */
  mayLift(kind: 'card' | 'column', id: string): boolean
  /** Told on lifting and whenever the place changes; null when it ends without a move. */
  show(lift: Lift | null): void
  drop(lift: Lift): void
}

/** A press that moves less than this is a click. */
const THRESHOLD_PX = 5
const LONG_PRESS_MS = 260
/** Near the edges the board scrolls along, faster the nearer. */
const EDGE_PX = 64
const FASTEST_PX = 18

interface Press {
  kind: 'card' | 'column'
  id: string
  node: HTMLElement
  pointer: number
  grip: { x: number; y: number }
  at: { x: number; y: number }
  start: { x: number; y: number }
  touch: boolean
  timer: ReturnType<typeof setTimeout> | undefined
  ghost: HTMLElement | undefined
  lift: Lift | undefined
}

/** `scroller` holds the columns and scrolls both ways; `content` is inside it. Returns what ends it. */
export function pointerDrag(scroller: HTMLElement, content: HTMLElement, outcome: DragOutcome): () => void {
  let press: Press | undefined
  let frame = 0
  const ends = new AbortController()
  const on = { signal: ends.signal }

  scroller.addEventListener('pointerdown', begin, on)
  addEventListener('pointermove', follow, on)
  addEventListener('pointerup', (event) => release(event, true), on)
  addEventListener('pointercancel', (event) => release(event, false), on)
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || press?.lift === undefined) return
    event.preventDefault()
    event.stopPropagation()
    finish(false)
  }, { ...on, capture: true })
  // Once a finger has lifted something it no longer scrolls.
  scroller.addEventListener('touchmove', (event) => { if (press?.lift !== undefined) event.preventDefault() }, { ...on, passive: false })
  scroller.addEventListener('contextmenu', (event) => { if (press?.touch === true) event.preventDefault() }, on)
  scroller.addEventListener('dragstart', (event) => event.preventDefault(), on)

  function begin(event: PointerEvent): void {
    if (press !== undefined || event.button !== 0 || !event.isPrimary || !(event.target instanceof Element)) return
    const handle = event.target.closest<HTMLElement>('[data-drag]')
    const stop = event.target.closest('button, input, textarea, a, select, [data-no-drag]')
    if (handle === null || (stop !== null && !stop.hasAttribute('data-drag-through') && stop !== handle)) return
    const kind = handle.dataset['drag'] === 'column' ? 'column' : 'card'
    const node = handle.closest<HTMLElement>(`[data-${kind}]`)
    const id = node?.dataset[kind]
    if (node === null || id === undefined || !outcome.mayLift(kind, id)) return
    const box = node.getBoundingClientRect()
    const start = { x: event.clientX, y: event.clientY }
    const grip = { x: start.x - box.left, y: start.y - box.top }
    const touch = event.pointerType === 'touch'
    const timer = touch ? setTimeout(() => press !== undefined && lift(press), LONG_PRESS_MS) : undefined
    press = { kind, id, node, pointer: event.pointerId, grip, at: start, start, touch, timer, ghost: undefined, lift: undefined }
  }

  function follow(event: PointerEvent): void {
    if (press === undefined || event.pointerId !== press.pointer) return
    press.at = { x: event.clientX, y: event.clientY }
    if (press.lift === undefined) {
      const far = Math.hypot(press.at.x - press.start.x, press.at.y - press.start.y) >= THRESHOLD_PX
      // A finger that moves before it has pressed long enough scrolls.
      if (far && press.touch) finish(false)
      else if (far) lift(press)
    }
    // Where it goes is worked out once a frame, however often the pointer tells of itself.
  }

  function lift(now: Press): void {
    if (!now.node.isConnected) return finish(false)
    const box = now.node.getBoundingClientRect()
    const ghost = now.node.cloneNode(true) as HTMLElement
    ghost.removeAttribute(`data-${now.kind}`)
    for (const node of ghost.querySelectorAll('[id]')) node.removeAttribute('id')
    ghost.setAttribute('aria-hidden', 'true')
    ghost.inert = true
    ghost.classList.add('board-ghost')
    ghost.style.width = `${box.width}px`
    if (now.kind === 'column') ghost.style.maxHeight = `${Math.min(box.height, innerHeight * 0.7)}px`
    scroller.append(ghost)
    now.ghost = ghost
    now.lift = now.kind === 'card'
      ? { kind: 'card', id: now.id, by: 'pointer', to: cardTarget(now), height: box.height }
      : { kind: 'column', id: now.id, by: 'pointer', before: columnTarget(now), height: box.height }
    document.documentElement.classList.add('board-dragging')
    getSelection()?.removeAllRanges()
    // The node under the finger may be drawn elsewhere; the board itself stays.
    try {
      scroller.setPointerCapture(now.pointer)
    } catch {
      // The pointer is gone already; its pointerup or pointercancel ends the drag.
    }
    if (now.touch && 'vibrate' in navigator) navigator.vibrate(12)
    outcome.show(now.lift)
    tick()
  }

  function tick(): void {
    const now = press
    if (now?.lift === undefined || now.ghost === undefined) return
    // Deleted or locked by somebody else meanwhile.
    if (!outcome.mayLift(now.kind, now.id)) return finish(false)
    now.ghost.style.transform = `translate(${now.at.x - now.grip.x}px, ${now.at.y - now.grip.y}px) rotate(${now.kind === 'card' ? 1.5 : 0.5}deg)`
    scrollAlong(now.at)
    if (now.lift.kind === 'card') {
      const to = cardTarget(now)
      if (to.column !== now.lift.to.column || to.before !== now.lift.to.before) outcome.show((now.lift = { ...now.lift, to }))
    } else {
      const before = columnTarget(now)
      if (before !== now.lift.before) outcome.show((now.lift = { ...now.lift, before }))
    }
    frame = requestAnimationFrame(tick)
  }

  function scrollAlong({ x, y }: { x: number; y: number }): void {
    const box = scroller.getBoundingClientRect()
    const push = (low: number, high: number, value: number): number => {
      if (value < low + EDGE_PX) return -Math.min(1, (low + EDGE_PX - value) / EDGE_PX)
      return value > high - EDGE_PX ? Math.min(1, (value - high + EDGE_PX) / EDGE_PX) : 0
    }
    const dx = push(box.left, box.right, x) * FASTEST_PX
    const dy = press?.kind === 'card' ? push(box.top, box.bottom, y) * FASTEST_PX : 0
    if (dx !== 0 || dy !== 0) scroller.scrollBy(dx, dy)
  }

  /** In the content's own layout: transforms of gliding cards don't count. */
  function inContent({ x, y }: { x: number; y: number }): { x: number; y: number } {
    const box = content.getBoundingClientRect()
    return { x: x - box.left, y: y - box.top }
  }

  function cardTarget(now: Press): { column: string; before: string | null } {
    const { x, y } = inContent(now.at)
    const columns = [...content.querySelectorAll<HTMLElement>('[data-column]:not([data-lost])')]
    const column = nearest(columns, x)
    if (column === undefined) return { column: '', before: null }
    // What counts is the middle of the card in the air, so that tall cards go where they look as if they would.
    const middle = y - now.grip.y + (now.ghost?.offsetHeight ?? 0) / 2
    for (const card of column.querySelectorAll<HTMLElement>('[data-card]')) {
      if (card.dataset['card'] !== now.id && middle < card.offsetTop + card.offsetHeight / 2) return { column: column.dataset['column'] ?? '', before: card.dataset['card'] ?? null }
    }
    return { column: column.dataset['column'] ?? '', before: null }
  }

  function columnTarget(now: Press): string | null {
    const middle = inContent(now.at).x - now.grip.x + (now.ghost?.offsetWidth ?? 0) / 2
    for (const column of content.querySelectorAll<HTMLElement>('[data-column]:not([data-lost])')) {
      if (column.dataset['column'] !== now.id && middle < column.offsetLeft + column.offsetWidth / 2) return column.dataset['column'] ?? null
    }
    return null
  }

  function release(event: PointerEvent, drop: boolean): void {
    if (press === undefined || event.pointerId !== press.pointer) return
    press.at = { x: event.clientX, y: event.clientY }
    finish(drop)
  }

  function finish(drop: boolean): void {
    const now = press
    if (now === undefined) return
    clearTimeout(now.timer)
    cancelAnimationFrame(frame)
    if (now.lift !== undefined && drop) {
      now.lift = now.lift.kind === 'card' ? { ...now.lift, to: cardTarget(now) } : { ...now.lift, before: columnTarget(now) }
    }
    press = undefined
    if (now.lift === undefined) return
    now.ghost?.remove()
    document.documentElement.classList.remove('board-dragging')
    // The click that follows belongs to the drag.
    const swallow = (click: Event): void => {
      click.preventDefault()
      click.stopPropagation()
    }
    addEventListener('click', swallow, { capture: true, once: true })
    setTimeout(() => removeEventListener('click', swallow, { capture: true }), 0)
    if (drop && outcome.mayLift(now.kind, now.id)) outcome.drop(now.lift)
    else outcome.show(null)
  }

  return () => {
    finish(false)
    ends.abort()
  }
}

function nearest(columns: readonly HTMLElement[], x: number): HTMLElement | undefined {
  let best: HTMLElement | undefined
  let least = Infinity
  for (const column of columns) {
    const distance = Math.max(column.offsetLeft - x, x - column.offsetLeft - column.offsetWidth, 0)
    if (distance < least) [best, least] = [column, distance]
  }
  return best
}
