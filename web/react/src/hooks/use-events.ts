// What happens, and what concerns oneself: the stream of events and the inbox. For feeds, bells and live pages.
// Streams begin with the first component that looks and end some seconds after the last.
import { useMemo } from 'react'
import { Events, Inbox } from '@yrsa/client'
import type { Client, EventsOptions, EventsState, InboxState } from '@yrsa/client'
import { useClient } from './context.tsx'
import { useObservable } from './use-observable.ts'

export interface UseEventsOptions extends EventsOptions {
  client?: Client | undefined
}

/** Events of a document or below a prefix, the newest last, live. */
export function useEvents({ client, ...options }: UseEventsOptions): EventsState {
  const used = useClient(client)
  // Options are written where they are used, so they are new objects at each render.
  const key = JSON.stringify(options)
  const source = useMemo(() => new Events(used, JSON.parse(key) as EventsOptions), [used, key])
  return useObservable(source)
}

const known = new WeakMap<Client, Inbox>()

/** The inbox of who is signed in at a client; the same object each time. */
export function inboxOf(client: Client): Inbox {
  let inbox = known.get(client)
  if (inbox === undefined) known.set(client, (inbox = new Inbox(client)))
  return inbox
}

export function useInbox(client?: Client): { state: InboxState; source: Inbox } {
  const source = inboxOf(useClient(client))
  return { state: useObservable(source), source }
}
