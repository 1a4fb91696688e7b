// The others' cursors over a surface (a board, a canvas), and sending one's own. For editors that are no text.
// React renders the layer once; what moves is moved by CursorField, outside of React.
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { ReactNode, RefObject } from 'react'
import type { Connection } from '@yrsa/client'
import { useConnection } from '../hooks/context.tsx'
import { classNames } from '../parts/class-names.ts'
import type { Point } from './cursor-field.ts'
import { CursorField } from './cursor-field.ts'

export interface CollaborativeCursorsProps {
  /** The name under which `usePointer` sends: 'board', 'canvas'. */
  surface: string
  /** From coordinates of the content to pixels of the layer, which fills its parent. Without it they are the same. */
  toLocal?: ((point: Point) => Point) | undefined
  /** How long a cursor rests before it fades; 5 s. */
  fadeAfter?: number | undefined
  connection?: Connection | undefined
  className?: string | undefined
}

/** Fills its parent, which must be positioned. Hidden from assistive technology: where people are is in the presence list. */
export function CollaborativeCursors({ surface, toLocal, fadeAfter, connection, className }: CollaborativeCursorsProps): ReactNode {
  const used = useConnection(connection)
  const layer = useRef<HTMLDivElement>(null)
  const field = useRef<CursorField | null>(null)
  const mapping = useRef(toLocal)
  useLayoutEffect(() => {
    mapping.current = toLocal
    field.current?.setToLocal(toLocal)
  }, [toLocal])
  useEffect(() => {
    if (layer.current === null) return
    const calm = matchMedia('(prefers-reduced-motion: reduce)')
    const made = new CursorField({
      layer: layer.current,
      others: () => used.others.get(),
      surface,
      toLocal: mapping.current,
      fadeAfter,
      stillness: () => calm.matches,
    })
    field.current = made
    const stop = used.others.subscribe(() => made.change())
    return () => {
      stop()
      made.destroy()
      field.current = null
    }
  }, [used, surface, fadeAfter])
  return <div ref={layer} className={classNames('yrsa-cursors', className)} aria-hidden="true" />
}

/** 20 times a second: it looks alive and costs little. */
export const SEND_EVERY_MS = 50

export interface UsePointerOptions {
  /** From the window's coordinates (`clientX`, `clientY`) to the content's; nothing where the pointer is over no content. */
  toContent?: ((client: Point, element: HTMLElement) => Point | null) | undefined
  connection?: Connection | undefined
  enabled?: boolean | undefined
}

/** Shows the others where one's pointer is on this surface, and that it left. */
export function usePointer(surface: string, ref: RefObject<HTMLElement | null>, options: UsePointerOptions = {}): void {
  const { toContent, enabled = true } = options
  const connection = useConnection(options.connection)
  const mapping = useRef(toContent)
  useEffect(() => {
    mapping.current = toContent
  })
  useEffect(() => {
    const element = ref.current
    if (element === null || !enabled) return
    let shown = false
    let sentAt = -Infinity
    let next: Point | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const send = (): void => {
      timer = undefined
      sentAt = performance.now()
      const place = next === null ? null : (mapping.current ?? inContent)(next, element)
      if (place === null && !shown) return
      shown = place !== null
      connection.setPresence({ pointer: place === null ? null : { surface, x: Math.round(place.x), y: Math.round(place.y) } })
    }
    const soon = (): void => {
      if (timer !== undefined) return
      const wait = sentAt + SEND_EVERY_MS - performance.now()
      if (wait <= 0) send()
      else timer = setTimeout(send, wait)
    }
    const onMove = ({ clientX, clientY, pointerType }: PointerEvent): void => {
      // A finger that moves scrolls.
      if (pointerType === 'touch') return
      next = { x: clientX, y: clientY }
      soon()
    }
    const onLeave = (): void => {
      next = null
      soon()
    }
    const onHide = (): void => {
      if (document.visibilityState === 'hidden') onLeave()
    }
    element.addEventListener('pointermove', onMove, { passive: true })
    element.addEventListener('pointerleave', onLeave)
    document.addEventListener('visibilitychange', onHide)
    return () => {
      element.removeEventListener('pointermove', onMove)
      element.removeEventListener('pointerleave', onLeave)
      document.removeEventListener('visibilitychange', onHide)
      clearTimeout(timer)
      if (shown) connection.setPresence({ pointer: null })
    }
  }, [connection, surface, ref, enabled])
}

/** Pixels from the corner of what scrolls in the element. */
function inContent({ x, y }: Point, element: HTMLElement): Point {
  const box = element.getBoundingClientRect()
  return { x: x - box.left - element.clientLeft + element.scrollLeft, y: y - box.top - element.clientTop + element.scrollTop }
}
