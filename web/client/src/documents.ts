// A list of documents that stays as it is on the server, and what one does with whole documents. For browsers of documents.
import type { Client } from './client.ts'
import { take } from './errors.ts'
import { List, type ListState } from './list.ts'
import type { Schemas } from './types.ts'

export type DocumentRecord = Schemas['Document']

export interface DocumentsOptions {
  /** A prefix (`acme/`). */
  under?: string
  /** Words of the title or the content. */
  query?: string
  kind?: string
  owner?: string
  /** Deleted documents that can be restored, instead of those that exist. */
  deleted?: boolean
  sort?: 'id' | 'title' | 'created_at' | 'updated_at' | '-id' | '-title' | '-created_at' | '-updated_at'
  /** How many at once; 50 unless something else is said. */
  limit?: number
}

export interface DocumentsState extends ListState {
  documents: readonly DocumentRecord[]
  hasMore: boolean
}

/** The most that the server gives in one page. */
const PAGE = 200
/** The search has what was written a second or two later, and half a minute later where much was. */
const SEARCHED_AFTER_MS = [2_000, 6_000, 20_000]
/** A page may be short or empty before the last one. */
const MOST_PAGES = 20

export class Documents extends List<DocumentsState> {
  readonly #options: DocumentsOptions
  #wanted: number

  constructor(client: Client, options: DocumentsOptions = {}) {
    super(client, { documents: [], hasMore: false, loaded: false, error: null })
    this.#options = options
    this.#wanted = options.limit ?? 50
  }

  protected changes() {
    // An edit moves a document to the front of what was changed last, and gives it other words.
    const edits = this.#options.query || this.#options.sort?.endsWith('updated_at') ? ['*.updated', '*.created', '*.added', '*.moved', '*.removed'] : []
    return { under: this.#options.under, types: ['document.*', 'member.*', ...edits] }
  }

  protected override followsAfter() {
    return this.#options.query ? SEARCHED_AFTER_MS : super.followsAfter()
  }

  protected async read(signal: AbortSignal) {
    const { under, query: q, kind, owner, deleted, sort } = this.#options
    const filter = {
      ...(under && { under }), ...(q && { q }), ...(kind && { kind }), ...(owner && { owner }), ...(sort && { sort }),
      ...(deleted && { deleted: 'only' as const }),
    }
    const documents: DocumentRecord[] = []
    let cursor: string | null = null
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const limit = Math.min(PAGE, this.#wanted - documents.length)
      const query = { ...filter, limit, ...(cursor !== null && { cursor }) }
      const page: Schemas['Documents'] = await take(this.client.api.GET('/api/documents', { params: { query }, signal }))
      // Without `fields` each is a whole record.
      documents.push(...(page.documents as readonly DocumentRecord[]))
      cursor = page.next_cursor
      if (cursor === null || documents.length >= this.#wanted) break
    }
    return { documents, hasMore: cursor !== null }
  }

  async loadMore(): Promise<void> {
    if (!this.get().hasMore) return
    this.#wanted = this.get().documents.length + (this.#options.limit ?? 50)
    await this.reload()
  }

  async create(document: { id?: string; under?: string; kind?: string; title?: string; content?: Record<string, unknown> }): Promise<DocumentRecord> {
    return this.#changed(take(this.client.api.POST('/api/documents', { body: document as Schemas['NewDocument'] })))
  }

  async rename(id: string, title: string): Promise<DocumentRecord> {
    return this.#changed(take(this.client.api.PATCH('/api/documents/{scope}', { params: { path: { scope: id } }, body: { title } })))
  }

  /** Hides it; `restore` brings it back. */
  async remove(id: string): Promise<void> {
    await this.#changed(take(this.client.api.DELETE('/api/documents/{scope}', { params: { path: { scope: id } } })))
  }

  /** For good; only after it was removed. */
  async purge(id: string): Promise<void> {
    await this.#changed(take(this.client.api.DELETE('/api/documents/{scope}', { params: { path: { scope: id }, query: { purge: true } } })))
  }

  async restore(id: string): Promise<DocumentRecord> {
    return this.#changed(take(this.client.api.POST('/api/documents/{scope}/restore', { params: { path: { scope: id } } })))
  }

  async duplicate(id: string, copy: { id?: string; under?: string; title?: string } = {}): Promise<DocumentRecord> {
    return this.#changed(take(this.client.api.POST('/api/documents/{scope}/duplicate', { params: { path: { scope: id } }, body: copy })))
  }

  /** The list shows what oneself did at once, not when its event comes. */
  async #changed<T>(request: Promise<T>): Promise<T> {
    const answer = await request
    if (this.working) await this.reload()
    return answer
  }
}
