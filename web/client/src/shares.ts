// Share links of a scope (a document, a prefix, `/`).
import type { Client } from './client.ts'
import type { Observable, Stop } from './observable.ts'
import type { Schemas } from './types.ts'

export type Share = Schemas['Share']
export type CreatedShare = Schemas['CreatedShare']
export type Permission = Schemas['Permission']

export interface SharesState {
  /** The newest first; also those that give nothing any more. */
  shares: readonly Share[]
  loaded: boolean
  error: Error | null
}

export declare class Shares implements Observable<SharesState> {
  constructor(client: Client, scope: string)
  get(): SharesState
  subscribe(listener: () => void): Stop
  reload(): Promise<void>
  /** The answer has the secret; it is shown this once. */
  create(share: { permission: Permission; expiresIn?: number; maxUses?: number }): Promise<CreatedShare>
  revoke(id: string): Promise<void>
  destroy(): void
}
