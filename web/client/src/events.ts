// What happens to documents, live: as a list that grows (Events) and as an iterator (followEvents). Used by activity feeds and programs.
import type { Client } from './client.ts'
import { signInsOf } from './credentials.ts'
import { refusalOf } from './errors.ts'
import { listen } from './event-hub.ts'
import { Source, type Stop } from './observable.ts'
import { followStream, parsed, type StreamLink } from './server-sent.ts'
import type { Event, Schemas } from './types.ts'

export type { StreamLink }

export interface EventsState {
  /** The newest last. */
  events: readonly Event[]
  link: StreamLink
  /** Events were let go of before they could be told. */
  gap: boolean
  /** What was before is here, too. */
  loaded: boolean
  error: Error | null
}

export interface EventsOptions {
  document?: string
  /** A prefix (`acme/`). */
  under?: string
  /** `board.*`, `chat.message`; all of them without it. */
  types?: readonly string[]
  /** `recent` begins with the newest that are kept, `now` with what comes next. */
  after?: 'recent' | 'now'
  /** How many are kept; 200 unless something else is said. */
  keep?: number
}

/** How far back the newest events are looked for, in steps of ids. */
const STEPS_BACK = [500n, 4_000n, 32_000n]
const MOST_PAGES = 8

export class Events extends Source<EventsState> {
  readonly #client: Client
  readonly #options: EventsOptions
  readonly #keep: number

  constructor(client: Client, options: EventsOptions = {}) {
    super({ events: [], link: 'connecting', gap: false, loaded: false, error: null }, signInsOf(client.credentials))
    this.#client = client
    this.#options = options
    this.#keep = options.keep ?? 200
  }

  protected start(): Stop {
    const { document, under, types } = this.#options
    const controller = new AbortController()
    const stop = listen(this.#client, {
      document,
      under,
      types,
      event: (event) => this.#add([...this.get().events, event]),
      ready: (cursor) => void this.#readRecent(BigInt(cursor), controller.signal),
      gap: () => this.change({ gap: true }),
      link: (link) => this.change({ link, ...(link === 'open' && { error: null }) }),
      failed: (error) => this.change({ link: 'offline', loaded: true, error }),
    })
    return () => {
      controller.abort()
      stop()
    }
  }

  async #readRecent(newest: bigint, signal: AbortSignal): Promise<void> {
    try {
      if (this.#options.after !== 'now') this.#merge(await this.#recent(newest, signal))
      this.change({ loaded: true })
    } catch (error) {
      if (!signal.aborted) this.change({ loaded: true, error: error instanceof Error ? error : null })
    }
  }

  /** Pages only go forward, so the newest are looked for in wider and wider windows before the newest id. */
  async #recent(newest: bigint, signal: AbortSignal): Promise<readonly Event[]> {
    let found: Event[] = []
    for (const step of STEPS_BACK) {
      const from = newest - step
      found = await this.#window(from > 0n ? String(from) : 'start', newest, signal)
      if (found.length >= this.#keep || from <= 0n) break
    }
    return found
  }

  async #window(from: string, newest: bigint, signal: AbortSignal): Promise<Event[]> {
    const found: Event[] = []
    for (let after = from, pages = 0; pages < MOST_PAGES; pages += 1) {
      const query = queryOf(this.#options)
      query.set('after', after)
      query.set('limit', '1000')
      const response = await this.#client.fetch(`api/events?${query}`, { signal, headers: { accept: 'application/json' } })
      const page: unknown = await response.json()
      if (!response.ok) throw refusalOf(response, page)
      const { events, next } = page as Schemas['EventPage']
      found.push(...events)
      if (next === after || BigInt(next) >= newest) break
      after = next
    }
    return found
  }

  #merge(found: readonly Event[]): void {
    const now = this.get().events
    const ids = new Set(now.map(({ id }) => id))
    this.#add([...found.filter(({ id }) => !ids.has(id)), ...now].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)))
  }

  #add(events: readonly Event[]): void {
    this.change({ events: events.slice(-this.#keep) })
  }
}

/** Events as they come, each once; goes on after interruptions by itself. Ends with the signal. */
export async function* followEvents(
  client: Client,
  options: { document?: string; under?: string; types?: readonly string[]; after?: string; signal?: AbortSignal } = {},
): AsyncGenerator<Event, void, undefined> {
  const { after, signal } = options
  const query = queryOf(options)
  const isCursor = after !== undefined && /^\d+$/.test(after)
  if (after !== undefined && !isCursor) query.set('after', after)
  for await (const frame of followStream(client, { address: `api/events?${query}`, cursor: isCursor ? after : undefined, signal })) {
    if (frame.data === '' || frame.event === 'gap') continue
    const event = parsed<Event>(frame)
    if (event) yield event
  }
}

function queryOf({ document, under, types }: { document?: string; under?: string; types?: readonly string[] }): URLSearchParams {
  const query = new URLSearchParams()
  if (document !== undefined) query.set('document', document)
  else if (under !== undefined) query.set('under', under)
  if (types) query.set('types', types.join(','))
  return query
}
