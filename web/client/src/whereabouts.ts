// Who is where: the participants of many documents, live. For lists of documents and for inspectors.
import type { Client } from './client.ts'
import { signInsOf } from './credentials.ts'
import { ApiError } from './errors.ts'
import { Source, type Stop } from './observable.ts'
import { followStream, parsed, type StreamLink } from './server-sent.ts'
import type { Schemas } from './types.ts'

type Present = Schemas['Participant']

export interface WhereaboutsState {
  present: readonly Present[]
  truncated: boolean
  loaded: boolean
  link: StreamLink
  error: Error | null
}

export interface WhereaboutsOptions {
  under?: string
  document?: string
  /** Also everybody's awareness states. */
  states?: boolean
}

export class Whereabouts extends Source<WhereaboutsState> {
  readonly #client: Client
  readonly #options: WhereaboutsOptions

  constructor(client: Client, options: WhereaboutsOptions = {}) {
    super({ present: [], truncated: false, loaded: false, link: 'connecting', error: null }, signInsOf(client.credentials))
    this.#client = client
    this.#options = options
  }

  protected start(): Stop {
    const controller = new AbortController()
    void this.#follow(controller.signal)
    return () => controller.abort()
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { under, document, states = false } = this.#options
    const query = new URLSearchParams({ states: String(states) })
    if (document !== undefined) query.set('document', document)
    else if (under !== undefined) query.set('under', under)
    const onLink = (link: StreamLink) => {
      if (!signal.aborted) this.change({ link })
    }
    try {
      for await (const frame of followStream(this.#client, { address: `api/presence/stream?${query}`, signal, onLink })) {
        if (signal.aborted) return
        const state = told(this.get(), frame.event, parsed(frame))
        if (state !== this.get()) this.replace(state)
      }
    } catch (error) {
      if (!signal.aborted && error instanceof ApiError) this.change({ link: 'offline', loaded: true, error })
    }
  }
}

/** What a frame makes of what was known. */
export function told(state: WhereaboutsState, event: string, data: unknown): WhereaboutsState {
  if (event === 'snapshot') {
    const { present, truncated } = data as { present: readonly Present[]; truncated: boolean }
    return { ...state, present, truncated, loaded: true, error: null }
  }
  if (event === 'joined' || event === 'changed') {
    const now = data as Present
    const others = state.present.filter((one) => one.document !== now.document || one.user.id !== now.user.id)
    return { ...state, present: [...others, now] }
  }
  if (event === 'left') {
    const { document, user } = data as { document: string; user: string | { id: string } }
    const id = typeof user === 'string' ? user : user.id
    return { ...state, present: state.present.filter((one) => one.document !== document || one.user.id !== id) }
  }
  return state
}
