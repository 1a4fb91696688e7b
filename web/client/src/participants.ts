// Who is in a document, read out of the awareness states that the server stamped. Used by connection.ts.
// What was written by others is checked here. Gives the identical objects for everybody who did not change.
import type { Awareness } from 'y-protocols/awareness'
import type { Other, Participant, ParticipantStatus, Presence, Viewport, Who } from './document.ts'
import { cut, member, whoOf } from './people.ts'
import type { Role } from './types.ts'

const LONGEST_ACTIVITY = 256
const LONGEST_PLACE = 1_024
const ROLES: readonly Role[] = ['viewer', 'commenter', 'editor', 'owner']
/** What shows of somebody with several clients: the first of these that one of them is. */
const STATUSES: readonly ParticipantStatus[] = ['busy', 'active', 'idle', 'away', 'offline']

/** Made once: asking each name for its locale costs more than everything else here, and this runs with every cursor that moves. */
const byName = new Intl.Collator()

/** Reads a client's state. */
export function readOther(client: number, state: unknown): Other {
  return { client, user: whoOf(state, client), role: roleOf(state), status: statusOf(state), state: readPresence(state) }
}

/** All clients but the own one and the server's, the identical objects for those that did not change. */
export class Others {
  readonly #awareness: Awareness
  readonly #read = new Map<number, { state: unknown; other: Other }>()

  constructor(awareness: Awareness) {
    this.#awareness = awareness
  }

  list(previous: readonly Other[] | undefined): readonly Other[] {
    const others: Other[] = []
    for (const [client, state] of this.#awareness.getStates()) {
      if (client === this.#awareness.clientID || isServers(state)) continue
      // A state is replaced as a whole when it changes.
      const known = this.#read.get(client)
      const other = known?.state === state ? known.other : readOther(client, state)
      if (known?.state !== state) this.#read.set(client, { state, other })
      others.push(other)
    }
    for (const client of this.#read.keys()) if (!this.#awareness.getStates().has(client)) this.#read.delete(client)
    return previous !== undefined && isSameList(previous, others) ? previous : others
  }
}

/** The participants, looked at anew only when something of what they show changed: pointers move all the time. */
export class Participants {
  #others: readonly Other[] = []
  #own: unknown
  #me: Who | null = null

  list(own: { client: number; state: unknown; me: Who | null }, others: readonly Other[], previous: readonly Participant[] | undefined) {
    const before = this.#others
    const isSame = own.state === this.#own && own.me === this.#me && before.length === others.length
    this.#others = others
    this.#own = own.state
    this.#me = own.me
    if (previous !== undefined && isSame && others.every((other, index) => showsSame(other, before[index] as Other))) return previous
    return participantsOf(own, others, previous)
  }
}

function showsSame(a: Other, b: Other): boolean {
  if (a === b) return true
  return (
    a.client === b.client && a.user.id === b.user.id && a.user.name === b.user.name && a.user.color === b.user.color &&
    a.role === b.role && a.status === b.status && a.state.place === b.state.place && activityOf(a.state) === activityOf(b.state)
  )
}

/** One for each user, oneself first, then in the order in which they are named. */
export function participantsOf(
  own: { client: number; state: unknown; me: Who | null },
  others: readonly Other[],
  previous: readonly Participant[] | undefined,
): readonly Participant[] {
  const byUser = new Map<string, Other[]>()
  // Until the server said who one is, one is not shown as anybody.
  const mine = own.state === null || own.me === null ? undefined : { ...readOther(own.client, own.state), user: own.me }
  for (const other of mine ? [mine, ...others] : others) {
    const known = byUser.get(other.user.id)
    if (known) known.push(other)
    else byUser.set(other.user.id, [other])
  }
  const before = new Map(previous?.map((participant) => [participant.user.id, participant]))
  const self = own.me?.id
  const participants = [...byUser.values()].map((clients) => {
    const participant = together(clients, self)
    const known = before.get(participant.user.id)
    return known && isSameParticipant(known, participant) ? known : participant
  })
  participants.sort(
    (a, b) => Number(b.self) - Number(a.self) || byName.compare(a.user.name, b.user.name) || (a.user.id < b.user.id ? -1 : 1),
  )
  return previous !== undefined && isSameList(previous, participants) ? previous : participants
}

function together(clients: readonly Other[], self: string | undefined): Participant {
  const ranked = [...clients].sort((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status))
  const first = ranked[0] as Other
  const roles = clients.flatMap(({ role }) => role ?? [])
  return {
    user: (clients[0] as Other).user,
    role: ROLES.findLast((role) => roles.includes(role)),
    status: first.status,
    self: first.user.id === self,
    clients: clients.map(({ client }) => client).sort((a, b) => a - b),
    activity: ranked.map(({ state }) => activityOf(state)).find((activity) => activity !== null) ?? null,
    place: ranked.map(({ state }) => state.place).find((place) => typeof place === 'string') ?? null,
  }
}

/** The state in which the server shows sessions and locks. It takes this member out of everybody else's. */
export function isServers(state: unknown): boolean {
  return typeof member(state, 'yrsa') === 'object' && member(state, 'yrsa') !== null
}

export function roleOf(state: unknown): Role | undefined {
  const role = member(member(state, 'user'), 'role')
  return ROLES.find((known) => known === role)
}

function statusOf(state: unknown): ParticipantStatus {
  const status = member(member(state, 'user'), 'status')
  return STATUSES.find((known) => known === status) ?? (member(state, 'status') === 'busy' ? 'busy' : 'active')
}

function activityOf(state: Presence): string | null {
  if (typeof state.activity === 'string' && state.activity.trim() !== '') return state.activity.trim()
  for (const verb of ['typing', 'editing', 'viewing']) {
    const value = state[verb]
    if (value !== undefined && value !== null && value !== false) return verb
  }
  return null
}

/** A state as others may use it: members that mean something to us are what they should be, or missing. */
function readPresence(state: unknown): Presence {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return {}
  const { activity, status, place, typing, pointer, viewport, selection, ...rest } = state as Record<string, unknown>
  delete rest.user
  const presence: Presence = rest
  if (typeof activity === 'string') presence.activity = cut(activity, LONGEST_ACTIVITY)
  if (status === 'busy') presence.status = status
  if (typeof place === 'string' && place.length <= LONGEST_PLACE) presence.place = place
  if (typeof typing === 'boolean') presence.typing = typing
  const at = readPointer(pointer)
  if (at) presence.pointer = at
  const seen = readViewport(viewport)
  if (seen) presence.viewport = seen
  const selected = readSelection(selection)
  if (selected) presence.selection = selected
  return presence
}

function readPointer(value: unknown): { surface: string; x: number; y: number } | undefined {
  const [surface, x, y] = [member(value, 'surface'), member(value, 'x'), member(value, 'y')]
  return typeof surface === 'string' && isCoordinate(x) && isCoordinate(y) ? { surface: cut(surface, 256), x, y } : undefined
}

function readViewport(value: unknown): Viewport | undefined {
  const at = readPointer(value)
  const [width, height, zoom] = [member(value, 'width'), member(value, 'height'), member(value, 'zoom')]
  if (!at || !isCoordinate(width) || !isCoordinate(height) || width < 0 || height < 0) return undefined
  return { ...at, width, height, ...(isCoordinate(zoom) && zoom > 0 && { zoom }) }
}

function readSelection(value: unknown): Presence['selection'] {
  const selection: Record<string, readonly string[]> = {}
  for (const name of ['nodes', 'edges', 'cards', 'sections']) {
    const ids = member(value, name)
    if (Array.isArray(ids)) selection[name] = ids.filter((id) => typeof id === 'string').slice(0, 256)
  }
  return Object.keys(selection).length > 0 ? selection : undefined
}

/** Far beyond any page, and still a number that arithmetic is exact with. */
function isCoordinate(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e9
}

function isSameParticipant(a: Participant, b: Participant): boolean {
  return (
    a.user.id === b.user.id && a.user.name === b.user.name && a.user.color === b.user.color && a.role === b.role &&
    a.status === b.status && a.self === b.self && a.activity === b.activity && a.place === b.place && isSameList(a.clients, b.clients)
  )
}

export function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => Object.is(item, b[index]))
}
