// Somebody else signs in on the same page: nothing of the user before is shown to them, or sent as theirs.
import { Awareness } from 'y-protocols/awareness'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { PlainCredentials, anotherThan, type Credentials } from '../src/credentials.ts'
import type { Connection } from '../src/document.ts'
import { Inbox } from '../src/inbox.ts'
import { List, type ListState } from '../src/list.ts'
import { Locks } from '../src/locks.ts'
import { Value } from '../src/observable.ts'
import { USUAL } from '../src/session-state.ts'
import { FakeServer, FakeStream, until } from './fake-server.ts'

const tokenOf = (sub: string) => `e30.${btoa(JSON.stringify({ sub }))}.sig`

class Switch implements Credentials {
  who = 'ada'
  readonly #listeners = new Set<() => void>()

  async current() {
    return { token: this.who }
  }

  subscribe(listener: () => void) {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  to(who: string): void {
    this.who = who
    for (const listener of [...this.#listeners]) listener()
  }
}

describe('an inbox', () => {
  test('has nothing of the user before, also where nobody looked meanwhile', async () => {
    const server = new FakeServer()
    const credentials = new Switch()
    const whose = (headers: Headers) => headers.get('authorization')?.slice('Bearer '.length) ?? ''
    server.on('GET', '/api/inbox', ({ headers, query }) => {
      const n = query.get('cursor') === null ? 9 : 1
      return { json: { items: [{ id: `${n} ${whose(headers)}` }], next_cursor: n === 9 && whose(headers) === 'ada' ? 'more' : null } }
    })
    server.on('GET', '/api/inbox/count', () => ({ json: { unread: 1 } }))
    server.on('GET', '/api/inbox/stream', () => ({ stream: new FakeStream() }))
    const inbox = new Inbox(server.client({ credentials }))
    const ids = () => inbox.get().items.map(({ id }) => id)
    const stop = inbox.subscribe(() => {})
    await until('the page of Ada', () => inbox.get().loaded)
    await inbox.loadMore()
    expect(ids()).toEqual(['9 ada', '1 ada'])
    credentials.to('bob')
    expect([ids(), inbox.get().loaded]).toEqual([[], false])
    await until('the page of Bob', () => inbox.get().loaded)
    expect([ids(), inbox.get().hasMore]).toEqual([['9 bob'], false])
    stop()
    inbox.destroy()
    credentials.to('cid')
    expect(ids()).toEqual([])
  })
})

describe('tokens from a function', () => {
  test('that are of somebody else are told as a sign-in', async () => {
    const subjects = ['ada', 'ada', 'bob']
    const credentials = new PlainCredentials({ token: () => tokenOf(subjects.shift() ?? '') })
    const heard = vi.fn()
    credentials.subscribe(heard)
    await credentials.current()
    await credentials.current({ fresh: true })
    expect(heard).not.toHaveBeenCalled()
    await credentials.current({ fresh: true })
    expect(heard).toHaveBeenCalledTimes(1)
  })

  test('are asked for once by all whom the same one was refused', async () => {
    let asked = 0
    const credentials = new PlainCredentials({ token: async () => `token ${(asked += 1)}` })
    await credentials.current()
    const refused = () => anotherThan('token 1', credentials)
    expect(await Promise.all([refused(), refused(), refused()])).toEqual(Array(3).fill({ token: 'token 2' }))
    expect([await refused(), asked]).toEqual([{ token: 'token 2' }, 2])
  })
})

describe('a lock that is held', () => {
  test('is kept up no longer than its connection', async () => {
    const server = new FakeServer()
    server.on('POST', '/api/documents/plan/locks', () => ({ json: { id: 'l', path: '/a', holder: { id: 'ada' }, reason: null, expires_at: Date.now() + 60_000 } }))
    const awareness = new Awareness(new Y.Doc())
    const connection = { id: 'plan', client: server.client(), awareness, me: new Value(null), session: new Value(USUAL) }
    const hold = await new Locks(connection as unknown as Connection).hold('/a')
    expect(hold.lock.get()?.id).toBe('l')
    awareness.destroy()
    expect(hold.lock.get()).toBeNull()
  })
})

describe('a list', () => {
  afterEach(() => void vi.useRealTimers())

  test('that rested while it was about to be read is read again at the next event', async () => {
    class Counted extends List<ListState> {
      reads = 0

      protected changes() {
        return {}
      }

      protected async read() {
        this.reads += 1
        return {}
      }

      event(): void {
        this.readSoon()
      }
    }
    vi.useFakeTimers()
    const list = new Counted(new FakeServer().client(), { loaded: false, error: null })
    const stop = list.subscribe(() => {})
    stop()
    await vi.advanceTimersByTimeAsync(4_900)
    list.event()
    await vi.advanceTimersByTimeAsync(1_000)
    list.subscribe(() => {})
    await vi.advanceTimersByTimeAsync(1_000)
    const reads = list.reads
    list.event()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(list.reads).toBe(reads + 1)
    list.destroy()
  })
})
