// Buttons, with words or with an icon alone. Used by all components and by the studio.
// Never submits a form unless told so; an icon alone always has a name.
import { forwardRef } from 'react'
import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { useTooltip } from './tooltip.tsx'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` for what one came to do, `quiet` without a frame, `danger` for what takes something away. */
  tone?: 'plain' | 'primary' | 'quiet' | 'danger' | undefined
  size?: 's' | 'm' | undefined
  icon?: ReactNode
  /** Something is under way: the button can't be pressed and says so. */
  busy?: boolean | undefined
}

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(props, ref) {
  const { tone = 'plain', size = 'm', icon, busy = false, className, children, disabled, type = 'button', onClick, ...rest } = props
  return (
    <button
      {...rest}
      ref={ref}
      type={type}
      className={classNames('yrsa-button', className)}
      data-tone={tone}
      data-size={size}
      disabled={disabled}
      // Not `disabled`: the focus would be lost while one waits.
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  )
})

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label' | 'children'> {
  /** What it does: its name for everybody who can't see the icon, and its tooltip. */
  label: string
  icon: ReactNode
  size?: 's' | 'm' | undefined
  tone?: 'quiet' | 'plain' | 'danger' | undefined
  /** Something new behind it: a number or a dot. Put what it means into the label. */
  badge?: number | boolean | undefined
  /** The keys that do the same, shown in the tooltip. */
  keys?: string | undefined
}

export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(props, ref) {
  const { label, icon, size = 'm', tone = 'quiet', badge, keys, className, type = 'button', ...rest } = props
  const tooltip = useTooltip(keys === undefined ? label : `${label} (${keys})`, rest)
  const showBadge = badge === true || (typeof badge === 'number' && badge > 0)
  return (
    <>
      <button
        {...rest}
        {...tooltip.props}
        ref={ref}
        type={type}
        className={classNames('yrsa-icon-button', className)}
        data-tone={tone}
        data-size={size}
        aria-label={label}
      >
        {icon}
        {showBadge && (
          // Drawn from the attribute: the label says it in words already.
          <span className="yrsa-button-badge" data-count={typeof badge === 'number' ? (badge > 99 ? '99+' : badge) : undefined} aria-hidden="true" />
        )}
      </button>
      {tooltip.element}
    </>
  )
})

export function Spinner({ className }: { className?: string | undefined }): ReactNode {
  return <span className={classNames('yrsa-spinner', className)} aria-hidden="true" />
}
