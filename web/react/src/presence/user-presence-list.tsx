// Who is in the document: avatars in the header, and behind them the list with names, roles, what they do, and following.
// One entry for each person, however many tabs they have; oneself first.
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { Eye, EyeOff } from 'lucide-react'
import type { Connection, Participant } from '@yrsa/client'
import { useParticipants } from '../hooks/use-presence.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import { Badge } from '../parts/display.tsx'
import { Popover } from '../parts/popover.tsx'
import { Stack } from './presence-indicator.tsx'
import type { Describe } from './presence-words.ts'
import { listOf, ROLE_WORDS, whatTheyDo } from './presence-words.ts'

export interface UserPresenceListProps {
  connection?: Connection | undefined
  /** How many avatars stand in the header; the others are "+N". */
  most?: number | undefined
  /** Called with a user's id; without it nobody can be followed. */
  onFollow?: ((user: string) => void) | undefined
  onStopFollowing?: (() => void) | undefined
  /** The user who is followed. */
  following?: string | null | undefined
  /** What a place is called, for "Editing “Fix login”". */
  describe?: Describe | undefined
  className?: string | undefined
}

export function UserPresenceList(props: UserPresenceListProps): ReactNode {
  const { connection, most = 4, following = null, className } = props
  const everybody = useParticipants(connection)
  const people = useMemo(() => everybody.filter(({ status, self }) => self || status !== 'offline'), [everybody])
  if (people.length === 0) return null
  const names = listOf(people.map((one) => (one.self ? 'you' : one.user.name)), 4)
  const count = people.length === 1 ? '1 person' : `${people.length} people`
  return (
    <div className={classNames('yrsa-people', className)}>
      <Popover
        label="People here"
        align="end"
        className="yrsa-people-popover"
        trigger={(trigger) => (
          <button {...trigger} type="button" className="yrsa-people-button" aria-label={`${count} here: ${names}`}>
            <Stack people={people} most={most} size="m" following={following} />
          </button>
        )}
      >
        {(close) => (
          <>
            <h3 className="yrsa-people-title">{count} here</h3>
            <ul className="yrsa-people-list">
              {people.map((person) => (
                <Person key={person.user.id} person={person} close={close} {...props} />
              ))}
            </ul>
          </>
        )}
      </Popover>
    </div>
  )
}

function Person({ person, close, onFollow, onStopFollowing, following, describe }: UserPresenceListProps & { person: Participant; close(): void }): ReactNode {
  const { user, role, self, status, clients } = person
  const followed = following === user.id
  const tabs = clients.length > 1 ? `, ${clients.length} tabs` : ''
  return (
    <li className="yrsa-people-person">
      <Avatar user={user} status={status} />
      <span className="yrsa-people-words">
        <span className="yrsa-people-name">
          <span className="yrsa-people-called">{user.name}</span>
          {self && <span className="yrsa-people-you">You</span>}
          {role !== undefined && <Badge tone={role === 'owner' ? 'accent' : 'plain'}>{ROLE_WORDS[role]}</Badge>}
        </span>
        <span className="yrsa-people-doing">
          {whatTheyDo(person, describe)}
          {tabs}
        </span>
      </span>
      {!self && onFollow !== undefined && (
        <IconButton
          size="s"
          tone={followed ? 'plain' : 'quiet'}
          icon={followed ? <EyeOff /> : <Eye />}
          label={followed ? `Stop following ${user.name}` : `Follow ${user.name}`}
          onClick={() => {
            if (followed) onStopFollowing?.()
            else onFollow(user.id)
            close()
          }}
        />
      )}
    </li>
  )
}

/** The frame around an editor while one follows somebody: whose view it is and how to leave it. */
export function FollowingBar({ user, onStop, className }: { user: { name: string; color: string }; onStop(): void; className?: string | undefined }): ReactNode {
  return (
    <div className={classNames('yrsa-following', className)} role="status">
      <Avatar user={user} size="s" />
      <span>You follow {user.name}</span>
      <Button size="s" tone="quiet" onClick={onStop}>
        Stop
      </Button>
    </div>
  )
}
