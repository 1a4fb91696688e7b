// @vitest-environment jsdom
// Windows of one browser share four connections for streams. Locks and the channel between windows are made here.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withStreamSlots } from '../../src/app/stream-slots.ts'

const STREAM = { headers: { accept: 'text/event-stream' } }
let taken: Set<string>
let channels: { onmessage: ((event: { data: unknown }) => void) | null }[]
let open: ReadableStreamDefaultController<Uint8Array>[]
let focused: boolean

beforeEach(() => {
  vi.useFakeTimers()
  taken = new Set()
  channels = []
  open = []
  focused = true
  vi.stubGlobal('BroadcastChannel', class {
    onmessage: ((event: { data: unknown }) => void) | null = null
    constructor() {
      channels.push(this)
    }
    postMessage(data: unknown) {
      for (const channel of channels) if (channel !== this) channel.onmessage?.({ data })
    }
  })
  Object.defineProperty(navigator, 'locks', { configurable: true, value: {
    async request(name: string, _options: unknown, work: (lock: object | null) => unknown) {
      if (taken.has(name)) return work(null)
      taken.add(name)
      try {
        return await work({})
      } finally {
        taken.delete(name)
      }
    },
  } })
  vi.spyOn(document, 'hasFocus').mockImplementation(() => focused)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const plain = (() => Promise.resolve(new Response(new ReadableStream<Uint8Array>({ start: (controller) => void open.push(controller) })))) as typeof fetch

async function settled(promise: Promise<unknown>): Promise<boolean> {
  let isSettled = false
  promise.then(() => { isSettled = true }, () => { isSettled = true })
  await vi.advanceTimersByTimeAsync(0)
  return isSettled
}

test('four streams are open, the fifth waits until one ends', async () => {
  const windowOne = withStreamSlots(plain)
  const first = await Promise.all([1, 2, 3, 4].map(() => windowOne('/api/events', STREAM)))
  const fifth = windowOne('/api/events', STREAM)
  expect(await settled(fifth)).toBe(false)
  await first[0]?.body?.cancel()
  await vi.advanceTimersByTimeAsync(2_000)
  expect((await fifth).ok).toBe(true)
  expect(taken.size).toBe(4)
})

test('another window learns at once that a place is free', async () => {
  const [one, two] = [withStreamSlots(plain), withStreamSlots(plain)]
  const first = await Promise.all([1, 2, 3, 4].map(() => one('/api/events', STREAM)))
  focused = false
  const waiting = two('/api/events', STREAM)
  expect(await settled(waiting)).toBe(false)
  await first[3]?.body?.cancel()
  expect(await settled(waiting)).toBe(true)
})

test('the window that is worked in takes a place from one that is not', async () => {
  const [one, two] = [withStreamSlots(plain), withStreamSlots(plain)]
  const first = await Promise.all([1, 2, 3, 4].map(() => one('/api/events', STREAM)))
  const reading = first[0]?.body?.getReader().read()
  const cut = expect(reading).rejects.toThrow('another window')
  // The one that wants has the focus, the one that holds has not.
  vi.spyOn(document, 'hasFocus').mockReturnValueOnce(true).mockReturnValue(false)
  const waiting = two('/api/events', STREAM)
  await cut
  await vi.advanceTimersByTimeAsync(2_000)
  expect((await waiting).ok).toBe(true)
})

test('windows take turns, each for half a minute', async () => {
  const [one, two] = [withStreamSlots(plain), withStreamSlots(plain)]
  await Promise.all([1, 2, 3, 4].map(() => one('/api/events', STREAM)))
  const waiting = two('/api/events', STREAM)
  await vi.advanceTimersByTimeAsync(29_000)
  expect(await settled(waiting)).toBe(false)
  await vi.advanceTimersByTimeAsync(6_000)
  expect(await settled(waiting)).toBe(true)
})

test('a stream that is given up while it waits takes no place', async () => {
  const one = withStreamSlots(plain)
  const first = await Promise.all([1, 2, 3, 4].map(() => one('/api/events', STREAM)))
  const controller = new AbortController()
  const waiting = one('/api/events', { ...STREAM, signal: controller.signal })
  const refused = expect(waiting).rejects.toThrow()
  await vi.advanceTimersByTimeAsync(0)
  controller.abort()
  await vi.advanceTimersByTimeAsync(2_000)
  await refused
  await first[0]?.body?.cancel()
  await vi.advanceTimersByTimeAsync(0)
  expect(taken.size).toBe(3)
})

test('the end and the failure of a stream give its place back, with every byte read', async () => {
  const one = withStreamSlots(plain)
  const ended = one('/api/events', STREAM).then((response) => response.text())
  await vi.advanceTimersByTimeAsync(0)
  open[0]?.enqueue(new TextEncoder().encode('data: 1\n\n'))
  open[0]?.close()
  expect(await ended).toBe('data: 1\n\n')
  const failed = one('/api/events', STREAM).then((response) => response.text())
  const refused = expect(failed).rejects.toThrow('cut')
  await vi.advanceTimersByTimeAsync(0)
  open[1]?.error(new Error('cut'))
  await refused
  await vi.advanceTimersByTimeAsync(0)
  expect(taken.size).toBe(0)
})

test('requests that are no streams never wait', async () => {
  const one = withStreamSlots(plain)
  await Promise.all([1, 2, 3, 4].map(() => one('/api/events', STREAM)))
  expect((await one('/api/documents')).ok).toBe(true)
})
