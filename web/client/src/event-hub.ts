// One stream of events for all who listen: the parts of a page that follow the same documents share a connection, because browsers allow
// only a few to a server. Used by events.ts and by the lists that stay as they are on the server.
import type { Client } from './client.ts'
import { ApiError } from './errors.ts'
import { unreferenced, type Stop } from './observable.ts'
import { followStream, parsed, type StreamLink } from './server-sent.ts'
import type { Event } from './types.ts'

export interface HubListener {
  /** One document; without it everything below `under`. */
  document?: string | undefined
  under?: string | undefined
  /** `board.*`, `chat.message`; all without it. */
  types?: readonly string[] | undefined
  event?(event: Event): void
  /** Everything from here on is told; `cursor` is the id of the newest event. Comes once. */
  ready?(cursor: string): void
  /** Events were let go of before they could be told. */
  gap?(): void
  link?(link: StreamLink): void
  /** The server refuses for good. */
  failed?(error: ApiError): void
}

/** The server takes so many documents, and types, in one stream. */
const MOST_DOCUMENTS = 256
const MOST_TYPES = 64
/** How long nobody has to listen for the stream to end. */
const IDLE_MS = 1_000

const hubs = new WeakMap<Client, Map<string, Stream>>()

/** Listens to events as they come, each once. */
export function listen(client: Client, listener: HubListener): Stop {
  const streams = hubs.get(client) ?? new Map<string, Stream>()
  hubs.set(client, streams)
  const key = listener.document === undefined ? `under ${listener.under ?? ''}` : 'documents'
  const stream = streams.get(key) ?? new Stream(client, () => streams.delete(key))
  streams.set(key, stream)
  return stream.add(listener)
}

interface Filter {
  documents: readonly string[]
  under: string | undefined
  types: readonly string[] | undefined
}

class Stream {
  readonly #client: Client
  readonly #ended: () => void
  readonly #listeners = new Map<HubListener, { isReady: boolean }>()
  #filter: Filter | null = null
  #cursor: string | undefined
  #link: StreamLink = 'connecting'
  #controller: AbortController | null = null
  #due: ReturnType<typeof setTimeout> | undefined

  constructor(client: Client, ended: () => void) {
    this.#client = client
    this.#ended = ended
  }

  add(listener: HubListener): Stop {
    // The same object may listen twice.
    const own = { ...listener }
    this.#listeners.set(own, { isReady: false })
    own.link?.(this.#link)
    this.#look(0)
    return () => {
      this.#listeners.delete(own)
      if (this.#listeners.size === 0) this.#look(IDLE_MS)
    }
  }

  #look(wait: number): void {
    clearTimeout(this.#due)
    this.#due = unreferenced(setTimeout(() => this.#adjust(), wait))
  }

  #adjust(): void {
    if (this.#listeners.size === 0) {
      this.#controller?.abort()
      this.#ended()
      return
    }
    if (this.#filter !== null && this.#controller !== null && [...this.#listeners.keys()].every((one) => covers(this.#filter, one))) {
      this.#tellReady()
      return
    }
    this.#controller?.abort()
    this.#controller = new AbortController()
    this.#filter = union([...this.#listeners.keys()])
    void this.#follow(this.#filter, this.#controller.signal)
  }

  async #follow(filter: Filter, signal: AbortSignal): Promise<void> {
    const query = new URLSearchParams()
    for (const document of filter.documents) query.append('document', document)
    if (filter.under) query.set('under', filter.under)
    if (filter.types) query.set('types', filter.types.join(','))
    const onLink = (link: StreamLink) => {
      if (signal.aborted) return
      this.#link = link
      for (const listener of this.#listeners.keys()) listener.link?.(link)
    }
    try {
      for await (const frame of followStream(this.#client, { address: `api/events?${query}`, cursor: this.#cursor, signal, onLink })) {
        if (signal.aborted) return
        this.#cursor = frame.id ?? this.#cursor
        this.#tellReady()
        if (frame.event === 'gap') for (const listener of [...this.#listeners.keys()]) listener.gap?.()
        else if (frame.data !== '') this.#tell(parsed<Event>(frame))
      }
    } catch (error) {
      if (signal.aborted || !(error instanceof ApiError)) return
      this.#controller = null
      for (const listener of [...this.#listeners.keys()]) listener.failed?.(error)
    }
  }

  #tell(event: Event | undefined): void {
    if (event === undefined) return
    for (const [listener, { isReady }] of [...this.#listeners]) if (isReady && wants(listener, event)) listener.event?.(event)
  }

  #tellReady(): void {
    const cursor = this.#cursor
    if (cursor === undefined) return
    for (const [listener, state] of [...this.#listeners]) {
      if (state.isReady || !covers(this.#filter, listener)) continue
      state.isReady = true
      listener.ready?.(cursor)
    }
  }
}

function union(listeners: readonly HubListener[]): Filter {
  const documents = [...new Set(listeners.flatMap(({ document }) => document ?? []))]
  const types = listeners.some((one) => one.types === undefined) ? undefined : [...new Set(listeners.flatMap((one) => one.types ?? []))]
  return {
    documents: documents.length > MOST_DOCUMENTS ? [] : documents,
    under: listeners[0]?.under,
    types: types && types.length > MOST_TYPES ? undefined : types,
  }
}

function covers(filter: Filter | null, { document, types }: HubListener): boolean {
  if (filter === null) return false
  const hasDocument = document === undefined || filter.documents.length === 0 || filter.documents.includes(document)
  return hasDocument && (filter.types === undefined || (types?.every((type) => filter.types?.includes(type)) ?? false))
}

function wants({ document, types }: HubListener, event: Event): boolean {
  if (document !== undefined && event.document !== document) return false
  return types === undefined || types.some((pattern) => fits(pattern, event.type))
}

/** `*` stands for anything. */
export function fits(pattern: string, type: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return pattern === type
  if (!type.startsWith(first)) return false
  let at = first.length
  for (const [index, part] of rest.entries()) {
    const found = index === rest.length - 1 ? (type.endsWith(part) ? type.length - part.length : -1) : type.indexOf(part, at)
    if (found < at) return false
    at = found + part.length
  }
  return true
}
