// A connection to a document for as long as a component shows it. Two components that ask for the same one share it.
// StrictMode's rehearsal of effects opens no second connection; a connection ends as soon as nobody shows its document.
import { useEffect, useMemo, useState } from 'react'
import type { Client, Connection, ConnectOptions } from '@yrsa/client'
import { useClient } from './context.tsx'

interface Shared {
  readonly connection: Connection
  readonly options: ConnectOptions
  users: number
  ending: ReturnType<typeof setTimeout> | undefined
}

const open = new WeakMap<Client, Map<string, Shared[]>>()

export interface UseDocumentOptions extends ConnectOptions {
  client?: Client | undefined
}

/** `null` until the first effect ran, and while there is no id. Options other than `presence` that change make a new connection:
 * a `via` is made once, outside of the component. */
export function useDocument(id: string | null | undefined, options: UseDocumentOptions = {}): Connection | null {
  const { client: given, via, doc, kind, presence } = options
  // `{ user }` is written where it is used, so it is a new object at each render.
  const user = typeof options.offline === 'object' ? options.offline.user : undefined
  const offline = useMemo(() => (user === undefined ? Boolean(options.offline) : { user }), [user, Boolean(options.offline)])
  const client = useClient(given)
  const [connection, setConnection] = useState<Connection | null>(null)
  useEffect(() => {
    if (id === null || id === undefined || id === '') return
    const wanted: ConnectOptions = {
      ...(via === undefined ? {} : { via }),
      ...(doc === undefined ? {} : { doc }),
      ...(offline === false ? {} : { offline }),
      ...(kind === undefined ? {} : { kind }),
    }
    const shared = take(client, id, wanted, presence)
    setConnection(shared.connection)
    return () => {
      setConnection(null)
      release(client, id, shared)
    }
    // What one shows of oneself at first is asked for once; later `setPresence` says it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client, id, via, doc, offline, kind])
  return connection !== null && connection.id === id ? connection : null
}

function take(client: Client, id: string, options: ConnectOptions, presence: ConnectOptions['presence']): Shared {
  let documents = open.get(client)
  if (documents === undefined) open.set(client, (documents = new Map()))
  const list = documents.get(id) ?? []
  documents.set(id, list)
  let shared = list.find(({ options: { via, doc, offline, kind } }) =>
    via === options.via && doc === options.doc && kind === options.kind && ownerOf(offline) === ownerOf(options.offline))
  if (shared === undefined) {
    const connection = client.connect(id, { ...options, ...(presence === undefined ? {} : { presence }) })
    shared = { connection, options, users: 0, ending: undefined }
    list.push(shared)
  }
  clearTimeout(shared.ending)
  shared.users += 1
  return shared
}

/** Whose copy it is, if there is one. */
function ownerOf(offline: ConnectOptions['offline']): string | boolean {
  return typeof offline === 'object' ? `user ${offline.user}` : offline === true
}

function release(client: Client, id: string, shared: Shared): void {
  shared.users -= 1
  if (shared.users > 0) return
  // Whoever takes it in this very moment (StrictMode, a list that is sorted anew) keeps it.
  shared.ending = setTimeout(() => {
    const documents = open.get(client)
    const list = documents?.get(id)?.filter((other) => other !== shared) ?? []
    if (list.length === 0) documents?.delete(id)
    else documents?.set(id, list)
    shared.connection.destroy()
  }, 0)
}
