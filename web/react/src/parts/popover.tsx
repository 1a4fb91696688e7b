// Something that opens beside a button and goes when one clicks elsewhere or presses Escape. Used for details and menus.
// It is the browser's own popover: in the top layer, so nothing cuts it off; the focus comes back to the button.
import { useCallback, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent, PointerEvent, ReactNode, Ref, RefObject } from 'react'
import { classNames } from './class-names.ts'
import type { Align, Box, Side } from './placement.ts'
import { place } from './placement.ts'

/** What the button needs that opens it: spread it over a `Button` or `IconButton`. */
export interface TriggerProps {
  ref: Ref<HTMLButtonElement>
  onClick(event: MouseEvent): void
  onPointerDown(): void
  onKeyDown?(event: KeyboardEvent): void
  'aria-expanded': boolean
  'aria-haspopup': 'dialog' | 'menu'
  'aria-controls': string | undefined
}

export interface PopoverProps {
  /** Its name for assistive technology. */
  label: string
  trigger(props: TriggerProps): ReactNode
  children: ReactNode | ((close: () => void) => ReactNode)
  side?: Side | undefined
  align?: Align | undefined
  className?: string | undefined
  /** For who wants to open and close it from outside. */
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
}

export function Popover(props: PopoverProps): ReactNode {
  const { label, trigger, children, side = 'bottom', align = 'start', className } = props
  const { triggerProps, open, close, floating } = usePopover({ ...props, side, align, popup: 'dialog' })
  return (
    <>
      {trigger(triggerProps)}
      {open && (
        <div {...floating} className={classNames('yrsa-popover', className)} role="dialog" aria-label={label} tabIndex={-1}>
          {typeof children === 'function' ? children(close) : children}
        </div>
      )}
    </>
  )
}

interface Options {
  side: Side
  align: Align
  popup: 'dialog' | 'menu'
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
  /** Where it is instead of beside the button. */
  at?: Box | undefined
}

interface Floating {
  ref: RefObject<HTMLDivElement | null>
  id: string
  popover: 'auto'
  onKeyDown(event: KeyboardEvent): void
  onClick(event: MouseEvent): void
  onDoubleClick(event: MouseEvent): void
  onMouseDown(event: MouseEvent): void
  onPointerDown(event: PointerEvent): void
}

/** What is done in a popover is nothing to the card that its button lies on: that must neither open nor be dragged. */
const itsOwn = {
  onClick: (event: MouseEvent): void => event.stopPropagation(),
  onDoubleClick: (event: MouseEvent): void => event.stopPropagation(),
  onMouseDown: (event: MouseEvent): void => event.stopPropagation(),
  onPointerDown: (event: PointerEvent): void => event.stopPropagation(),
}

export function usePopover(options: Options): { triggerProps: TriggerProps; open: boolean; close(): void; show(): void; floating: Floating } {
  const { side, align, popup, open: wanted, onOpenChange, at } = options
  const id = useId()
  const [ownOpen, setOwnOpen] = useState(false)
  const open = wanted ?? ownOpen
  const button = useRef<HTMLButtonElement>(null)
  const element = useRef<HTMLDivElement>(null)
  const openWhenPressed = useRef(false)
  const told = useRef(onOpenChange)
  useEffect(() => {
    told.current = onOpenChange
  })
  const change = useCallback((next: boolean) => {
    setOwnOpen(next)
    told.current?.(next)
  }, [])

  useLayoutEffect(() => {
    const floating = element.current
    if (!open || floating === null) return
    const anchor = at ?? button.current
    const put = (): void => {
      if (anchor != null) place(floating, anchor, side, align)
    }
    // React's own handler for this event doesn't know every browser's popovers yet.
    const onToggle = (event: Event): void => {
      if ((event as ToggleEvent).newState === 'closed') change(false)
    }
    floating.showPopover()
    put()
    floating.addEventListener('beforetoggle', onToggle)
    if (!floating.contains(document.activeElement)) (floating.querySelector<HTMLElement>('[data-autofocus]') ?? floating).focus({ preventScroll: true })
    const resized = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(put)
    resized?.observe(floating)
    addEventListener('resize', put)
    // Scrolling inside of it moves nothing.
    const onScroll = (event: Event): void => {
      if (!(event.target instanceof Node && floating.contains(event.target))) put()
    }
    addEventListener('scroll', onScroll, true)
    return () => {
      floating.removeEventListener('beforetoggle', onToggle)
      resized?.disconnect()
      removeEventListener('resize', put)
      removeEventListener('scroll', onScroll, true)
    }
  }, [open, side, align, at, change])

  const close = useCallback(() => {
    const hadFocus = element.current?.contains(document.activeElement) ?? false
    change(false)
    if (hadFocus) button.current?.focus()
  }, [change])
  const show = useCallback(() => change(true), [change])

  return {
    open,
    close,
    show,
    triggerProps: {
      ref: button,
      // A press on the button closes an open popover before the click comes, which must not open it again.
      onPointerDown: () => {
        openWhenPressed.current = open
      },
      onClick: (event) => {
        event.stopPropagation()
        const wasOpen = event.detail === 0 ? open : openWhenPressed.current || open
        openWhenPressed.current = false
        change(!wasOpen)
      },
      'aria-expanded': open,
      'aria-haspopup': popup,
      'aria-controls': open ? id : undefined,
    },
    floating: {
      ref: element,
      id,
      popover: 'auto',
      ...itsOwn,
      onKeyDown: (event) => {
        event.stopPropagation()
        if (event.key !== 'Escape') return
        event.preventDefault()
        close()
      },
    },
  }
}
