// Tells the others where one is on the board and what one sees of it, and follows somebody else's view. Used by board-editor.tsx.
// Writes presence only; what others wrote was checked by the client and is checked again where it becomes a place on the screen.
import type { Connection, Other } from '@yrsa/client'
import { useCallback, useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { cardIn, pathOf } from './card-words.ts'
import { gridOf, toCommon, toHere } from './surface.ts'

export const SURFACE = 'board'
/** A pointer that only passes a card is not at it. */
const HOVER_MS = 350
const VIEW_EVERY_MS = 200

export interface Whereabouts {
  hover(card: string | null): void
  editing(card: string | null): void
  dragging(card: string | null): void
}

/** `open` is the card whose detail is shown. */
export function usePlace(connection: Connection, open: string | null): Whereabouts {
  const state = useRef({ open, hovered: null as string | null, edited: null as string | null, dragged: null as string | null, told: '' })
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const tell = useCallback(() => {
    const { open: shown, hovered, edited, dragged } = state.current
    const card = dragged ?? edited ?? shown ?? hovered
    const place = card === null ? null : pathOf('cards', card)
    const viewing = shown === null ? null : pathOf('cards', shown)
    const activity = dragged !== null ? 'moving a card' : edited !== null ? 'editing' : null
    const now = JSON.stringify([place, viewing, activity])
    if (now === state.current.told) return
    state.current.told = now
    connection.setPresence({ place, viewing, activity })
  }, [connection])
  useEffect(() => {
    state.current.open = open
    tell()
  }, [open, tell])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      state.current.told = ''
      connection.setPresence({ place: null, viewing: null, activity: null })
    },
    [connection],
  )
  const hover = useCallback(
    (card: string | null) => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => {
        state.current.hovered = card
        tell()
      }, HOVER_MS)
    },
    [tell],
  )
  const editing = useCallback(
    (card: string | null) => {
      state.current.edited = card
      tell()
    },
    [tell],
  )
  const dragging = useCallback(
    (card: string | null) => {
      state.current.dragged = card
      tell()
    },
    [tell],
  )
  return useRef<Whereabouts>({ hover, editing, dragging }).current
}

/** Shares what part of the board one sees. */
export function useSharedView(connection: Connection, scroller: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const node = scroller.current
    if (node === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const send = (): void => {
      timer = undefined
      if (content.current === null) return
      const grid = gridOf(content.current)
      const from = toCommon({ x: node.scrollLeft, y: node.scrollTop }, grid)
      const to = toCommon({ x: node.scrollLeft + node.clientWidth, y: node.scrollTop + node.clientHeight }, grid)
      connection.setPresence({ viewport: { surface: SURFACE, x: Math.round(from.x), y: Math.round(from.y), width: Math.round(to.x - from.x), height: Math.round(to.y - from.y) } })
    }
    const soon = (): void => {
      timer ??= setTimeout(send, VIEW_EVERY_MS)
    }
    const resized = new ResizeObserver(soon)
    resized.observe(node)
    node.addEventListener('scroll', soon, { passive: true })
    send()
    return () => {
      clearTimeout(timer)
      resized.disconnect()
      node.removeEventListener('scroll', soon)
      connection.setPresence({ viewport: null })
    }
  }, [connection, scroller, content])
}

export interface FollowOptions {
  following: Other | null
  scroller: RefObject<HTMLElement | null>
  content: RefObject<HTMLElement | null>
  show(path: string | null): void
  stopFollowing(): void
}

/** Scrolls to where they are, opens the card they open, and ends when one moves by oneself. */
export function useFollowedView({ following, scroller, content, show, stopFollowing }: FollowOptions): void {
  const { viewport, viewing } = following?.state ?? {}
  const seen = viewport?.surface === SURFACE && [viewport.x, viewport.y, viewport.width].every(Number.isFinite) ? viewport : null
  const [x, y, width] = [seen?.x ?? null, seen?.y ?? null, seen?.width ?? 0]
  useEffect(() => {
    const node = scroller.current
    if (node === null || content.current === null || x === null || y === null) return
    const grid = gridOf(content.current)
    const middle = toHere({ x: x + width / 2, y }, grid)
    const left = node.clientWidth >= width ? toHere({ x, y }, grid).x : middle.x - node.clientWidth / 2
    node.scrollTo({ left: Math.max(0, left), top: Math.max(0, y), behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' })
  }, [x, y, width, scroller, content])

  const user = following?.user.id ?? null
  const card = following === null ? null : cardIn(viewing)
  const shown = useRef<{ user: string | null; card: string | null }>({ user: null, card: null })
  useEffect(() => {
    const before = shown.current
    shown.current = { user, card }
    if (user === null) return
    if (card !== null && card !== before.card) show(pathOf('cards', card))
    // They closed what they had opened while being followed.
    else if (card === null && before.card !== null && before.user === user) show(null)
  }, [user, card, show])

  useEffect(() => {
    const node = scroller.current
    if (node === null || user === null) return
    const events = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const
    for (const event of events) node.addEventListener(event, stopFollowing, { passive: true })
    return () => {
      for (const event of events) node.removeEventListener(event, stopFollowing)
    }
  }, [user, scroller, stopFollowing])
}
