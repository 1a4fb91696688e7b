// Server-sent events by `fetch`, which carries credentials in headers, as a browser's EventSource can't. Used by everything that follows
// a stream. Goes on after interruptions where it was; rests while nobody sees the page, because browsers have few connections to give.
// WHATWG HTML, section 9.2.
import { Backoff, abortError, onNetwork, pause } from './backoff.ts'
import type { Client } from './client.ts'
import { ApiError, refusalOf } from './errors.ts'
import { unreferenced } from './observable.ts'

export type StreamLink = 'connecting' | 'open' | 'offline'

export interface Frame {
  id: string | undefined
  event: string
  data: string
}

export interface StreamOptions {
  /** Below the server's root, without a cursor. */
  address: string
  /** The id of the last frame that was read. */
  cursor?: string | undefined
  signal?: AbortSignal | undefined
  onLink?: (link: StreamLink) => void
  random?: () => number
}

/** The server says something at least every 15 s. */
const SILENCE_MS = 45_000
/** A page that is looked at again this soon keeps its stream. */
const HIDDEN_MS = 30_000
/** What more attempts don't change. */
const FINAL = [400, 401, 403, 404, 405, 406]

/**
 * The frames of a stream, over any number of interruptions. Ends when the signal says so. Throws an ApiError if the server refuses for good.
 * A frame `end` whose data give a `reason` is an interruption; any other is given to the caller.
 */
export async function* followStream(client: Client, options: StreamOptions): AsyncGenerator<Frame, void, undefined> {
  const { signal, onLink } = options
  const backoff = new Backoff(options.random)
  let cursor = options.cursor
  while (!signal?.aborted) {
    let atLeast = 0
    const attempt = new Attempt(client, signal)
    try {
      await attempt.untilShown()
      onLink?.('connecting')
      for await (const frame of attempt.frames(options.address, cursor, () => onLink?.('open'))) {
        backoff.works()
        cursor = frame.id ?? cursor
        const reason = frame.event === 'end' ? reasonOf(frame) : undefined
        if (reason === undefined) {
          yield frame
          continue
        }
        if (reason === 'expired') await client.credentials.current({ fresh: true })
        break
      }
    } catch (error) {
      if (signal?.aborted) return
      if (error instanceof ApiError) {
        if (FINAL.includes(error.status)) throw error
        atLeast = (error.retryAfter ?? 0) * 1000
      }
    } finally {
      attempt.end()
    }
    onLink?.('offline')
    if (attempt.isResting || signal?.aborted) continue
    await pause(backoff.next(atLeast), signal).catch(() => {})
  }
}

/** One connection of a stream: it ends with the caller's signal, after silence, when the page is hidden, or when somebody else signs in. */
class Attempt {
  readonly #client: Client
  readonly #controller = new AbortController()
  readonly #ends: (() => void)[] = []
  #silence: ReturnType<typeof setTimeout> | undefined
  #hidden: ReturnType<typeof setTimeout> | undefined
  /** It ended because nobody looks. */
  isResting = false

  constructor(client: Client, signal: AbortSignal | undefined) {
    this.#client = client
    const abort = () => this.#controller.abort(abortError())
    signal?.addEventListener('abort', abort)
    this.#ends.push(() => signal?.removeEventListener('abort', abort))
    const stop = client.credentials.subscribe?.(abort)
    if (stop) this.#ends.push(stop)
    if (signal?.aborted) abort()
  }

  /** Waits until the page can be seen. */
  async untilShown(): Promise<void> {
    if (typeof document === 'undefined' || document.visibilityState !== 'hidden') return
    const { signal } = this.#controller
    await new Promise<void>((resolve, reject) => {
      this.#ends.push(onNetwork({ shown: resolve }))
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  }

  async *frames(address: string, cursor: string | undefined, opened: () => void): AsyncGenerator<Frame, void, undefined> {
    this.#ends.push(onNetwork({ hidden: () => this.#rest(), shown: () => clearTimeout(this.#hidden) }))
    this.#heard()
    const headers = { accept: 'text/event-stream', ...(cursor !== undefined && { 'last-event-id': cursor }) }
    const response = await this.#client.fetch(address, { headers, signal: this.#controller.signal })
    if (!response.ok || response.body === null) throw refusalOf(response, await response.json().catch(() => null))
    opened()
    const reader = response.body.getReader()
    const parser = new FrameParser()
    for (;;) {
      this.#heard()
      const { value, done } = await reader.read()
      if (done) return
      yield* parser.read(value)
    }
  }

  end(): void {
    clearTimeout(this.#silence)
    clearTimeout(this.#hidden)
    for (const end of this.#ends) end()
    this.#controller.abort(abortError())
  }

  #heard(): void {
    clearTimeout(this.#silence)
    this.#silence = unreferenced(setTimeout(() => this.#controller.abort(abortError()), SILENCE_MS))
  }

  #rest(): void {
    clearTimeout(this.#hidden)
    this.#hidden = setTimeout(() => {
      this.isResting = true
      this.#controller.abort(abortError())
    }, HIDDEN_MS)
  }
}

function reasonOf(frame: Frame): string | undefined {
  const data = parsed<{ reason?: unknown }>(frame)
  return typeof data?.reason === 'string' ? data.reason : undefined
}

/** The data of a frame; nothing if it can't be read. */
export function parsed<T>(frame: Frame): T | undefined {
  try {
    return JSON.parse(frame.data) as T
  } catch {
    return undefined
  }
}

/** Cuts bytes into frames. A frame with an id alone counts, too: it moves the cursor. */
export class FrameParser {
  readonly #decoder = new TextDecoder()
  #rest = ''
  #frame: { id?: string; event?: string; data?: string } = {}

  read(bytes: Uint8Array): Frame[] {
    const text = this.#rest + this.#decoder.decode(bytes, { stream: true })
    // A carriage return at the end may be the first half of a line's end.
    const lines = text.split(text.endsWith('\r') ? /\r\n|\n|\r(?!$)/ : /\r\n|\n|\r/)
    this.#rest = lines.pop() ?? ''
    return lines.flatMap((line) => this.#take(line) ?? [])
  }

  #take(line: string): Frame | undefined {
    if (line === '') {
      const { id, event = 'message', data } = this.#frame
      this.#frame = {}
      return id === undefined && data === undefined ? undefined : { id, event, data: data ?? '' }
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?([\s\S]*))?$/.exec(line) ?? []
    if (field === 'data') this.#frame.data = this.#frame.data === undefined ? value : `${this.#frame.data}\n${value}`
    if (field === 'id' && !value.includes('\0')) this.#frame.id = value
    if (field === 'event') this.#frame.event = value
    return undefined
  }
}
