// Who can be named in comments and chat: who is here, who wrote, and, for owners, who is a member.
// Asks for members only where the server would say them.
import { Members } from '@yrsa/client'
import type { Connection, MembersState, Observable } from '@yrsa/client'
import { useMemo } from 'react'
import { useObservable } from '../hooks/use-observable.ts'
import { candidatesFrom } from './mentions.ts'
import type { Candidate } from './mentions.ts'
import { peopleFrom } from './people.ts'
import type { People } from './people.ts'

const NOBODY: MembersState = { members: [], loaded: true, error: null }
const nobody: Observable<MembersState> = { get: () => NOBODY, subscribe: () => () => {} }
const known = new WeakMap<Connection, Members>()

function membersOf(connection: Connection): Members {
  let members = known.get(connection)
  if (!members) known.set(connection, (members = new Members(connection.client, connection.id)))
  return members
}

export interface KnownPeople {
  people: People
  candidates: readonly Candidate[]
}

/** `authors` must be the identical array until it changes. */
export function usePeople(connection: Connection, authors: readonly { id: string; name?: string | null | undefined }[]): KnownPeople {
  const participants = useObservable(connection.participants)
  const me = useObservable(connection.me)
  const { mayOwn } = useObservable(connection.access)
  const { members } = useObservable(mayOwn ? membersOf(connection) : nobody)
  // Participants change with everything they do; who they are hardly ever does.
  const users = participants.map(({ user }) => [user.id, user.name, user.color].join('\0')).join('\u0001')
  return useMemo(() => {
    const standing = members.filter(({ role }) => role !== 'blocked').map(({ user }) => ({ id: user }))
    const people = peopleFrom(me, participants, [...authors, ...standing])
    return { people, candidates: candidatesFrom(people.all, people.me?.id ?? null) }
  }, [me, users, authors, members])
}
