// What part of the canvas one sees: told to the others ten times a second at most, taken from who is followed, and from the address. Used by canvas.tsx.
// Never moves the view by itself while the person moves it.
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { useNodesInitialized, useReactFlow, useStoreApi } from '@xyflow/react'
import type { Connection, Other } from '@yrsa/client'
import { thingAt } from './marks.ts'

const TELL_EVERY_MS = 100
const FOLLOW_MS = 180

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
