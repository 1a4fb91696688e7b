// The chat: what is told by events and what is read from pages become one row, each message once.
import { describe, expect, test } from 'vitest'
import { Chat, type ChatMessage } from '../src/chat.ts'
import type { Connection } from '../src/document.ts'
import { Value } from '../src/observable.ts'
import { FakeServer, FakeStream, until } from './fake-server.ts'

const message = (id: string, author: string, more: Partial<ChatMessage> = {}): ChatMessage => ({
  id, document: 'plan', author: { id: author, name: author }, body: id, reply_to: null, mentions: [], references: [], reactions: {},
  created_at: 0, edited_at: null, deleted_at: null, replies: 0, ...more,
})

function setup(messages: ChatMessage[] = []) {
  const server = new FakeServer()
  const streams: FakeStream[] = []
  let events = 0
  server.on('GET', '/api/events', () => {
    const stream = new FakeStream()
    streams.push(stream)
    return { stream }
  })
  server.on('GET', '/api/documents/plan/messages', ({ query }) => {
    const before = query.get('before')
    const older = before === null ? messages : messages.filter(({ id }) => id < before)
    const page = older.slice(-Number(query.get('limit')))
    return { json: { messages: page, older: page[0] === older[0] ? null : page[0]?.id, newer: null } }
  })
  server.on('GET', '/api/documents/plan/messages/unread', () => ({ json: { unread: messages.filter(({ author }) => author.id !== 'me').length, more: false, last_read: null } }))
  server.on('PUT', '/api/documents/plan/messages/read', () => ({ json: { last_read: 'x' } }))
  const states: Record<string, unknown> = {}
  const connection = {
    id: 'plan',
    client: server.client(),
    me: new Value({ id: 'me', name: 'Me', color: '' }),
    others: new Value<unknown[]>([]),
    awareness: { getLocalState: () => states },
    setPresence: (change: Record<string, unknown>) => void Object.assign(states, change),
  }
  const chat = new Chat(connection as unknown as Connection)
  const tell = (type: string, data: object) => {
    events += 1
    const event = { id: String(events), type, document: 'plan', time: 99, data }
    streams.at(-1)?.write(`id: ${events}\nevent: ${type}\ndata: ${JSON.stringify(event)}\n\n`)
  }
  return { server, streams, chat, connection, states, tell, messages }
}

describe('a chat', () => {
  test('shows each message once, in order, and counts those of others as unread', async () => {
    const { chat, streams, tell, messages, connection } = setup([message('a', 'bob')])
    chat.subscribe(() => {})
    await until('the page', () => chat.get().loaded && streams.length === 1)
    // What the server has is there before it is told.
    messages.splice(0, 1, message('a', 'bob', { replies: 1 }), message('b', 'bob'), message('c', 'me'), message('d', 'bob', { reply_to: 'a' }))
    tell('chat.message', { message: message('b', 'bob') })
    tell('chat.message', { message: message('c', 'me') })
    tell('chat.message', { message: message('d', 'bob', { reply_to: 'a' }) })
    tell('chat.message', { message: message('d', 'bob', { reply_to: 'a' }) })
    await until('the row', () => chat.get().messages.length === 4)
    expect(chat.get().messages.map(({ id, replies }) => `${id}${replies}`).join(' ')).toBe('a1 b0 c0 d0')
    expect(chat.get().unread).toBeGreaterThan(0)
    tell('chat.edited', { message: message('b', 'bob', { body: 'edited', edited_at: 5 }) })
    tell('chat.reaction', { id: 'b', emoji: '👍', user: { id: 'me' }, added: true })
    tell('chat.reaction', { id: 'b', emoji: '👍', user: { id: 'me' }, added: true })
    tell('chat.reaction', { id: 'c', emoji: 'x', user: { id: 'bob' }, added: true })
    tell('chat.reaction', { id: 'c', emoji: 'x', user: { id: 'bob' }, added: false })
    tell('chat.deleted', { id: 'd' })
    await until('the deletion', () => chat.get().messages[3]?.deleted_at === 99)
    expect(chat.get().messages[1]).toMatchObject({ body: 'edited', reactions: { '👍': [{ user: { id: 'me' }, at: 99 }] } })
    expect(chat.get().messages[2]?.reactions).toEqual({})
    expect(chat.get().messages[3]?.body).toBe('')
    await chat.markRead()
    expect([chat.get().unread, chat.get().lastRead]).toEqual([0, 'd'])
    connection.others.set([{ user: { id: 'bob', name: 'Bob', color: '' }, state: { typing: true } }, { user: { id: 'me', name: 'Me', color: '' }, state: { typing: true } }])
    expect(chat.get().typing.map(({ id }) => id)).toEqual(['bob'])
    chat.destroy()
  })

  test('reads what was said while events were let go of, and pages back to the beginning', async () => {
    const all = Array.from({ length: 120 }, (_, index) => message(String(1000 + index), 'bob'))
    const { chat, streams, messages } = setup(all.slice(0, 110))
    chat.subscribe(() => {})
    await until('the page', () => chat.get().loaded && streams.length === 1)
    expect([chat.get().messages.length, chat.get().hasOlder]).toEqual([50, true])
    messages.push(...all.slice(110))
    streams[0]?.write('id: 7\nevent: gap\ndata: {"from":"1","to":"7"}\n\n')
    await until('the newest', () => chat.get().messages.at(-1)?.id === '1119')
    expect(chat.get().messages.length).toBe(60)
    while (chat.get().hasOlder) await chat.loadOlder()
    expect(chat.get().messages.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    chat.destroy()
  })

  test('does not join pages that have a hole between them', async () => {
    const all = Array.from({ length: 200 }, (_, index) => message(String(1000 + index), 'bob'))
    const { chat, streams, messages } = setup(all.slice(0, 60))
    chat.subscribe(() => {})
    await until('the page', () => chat.get().loaded && streams.length === 1)
    messages.push(...all.slice(60))
    streams[0]?.write('id: 7\nevent: gap\ndata: {"from":"1","to":"7"}\n\n')
    await until('the newest', () => chat.get().messages.at(-1)?.id === '1199')
    expect([chat.get().messages[0]?.id, chat.get().hasOlder]).toEqual(['1150', true])
    chat.destroy()
  })

  test('says that one types, once, and that one stopped', () => {
    const { chat, states } = setup()
    chat.setTyping(true)
    chat.setTyping(true)
    expect(states.typing).toBe(true)
    chat.setTyping(false)
    expect(states.typing).toBeNull()
  })

  test('lets go of the oldest on a page that is open for long', async () => {
    const { chat, streams, tell } = setup([message('m0000', 'bob')])
    chat.subscribe(() => {})
    await until('the page', () => chat.get().loaded && streams.length === 1)
    for (let n = 1; n <= 2_000; n += 1) tell('chat.message', { message: message(`m${String(n).padStart(4, '0')}`, 'bob') })
    await until('the newest', () => chat.get().messages.at(-1)?.id === 'm2000')
    expect([chat.get().messages.length, chat.get().messages[0]?.id, chat.get().hasOlder]).toEqual([1_500, 'm0501', true])
  })
})
