// Built-in accounts: logging in, and staying logged in over reloads and in all tabs. Used by apps that let Yrsa keep their users.
// A refresh token works once: one tab of a browser refreshes at a time, and the others take what it got.
import { renewAhead, type Credential, type Credentials } from './credentials.ts'
import { ApiError, NetworkError, refusalOf } from './errors.ts'
import { Value, type Observable, type Stop } from './observable.ts'
import { alone } from './tabs.ts'
import type { Schemas } from './types.ts'

export interface AccountUser {
  id: string
  login: string | null
  name: string
  color: string
  admin: boolean
}

export interface AccountsOptions {
  /** Where the server is. In a page: where the page was loaded from, unless something else is said. */
  url?: string | URL
  /** Where the login is kept: `localStorage` unless something else is said; null: as long as the page lasts. */
  storage?: Storage | null
  fetch?: typeof fetch
}

interface Kept {
  access: string
  /** When the access token ends, and when it is to be renewed. */
  expires: number
  renew: number
  refresh: string
  user: AccountUser
}

export class Accounts implements Credentials {
  /** Who is logged in here; null if nobody is. */
  readonly user: Observable<AccountUser | null>
  readonly #user: Value<AccountUser | null>
  readonly #url: URL
  readonly #key: string
  #storage: Storage | null
  readonly #fetch: typeof fetch
  readonly #listeners = new Set<() => void>()
  #kept: Kept | null = null
  #refreshing: Promise<Kept | null> | null = null

  constructor(options: AccountsOptions = {}) {
    this.#url = new URL('.', new URL(options.url ?? '.', typeof location === 'undefined' ? undefined : location.href))
    this.#key = `yrsa.login ${this.#url.href}`
    this.#storage = options.storage === undefined ? browserStorage() : options.storage
    this.#fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
    this.#kept = this.#read()
    this.#user = new Value(this.#kept?.user ?? null)
    this.user = this.#user
    if (typeof window !== 'undefined') {
      addEventListener('storage', (event) => {
        if (event.key === this.#key || event.key === null) this.#take(this.#read())
      })
    }
  }

  async logIn(login: string, password: string): Promise<void> {
    this.#keep(keptOf(await this.#ask<Schemas['Tokens']>('login', { login, password })))
  }

  /** Makes an account and logs in to it. */
  async register(login: string, password: string, name: string): Promise<void> {
    await this.#ask('register', { login, password, name })
    await this.logIn(login, password)
  }

  async logOut(options: { everywhere?: boolean } = {}): Promise<void> {
    const { token } = await this.current().catch((): Credential => ({}))
    this.#keep(null)
    // The login is gone here in any case; the server forgets it if it can be reached, or when it ends.
    if (token) await this.#ask('logout', { everywhere: options.everywhere ?? false }, { token }).catch(() => {})
  }

  async change(changes: { name?: string; color?: string }): Promise<void> {
    const account = await this.#ask<Schemas['Account']>('me', changes, { method: 'PATCH', ...(await this.current()) })
    if (this.#kept) this.#keep({ ...this.#kept, user: userOf(account) })
  }

  /** Ends all other logins. */
  async changePassword(old: string, password: string): Promise<void> {
    this.#keep(keptOf(await this.#ask<Schemas['Tokens']>('password', { old, new: password }, await this.current())))
  }

  async current({ fresh = false }: { fresh?: boolean } = {}): Promise<Credential> {
    this.#take(this.#read())
    const kept = this.#kept
    if (kept === null) return {}
    if (!fresh && Date.now() < kept.renew) return { token: kept.access }
    try {
      const next = await this.#refresh(kept.access)
      return next === null ? {} : { token: next.access }
    } catch (error) {
      // A token that still holds is better than none while the server can't be reached.
      if (!fresh && kept.expires > Date.now()) return { token: kept.access }
      throw error
    }
  }

  /** Hears when somebody else is logged in, or nobody. */
  subscribe(listener: () => void): Stop {
    const own = () => listener()
    this.#listeners.add(own)
    return () => void this.#listeners.delete(own)
  }

  async owner(): Promise<string | null> {
    return this.#kept?.user.id ?? null
  }

  /** Another token than `worn`. */
  #refresh(worn: string): Promise<Kept | null> {
    this.#refreshing ??= alone(this.#key, this.#storage, async () => {
      // Another tab may have done it while this one waited.
      this.#take(this.#read())
      const kept = this.#kept
      if (kept === null || (kept.access !== worn && Date.now() < kept.renew)) return kept
      try {
        const next = keptOf(await this.#ask<Schemas['Tokens']>('refresh', { refresh_token: kept.refresh }))
        // Whoever logged out meanwhile, or logged in as somebody else, stays so.
        if (this.#isStill(kept)) this.#keep(next)
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 401)) throw error
        if (this.#isStill(kept)) this.#keep(null)
      }
      return this.#kept
    }).finally(() => (this.#refreshing = null))
    return this.#refreshing
  }

  #isStill(kept: Kept): boolean {
    this.#take(this.#read())
    return this.#kept?.refresh === kept.refresh
  }

  async #ask<T>(route: string, body: unknown, { token, method = 'POST' }: { token?: string; method?: string } = {}): Promise<T> {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
    const url = new URL(`api/auth/${route}`, this.#url)
    let response: Response
    try {
      response = await this.#fetch(url, { method, headers, body: JSON.stringify(body), cache: 'no-store' })
    } catch (error) {
      throw new NetworkError(error)
    }
    const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
    if (!response.ok) throw refusalOf(response, answer)
    return answer as T
  }

  #keep(kept: Kept | null): void {
    try {
      if (kept === null) this.#storage?.removeItem(this.#key)
      else this.#storage?.setItem(this.#key, JSON.stringify(kept))
    } catch {
      // A full or closed storage: the login lasts as long as the page, and what is kept there is not this login.
      this.#storage = null
    }
    this.#take(kept)
  }

  #take(kept: Kept | null): void {
    const before = this.#kept
    this.#kept = kept
    if (JSON.stringify(before?.user) !== JSON.stringify(kept?.user)) this.#user.set(kept?.user ?? null)
    if (before?.user.id !== kept?.user.id) for (const listener of [...this.#listeners]) listener()
  }

  #read(): Kept | null {
    if (this.#storage === null) return this.#kept
    try {
      const kept: unknown = JSON.parse(this.#storage.getItem(this.#key) ?? 'null')
      return isKept(kept) ? kept : null
    } catch {
      return this.#kept
    }
  }
}

function keptOf({ access_token, expires_in, refresh_token, user }: Schemas['Tokens']): Kept {
  const [now, lasts] = [Date.now(), expires_in * 1000]
  return { access: access_token, expires: now + lasts, renew: now + lasts - renewAhead(lasts), refresh: refresh_token, user: userOf(user) }
}

function userOf({ id, login, name, color, admin }: Schemas['Account']): AccountUser {
  return { id, login, name: name ?? login ?? id, color, admin }
}

function isKept(kept: unknown): kept is Kept {
  const { access, expires, renew, refresh, user } = (kept ?? {}) as Partial<Kept>
  return typeof access === 'string' && typeof expires === 'number' && typeof renew === 'number' && typeof refresh === 'string' && typeof user?.id === 'string'
}

/** The browser's storage, where there is one and it may be used. */
export function browserStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null
  } catch {
    return null
  }
}
