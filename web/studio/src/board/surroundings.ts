// What others do around the cards of a board: locks, who is at which card, comments, and how people are called.
// Used by board-editor.tsx. What did not change stays the identical object, however often pointers move.
import type { Connection, Lock, Other, Thread, Who } from '@yrsa/client'
import { useLocks, useObservable, useParticipants, useThreads } from '@yrsa/react'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { cardIn } from './card-words.ts'
import type { CardSurroundings } from './column-lane.tsx'

export interface BoardLocks {
  cards: ReadonlyMap<string, Lock>
  barred: ReadonlySet<string>
  columns: ReadonlyMap<string, Lock>
  /** Somebody else's on all cards, all columns, or the whole board. */
  allCards: Lock | null
  allColumns: Lock | null
}

export function sortLocks(locks: readonly Lock[], me: string | undefined, cardIds: Iterable<string>): BoardLocks {
  const cards = new Map<string, Lock>()
  const barred = new Set<string>()
  const columns = new Map<string, Lock>()
  let allCards: Lock | null = null
  let allColumns: Lock | null = null
  for (const lock of locks) {
    const others = lock.holder.id !== me
    const [, root, id] = lock.path.split('/')
    if (lock.path === '') {
      if (others) allCards = allColumns = lock
    } else if (root === 'cards') {
      const card = cardIn(lock.path)
      if (card === null) allCards = others ? lock : allCards
      else {
        cards.set(card, lock)
        if (others) barred.add(card)
      }
    } else if (root === 'columns') {
      if (id === undefined || id === '') allColumns = others ? lock : allColumns
      else if (others) columns.set(id.replaceAll('~1', '/').replaceAll('~0', '~'), lock)
    }
  }
  if (allCards !== null) for (const id of cardIds) barred.add(id)
  return { cards, barred, columns, allCards, allColumns }
}

/** Who is at which card, one entry for each user. Lists are sorted, so that the order of connections changes nothing. */
export function peopleAtCards(others: readonly Other[], before: ReadonlyMap<string, readonly Who[]>): ReadonlyMap<string, readonly Who[]> {
  const now = new Map<string, Who[]>()
  for (const { user, state, status } of others) {
    const card = status === 'away' ? null : cardIn(state.place)
    if (card === null) continue
    const here = now.get(card)
    if (here === undefined) now.set(card, [user])
    else if (!here.some(({ id }) => id === user.id)) here.push(user)
  }
  let same = now.size === before.size
  const kept = new Map<string, readonly Who[]>()
  for (const [card, list] of now) {
    list.sort((a, b) => (a.id < b.id ? -1 : 1))
    const old = before.get(card)
    const equal = old !== undefined && old.length === list.length && list.every((who, at) => sameWho(who, old[at]))
    kept.set(card, equal ? old : list)
    same &&= equal
  }
  return same ? before : kept
}

function sameWho(a: Who, b: Who | undefined): boolean {
  return b !== undefined && a.id === b.id && a.name === b.name && a.color === b.color
}

export function useCardPeople(connection: Connection): ReadonlyMap<string, readonly Who[]> {
  const known = useRef<ReadonlyMap<string, readonly Who[]>>(new Map())
  const subscribe = useCallback((listener: () => void) => connection.others.subscribe(listener), [connection])
  const get = useCallback(() => (known.current = peopleAtCards(connection.others.get(), known.current)), [connection])
  return useSyncExternalStore(subscribe, get, get)
}

/** Everybody who is or was here, by id. Who never was goes by their id. */
export function usePeople(connection: Connection): ReadonlyMap<string, Who> {
  const participants = useParticipants(connection)
  const [seen, setSeen] = useState<readonly Who[]>([])
  useEffect(() => {
    let wanted = true
    connection.client.api
      .GET('/api/documents/{scope}/presence', { params: { path: { scope: connection.id }, query: { offline: true, states: false } } })
      .then(({ data }) => {
        if (wanted && data !== undefined) setSeen(data.participants.flatMap(({ user }) => (user == null ? [] : [{ id: user.id, name: user.name ?? user.id, color: user.color }])))
      })
      // Offline: people go by their ids until they come.
      .catch(() => {})
    return () => {
      wanted = false
    }
  }, [connection])
  const known = useRef<ReadonlyMap<string, Who>>(new Map())
  return useMemo(() => {
    const now = new Map<string, Who>()
    for (const who of [...seen, ...participants.map(({ user }) => user)]) {
      const old = known.current.get(who.id)
      now.set(who.id, old !== undefined && sameWho(old, who) ? old : who)
    }
    const same = now.size === known.current.size && [...now].every(([id, who]) => known.current.get(id) === who)
    if (!same) known.current = now
    return known.current
  }, [participants, seen])
}

export function openThreadsByCard(threads: readonly Thread[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const thread of threads) {
    if (thread.resolved || thread.deletedAt != null) continue
    const card = thread.anchor.type === 'document' ? null : cardIn(thread.anchor.path)
    if (card !== null) counts.set(card, (counts.get(card) ?? 0) + 1)
  }
  return counts
}

export function whoIs(people: ReadonlyMap<string, Who>, id: string): Who {
  return people.get(id) ?? { id, name: id, color: '' }
}

export function useSurroundings(connection: Connection, cardIds: readonly string[], assigned: readonly string[]): { around: CardSurroundings; locks: BoardLocks; people: ReadonlyMap<string, Who> } {
  const { locks: all } = useLocks(connection)
  const me = useObservable(connection.me)?.id
  const locks = useMemo(() => sortLocks(all, me, cardIds), [all, me, cardIds])
  const here = useCardPeople(connection)
  const { threads } = useThreads({ connection })
  const comments = useMemo(() => openThreadsByCard(threads), [threads])
  const people = usePeople(connection)
  const unknown = useRef(new Map<string, Who>())
  const assignees = useMemo(() => {
    const named = new Map<string, Who>()
    for (const id of assigned) {
      const who = people.get(id) ?? unknown.current.get(id) ?? whoIs(people, id)
      if (!people.has(id)) unknown.current.set(id, who)
      named.set(id, who)
    }
    return named
  }, [assigned, people])
  const around = useMemo(() => ({ locks: locks.cards, barred: locks.barred, people: here, comments, assignees }), [locks, here, comments, assignees])
  return { around, locks, people }
}
