// How people, roles, states and places are called. Used by presence lists, locks, feeds.
// What others announced is shown as they wrote it, shortened; nothing of it is markup.
import type { Participant, Role } from '@yrsa/client'

export const ROLE_WORDS: Record<Role, string> = { owner: 'Owner', editor: 'Editor', commenter: 'Commenter', viewer: 'Viewer' }

export const STATUS_WORDS: Record<Participant['status'], string> = {
  active: 'Active',
  idle: 'Idle',
  away: 'Away',
  busy: 'Do not disturb',
  offline: 'Offline',
}

const KNOWN_ACTIVITIES: Record<string, string> = { editing: 'Editing', viewing: 'Viewing', typing: 'Typing', running: 'Running', commenting: 'Commenting' }

/** "Editing “Fix login”", "Away", "Active". */
export function whatTheyDo({ status, activity, place }: Pick<Participant, 'status' | 'activity' | 'place'>, describe?: Describe): string {
  if (status === 'away' || status === 'offline' || status === 'busy') return STATUS_WORDS[status]
  const doing = activity === null || activity === '' ? null : (KNOWN_ACTIVITIES[activity] ?? shortened(activity, 60))
  const where = place === null || describe === undefined ? null : describe(place)
  if (doing === null && where === null) return STATUS_WORDS[status]
  if (where === null || where === undefined) return doing ?? STATUS_WORDS[status]
  if (doing === null) return `At ${where}`
  // An activity in one's own words says all there is to say.
  return activity !== null && activity in KNOWN_ACTIVITIES ? `${doing} ${where}` : doing
}

/** What a place is called: `/cards/c1` is “Fix login”. Nothing where that isn't known. */
export type Describe = (path: string) => string | null | undefined

export function shortened(text: string, length: number): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()]
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : characters.join('')
}

/** "Ada", "Ada and Bob", "Ada, Bob and 3 others". */
export function listOf(names: readonly string[], most = 3): string {
  if (names.length <= 1) return names[0] ?? ''
  if (names.length <= most) return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  const others = names.length - (most - 1)
  return `${names.slice(0, most - 1).join(', ')} and ${others} others`
}
