// What the user is to know: mentions, replies, assignments, shares, turns. Follows the inbox's stream. For Inbox and its bell.
import type { Client } from './client.ts'
import { signInsOf } from './credentials.ts'
import { ApiError, take } from './errors.ts'
import { Source, type Stop } from './observable.ts'
import { followStream, parsed } from './server-sent.ts'
import type { Schemas } from './types.ts'

export type InboxItem = Schemas['InboxItem']

export interface InboxState {
  /** The newest first. */
  items: readonly InboxItem[]
  unread: number
  hasMore: boolean
  loaded: boolean
  error: Error | null
}

const PAGE = 30

export class Inbox extends Source<InboxState> {
  readonly #client: Client
  #next: string | null = null

  constructor(client: Client) {
    super({ items: [], unread: 0, hasMore: false, loaded: false, error: null }, signInsOf(client.credentials))
    this.#client = client
  }

  protected start(): Stop {
    const controller = new AbortController()
    this.#next = null
    void this.#read(controller.signal)
    void this.#follow(controller.signal)
    return () => controller.abort()
  }

  async loadMore(): Promise<void> {
    if (this.#next === null) return
    const page = await this.#page(this.#next)
    this.#next = page.next_cursor ?? null
    this.change({ items: merged(this.get().items, page.items), hasMore: this.#next !== null })
  }

  async markRead(ids: readonly string[] | 'all'): Promise<void> {
    const body = ids === 'all' ? { all: true } : { ids: [...ids] }
    const { unread } = await take(this.#client.api.POST('/api/inbox/read', { body }))
    const now = Date.now()
    const items = this.get().items.map((item) =>
      item.read_at == null && (ids === 'all' || ids.includes(item.id)) ? { ...item, read_at: now } : item,
    )
    this.change({ items, unread })
  }

  async remove(id: string): Promise<void> {
    await take(this.#client.api.DELETE('/api/inbox/{id}', { params: { path: { id } } }))
    const item = this.get().items.find((one) => one.id === id)
    const unread = Math.max(0, this.get().unread - (item?.read_at == null ? 1 : 0))
    this.change({ items: this.get().items.filter((one) => one.id !== id), ...(item && { unread }) })
  }

  async #read(signal: AbortSignal): Promise<void> {
    try {
      const [page, { unread }] = await Promise.all([this.#page(), take(this.#client.api.GET('/api/inbox/count'))])
      if (signal.aborted) return
      // What was paged to before stays, behind the newest page.
      const last = page.items.at(-1)
      const older = last === undefined || page.next_cursor == null ? [] : this.get().items.filter(({ id }) => id < last.id)
      if (older.length === 0) this.#next = page.next_cursor ?? null
      this.change({ items: [...page.items, ...older], unread, hasMore: this.#next !== null, loaded: true, error: null })
    } catch (error) {
      if (!signal.aborted) this.change({ loaded: true, error: error instanceof Error ? error : new Error(String(error)) })
    }
  }

  async #page(cursor?: string): Promise<Schemas['InboxItems']> {
    const query = { limit: PAGE, ...(cursor !== undefined && { cursor }) }
    return take(this.#client.api.GET('/api/inbox', { params: { query } }))
  }

  async #follow(signal: AbortSignal): Promise<void> {
    let wasOpen = false
    const onLink = (link: string) => {
      // What was read or taken out while nobody listened is no item of the stream.
      if (link === 'open' && wasOpen && !signal.aborted) void this.#read(signal)
      wasOpen ||= link === 'open'
    }
    try {
      for await (const frame of followStream(this.#client, { address: 'api/inbox/stream', signal, onLink })) {
        if (signal.aborted) return
        if (frame.event === 'count') this.change({ unread: parsed<{ unread: number }>(frame)?.unread ?? this.get().unread })
        if (frame.event === 'item') this.#add(parsed<InboxItem>(frame))
        if (frame.event === 'read') void this.#read(signal)
      }
    } catch (error) {
      if (!signal.aborted && error instanceof ApiError) this.change({ error })
    }
  }

  #add(item: InboxItem | undefined): void {
    if (item === undefined) return
    const isNew = !this.get().items.some(({ id }) => id === item.id)
    this.change({ items: merged(this.get().items, [item]), ...(isNew && item.read_at == null && { unread: this.get().unread + 1 }) })
  }
}

function merged(before: readonly InboxItem[], more: readonly InboxItem[]): readonly InboxItem[] {
  const byId = new Map([...before, ...more].map((item) => [item.id, item]))
  return [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1))
}
