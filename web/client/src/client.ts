// The client: one server, seen by one user. Requests, events and connections to documents start here; made by `createClient`.
// Knows addresses and credentials. Never knows what a document holds.
import createOpenApiClient, { type Client as OpenApiClient } from 'openapi-fetch'
import { DocumentConnection } from './connection.ts'
import { PlainCredentials, anotherThan, type Credential, type Credentials, type TokenSource } from './credentials.ts'
import type { Connection, ConnectOptions } from './document.ts'
import { NetworkError, isAbort, take } from './errors.ts'
import type { Schemas, paths } from './types.ts'

/**
 * Below the root, where a link can give anybody anything: all else is about oneself, or for owners and administrators, which a link makes of
 * nobody. The server takes a link beside a token from the address alone, and addresses are written down on the way (by proxies), so it goes
 * nowhere else.
 */
const FOR_LINKS = /^(api\/(documents|events|inbox|presence|runs)|y-sweet)(\/|$)/

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

/** What `GET /api/server` answers: how one comes in, and who one is. */
export type ServerInfo = Schemas['Server']

export interface Client {
  /** The server's root; ends with a slash. */
  readonly url: URL
  readonly credentials: Credentials
  /** The REST interface, typed. Sends credentials, and tries once more with a fresh token after a 401. */
  readonly api: Api
  readonly WebSocket: typeof WebSocket | undefined
  /** Like `fetch`, to an address below the server's root, with credentials. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** The address of a WebSocket door. */
  door(name: string): URL
  server(): Promise<ServerInfo>
  connect(id: string, options?: ConnectOptions): Connection
  /** Ends all connections. */
  destroy(): void
}

export function createClient(options: ClientOptions = {}): Client {
  return new ServerClient(options)
}

class ServerClient implements Client {
  readonly url: URL
  readonly credentials: Credentials
  readonly api: Api
  readonly WebSocket: typeof WebSocket | undefined
  readonly #fetch: typeof fetch
  readonly #connections = new Set<Connection>()

  constructor(options: ClientOptions) {
    this.url = rootOf(options.url)
    this.credentials = options.credentials ?? new PlainCredentials(options)
    this.WebSocket = options.WebSocket ?? globalThis.WebSocket
    this.#fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
    this.api = createOpenApiClient<paths>({
      baseUrl: this.url.href.replace(/\/$/, ''),
      fetch: (request) => this.#send(request),
    })
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return this.#send(new Request(new URL(path.replace(/^\//, ''), this.url), init))
  }

  door(name: string): URL {
    const door = new URL(name, this.url)
    door.protocol = door.protocol === 'https:' ? 'wss:' : 'ws:'
    return door
  }

  server(): Promise<ServerInfo> {
    return take(this.api.GET('/api/server'))
  }

  connect(id: string, options: ConnectOptions = {}): Connection {
    const connection = new DocumentConnection(this, id, options, () => this.#connections.delete(connection))
    this.#connections.add(connection)
    return connection
  }

  destroy(): void {
    for (const connection of this.#connections) connection.destroy()
    this.#connections.clear()
  }

  async #send(request: Request): Promise<Response> {
    // A body can be read once, and may be needed twice.
    const body = request.body === null ? undefined : await request.arrayBuffer()
    const credential = await this.credentials.current()
    const response = await this.#sendAs(credential, request, body)
    if (response.status !== 401 || secretOf(credential) === undefined) return response
    const fresh = await anotherThan(secretOf(credential), this.credentials).catch(() => credential)
    if (secretOf(fresh) === secretOf(credential)) return response
    await response.body?.cancel()
    return this.#sendAs(fresh, request, body)
  }

  async #sendAs(credential: Credential, request: Request, body: ArrayBuffer | undefined): Promise<Response> {
    const { token, share, name } = credential
    const url = new URL(request.url)
    const headers = new Headers(request.headers)
    const secret = secretOf(credential)
    if (secret !== undefined) headers.set('authorization', `Bearer ${secret}`)
    if (token !== undefined && share !== undefined && this.#isForLinks(url)) url.searchParams.set('share', share)
    if (token === undefined && name !== undefined) url.searchParams.set('name', name)
    const { method, signal } = request
    try {
      // The page's own address may have a link in it.
      const unsaid = { cache: 'no-store', referrerPolicy: 'no-referrer' } as const
      return await this.#fetch(url, { method, headers, signal, ...unsaid, ...(body !== undefined && { body }) })
    } catch (error) {
      throw isAbort(error) || signal.aborted ? error : new NetworkError(error)
    }
  }

  #isForLinks({ href }: URL): boolean {
    return href.startsWith(this.url.href) && FOR_LINKS.test(href.slice(this.url.href.length).split('?')[0] ?? '')
  }
}

/** What goes where a token goes: a share link does, too. */
function secretOf({ token, share }: Credential): string | undefined {
  return token ?? share
}

function rootOf(url: string | URL | undefined): URL {
  if (url === undefined && typeof location === 'undefined') throw new Error('Tell createClient where the server is (`url`).')
  const root = new URL(url ?? '.', typeof location === 'undefined' ? undefined : location.href)
  root.hash = ''
  root.search = ''
  if (!root.pathname.endsWith('/')) root.pathname += '/'
  return root
}
