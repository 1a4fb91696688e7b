// Shows whether a part of the document is locked, by whom, why and for how long, and takes, gives back or breaks the lock.
// For cards, nodes, sections, headers. What a lock does is done by the server; this only shows it and asks.
import { useId, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { Columns3, FileText, Lock as LockIcon, LockOpen, RectangleEllipsis, Spline, SquareKanban, TextCursor, Workflow } from 'lucide-react'
import { calledOf } from '@yrsa/client'
import type { Connection, Lock } from '@yrsa/client'
import { useConnection } from '../hooks/context.tsx'
import type { UsedLock, UseLockOptions } from '../hooks/use-locks.ts'
import { useLock } from '../hooks/use-locks.ts'
import { useAccess, useParticipants } from '../hooks/use-presence.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Button } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import { TextField } from '../parts/field.tsx'
import { VisuallyHidden } from '../parts/display.tsx'
import { useNow } from '../parts/now.ts'
import { Popover } from '../parts/popover.tsx'
import { timeLeft } from '../parts/time-words.ts'
import { useTooltip } from '../parts/tooltip.tsx'
import type { Describe } from '../presence/presence-words.ts'
import type { LockKind } from './lock-kinds.ts'
import { kindOfPath } from './lock-kinds.ts'

const ICONS: Record<LockKind, typeof LockIcon> = {
  document: FileText,
  card: SquareKanban,
  column: Columns3,
  node: Workflow,
  edge: Spline,
  section: RectangleEllipsis,
  text: TextCursor,
}

export interface EditLockIndicatorProps {
  /** JSON pointer of what it is about: '/cards/c1'; empty for the whole document. */
  path: string
  kind?: LockKind | undefined
  /** `full` says holder and time beside the icon, `icon` only in the details. */
  show?: 'full' | 'icon' | undefined
  /** Nothing is shown while it isn't locked: for places where locks are seen but taken elsewhere. */
  lockedOnly?: boolean | undefined
  /** What a path is called: `/cards/c1` is “Fix login”. */
  describe?: Describe | undefined
  options?: Omit<UseLockOptions, 'connection'> | undefined
  connection?: Connection | undefined
  className?: string | undefined
}

export function EditLockIndicator(props: EditLockIndicatorProps): ReactNode {
  const { path, show = 'full', lockedOnly = false, describe, options, className } = props
  const connection = useConnection(props.connection)
  const used = useLock(path, { ...options, connection })
  const access = useAccess(connection)
  const [open, setOpen] = useState(false)
  const { lock, mine } = used
  const kind = props.kind ?? kindOfPath(path)
  const mayTake = access.role === 'editor' || access.role === 'owner'
  if (lock === undefined && (lockedOnly || !mayTake)) return null
  const state = lock === undefined ? 'free' : mine ? 'mine' : 'other'
  return (
    <Popover
      label={lock === undefined ? `Lock this ${kind}` : 'Lock'}
      open={open}
      onOpenChange={setOpen}
      className="yrsa-lock-details"
      trigger={(trigger) => (
        <LockButton {...trigger} trigger={trigger} lock={lock} mine={mine} kind={kind} show={show} state={state} className={className} />
      )}
    >
      {lock === undefined ? (
        <TakeLock used={used} kind={kind} close={() => setOpen(false)} />
      ) : (
        <LockDetails lock={lock} used={used} path={path} mayBreak={access.mayOwn} describe={describe} connection={connection} close={() => setOpen(false)} />
      )}
    </Popover>
  )
}

interface LockButtonProps {
  trigger: Parameters<Parameters<typeof Popover>[0]['trigger']>[0]
  lock: Lock | undefined
  mine: boolean
  kind: LockKind
  show: 'full' | 'icon'
  state: string
  className?: string | undefined
}

function LockButton({ trigger, lock, mine, kind, show, state, className }: LockButtonProps): ReactNode {
  const now = useNow()
  const holder = lock === undefined ? '' : mine ? 'you' : nameOf(lock)
  const words = lock === undefined ? `Lock this ${kind}` : `Locked by ${holder}`
  const left = lock === undefined ? '' : timeLeft(lock.expires_at - now)
  const reason = lock?.reason ? `: ${lock.reason}` : ''
  const { onPointerDown, ...rest } = trigger
  const tooltip = useTooltip(show === 'full' && lock !== undefined ? '' : `${words}${reason}`, { onPointerDown })
  const Kind = ICONS[kind]
  return (
    <>
      <button
        {...rest}
        {...tooltip.props}
        type="button"
        className={classNames('yrsa-lock', className)}
        data-state={state}
        data-show={show}
        data-kind={kind}
        // Where there are words to see, the name is made of them: who says what they see must be understood.
        aria-label={show === 'full' && lock !== undefined ? undefined : lock === undefined ? words : `${words}${reason}, ${left} left`}
      >
        <span className="yrsa-lock-icon" aria-hidden="true">
          {lock === undefined ? <LockOpen /> : <LockIcon />}
          {show === 'full' && lock !== undefined && <Kind className="yrsa-lock-kind" />}
        </span>
        {show === 'full' && lock !== undefined && (
          <>
            <VisuallyHidden>{`${words}${reason}, `}</VisuallyHidden>
            <span className="yrsa-lock-holder" aria-hidden="true">
              {mine ? 'You' : holder}
            </span>
            <span className="yrsa-lock-left">{left}</span>
            <VisuallyHidden> left</VisuallyHidden>
          </>
        )}
      </button>
      {tooltip.element}
    </>
  )
}

function TakeLock({ used, kind, close }: { used: UsedLock; kind: LockKind; close(): void }): ReactNode {
  const [reason, setReason] = useState('')
  const { busy, error, take } = used
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (await take(reason.trim())) close()
  }
  return (
    <form className="yrsa-lock-form" onSubmit={(event) => void onSubmit(event)}>
      <p>Only you can edit this {kind} while you hold the lock.</p>
      <TextField label="Reason (optional)" value={reason} maxLength={120} data-autofocus="" onChange={({ target }) => setReason(target.value)} error={error} />
      <Button type="submit" tone="primary" icon={<LockIcon />} busy={busy}>
        Lock
      </Button>
    </form>
  )
}

interface LockDetailsProps {
  lock: Lock
  used: UsedLock
  path: string
  mayBreak: boolean
  describe: Describe | undefined
  connection: Connection
  close(): void
}

function LockDetails({ lock, used, path, mayBreak, describe, connection, close }: LockDetailsProps): ReactNode {
  const { mine, busy, error, release, breakLock } = used
  const now = useNow()
  const title = useId()
  const [asking, setAsking] = useState(false)
  const color = useParticipants(connection).find(({ user }) => user.id === lock.holder.id)?.user.color
  const what = lock.path === path ? null : (describe?.(lock.path) ?? (lock.path === '' ? 'the whole document' : `the ${kindOfPath(lock.path)} around this`))
  const end = async (work: () => Promise<boolean>): Promise<void> => {
    if (await work()) close()
  }
  return (
    <div className="yrsa-lock-info" role="group" aria-labelledby={title}>
      <div className="yrsa-lock-who">
        <Avatar user={{ id: lock.holder.id, name: nameOf(lock), color }} />
        <div>
          <p id={title} className="yrsa-lock-title">
            Locked by {mine ? 'you' : nameOf(lock)}
          </p>
          <p className="yrsa-lock-sub">
            {timeLeft(lock.expires_at - now)} left{what === null ? '' : ` · ${what}`}
          </p>
        </div>
      </div>
      {lock.reason !== null && lock.reason !== undefined && lock.reason !== '' && <p className="yrsa-lock-reason">{lock.reason}</p>}
      {!mine && <p className="yrsa-lock-sub">What you change here is undone until the lock ends.</p>}
      {error !== '' && (
        <p className="yrsa-error" role="alert">
          {error}
        </p>
      )}
      {mine && (
        <Button icon={<LockOpen />} busy={busy} onClick={() => void end(release)}>
          Release
        </Button>
      )}
      {!mine && mayBreak && !asking && (
        <Button icon={<LockOpen />} onClick={() => setAsking(true)}>
          Break lock
        </Button>
      )}
      {!mine && mayBreak && asking && (
        <div className="yrsa-lock-asking" role="group" aria-label="Break the lock?">
          <p>{nameOf(lock)} may be in the middle of something.</p>
          <Button size="s" tone="danger" busy={busy} autoFocus onClick={() => void end(breakLock)}>
            Break lock
          </Button>
          <Button size="s" tone="quiet" onClick={() => setAsking(false)}>
            Keep
          </Button>
        </div>
      )}
    </div>
  )
}

function nameOf({ holder }: Lock): string {
  return calledOf(holder.id, holder.name)
}
