// Events as sentences, the feed made of them, and the inbox.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { InboxItem } from '@yrsa/client'
import * as Y from 'yjs'
import { ActivityFeed, groupsOf } from '../src/activity/activity-feed.tsx'
import { nameAt } from '../src/activity/document-names.ts'
import { eventSentence, phraseText } from '../src/activity/event-sentence.ts'
import { Inbox, inboxSentence } from '../src/inbox/inbox.tsx'
import { findings } from './axe.ts'
import { event, fakeClient, fakeConnection, lock } from './fake-client.ts'

vi.mock('@yrsa/client', () => import('./fake-client.ts'))

const names = {
  thing: (path: string) => ({ '/cards/c1': 'Fix login', '/columns/done': 'Done', '/nodes/n1': 'Fetch' })[path],
  person: (id: string) => ({ bob: 'Bob' })[id],
}
const said = (type: string, data: object, more: object = {}): string => phraseText(eventSentence(event(type, data, more), names))

describe('sentences', () => {
  it.each([
    ['board.card.created', { id: 'x', value: { title: 'New card' } }, 'added the card “New card”'],
    ['board.card.created', { id: 'x' }, 'added a card'],
    ['workflow.edge.added', { id: 'x' }, 'added an edge'],
    ['board.card.moved', { id: 'c1', changes: [{ path: '/column', old: 'todo', new: 'done' }, { path: '/order', new: 'a1' }] }, 'moved “Fix login” to Done'],
    ['board.card.moved', { id: 'c1', changes: [{ path: '/order', new: 'a1' }] }, 'moved “Fix login”'],
    ['board.card.updated', { id: 'c1', changes: [{ path: '/title', old: 'Login', new: 'Fix login' }] }, 'renamed “Login” to “Fix login”'],
    ['board.card.updated', { id: 'c1', changes: [{ path: '/description', splice: { index: 0, delete: 0, insert: 'x' } }] }, 'edited the description of “Fix login”'],
    ['board.card.updated', { id: 'c1', changes: [{ path: '/due', new: '2026-12-01' }, { path: '/labels/0', new: 'x' }] }, 'edited the due date and labels of “Fix login”'],
    ['board.card.assigned', { id: 'c1', changes: [{ path: '/assignee', new: 'bob' }] }, 'gave “Fix login” to Bob'],
    ['board.card.assigned', { id: 'c1', changes: [{ path: '/assignee', new: 'ada' }] }, 'took on “Fix login”'],
    ['board.card.removed', { id: 'gone', value: { title: 'Old' } }, 'removed the card “Old”'],
    ['workflow.node.updated', { id: 'n1', changes: [{ path: '/data/url', new: 'x' }] }, 'edited the url of “Fetch”'],
    ['chat.message', { message: { body: 'Hello\n there' } }, 'wrote “Hello there”'],
    ['comment.thread_created', { text: 'Why?', thread: 't' }, 'commented “Why?”'],
    ['lock.acquired', { lock: lock('/cards/c1', { id: 'ada' }) }, 'locked “Fix login”'],
    ['lock.acquired', { lock: lock('', { id: 'ada' }) }, 'locked the whole document'],
    ['session.turn_passed', { to: { id: 'bob' } }, 'passed the turn to Bob'],
    ['member.added', { user: 'bob', role: 'editor' }, 'made Bob an editor'],
    ['run.step', { run: 'r', step: { id: 's', node: 'n1', status: 'failed' } }, 'failed at the step “Fetch”'],
    ['run.finished', { run: 'r', status: 'succeeded' }, 'finished a run'],
    ['document.renamed', { title: 'Plan', old: 'Draft' }, 'renamed it to “Plan”'],
  ])('%s', (type, data, words) => {
    expect(said(type, data)).toBe(words)
  })

  it('types that nobody knows yet are said plainly', () => {
    expect(said('run.paused_again', {})).toBe('run paused again')
    expect(said('board.card.archived', { id: 'c1' })).toBe('archived “Fix login”')
  })

  it('has words for each type of the interface, also when nothing of its data is there', () => {
    const types = readFileSync(join(import.meta.dirname, '../../client/src/openapi.d.ts'), 'utf8').matchAll(/^ +(?:readonly )?type: "([a-z_]+(?:\.[a-z_]+)+)";/gm)
    const known = [...new Set([...types].map(([, type]) => type as string))].filter((type) => !type.startsWith('run.log'))
    expect(known.length).toBeGreaterThan(70)
    for (const type of known) {
      for (const data of [{}, { omitted: 1_000_000 }, { id: 7, changes: 'x', lock: null, message: [], step: 3 }]) {
        const words = said(type, data, { user: undefined })
        expect(words, type).not.toBe('')
        expect(words, type).not.toMatch(/undefined|null|NaN|\[object|\.[a-z]+\./)
      }
    }
  })
})

describe('names in a document', () => {
  it('reads titles, labels and texts, and defines nothing', () => {
    const doc = new Y.Doc()
    const [cards, nodes] = [doc.getMap('cards'), doc.getMap('nodes')]
    const [card, node, title] = [new Y.Map(), new Y.Map(), new Y.Text('Shared title')]
    cards.set('c1', card)
    card.set('title', title)
    nodes.set('a/b', node)
    node.set('data', new Y.Map([['label', 'Fetch']]))
    expect(['/cards/c1', '/cards/c1/description', '/nodes/a~1b', '/nodes/x', '/sections/s', '', '/cards'].map((path) => nameAt(doc, path))).toEqual([
      'Shared title', 'Shared title', 'Fetch', undefined, undefined, undefined, undefined,
    ])
    expect([...doc.share.keys()]).toEqual(['cards', 'nodes'])
  })
})

describe('the feed', () => {
  const minute = 1_700_000_040_000
  const bob = { id: 'bob', name: 'Bob' }

  it('groups by author and minute, the newest first', () => {
    const groups = groupsOf([
      event('document.created', {}, { time: minute }),
      event('document.updated', {}, { time: minute + 1_000 }),
      event('document.updated', {}, { time: minute + 2_000, user: bob }),
      event('document.updated', {}, { time: minute + 3_000 }),
      event('document.updated', {}, { time: minute + 61_000 }),
      event('lock.expired', {}, { time: minute + 62_000, user: undefined }),
    ])
    expect(groups.map(({ author, events }) => `${author.name} ${events.length}`)).toEqual(['Yrsa 1', 'Ada 1', 'Ada 1', 'Bob 1', 'Ada 2'])
  })

  it('shows what happens as it happens, and what was done again and again once', async () => {
    const user = userEvent.setup()
    const connection = fakeConnection()
    const client = connection.client as ReturnType<typeof fakeClient>
    const open = vi.fn()
    render(<ActivityFeed connection={connection} onOpen={open} />)
    expect(screen.getByText('Nothing happened yet')).toBeTruthy()
    const edit = (): object => event('board.card.updated', { id: 'c1', changes: [{ path: '/description', splice: {} }] }, { user: bob, time: minute })
    act(() => client.events.set({ ...client.events.get(), events: [edit(), edit(), edit()] as never }))
    const list = screen.getByRole('list', { name: 'Activity, newest first' })
    expect(list.textContent).toContain('Bob')
    const [button] = within(list).getAllByRole('button')
    expect(button?.textContent).toBe('edited the description of a card')
    expect(list.textContent).toContain('3 times')
    await user.click(button!)
    expect(open).toHaveBeenCalledTimes(1)
    expect(client.asked).toMatchObject([['events', { document: 'acme/board', after: 'recent' }]])
  })

  it('says that it is not connected, and what is kept no longer', () => {
    const connection = fakeConnection()
    const client = connection.client as ReturnType<typeof fakeClient>
    client.events.set({ events: [event('document.created', { kind: 'board' })], link: 'offline', gap: true, loaded: true, error: null })
    const { container } = render(<ActivityFeed connection={connection} />)
    for (const words of ['Not connected.', 'created this board', 'Older events are no longer kept.']) expect(container.textContent).toContain(words)
  })
})

describe('the inbox', () => {
  const item = (id: string, more: Partial<InboxItem> = {}): InboxItem =>
    ({ id, type: 'mention', document: 'acme/plan', event: '1', from: { id: 'bob', name: 'Bob' }, summary: 'What about line 12?', target: {}, created_at: Date.now(), read_at: null, ...more }) as InboxItem

  it('says what came', () => {
    const words = [
      item('1'), item('2', { type: 'reply' }), item('3', { type: 'assignment' }), item('4', { type: 'share', target: { role: 'editor' } as never }), item('5', { type: 'turn', from: null }),
      item('6', { type: 'thread_resolved' }), item('7', { type: 'something_new' as unknown as InboxItem['type'] }),
    ].map(inboxSentence)
    expect(words).toEqual([
      'Bob mentioned you', 'Bob replied to you', 'Bob gave you a card', 'Bob shared this with you as editor', 'It is your turn to edit', 'Bob resolved a thread', 'Bob: something new',
    ])
  })

  it('opening an item goes there and marks it as read', async () => {
    const user = userEvent.setup()
    const client = fakeClient()
    client.inbox.set({ items: [item('1'), item('2', { read_at: 5 })], unread: 1, hasMore: false, loaded: true, error: null })
    const open = vi.fn()
    render(<Inbox client={client} onOpen={open} titleOf={() => 'The plan'} />)
    await user.click(screen.getByRole('button', { name: /Unread: Bob mentioned you.*The plan/ }))
    expect(open.mock.calls[0]?.[0]).toMatchObject({ id: '1' })
    expect(client.asked).toEqual([['markRead', ['1']]])
    expect(screen.queryByText('Unread:')).toBeNull()
  })

  it('shows only what is unread, marks all, removes, and goes on', async () => {
    const user = userEvent.setup()
    const client = fakeClient()
    client.inbox.set({ items: [item('1'), item('2', { read_at: 5, summary: 'read already' })], unread: 1, hasMore: true, loaded: true, error: null })
    render(<Inbox client={client} />)
    await user.click(screen.getByRole('radio', { name: 'Unread 1' }))
    expect(screen.queryByText('read already')).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Mark all as read' }))
    expect(screen.getByText('Nothing unread')).toBeTruthy()
    await user.click(screen.getByRole('radio', { name: 'All' }))
    await user.click(screen.getByRole('button', { name: 'Show older' }))
    await user.click(screen.getAllByRole('button', { name: 'Remove' })[0]!)
    expect(client.asked).toEqual([['markRead', 'all'], ['loadMore'], ['remove', '1']])
  })

  it('says what stands in the way', () => {
    const client = fakeClient()
    client.inbox.set({ items: [], unread: 0, hasMore: false, loaded: false, error: Object.assign(new Error('The server can’t be reached.'), { name: 'NetworkError' }) })
    render(<Inbox client={client} />)
    expect(screen.getByRole('alert').textContent).toBe('The server can’t be reached.')
  })
})

it('axe finds nothing in feed and inbox', async () => {
  const connection = fakeConnection()
  const client = connection.client as ReturnType<typeof fakeClient>
  client.events.set({ ...client.events.get(), events: [event('document.created', { kind: 'board' })] })
  client.inbox.set({ items: [{ id: '1', type: 'mention', document: 'd', event: '1', from: { id: 'b' }, summary: 's', target: {}, created_at: 1, read_at: null } as unknown as InboxItem], unread: 1, hasMore: true, loaded: true, error: null })
  render(
    <main>
      <ActivityFeed connection={connection} onOpen={() => {}} />
      <Inbox client={client} />
    </main>,
  )
  expect(await findings()).toEqual([])
})

it('calls a guest without a name so', () => {
  const user = { id: 'guest-d370f9592721b514' }
  expect(groupsOf([event('document.updated', {}, { user })])[0]?.author.name).toBe('A guest')
})

it('says why it may not show anything', async () => {
  const client = fakeClient()
  render(<ActivityFeed client={client} document="acme/board" />)
  act(() => client.events.set({ ...client.events.get(), loaded: true, link: 'offline', error: new Error('x') }))
  expect(screen.getByText('That did not work. Try again.')).toBeTruthy()
  expect(screen.queryByText('Nothing happened yet')).toBeNull()
})
