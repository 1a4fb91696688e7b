// A list that is read from the server and read again when an event says that it changed. What documents.ts, shares.ts, members.ts and
// runs.ts have in common. Many events in a moment are one reading.
import type { Client } from './client.ts'
import { signInsOf } from './credentials.ts'
import { isAbort } from './errors.ts'
import { listen, type HubListener } from './event-hub.ts'
import { Source, unreferenced, type Stop } from './observable.ts'

const GATHER_MS = 200

export interface ListState {
  loaded: boolean
  /** Why it could not be read the last time. */
  error: Error | null
}

export abstract class List<T extends ListState> extends Source<T> {
  protected readonly client: Client
  #reading: AbortController | null = null
  #due: ReturnType<typeof setTimeout> | undefined
  #again = false
  #onceMore: ReturnType<typeof setTimeout>[] = []

  constructor(client: Client, initial: T) {
    super(initial, signInsOf(client.credentials))
    this.client = client
  }

  /** What the server has now; without `loaded` and `error`. */
  protected abstract read(signal: AbortSignal): Promise<Omit<T, 'loaded' | 'error'>>

  /** Which events tell of changes. */
  protected abstract changes(): Pick<HubListener, 'document' | 'under' | 'types'>

  /** What is read follows events only later: when to read once more, in milliseconds after the newest. */
  protected followsAfter(): readonly number[] {
    return []
  }

  protected start(): Stop {
    void this.reload()
    this.#readOnceMore()
    const later = () => {
      this.readSoon()
      this.#readOnceMore()
    }
    // What could not be read is read when the server is there again.
    const link = (now: string) => {
      if (now === 'open' && this.get().error !== null) later()
    }
    const stop = listen(this.client, { ...this.changes(), event: later, ready: later, gap: later, link })
    return () => {
      stop()
      clearTimeout(this.#due)
      this.#due = undefined
      this.#onceMore.forEach(clearTimeout)
      this.#reading?.abort()
    }
  }

  #readOnceMore(): void {
    this.#onceMore.forEach(clearTimeout)
    this.#onceMore = this.followsAfter().map((after) => unreferenced(setTimeout(() => this.readSoon(), after)))
  }

  /** Reads the list again. */
  async reload(): Promise<void> {
    this.#reading?.abort()
    const reading = new AbortController()
    this.#reading = reading
    try {
      const read = await this.read(reading.signal)
      if (this.#reading === reading) this.change({ ...read, loaded: true, error: null } as Partial<T>)
    } catch (error) {
      if (this.#reading !== reading || isAbort(error)) return
      this.change({ loaded: true, error: error instanceof Error ? error : new Error(String(error)) } as Partial<T>)
    } finally {
      if (this.#reading === reading) {
        this.#reading = null
        if (this.#again) this.readSoon()
      }
    }
  }

  protected readSoon(): void {
    // While it is being read, once more afterwards: what is read now may be older than the event.
    this.#again = this.#reading !== null
    if (this.#again || this.#due !== undefined) return
    this.#due = unreferenced(
      setTimeout(() => {
        this.#due = undefined
        if (this.working) void this.reload()
      }, GATHER_MS),
    )
  }
}
