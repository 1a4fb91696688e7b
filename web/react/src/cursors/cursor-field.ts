// Moves the others' cursors over a surface: one loop for all of them, and nothing but transforms is written in it.
// Used by CollaborativeCursors; knows no React. It sleeps while nothing moves.
import type { Other } from '@yrsa/client'
import { inkOn, safeColor } from '../parts/person-colors.ts'
import { shortened } from '../presence/presence-words.ts'

export interface Point {
  x: number
  y: number
}

export interface CursorFieldOptions {
  layer: HTMLElement
  /** The others as they are now. Read once a frame at most. */
  others(): readonly Other[]
  surface: string
  /** From coordinates of the content to pixels of the layer. */
  toLocal?: ((point: Point) => Point) | undefined
  fadeAfter?: number | undefined
  stillness?: (() => boolean) | undefined
}

/** A cursor that comes closer by two thirds in this time: smooth at 20 positions a second, and never far behind. */
const SMOOTH_MS = 55
/** Further apart than that it is another place, not a movement. */
const JUMP = 1_600
const MOST = 200
const MARGIN = 2
/** Where the name is beside the point, as the theme has it. */
const LABEL_BESIDE = 14
const LABEL_BELOW = 36

interface Drawn {
  readonly node: HTMLElement
  readonly label: HTMLElement
  target: Point
  now: Point
  movedAt: number
  look: string
  written: string
  /** How far the name reaches to the right. Measured when it changes, never while something moves. */
  reach: number
  edge: string
  hidden: boolean
  faded: boolean
}

export class CursorField {
  readonly #options: CursorFieldOptions
  readonly #drawn = new Map<number, Drawn>()
  #toLocal: (point: Point) => Point
  #changed = true
  #frame = 0
  #before = 0
  #fading: ReturnType<typeof setTimeout> | undefined
  #view: { left: number; top: number; right: number; bottom: number } | null = null
  readonly #resized: ResizeObserver | undefined
  readonly #onLayout = (): void => {
    this.#view = null
    this.#wake()
  }

  constructor(options: CursorFieldOptions) {
    this.#options = options
    this.#toLocal = options.toLocal ?? ((point) => point)
    if (typeof ResizeObserver !== 'undefined') {
      this.#resized = new ResizeObserver(this.#onLayout)
      this.#resized.observe(options.layer)
    }
    addEventListener('resize', this.#onLayout)
    addEventListener('scroll', this.#onLayout, { capture: true, passive: true })
    this.#wake()
  }

  /** Somebody moved, came or left. */
  change(): void {
    this.#changed = true
    this.#wake()
  }

  /** The surface shows another part of its content. */
  setToLocal(toLocal: ((point: Point) => Point) | undefined): void {
    this.#toLocal = toLocal ?? ((point) => point)
    this.#wake()
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = -1
    clearTimeout(this.#fading)
    this.#resized?.disconnect()
    removeEventListener('resize', this.#onLayout)
    removeEventListener('scroll', this.#onLayout, { capture: true })
    for (const { node } of this.#drawn.values()) node.remove()
    this.#drawn.clear()
  }

  #wake(): void {
    if (this.#frame !== 0) return
    this.#before = 0
    this.#frame = requestAnimationFrame((now) => this.#draw(now))
  }

  #draw(now: number): void {
    this.#frame = 0
    if (this.#changed) this.#read(now)
    const passed = this.#before === 0 ? 16 : Math.min(now - this.#before, 100)
    this.#before = now
    const still = this.#options.stillness?.() ?? false
    const part = still ? 1 : 1 - Math.exp(-passed / SMOOTH_MS)
    const view = (this.#view ??= visiblePart(this.#options.layer))
    let moving = false
    for (const drawn of this.#drawn.values()) {
      const [dx, dy] = [drawn.target.x - drawn.now.x, drawn.target.y - drawn.now.y]
      const far = Math.abs(dx) + Math.abs(dy)
      if (far < 0.3 || far > JUMP || part === 1) drawn.now = drawn.target
      else {
        drawn.now = { x: drawn.now.x + dx * part, y: drawn.now.y + dy * part }
        moving = true
      }
      this.#write(drawn, view)
    }
    if (moving) this.#frame = requestAnimationFrame((next) => this.#draw(next))
    this.#fade(now)
  }

  #write(drawn: Drawn, view: { left: number; top: number; right: number; bottom: number }): void {
    const at = this.#toLocal(drawn.now)
    const hidden = at.x < view.left - MARGIN || at.y < view.top - MARGIN || at.x > view.right + MARGIN || at.y > view.bottom + MARGIN
    if (hidden !== drawn.hidden) {
      drawn.hidden = hidden
      drawn.node.style.visibility = hidden ? 'hidden' : 'visible'
    }
    if (hidden) return
    // At an edge the name goes to the other side, where it can be read.
    const edge = `${at.x + drawn.reach > view.right ? 'right' : ''}${at.y + LABEL_BELOW > view.bottom ? ' bottom' : ''}`.trim()
    if (edge !== drawn.edge) {
      drawn.edge = edge
      drawn.node.dataset['edge'] = edge
    }
    const transform = `translate3d(${round(at.x)}px, ${round(at.y)}px, 0)`
    if (transform === drawn.written) return
    drawn.written = transform
    drawn.node.style.transform = transform
  }

  #read(now: number): void {
    this.#changed = false
    const here = new Set<number>()
    for (const other of this.#options.others()) {
      const { pointer } = other.state
      if (!pointer || pointer.surface !== this.#options.surface || !isPlace(pointer) || here.size >= MOST) continue
      here.add(other.client)
      const known = this.#drawn.get(other.client)
      const drawn = known ?? this.#add(other, pointer, now)
      if (pointer.x !== drawn.target.x || pointer.y !== drawn.target.y) {
        // Who was gone for a while comes back where they are now, without a journey.
        if (drawn.faded) drawn.now = pointer
        drawn.target = { x: pointer.x, y: pointer.y }
        drawn.movedAt = now
      }
      this.#dress(drawn, other)
    }
    for (const [client, { node }] of this.#drawn) {
      if (here.has(client)) continue
      node.remove()
      this.#drawn.delete(client)
    }
  }

  #add(other: Other, at: Point, now: number): Drawn {
    const node = document.createElement('div')
    node.className = 'yrsa-cursor'
    const label = document.createElement('span')
    label.className = 'yrsa-cursor-label'
    node.append(arrow(), label)
    const drawn: Drawn = { node, label, target: { x: at.x, y: at.y }, now: { x: at.x, y: at.y }, movedAt: now, look: '', written: '', reach: 0, edge: '', hidden: false, faded: false }
    this.#drawn.set(other.client, drawn)
    this.#options.layer.append(node)
    return drawn
  }

  #dress(drawn: Drawn, { user }: Other): void {
    const look = `${user.color} ${user.name}`
    if (look === drawn.look) return
    drawn.look = look
    const color = safeColor(user.color)
    drawn.node.style.setProperty('--yrsa-person', color)
    drawn.node.style.setProperty('--yrsa-person-ink', inkOn(color))
    drawn.label.textContent = shortened(user.name, 24)
    drawn.reach = LABEL_BESIDE + drawn.label.offsetWidth
  }

  /** Fades who rests, and comes back when the next one does. */
  #fade(now: number): void {
    const { fadeAfter = 5_000 } = this.#options
    let next = Infinity
    for (const drawn of this.#drawn.values()) {
      const left = drawn.movedAt + fadeAfter - now
      const faded = left <= 0
      if (!faded) next = Math.min(next, left)
      if (faded === drawn.faded) continue
      drawn.faded = faded
      if (faded) drawn.node.dataset['faded'] = ''
      else delete drawn.node.dataset['faded']
    }
    clearTimeout(this.#fading)
    if (next !== Infinity) this.#fading = setTimeout(() => this.#wake(), next + 20)
  }
}

/** What of the layer can be seen, in its own pixels. */
function visiblePart(layer: HTMLElement): { left: number; top: number; right: number; bottom: number } {
  const box = layer.getBoundingClientRect()
  let [left, top, right, bottom] = [Math.max(box.left, 0), Math.max(box.top, 0), Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)]
  for (let around = layer.parentElement; around !== null; around = around.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(around)
    if (overflowX === 'visible' && overflowY === 'visible') continue
    const clip = around.getBoundingClientRect()
    ;[left, top, right, bottom] = [Math.max(left, clip.left), Math.max(top, clip.top), Math.min(right, clip.right), Math.min(bottom, clip.bottom)]
  }
  return { left: left - box.left, top: top - box.top, right: right - box.left, bottom: bottom - box.top }
}

function isPlace({ x, y }: Point): boolean {
  return Number.isFinite(x) && Number.isFinite(y) && Math.abs(x) < 1e7 && Math.abs(y) < 1e7
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function arrow(): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 18 18')
  svg.setAttribute('class', 'yrsa-cursor-arrow')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('d', 'M2.2 1.6 15.4 7.3a.7.7 0 0 1-.05 1.3l-5.2 1.9a.7.7 0 0 0-.42.42l-1.9 5.2a.7.7 0 0 1-1.3.05L1.28 2.5a.7.7 0 0 1 .92-.9Z')
  svg.append(path)
  return svg
}
