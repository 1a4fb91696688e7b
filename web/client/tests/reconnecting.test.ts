// A server that takes everybody in, says all it has, and closes: the links of both providers, and streams, come back less and less often.
// The providers are the real ones, their sockets are made here.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { writeSyncStep2 } from 'y-protocols/sync'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createClient } from '../src/client.ts'
import { hocuspocus } from '../src/hocuspocus.ts'
import { followStream } from '../src/server-sent.ts'
import { yWebsocket } from '../src/via/y-websocket.ts'
import { FakeServer, FakeStream } from './fake-server.ts'

const [SYNC, AUTH] = [0, 2]
const AUTHENTICATED = 2
const MINUTE = 60_000

/** How long a socket stays open after it has said everything. */
let lasts = 0
let opened: number[] = []

class ClosingSocket extends EventTarget {
  static readonly OPEN = 1
  readonly OPEN = 1
  readyState = 0
  binaryType = 'arraybuffer'
  onopen: ((event: Event) => void) | null = null
  onmessage: ((event: MessageEvent) => void) | null = null
  onclose: ((event: CloseEvent) => void) | null = null
  onerror: ((event: Event) => void) | null = null
  readonly #isAddressed: boolean

  constructor(url: string | URL) {
    super()
    this.#isAddressed = String(url).includes('/hocuspocus')
    setTimeout(() => {
      this.readyState = 1
      opened.push(performance.now())
      this.#tell('open', new Event('open'))
    }, 1)
  }

  send(data: Uint8Array): void {
    const decoder = decoding.createDecoder(data)
    const address = this.#isAddressed ? decoding.readVarString(decoder) : undefined
    const type = decoding.readVarUint(decoder)
    const answer = encoding.createEncoder()
    if (address !== undefined) encoding.writeVarString(answer, address)
    encoding.writeVarUint(answer, type)
    if (type === AUTH) {
      encoding.writeVarUint(answer, AUTHENTICATED)
      encoding.writeVarString(answer, 'read-write')
    } else if (type === SYNC && decoding.readVarUint(decoder) === 0) {
      writeSyncStep2(answer, new Y.Doc())
      setTimeout(() => this.close(), lasts)
    } else return
    this.#tell('message', new MessageEvent('message', { data: encoding.toUint8Array(answer).slice().buffer }))
  }

  close(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.#tell('close', Object.assign(new Event('close'), { code: 1013, reason: '', wasClean: true }) as CloseEvent)
  }

  #tell(name: 'open' | 'message' | 'close', event: Event): void {
    this.dispatchEvent(event)
    const listener = this[`on${name}`] as ((event: Event) => void) | null
    listener?.(event)
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  lasts = 0
  opened = []
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

function serverOf(): FakeServer {
  const server = new FakeServer()
  server.on('GET', /access$/, () => ({ json: { scope: 'plan', role: 'editor', may_share: false, user: 'ada' } }))
  return server
}

describe.each([['y-websocket', yWebsocket], ['hocuspocus', hocuspocus]])('the link by %s', (_name, via) => {
  const connect = () => {
    const fetch = serverOf().fetch as typeof globalThis.fetch
    const client = createClient({ url: 'http://yrsa.test/', token: 't', fetch, WebSocket: ClosingSocket as unknown as typeof WebSocket })
    return client.connect('plan', { via: via() })
  }

  test('comes back to a server that syncs and closes as to one that is away', async () => {
    const connection = connect()
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(connection.save.get().phase).toBe('offline')
    expect(opened.length).toBeGreaterThan(4)
    expect(opened.length).toBeLessThan(13)
    connection.destroy()
  })

  test('comes back soon after a connection that lasted', async () => {
    const connection = connect()
    await vi.advanceTimersByTimeAsync(MINUTE)
    lasts = 31_000
    await vi.advanceTimersByTimeAsync(MINUTE)
    const last = opened.at(-1) ?? 0
    await vi.advanceTimersByTimeAsync(MINUTE)
    const next = opened.find((at) => at > last) ?? 0
    expect(next - last).toBeGreaterThan(lasts)
    expect(next - last).toBeLessThan(lasts + 600)
    connection.destroy()
  })
})

test('a stream that says something and ends is asked for less and less often', async () => {
  const server = serverOf()
  server.on('GET', '/api/events', () => {
    const stream = new FakeStream()
    setTimeout(() => {
      stream.write('id: 1\ndata: x\n\n')
      setTimeout(() => stream.cut(), 1)
    }, 1)
    return { stream }
  })
  const controller = new AbortController()
  const following = (async () => {
    for await (const _ of followStream(server.client(), { address: 'api/events', signal: controller.signal }));
  })()
  await vi.advanceTimersByTimeAsync(MINUTE)
  const asked = server.of('GET', '/api/events').length
  controller.abort()
  await vi.advanceTimersByTimeAsync(MINUTE)
  await following
  expect(asked).toBeGreaterThan(4)
  expect(asked).toBeLessThan(13)
})
