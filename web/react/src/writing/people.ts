// Who is who in comments and chat: names and colours by id, from those who are here and those who wrote.
// What is shown comes from the server; an id without a name is shown as the id, if people can read it.
import { calledOf, stableColor } from '@yrsa/client'
import type { Participant, Who } from '@yrsa/client'

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
    known.set(id, { id, name: calledOf(id, name), color: before?.color ?? stableColor(id) })
  }
  return {
    me,
    all: [...known.values()],
    find: (id) => known.get(id) ?? { id, name: calledOf(id), color: stableColor(id) },
  }
}

/** "Ada", "Ada and Bob", "Ada, Bob and 3 others". */
export function namesOf(names: readonly string[], most = 3): string {
  if (names.length <= 1) return names[0] ?? ''
  if (names.length <= most) return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  const others = names.length - (most - 1)
  return `${names.slice(0, most - 1).join(', ')} and ${others} others`
}
