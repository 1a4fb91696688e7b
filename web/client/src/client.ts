// The client: one server, seen by one user. Requests, events and connections to documents start here; made by `createClient`.
// Knows addresses and credentials. Never knows what a document holds.
import createOpenApiClient, { type Client as OpenApiClient } from 'openapi-fetch'
import type { Credentials, TokenSource } from './credentials.ts'
import type { Connection, ConnectOptions } from './document.ts'
import type { paths } from './types.ts'

export interface ClientOptions {
  /** Where the server is. In a page: where the page was loaded from, unless something else is said. */
  url?: string | URL
  /** Who this is; or, in short, one of the next three. */
  credentials?: Credentials
  token?: TokenSource
  /** The secret of a share link. */
  share?: string
  /** In open mode, and for guests. */
  name?: string
  fetch?: typeof fetch
  WebSocket?: typeof WebSocket
}

export type Api = OpenApiClient<paths>

/** What `GET /api/server` answers. */
export interface ServerInfo {
  name: string
  version: string
  access: string
  accounts: boolean
  registration: string
  you: { id: string; name: string | null; color: string; admin: boolean; by: string; guest: boolean } | null
}

export interface Client {
  readonly url: URL
  readonly credentials: Credentials
  /** The REST interface, typed. Sends credentials, and tries once more with a fresh token after a 401. */
  readonly api: Api
  readonly fetch: typeof fetch
  readonly WebSocket: typeof WebSocket | undefined
  server(): Promise<ServerInfo>
  connect(id: string, options?: ConnectOptions): Connection
  destroy(): void
}

export function createClient(_options: ClientOptions = {}): Client {
  void createOpenApiClient
  throw new Error('not yet')
}
