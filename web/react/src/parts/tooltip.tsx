// The name of a thing, shown when the mouse rests on it or the keyboard reaches it. Used by IconButton and others.
// It repeats what assistive technology hears already, so it is hidden from it; it never holds anything to click.
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { FocusEvent, KeyboardEvent, PointerEvent, ReactNode } from 'react'
import type { Side } from './placement.ts'
import { place } from './placement.ts'

const WAIT_MS = 450

interface Handlers {
  onPointerEnter?: ((event: PointerEvent<HTMLButtonElement>) => void) | undefined
  onPointerLeave?: ((event: PointerEvent<HTMLButtonElement>) => void) | undefined
  onPointerDown?: ((event: PointerEvent<HTMLButtonElement>) => void) | undefined
  onFocus?: ((event: FocusEvent<HTMLButtonElement>) => void) | undefined
  onBlur?: ((event: FocusEvent<HTMLButtonElement>) => void) | undefined
  onKeyDown?: ((event: KeyboardEvent<HTMLButtonElement>) => void) | undefined
}

/** Handlers for a button, around its own, and the tooltip to render behind it. */
export function useTooltip(text: string, own: Handlers = {}, side: Side = 'bottom'): { props: Required<Handlers>; element: ReactNode } {
  const [anchor, setAnchor] = useState<Element | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const hide = (): void => {
    clearTimeout(timer.current)
    setAnchor(null)
  }
  const props: Required<Handlers> = {
    onPointerEnter(event) {
      own.onPointerEnter?.(event)
      const { currentTarget, pointerType } = event
      if (pointerType === 'touch') return
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setAnchor(currentTarget), WAIT_MS)
    },
    onPointerLeave(event) {
      own.onPointerLeave?.(event)
      hide()
    },
    onPointerDown(event) {
      own.onPointerDown?.(event)
      hide()
    },
    onFocus(event) {
      own.onFocus?.(event)
      if (event.currentTarget.matches(':focus-visible')) setAnchor(event.currentTarget)
    },
    onBlur(event) {
      own.onBlur?.(event)
      hide()
    },
    onKeyDown(event) {
      own.onKeyDown?.(event)
      if (anchor !== null) hide()
    },
  }
  return { props, element: anchor === null || text === '' ? null : <Tip anchor={anchor} text={text} side={side} /> }
}

function Tip({ anchor, text, side }: { anchor: Element; text: string; side: Side }): ReactNode {
  const ref = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    element.showPopover()
    place(element, anchor, side, 'center')
  }, [anchor, text, side])
  return (
    <span ref={ref} className="yrsa-tooltip" popover="manual" aria-hidden="true">
      {text}
    </span>
  )
}

/** For what is no button: `<Tooltip text="…"><span>…</span></Tooltip>`. What it says must also be said otherwise. */
export function Tooltip({ text, side = 'bottom', children }: { text: string; side?: Side; children: ReactNode }): ReactNode {
  const [anchor, setAnchor] = useState<Element | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const hide = (): void => {
    clearTimeout(timer.current)
    setAnchor(null)
  }
  return (
    <span
      className="yrsa-tooltip-anchor"
      onPointerEnter={({ currentTarget, pointerType }) => {
        if (pointerType === 'touch') return
        timer.current = setTimeout(() => setAnchor(currentTarget), WAIT_MS)
      }}
      onPointerLeave={hide}
      onPointerDown={hide}
    >
      {children}
      {anchor !== null && <Tip anchor={anchor} text={text} side={side} />}
    </span>
  )
}
