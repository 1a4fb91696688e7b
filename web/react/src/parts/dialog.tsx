// A dialog on the browser's own <dialog>: modal, Escape closes it, the focus comes back. Used for sharing, questions, sheets.
// What is in it exists only while it is open.
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { ReactNode, RefObject } from 'react'
import { X } from 'lucide-react'
import { Button, IconButton } from './button.tsx'
import { classNames } from './class-names.ts'

export interface DialogProps {
  open: boolean
  onClose(): void
  title: string
  description?: ReactNode
  children?: ReactNode
  /** Buttons at the bottom. */
  footer?: ReactNode
  size?: 's' | 'm' | 'l' | undefined
  /** `sheet` slides in from the side, on phones from below. */
  placement?: 'center' | 'sheet' | undefined
  className?: string | undefined
  /** What gets the focus; otherwise the first thing that can have it. */
  initialFocus?: RefObject<HTMLElement | null> | undefined
}

const FOCUSABLE = 'input, select, textarea, button, a[href], [tabindex="0"]'

export function Dialog(props: DialogProps): ReactNode {
  return props.open ? <OpenDialog {...props} /> : null
}

function OpenDialog({ onClose, title, description, children, footer, size = 'm', placement = 'center', className, initialFocus }: DialogProps): ReactNode {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const descriptionId = useId()
  const closed = useRef(onClose)
  useEffect(() => {
    closed.current = onClose
  })
  useLayoutEffect(() => {
    const dialog = ref.current
    if (dialog === null) return
    const before = document.activeElement
    if (!dialog.open) dialog.showModal()
    // The browser would choose the cross, which is the first in the dialog and the last one wants.
    const first = dialog.querySelector<HTMLElement>(`[data-autofocus], .yrsa-dialog-content :is(${FOCUSABLE}), .yrsa-dialog-foot :is(${FOCUSABLE})`)
    ;(initialFocus?.current ?? first)?.focus()
    const onCancel = (event: Event): void => {
      if (event.target !== dialog) return
      // Whoever opened it closes it, by not rendering it any more.
      event.preventDefault()
      closed.current()
    }
    dialog.addEventListener('cancel', onCancel)
    return () => {
      dialog.removeEventListener('cancel', onCancel)
      dialog.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [initialFocus])

  const pressedOutside = useRef(false)
  return (
    <dialog
      ref={ref}
      className={classNames('yrsa-dialog', className)}
      data-size={size}
      data-placement={placement}
      aria-labelledby={titleId}
      aria-describedby={description === undefined ? undefined : descriptionId}
      onPointerDown={(event) => {
        pressedOutside.current = event.target === event.currentTarget
      }}
      onClick={(event) => {
        // A selection that ends outside of the dialog is no wish to close it.
        if (event.target === event.currentTarget && pressedOutside.current) onClose()
      }}
    >
      <div className="yrsa-dialog-body">
        <header className="yrsa-dialog-head">
          <h2 id={titleId}>{title}</h2>
          <IconButton label="Close" icon={<X />} onClick={onClose} />
        </header>
        {description !== undefined && (
          <p id={descriptionId} className="yrsa-dialog-description">
            {description}
          </p>
        )}
        {children !== undefined && <div className="yrsa-dialog-content">{children}</div>}
        {footer !== undefined && <footer className="yrsa-dialog-foot">{footer}</footer>}
      </div>
    </dialog>
  )
}

export interface ConfirmDialogProps {
  open: boolean
  onClose(): void
  title: string
  children?: ReactNode
  /** The verb: "Delete", "Break lock". */
  action: string
  danger?: boolean | undefined
  /** May take its time; the dialog closes when it has succeeded, and shows why when not. */
  onConfirm(): void | Promise<void>
}

/** Asks before something that can't be taken back. */
export function ConfirmDialog({ open, onClose, title, children, action, danger = true, onConfirm }: ConfirmDialogProps): ReactNode {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const cancel = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (open) setError('')
  }, [open])
  const confirm = async (): Promise<void> => {
    setBusy(true)
    setError('')
    try {
      await onConfirm()
      onClose()
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : 'That did not work.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      size="s"
      initialFocus={cancel}
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button tone={danger ? 'danger' : 'primary'} busy={busy} onClick={() => void confirm()}>
            {action}
          </Button>
        </>
      }
    >
      {children}
      {error !== '' && (
        <p className="yrsa-error" role="alert">
          {error}
        </p>
      )}
    </Dialog>
  )
}
