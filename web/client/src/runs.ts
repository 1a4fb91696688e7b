// Runs of a workflow as they go on, and the log of one. For run panels.
import type { Client } from './client.ts'
import { ApiError, take } from './errors.ts'
import { List, type ListState } from './list.ts'
import { Source, type Stop } from './observable.ts'
import { followStream, parsed, type StreamLink } from './server-sent.ts'
import type { Schemas } from './types.ts'

export type Run = Schemas['Run']
export type RunStep = Schemas['RunStep']
export type LogLine = Schemas['LogLine']

export interface RunsState extends ListState {
  /** The newest first. */
  runs: readonly Run[]
  hasMore: boolean
}

const PAGE = 20

export class Runs extends List<RunsState> {
  readonly #document: string
  #wanted = PAGE

  constructor(client: Client, document: string) {
    super(client, { runs: [], hasMore: false, loaded: false, error: null })
    this.#document = document
  }

  protected changes() {
    return { document: this.#document, types: ['run.*'] }
  }

  protected async read(signal: AbortSignal) {
    const runs: Run[] = []
    let cursor: string | null | undefined
    do {
      const query = { limit: Math.min(200, this.#wanted - runs.length), ...(cursor && { cursor }) }
      const params = { path: { scope: this.#document }, query }
      const page: Schemas['Runs'] = await take(this.client.api.GET('/api/documents/{scope}/runs', { params, signal }))
      runs.push(...page.runs)
      cursor = page.next_cursor
    } while (cursor && runs.length < this.#wanted)
    return { runs, hasMore: Boolean(cursor) }
  }

  async loadMore(): Promise<void> {
    if (!this.get().hasMore) return
    this.#wanted = this.get().runs.length + PAGE
    await this.reload()
  }

  async trigger(run: { input?: unknown; label?: string } = {}): Promise<Run> {
    const params = { path: { scope: this.#document } }
    const triggered = await take(this.client.api.POST('/api/documents/{scope}/runs', { params, body: run }))
    if (this.working) await this.reload()
    return triggered
  }

  async cancel(run: string): Promise<Run> {
    const params = { path: { scope: this.#document, run } }
    const cancelled = await take(this.client.api.POST('/api/documents/{scope}/runs/{run}/cancel', { params }))
    if (this.working) await this.reload()
    return cancelled
  }
}

export interface RunLogState {
  lines: readonly LogLine[]
  /** Lines before this one are not here: the server let go of them, or there are more than are kept. */
  first: number
  ended: boolean
  link: StreamLink
  error: Error | null
}

export class RunLog extends Source<RunLogState> {
  readonly #client: Client
  readonly #address: string
  readonly #keep: number
  #cursor: string | undefined
  #waiting: LogLine[] = []

  constructor(client: Client, document: string, run: string, options: { keep?: number } = {}) {
    super({ lines: [], first: 1, ended: false, link: 'connecting', error: null })
    this.#client = client
    this.#address = `api/documents/${encodeURIComponent(document)}/runs/${encodeURIComponent(run)}/logs`
    this.#keep = options.keep ?? 5_000
  }

  protected start(): Stop {
    const controller = new AbortController()
    if (!this.get().ended) void this.#follow(controller.signal)
    return () => controller.abort()
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const onLink = (link: StreamLink) => {
      if (!signal.aborted) this.change({ link, error: null })
    }
    try {
      for await (const frame of followStream(this.#client, { address: this.#address, cursor: this.#cursor, signal, onLink })) {
        if (signal.aborted) return
        this.#cursor = frame.id ?? this.#cursor
        if (frame.event === 'line') this.#add(parsed<LogLine>(frame))
        if (frame.event === 'gap') this.change({ first: (parsed<{ to: number }>(frame)?.to ?? 0) + 1 })
        if (frame.event === 'end') {
          this.#flush()
          return this.change({ ended: true })
        }
      }
    } catch (error) {
      if (!signal.aborted && error instanceof ApiError) this.change({ link: 'offline', error })
    }
  }

  /** Lines come in heaps: one change of the state for all that are here at a time. */
  #add(line: LogLine | undefined): void {
    if (line === undefined) return
    if (this.#waiting.push(line) === 1) setTimeout(() => this.#flush(), 0)
  }

  #flush(): void {
    if (this.#waiting.length === 0) return
    const lines = [...this.get().lines, ...this.#waiting].slice(-this.#keep)
    this.#waiting = []
    this.change({ lines, first: Math.max(this.get().first, lines[0]?.n ?? 1) })
  }
}
