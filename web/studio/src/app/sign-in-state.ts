// Who uses this browser: a name in open mode, an account, a pasted token, or a guest of a share link. The client's credentials come
// from here. Used by main.tsx and the sign-in page; never decides what somebody may do, that is the server's.
import { Accounts, ApiError, ShareLink } from '@yrsa/client'
import type { Credential, Credentials, Observable, ServerInfo as ClientServerInfo } from '@yrsa/client'

export type ServerInfo = ClientServerInfo

export interface You {
  id: string
  name: string
  color: string
  admin: boolean
  guest: boolean
}

/** By what somebody is here. Kept in the browser; a token or a link's token stays on this device until they sign out. */
export type Remembered =
  | { by: 'name'; name: string }
  | { by: 'account' }
  | { by: 'token'; token: string }
  | { by: 'guest'; name: string; secret: string; scope: string; permission: string }

export type SignInState =
  | { phase: 'starting' }
  | { phase: 'unreachable' }
  /** Nobody is signed in; `notice` says why, if it is not obvious. `share`: the secret of the link that brought them. */
  | { phase: 'needed'; server: ServerInfo; notice: string; share: string | null }
  /** `expired`: the page stays as it is until the same person, or another one, has signed in. */
  | { phase: 'in'; server: ServerInfo; you: You; by: Remembered['by']; expired: boolean; mayCreate: boolean }

const KEY = 'yrsa.sign-in'
const SERVER_KEY = 'yrsa.server'
/** Beside a login by token or account: secrets of links that give it more. */
const SHARE_KEY = 'yrsa.share'
/** The secret of the link that brought somebody who has not said yet who they are: it is taken out of the address at once. */
const LINK_KEY = 'yrsa.link'
const LINK_OVER = 'This link does not work any more. Ask whoever sent it for a new one.'
const EXPIRED = 'You have been signed out. Sign in again to go on.'

export class SignIn implements Observable<SignInState> {
  readonly #accounts: Accounts
  readonly #listeners = new Set<() => void>()
  readonly #changed = new Set<() => void>()
  #state: SignInState = { phase: 'starting' }
  #remembered: Remembered | null = null
  /** Exchanges the link's secret for a token, once for each browser. */
  #link: ShareLink | null = null
  #share: string | null
  #checking: Promise<void> | null = null
  #waiting: { resolve: () => void; reject: (reason: Error) => void }[] = []

  constructor() {
    this.#accounts = new Accounts({ storage: localStorage, url: pageFolder() })
    this.#share = sessionStorage.getItem(SHARE_KEY)
    addEventListener('storage', (event) => {
      // Somebody signed in or out in another tab. Renewals of an account's token are the account's own matter.
      if (event.key === KEY && JSON.stringify(this.#remembered) !== event.newValue) void this.begin(null)
    })
  }

  get(): SignInState {
    return this.#state
  }

  /** Of the state, for the page; of who is signed in, for the client. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * What the client asks: what to send now. After a login has ended that waits until the same person is back, so nothing on the page
   * fails meanwhile and everything goes on afterwards. If somebody else comes instead, what waited is not sent as them.
   */
  async current(options: { fresh?: boolean } = {}): Promise<Credential> {
    if (!this.#isExpired()) {
      try {
        const sent = await this.#credential(options)
        if (!this.#isExpired()) return sent
      } catch (failure) {
        if (!this.#isExpired()) throw failure
      }
    }
    await new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }))
    return this.#credential({})
  }

  #isExpired(): boolean {
    return this.#state.phase === 'in' && this.#state.expired
  }

  async #credential(options: { fresh?: boolean }): Promise<Credential> {
    const remembered = this.#remembered
    // Streams that end a moment after somebody signed out must not ask for anything as nobody.
    if (remembered === null) throw new Error('Nobody is signed in.')
    if (remembered.by === 'name') return { name: remembered.name }
    if (remembered.by === 'guest') return this.#asGuest(remembered, options)
    const share = this.#share === null ? {} : { share: this.#share }
    if (remembered.by === 'account') {
      const sent = await this.#accounts.current(options).catch((failure: unknown) => {
        if (failure instanceof ApiError && failure.status === 401) this.#expire()
        throw failure
      })
      if (sent.token === undefined && this.#accounts.user.get() === null) this.#expire()
      return { ...sent, ...share }
    }
    // A pasted token can't be renewed. Whoever asks may have been refused with the one before: the server is asked about this one.
    if (options.fresh === true) await this.#check(remembered.token)
    return { token: remembered.token, ...share }
  }

  #check(token: string): Promise<void> {
    this.#checking ??= readServer({ token })
      .then(
        () => undefined,
        (failure: unknown) => {
          const isStillUsed = this.#remembered?.by === 'token' && this.#remembered.token === token
          if (failure instanceof ApiError && isStillUsed) this.#expire()
        },
      )
      .finally(() => { this.#checking = null })
    return this.#checking
  }

  async #asGuest({ secret, name }: { secret: string; name: string }, options: { fresh?: boolean }): Promise<Credential> {
    this.#link ??= linkOf(secret, name)
    return this.#link.current(options).catch((failure: unknown) => {
      if (failure instanceof ApiError) this.#expire()
      throw failure
    })
  }

  /** Whose the copies of documents on this device are. */
  async owner(): Promise<string | null> {
    const remembered = this.#remembered
    if (remembered === null) return null
    if (remembered.by === 'name') return `name:${remembered.name}`
    if (remembered.by === 'account') return this.#accounts.owner()
    if (remembered.by === 'guest') return (this.#link ??= linkOf(remembered.secret, remembered.name)).owner()
    const state = this.#state
    return state.phase === 'in' ? state.you.id : null
  }

  /** Finds out who is here. `secret`: of a share link in the address, from where it may be taken as soon as this was called. */
  async begin(secret: string | null): Promise<void> {
    if (secret !== null) sessionStorage.setItem(LINK_KEY, secret)
    this.#remembered = readRemembered()
    let server: ServerInfo
    try {
      server = await readServer({})
      localStorage.setItem(SERVER_KEY, JSON.stringify(server))
    } catch {
      return this.#beginOffline()
    }
    const brought = sessionStorage.getItem(LINK_KEY)
    if (server.access === 'open') return this.#beginOpen(server)
    if (brought !== null && !(await this.#takeLink(server, brought))) return
    if (this.#remembered === null || this.#remembered.by === 'name') return this.#ask(server, '')
    await this.#enter(server)
  }

  /** Without a server: whoever was here last finds what is kept on this device. */
  #beginOffline(): void {
    const kept = readKept()
    if (kept === null || this.#remembered === null || kept.you === null) return this.#set({ phase: 'unreachable' })
    this.#set({ phase: 'in', server: kept, you: shownAs(kept.you), by: this.#remembered.by, expired: false, mayCreate: this.#mayCreate() })
  }

  async #beginOpen(server: ServerInfo): Promise<void> {
    sessionStorage.removeItem(LINK_KEY)
    if (this.#remembered?.by !== 'name') {
      this.#remembered = null
      return this.#ask(server, '')
    }
    await this.#enter(server)
  }

  /** Whether somebody is signed in who now has the link as well. */
  async #takeLink(server: ServerInfo, secret: string): Promise<boolean> {
    const remembered = this.#remembered
    if (remembered?.by === 'guest' && remembered.secret === secret) {
      sessionStorage.removeItem(LINK_KEY)
      return true
    }
    if (remembered?.by === 'account' || remembered?.by === 'token') {
      this.#keepShare(secret)
      return true
    }
    this.#ask(server, '', secret)
    return false
  }

  async #enter(server: ServerInfo): Promise<void> {
    const remembered = this.#remembered
    if (remembered === null) return this.#ask(server, '')
    try {
      const known = await readServer(await this.#credential({}))
      const you = known.you
      if (you === null) return this.#ask(server, EXPIRED)
      // Kept with whom the server took them for, so that a reload without a network knows whose copies are on this device.
      localStorage.setItem(SERVER_KEY, JSON.stringify(known))
      this.#set({ phase: 'in', server: known, you: shownAs(you), by: remembered.by, expired: false, mayCreate: this.#mayCreate() })
      for (const listener of this.#changed) listener()
    } catch (failure) {
      if (failure instanceof ApiError) return this.#ask(server, EXPIRED)
      this.#beginOffline()
    }
  }

  /** Open mode, or the name of a guest. */
  async useName(name: string): Promise<void> {
    await this.#remember({ by: 'name', name })
  }

  async useToken(token: string): Promise<void> {
    const server = this.#server()
    const known = await readServer({ token })
    if (known.you === null) throw new Error('The server does not know this token.')
    if (server !== null) await this.#remember({ by: 'token', token })
  }

  async logIn(login: string, password: string): Promise<void> {
    await this.#accounts.logIn(login, password)
    await this.#remember({ by: 'account' })
  }

  async register(login: string, password: string, name: string): Promise<void> {
    await this.#accounts.register(login, password, name)
    await this.#remember({ by: 'account' })
  }

  /** Comes as a guest: one use of the link is counted, and its token kept. */
  async useLink(secret: string, name: string): Promise<void> {
    const link = linkOf(secret, name)
    try {
      await link.current()
    } catch (failure) {
      if (!(failure instanceof ApiError) || failure.status === 429) throw failure
      // A reload is to ask for something else.
      sessionStorage.removeItem(LINK_KEY)
      throw new Error(LINK_OVER, { cause: failure })
    }
    sessionStorage.removeItem(LINK_KEY)
    this.#link = link
    const share = link.share.get()
    await this.#remember({ by: 'guest', name, secret, scope: share?.scope ?? '', permission: share?.permission ?? 'view' })
  }

  async changeAccount(changes: { name: string; color: string }): Promise<void> {
    await this.#accounts.change(changes)
    const server = this.#server()
    if (server !== null) await this.#enter(server)
  }

  async signOut(): Promise<void> {
    const isAccount = this.#remembered?.by === 'account'
    this.#forget()
    if (isAccount) await this.#accounts.logOut().catch(() => undefined)
    const server = this.#server()
    if (server === null) await this.begin(null)
    else this.#ask({ ...server, you: null }, '')
  }

  /** From the page of a link to the ordinary one: whoever signs in there has what the link gives as well. */
  signInInstead(secret: string): void {
    const server = this.#server()
    if (server === null) return
    this.#keepShare(secret)
    this.#ask(server, '')
  }

  #keepShare(secret: string): void {
    this.#share = secret
    sessionStorage.setItem(SHARE_KEY, secret)
    sessionStorage.removeItem(LINK_KEY)
  }

  async #remember(remembered: Remembered): Promise<void> {
    this.#remembered = remembered
    localStorage.setItem(KEY, JSON.stringify(remembered))
    const server = this.#server()
    if (server === null) await this.begin(null)
    else await this.#enter(server)
  }

  #forget(): void {
    this.#remembered = null
    this.#share = null
    this.#link = null
    localStorage.removeItem(KEY)
    sessionStorage.removeItem(SHARE_KEY)
    sessionStorage.removeItem(LINK_KEY)
    // Whoever comes next is somebody else until the server says who, also where it can't be asked.
    const server = readKept()
    if (server !== null) localStorage.setItem(SERVER_KEY, JSON.stringify({ ...server, you: null }))
  }

  /** The page stays: what was not sent yet goes out when the same person has signed in again. */
  #expire(): void {
    if (this.#state.phase === 'in' && !this.#state.expired) this.#set({ ...this.#state, expired: true })
  }

  #ask(server: ServerInfo, notice: string, share: string | null = null): void {
    this.#set({ phase: 'needed', server, notice, share })
  }

  #server(): ServerInfo | null {
    return 'server' in this.#state ? this.#state.server : null
  }

  /** Guests who may only look or comment are not offered what they can't do. Everybody else is told by the server. */
  #mayCreate(): boolean {
    const remembered = this.#remembered
    return remembered?.by !== 'guest' || remembered.permission === 'edit' || remembered.permission === 'share'
  }

  #set(state: SignInState): void {
    const before = this.#state
    this.#state = state
    this.#endWaiting(before)
    for (const listener of this.#listeners) listener()
  }

  #endWaiting(before: SignInState): void {
    if (this.#isExpired() || this.#waiting.length === 0) return
    const now = this.#state
    const isSame = before.phase === 'in' && now.phase === 'in' && before.you.id === now.you.id
    const waiting = this.#waiting.splice(0)
    for (const { resolve, reject } of waiting) {
      if (isSame) resolve()
      else reject(new Error('Somebody else is signed in.'))
    }
  }

  /** What the client is given: its listeners hear of people, not of every state of this page. */
  get credentials(): Credentials {
    return {
      current: (options) => this.current(options),
      owner: () => this.owner(),
      subscribe: (listener) => {
        this.#changed.add(listener)
        return () => this.#changed.delete(listener)
      },
    }
  }
}

/** The folder that the page was loaded from, which is the server's root unless a proxy puts it below one. */
export function pageFolder(): URL {
  return new URL('./', location.href.split('#')[0])
}

async function readServer(sent: Credential): Promise<ServerInfo> {
  const url = new URL('api/server', pageFolder())
  if (sent.name !== undefined) url.searchParams.set('name', sent.name)
  const response = await fetch(url, sent.token === undefined ? {} : { headers: { authorization: `Bearer ${sent.token}` } })
  const body: unknown = await response.json().catch(() => null)
  if (response.status === 401) throw new ApiError({ type: 'about:blank', title: 'unauthorized', status: 401, detail: 'The server does not take this.' })
  if (!response.ok) throw new Error('The server does not answer.')
  return body as ServerInfo
}

function shownAs(you: NonNullable<ServerInfo['you']>): You {
  return { ...you, name: you.name ?? you.id }
}

function readKept(): ServerInfo | null {
  return parse(localStorage.getItem(SERVER_KEY)) as ServerInfo | null
}

function readRemembered(): Remembered | null {
  const kept = parse(localStorage.getItem(KEY))
  if (typeof kept !== 'object' || kept === null || !('by' in kept)) return null
  return kept as Remembered
}

function linkOf(secret: string, name: string): ShareLink {
  return new ShareLink({ secret, storage: localStorage, ...(name === '' ? {} : { name }) })
}

function parse(text: string | null): unknown {
  if (text === null) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
