// The hooks: they begin and end what they use exactly once, also in StrictMode, and never show half of a change.
import { act, render, renderHook, screen, waitFor } from '@testing-library/react'
import { StrictMode } from 'react'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import type { Observable } from '@yrsa/client'
import {
  ConnectionProvider, useClient, useConnection, useDocument, useEvents, useFollow, useLock, useMyPresence, useObservable, useOthersCursors, useSession, useShared, useUndo, YrsaProvider,
} from '../src/hooks/index.ts'
import { useUndoneEdits } from '../src/locks/use-undone-edits.ts'
import type { FakeClient, FakeConnection } from './fake-client.ts'
import { ApiError, fakeClient, fakeConnection, lock, other, session, Value } from './fake-client.ts'

vi.mock('@yrsa/client', () => import('./fake-client.ts'))
afterEach(() => void vi.useRealTimers())

const within = (client: FakeClient, strict = false) =>
  function Wrapper({ children }: { children: ReactNode }) {
    const page = <YrsaProvider client={client}>{children}</YrsaProvider>
    return strict ? <StrictMode>{page}</StrictMode> : page
  }
const at = (connection: FakeConnection) =>
  function Wrapper({ children }: { children: ReactNode }) {
    return <ConnectionProvider connection={connection}>{children}</ConnectionProvider>
  }

/** Something that has begun, and goes on while other things are shown. */
function begun<T>(work: () => Promise<T>): Promise<T> {
  let working: Promise<T> | undefined
  act(() => {
    working = work()
  })
  return working as unknown as Promise<T>
}

describe('observables', () => {
  it('all who read one value show the same, in each rendering', () => {
    const value = new Value(0)
    const seen: string[] = []
    function Reads({ name }: { name: string }) {
      return <span>{`${name}${useObservable(value)}`}</span>
    }
    function Page() {
      const now = useObservable(value)
      seen.push(`${now}`)
      return (
        <p>
          <Reads name="a" />
          <Reads name="b" />
        </p>
      )
    }
    render(<Page />)
    act(() => value.set(1))
    expect(document.querySelector('p')?.textContent).toBe('a1b1')
    expect(seen).toEqual(['0', '1'])
  })

  it('one subscription for each reader, none when it is gone', () => {
    let subscribers = 0
    const observable: Observable<number> = {
      get: () => 7,
      subscribe: () => {
        subscribers += 1
        return () => void (subscribers -= 1)
      },
    }
    const { rerender, unmount, result } = renderHook(() => useObservable(observable), { wrapper: StrictMode })
    rerender()
    expect([subscribers, result.current]).toEqual([1, 7])
    unmount()
    expect(subscribers).toBe(0)
  })

  it('nothing is read from nothing', () => {
    expect(renderHook(() => useObservable(null)).result.current).toBeUndefined()
  })
})

describe('providers', () => {
  it('say what is missing', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    expect(() => renderHook(() => useClient())).toThrow(/YrsaProvider/)
    expect(() => renderHook(() => useConnection())).toThrow(/ConnectionProvider/)
  })

  it('a connection brings its client', () => {
    const connection = fakeConnection()
    expect(renderHook(() => useClient(), { wrapper: at(connection) }).result.current).toBe(connection.client)
  })
})

describe('documents', () => {
  it('StrictMode opens one connection, and it ends with the component', async () => {
    vi.useFakeTimers()
    const client = fakeClient()
    const { result, unmount } = renderHook(() => useDocument('acme/board'), { wrapper: within(client, true) })
    expect(client.connected.length).toBe(1)
    expect(result.current).toBe(client.connected[0])
    await vi.advanceTimersByTimeAsync(10)
    expect(client.connected[0]?.destroyed).toBe(false)
    unmount()
    await vi.advanceTimersByTimeAsync(10)
    expect(client.connected[0]?.destroyed).toBe(true)
  })

  it('another id is another connection, and the old one is never shown under it', async () => {
    vi.useFakeTimers()
    const client = fakeClient()
    const shown: (string | undefined)[] = []
    const { rerender } = renderHook(
      ({ id }) => {
        const connection = useDocument(id)
        shown.push(connection === null ? undefined : `${id}=${connection.id}`)
      },
      { wrapper: within(client), initialProps: { id: 'a' } },
    )
    rerender({ id: 'b' })
    await vi.advanceTimersByTimeAsync(10)
    expect(shown.filter(Boolean)).toEqual(['a=a', 'b=b'])
    expect(client.connected.map(({ id, destroyed }) => [id, destroyed])).toEqual([['a', true], ['b', false]])
  })

  it('two who show the same document share a connection, which stays for the one who stays', async () => {
    vi.useFakeTimers()
    const client = fakeClient()
    const first = renderHook(() => useDocument('a'), { wrapper: within(client) })
    const second = renderHook(() => useDocument('a'), { wrapper: within(client) })
    expect(first.result.current).toBe(second.result.current)
    first.unmount()
    await vi.advanceTimersByTimeAsync(10)
    expect(client.connected.map(({ destroyed }) => destroyed)).toEqual([false])
    second.unmount()
    await vi.advanceTimersByTimeAsync(10)
    expect(client.connected.map(({ destroyed }) => destroyed)).toEqual([true])
  })

  it('options that are written where they are used make no new connection at each rendering', async () => {
    vi.useFakeTimers()
    const client = fakeClient()
    const connect = vi.spyOn(client, 'connect')
    const { rerender } = renderHook(() => useDocument('a', { offline: { user: 'ada' }, kind: 'board' }), { wrapper: within(client) })
    rerender()
    rerender()
    await vi.advanceTimersByTimeAsync(10)
    expect(connect.mock.calls).toEqual([['a', { offline: { user: 'ada' }, kind: 'board' }]])
  })

  it('without an id there is no connection', () => {
    const client = fakeClient()
    expect(renderHook(() => useDocument(null), { wrapper: within(client) }).result.current).toBeNull()
    expect(client.connected).toEqual([])
  })
})

describe('presence', () => {
  it('what one shows of oneself is read back', () => {
    const connection = fakeConnection()
    const { result } = renderHook(() => useMyPresence(), { wrapper: at(connection) })
    act(() => result.current[1]({ place: '/cards/c1' }))
    expect(result.current[0]).toMatchObject({ place: '/cards/c1' })
  })

  it('follows the tab that shows the most, and nobody once they left', () => {
    const connection = fakeConnection()
    const bob = { id: 'bob', name: 'Bob', color: '#b45309' }
    const viewport = { surface: 'board', x: 0, y: 0, width: 1, height: 1 }
    connection.others.set([other(bob, {}, { client: 1, status: 'idle' }), other(bob, { viewport }, { client: 2 })])
    const { result } = renderHook(() => useFollow(), { wrapper: at(connection) })
    expect(result.current.following).toBeNull()
    act(() => result.current.follow('bob'))
    expect(result.current.following?.client).toBe(2)
    act(() => connection.others.set([]))
    expect(result.current.following).toBeNull()
  })

  it('a thousand moving cursors make nobody who follows render again, another view does', () => {
    const connection = fakeConnection()
    const bob = { id: 'bob', name: 'Bob', color: '#b45309' }
    let renders = 0
    const { result } = renderHook(
      () => {
        renders += 1
        return useFollow()
      },
      { wrapper: at(connection) },
    )
    const move = (x: number, view: number) =>
      act(() =>
        connection.others.set([
          other(bob, { pointer: { surface: 'board', x, y: 0 }, viewport: { surface: 'board', x: view, y: 0, width: 9, height: 9 } }, { client: 1 }),
          other({ ...bob, id: 'cy' }, { pointer: { surface: 'board', x, y: 0 } }, { client: 2 }),
        ]),
      )
    move(0, 0)
    act(() => result.current.follow('bob'))
    const before = renders
    for (let x = 0; x < 1_000; x += 1) move(x, 0)
    expect(renders).toBe(before)
    move(0, 5)
    expect(renders).toBe(before + 1)
    expect(result.current.following?.state.viewport?.x).toBe(5)
  })

  it('cursors of other surfaces are not ours', () => {
    const connection = fakeConnection()
    connection.others.set([
      other({ id: 'u1', name: 'A', color: '#000000' }, { pointer: { surface: 'board', x: 1, y: 2 } }),
      other({ id: 'u2', name: 'B', color: '#000000' }, { pointer: { surface: 'canvas', x: 1, y: 2 } }),
      other({ id: 'u3', name: 'C', color: '#000000' }),
    ])
    expect(renderHook(() => useOthersCursors('board'), { wrapper: at(connection) }).result.current.map(({ client }) => client)).toEqual([1])
  })
})

describe('locks', () => {
  it('is taken, is one’s own, and is given back', async () => {
    const connection = fakeConnection()
    const { result } = renderHook(() => useLock('/cards/c1'), { wrapper: at(connection) })
    await act(() => result.current.take('rewriting'))
    expect(result.current).toMatchObject({ mine: true, heldByOther: false, error: '' })
    expect(connection.asked).toEqual([['hold', '/cards/c1', { seconds: 600, releaseOnLeave: 30, reason: 'rewriting' }]])
    await act(() => result.current.release())
    expect(result.current.lock).toBeUndefined()
    expect(connection.asked.at(-1)).toEqual(['release', '/cards/c1'])
  })

  it('two components about one place have one lock, and either gives it back', async () => {
    const connection = fakeConnection()
    const face = renderHook(() => useLock('/cards/c1'), { wrapper: at(connection) })
    const detail = renderHook(() => useLock('/cards/c1'), { wrapper: at(connection) })
    await act(() => face.result.current.take())
    await act(() => detail.result.current.take())
    expect(connection.asked.filter(([what]) => what === 'hold').length).toBe(1)
    await act(() => detail.result.current.release())
    expect(face.result.current.mine).toBe(false)
  })

  it('one’s own from another tab is ended by its id', async () => {
    const connection = fakeConnection()
    connection.locks.set([lock('/cards/c1', { id: 'ada' })])
    const { result } = renderHook(() => useLock('/cards/c1'), { wrapper: at(connection) })
    expect(result.current.mine).toBe(true)
    await act(() => result.current.release())
    expect(connection.asked).toEqual([['end', 'lock-/cards/c1']])
  })

  it('a refusal is a sentence, and goes when the lock changes', async () => {
    const connection = fakeConnection()
    connection.refuse = new ApiError({ type: 'about:blank', title: 'locked', status: 409, detail: 'Bob has locked this' })
    const { result } = renderHook(() => useLock('/cards/c1'), { wrapper: at(connection) })
    await act(() => result.current.take())
    expect(result.current.error).toBe('Bob has locked this.')
    act(() => connection.locks.set([lock('/cards', { id: 'bob', name: 'Bob' })]))
    expect(result.current).toMatchObject({ error: '', heldByOther: true, lock: { path: '/cards' } })
  })

  it('what is not ours to know is not shown', async () => {
    const connection = fakeConnection()
    connection.refuse = new TypeError('undefined is not a function')
    const { result } = renderHook(() => useLock('/cards/c1'), { wrapper: at(connection) })
    await act(() => result.current.take())
    expect(result.current.error).toBe('That did not work. Try again.')
  })

  it('lasts as long as something is open, if that is wanted', async () => {
    const connection = fakeConnection()
    const { result, unmount } = renderHook(() => useLock('/cards/c1', { releaseOnUnmount: true }), { wrapper: at(connection) })
    await act(() => result.current.take())
    await act(async () => unmount())
    expect(connection.locks.get()).toEqual([])
  })

  it('that comes when what it was for is gone already is given back', async () => {
    const connection = fakeConnection()
    const { result, unmount } = renderHook(() => useLock('/cards/c1', { releaseOnUnmount: true }), { wrapper: at(connection) })
    const taking = act(() => result.current.take())
    unmount()
    await taking
    await waitFor(() => expect(connection.asked.map(([what]) => what)).toEqual(['hold', 'release']))
  })

  it('of another path or document than before is given back, also when it comes only afterwards', async () => {
    const [board, plan] = [fakeConnection('acme/board'), fakeConnection('acme/plan')]
    const props = { connection: board, path: '/cards/c1', releaseOnUnmount: true }
    const { result, rerender, unmount } = renderHook(({ path, ...options }) => useLock(path, options), { initialProps: props })
    const leave = async (next: typeof props) => {
      const taking = begun(() => result.current.take())
      rerender(next)
      await act(() => taking)
    }
    const asked = (connection: typeof board) => connection.asked.map(([what, path]) => `${what} ${path}`)
    await leave({ ...props, path: '/cards/c2' })
    await waitFor(() => expect(asked(board)).toEqual(['hold /cards/c1', 'release /cards/c1']))
    await act(() => result.current.take())
    rerender({ ...props, path: '/cards/c3' })
    await waitFor(() => expect(asked(board).slice(2)).toEqual(['hold /cards/c2', 'release /cards/c2']))
    // What is wanted there is nothing to what was wanted here.
    await leave({ ...props, connection: plan, releaseOnUnmount: false })
    await waitFor(() => expect(asked(board).slice(4)).toEqual(['hold /cards/c3', 'release /cards/c3']))
    await leave({ ...props, connection: plan, path: '/cards/c2', releaseOnUnmount: false })
    unmount()
    expect([asked(plan), board.locks.get(), plan.locks.get().length]).toEqual([['hold /cards/c1'], [], 1])
  })

  it('that comes when one is back where it was asked for stays', async () => {
    const connection = fakeConnection()
    const props = { path: '/cards/c1' }
    const { result, rerender, unmount } = renderHook(({ path }) => useLock(path, { releaseOnUnmount: true }), { wrapper: at(connection), initialProps: props })
    const taking = begun(() => result.current.take())
    rerender({ path: '/cards/c2' })
    rerender(props)
    await act(() => taking)
    expect(result.current.mine).toBe(true)
    await act(async () => unmount())
    expect(connection.locks.get()).toEqual([])
  })

  it('tells of undone edits once, only of one’s own, and of none from before', () => {
    const connection = fakeConnection()
    const undone = (at: number, mine: boolean) => ({ lock: 'l', message: `m${at}`, at, by: mine ? 'ada' : 'bob', mine })
    connection.undone.set([undone(1, true)])
    const told: string[] = []
    renderHook(() => useUndoneEdits(({ message }) => void told.push(message)), { wrapper: at(connection) })
    connection.undone.set([undone(1, true), undone(2, true), undone(3, false)])
    connection.undone.set([undone(2, true), undone(3, false), undone(4, true)])
    expect(told).toEqual(['m2', 'm4'])
  })

  it('says of an undone edit what it was about and who has it', () => {
    const connection = fakeConnection()
    const card = new Y.Map([['title', 'Fix login']])
    connection.doc.getMap('cards').set('c1', card)
    connection.locks.set([
      lock('/cards/c1', { id: 'bob', name: 'Bob' }, { id: 'a', reason: 'rewriting' }),
      lock('/nodes/n1', { id: 'bob' }, { id: 'b' }),
      lock('', { id: 'bob', name: 'Bob' }, { id: 'c' }),
    ])
    const told: string[] = []
    renderHook(() => useUndoneEdits((_, sentence) => void told.push(sentence)), { wrapper: at(connection) })
    connection.undone.set(['a', 'b', 'c', 'gone', null].map((id, at) => ({ lock: id, message: 'your edit was undone', at, by: 'ada', mine: true })))
    expect(told).toEqual([
      'Your edit of “Fix login” was undone. Bob has locked it: rewriting',
      'Your edit of this node was undone. bob has locked it.',
      'Your edit was undone. Bob has locked the document.',
      'Your edit was undone',
      'Your edit was undone. Lock what you want to edit first.',
    ])
  })
})

it('a session changes as the server says', () => {
  const connection = fakeConnection()
  const { result } = renderHook(() => useSession(), { wrapper: at(connection) })
  act(() => connection.session.set(session({ mode: 'locked' })))
  expect(result.current.state.mode).toBe('locked')
})

it('a stream of events is opened once, however often the options are written anew', () => {
  const client = fakeClient()
  const { rerender } = renderHook(() => useEvents({ document: 'a', types: ['board.*'] }), { wrapper: within(client) })
  rerender()
  rerender()
  expect(client.asked).toEqual([['events', { document: 'a', types: ['board.*'] }]])
})

describe('shared types', () => {
  it('is the identical object until something in it changes', () => {
    const doc = new Y.Doc()
    const map = doc.getMap<Y.Map<string>>('cards')
    const card = new Y.Map<string>()
    map.set('c1', card)
    const { result, rerender } = renderHook(() => useShared(map))
    const first = result.current
    rerender()
    expect(result.current).toBe(first)
    act(() => void card.set('title', 'Fix login'))
    expect(result.current).toEqual({ c1: { title: 'Fix login' } })
  })

  it('what changed between reading and watching is not missed', () => {
    const doc = new Y.Doc()
    const text = doc.getText('t')
    function Reads() {
      const words = useShared<string>(text)
      // Written while React renders, before anybody watches.
      if (words === '') text.insert(0, 'late')
      return <p>{words}</p>
    }
    render(<Reads />)
    expect(screen.getByText('late')).toBeTruthy()
  })

  it('undoes one’s own edits, and leaves those of others', () => {
    const doc = new Y.Doc()
    const map = doc.getMap<string>('m')
    const { result } = renderHook(() => useUndo(map, { origin: 'me' }), { wrapper: StrictMode })
    expect(result.current.canUndo).toBe(false)
    act(() => {
      doc.transact(() => map.set('mine', '1'), 'me')
      doc.transact(() => map.set('theirs', '1'), 'provider')
    })
    expect(result.current.canUndo).toBe(true)
    act(() => result.current.undo())
    expect(map.toJSON()).toEqual({ theirs: '1' })
    expect(result.current).toMatchObject({ canUndo: false, canRedo: true })
    act(() => result.current.redo())
    expect(map.toJSON()).toEqual({ mine: '1', theirs: '1' })
  })

  it('one manager for the same types, however the list of them is written', () => {
    const doc = new Y.Doc()
    const [a, b] = [doc.getMap('a'), doc.getMap('b')]
    const { result, rerender } = renderHook(({ types }) => useUndo(types), { initialProps: { types: [a, b] } })
    const { manager } = result.current
    expect(manager).not.toBeNull()
    rerender({ types: [a, b] })
    expect(result.current.manager).toBe(manager)
    rerender({ types: [a] })
    expect(result.current.manager).not.toBe(manager)
  })
})
