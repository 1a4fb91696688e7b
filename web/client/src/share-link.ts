// A share link as credentials: its secret is exchanged for a token once, so reloads and reconnects cost no uses.
import type { Credential, Credentials } from './credentials.ts'
import type { Observable } from './observable.ts'
import type { Schemas } from './types.ts'

export declare class ShareLink implements Credentials {
  constructor(options: { secret: string; name?: string; url?: string | URL; storage?: Storage; fetch?: typeof fetch })
  /** What the link gives, once it was used: scope and permission. */
  readonly share: Observable<Schemas['UsedShareOf'] | null>
  current(options?: { fresh?: boolean }): Promise<Credential>
  owner(): Promise<string | null>
}
