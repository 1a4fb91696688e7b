// Live mouse pointers on the board: sends where ours is, draws where the others' are. Made by main.ts over a BoardView.
// Positions travel relative to columns, so a phone and a wide screen point at the same thing.
import type { BoardView } from './board-view.ts'
import { element } from './element.ts'
import type { Peer, Pointer, Presence } from './presence.ts'

/** Often enough to look alive, seldom enough to stay a small part of the traffic. */
const SEND_EVERY_MS = 50
/** A pointer that rests this long fades. */
const REST_MS = 6_000

/** In CSS pixels from the corner of the board's content. */
interface Spot {
  x: number
  y: number
}

interface DrawnPointer {
  node: HTMLElement
  label: HTMLElement
  place: string
  rest: ReturnType<typeof setTimeout> | undefined
}

export class Pointers {
  readonly #board: BoardView
  readonly #presence: Presence
  readonly #layer = element('div', { class: 'pointers', attributes: { 'aria-hidden': 'true' } })
  readonly #drawn = new Map<number, DrawnPointer>()
  #next: Pointer | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(board: BoardView, presence: Presence) {
    this.#board = board
    this.#presence = presence
    board.content.append(this.#layer)
    board.node.addEventListener('pointermove', (event) => {
      if (event.pointerType !== 'touch') this.#send(this.#locate(event.clientX, event.clientY))
    })
    board.node.addEventListener('pointerleave', () => this.#send(undefined))
    presence.onChange(() => this.#draw())
    addEventListener('resize', () => this.#draw())
  }

  #locate(clientX: number, clientY: number): Pointer | undefined {
    let closest: { column: string; distance: number; box: DOMRect } | undefined
    for (const node of this.#board.content.querySelectorAll<HTMLElement>('.column')) {
      const box = node.getBoundingClientRect()
      const distance = Math.max(box.left - clientX, clientX - box.right, 0)
      if (closest === undefined || distance < closest.distance) closest = { column: node.dataset['column'] ?? '', distance, box }
    }
    if (closest === undefined) return undefined
    const { column, box } = closest
    const x = Math.round(((clientX - box.left) / box.width) * 1_000) / 1_000
    return { column, x, y: Math.round(clientY - box.top) }
  }

  #send(pointer: Pointer | undefined): void {
    this.#next = pointer
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#presence.point(this.#next)
    }, SEND_EVERY_MS)
  }

  #draw(): void {
    const peers = this.#presence.peers()
    // All measuring before all drawing: taking turns would lay the page out again for every pointer.
    const spots = this.#measure(peers)
    for (const peer of peers) this.#drawPeer(peer, spots.get(peer.clientId))
    const here = new Set(peers.map((peer) => peer.clientId))
    for (const [clientId, drawn] of this.#drawn) {
      if (here.has(clientId)) continue
      clearTimeout(drawn.rest)
      drawn.node.remove()
      this.#drawn.delete(clientId)
    }
  }

  #drawPeer(peer: Peer, spot: Spot | undefined): void {
    let drawn = this.#drawn.get(peer.clientId)
    if (spot === undefined) {
      drawn?.node.classList.add('pointer-gone')
      return
    }
    if (drawn === undefined) {
      const label = element('span', { class: 'name-tag' })
      drawn = { node: element('div', { class: 'pointer pointer-gone' }, arrow(), label), label, place: '', rest: undefined }
      this.#drawn.set(peer.clientId, drawn)
      this.#layer.append(drawn.node)
    }
    drawn.node.style.setProperty('--person', peer.person.color)
    if (drawn.label.textContent !== peer.label) drawn.label.textContent = peer.label
    const place = `translate(${spot.x}px, ${spot.y}px)`
    if (place === drawn.place) return
    drawn.place = place
    drawn.node.style.transform = place
    drawn.node.classList.remove('pointer-gone')
    clearTimeout(drawn.rest)
    const { node } = drawn
    drawn.rest = setTimeout(() => node.classList.add('pointer-gone'), REST_MS)
  }

  #measure(peers: readonly Peer[]): Map<number, Spot> {
    const spots = new Map<number, Spot>()
    const columns = new Map<string, DOMRect | undefined>()
    let origin: DOMRect | undefined
    for (const { clientId, pointer } of peers) {
      if (pointer === undefined) continue
      const { column } = pointer
      if (!columns.has(column)) columns.set(column, this.#board.columnNode(column)?.getBoundingClientRect())
      const box = columns.get(column)
      if (box === undefined) continue
      origin ??= this.#layer.getBoundingClientRect()
      // Kept inside the board, whatever a stranger's numbers say.
      const x = clamp(box.left - origin.left + pointer.x * box.width, 0, origin.width)
      const y = clamp(box.top - origin.top + pointer.y, 0, origin.height)
      spots.set(clientId, { x: Math.round(x), y: Math.round(y) })
    }
    return spots
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}

function arrow(): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 16 16')
  svg.setAttribute('class', 'pointer-arrow')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('d', 'M2 1.5l11.5 5.2-5 1.6-1.8 5z')
  svg.append(path)
  return svg
}
