// The lock indicator: what it says of each kind of lock to whom, and what they can do about it.
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Access } from '@yrsa/client'
import { EditLockIndicator } from '../src/locks/edit-lock-indicator.tsx'
import { kindOfPath } from '../src/locks/lock-kinds.ts'
import { findings } from './axe.ts'
import { ApiError, fakeConnection, lock } from './fake-client.ts'

vi.mock('@yrsa/client', () => import('./fake-client.ts'))
afterEach(() => void vi.useRealTimers())

const as = (role: Access['role']): Access => ({ role, mayEdit: role === 'editor' || role === 'owner', mayComment: true, mayOwn: role === 'owner', why: '' })
const bob = { id: 'bob', name: 'Bob' }

it('knows what a path is about', () => {
  const kinds = ['', '/cards/c1', '/cards/c1/title', '/columns/a', '/nodes/n', '/edges/e', '/sections/s', '/text'].map(kindOfPath)
  expect(kinds).toEqual(['document', 'card', 'card', 'column', 'node', 'edge', 'section', 'text'])
})

describe('nothing is locked', () => {
  it('editors may lock it, with a reason', async () => {
    const user = userEvent.setup()
    const connection = fakeConnection()
    render(<EditLockIndicator path="/cards/c1" connection={connection} />)
    await user.click(screen.getByRole('button', { name: 'Lock this card' }))
    expect(document.activeElement).toBe(screen.getByLabelText('Reason (optional)'))
    await user.keyboard(' rewriting it {Enter}')
    expect(connection.asked[0]).toEqual(['hold', '/cards/c1', { seconds: 600, releaseOnLeave: 30, reason: 'rewriting it' }])
    expect(screen.getByRole('button', { name: 'Locked by you: rewriting it, 10 min left' }).dataset['state']).toBe('mine')
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('who may not edit is offered nothing', () => {
    const connection = fakeConnection()
    connection.access.set(as('commenter'))
    const { container } = render(<EditLockIndicator path="/cards/c1" connection={connection} />)
    expect(container.textContent).toBe('')
  })

  it('can keep silent until it is locked', () => {
    const connection = fakeConnection()
    const { container } = render(<EditLockIndicator path="/cards/c1" lockedOnly connection={connection} />)
    expect(container.textContent).toBe('')
    act(() => connection.locks.set([lock('/cards/c1', bob)]))
    expect(screen.getByRole('button', { name: 'Locked by Bob, 10 min left' }).querySelector('.yrsa-lock-holder')?.textContent).toBe('Bob')
  })

  it('who comes too late reads why', async () => {
    const user = userEvent.setup()
    const connection = fakeConnection()
    connection.refuse = new ApiError({ type: 'about:blank', title: 'locked', status: 409, detail: 'Bob was faster' })
    render(<EditLockIndicator path="/cards/c1" connection={connection} />)
    await user.click(screen.getByRole('button', { name: 'Lock this card' }))
    await user.click(screen.getByRole('button', { name: 'Lock' }))
    expect(screen.getByRole('alert').textContent).toBe('Bob was faster.')
    expect(screen.getByRole('dialog')).toBeTruthy()
  })
})

describe('it is locked', () => {
  it('one’s own is released', async () => {
    const user = userEvent.setup()
    const connection = fakeConnection()
    connection.locks.set([lock('/cards/c1', { id: 'ada' })])
    render(<EditLockIndicator path="/cards/c1" connection={connection} />)
    await user.click(screen.getByRole('button', { name: /Locked by you/ }))
    await user.click(screen.getByRole('button', { name: 'Release' }))
    expect(connection.locks.get()).toEqual([])
  })

  it('somebody else’s says who, why, how long, and what that means; editors can do nothing about it', async () => {
    const user = userEvent.setup()
    const connection = fakeConnection()
    connection.locks.set([lock('/cards', bob, { reason: 'sorting them' })])
    render(<EditLockIndicator path="/cards/c1" connection={connection} describe={(path) => (path === '/cards' ? 'all cards' : null)} />)
    await user.click(screen.getByRole('button', { name: 'Locked by Bob: sorting them, 10 min left' }))
    const { textContent } = screen.getByRole('dialog')
    for (const words of ['Locked by Bob', '10 min left · all cards', 'sorting them', 'What you change here is undone until the lock ends.']) expect(textContent).toContain(words)
    expect(screen.queryByRole('button', { name: /Break|Release/ })).toBeNull()
  })

  it('owners break it when they are asked again', async () => {
    const user = userEvent.setup()
    const connection = fakeConnection()
    connection.access.set(as('owner'))
    connection.locks.set([lock('/cards/c1', bob)])
    render(<EditLockIndicator path="/cards/c1" show="icon" connection={connection} />)
    await user.click(screen.getByRole('button', { name: /Locked by Bob/ }))
    await user.click(screen.getByRole('button', { name: 'Break lock' }))
    expect(connection.asked).toEqual([])
    expect(screen.getByText('Bob may be in the middle of something.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Keep' }))
    await user.click(screen.getByRole('button', { name: 'Break lock' }))
    await user.click(screen.getByRole('button', { name: 'Break lock' }))
    expect(connection.asked).toEqual([['end', 'lock-/cards/c1']])
  })

  it('a lock that can’t be ended stays open with the reason', async () => {
    const user = userEvent.setup()
    const connection = fakeConnection()
    connection.locks.set([lock('/cards/c1', { id: 'ada' })])
    connection.refuse = new ApiError({ type: 'about:blank', title: 'unavailable', status: 503, detail: 'the disk is full' })
    render(<EditLockIndicator path="/cards/c1" connection={connection} />)
    await user.click(screen.getByRole('button', { name: /Locked by you/ }))
    await user.click(screen.getByRole('button', { name: 'Release' }))
    expect(screen.getByRole('alert').textContent).toBe('The disk is full.')
  })

  it('the time left goes on by itself', () => {
    vi.useFakeTimers()
    const connection = fakeConnection()
    connection.locks.set([lock('/cards/c1', bob)])
    render(<EditLockIndicator path="/cards/c1" connection={connection} />)
    expect(document.querySelector('.yrsa-lock-left')?.textContent).toBe('10 min')
    act(() => void vi.advanceTimersByTime(7 * 60_000 + 30_000))
    expect(document.querySelector('.yrsa-lock-left')?.textContent).toBe('3 min')
  })
})

it('what is done with the lock of a card is nothing to the card', async () => {
  const user = userEvent.setup()
  const connection = fakeConnection()
  const card = vi.fn()
  render(
    <div role="presentation" onClick={card} onKeyDown={card} onDoubleClick={card}>
      <EditLockIndicator path="/cards/c1" connection={connection} />
    </div>,
  )
  await user.click(screen.getByRole('button', { name: 'Lock this card' }))
  await user.dblClick(screen.getByText(/Only you can edit/))
  await user.type(screen.getByLabelText('Reason (optional)'), 'mine')
  await user.click(screen.getByRole('button', { name: 'Lock' }))
  expect(card).not.toHaveBeenCalled()
})

it('axe finds nothing', async () => {
  const user = userEvent.setup()
  const connection = fakeConnection()
  connection.access.set(as('owner'))
  connection.locks.set([lock('/cards/c1', bob, { reason: 'x' })])
  render(
    <main>
      <EditLockIndicator path="/cards/c1" connection={connection} />
      <EditLockIndicator path="/cards/c2" connection={connection} />
    </main>,
  )
  await user.click(screen.getByRole('button', { name: /Locked by Bob/ }))
  expect(await findings()).toEqual([])
  await user.click(screen.getByRole('button', { name: 'Lock this card' }))
  expect(await findings()).toEqual([])
})
