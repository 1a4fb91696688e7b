// What part of the canvas one sees: told to the others ten times a second at most, taken from who is followed, and from the address. Used by canvas.tsx.
// Never moves the view by itself while the person moves it.
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import type { RefObject } from 'react'
import { useNodesInitialized, useReactFlow, useStoreApi } from '@xyflow/react'
import type { Connection, Other } from '@yrsa/client'
import { thingAt } from './marks.ts'

const TELL_EVERY_MS = 100
const FOLLOW_MS = 180
/** Between what is chosen and the edge. */
const ROOM = 24

interface ViewOptions {
  connection: Connection
  surface: string
  following: Other | null
  stopFollowing(): void
  at: string | null
}

export interface Rectangle { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Gives back what is to be called when the view moved. */
export function useView({ connection, surface, following, at }: ViewOptions): () => void {
  const flow = useReactFlow()
  const store = useStoreApi()
  const ready = useNodesInitialized()
  const calm = useCalm()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  const tell = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      const { transform: [left, top, zoom], width, height } = store.getState()
      if (width === 0) return
      const seen = { x: -left / zoom, y: -top / zoom, width: width / zoom, height: height / zoom }
      connection.setPresence({ viewport: { surface, ...rounded(seen), zoom: Math.round(zoom * 100) / 100 } })
    }, TELL_EVERY_MS)
  }, [connection, store, surface])
  useEffect(() => {
    tell()
    return () => {
      clearTimeout(timer.current)
      timer.current = undefined
      connection.setPresence({ viewport: null, pointer: null, selection: null, place: null })
    }
  }, [connection, tell])

  // When the drawer opens or closes, what one sees stays in the middle of what is left.
  useEffect(() => {
    let before = store.getState().height
    return store.subscribe(({ height, transform: [x, y, zoom] }) => {
      if (height === before) return
      const by = (height - before) / 2
      const known = before > 0
      before = height
      if (known && height > 0) void flow.setViewport({ x, y: y + by, zoom })
    })
  }, [flow, store])

  const theirs = following === null ? null : viewOf(following, surface)
  const theirPlace = following !== null && theirs === null ? (following.state.place ?? null) : null
  const key = theirs === null ? '' : JSON.stringify(theirs)
  useEffect(() => {
    if (key === '' || !ready) return
    const { width, height } = store.getState()
    const { x, y, width: wide, height: high } = JSON.parse(key) as Rectangle
    const zoom = Math.min(2.5, Math.max(0.1, Math.min(width / wide, height / high)))
    void flow.setViewport({ x: width / 2 - (x + wide / 2) * zoom, y: height / 2 - (y + high / 2) * zoom, zoom }, { duration: calm ? 0 : FOLLOW_MS })
  }, [key, ready, flow, store, calm])

  const goTo = useCallback((path: string) => {
    const [kind, id] = thingAt(path)
    if (id === null) return
    const edge = kind === 'edges' ? flow.getEdge(id) : undefined
    const ids = kind === 'nodes' ? [id] : edge === undefined ? [] : [edge.source, edge.target]
    const nodes = ids.flatMap((one) => flow.getNode(one) ?? [])
    if (nodes.length > 0) void flow.fitView({ nodes, padding: 0.4, maxZoom: Math.max(0.8, Math.min(1.2, flow.getZoom())), duration: calm ? 0 : 250 })
  }, [flow, calm])
  useEffect(() => {
    if (theirPlace !== null && ready) goTo(theirPlace)
  }, [theirPlace, ready, goTo])
  useEffect(() => {
    if (at !== null && ready) goTo(at)
  }, [at, ready, goTo])
  return tell
}

/** What is chosen stays in sight when its properties open beside or above it. */
export function useKeepInSight(canvas: RefObject<HTMLElement | null>, node: string | null): void {
  const { getViewport, setViewport } = useReactFlow()
  const calm = useCalm()
  useEffect(() => {
    if (node === null) return
    const frame = requestAnimationFrame(() => {
      const box = canvas.current?.getBoundingClientRect()
      const chosen = [...(canvas.current?.querySelectorAll('.react-flow__node') ?? [])].find((one) => one.getAttribute('data-id') === node)
      if (box === undefined || chosen === undefined || chosen.classList.contains('dragging')) return
      const panel = canvas.current?.parentElement?.querySelector('.wf-properties')?.getBoundingClientRect()
      const covered = panel !== undefined && panel.left <= box.left && panel.top < box.bottom
      const [dx, dy] = missing(chosen.getBoundingClientRect(), { left: box.left, top: box.top, right: box.right, bottom: covered ? panel.top : box.bottom })
      if (dx === 0 && dy === 0) return
      const { x, y, zoom } = getViewport()
      void setViewport({ x: x + dx, y: y + dy, zoom }, { duration: calm ? 0 : 200 })
    })
    return () => cancelAnimationFrame(frame)
  }, [canvas, node, getViewport, setViewport, calm])
}

interface Sides { left: number; top: number; right: number; bottom: number }

/** How far the inner box has to move to lie in the outer one. */
function missing(inner: Sides, outer: Sides): [dx: number, dy: number] {
  const along = (from: number, to: number, start: number, end: number): number => {
    if (to - from > end - start - 2 * ROOM || from < start + ROOM) return Math.max(0, start + ROOM - from)
    return Math.min(0, end - ROOM - to)
  }
  return [along(inner.left, inner.right, outer.left, outer.right), along(inner.top, inner.bottom, outer.top, outer.bottom)]
}

/** Whether the person wants little motion. */
export function useCalm(): boolean {
  return useMedia('(prefers-reduced-motion: reduce)')
}

export function useMedia(query: string): boolean {
  const subscribe = useCallback((listener: () => void) => {
    const media = matchMedia(query)
    media.addEventListener('change', listener)
    return () => media.removeEventListener('change', listener)
  }, [query])
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}

/** What somebody says to see, if it is a rectangle that can be shown. */
export function viewOf(other: Other, surface: string): Rectangle | null {
  const { viewport } = other.state
  if (typeof viewport !== 'object' || viewport === null || viewport.surface !== surface) return null
  const { x, y, width, height } = viewport
  const usable = [x, y, width, height].every((number) => typeof number === 'number' && Math.abs(number) < 1_000_000) && width > 1 && height > 1
  return usable ? { x, y, width, height } : null
}

function rounded({ x, y, width, height }: Rectangle): Rectangle {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) }
}
