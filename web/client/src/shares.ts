// Share links of a scope (a document, a prefix, `/`): the list, and making and revoking them. For share dialogs.
import type { Client } from './client.ts'
import { take } from './errors.ts'
import { List, type ListState } from './list.ts'
import { scopeEvents } from './members.ts'
import type { Schemas } from './types.ts'

export type Share = Schemas['Share']
export type CreatedShare = Schemas['CreatedShare']
export type Permission = Schemas['Permission']

export interface SharesState extends ListState {
  /** The newest first; also those that give nothing any more. */
  shares: readonly Share[]
}

export class Shares extends List<SharesState> {
  readonly #scope: string

  constructor(client: Client, scope: string) {
    super(client, { shares: [], loaded: false, error: null })
    this.#scope = scope
  }

  protected changes() {
    return { ...scopeEvents(this.#scope), types: ['share.*'] }
  }

  protected async read(signal: AbortSignal) {
    const { shares } = await take(this.client.api.GET('/api/documents/{scope}/shares', { params: this.#params, signal }))
    return { shares: [...shares].sort((a, b) => b.created_at - a.created_at) }
  }

  /** The answer has the secret; it is shown this once. */
  async create(share: { permission: Permission; expiresIn?: number; maxUses?: number }): Promise<CreatedShare> {
    const { permission, expiresIn, maxUses } = share
    const body = { permission, ...(expiresIn !== undefined && { expires_in: expiresIn }), ...(maxUses !== undefined && { max_uses: maxUses }) }
    const created = await take(this.client.api.POST('/api/documents/{scope}/shares', { params: this.#params, body }))
    if (this.working) await this.reload()
    return created
  }

  async revoke(id: string): Promise<void> {
    await take(this.client.api.DELETE('/api/shares/{id}', { params: { path: { id } } }))
    if (this.working) await this.reload()
  }

  get #params() {
    return { path: { scope: this.#scope } }
  }
}
