// How people work together on this document: whose turn it is and asking for it, or that one edits only what one has locked.
// Shows nothing in a session as usual (parallel). For the header of a document; `SessionMenu` is where owners choose the mode.
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Hand, Lock as LockIcon, Users } from 'lucide-react'
import type { Connection, SessionMode, SessionState } from '@yrsa/client'
import { useConnection } from '../hooks/context.tsx'
import { sentenceOf } from '../hooks/sentence-of.ts'
import { useAccess } from '../hooks/use-presence.ts'
import { useSession } from '../hooks/use-session.ts'
import { Button } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import type { MenuItem } from '../parts/menu.tsx'
import { Menu } from '../parts/menu.tsx'
import { useNow } from '../parts/now.ts'
import { timeLeft } from '../parts/time-words.ts'

export interface SessionBarProps {
  connection?: Connection | undefined
  className?: string | undefined
}

export function SessionBar({ connection, className }: SessionBarProps): ReactNode {
  const used = useConnection(connection)
  const { state } = useSession(used)
  if (state.mode === 'parallel') return null
  return (
    <div className={classNames('yrsa-session', className)} data-mode={state.mode} data-mine={state.mode === 'sequential' && state.mine ? '' : undefined}>
      {state.mode === 'locked' ? (
        <>
          <LockIcon aria-hidden="true" />
          <span className="yrsa-session-words">Lock what you want to edit</span>
        </>
      ) : (
        <Turns connection={used} state={state} />
      )}
    </div>
  )
}

function Turns({ connection, state }: { connection: Connection; state: SessionState }): ReactNode {
  const { source } = useSession(connection)
  const { role, mayOwn } = useAccess(connection)
  const now = useNow(1_000)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const { mine, turn, waiting } = state
  const queue = turn?.queue ?? []
  const mayEdit = role === 'editor' || role === 'owner'
  const act = (work: () => Promise<unknown>) => async (): Promise<void> => {
    setBusy(true)
    setError('')
    try {
      await work()
    } catch (reason) {
      setError(sentenceOf(reason))
    } finally {
      setBusy(false)
    }
  }
  const holder = turn?.holder ?? null
  const left = turn?.expires_at && queue.length > 0 ? timeLeft(turn.expires_at - now) : ''
  const over = turn?.expires_at !== undefined && turn.expires_at !== null && turn.expires_at <= now
  const passing: MenuItem[] = queue.map(({ id, name }, index) => ({
    id,
    label: name ?? id,
    ...(index === 0 ? { detail: 'Next in line' } : {}),
    onSelect: () => void act(() => source.passTurn(id))(),
  }))
  return (
    <>
      <Hand aria-hidden="true" />
      <span className="yrsa-session-words" role="status">
        {turnWords(state)}
      </span>
      {left !== '' && !over && (
        <span className="yrsa-session-left" aria-label={`${left} left`}>
          {left}
        </span>
      )}
      {error !== '' && (
        <span className="yrsa-error" role="alert">
          {error}
        </span>
      )}
      {mine && queue.length > 1 && (
        <Menu
          label="Pass the turn to"
          items={passing}
          align="end"
          trigger={(props) => (
            <Button {...props} size="s" busy={busy}>
              Pass on
            </Button>
          )}
        />
      )}
      {mine && queue.length === 1 && (
        <Button size="s" busy={busy} onClick={() => void act(() => source.passTurn())()}>
          Pass to {queue[0]?.name ?? queue[0]?.id}
        </Button>
      )}
      {mine && queue.length === 0 && (
        <Button size="s" busy={busy} onClick={() => void act(() => source.giveUpTurn())()}>
          Give it up
        </Button>
      )}
      {!mine && waiting > 0 && (
        <Button size="s" tone="quiet" busy={busy} onClick={() => void act(() => source.giveUpTurn())()}>
          Stop waiting
        </Button>
      )}
      {!mine && waiting === 0 && mayEdit && (
        <Button size="s" tone={holder === null ? 'primary' : 'plain'} busy={busy} onClick={() => void act(() => source.requestTurn())()}>
          {holder === null ? 'Take the turn' : 'Ask for the turn'}
        </Button>
      )}
      {!mine && mayOwn && holder !== null && (
        <Button size="s" tone="quiet" busy={busy} onClick={() => void act(() => source.takeTurn())()}>
          Take it now
        </Button>
      )}
    </>
  )
}

function turnWords({ mine, turn, waiting }: SessionState): string {
  const queue = turn?.queue ?? []
  if (mine) return queue.length === 0 ? 'It is your turn' : `It is your turn, ${queue.length} ${queue.length === 1 ? 'waits' : 'wait'}`
  const holder = turn?.holder
  if (!holder) return 'It is nobody’s turn'
  const whose = `It is ${possessive(holder.name ?? holder.id)} turn`
  return waiting === 0 ? whose : waiting === 1 ? `${whose}, you are next` : `${whose}, you are number ${waiting}`
}

function possessive(name: string): string {
  return name.endsWith('s') ? `${name}’` : `${name}’s`
}

const MODES: Record<SessionMode, { label: string; detail: string; icon: ReactNode }> = {
  parallel: { label: 'Everybody edits', detail: 'All who may edit do so at the same time.', icon: <Users /> },
  sequential: { label: 'Take turns', detail: 'One person edits at a time.', icon: <Hand /> },
  locked: { label: 'Lock first', detail: 'People edit only what they have locked.', icon: <LockIcon /> },
}

/** The modes as entries of a menu, for owners; put them into a menu of your own, or use `SessionMenu`. */
export function useSessionModes(onError: (sentence: string) => void, connection?: Connection): MenuItem[] {
  const used = useConnection(connection)
  const { state, source } = useSession(used)
  const { mayOwn } = useAccess(used)
  return (Object.keys(MODES) as SessionMode[]).map((mode) => ({
    id: mode,
    ...MODES[mode],
    checked: state.mode === mode,
    disabled: !mayOwn,
    onSelect: () => {
      source.change({ mode }).catch((reason: unknown) => onError(sentenceOf(reason)))
    },
  }))
}

export interface SessionMenuProps extends SessionBarProps {
  onError?: ((sentence: string) => void) | undefined
}

export function SessionMenu({ connection, className, onError = () => {} }: SessionMenuProps): ReactNode {
  const used = useConnection(connection)
  const { state } = useSession(used)
  const items = useSessionModes(onError, used)
  const { label, icon } = MODES[state.mode]
  return (
    <Menu
      label="How people edit here"
      items={items}
      trigger={(props) => (
        <Button {...props} {...(className === undefined ? {} : { className })} tone="quiet" icon={icon}>
          {label}
        </Button>
      )}
    />
  )
}
