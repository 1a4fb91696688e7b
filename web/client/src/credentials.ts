// Who a program is for the server: a token, a share link, or a name. Used by the client for requests and by providers for connections.
// Secrets stay in memory here; they go out as headers, subprotocols or in band. Only the secret of a link beside a token goes into addresses,
// where the server alone looks for it: of handshakes, and of those requests for which it can mean anything (client.ts).
import { Value, type Observable, type Stop } from './observable.ts'

/** What is sent to the server to be recognised. */
export interface Credential {
  /** A token, or the secret of a share link. */
  token?: string
  /** The secret of a share link beside a token: whoever it names has what the link gives as well. */
  share?: string
  /** For those without a verified name: open mode, guests. */
  name?: string
}

export interface Credentials {
  /** What to send now; `fresh` after the last token was refused or is about to end. */
  current(options?: { fresh?: boolean }): Promise<Credential>
  /** Tells when somebody else is signed in: connections come back as them. */
  subscribe?(listener: () => void): Stop
  /** Who this is, as far as it is known without the server; it names the copies of documents on this device. */
  owner?(): Promise<string | null>
}

/** A token, or what gets one. A function is asked again when the token was refused or is about to end. */
export type TokenSource = string | ((options: { fresh: boolean }) => string | undefined | Promise<string | undefined>)

/** Credentials made of what `createClient` takes in short. */
export class PlainCredentials implements Credentials {
  readonly #token: TokenSource | undefined
  readonly #share: string | undefined
  readonly #name: string | undefined
  #got: Promise<string | undefined> | null = null
  #isAsking = false
  #subject: string | null = null
  readonly #listeners = new Set<() => void>()

  constructor(options: { token?: TokenSource | undefined; share?: string | undefined; name?: string | undefined }) {
    this.#token = options.token
    this.#share = options.share
    this.#name = options.name
  }

  async current({ fresh = false }: { fresh?: boolean } = {}): Promise<Credential> {
    const token = await this.#tokenNow(fresh)
    return { ...(token && { token }), ...(this.#share && { share: this.#share }), ...(this.#name && { name: this.#name }) }
  }

  async owner(): Promise<string | null> {
    const { token, share, name } = await this.current()
    if (token) return subjectOf(token)
    if (share) return `share:${await digest(share)}`
    return name ? `name:${name}` : 'guest'
  }

  /** Hears when the function gives somebody else's token. */
  subscribe(listener: () => void): Stop {
    const own = () => listener()
    this.#listeners.add(own)
    return () => void this.#listeners.delete(own)
  }

  async #tokenNow(fresh: boolean): Promise<string | undefined> {
    const source = this.#token
    if (typeof source !== 'function') return source
    // What is being asked for is newer than any token that was refused.
    if (this.#got === null || (fresh && !this.#isAsking)) this.#got = this.#ask(source, fresh)
    const token = await this.#got
    if (!fresh && token && (renewalOf(token) ?? Number.POSITIVE_INFINITY) <= Date.now()) return this.#tokenNow(true)
    return token
  }

  async #ask(source: Exclude<TokenSource, string>, fresh: boolean): Promise<string | undefined> {
    this.#isAsking = true
    let token: string | undefined
    try {
      token = await source({ fresh })
    } catch (error) {
      // A failure is told to whoever asked, and the next one asks again.
      this.#got = null
      throw error
    } finally {
      this.#isAsking = false
    }
    const [before, subject] = [this.#subject, token ? subjectOf(token) : null]
    this.#subject = subject ?? before
    if (before !== null && subject !== null && subject !== before) for (const listener of [...this.#listeners]) listener()
    return token
  }
}

/** Another credential than the one that was refused or ends: what somebody else got meanwhile, or a fresh one. */
export async function anotherThan(worn: string | undefined, credentials: Credentials): Promise<Credential> {
  const now = await credentials.current()
  return (now.token ?? now.share) !== worn ? now : credentials.current({ fresh: true })
}

const signIns = new WeakMap<Credentials, Value<number>>()

/** Counts how often somebody else was signed in: what one user was shown is not for the next. */
export function signInsOf(credentials: Credentials): Observable<number> {
  let count = signIns.get(credentials)
  if (count === undefined) {
    const counted = (count = new Value(0))
    credentials.subscribe?.(() => counted.set(counted.get() + 1))
    signIns.set(credentials, counted)
  }
  return count
}

/** How long before its end a token is renewed; a short-lived one in the last third of its time. */
const RENEW_AHEAD_MS = 20_000

export function renewAhead(lastsMs: number): number {
  return Math.min(RENEW_AHEAD_MS, lastsMs / 3)
}

/** When to renew a token, in milliseconds since the Unix epoch, as far as it says itself when it ends. */
export function renewalOf(token: string): number | undefined {
  const { exp, iat } = claimsOf(token)
  if (typeof exp !== 'number') return undefined
  return exp * 1000 - renewAhead(typeof iat === 'number' && iat < exp ? (exp - iat) * 1000 : Number.POSITIVE_INFINITY)
}

/** Whose token it is, as it says itself: good enough to name a copy on this device, never to trust somebody. */
export function subjectOf(token: string): string | null {
  const { sub } = claimsOf(token)
  return typeof sub === 'string' && sub !== '' ? sub : null
}

function claimsOf(token: string): { exp?: unknown; iat?: unknown; sub?: unknown } {
  try {
    const payload = token.split('.')[1] ?? ''
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0))
    const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof claims === 'object' && claims !== null ? claims : {}
  } catch {
    return {}
  }
}

/** A short name for a secret. Browsers hash for pages that came safely; for others something simpler has to do. */
export async function digest(secret: string): Promise<string> {
  const bytes = new TextEncoder().encode(secret)
  if (crypto.subtle === undefined) return bytes.reduce((hash, byte) => (hash * 0x100000001b3n ^ BigInt(byte)) & MASK, 0xcbf29ce484222325n).toString(16)
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash.slice(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** 64 bits, for FNV. */
const MASK = 0xffffffffffffffffn
