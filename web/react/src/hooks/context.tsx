// Which client and which document the hooks and components below are about. One provider each, or an argument to each hook.
// Holds no state of its own and ends nothing: whoever made the client or the connection does.
import { createContext, useContext } from 'react'
import type { ReactNode } from 'react'
import type { Client, Connection } from '@yrsa/client'

const ClientContext = createContext<Client | null>(null)
const ConnectionContext = createContext<Connection | null>(null)

export function YrsaProvider({ client, children }: { client: Client; children: ReactNode }): ReactNode {
  return <ClientContext.Provider value={client}>{children}</ClientContext.Provider>
}

export function ConnectionProvider({ connection, children }: { connection: Connection; children: ReactNode }): ReactNode {
  return <ConnectionContext.Provider value={connection}>{children}</ConnectionContext.Provider>
}

/** The client that was given, that of the connection around, or that of the provider. */
export function useClient(client?: Client | null): Client {
  const provided = useContext(ClientContext)
  const connection = useContext(ConnectionContext)
  const found = client ?? provided ?? connection?.client
  if (!found) throw new Error('No client: put a <YrsaProvider client={…}> around this, or pass one.')
  return found
}

/** The connection that was given, or that of the provider. */
export function useConnection(connection?: Connection | null): Connection {
  const provided = useContext(ConnectionContext)
  const found = connection ?? provided
  if (!found) throw new Error('No document: put a <ConnectionProvider connection={…}> around this, or pass one.')
  return found
}
