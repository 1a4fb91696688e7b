// Who is at a place (a card, a section) or in the document, as small overlapping avatars. For cards, rows, headers.
// Only to look at; `UserPresenceList` is the one with names, roles and following.
import { useMemo } from 'react'
import type { ReactNode } from 'react'
import type { Connection, Participant } from '@yrsa/client'
import { useParticipants } from '../hooks/use-presence.ts'
import { Avatar } from '../parts/avatar.tsx'
import { classNames } from '../parts/class-names.ts'
import { Tooltip } from '../parts/tooltip.tsx'
import { listOf } from './presence-words.ts'

export interface PresenceIndicatorProps {
  /** Who is at this place or in it; without it everybody. */
  path?: string | undefined
  /** Oneself is left out unless this is set. */
  self?: boolean | undefined
  most?: number | undefined
  size?: 's' | 'm' | undefined
  connection?: Connection | undefined
  className?: string | undefined
}

export function PresenceIndicator({ path, self = false, most = 3, size = 's', connection, className }: PresenceIndicatorProps): ReactNode {
  const participants = useParticipants(connection)
  const here = useMemo(
    () => participants.filter((one) => one.status !== 'offline' && (self || !one.self) && (path === undefined || isAt(one.place, path))),
    [participants, self, path],
  )
  if (here.length === 0) return null
  const names = here.map((one) => (one.self ? 'you' : one.user.name))
  const words = `${listOf(names, 4)} ${here.length === 1 && !here[0]?.self ? 'is' : 'are'} here`
  return (
    <Tooltip text={words}>
      <span className={classNames('yrsa-presence', className)} data-size={size} role="img" aria-label={words}>
        <Stack people={here} most={most} size={size} />
      </span>
    </Tooltip>
  )
}

/** Overlapping avatars and how many more there are. */
export function Stack({ people, most, size, following }: { people: readonly Participant[]; most: number; size: 's' | 'm'; following?: string | null }): ReactNode {
  // One more circle is as wide as the "+1" that it would stand for.
  const shown = people.length <= most + 1 ? people : people.slice(0, most)
  const rest = people.length - shown.length
  return (
    <span className="yrsa-stack" data-size={size} aria-hidden="true">
      {shown.map(({ user, status }) => (
        <span key={user.id} className="yrsa-stack-one" data-following={user.id === following || undefined}>
          <Avatar user={user} size={size} status={size === 'm' ? status : undefined} />
        </span>
      ))}
      {rest > 0 && <span className="yrsa-stack-more" data-more={`+${rest > 99 ? 99 : rest}`} />}
    </span>
  )
}

/** Whether a place is this one or lies in it. */
export function isAt(place: string | null, path: string): boolean {
  return place !== null && (place === path || path === '' || place.startsWith(`${path}/`))
}
