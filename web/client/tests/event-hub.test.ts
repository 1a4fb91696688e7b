// The parts of a page that follow documents share a stream, and each hears what it asked for, once.
import { describe, expect, test } from 'vitest'
import { fits, listen } from '../src/event-hub.ts'
import { FakeServer, FakeStream, until } from './fake-server.ts'

function setup() {
  const server = new FakeServer()
  const streams: FakeStream[] = []
  server.on('GET', '/api/events', () => {
    const stream = new FakeStream()
    streams.push(stream)
    return { stream }
  })
  const event = (id: number, type: string, document: string) =>
    `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify({ id: String(id), type, document, time: 0, data: {} })}\n\n`
  return { server, streams, client: server.client(), event }
}

describe('listening to events', () => {
  test('is one stream for all documents of a page, which goes on where it was when another document comes', async () => {
    const { server, streams, client, event } = setup()
    const heard: string[] = []
    const hear = (name: string) => ({ event: ({ id }: { id: string }) => void heard.push(`${name} ${id}`), ready: () => void heard.push(`${name} ready`) })
    const stops = [listen(client, { document: 'a', types: ['chat.*'], ...hear('one') }), listen(client, { document: 'a', ...hear('all') })]
    await until('one stream', () => streams.length === 1)
    expect(server.asked[0]?.query.getAll('document')).toEqual(['a'])
    expect(server.asked[0]?.query.get('types')).toBeNull()
    streams[0]?.write(`id: 1\n\n${event(2, 'board.card.moved', 'a')}${event(3, 'chat.message', 'a')}`)
    await until('both to hear', () => heard.length === 5)
    expect(heard).toEqual(['one ready', 'all ready', 'all 2', 'one 3', 'all 3'])
    stops.push(listen(client, { document: 'b', ...hear('b') }))
    await until('another stream', () => streams.length === 2)
    expect(streams[0]?.isOver).toBe(true)
    expect(server.asked[1]?.query.getAll('document')).toEqual(['a', 'b'])
    expect(server.asked[1]?.headers.get('last-event-id')).toBe('3')
    streams[1]?.write(event(4, 'chat.message', 'b'))
    await until('b to hear', () => heard.at(-1) === 'b 4')
    expect(heard.slice(5)).toEqual(['b ready', 'b 4'])
    stops.push(listen(client, { document: 'a', types: ['run.*'], ...hear('late') }))
    await until('the late one', () => heard.at(-1) === 'late ready')
    expect(streams.length).toBe(2)
    for (const stop of stops) stop()
    await until('the end', () => streams[1]?.isOver)
  })

  test('tells everybody of a gap and of a refusal', async () => {
    const { server, streams, client } = setup()
    const heard: string[] = []
    listen(client, { under: 'acme/', gap: () => void heard.push('gap'), failed: ({ status }) => void heard.push(String(status)) })
    await until('a stream', () => streams.length === 1)
    streams[0]?.write('id: 9\nevent: gap\ndata: {"from":"1","to":"9"}\n\n')
    await until('the gap', () => heard.length === 1)
    server.on('GET', '/api/events', () => ({ status: 403, json: { type: '', title: 'x', status: 403, detail: 'x' } }))
    streams[0]?.cut()
    await until('the refusal', () => heard.length === 2)
    expect(heard).toEqual(['gap', '403'])
  })
})

test.each([
  ['board.*', 'board.card.moved', true],
  ['board.*', 'boards.x', false],
  ['*.moved', 'board.card.moved', true],
  ['*', 'x', true],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['chat.message', 'chat.message', true],
  ['chat.message', 'chat.messages', false],
  ['board.*.moved', 'board.column.moved', true],
])('the pattern %s fits %s: %s', (pattern, type, does) => {
  expect(fits(pattern, type)).toBe(does)
})
