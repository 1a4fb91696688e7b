// A server for unit tests: answers requests from a table, notes what was asked, and lets tests write into its streams.
import { createClient, type Client } from '../src/client.ts'
import type { Credentials } from '../src/credentials.ts'

export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  headers: Headers
  referrerPolicy: string | undefined
  body: unknown
}

export type Answer = (asked: Asked) => { status?: number; json?: unknown; stream?: FakeStream } | undefined

export class FakeStream {
  readonly body: ReadableStream<Uint8Array>
  isOver = false
  #controller!: ReadableStreamDefaultController<Uint8Array>

  constructor() {
    this.body = new ReadableStream({
      start: (controller) => void (this.#controller = controller),
      cancel: () => void (this.isOver = true),
    })
  }

  write(text: string): void {
    this.#controller.enqueue(new TextEncoder().encode(text))
  }

  /** Ends as a broken connection does. */
  cut(): void {
    this.isOver = true
    this.#controller.error(new TypeError('terminated'))
  }
}

export class FakeServer {
  readonly asked: Asked[] = []
  readonly #answers: Answer[] = []
  isReachable = true

  on(method: string, path: string | RegExp, answer: (asked: Asked) => { status?: number; json?: unknown; stream?: FakeStream }): void {
    this.#answers.unshift((asked) => {
      const fits = typeof path === 'string' ? asked.path === path : path.test(asked.path)
      return asked.method === method && fits ? answer(asked) : undefined
    })
  }

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    if (!this.isReachable) throw new TypeError('fetch failed')
    const url = new URL(input instanceof Request ? input.url : input)
    const text = init?.body == null ? undefined : typeof init.body === 'string' ? init.body : new TextDecoder().decode(init.body as ArrayBuffer)
    const asked: Asked = {
      method: init?.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: new Headers(init?.headers),
      referrerPolicy: init?.referrerPolicy,
      body: text === undefined ? undefined : JSON.parse(text),
    }
    this.asked.push(asked)
    for (const answer of this.#answers) {
      const given = answer(asked)
      if (given === undefined) continue
      const { status = 200, json, stream } = given
      if (stream) {
        init?.signal?.addEventListener('abort', () => {
          if (!stream.isOver) stream.cut()
        })
        return new Response(stream.body, { headers: { 'content-type': 'text/event-stream' } })
      }
      return new Response(status === 204 ? null : JSON.stringify(json ?? {}), { status, headers: { 'content-type': 'application/json' } })
    }
    return problem(404, 'no such route')
  }

  client(options: { credentials?: Credentials; name?: string } = {}): Client {
    return createClient({ url: 'http://yrsa.test/', fetch: this.fetch as typeof fetch, ...options })
  }

  of(method: string, path: string): Asked[] {
    return this.asked.filter((asked) => asked.method === method && asked.path === path)
  }
}

export function problem(status: number, title: string): Response {
  return new Response(JSON.stringify({ type: 'about:blank', title, status, detail: '' }), { status })
}

/** Waits for a condition, with real time and a deadline. */
export async function until(what: string, condition: () => unknown): Promise<void> {
  const end = Date.now() + 5_000
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
