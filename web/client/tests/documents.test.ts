// The live list of documents: what the search learns of only later is found without anybody asking again.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Documents } from '../src/documents.ts'
import { FakeServer, FakeStream } from './fake-server.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A server with one document, that a search finds or not, and how often it was asked. */
function server() {
  const fake = new FakeServer()
  const state = { isFound: false, events: new FakeStream() }
  const one = { id: 'a', title: 'A' }
  fake.on('GET', '/api/events/stream', () => ({ stream: state.events }))
  fake.on('GET', '/api/documents', () => ({ json: { documents: state.isFound ? [one] : [], next_cursor: null } }))
  return { fake, state, asked: () => fake.asked.filter(({ path }) => path === '/api/documents').length }
}

test('a search finds what was written just before it once the server knows, and then asks no more', async () => {
  const { fake, state, asked } = server()
  const list = new Documents(fake.client(), { query: 'halibut' })
  const stop = list.subscribe(() => {})
  await vi.advanceTimersByTimeAsync(1_000)
  expect(list.get()).toMatchObject({ loaded: true, documents: [] })
  state.isFound = true
  await vi.advanceTimersByTimeAsync(2_000)
  expect(list.get().documents).toMatchObject([{ id: 'a' }])
  await vi.advanceTimersByTimeAsync(30_000)
  const before = asked()
  await vi.advanceTimersByTimeAsync(600_000)
  expect(asked()).toBe(before)
  stop()
})

test('a list without words follows its events alone, and one that nobody looks at nothing', async () => {
  const { fake, asked } = server()
  const list = new Documents(fake.client(), {})
  const stop = list.subscribe(() => {})
  await vi.advanceTimersByTimeAsync(1_000)
  const once = asked()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked()).toBe(once)
  stop()
  const search = new Documents(fake.client(), { query: 'halibut' })
  search.subscribe(() => {})()
  // It goes on for a moment: pages come and go.
  await vi.advanceTimersByTimeAsync(10_000)
  const before = asked()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked()).toBe(before)
})
