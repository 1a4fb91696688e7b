// The content of a document as JSON, live: as the server has it, and as this device has it while the server can't be asked.
// Used by json-view.tsx. Reads; the one thing it writes is a single value, by JSON Patch.
import { NetworkError } from '@yrsa/client'
import type { Connection } from '@yrsa/client'
import * as Y from 'yjs'
import { rootsOf } from '../text/roots.ts'
import type { Json } from './tree.ts'

export interface Content {
  readonly json: Json | undefined
  /** Where it is from. */
  readonly from: 'server' | 'device'
  readonly at: number
  /** Why there is nothing, or nothing newer, as a sentence. */
  readonly problem: string
}

const PAUSE_MS = 300
const AGAIN_MS = 5_000

/** Reads the document again whenever something changed here; a large one less often. Fits React's useSyncExternalStore. */
export class LiveContent {
  readonly #connection: Connection
  readonly #listeners = new Set<() => void>()
  #content: Content = { json: undefined, from: 'server', at: 0, problem: '' }
  #etag: string | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #reading: AbortController | null = null
  #stale = false
  #took = 0

  constructor(connection: Connection) {
    this.#connection = connection
  }

  get(): Content {
    return this.#content
  }

  subscribe(listener: () => void): () => void {
    if (this.#listeners.size === 0) {
      this.#connection.doc.on('update', this.#changed)
      void this.#read()
    }
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#connection.doc.off('update', this.#changed)
      clearTimeout(this.#timer)
      this.#timer = undefined
      this.#reading?.abort()
      this.#reading = null
    }
  }

  /** Puts a value in the place of another one, unless that has changed meanwhile. Answers why it didn't work. */
  async write(path: string, before: Json, value: Json): Promise<string> {
    const body = JSON.stringify([{ op: 'test', path, value: before }, { op: 'replace', path, value }])
    try {
      const response = await this.#fetch({ method: 'PATCH', headers: { 'content-type': 'application/json-patch+json' }, body })
      if (!response.ok) return await sentenceOf(response)
      this.#changed()
      return ''
    } catch (error) {
      return error instanceof NetworkError ? 'The server can’t be reached. Nothing was changed.' : 'That did not work. Nothing was changed.'
    }
  }

  readonly #changed = (): void => {
    if (this.#reading !== null) this.#stale = true
    // A document that takes long to read is read less often.
    else this.#timer ??= setTimeout(() => void this.#read(), Math.max(PAUSE_MS, this.#took * 4))
  }

  async #read(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const reading = new AbortController()
    this.#reading = reading
    this.#stale = false
    const began = performance.now()
    let next: Content
    let again = false
    try {
      const headers: Record<string, string> = this.#etag === null ? {} : { 'if-none-match': this.#etag }
      const response = await this.#fetch({ headers, signal: reading.signal })
      if (response.status === 304) next = { ...this.#content, from: 'server', at: Date.now(), problem: '' }
      else if (response.ok) {
        const { content: json } = (await response.json()) as { content: Json }
        this.#etag = response.headers.get('etag')
        next = { json, from: 'server', at: Date.now(), problem: '' }
      } else {
        next = { ...this.#content, problem: await sentenceOf(response) }
        again = response.status >= 500 || response.status === 429
      }
    } catch {
      if (reading.signal.aborted) return
      this.#etag = null
      next = { json: contentOf(this.#connection.doc), from: 'device', at: Date.now(), problem: '' }
      again = true
    }
    if (reading.signal.aborted) return
    this.#took = performance.now() - began
    this.#reading = null
    this.#content = next
    for (const listener of [...this.#listeners]) listener()
    if (this.#stale) this.#changed()
    else if (again) this.#timer ??= setTimeout(() => void this.#read(), AGAIN_MS)
  }

  #fetch(init: RequestInit): Promise<Response> {
    return this.#connection.client.fetch(`api/documents/${encodeURIComponent(this.#connection.id)}/content?format=json`, init)
  }
}

/** What this device has, in the same shape as far as it goes. */
export function contentOf(doc: Y.Doc): Json {
  const content: Record<string, Json> = {}
  for (const { name, is } of rootsOf(doc)) {
    if (is === 'empty') continue
    const type = doc.share.get(name)
    if (is === 'text') content[name] = doc.getText(name).toString()
    else if (is === 'rich') content[name] = doc.getXmlFragment(name).toString()
    else if (type instanceof Y.Array || (!(type instanceof Y.Map) && type?._map.size === 0)) content[name] = doc.getArray(name).toJSON() as Json
    else content[name] = doc.getMap(name).toJSON() as Json
  }
  return content
}

async function sentenceOf(response: Response): Promise<string> {
  const problem: unknown = await response.json().catch(() => null)
  const { detail, title } = (problem ?? {}) as { detail?: unknown; title?: unknown }
  const words = typeof detail === 'string' && detail !== '' ? detail : typeof title === 'string' ? title : `The server answered ${response.status}.`
  return words.endsWith('.') ? words : `${words}.`
}
