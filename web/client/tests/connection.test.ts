// A connection between its document, its copy on this device and its link: what is said, what is kept, whose it is.
// The link is a stand-in that the test leads by hand; the real ones are tested against a real server in tests/clients.
import 'fake-indexeddb/auto'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createClient } from '../src/client.ts'
import type { Credentials } from '../src/credentials.ts'
import type { ConnectOptions } from '../src/document.ts'
import type { Link, Place, Report, Via } from '../src/via.ts'
import { FakeServer, until } from './fake-server.ts'

/** A link that does what the test says. */
class FakeLink implements Link {
  readonly provider = {}
  readonly place: Place
  readonly report: Report
  connects = 0
  edits = 0
  isConnected = false

  constructor(place: Place, report: Report) {
    this.place = place
    this.report = report
  }

  connect(): void {
    this.connects += 1
  }

  disconnect(): void {
    this.isConnected = false
  }

  edited(): void {
    this.edits += 1
  }

  probe(): void {}
  destroy(): void {}

  /** As a server that has nothing we lack and takes all that we have. */
  exchange(): void {
    this.report.connected()
    this.report.downloaded()
    this.report.uploaded()
  }

  confirm(): void {
    this.report.confirmed(this.report.edits())
  }
}

function setup(credentials: Credentials = { current: async () => ({ name: 'Ada' }) }) {
  const server = new FakeServer()
  server.on('GET', /access$/, () => ({ json: { scope: 'plan', role: 'editor', may_share: false, user: 'ada' } }))
  server.on('GET', '/api/server', () => ({
    json: { name: 'yrsa', version: '1', access: 'tokens', accounts: false, registration: 'closed', you: { id: 'ada', name: 'Ada', color: '#123456', admin: false, by: 'token', guest: false } },
  }))
  const client = createClient({ url: 'http://yrsa.test/', fetch: server.fetch as typeof fetch, credentials })
  const connect = (options: ConnectOptions = {}, id = 'plan') => {
    let link: FakeLink | undefined
    const via: Via = { name: 'fake', open: (place, report) => (link = new FakeLink(place, report)) }
    const connection = client.connect(id, { via, ...options })
    return { connection, link: link as unknown as FakeLink, text: connection.doc.getText('t') }
  }
  return { client, server, connect }
}

let documents = 0
const fresh = () => `plan ${(documents += 1)}`

describe('a connection', () => {
  test('says what is saved from the first edit to the confirmation, over a loss', async () => {
    const { connect } = setup()
    const { connection, link, text } = connect()
    const phases: string[] = []
    connection.save.subscribe(() => phases.push(`${connection.save.get().phase} ${connection.save.get().unsaved}`))
    await until('the link', () => link.connects === 1)
    link.exchange()
    link.confirm()
    await connection.synced
    text.insert(0, 'x')
    link.confirm()
    link.report.disconnected('the server restarts')
    text.insert(0, 'y')
    expect(connection.save.get()).toEqual({ phase: 'offline', unsaved: 1, notice: 'The server restarts.', kept: false })
    link.exchange()
    link.confirm()
    expect(phases).toEqual(['syncing 0', 'saved 0', 'saving 1', 'saved 0', 'offline 0', 'offline 1', 'syncing 1', 'saving 1', 'saved 0'])
    connection.destroy()
  })

  test('takes what the provider brings for nobody’s edit here', async () => {
    const { connect } = setup()
    const { connection, link } = connect()
    const other = new Y.Doc()
    other.getText('t').insert(0, 'theirs')
    Y.applyUpdate(connection.doc, Y.encodeStateAsUpdate(other), link.provider)
    expect(connection.save.get().unsaved).toBe(0)
    Y.applyUpdate(connection.doc, Y.encodeStateAsUpdate(other), 'an import')
    other.getText('t').insert(0, 'x')
    Y.applyUpdate(connection.doc, Y.encodeStateAsUpdate(other), 'an import')
    expect(connection.save.get().unsaved).toBe(1)
    connection.destroy()
  })

  test('stays away when it was refused, says why, and comes back when it is told to', async () => {
    const { connect } = setup()
    const { connection, link } = connect()
    await until('the link', () => link.connects === 1)
    link.report.refused(4403, 'You were removed from this document.')
    expect(connection.save.get()).toMatchObject({ phase: 'refused', code: 4403, notice: 'You were removed from this document.' })
    connection.retry()
    expect(link.connects).toBe(2)
    expect(connection.save.get()).not.toHaveProperty('code')
    link.report.refused(4440, 'x')
    connection.doc.getText('t').insert(0, 'active again')
    expect(link.connects).toBe(3)
    connection.destroy()
  })

  test('learns who one is and what one may from the server, and then from the state that the server stamps', async () => {
    const { connect } = setup()
    const { connection, link } = connect({ presence: { activity: 'editing' } })
    expect([connection.me.get(), connection.access.get().mayEdit]).toEqual([null, false])
    link.exchange()
    await until('the answer', () => connection.me.get() !== null && connection.access.get().role === 'editor')
    expect(connection.participants.get().map(({ user, activity, self }) => [user.name, activity, self])).toEqual([['Ada', 'editing', true]])
    const user = { id: 'ada', name: 'Ada L', color: '#123456', role: 'viewer', status: 'active' }
    connection.awareness.setLocalState({ ...connection.awareness.getLocalState(), user })
    expect(connection.access.get()).toMatchObject({ role: 'viewer', mayEdit: false })
    expect(connection.me.get()?.name).toBe('Ada L')
    connection.destroy()
  })

  test('keeps what was known of the session while it is offline', async () => {
    const { connect } = setup()
    const { connection, link } = connect()
    connection.session.subscribe(() => {})
    link.exchange()
    await until('the answer', () => connection.access.get().role === 'editor')
    const shown = { yrsa: { mode: 'sequential', turn: { holder: { id: 'bob', name: 'Bob' }, queue: [] }, locks: [] } }
    const tell = (state: Record<string, unknown> | null) => {
      if (state === null) connection.awareness.states.delete(5)
      else connection.awareness.states.set(5, state)
      connection.awareness.emit('change', [{ added: [], updated: [5], removed: [] }, 'test'])
    }
    tell(shown)
    expect(connection.access.get().why).toBe('It is Bob’s turn.')
    link.report.disconnected('')
    tell(null)
    expect(connection.access.get().why).toBe('It is Bob’s turn.')
    link.exchange()
    expect(connection.access.get().why).toBe('')
    connection.destroy()
  })

  test('says a moving pointer now and then, and where it came to rest; all else at once', async () => {
    const { connect } = setup()
    const { connection } = connect()
    let said = 0
    connection.awareness.on('change', () => (said += 1))
    for (let x = 0; x < 100; x += 1) connection.setPresence({ pointer: { surface: 'board', x, y: 0 } })
    expect(said).toBe(1)
    connection.setPresence({ place: '/cards/c1' })
    expect(connection.awareness.getLocalState()).toEqual({ place: '/cards/c1', pointer: { surface: 'board', x: 99, y: 0 } })
    connection.setPresence({ pointer: { surface: 'board', x: 200, y: 0 } })
    await until('where it rests', () => connection.awareness.getLocalState()?.pointer?.x === 200)
    connection.setPresence({ pointer: null, place: null })
    expect(connection.awareness.getLocalState()).toEqual({})
    connection.destroy()
  })
})

describe('the copy on this device', () => {
  test('brings edits, who one is, and how many are not confirmed, back after a reload without the server', async () => {
    const { connect } = setup()
    const id = fresh()
    const first = connect({ offline: true }, id)
    await until('the link', () => first.link.connects === 1)
    first.link.exchange()
    first.link.confirm()
    await until('who one is', () => first.connection.access.get().role === 'editor' && first.connection.me.get() !== null)
    first.link.report.disconnected('')
    first.text.insert(0, 'world')
    first.text.insert(0, 'hello ')
    expect(first.connection.save.get()).toMatchObject({ phase: 'offline', unsaved: 2, kept: true })
    first.connection.destroy()

    const second = connect({ offline: true }, id)
    await second.connection.ready
    await until('the link', () => second.link.connects === 1)
    expect(second.text.toString()).toBe('hello world')
    expect(second.connection.save.get()).toMatchObject({ unsaved: 2, kept: true })
    expect(second.connection.access.get()).toMatchObject({ role: 'editor', mayEdit: true })
    second.link.exchange()
    second.link.confirm()
    expect(second.connection.save.get()).toMatchObject({ phase: 'saved', unsaved: 0 })
    second.connection.destroy()

    const third = connect({ offline: true }, id)
    await third.connection.ready
    expect(third.connection.save.get().unsaved).toBe(0)
    third.connection.destroy()
  })

  test('has the edits of all tabs that are not confirmed, whatever one of them has confirmed', async () => {
    const { connect } = setup()
    const id = fresh()
    const [offline, online] = [connect({ offline: true }, id), connect({ offline: true }, id)]
    await until('both links', () => offline.link.connects === 1 && online.link.connects === 1)
    for (let n = 0; n < 5; n += 1) offline.text.insert(0, 'x')
    expect(offline.connection.save.get().unsaved).toBe(5)
    offline.connection.destroy()
    online.link.exchange()
    for (let n = 0; n < 3; n += 1) {
      online.text.insert(0, 'y')
      online.link.confirm()
    }
    expect(online.connection.save.get()).toMatchObject({ phase: 'saved', unsaved: 0 })
    online.connection.destroy()

    const later = connect({ offline: true }, id)
    await later.connection.ready
    expect(later.connection.save.get().unsaved).toBe(5)
    later.link.exchange()
    later.link.confirm()
    later.connection.destroy()
    const last = connect({ offline: true }, id)
    await last.connection.ready
    expect(last.connection.save.get().unsaved).toBe(0)
    last.connection.destroy()
  })

  test('is read before the link connects, so that the first exchange has what is in it', async () => {
    const { connect } = setup()
    const id = fresh()
    const first = connect({ offline: true }, id)
    await until('the link', () => first.link.connects === 1)
    first.text.insert(0, 'x')
    first.connection.destroy()
    const second = connect({ offline: true }, id)
    expect(second.link.connects).toBe(0)
    await until('the link', () => second.link.connects === 1)
    expect(second.text.toString()).toBe('x')
    second.connection.destroy()
  })

  test('that is read only after the link connected has its edits asked about', async () => {
    const { connect } = setup()
    const id = fresh()
    const first = connect({ offline: true }, id)
    await until('the link', () => first.link.connects === 1)
    first.text.insert(0, 'x')
    first.connection.destroy()
    const { connection, link } = connect({ offline: true }, id)
    // As the browser does by saying that the network is back.
    link.exchange()
    await until('the copy', () => connection.save.get().kept)
    expect([connection.save.get().phase, connection.save.get().unsaved, link.edits]).toEqual(['saving', 1, 1])
    connection.destroy()
  })

  test('is nobody else’s', async () => {
    const id = fresh()
    const ada = setup().connect({ offline: true }, id)
    await until('the link', () => ada.link.connects === 1)
    ada.text.insert(0, 'mine')
    ada.connection.destroy()
    const bob = setup({ current: async () => ({ name: 'Bob' }) }).connect({ offline: true }, id)
    await until('the link', () => bob.link.connects === 1)
    expect([bob.text.toString(), bob.connection.save.get().kept]).toEqual(['', true])
    bob.connection.destroy()
  })

  test('is not opened while it is not known whose it would be', async () => {
    const { connect } = setup({ current: async () => ({ token: 'opaque' }) })
    const { connection, link } = connect({ offline: true }, fresh())
    await until('the link', () => link.connects === 1)
    expect(connection.save.get().kept).toBe(false)
    connection.destroy()
    const named = setup({ current: async () => ({ token: 'opaque' }) }).connect({ offline: { user: 'ada' } }, fresh())
    await until('the link', () => named.link.connects === 1)
    expect(named.connection.save.get().kept).toBe(true)
    named.connection.destroy()
  })

  test('is not sent to the server as somebody else’s when another user signs in', async () => {
    let name = 'Ada'
    let tell = () => {}
    const { connect } = setup({
      current: async () => ({ name }),
      subscribe: (listener) => {
        tell = listener
        return () => {}
      },
    })
    const { connection, link } = connect({ offline: true }, fresh())
    await until('the link', () => link.connects === 1)
    link.exchange()
    name = 'Bob'
    tell()
    await until('the refusal', () => connection.save.get().phase === 'refused')
    expect([link.connects, connection.save.get().notice]).toEqual([1, 'You are signed in as somebody else now. Open the document again.'])
    connection.destroy()
  })

  test('without a copy sends nobody’s unsent edits as another user’s', async () => {
    let who = 'ada'
    let tell = () => {}
    const { connect } = setup({ current: async () => ({ token: who }), owner: async () => who, subscribe: (listener) => ((tell = listener), () => {}) })
    const { connection, link, text } = connect()
    await until('the link', () => link.connects === 1)
    link.exchange()
    text.insert(0, 'unsent')
    link.report.disconnected('')
    who = 'bob'
    // The last who subscribed is the connection.
    tell()
    await until('the refusal', () => connection.save.get().phase === 'refused')
    expect([link.connects, connection.save.get().notice]).toEqual([1, 'You are signed in as somebody else now. Open the document again.'])
    who = 'ada'
    tell()
    await until('coming back', () => link.connects === 2)
  })
})
