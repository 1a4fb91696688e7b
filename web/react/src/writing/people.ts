// Who is who in comments and chat: names and colours by id, from those who are here and those who wrote.
// What is shown comes from the server; an id without a name is shown as the id, if people can read it.
import { calledOf } from '@yrsa/client'
import type { Participant, Who } from '@yrsa/client'

/** The colours that the server gives to users without one of their own. */
const PALETTE = [
  '#c2410c', '#b45309', '#a16207', '#4d7c0f', '#15803d', '#047857', '#0f766e', '#0e7490',
  '#0369a1', '#1d4ed8', '#4338ca', '#6d28d9', '#7e22ce', '#a21caf', '#be185d', '#be123c',
] as const

/** The colour that follows from a user's id, the same as everywhere else (FNV-1a, 64 bits). */
export function colorOf(id: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(id)) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn
  return PALETTE[Number(hash % 16n)] ?? '#1d4ed8'
}

export interface People {
  /** Oneself, as others see one. */
  readonly me: Who | null
  /** Everybody who is known, those who are here first. */
  readonly all: readonly Who[]
  find(id: string): Who
}

/** From who is here, who wrote, and who is a member. Whoever comes first says what somebody is called. */
export function peopleFrom(me: Who | null, participants: readonly Participant[], authors: Iterable<{ id: string; name?: string | null | undefined }>): People {
  const known = new Map<string, Who>()
  if (me) known.set(me.id, me)
  for (const { user } of participants) if (!known.has(user.id)) known.set(user.id, user)
  for (const { id, name } of authors) {
    const before = known.get(id)
    if (before && (before.name !== calledOf(id) || !name)) continue
    known.set(id, { id, name: calledOf(id, name), color: before?.color ?? colorOf(id) })
  }
  return {
    me,
    all: [...known.values()],
    find: (id) => known.get(id) ?? { id, name: calledOf(id), color: colorOf(id) },
  }
}

/** "Ada", "Ada and Bob", "Ada, Bob and 3 others". */
export function namesOf(names: readonly string[], most = 3): string {
  if (names.length <= 1) return names[0] ?? ''
  if (names.length <= most) return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  const others = names.length - (most - 1)
  return `${names.slice(0, most - 1).join(', ')} and ${others} others`
}
