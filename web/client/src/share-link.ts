// A share link as credentials: its secret is exchanged for a token once, so that reloads and reconnects cost no more uses.
// Used by pages that are opened by a link. The secret goes out in the body of that one request only; beside an account's token it has to
// go in addresses, because the server takes it from nowhere else there.
import { digest, renewAhead, type Credential, type Credentials } from './credentials.ts'
import { ApiError, ENDED_LINK, NetworkError, refusalOf } from './errors.ts'
import { Value, type Observable, type Stop } from './observable.ts'
import type { Schemas } from './types.ts'

export interface ShareLinkOptions {
  secret: string
  /** How a guest is called. */
  name?: string
  url?: string | URL
  /** Where the token is kept: `sessionStorage` unless something else is said; null: as long as the page lasts. */
  storage?: Storage | null
  /** Whoever is signed in keeps what they have, and has what the link gives as well. */
  account?: Credentials
  fetch?: typeof fetch
}

/** Revoked, expired, used up, or never there: the server says the same of all of them. */
const OVER = { type: ENDED_LINK, title: 'no such link', status: 401, detail: 'This link does not lead anywhere any more.' }

interface Kept {
  token: string
  /** When it is to be renewed. */
  renew: number
  share: Schemas['UsedShareOf']
  user: Schemas['Guest']
}

export class ShareLink implements Credentials {
  /** What the link gives, once it was used. */
  readonly share: Observable<Schemas['UsedShareOf'] | null>
  /** Who one is as a guest, once it was used. */
  readonly guest: Observable<Schemas['Guest'] | null>
  readonly #share: Value<Schemas['UsedShareOf'] | null>
  readonly #guest: Value<Schemas['Guest'] | null>
  readonly #options: ShareLinkOptions
  readonly #url: URL
  readonly #storage: Storage | null
  readonly #fetch: typeof fetch
  #kept: Kept | null = null
  #asking: Promise<Kept> | null = null

  constructor(options: ShareLinkOptions) {
    this.#options = options
    this.#url = new URL('.', new URL(options.url ?? '.', typeof location === 'undefined' ? undefined : location.href))
    this.#storage = options.storage === undefined ? pageStorage() : options.storage
    this.#fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
    this.#share = new Value<Schemas['UsedShareOf'] | null>(null)
    this.#guest = new Value<Schemas['Guest'] | null>(null)
    this.share = this.#share
    this.guest = this.#guest
  }

  async current({ fresh = false }: { fresh?: boolean } = {}): Promise<Credential> {
    const { account, secret } = this.#options
    const signedIn = await account?.current({ fresh })
    if (signedIn?.token) return { token: signedIn.token, share: secret }
    this.#kept ??= await this.#read()
    if (this.#kept && !fresh && Date.now() < this.#kept.renew) return { token: this.#take(this.#kept).token }
    this.#asking ??= this.#use().finally(() => (this.#asking = null))
    return { token: (await this.#asking).token }
  }

  subscribe(listener: () => void): Stop {
    return this.#options.account?.subscribe?.(listener) ?? (() => {})
  }

  async owner(): Promise<string | null> {
    const signedIn = await this.#options.account?.owner?.()
    return signedIn ?? `share:${await digest(this.#options.secret)}`
  }

  async #use(): Promise<Kept> {
    const { secret, name } = this.#options
    let response: Response
    try {
      const body = JSON.stringify({ secret, ...(name !== undefined && { name }) })
      const headers = { 'content-type': 'application/json' }
      response = await this.#fetch(new URL('api/shares/use', this.#url), { method: 'POST', headers, body, cache: 'no-store', referrerPolicy: 'no-referrer' })
    } catch (error) {
      throw new NetworkError(error)
    }
    const answer: unknown = await response.json().catch(() => undefined)
    if ([400, 403, 404, 409, 410].includes(response.status)) throw new ApiError(OVER)
    if (!response.ok) throw refusalOf(response, answer)
    const { token, expires_at, share, user } = answer as Schemas['UsedShare']
    const kept = { token, renew: expires_at - renewAhead(expires_at - Date.now()), share, user }
    try {
      this.#storage?.setItem(await this.#key(), JSON.stringify(kept))
    } catch {
      // It lasts as long as the page.
    }
    return this.#take(kept)
  }

  #take(kept: Kept): Kept {
    this.#kept = kept
    this.#share.set(kept.share)
    this.#guest.set(kept.user)
    return kept
  }

  async #read(): Promise<Kept | null> {
    try {
      const kept = JSON.parse(this.#storage?.getItem(await this.#key()) ?? 'null') as Partial<Kept> | null
      const isWhole = typeof kept?.token === 'string' && typeof kept.renew === 'number' && kept.share && kept.user
      return isWhole ? (kept as Kept) : null
    } catch {
      return null
    }
  }

  async #key(): Promise<string> {
    return `yrsa.share ${this.#url.href} ${await digest(this.#options.secret)} ${this.#options.name ?? ''}`
  }
}

function pageStorage(): Storage | null {
  try {
    return globalThis.sessionStorage ?? null
  } catch {
    return null
  }
}
