// A menu of commands behind a button, or at a point (context menu). Used for everything with more than two actions.
// Follows the ARIA menu pattern: arrows, Home, End, typing a letter, Escape; Tab leaves it.
import { useEffect, useMemo, useRef } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { Check } from 'lucide-react'
import { classNames } from './class-names.ts'
import type { Align, Side } from './placement.ts'
import type { TriggerProps } from './popover.tsx'
import { usePopover } from './popover.tsx'

export interface MenuItem {
  id?: string | undefined
  label: string
  icon?: ReactNode
  /** Said in a second line. */
  detail?: string | undefined
  /** Keys that do the same. */
  keys?: string | undefined
  danger?: boolean | undefined
  disabled?: boolean | undefined
  /** A choice: checked or not. Without it, it is a command. */
  checked?: boolean | undefined
  onSelect(): void
}

export type MenuEntry = MenuItem | 'line' | { heading: string }

export interface MenuProps {
  label: string
  items: readonly MenuEntry[]
  trigger?: ((props: TriggerProps) => ReactNode) | undefined
  /** Where it is, in the window: for context menus, with `open`. */
  at?: { x: number; y: number } | undefined
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
  side?: Side | undefined
  align?: Align | undefined
  className?: string | undefined
}

export function Menu(props: MenuProps): ReactNode {
  const { label, items, trigger, at, open: wanted, onOpenChange, side = 'bottom', align = 'start', className } = props
  const [x, y] = [at?.x, at?.y]
  const box = useMemo(() => (x === undefined || y === undefined ? undefined : { left: x, top: y, width: 0, height: 0 }), [x, y])
  const { triggerProps, open, close, show, floating } = usePopover({ side, align, popup: 'menu', open: wanted, onOpenChange, at: box })
  const opensAt = useRef<'first' | 'last'>('first')
  return (
    <>
      {trigger?.({
        ...triggerProps,
        onKeyDown: (event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          opensAt.current = event.key === 'ArrowUp' ? 'last' : 'first'
          show()
        },
      })}
      {open && (
        <div {...floating} className={classNames('yrsa-popover yrsa-menu', className)} role="presentation" tabIndex={-1}>
          <MenuList label={label} items={items} opensAt={opensAt.current} close={close} />
        </div>
      )}
    </>
  )
}

function MenuList({ label, items, opensAt, close }: { label: string; items: readonly MenuEntry[]; opensAt: 'first' | 'last'; close(): void }): ReactNode {
  const list = useRef<HTMLUListElement>(null)
  const typed = useRef({ text: '', at: 0 })
  const commands = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])]
  const focus = (index: number): void => {
    const all = commands()
    all[(index + all.length) % all.length]?.focus()
  }
  useEffect(() => {
    // After the popover took the focus.
    const all = commands()
    const checked = all.find((item) => item.getAttribute('aria-checked') === 'true')
    ;(checked ?? (opensAt === 'last' ? all.at(-1) : all[0]))?.focus({ preventScroll: true })
  }, [opensAt])

  const onKeyDown = (event: KeyboardEvent): void => {
    const all = commands()
    const here = all.findIndex((item) => item === document.activeElement)
    if (event.key === 'ArrowDown') focus(here + 1)
    else if (event.key === 'ArrowUp') focus(here < 0 ? -1 : here - 1)
    else if (event.key === 'Home') focus(0)
    else if (event.key === 'End') focus(-1)
    else if (event.key === 'Tab') {
      close()
      return
    } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const now = Date.now()
      typed.current = { text: now - typed.current.at < 700 ? typed.current.text + event.key.toLowerCase() : event.key.toLowerCase(), at: now }
      const { text } = typed.current
      const from = text.length === 1 ? here + 1 : Math.max(here, 0)
      const found = all.findIndex((_, index) => (all[(from + index) % all.length]?.textContent ?? '').trim().toLowerCase().startsWith(text))
      if (found >= 0) focus(from + found)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <ul ref={list} role="menu" aria-label={label} className="yrsa-menu-list" onKeyDown={onKeyDown}>
      {items.map((item, index) => {
        if (item === 'line') return <li key={index} role="separator" className="yrsa-menu-line" />
        if (!('label' in item)) {
          return (
            <li key={index} role="presentation" className="yrsa-menu-heading">
              {item.heading}
            </li>
          )
        }
        const { label: name, icon, detail, keys, danger, disabled, checked, onSelect } = item
        return (
          <li key={item.id ?? `${index} ${name}`} role="none">
            <button
              type="button"
              role={checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
              aria-checked={checked}
              aria-disabled={disabled || undefined}
              tabIndex={-1}
              className="yrsa-menu-item"
              data-danger={danger || undefined}
              onClick={() => {
                if (disabled) return
                close()
                onSelect()
              }}
              onPointerMove={({ currentTarget, pointerType }) => {
                if (pointerType === 'mouse' && document.activeElement !== currentTarget) currentTarget.focus({ preventScroll: true })
              }}
            >
              <span className="yrsa-menu-icon" aria-hidden="true">
                {checked === undefined ? icon : checked ? <Check /> : icon}
              </span>
              <span className="yrsa-menu-words">
                {name}
                {detail !== undefined && <span className="yrsa-menu-detail">{detail}</span>}
              </span>
              {keys !== undefined && <kbd className="yrsa-keys">{keys}</kbd>}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
