// Streams: every frame once, over interruptions; refusals end them.
import { describe, expect, test } from 'vitest'
import { FrameParser, followStream, type Frame, type StreamLink } from '../src/server-sent.ts'
import { FakeServer, FakeStream, until } from './fake-server.ts'
import { seededRandom } from './seeded-random.ts'

describe('the parser of frames', () => {
  const text =
    'retry: 2000\nid: 122\n\nid: 123\nevent: a.b\ndata: {"x":1}\n\n: a comment\r\n\r\ndata: one\r\ndata:two\r\rid:124\ndata\n\nevent: end\ndata: ö€😀\n\n'
  const frames: Frame[] = [
    { id: '122', event: 'message', data: '' },
    { id: '123', event: 'a.b', data: '{"x":1}' },
    { id: undefined, event: 'message', data: 'one\ntwo' },
    { id: '124', event: 'message', data: '' },
    { id: undefined, event: 'end', data: 'ö€😀' },
  ]

  test('finds the same frames however the bytes are cut', () => {
    const random = seededRandom()
    const bytes = new TextEncoder().encode(text)
    for (let round = 0; round < 300; round += 1) {
      const parser = new FrameParser()
      const found: Frame[] = []
      for (let at = 0; at < bytes.length; ) {
        const length = 1 + Math.floor(random() * (round % 20 === 0 ? 1 : 12))
        found.push(...parser.read(bytes.slice(at, at + length)))
        at += length
      }
      expect(found).toEqual(frames)
    }
  })

  test('takes no id with a zero in it', () => {
    expect(new FrameParser().read(new TextEncoder().encode('id: 1\0\ndata: x\n\n'))).toEqual([{ id: undefined, event: 'message', data: 'x' }])
  })
})

/** Follows a stream whose connections the test writes to. */
function follow(options: { credentials?: { current(): Promise<{ token?: string }> } } = {}) {
  const server = new FakeServer()
  const streams: FakeStream[] = []
  server.on('GET', '/api/events', () => {
    const stream = new FakeStream()
    streams.push(stream)
    return { stream }
  })
  const controller = new AbortController()
  const frames: Frame[] = []
  const links: StreamLink[] = []
  const following = (async () => {
    const followed = followStream(server.client(options), {
      address: 'api/events',
      signal: controller.signal,
      onLink: (link) => links.push(link),
      random: () => 0,
    })
    for await (const frame of followed) frames.push(frame)
  })()
  return { server, streams, frames, links, following, stop: () => controller.abort() }
}

describe('a followed stream', () => {
  test('goes on after the last id it read when the connection is cut, and ends when it is told to', async () => {
    const { server, streams, frames, links, following, stop } = follow()
    await until('a connection', () => streams.length === 1)
    streams[0]?.write('id: 7\n\nid: 8\nevent: x\ndata: 1\n\n')
    await until('frames', () => frames.length === 2)
    streams[0]?.cut()
    await until('another connection', () => streams.length === 2)
    expect(server.asked.map(({ headers }) => headers.get('last-event-id'))).toEqual([null, '8'])
    streams[1]?.write('id: 9\nevent: x\ndata: 2\n\n')
    await until('the next frame', () => frames.at(-1)?.data === '2')
    expect(links).toEqual(['connecting', 'open', 'offline', 'connecting', 'open'])
    stop()
    await following
    expect(streams[1]?.isOver).toBe(true)
  })

  test('comes back while the server can’t be reached, until it can', async () => {
    const { server, streams, frames, stop, following } = follow()
    await until('a connection', () => streams.length === 1)
    server.isReachable = false
    streams[0]?.cut()
    await until('some attempts', () => server.asked.length >= 1)
    server.isReachable = true
    await until('another connection', () => streams.length === 2)
    streams[1]?.write('id: 1\ndata: x\n\n')
    await until('a frame', () => frames.length === 1)
    stop()
    await following
  })

  test('asks for another token when the server says that the old one expired', async () => {
    const asked: unknown[] = []
    const credentials = {
      current: async (options?: { fresh?: boolean }) => {
        asked.push(options?.fresh)
        return { token: 'a' }
      },
    }
    const { streams, frames, stop, following } = follow({ credentials })
    await until('a connection', () => streams.length === 1)
    streams[0]?.write('event: end\ndata: {"reason":"expired"}\n\n')
    await until('another connection', () => streams.length === 2)
    expect(asked).toContain(true)
    expect(frames).toEqual([])
    stop()
    await following
  })

  test('gives the end of a log to its reader', async () => {
    const { streams, frames, stop, following } = follow()
    await until('a connection', () => streams.length === 1)
    streams[0]?.write('event: end\ndata: {"status":"succeeded"}\n\n')
    await until('the end', () => frames[0]?.event === 'end')
    stop()
    await following
  })

  test('ends with the refusal when the server refuses for good', async () => {
    const server = new FakeServer()
    server.on('GET', '/api/events', () => ({ status: 403, json: { type: 'about:blank', title: 'no right', status: 403, detail: 'no right' } }))
    const read = async () => {
      for await (const _ of followStream(server.client(), { address: 'api/events', random: () => 0 })) throw new Error('a frame')
    }
    await expect(read()).rejects.toMatchObject({ status: 403, message: 'No right.' })
  })
})
