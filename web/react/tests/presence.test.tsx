// Who is here, whose turn it is, whether it is saved: what is said in which state, by keyboard, and to assistive technology.
import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SaveState, SessionState } from '@yrsa/client'
import { PresenceIndicator } from '../src/presence/presence-indicator.tsx'
import { listOf, whatTheyDo } from '../src/presence/presence-words.ts'
import { FollowingBar, UserPresenceList } from '../src/presence/user-presence-list.tsx'
import { SaveStatus, saveExplanation, saveWords } from '../src/save/save-status.tsx'
import { SessionBar, SessionMenu } from '../src/session/session-bar.tsx'
import { findings } from './axe.ts'
import { ApiError, fakeConnection, ME, participant, session } from './fake-client.ts'

vi.mock('@yrsa/client', () => import('./fake-client.ts'))
afterEach(() => void vi.useRealTimers())

const bob = { id: 'bob', name: 'Bob', color: '#b45309' }

describe('the list of people', () => {
  function crowd() {
    const connection = fakeConnection()
    const others = ['Bob', 'Cy', 'Dee', 'Eve', 'Fay', 'Gus'].map((name, index) =>
      participant({ id: name.toLowerCase(), name, color: '#b45309' }, { role: index === 0 ? 'owner' : 'viewer', status: index === 1 ? 'away' : 'active' }),
    )
    connection.participants.set([participant(ME, { self: true, clients: [1, 2] }), ...others])
    return connection
  }

  it('says how many are here and who, and shows how many more there are', () => {
    render(<UserPresenceList connection={crowd()} most={4} />)
    const button = screen.getByRole('button', { name: '7 people here: you, Bob, Cy and 4 others' })
    expect(button.querySelector('.yrsa-stack-more')?.getAttribute('data-more')).toBe('+3')
  })

  it('shows oneself first, with role, state and tabs of everybody', async () => {
    const user = userEvent.setup()
    render(<UserPresenceList connection={crowd()} onFollow={() => {}} />)
    await user.tab()
    await user.keyboard('{Enter}')
    const items = within(screen.getByRole('dialog', { name: 'People here' })).getAllByRole('listitem')
    expect(items.map((item) => item.querySelector('.yrsa-people-words')?.textContent)).toEqual([
      'Ada LovelaceYouEditorActive, 2 tabs', 'BobOwnerActive', 'CyViewerAway', 'DeeViewerActive', 'EveViewerActive', 'FayViewerActive', 'GusViewerActive',
    ])
    expect(within(items[0]!).queryByRole('button')).toBeNull()
  })

  it('follows and stops following', async () => {
    const user = userEvent.setup()
    const [follow, stop] = [vi.fn(), vi.fn()]
    const connection = crowd()
    const { rerender } = render(<UserPresenceList connection={connection} onFollow={follow} onStopFollowing={stop} />)
    await user.click(screen.getByRole('button'))
    await user.click(screen.getByRole('button', { name: 'Follow Bob' }))
    expect(follow.mock.calls).toEqual([['bob']])
    expect(screen.queryByRole('dialog')).toBeNull()
    rerender(<UserPresenceList connection={connection} onFollow={follow} onStopFollowing={stop} following="bob" />)
    await user.click(screen.getByRole('button'))
    await user.click(screen.getByRole('button', { name: 'Stop following Bob' }))
    expect(stop).toHaveBeenCalledTimes(1)
  })

  it('what people do is said in words, shortened, with the name of the place', () => {
    const describe = (path: string): string | null => (path === '/cards/c1' ? '“Fix login”' : null)
    const at = { status: 'active' as const, activity: null, place: null }
    expect(
      [
        at,
        { ...at, activity: 'editing', place: '/cards/c1' },
        { ...at, place: '/cards/c1' },
        { ...at, activity: 'editing', place: '/gone' },
        { ...at, activity: `reading ${'x'.repeat(200)}`, place: '/cards/c1' },
        { ...at, status: 'busy' as const, activity: 'editing' },
      ].map((one) => whatTheyDo(one, describe)),
    ).toEqual(['Active', 'Editing “Fix login”', 'At “Fix login”', 'Editing', `reading ${'x'.repeat(51)}…`, 'Do not disturb'])
  })

  it('who is at a place is shown there, and nobody else', () => {
    const connection = fakeConnection()
    connection.participants.set([
      participant(ME, { self: true, place: '/cards/c1' }),
      participant(bob, { place: '/cards/c1/title' }),
      participant({ ...bob, id: 'cy', name: 'Cy' }, { place: '/cards/c10' }),
    ])
    const { rerender, container } = render(<PresenceIndicator path="/cards/c1" connection={connection} />)
    expect(screen.getByRole('img', { name: 'Bob is here' })).toBeTruthy()
    rerender(<PresenceIndicator path="/cards/c1" self connection={connection} />)
    expect(screen.getByRole('img', { name: 'you and Bob are here' })).toBeTruthy()
    rerender(<PresenceIndicator path="/cards/c2" connection={connection} />)
    expect(container.textContent).toBe('')
  })

  it('names lists of people', () => {
    expect([[], ['A'], ['A', 'B'], ['A', 'B', 'C'], ['A', 'B', 'C', 'D', 'E']].map((names) => listOf(names))).toEqual(['', 'A', 'A and B', 'A, B and C', 'A, B and 3 others'])
  })
})

describe('the save status', () => {
  const state = (phase: SaveState['phase'], unsaved = 0, more: Partial<SaveState> = {}): SaveState => ({ phase, unsaved, notice: '', kept: true, ...more })

  it('says in a few words what is so', () => {
    const said = [
      state('saved'), state('saving', 1), state('connecting'), state('syncing'), state('syncing', 2),
      state('offline'), state('offline', 1), state('offline', 1_234), state('refused', 0, { notice: 'You may only read here.' }), state('refused'),
    ].map(saveWords)
    expect(said).toEqual([
      'Saved', 'Saving…', 'Connecting…', 'Syncing…', 'Sending 2 edits…',
      'Offline', 'Offline, 1 edit waits here', 'Offline, 1,234 edits wait here', 'You may only read here.', 'The server refused the connection',
    ])
  })

  it('says of edits that wait whether they survive the tab', () => {
    expect(saveExplanation(state('offline', 3))).toBe(
      'The server can’t be reached. 3 edits are kept on this device, also when you close the page. They are sent as soon as the server is back.',
    )
    expect(saveExplanation(state('offline', 1, { kept: false }))).toContain('1 edit is kept in this tab only: leave it open.')
    expect(saveExplanation(state('refused', 2, { notice: 'the document is gone' }))).toBe('The document is gone. 2 edits are kept on this device, also when you close the page.')
  })

  it('"Saved" waits for a pause, bad news do not', () => {
    vi.useFakeTimers()
    const connection = fakeConnection()
    render(<SaveStatus connection={connection} />)
    const words = (): string => document.querySelector('.yrsa-save-words')?.textContent ?? ''
    for (let key = 0; key < 5; key += 1) {
      act(() => connection.save.set(state('saving', 1)))
      act(() => connection.save.set(state('saved')))
      expect(words()).toBe('Saving…')
      act(() => void vi.advanceTimersByTime(100))
    }
    act(() => void vi.advanceTimersByTime(400))
    expect(words()).toBe('Saved')
    act(() => connection.save.set(state('saving', 1)))
    act(() => connection.save.set(state('offline', 1)))
    expect(words()).toBe('Offline, 1 edit waits here')
  })

  it('never says that something is saved which is not', () => {
    vi.useFakeTimers()
    const connection = fakeConnection()
    render(<SaveStatus connection={connection} />)
    const words = (): string => document.querySelector('.yrsa-save-words')?.textContent ?? ''
    act(() => connection.save.set(state('saving', 1)))
    act(() => connection.save.set(state('saved')))
    act(() => void vi.advanceTimersByTime(300))
    act(() => connection.save.set(state('saving', 1)))
    act(() => void vi.advanceTimersByTime(5_000))
    expect(words()).toBe('Saving…')
  })

  it('reads out that one is refused, also when the connection was lost before', () => {
    const connection = fakeConnection()
    render(<SaveStatus connection={connection} />)
    act(() => connection.save.set(state('offline')))
    act(() => connection.save.set({ ...state('refused'), notice: 'This document was deleted.' }))
    expect(screen.getByRole('status').textContent).toBe('This document was deleted.')
  })

  it('reads out that one is offline and that one is back, and nothing of each word', () => {
    const connection = fakeConnection()
    render(<SaveStatus connection={connection} />)
    const spoken = (): string => screen.getByRole('status').textContent ?? ''
    act(() => connection.save.set(state('saving', 1)))
    expect(spoken()).toBe('')
    act(() => connection.save.set(state('offline', 1)))
    expect(spoken()).toBe('You are offline.')
    act(() => connection.save.set(state('syncing', 1)))
    act(() => connection.save.set(state('saved')))
    expect(spoken()).toBe('Connected again. Everything is saved.')
  })

  it('a refusal gives its reason and another try', async () => {
    const user = userEvent.setup()
    const connection = fakeConnection()
    connection.save.set(state('refused', 0, { notice: 'You have no right to this document.', code: 4403 }))
    render(<SaveStatus connection={connection} />)
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    expect(connection.asked).toEqual([['retry']])
  })

  it('a deleted document is not to be tried again', () => {
    const connection = fakeConnection()
    connection.save.set(state('refused', 0, { notice: 'This document was deleted.', code: 4404 }))
    render(<SaveStatus connection={connection} />)
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull()
  })
})

describe('turns', () => {
  const show = (more: Partial<SessionState>, role: 'editor' | 'owner' | 'viewer' = 'editor') => {
    const connection = fakeConnection()
    connection.access.set({ role, mayEdit: false, mayComment: true, mayOwn: role === 'owner', why: '' })
    connection.session.set(session({ mode: 'sequential', mine: false, ...more }))
    const page = render(<SessionBar connection={connection} />)
    return { connection, ...page }
  }
  const turn = (holder: { id: string; name?: string } | null, queue: string[] = []): SessionState['turn'] =>
    ({ holder, since: 1, expires_at: Date.now() + 90_000, queue: queue.map((id) => ({ id, name: id, at: 1 })) }) as unknown as SessionState['turn']
  const buttons = (): string[] => screen.queryAllByRole('button').map(({ textContent }) => textContent ?? '')

  it('shows nothing where everybody edits', () => {
    expect(show({ mode: 'parallel' }).container.textContent).toBe('')
  })

  it.each([
    ['one’s own, nobody waits', { mine: true, turn: turn({ id: 'ada' }) }, 'It is your turn', ['Give it up']],
    ['one’s own, one waits', { mine: true, turn: turn({ id: 'ada' }, ['bob']) }, 'It is your turn, 1 waits', ['Pass to bob']],
    ['one’s own, two wait', { mine: true, turn: turn({ id: 'ada' }, ['bob', 'cy']) }, 'It is your turn, 2 wait', ['Pass on']],
    ['somebody else’s', { turn: turn({ id: 'bob', name: 'Bob' }) }, 'It is Bob’s turn', ['Ask for the turn']],
    ['somebody’s with an s', { turn: turn({ id: 'chris', name: 'Chris' }) }, 'It is Chris’ turn', ['Ask for the turn']],
    ['one is next', { waiting: 1, turn: turn({ id: 'bob', name: 'Bob' }, ['ada']) }, 'It is Bob’s turn, you are next', ['Stop waiting']],
    ['one waits', { waiting: 3, turn: turn({ id: 'bob', name: 'Bob' }, ['x', 'y', 'ada']) }, 'It is Bob’s turn, you are number 3', ['Stop waiting']],
    ['nobody’s', { turn: turn(null) }, 'It is nobody’s turn', ['Take the turn']],
  ] as [string, Partial<SessionState>, string, string[]][])('%s', (_, more, words, actions) => {
    show(more)
    expect(screen.getByRole('status').textContent).toBe(words)
    expect(buttons()).toEqual(actions)
  })

  it('who only reads is offered nothing, owners may take it', () => {
    const { unmount } = show({ turn: turn({ id: 'bob', name: 'Bob' }) }, 'viewer')
    expect(buttons()).toEqual([])
    unmount()
    show({ turn: turn({ id: 'bob', name: 'Bob' }) }, 'owner')
    expect(buttons()).toEqual(['Ask for the turn', 'Take it now'])
  })

  it('is passed to who is chosen', async () => {
    const user = userEvent.setup()
    const { connection } = show({ mine: true, turn: turn({ id: 'ada' }, ['bob', 'cy']) })
    await user.click(screen.getByRole('button', { name: 'Pass on' }))
    await user.click(screen.getByRole('menuitem', { name: 'cy' }))
    expect(connection.asked).toEqual([['passTurn', 'cy']])
  })

  it('a refusal is said where one asked', async () => {
    const user = userEvent.setup()
    const { connection } = show({ turn: turn({ id: 'bob', name: 'Bob' }) })
    connection.refuse = new ApiError({ type: 'about:blank', title: 'conflict', status: 409, detail: 'too many wait' })
    await user.click(screen.getByRole('button', { name: 'Ask for the turn' }))
    expect(screen.getByRole('alert').textContent).toBe('Too many wait.')
  })

  it('owners choose the mode, others see it', async () => {
    const user = userEvent.setup()
    const connection = fakeConnection()
    connection.access.set({ role: 'owner', mayEdit: true, mayComment: true, mayOwn: true, why: '' })
    render(<SessionMenu connection={connection} />)
    await user.click(screen.getByRole('button', { name: 'Everybody edits' }))
    expect(screen.getByRole('menuitemcheckbox', { checked: true }).textContent).toContain('Everybody edits')
    await user.click(screen.getByRole('menuitemcheckbox', { name: /Take turns/ }))
    expect(connection.asked).toEqual([['change', { mode: 'sequential' }]])
    act(() => connection.access.set({ role: 'editor', mayEdit: true, mayComment: true, mayOwn: false, why: '' }))
    await user.click(screen.getByRole('button'))
    await user.click(screen.getByRole('menuitemcheckbox', { name: /Lock first/ }))
    expect(connection.asked.length).toBe(1)
  })
})

it('axe finds nothing in presence, save status and turns', async () => {
  const user = userEvent.setup()
  const connection = fakeConnection()
  connection.participants.set([participant(ME, { self: true }), participant(bob, { place: '/cards/c1' })])
  connection.save.set({ phase: 'offline', unsaved: 2, notice: '', kept: true })
  connection.session.set(session({ mode: 'sequential', mine: false, turn: { holder: { id: 'bob', name: 'Bob' }, since: 1, expires_at: Date.now() + 1e5, queue: [] } as unknown as SessionState['turn'] }))
  render(
    <main>
      <UserPresenceList connection={connection} onFollow={() => {}} />
      <PresenceIndicator path="/cards/c1" connection={connection} />
      <FollowingBar user={bob} onStop={() => {}} />
      <SaveStatus connection={connection} />
      <SessionBar connection={connection} />
      <SessionMenu connection={connection} />
    </main>,
  )
  await user.click(screen.getByRole('button', { name: /people here/ }))
  expect(await findings()).toEqual([])
  await user.click(screen.getByRole('button', { name: /Offline/ }))
  expect(await findings()).toEqual([])
})
