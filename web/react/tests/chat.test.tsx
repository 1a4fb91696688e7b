// The chat: how messages are put together, what one may do with them, looking back, and what counts as read.
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ChatMessage } from '@yrsa/client'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ChatPanel } from '../src/chat/chat-panel.tsx'
import type { ChatPanelProps } from '../src/chat/chat-panel.tsx'
import { placeOf, referenceFrom } from '../src/chat/code-references.tsx'
import { Blocks, dayName, rowsOf, sameDay, typingWords } from '../src/chat/rows.ts'
import { findings } from './axe.ts'
import { ADA, BOB, CID, FakeChat, fakeConnection, fakeReader, message, refusal } from './fake-conversation.ts'

beforeEach(() => sessionStorage.clear())

function show(source: FakeChat, props: Partial<ChatPanelProps> = {}, access: Parameters<typeof fakeConnection>[0] = {}) {
  const fake = fakeConnection(access, [BOB, CID])
  const reader = fakeReader(source.get().messages)
  return { ...fake, reader, ...render(<ChatPanel connection={fake.connection} source={source} reader={reader} {...props} />) }
}

const view = (text: string): HTMLElement => {
  const found = screen.getByText(text, { ignore: '.yrsa-message-answered *' }).closest<HTMLElement>('.yrsa-message')
  if (!found) throw new Error(`no message with ${text}`)
  return found
}
// As by arrows. (A mouse of user-event leaves a message when it goes to a button in it.)
const choose = (text: string): void => act(() => view(text).focus())
const field = (): HTMLTextAreaElement => screen.getByRole<HTMLTextAreaElement>('textbox', { name: /^(Message|Reply)$/ })
const sent = (source: FakeChat): unknown[] => source.calls.filter(([what]) => what === 'send').map(([, words]) => words)

describe('rows', () => {
  const at = (hour: number, minute = 0, day = 3): number => new Date(2026, 10, day, hour, minute).getTime()

  test('one author within five minutes stands together, a day and an answer part them', () => {
    const messages = [
      message(ADA, '1', { created_at: at(9) }),
      message(ADA, '2', { created_at: at(9, 4) }),
      message(ADA, '3', { created_at: at(9, 10) }),
      message(BOB, '4', { created_at: at(9, 10) }),
      message(BOB, '5', { created_at: at(9, 11), reply_to: 'x' }),
      message(BOB, '6', { created_at: at(0, 1, 4) }),
    ]
    const rows = rowsOf(messages, null, null)
    expect(rows.map(({ first }) => first)).toEqual([true, false, true, true, true, true])
    expect(rows.map(({ day }) => day)).toEqual([true, false, false, false, false, true])
  })

  test('days begin exactly where the calendar says, whatever the distances', () => {
    let seed = 42
    const random = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0)
    let now = at(12)
    const messages = Array.from({ length: 400 }, () => message(ADA, '', { created_at: (now += random() % 30_000_000) }))
    for (const [index, { day }] of rowsOf(messages, null, null).entries()) {
      const [before, here] = [messages[index - 1], messages[index]]
      expect(day, `seed 42, message ${index}`).toBe(!before || !here || !sameDay(before.created_at, here.created_at))
    }
  })

  test('the line stands above the first message of others that was not read', () => {
    const messages = [message(BOB, 'read'), message(ADA, 'mine'), message(BOB, '', { deleted_at: 1 }), message(BOB, 'new'), message(BOB, 'newer')]
    const line = (readTo: string | null): number => rowsOf(messages, readTo, 'ada').findIndex(({ unread }) => unread)
    expect(line(messages[0]?.id ?? '')).toBe(3)
    expect(line(messages.at(-1)?.id ?? '')).toBe(-1)
    expect(line(null)).toBe(-1)
  })

  test('a message stays in its block while others come at either end, and blocks stay small', () => {
    const messages = Array.from({ length: 500 }, (_, index) => message(BOB, String(index)))
    const blocks = new Blocks()
    const keys = (from: number, to: number): Map<string, string> =>
      new Map(blocks.arrange(rowsOf(messages.slice(from, to), null, null)).flatMap(({ key, rows }) => rows.map((row) => [row.message.id, key] as const)))
    let before = keys(300, 350)
    for (const [from, to] of [[300, 351], [250, 351], [250, 395], [33, 500], [0, 500]] as const) {
      const now = keys(from, to)
      for (const [id, key] of before) expect(now.get(id)).toBe(key)
      expect(now.size).toBe(to - from)
      before = now
    }
    const sizes = blocks.arrange(rowsOf(messages, null, null)).map(({ rows }) => rows.length)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(40)
    expect(sizes.length).toBeLessThan(25)
    expect(new Set(before.values()).size).toBe(sizes.length)
  })

  test('days and who types are said as one says them', () => {
    const now = at(12)
    expect([now, now - 86_400_000, now - 3 * 86_400_000].map((day) => dayName(day, now))).toEqual(['Today', 'Yesterday', 'Saturday'])
    expect(dayName(at(12, 0, -20), now)).toBe('Sun, October 11')
    expect([[], ['Ada'], ['Ada', 'Bob'], ['a', 'b', 'c', 'd']].map(typingWords)).toEqual(['', 'Ada is typing', 'Ada and Bob are typing', 'Several people are typing'])
  })
})

describe('the panel', () => {
  test('says that messages are on their way, that there are none, and why they did not come', () => {
    const source = new FakeChat([], { loaded: false })
    show(source)
    expect(screen.getByText('Messages are on their way')).toBeTruthy()
    act(() => source.change({ loaded: true }))
    expect(screen.getByText('No messages yet')).toBeTruthy()
    act(() => source.change({ error: refusal(403, '') }))
    expect(screen.getByRole('alert').textContent).toBe('There is no such document, or you have no right to it.')
  })

  test('shows names, words as text, code as cards, and what was deleted as a place', async () => {
    const user = userEvent.setup()
    const onReference = vi.fn()
    const reference = { file: 'src/main.rs', line: 12, end_line: 13, snippet: 'fn main() {\n}' }
    show(new FakeChat([message(BOB, '<i>hi</i>', { references: [reference] }), message(CID, '', { deleted_at: 1 })]), { onReference })
    expect(screen.getByText('<i>hi</i>')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'src/main.rs:12–13' }))
    expect(onReference).toHaveBeenCalledWith(reference)
    expect(screen.getByLabelText('Code in src/main.rs:12–13').textContent).toBe('12\n13fn main() {\n}')
    expect(screen.getByText('This message was deleted.')).toBeTruthy()
  })

  test('Enter sends, Shift and Enter begins a line, nothing is sent twice or empty', async () => {
    const user = userEvent.setup()
    const source = new FakeChat([message(BOB, 'hello')])
    show(source)
    await user.type(field(), '{Enter}')
    await user.type(field(), 'one{Shift>}{Enter}{/Shift}two{Enter}')
    expect(sent(source)).toEqual([{ body: 'one\ntwo' }])
    await waitFor(() => expect(field().value).toBe(''))
    await user.keyboard('{Enter}')
    expect(sent(source)).toHaveLength(1)
  })

  test('Enter does not send while an input method is at work', () => {
    const source = new FakeChat([message(BOB, 'hello')])
    show(source)
    fireEvent.change(field(), { target: { value: 'にほ' } })
    fireEvent.keyDown(field(), { key: 'Enter', isComposing: true })
    expect(sent(source)).toEqual([])
  })

  test('calls somebody, with code attached, in answer to somebody', async () => {
    const user = userEvent.setup()
    const source = new FakeChat([message(BOB, 'hello', { id: 'm1' })])
    show(source)
    choose('hello')
    await user.click(within(view('hello')).getByRole('button', { name: 'Reply' }))
    expect(document.activeElement).toBe(field())
    expect(screen.getByText(/Reply to/).textContent).toBe('Reply to Bob Stone: hello')
    await user.click(screen.getByRole('button', { name: 'Attach code' }))
    await user.type(screen.getByRole('textbox', { name: 'File and lines' }), 'a.rs:3-2{Enter}')
    expect(screen.getByRole('alert').textContent).toBe('The last line comes before the first.')
    await user.clear(screen.getByRole('textbox', { name: 'File and lines' }))
    await user.type(screen.getByRole('textbox', { name: 'File and lines' }), 'a.rs:3-9{Enter}')
    expect(within(screen.getByRole('list', { name: 'Attached code' })).getByText('a.rs:3–9')).toBeTruthy()
    await user.type(field(), 'look @bo{Enter}')
    await user.type(field(), '{Enter}')
    expect(sent(source)).toEqual([{ body: 'look @Bob Stone', replyTo: 'm1', mentions: [{ user: 'bob' }], references: [{ file: 'a.rs', line: 3, end_line: 9 }] }])
    await waitFor(() => expect(screen.queryByRole('list', { name: 'Attached code' })).toBeNull())
    expect(screen.queryByText(/^Reply to/)).toBeNull()
  })

  test('code alone is a message too', async () => {
    const user = userEvent.setup()
    const source = new FakeChat([message(BOB, 'hello')])
    show(source)
    await user.click(screen.getByRole('button', { name: 'Attach code' }))
    await user.type(screen.getByRole('textbox', { name: 'File and lines' }), 'a.rs{Enter}')
    await user.click(screen.getByRole('button', { name: 'Send' }))
    expect(sent(source)).toEqual([{ body: '', references: [{ file: 'a.rs' }] }])
  })

  test('what could not be sent stays, with its code and the reason', async () => {
    const user = userEvent.setup()
    const source = new FakeChat([message(BOB, 'hello')])
    source.refuse = refusal(429, '')
    show(source)
    await user.type(field(), 'again{Enter}')
    expect((await screen.findByRole('alert')).textContent).toBe('Too many requests at once. Try again in a moment.')
    expect(field().value).toBe('again')
  })

  test('tells others that one types, and that one stopped', async () => {
    vi.useFakeTimers()
    try {
      const source = new FakeChat([message(BOB, 'hello')])
      show(source)
      const typing = (): unknown[] => source.calls.filter(([what]) => what === 'setTyping').map(([, on]) => on)
      fireEvent.focus(field())
      fireEvent.change(field(), { target: { value: 'a' } })
      expect(typing()).toEqual([true])
      vi.advanceTimersByTime(5_000)
      expect(typing()).toEqual([true, false])
      fireEvent.change(field(), { target: { value: '' } })
      expect(typing()).toEqual([true, false])
    } finally {
      vi.useRealTimers()
    }
  })

  test('says who types, not oneself', () => {
    show(new FakeChat([message(BOB, 'hello')], { typing: [ADA, BOB, CID] }))
    expect(screen.getByText('Bob Stone and Cid Marsh are typing')).toBeTruthy()
  })

  test('who may only read has no field and no buttons that would be refused', async () => {
    const user = userEvent.setup()
    show(new FakeChat([message(ADA, 'mine before')]), {}, { mayComment: false })
    expect(screen.queryByRole('textbox')).toBeNull()
    expect(screen.getByText('You may read here, but not write.')).toBeTruthy()
    choose('mine before')
    await user.click(within(view('mine before')).getByRole('button', { name: 'More' }))
    expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual(['Copy text'])
  })
})

describe('a message', () => {
  test('is edited by its author only, also by arrow up in the empty field', async () => {
    const user = userEvent.setup()
    const source = new FakeChat([message(ADA, 'mine', { id: 'm1' }), message(BOB, 'theirs')])
    show(source)
    choose('theirs')
    await user.click(within(view('theirs')).getByRole('button', { name: 'More' }))
    expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual(['Reply', 'Copy text'])
    await user.keyboard('{Escape}')
    await user.click(field())
    await user.keyboard('{ArrowUp}')
    const edit = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Edit message' })
    expect(edit.value).toBe('mine')
    await user.type(edit, '!{Enter}')
    expect(source.calls.at(-1)).toEqual(['edit', 'm1', 'mine!', []])
    expect(await screen.findByText('mine!')).toBeTruthy()
    expect(screen.getByText('(edited)')).toBeTruthy()
  })

  test('is deleted by an owner, who is asked first', async () => {
    const user = userEvent.setup()
    const source = new FakeChat([message(BOB, 'theirs', { id: 'm1' })])
    show(source, {}, { mayOwn: true })
    choose('theirs')
    await user.click(within(view('theirs')).getByRole('button', { name: 'More' }))
    await user.click(screen.getByRole('menuitem', { name: 'Delete' }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete' }))
    expect(source.calls.filter(([what]) => what === 'remove')).toEqual([['remove', 'm1']])
    expect(await screen.findByText('This message was deleted.')).toBeTruthy()
  })

  test('is reached by arrows, and its buttons by Tab', async () => {
    const user = userEvent.setup()
    const source = new FakeChat([message(BOB, 'first', { id: 'm1' }), message(CID, 'second')])
    show(source)
    screen.getByRole('log').focus()
    await user.keyboard('{ArrowUp}')
    expect(document.activeElement).toBe(view('second'))
    await user.keyboard('{ArrowUp}')
    expect(document.activeElement).toBe(view('first'))
    await user.keyboard('{Tab}')
    expect((document.activeElement as HTMLElement).getAttribute('aria-label')).toBe('React')
    await user.keyboard('{Enter}{Enter}')
    expect(source.calls.find(([what]) => what === 'react')).toEqual(['react', 'm1', '👍'])
  })

  test('has its buttons only while the mouse or the focus is on it', async () => {
    const user = userEvent.setup()
    show(new FakeChat(Array.from({ length: 300 }, (_, index) => message(BOB, `m${index}`))))
    expect(screen.getByRole('log').querySelectorAll('.yrsa-message button')).toHaveLength(0)
    await user.hover(view('m7'))
    expect(screen.getByRole('log').querySelectorAll('.yrsa-message button')).toHaveLength(3)
  })

  test('that others have not changed is not drawn again when one comes', () => {
    const source = new FakeChat(Array.from({ length: 200 }, (_, index) => message(BOB, `m${index}`)))
    show(source)
    const before = view('m3')
    const bodies = vi.spyOn(Node.prototype, 'appendChild')
    act(() => source.change({ messages: [...source.get().messages, message(CID, 'new')] }))
    expect(view('new')).toBeTruthy()
    expect(view('m3')).toBe(before)
    expect(bodies.mock.calls.length).toBeLessThan(60)
    bodies.mockRestore()
  })
})

describe('looking back', () => {
  test('older messages come on demand', async () => {
    const user = userEvent.setup()
    const source = new FakeChat([message(BOB, 'newest')], { hasOlder: true })
    source.older = [[message(CID, 'oldest', { id: '0' })]]
    show(source)
    await user.click(screen.getByRole('button', { name: 'Show older messages' }))
    expect(await screen.findByText('oldest')).toBeTruthy()
    expect(screen.getByText('The chat begins here')).toBeTruthy()
  })

  test('what a message answers is shown in one line, and led to', async () => {
    const user = userEvent.setup()
    const original = message(BOB, 'the original\nin two lines', { id: '0' })
    const source = new FakeChat([original, message(CID, 'the answer', { reply_to: '0' })])
    show(source)
    await user.click(screen.getByRole('button', { name: 'Show what it answers: Bob Stone the original in two lines' }))
    expect((document.activeElement as HTMLElement).dataset['message']).toBe('0')
  })

  test('an original from long ago is read once, and shown among its neighbours; the newest come back', async () => {
    const user = userEvent.setup()
    const all: ChatMessage[] = Array.from({ length: 300 }, (_, index) => message(BOB, `m${index}`))
    const answer = message(CID, 'late answer', { reply_to: all[100]?.id ?? '' })
    const source = new FakeChat([...all.slice(-50), answer], { hasOlder: true })
    const reader = fakeReader([...all, answer])
    show(source, { reader })
    await user.click(await screen.findByRole('button', { name: 'Show what it answers: Bob Stone m100' }))
    expect(await screen.findByText('You are looking at older messages.')).toBeTruthy()
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset['message']).toBe(all[100]?.id))
    expect(screen.queryByText('late answer')).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Show older messages' }))
    expect(await screen.findByText('m30')).toBeTruthy()
    expect(reader.asked).toContainEqual({ before: all[75]?.id, limit: 50 })
    await user.click(screen.getByRole('button', { name: 'Back to the newest' }))
    expect(await screen.findByText('late answer')).toBeTruthy()
  })

  test('a message that a link leads to is shown once it has come, whether it is at hand or not', async () => {
    const all: ChatMessage[] = Array.from({ length: 120 }, (_, index) => message(BOB, `m${index}`))
    const source = new FakeChat([], { loaded: false })
    show(source, { reader: fakeReader(all), selected: all[20]?.id ?? null })
    act(() => source.change({ messages: all.slice(-50), loaded: true, hasOlder: true }))
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset['message']).toBe(all[20]?.id))
    expect(screen.getByText('You are looking at older messages.')).toBeTruthy()
  })

  test('one that is gone says so', async () => {
    show(new FakeChat([message(BOB, 'hello')]), { reader: { one: () => Promise.reject(refusal(404, '')), page: () => Promise.reject(refusal(404, '')) }, selected: 'gone' })
    expect((await screen.findByRole('alert')).textContent).toBe('This does not exist.')
  })

  test('the replies to a message are shown together and can be answered', async () => {
    const user = userEvent.setup()
    const root = message(BOB, 'root', { id: '0', replies: 2 })
    const far = message(CID, 'a reply from before', { id: '1', reply_to: '0' })
    const near = message(ADA, 'a reply at hand', { reply_to: '0' })
    const source = new FakeChat([root, message(BOB, 'something else'), near])
    show(source, { reader: fakeReader([root, far, near]) })
    await user.click(screen.getByRole('button', { name: '2 replies' }))
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Back to all messages' }))
    expect(await screen.findByText('a reply from before')).toBeTruthy()
    expect(screen.getByText('a reply at hand')).toBeTruthy()
    expect(screen.queryByText('something else')).toBeNull()
    await user.type(field(), 'me too{Enter}')
    expect(sent(source)).toEqual([{ body: 'me too', replyTo: '0' }])
    expect(await screen.findByText('me too')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Back to all messages' }))
    expect(screen.getByText('something else')).toBeTruthy()
  })
})

describe('what is read', () => {
  test('is noted while one looks at the newest, and the line stays where it was', async () => {
    const messages = [message(BOB, 'read'), message(BOB, 'unread')]
    const source = new FakeChat(messages, { unread: 1, lastRead: messages[0]?.id ?? null })
    show(source)
    await waitFor(() => expect(source.calls).toContainEqual(['markRead']))
    expect(source.get().unread).toBe(0)
    expect(screen.getByText('New')).toBeTruthy()
  })

  test('is not noted while the page is hidden', () => {
    const hidden = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    const source = new FakeChat([message(BOB, 'unread')], { unread: 1 })
    show(source)
    expect(source.calls).toEqual([])
    hidden.mockReturnValue('visible')
    act(() => void document.dispatchEvent(new Event('visibilitychange')))
    expect(source.calls).toEqual([['markRead']])
    hidden.mockRestore()
  })

  test('what others say is said politely', () => {
    const source = new FakeChat([message(BOB, 'hello')])
    show(source)
    act(() => source.change({ messages: [...source.get().messages, message(CID, 'news `here`')] }))
    expect(screen.getAllByRole('status').map((status) => status.textContent)).toContain('Cid Marsh: news here')
  })
})

describe('places in code', () => {
  test('are read as people write them', () => {
    expect(referenceFrom('src/a.rs', '')).toEqual({ file: 'src/a.rs' })
    expect(referenceFrom(' src/a.rs:12 ', '')).toEqual({ file: 'src/a.rs', line: 12 })
    expect(referenceFrom('src/a.rs:12-20', 'x')).toEqual({ file: 'src/a.rs', line: 12, end_line: 20, snippet: 'x' })
    expect(referenceFrom('src/a.rs:12:4', '')).toEqual({ file: 'src/a.rs', line: 12, column: 4 })
    expect(referenceFrom('src/a.rs#L12-L20', '')).toEqual({ file: 'src/a.rs', line: 12, end_line: 20 })
    expect(referenceFrom('C:\\a.rs:3', '')).toEqual({ file: 'C:\\a.rs', line: 3 })
    expect(referenceFrom('', '')).toBe('Say which file it is.')
    expect(referenceFrom('a.rs:0', '')).toBe('Lines and columns are counted from 1.')
    expect(referenceFrom('a.rs', 'x'.repeat(5_000))).toBe('Attach at most 4 KiB of code.')
  })

  test('are written as one reads them', () => {
    expect(placeOf({ file: 'a.rs' })).toBe('a.rs')
    expect(placeOf({ file: 'a.rs', line: 3, end_line: 3 })).toBe('a.rs:3')
    expect(placeOf({ file: 'a.rs', line: 3, end_line: 9 })).toBe('a.rs:3–9')
    expect(placeOf({ file: 'a.rs', line: 3, column: 7 })).toBe('a.rs:3:7')
  })
})

test('axe finds nothing: messages with everything, their buttons, a reply, replies', async () => {
  const user = userEvent.setup()
  const root = message(BOB, 'the beginning', { id: '0', replies: 1, reactions: { '👍': [{ at: 1, user: { id: 'ada' } }] } })
  const messages = [root, message(CID, 'answer https://yrsa.example', { reply_to: '0', references: [{ file: 'a.rs', line: 1, snippet: 'x' }] }), message(ADA, '', { deleted_at: 1 })]
  show(new FakeChat(messages, { unread: 1, lastRead: '0', hasOlder: true, typing: [BOB] }), { onReference: () => {} })
  choose('the beginning')
  await user.click(within(view('the beginning')).getByRole('button', { name: 'Reply' }))
  expect(await findings()).toEqual([])
  await user.click(screen.getByRole('button', { name: '1 reply' }))
  expect(await findings()).toEqual([])
})

test('keeps what is written while the message before is on its way', async () => {
  const source = new FakeChat([])
  let arrive = (): void => {}
  vi.spyOn(source, 'send').mockImplementation(() => new Promise((resolve) => (arrive = () => resolve(message(ADA, 'one')))))
  show(source)
  fireEvent.change(field(), { target: { value: 'one' } })
  fireEvent.keyDown(field(), { key: 'Enter' })
  fireEvent.change(field(), { target: { value: 'one two' } })
  await act(async () => arrive())
  expect(field().value).toBe('two')
})

test('has the focus in its field when whoever opened it wants to write', () => {
  show(new FakeChat([]), { autoFocus: true })
  expect(document.activeElement).toBe(field())
})
