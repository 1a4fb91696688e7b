// Passing messages with at most one action, and a polite live region. One `Toasts` around the app; `useToasts` below it.
// They never take the focus; with the mouse on them or the focus in them they stay.
import { createContext, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { X } from 'lucide-react'
import { Button, IconButton } from './button.tsx'

export interface ToastOptions {
  tone?: 'plain' | 'bad' | undefined
  action?: { label: string; run(): void } | undefined
  /** How long it stays. Those with an action stay longer. */
  milliseconds?: number | undefined
}

export interface ToastsApi {
  /** Shows it and reads it out. */
  show(sentence: string, options?: ToastOptions): void
  /** Only reads it out. */
  announce(sentence: string): void
}

interface Toast extends ToastOptions {
  id: number
  sentence: string
}

const MOST = 3
const nothing: ToastsApi = { show: () => {}, announce: () => {} }
const ToastsContext = createContext<ToastsApi>(nothing)

export function useToasts(): ToastsApi {
  return useContext(ToastsContext)
}

export function Toasts({ children }: { children: ReactNode }): ReactNode {
  const [toasts, setToasts] = useState<readonly Toast[]>([])
  const [spoken, setSpoken] = useState({ sentence: '', times: 0 })
  const next = useRef(0)
  const announce = useCallback((sentence: string) => setSpoken(({ times }) => ({ sentence, times: times + 1 })), [])
  const show = useCallback(
    (sentence: string, options: ToastOptions = {}) => {
      next.current += 1
      const toast = { ...options, id: next.current, sentence }
      setToasts((before) => [...before.filter((other) => other.sentence !== sentence), toast].slice(-MOST))
      announce(sentence)
    },
    [announce],
  )
  const dismiss = useCallback((id: number) => setToasts((before) => before.filter((toast) => toast.id !== id)), [])
  const shelf = useRef<HTMLDivElement>(null)
  const newest = toasts.at(-1)?.id
  useLayoutEffect(() => {
    // In the top layer, and above whatever dialog came into it since.
    shelf.current?.hidePopover()
    if (newest !== undefined) shelf.current?.showPopover()
  }, [newest])
  const api = useMemo(() => ({ show, announce }), [show, announce])
  return (
    <ToastsContext.Provider value={api}>
      {children}
      <div ref={shelf} className="yrsa-toasts" popover="manual">
        {toasts.map((toast) => (
          <ToastView key={toast.id} toast={toast} dismiss={dismiss} />
        ))}
      </div>
      <div className="yrsa-visually-hidden" role="status" aria-live="polite">
        {/* The same sentence twice must be heard twice. */}
        {spoken.sentence}
        {spoken.times % 2 === 1 ? '\u00a0' : ''}
      </div>
    </ToastsContext.Provider>
  )
}

function ToastView({ toast, dismiss }: { toast: Toast; dismiss(id: number): void }): ReactNode {
  const { id, sentence, action, tone = 'plain', milliseconds = action === undefined ? 4_500 : 8_000 } = toast
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => dismiss(id), milliseconds)
    return () => clearTimeout(timer)
  }, [held, id, milliseconds, dismiss])
  return (
    <div
      className="yrsa-toast"
      data-tone={tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{sentence}</span>
      {action !== undefined && (
        <Button
          size="s"
          tone="quiet"
          onClick={() => {
            dismiss(id)
            action.run()
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton size="s" label="Dismiss" icon={<X />} onClick={() => dismiss(id)} />
    </div>
  )
}
