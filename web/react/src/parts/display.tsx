// Small things to look at: badges, times, notices, empty places, keys. Used everywhere.
// Nothing here keeps state but the clock.
import type { ReactNode } from 'react'
import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import { classNames } from './class-names.ts'
import { useNow } from './now.ts'
import { exactTime, relativeTime } from './time-words.ts'

export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad'

export function Badge({ tone = 'plain', icon, className, children }: { tone?: Tone; icon?: ReactNode; className?: string | undefined; children: ReactNode }): ReactNode {
  return (
    <span className={classNames('yrsa-badge', className)} data-tone={tone}>
      {icon}
      {children}
    </span>
  )
}

/** "5 minutes ago"; the exact time on hover. */
export function RelativeTime({ at, className }: { at: number; className?: string | undefined }): ReactNode {
  const now = useNow()
  return (
    <time className={classNames('yrsa-time', className)} dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {relativeTime(at, now)}
    </time>
  )
}

export interface NoticeProps {
  tone?: 'info' | 'warn' | 'bad' | undefined
  children: ReactNode
  action?: ReactNode
  className?: string | undefined
  /** Read out when it appears. */
  live?: boolean | undefined
}

export function Notice({ tone = 'info', children, action, className, live = false }: NoticeProps): ReactNode {
  const Icon = tone === 'info' ? Info : tone === 'warn' ? TriangleAlert : CircleAlert
  return (
    <div className={classNames('yrsa-notice', className)} data-tone={tone} role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
      <Icon aria-hidden="true" />
      <div className="yrsa-notice-words">{children}</div>
      {action}
    </div>
  )
}

export interface EmptyStateProps {
  icon?: ReactNode
  title: string
  children?: ReactNode
  action?: ReactNode
  className?: string | undefined
}

/** What stands where nothing is yet: what would be here, and what to do. */
export function EmptyState({ icon, title, children, action, className }: EmptyStateProps): ReactNode {
  return (
    <div className={classNames('yrsa-empty', className)}>
      {icon !== undefined && (
        <span className="yrsa-empty-icon" aria-hidden="true">
          {icon}
        </span>
      )}
      <p className="yrsa-empty-title">{title}</p>
      {children !== undefined && <div className="yrsa-empty-words">{children}</div>}
      {action}
    </div>
  )
}

export function Keys({ children }: { children: string }): ReactNode {
  return <kbd className="yrsa-keys">{children}</kbd>
}

export function VisuallyHidden({ children }: { children: ReactNode }): ReactNode {
  return <span className="yrsa-visually-hidden">{children}</span>
}

/** Grey bars where something is on its way. */
export function Loading({ lines = 3, label = 'Loading', className }: { lines?: number; label?: string; className?: string | undefined }): ReactNode {
  return (
    <div className={classNames('yrsa-loading', className)} role="status">
      <VisuallyHidden>{label}</VisuallyHidden>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className="yrsa-loading-line" aria-hidden="true" />
      ))}
    </div>
  )
}
