// A client without a server: what the components read can be set, what they ask for is written down. Used by tests.
// Stands in for '@yrsa/client': `vi.mock('@yrsa/client', () => import('./fake-client.ts'))`.
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type {
  Access, Client, Connection, Event, EventsState, InboxState, Lock, Other, Participant, Presence, SaveState, SessionState, Undone, Who,
} from '@yrsa/client'
import { Value } from '../../client/src/observable.ts'

export { ApiError, NetworkError } from '../../client/src/errors.ts'
export { Value } from '../../client/src/observable.ts'
export { calledOf, stableColor } from '../../client/src/people.ts'

/** What was asked for: ['take', '/cards/c1', …]. */
export type Asked = readonly unknown[]

export interface FakeClient extends Client {
  readonly asked: Asked[]
  readonly events: Value<EventsState>
  readonly inbox: Value<InboxState>
  readonly connected: FakeConnection[]
}

export interface FakeConnection extends Connection {
  readonly asked: Asked[]
  readonly save: Value<SaveState>
  readonly access: Value<Access>
  readonly me: Value<Who | null>
  readonly participants: Value<readonly Participant[]>
  readonly others: Value<readonly Other[]>
  readonly session: Value<SessionState>
  readonly locks: Value<readonly Lock[]>
  readonly undone: Value<readonly Undone[]>
  destroyed: boolean
  /** What the next request is answered with. */
  refuse: Error | null
}

export const ME: Who = { id: 'ada', name: 'Ada Lovelace', color: '#0f766e' }

export function fakeClient(): FakeClient {
  const asked: Asked[] = []
  const connected: FakeConnection[] = []
  const client = {
    url: new URL('http://yrsa.test/'),
    asked,
    connected,
    events: new Value<EventsState>({ events: [], link: 'open', gap: false, loaded: true, error: null }),
    inbox: new Value<InboxState>({ items: [], unread: 0, hasMore: false, loaded: true, error: null }),
    connect(id: string) {
      const connection = fakeConnection(id, client as unknown as FakeClient)
      connected.push(connection)
      return connection
    },
    destroy() {},
  }
  return client as unknown as FakeClient
}

export function fakeConnection(id = 'acme/board', client: FakeClient = fakeClient()): FakeConnection {
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  const asked: Asked[] = []
  const connection = {
    id,
    client,
    doc,
    awareness,
    asked,
    provider: null,
    options: {},
    refuse: null as Error | null,
    destroyed: false,
    save: new Value<SaveState>({ phase: 'saved', unsaved: 0, notice: '', kept: true }),
    access: new Value<Access>({ role: 'editor', mayEdit: true, mayComment: true, mayOwn: false, why: '' }),
    me: new Value<Who | null>(ME),
    participants: new Value<readonly Participant[]>([participant(ME, { self: true })]),
    others: new Value<readonly Other[]>([]),
    session: new Value<SessionState>(session()),
    locks: new Value<readonly Lock[]>([]),
    undone: new Value<readonly Undone[]>([]),
    ready: Promise.resolve(),
    synced: Promise.resolve(),
    setPresence(change: Partial<Presence>) {
      asked.push(['setPresence', change])
      awareness.setLocalState({ ...awareness.getLocalState(), ...change })
    },
    retry: () => void asked.push(['retry']),
    destroy() {
      connection.destroyed = true
      awareness.destroy()
    },
  }
  return connection as unknown as FakeConnection
}

export function participant(user: Who, more: Partial<Participant> = {}): Participant {
  return { user, role: 'editor', status: 'active', self: false, clients: [1], activity: null, place: null, ...more }
}

export function other(user: Who, state: Presence = {}, more: Partial<Other> = {}): Other {
  return { client: Number.parseInt(user.id.replace(/\D/g, '') || '1', 10), user, role: 'editor', status: 'active', state, ...more }
}

export function session(more: Partial<SessionState> = {}): SessionState {
  return { mode: 'parallel', max_participants: null, idle_timeout: null, turn_timeout: null, turn: null, mine: true, waiting: 0, locks: [], more_locks: 0, undone: [], ...more }
}

export function lock(path: string, holder: { id: string; name?: string }, more: Partial<Lock> = {}): Lock {
  return { id: `lock-${path}`, path, holder, reason: null, expires_at: Date.now() + 600_000, ...more }
}

let eventIds = 0

export function event(type: string, data: object, more: object = {}): Event {
  eventIds += 1
  return { id: String(eventIds), type, document: 'acme/board', time: Date.now(), user: { id: 'ada', name: 'Ada' }, data, ...more } as unknown as Event
}

function answer<T>(connection: FakeConnection, asked: Asked, value: () => T): Promise<T> {
  connection.asked.push(asked)
  return connection.refuse === null ? Promise.resolve(value()) : Promise.reject(connection.refuse)
}

export class Locks {
  readonly #connection: FakeConnection
  readonly undone: Value<readonly Undone[]>

  constructor(connection: FakeConnection) {
    this.#connection = connection
    this.undone = connection.undone
  }

  get(): readonly Lock[] {
    return this.#connection.locks.get()
  }

  subscribe(listener: () => void): () => void {
    return this.#connection.locks.subscribe(listener)
  }

  hold(path: string, options: { reason?: string } = {}): Promise<{ lock: Value<Lock | null>; release(): Promise<void> }> {
    const connection = this.#connection
    return answer(connection, ['hold', path, options], () => {
      const taken = lock(path, ME, { reason: options.reason ?? null })
      connection.locks.set([...connection.locks.get(), taken])
      const held = new Value<Lock | null>(taken)
      const release = (): Promise<void> =>
        answer(connection, ['release', path], () => {
          held.set(null)
          connection.locks.set(connection.locks.get().filter((one) => one.id !== taken.id))
        })
      return { lock: held, release }
    })
  }

  end(id: string): Promise<void> {
    return answer(this.#connection, ['end', id], () => this.#connection.locks.set(this.get().filter((one) => one.id !== id)))
  }

  of(path: string): Lock | undefined {
    return this.get().find((one) => path === one.path || path.startsWith(`${one.path}/`))
  }

  isMine({ holder }: Lock): boolean {
    return holder.id === this.#connection.me.get()?.id
  }
}

export class Session {
  readonly #connection: FakeConnection

  constructor(connection: FakeConnection) {
    this.#connection = connection
  }

  readonly change = (settings: object): Promise<void> => answer(this.#connection, ['change', settings], () => {})
  readonly requestTurn = (): Promise<void> => answer(this.#connection, ['requestTurn'], () => {})
  readonly giveUpTurn = (): Promise<void> => answer(this.#connection, ['giveUpTurn'], () => {})
  readonly passTurn = (to?: string): Promise<void> => answer(this.#connection, ['passTurn', to], () => {})
  readonly takeTurn = (): Promise<void> => answer(this.#connection, ['takeTurn'], () => {})
}

export class Events {
  readonly #client: FakeClient

  constructor(client: FakeClient, options: object) {
    this.#client = client
    client.asked.push(['events', options])
  }

  get = (): EventsState => this.#client.events.get()
  subscribe = (listener: () => void): (() => void) => this.#client.events.subscribe(listener)
}

export class Inbox {
  readonly #client: FakeClient

  constructor(client: FakeClient) {
    this.#client = client
  }

  get = (): InboxState => this.#client.inbox.get()
  subscribe = (listener: () => void): (() => void) => this.#client.inbox.subscribe(listener)

  markRead(ids: readonly string[] | 'all'): Promise<void> {
    this.#client.asked.push(['markRead', ids])
    const items = this.get().items.map((item) => (ids === 'all' || ids.includes(item.id) ? { ...item, read_at: 1 } : item))
    this.#client.inbox.set({ ...this.get(), items, unread: items.filter((item) => !item.read_at).length })
    return Promise.resolve()
  }

  remove(id: string): Promise<void> {
    this.#client.asked.push(['remove', id])
    this.#client.inbox.set({ ...this.get(), items: this.get().items.filter((item) => item.id !== id) })
    return Promise.resolve()
  }

  loadMore(): Promise<void> {
    this.#client.asked.push(['loadMore'])
    return Promise.resolve()
  }
}
