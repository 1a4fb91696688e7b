// The comments panel and the marker beside what has comments: what is shown, what one may do, and that it works by keyboard.
import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { CommentAnchor } from '../src/comments/comment-anchor.tsx'
import { CommentsPanel } from '../src/comments/comments-panel.tsx'
import type { CommentsPanelProps } from '../src/comments/comments-panel.tsx'
import { findings } from './axe.ts'
import { ADA, BOB, CID, comment, fakeConnection, FakeThreads, refusal, thread } from './fake-conversation.ts'

beforeEach(() => sessionStorage.clear())

function show(source: FakeThreads, props: Partial<CommentsPanelProps> = {}, access: Parameters<typeof fakeConnection>[0] = {}) {
  const fake = fakeConnection(access, [BOB, CID])
  const view = render(<CommentsPanel connection={fake.connection} source={source} {...props} />)
  return { ...fake, ...view, again: (more: Partial<CommentsPanelProps>) => view.rerender(<CommentsPanel connection={fake.connection} source={source} {...props} {...more} />) }
}

const articles = (): string[] => screen.queryAllByRole('article').map((article) => article.getAttribute('aria-label') ?? '')

describe('the list of threads', () => {
  test('has the newest first, those that are resolved apart, and none that lost all its words', async () => {
    const user = userEvent.setup()
    const source = new FakeThreads([
      thread([comment(ADA, 'old', { createdAt: 1, updatedAt: 1 })], { anchor: { type: 'path', path: '/cards/c1' } }),
      thread([comment(BOB, 'new', { createdAt: 2, updatedAt: 2 })]),
      thread([comment(BOB, 'done', { createdAt: 3, updatedAt: 3 })], { resolved: true, resolvedBy: 'bob', anchor: { type: 'path', path: '/cards/c2' } }),
      thread([comment(BOB, '', { createdAt: 4, deletedAt: 5 })], { deletedAt: 5 }),
    ])
    show(source, { describe: (path) => (path === '/cards/c1' ? 'Card “Fix login”' : undefined) })
    expect(articles()).toEqual(['Thread about Whole document', 'Thread about Card “Fix login”'])
    await user.click(screen.getByRole('radio', { name: 'Resolved 1' }))
    expect(articles()).toEqual(['Thread about cards › c2'])
    expect(screen.getByText(/Resolved by Bob Stone/)).toBeTruthy()
  })

  test('says that comments are on their way, and that there are none', () => {
    const source = new FakeThreads([], false)
    show(source)
    expect(screen.getByText('Comments are on their way')).toBeTruthy()
    act(() => source.put([]))
    expect(screen.getByText('No comments yet')).toBeTruthy()
  })

  test('can be about one place, and all again', async () => {
    const user = userEvent.setup()
    const source = new FakeThreads([
      thread([comment(ADA, 'here')], { anchor: { type: 'path', path: '/cards/c1/description' } }),
      thread([comment(ADA, 'there')], { anchor: { type: 'path', path: '/cards/c10' } }),
    ])
    const onClearPath = vi.fn()
    const { again } = show(source, { path: '/cards/c1', onClearPath })
    expect(articles()).toEqual(['Thread about cards › c1 › description'])
    await user.click(screen.getByRole('button', { name: 'Show all comments' }))
    expect(onClearPath).toHaveBeenCalled()
    again({ path: null })
    expect(articles()).toHaveLength(2)
  })

  test('shows the thread that a link leads to, also if it is resolved, and says if it is gone', async () => {
    const source = new FakeThreads([thread([comment(ADA, 'found')], { id: 't1', resolved: true }), thread([comment(ADA, 'open')], { id: 't2' })])
    const { again } = show(source, { selected: 't1' })
    await waitFor(() => expect(screen.getByText('found')).toBeTruthy())
    expect(screen.queryByText('open')).toBeNull()
    again({ selected: 'nothing' })
    expect(screen.getByText('The thread that the link leads to was deleted.')).toBeTruthy()
  })

  test('a thread whose place is gone says so', () => {
    show(new FakeThreads([thread([comment(ADA, 'hello')], { anchor: { type: 'range', start: {}, end: {} } as never, orphaned: true })]))
    expect(screen.getByText('Text deleted')).toBeTruthy()
  })

  test('choosing what a thread is about tells the document', async () => {
    const user = userEvent.setup()
    const onSelect = vi.fn()
    const one = thread([comment(ADA, 'hello')], { anchor: { type: 'path', path: '/cards/c1' } })
    show(new FakeThreads([one]), { onSelect })
    await user.click(screen.getByRole('button', { name: 'Show cards › c1' }))
    expect(onSelect).toHaveBeenCalledWith(one.anchor, one)
  })

  test('many replies are folded until one asks for them', async () => {
    const user = userEvent.setup()
    show(new FakeThreads([thread(Array.from({ length: 9 }, (_, index) => comment(BOB, `reply ${index}`)))]))
    expect(screen.queryByText('reply 3')).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Show 5 more replies' }))
    expect(screen.getByText('reply 3')).toBeTruthy()
  })
})

describe('a comment', () => {
  test('is text, and says who wrote it, that it was changed, and that it was deleted', () => {
    const changed = comment(BOB, '<b>bold</b>')
    show(new FakeThreads([thread([{ ...changed, updatedAt: changed.createdAt + 1 }, comment(CID, '', { deletedAt: 1, body: undefined })])]))
    expect(screen.getByText('<b>bold</b>')).toBeTruthy()
    expect(screen.getByText('edited')).toBeTruthy()
    expect(screen.getByText('A comment by Cid Marsh was deleted.')).toBeTruthy()
  })

  test('marks who is called in it, and oneself most', () => {
    show(new FakeThreads([thread([comment(BOB, 'ask @Ada Lovelace and @editors', { mentions: [{ user: 'ada' }, { role: 'editor' }] })])]))
    expect(screen.getByText('@Ada Lovelace').dataset['me']).toBe('true')
    expect(screen.getByText('@editors').dataset['me']).toBeUndefined()
  })

  test('is changed by its author only, deleted by its author and by owners, who are asked first', async () => {
    const user = userEvent.setup()
    const source = new FakeThreads([thread([comment(ADA, 'mine'), comment(BOB, 'theirs')], { id: 't1', createdBy: { id: 'bob' } })])
    const { access } = show(source)
    const [mine, theirs] = screen.getAllByRole('listitem').filter((item) => item.classList.contains('yrsa-comment'))
    if (!mine || !theirs) throw new Error('two comments')
    expect(within(theirs).queryByRole('button', { name: 'More' })).toBeNull()
    await user.click(within(mine).getByRole('button', { name: 'More' }))
    await user.click(screen.getByRole('menuitem', { name: 'Edit' }))
    const field = screen.getByRole('textbox', { name: 'Edit comment' })
    expect((field as HTMLTextAreaElement).value).toBe('mine')
    await user.clear(field)
    await user.type(field, 'better{Control>}{Enter}{/Control}')
    expect(source.calls.at(-1)).toEqual(['edit', 't1', expect.any(String), { text: 'better', mentions: [] }])
    expect(await screen.findByText('better')).toBeTruthy()

    act(() => access.set({ ...access.get(), mayOwn: true }))
    await user.click(within(theirs).getByRole('button', { name: 'More' }))
    expect(screen.queryByRole('menuitem', { name: 'Edit' })).toBeNull()
    await user.click(screen.getByRole('menuitem', { name: 'Delete' }))
    expect(source.calls).toHaveLength(1)
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete' }))
    expect(source.calls.at(-1)?.[0]).toBe('remove')
  })

  test('is reacted to, once each, and the reaction is taken back', async () => {
    const user = userEvent.setup()
    const source = new FakeThreads([thread([comment(BOB, 'hello')], { id: 't1' })])
    show(source)
    await user.click(screen.getByRole('button', { name: 'React' }))
    await user.keyboard('{ArrowRight}{Enter}')
    expect(source.calls.at(-1)).toEqual(['react', 't1', expect.any(String), '❤️'])
    const reaction = await screen.findByRole('button', { name: 'heart, 1: You' })
    expect(reaction.getAttribute('aria-pressed')).toBe('true')
    await user.click(reaction)
    expect(source.calls.at(-1)).toEqual(['unreact', 't1', expect.any(String), '❤️'])
    expect(screen.queryByRole('button', { name: /heart/ })).toBeNull()
  })
})

describe('writing', () => {
  test('a reply is sent with Ctrl and Enter, not with Enter alone', async () => {
    const user = userEvent.setup()
    const source = new FakeThreads([thread([comment(BOB, 'hello')], { id: 't1' })])
    show(source)
    const field = screen.getByRole('textbox', { name: 'Reply to the thread about Whole document' })
    await user.type(field, 'yes{Enter}indeed')
    expect(source.calls).toEqual([])
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(source.calls).toEqual([['reply', 't1', { text: 'yes\nindeed', mentions: [] }]])
    await waitFor(() => expect((field as HTMLTextAreaElement).value).toBe(''))
  })

  test('somebody is called by @, arrows and Enter; Escape closes the list and keeps the words', async () => {
    const user = userEvent.setup()
    const source = new FakeThreads([thread([comment(BOB, 'hello')], { id: 't1' })])
    show(source)
    const field = screen.getByRole('textbox', { name: /^Reply to/ })
    await user.type(field, 'ask @')
    const options = screen.getAllByRole('option', { hidden: true }).map((option) => option.querySelector('.yrsa-suggestion-name')?.textContent)
    expect(options).toEqual(['Bob Stone', 'Cid Marsh', 'owners', 'editors', 'commenters', 'viewers'])
    await user.keyboard('{ArrowDown}')
    const active = field.getAttribute('aria-activedescendant')
    expect(document.getElementById(active ?? '')?.getAttribute('aria-selected')).toBe('true')
    await user.keyboard('{Enter}')
    expect((field as HTMLTextAreaElement).value).toBe('ask @Cid Marsh ')
    await user.keyboard('and @ed{Escape}')
    expect(screen.queryByRole('listbox', { hidden: true })).toBeNull()
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(source.calls).toEqual([['reply', 't1', { text: 'ask @Cid Marsh and @ed', mentions: [{ user: 'cid' }] }]])
  })

  test('what could not be sent stays, with the reason', async () => {
    const user = userEvent.setup()
    const source = new FakeThreads([thread([comment(BOB, 'hello')])])
    source.refuse = refusal(409, 'this thread is full')
    show(source)
    const field = screen.getByRole('textbox', { name: /^Reply to/ })
    await user.type(field, 'one more{Control>}{Enter}{/Control}')
    expect((await screen.findByRole('alert')).textContent).toBe('This thread is full.')
    expect((field as HTMLTextAreaElement).value).toBe('one more')
  })

  test('what was not sent is there again when the panel comes back, and gone once it was sent', async () => {
    const user = userEvent.setup()
    const source = new FakeThreads([thread([comment(BOB, 'hello')])])
    const first = show(source)
    await user.type(screen.getByRole('textbox', { name: /^Reply to/ }), 'half a thou')
    first.unmount()
    const second = show(source)
    const field = screen.getByRole('textbox', { name: /^Reply to/ })
    expect((field as HTMLTextAreaElement).value).toBe('half a thou')
    await user.type(field, 'ght{Control>}{Enter}{/Control}')
    await waitFor(() => expect((field as HTMLTextAreaElement).value).toBe(''))
    second.unmount()
    show(source)
    expect((screen.getByRole('textbox', { name: /^Reply to/ }) as HTMLTextAreaElement).value).toBe('')
  })

  test('a new thread is about what the document asks for, and the document hears that it was sent', async () => {
    const user = userEvent.setup()
    const source = new FakeThreads([])
    const onNewDone = vi.fn()
    show(source, { newAt: { type: 'path', path: '/cards/c1' }, onNewDone })
    const field = screen.getByRole('textbox', { name: 'New comment' })
    expect(document.activeElement).toBe(field)
    await user.type(field, 'first')
    await user.click(screen.getByRole('button', { name: 'Comment' }))
    expect(source.calls).toEqual([['create', { text: 'first', mentions: [], anchor: { type: 'path', path: '/cards/c1' } }]])
    expect(onNewDone).toHaveBeenCalledOnce()
  })

  test('Escape gives a new thread up', async () => {
    const user = userEvent.setup()
    const onNewDone = vi.fn()
    show(new FakeThreads([]), { newAt: { type: 'document' }, onNewDone })
    await user.keyboard('{Escape}')
    expect(onNewDone).toHaveBeenCalledOnce()
  })

  test('who may only read has no field and no buttons that would be refused', () => {
    show(new FakeThreads([thread([comment(BOB, 'hello', { reactions: [{ emoji: '👍', createdAt: 1, userIds: ['cid'] }] })])]), {}, { mayComment: false, mayEdit: false, role: 'viewer' })
    expect(screen.queryByRole('textbox')).toBeNull()
    expect(screen.queryByRole('button', { name: /Resolve|React|More|Comment/ })).toBeNull()
    expect(screen.getByRole('button', { name: /thumbs up/ })).toHaveProperty('disabled', true)
  })
})

test('a thread is resolved, reopened, and deleted by an owner', async () => {
  const user = userEvent.setup()
  const source = new FakeThreads([thread([comment(BOB, 'hello')], { id: 't1' })])
  show(source, {}, { mayOwn: true })
  await user.click(screen.getByRole('button', { name: 'Resolve' }))
  await user.click(await screen.findByRole('radio', { name: 'Resolved 1' }))
  await user.click(screen.getByRole('button', { name: 'Reopen' }))
  await user.click(await screen.findByRole('radio', { name: 'Open 1' }))
  await user.click(screen.getByRole('button', { name: 'More about this thread' }))
  await user.click(screen.getByRole('menuitem', { name: 'Delete thread' }))
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete' }))
  expect(source.calls.map(([what]) => what)).toEqual(['resolve', 'reopen', 'removeThread'])
  expect(await screen.findByText('No comments yet')).toBeTruthy()
})

test('what others write is said politely, what one writes oneself is not', () => {
  const source = new FakeThreads([thread([comment(BOB, 'hello')], { id: 't1' })])
  show(source)
  const said = (): string => screen.getAllByRole('status').map((status) => status.textContent).join('')
  const [one] = source.get().threads
  if (!one) throw new Error('a thread')
  act(() => source.put([{ ...one, comments: [...one.comments, comment(ADA, 'mine')] }]))
  expect(said()).toBe('')
  const [two] = source.get().threads
  act(() => source.put([{ ...one, comments: [...(two?.comments ?? []), comment(CID, 'news')] }]))
  expect(said()).toBe('New comment by Cid Marsh')
})

describe('the marker', () => {
  const source = new FakeThreads([
    thread([comment(ADA, 'a')], { anchor: { type: 'path', path: '/cards/c1' } }),
    thread([comment(ADA, 'b')], { anchor: { type: 'path', path: '/cards/c1/description' } }),
    thread([comment(ADA, 'c')], { anchor: { type: 'path', path: '/cards/c1' }, resolved: true }),
  ])

  test('counts open threads of its place and in it, and opens them', async () => {
    const user = userEvent.setup()
    const onOpen = vi.fn()
    const parent = vi.fn()
    render(
      <div onClick={parent}>
        <CommentAnchor connection={fakeConnection().connection} source={source} path="/cards/c1" label="Fix login" onOpen={onOpen} />
      </div>,
    )
    await user.click(screen.getByRole('button', { name: '2 open threads about Fix login' }))
    expect(onOpen).toHaveBeenCalledWith('/cards/c1')
    expect(parent).not.toHaveBeenCalled()
  })

  test('of the whole document counts all that is open', () => {
    const all = new FakeThreads([...source.get().threads, thread([comment(ADA, 'd')]), thread([comment(ADA, 'e')], { anchor: { type: 'path', path: 'no pointer' } })])
    render(<CommentAnchor connection={fakeConnection().connection} source={all} path="" onOpen={() => {}} />)
    expect(screen.getByRole('button', { name: '4 open threads' })).toBeTruthy()
  })

  test('is not there where nothing is, unless it is to begin something', () => {
    const { connection } = fakeConnection()
    const { rerender } = render(<CommentAnchor connection={connection} source={source} path="/cards/c2" onOpen={() => {}} />)
    expect(screen.queryByRole('button')).toBeNull()
    rerender(<CommentAnchor connection={connection} source={source} path="/cards/c2" showEmpty onOpen={() => {}} />)
    expect(screen.getByRole('button', { name: 'Comment here' })).toBeTruthy()
  })
})

test('axe finds nothing in the panel, with threads, a new one, and people offered', async () => {
  const user = userEvent.setup()
  const threads = [thread([comment(ADA, 'see https://yrsa.example and `code`\n```\nblock\n```'), comment(BOB, 'ok', { reactions: [{ emoji: '👍', createdAt: 1, userIds: ['ada'] }] })], { anchor: { type: 'path', path: '/cards/c1' } })]
  show(new FakeThreads(threads), { newAt: { type: 'document' }, path: '', onClearPath: () => {} }, { mayOwn: true })
  await user.keyboard('@')
  expect(await findings()).toEqual([])
})
