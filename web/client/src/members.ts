// Members of a scope (a document, a prefix, `/`): the list, and who is what. For share dialogs.
import type { Client } from './client.ts'
import { take } from './errors.ts'
import { List, type ListState } from './list.ts'
import type { Schemas } from './types.ts'

export type Member = Schemas['Member']
export type Standing = Schemas['Standing']

export interface MembersState extends ListState {
  members: readonly Member[]
}

export class Members extends List<MembersState> {
  readonly #scope: string

  constructor(client: Client, scope: string) {
    super(client, { members: [], loaded: false, error: null })
    this.#scope = scope
  }

  protected changes() {
    return { ...scopeEvents(this.#scope), types: ['member.*'] }
  }

  protected async read(signal: AbortSignal) {
    const params = { path: { scope: this.#scope } }
    const { members } = await take(this.client.api.GET('/api/documents/{scope}/members', { params, signal }))
    return { members }
  }

  async set(user: string, role: Standing): Promise<void> {
    const params = { path: { scope: this.#scope, user } }
    await take(this.client.api.PUT('/api/documents/{scope}/members/{user}', { params, body: { role } }))
    if (this.working) await this.reload()
  }

  async remove(user: string): Promise<void> {
    const params = { path: { scope: this.#scope, user } }
    await take(this.client.api.DELETE('/api/documents/{scope}/members/{user}', { params }))
    if (this.working) await this.reload()
  }

  /** Keeps somebody out, whatever else they have. */
  async block(user: string): Promise<void> {
    await this.set(user, 'blocked')
  }
}

/** Which events are about a scope. */
export function scopeEvents(scope: string): { document?: string; under?: string } {
  if (scope === '/') return {}
  return scope.endsWith('/') ? { under: scope } : { document: scope }
}
