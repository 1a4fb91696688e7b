// The content of a document as JSON, live: from the server, from this device while the server is away, and one value written.
import { NetworkError } from '@yrsa/client'
import type { Connection } from '@yrsa/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { contentOf, LiveContent } from '../../src/json/content.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

type Answer = (init: RequestInit) => Response | Promise<Response>

/** A connection to a server that answers as it is told. */
function connect(answer: Answer) {
  const doc = new Y.Doc()
  const asked: { path: string; init: RequestInit }[] = []
  const server = { answer }
  const fetch = async (path: string, init: RequestInit): Promise<Response> => {
    asked.push({ path, init })
    return server.answer(init)
  }
  const connection = { id: 'acme/board', doc, client: { fetch } } as unknown as Connection
  return { connection, doc, asked, server, live: new LiveContent(connection) }
}

const json = (content: unknown, etag: string): Response => new Response(JSON.stringify({ document: 'acme/board', version: 1, content }), { headers: { etag, 'content-type': 'application/json' } })
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

test('it is read when somebody looks, and again after a change, with the etag', async () => {
  let version = 1
  const { live, doc, asked, server } = connect(() => json({ version }, `"${version}"`))
  expect(live.get().json).toBeUndefined()
  const stop = live.subscribe(() => {})
  await settled()
  expect(live.get()).toMatchObject({ json: { version: 1 }, from: 'server', problem: '' })
  expect(asked[0]?.path).toBe('api/documents/acme%2Fboard/content?format=json')
  version = 2
  doc.getMap('m').set('a', 1)
  doc.getMap('m').set('a', 2)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked.length, 'two changes are one request').toBe(2)
  expect((asked[1]?.init.headers as Record<string, string>)['if-none-match']).toBe('"1"')
  expect(live.get().json).toEqual({ version: 2 })
  server.answer = () => new Response(null, { status: 304 })
  doc.getMap('m').set('a', 3)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(live.get().json).toEqual({ version: 2 })
  stop()
  doc.getMap('m').set('a', 4)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked.length, 'nobody looks, nothing is asked').toBe(3)
})

test('while the server is away it is what this device has, and the server’s again afterwards', async () => {
  const { live, doc, server } = connect(() => { throw new NetworkError(new Error('gone')) })
  doc.getMap('cards').set('c1', 'kept')
  const stop = live.subscribe(() => {})
  await settled()
  expect(live.get()).toMatchObject({ json: { cards: { c1: 'kept' } }, from: 'device' })
  server.answer = () => json({ cards: {} }, '"1"')
  await vi.advanceTimersByTimeAsync(6_000)
  expect(live.get()).toMatchObject({ json: { cards: {} }, from: 'server' })
  stop()
})

test('a refusal is told in the server’s words, and what was there stays', async () => {
  const { live, doc, server } = connect(() => json({ a: 1 }, '"1"'))
  const stop = live.subscribe(() => {})
  await settled()
  server.answer = () => new Response(JSON.stringify({ title: 'too large', detail: 'the document is larger than limits.json' }), { status: 413 })
  doc.getMap('m').set('a', 1)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(live.get()).toMatchObject({ json: { a: 1 }, problem: 'the document is larger than limits.json.' })
  stop()
})

test('a value is written only in the place of the one that was seen', async () => {
  const { live, asked, server } = connect(() => new Response('{}'))
  expect(await live.write('/cards/c1/points', 3, 5)).toBe('')
  expect(JSON.parse(String(asked[0]?.init.body))).toEqual([{ op: 'test', path: '/cards/c1/points', value: 3 }, { op: 'replace', path: '/cards/c1/points', value: 5 }])
  server.answer = () => new Response(JSON.stringify({ detail: 'operation 0: the test fails' }), { status: 409 })
  expect(await live.write('/cards/c1/points', 3, 5)).toBe('operation 0: the test fails.')
  server.answer = () => { throw new NetworkError(new Error('gone')) }
  expect(await live.write('/cards/c1/points', 3, 5)).toMatch(/can’t be reached/)
})

test('what a device has is read as docs/JSON.md has it', () => {
  const there = new Y.Doc()
  there.getText('text').insert(0, 'words')
  there.getMap('map').set('a', [1, { b: null }])
  there.getArray('array').insert(0, [1, 'two'])
  there.getXmlFragment('rich').insert(0, [new Y.XmlElement('paragraph')])
  there.getText('empty')
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(there))
  expect(contentOf(doc)).toEqual({ text: 'words', map: { a: [1, { b: null }] }, array: [1, 'two'], rich: '<paragraph></paragraph>' })
})
