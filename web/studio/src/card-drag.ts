// Drags cards with mouse, pen and finger. Fingers drag by the grip only, so that a swipe over the cards still scrolls.
// Made by board-view.ts; shows a ghost and a marker while dragging and reports one move at the end.
import { element } from './element.ts'

export interface DragOutcome {
  move: (cardId: string, columnId: string, beforeId: string | undefined) => void
  hold: (cardId: string | undefined) => void
}

interface Drag {
  card: HTMLElement
  pointerId: number
  /** Where inside the card it was grabbed. */
  grip: { x: number; y: number }
  start: { x: number; y: number }
  ghost: HTMLElement | undefined
  target: { columnId: string; beforeId: string | undefined } | undefined
}

/** A press that moves less than this is a click. */
const THRESHOLD_PX = 5
/** Near the edge of the board it scrolls along. */
const EDGE_PX = 48
const EDGE_STEP_PX = 14

export class CardDrag {
  readonly #board: HTMLElement
  readonly #outcome: DragOutcome
  readonly #marker = element('li', { class: 'drop-marker', attributes: { 'aria-hidden': 'true' } })
  #drag: Drag | undefined

  constructor(board: HTMLElement, outcome: DragOutcome) {
    this.#board = board
    this.#outcome = outcome
    board.addEventListener('pointerdown', (event) => this.#press(event))
    addEventListener('pointermove', (event) => this.#follow(event))
    addEventListener('pointerup', (event) => this.#release(event))
    addEventListener('pointercancel', () => this.#end())
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#drag?.ghost !== undefined) this.#end()
    })
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0 || !(event.target instanceof Element)) return
    if (event.target.closest('button, textarea') !== null) return
    if (event.pointerType === 'touch' && event.target.closest('.card-grip') === null) return
    const card = event.target.closest<HTMLElement>('.card')
    if (card === null) return
    const box = card.getBoundingClientRect()
    const start = { x: event.clientX, y: event.clientY }
    const grip = { x: start.x - box.left, y: start.y - box.top }
    this.#drag = { card, pointerId: event.pointerId, start, grip, ghost: undefined, target: undefined }
  }

  #follow(event: PointerEvent): void {
    const drag = this.#drag
    if (drag === undefined || event.pointerId !== drag.pointerId) return
    const { clientX: x, clientY: y } = event
    if (drag.ghost === undefined) {
      if (Math.hypot(x - drag.start.x, y - drag.start.y) < THRESHOLD_PX) return
      this.#begin(drag)
    }
    drag.ghost?.style.setProperty('transform', `translate(${x - drag.grip.x}px, ${y - drag.grip.y}px) rotate(1.5deg)`)
    this.#scrollAtEdge(x)
    this.#aim(drag, x, y)
  }

  #begin(drag: Drag): void {
    const ghost = drag.card.cloneNode(true) as HTMLElement
    ghost.classList.add('card-ghost')
    ghost.removeAttribute('data-card')
    ghost.style.width = `${drag.card.offsetWidth}px`
    document.body.append(ghost)
    document.body.classList.add('dragging')
    drag.card.classList.add('card-dragged')
    drag.ghost = ghost
    this.#outcome.hold(drag.card.dataset['card'])
  }

  #aim(drag: Drag, x: number, y: number): void {
    const columns = [...this.#board.querySelectorAll<HTMLElement>('.column:not(.column-lost)')]
    const column = nearest(columns, x)
    if (column === undefined) return
    const cards = [...column.querySelectorAll<HTMLElement>('.card')].filter((card) => card !== drag.card)
    const before = cards.find((card) => {
      const box = card.getBoundingClientRect()
      return y < box.top + box.height / 2
    })
    drag.target = { columnId: column.dataset['column'] ?? '', beforeId: before?.dataset['card'] }
    column.querySelector('.cards')?.insertBefore(this.#marker, before ?? null)
  }

  #scrollAtEdge(x: number): void {
    const box = this.#board.getBoundingClientRect()
    if (x < box.left + EDGE_PX) this.#board.scrollLeft -= EDGE_STEP_PX
    else if (x > box.right - EDGE_PX) this.#board.scrollLeft += EDGE_STEP_PX
  }

  #release(event: PointerEvent): void {
    const drag = this.#drag
    if (drag === undefined || event.pointerId !== drag.pointerId) return
    const { target, ghost } = drag
    const id = drag.card.dataset['card']
    this.#end()
    if (ghost !== undefined && target !== undefined && id !== undefined) this.#outcome.move(id, target.columnId, target.beforeId)
  }

  #end(): void {
    const drag = this.#drag
    if (drag === undefined) return
    this.#drag = undefined
    if (drag.ghost === undefined) return
    drag.ghost.remove()
    this.#marker.remove()
    drag.card.classList.remove('card-dragged')
    document.body.classList.remove('dragging')
    this.#outcome.hold(undefined)
  }
}

function nearest(columns: readonly HTMLElement[], x: number): HTMLElement | undefined {
  const distance = (column: HTMLElement): number => {
    const box = column.getBoundingClientRect()
    return Math.max(box.left - x, x - box.right, 0)
  }
  return columns.toSorted((a, b) => distance(a) - distance(b))[0]
}
