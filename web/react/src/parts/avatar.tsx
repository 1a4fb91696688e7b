// A person as a coloured circle with initials. Used wherever somebody is shown.
// Its name is in the text beside it or in `label`; alone it is decoration.
import type { CSSProperties, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { stableColor } from '@yrsa/client'
import { initials, inkOn, safeColor } from './person-colors.ts'

export interface AvatarProps {
  /** Without a colour it gets the one that follows from the id. */
  user: { id?: string | undefined; name: string; color?: string | undefined }
  size?: 's' | 'm' | 'l' | undefined
  status?: 'active' | 'idle' | 'away' | 'busy' | 'offline' | undefined
  /** Without it the avatar is hidden from assistive technology. */
  label?: string | undefined
  className?: string | undefined
}

export function Avatar({ user, size = 'm', status, label, className }: AvatarProps): ReactNode {
  const color = safeColor(user.color ?? stableColor(user.id ?? user.name))
  const style = { '--yrsa-person': color, '--yrsa-person-ink': inkOn(color) } as CSSProperties
  return (
    <span
      className={classNames('yrsa-avatar', className)}
      data-size={size}
      data-status={status}
      style={style}
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined ? true : undefined}
    >
      {/* Drawn by the style sheet: what is read as text would have to be in the names of buttons around it. */}
      <span aria-hidden="true" data-initials={initials(user.name)} />
      {status !== undefined && <span className="yrsa-avatar-status" data-status={status} aria-hidden="true" />}
    </span>
  )
}
