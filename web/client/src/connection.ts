// One document, connected: its provider, what may be said about saving, who is there, and the copy on this device.
// Made by `client.connect`. Knows nothing of what a document holds, and nothing of how it travels (that is a Via's matter).
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { onNetwork } from './backoff.ts'
import type { Client } from './client.ts'
import { subjectOf } from './credentials.ts'
import type {
  Access, Connection, ConnectOptions, Other, Participant, Presence, SaveState, SessionState, Who,
} from './document.ts'
import { sentenceOf, take } from './errors.ts'
import type { LocalCopy } from './local-copy.ts'
import { Derived, Value, type Observable, type Stop } from './observable.ts'
import { Others, Participants, isServers, roleOf } from './participants.ts'
import { isNamed, member, whoOf } from './people.ts'
import { CLOSED } from './refusals.ts'
import { SaveStatus } from './save-status.ts'
import { USUAL, accessOf, readSession } from './session-state.ts'
import type { Role } from './types.ts'
import type { Link, Report, Via } from './via.ts'
import { yWebsocket } from './via/y-websocket.ts'

/** How often others see a pointer move. */
const MOVE_MS = 40
const SIGNED_OUT = 'You are signed out.'
const OTHER_USER = 'You are signed in as somebody else now. Open the document again.'

export class DocumentConnection implements Connection {
  readonly id: string
  readonly client: Client
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly via: Via
  readonly options: Readonly<ConnectOptions>
  readonly save: Observable<SaveState>
  readonly access: Observable<Access>
  readonly me: Observable<Who | null>
  readonly participants: Observable<readonly Participant[]>
  readonly others: Observable<readonly Other[]>
  readonly session: Observable<SessionState>
  readonly ready: Promise<void>
  readonly synced: Promise<void>

  readonly #status = new SaveStatus()
  readonly #save: Value<SaveState>
  /** What the server says about oneself, asked by HTTP: there is no stamped state in open mode without a name. */
  readonly #told = new Value<{ me: Who | null; role: Role | undefined }>({ me: null, role: undefined })
  /** What others show is what they show now. */
  readonly #linked = new Value(false)
  readonly #link: Link
  readonly #ends: Stop[] = []
  readonly #ownDoc: boolean
  #copy: LocalCopy | null = null
  #owner: string | null = null
  /** What is to be said of oneself and was not said yet. */
  #pending: Partial<Presence> | null = null
  #moving: ReturnType<typeof setTimeout> | undefined
  #notice = ''
  #code: number | undefined
  #destroyed = false
  #isReady: () => void = () => {}
  #isSynced: () => void = () => {}

  /** `ended` is called once, by `destroy`. */
  constructor(client: Client, id: string, options: ConnectOptions, ended: () => void) {
    if (options.offline && typeof indexedDB === 'undefined') {
      throw new Error('`offline` keeps a copy in IndexedDB, and there is none here: leave it out.')
    }
    this.#ends.push(ended)
    this.client = client
    this.id = id
    this.options = options
    this.#ownDoc = options.doc === undefined
    this.doc = options.doc ?? new Y.Doc()
    this.awareness = new Awareness(this.doc)
    this.awareness.setLocalState(options.presence === null ? null : withoutNothing(options.presence ?? {}))
    this.via = options.via ?? yWebsocket()
    this.#save = new Value(this.#saveState())
    this.save = this.#save
    this.ready = new Promise((resolve) => (this.#isReady = resolve))
    this.synced = new Promise((resolve) => (this.#isSynced = resolve))
    void this.synced.then(this.#isReady)

    const awareness = { subscribe: (listener: () => void) => this.#onAwareness(listener) }
    this.me = new Derived([awareness, this.#told], (previous) => this.#readMe(previous))
    const others = new Others(this.awareness)
    this.others = new Derived<readonly Other[]>([awareness], (previous) => others.list(previous))
    const participants = new Participants()
    this.participants = new Derived<readonly Participant[]>([awareness, this.#told], (previous) =>
      participants.list({ ...this.#own(), me: this.me.get() }, others.list(undefined), previous),
    )
    let shown: { state: unknown; me: string | undefined } | undefined
    this.session = new Derived<SessionState>([awareness, this.#told, this.#linked], (previous) => {
      // Without a connection there are no states of others: what was known last stays.
      if (previous !== undefined && !this.#linked.get()) return previous
      const state = [...this.awareness.getStates().values()].find(isServers)
      const me = this.me.get()?.id
      if (previous !== undefined && shown?.state === state && shown?.me === me) return previous
      shown = { state, me }
      return state === undefined ? USUAL : readSession(state, me)
    })
    this.access = new Derived<Access>([this.session, this.#told, awareness], (previous) => {
      const role = roleOf(this.awareness.getLocalState()) ?? this.#told.get().role
      const access = accessOf(role, this.session.get(), this.me.get())
      return previous && previous.role === access.role && previous.why === access.why ? previous : access
    })

    this.#link = this.via.open({ client, id, doc: this.doc, awareness: this.awareness, kind: options.kind }, this.#report())
    this.#followEdits()
    this.#followSurroundings()
    void this.#open()
  }

  get provider(): unknown {
    return this.#link.provider
  }

  setPresence(change: Partial<Presence>): void {
    if (this.#destroyed) return
    this.#pending = { ...this.#pending, ...change }
    // A pointer moves with each frame of the screen; others see it a little less often, and where it came to rest.
    const isMove = Object.keys(change).every((name) => name === 'pointer' || name === 'viewport')
    if (isMove && this.#moving !== undefined) return
    this.#sayPresence()
    if (isMove) this.#moving = setTimeout(() => this.#sayMoved(), MOVE_MS)
  }

  #sayMoved(): void {
    this.#moving = undefined
    if (this.#pending !== null) this.setPresence(this.#pending)
  }

  #sayPresence(): void {
    const change = this.#pending
    this.#pending = null
    this.awareness.setLocalState(withoutNothing({ ...this.awareness.getLocalState(), ...change }))
  }

  retry(): void {
    if (this.#destroyed || this.#status.isConnected) return
    // Whoever is signed in by now may be somebody else.
    if (this.#code === CLOSED.signedOut) return void this.#signedInAnew()
    this.#code = undefined
    this.#status.retrying()
    this.#show()
    this.#link.connect()
  }

  async forgetCopy(): Promise<void> {
    const copy = this.#copy
    this.#copy = null
    this.#show()
    await copy?.forget()
  }

  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    clearTimeout(this.#moving)
    for (const end of this.#ends) end()
    this.#link.destroy()
    this.awareness.destroy()
    this.#copy?.close().catch(() => {})
    if (this.#ownDoc) this.doc.destroy()
  }

  async #open(): Promise<void> {
    if (this.options.offline) await this.#openCopy(this.options.offline)
    else if (this.client.credentials.subscribe) void ownerOf(this.client).then((owner) => (this.#owner ??= owner), () => {})
    if (this.#destroyed || this.#status.phase === 'refused') return
    this.#link.connect()
  }

  /** The copy takes nothing more: what is not on the server is in this page alone. */
  #loseCopy(): void {
    const copy = this.#copy
    this.#copy = null
    this.#show()
    copy?.close().catch(() => {})
  }

  #rememberSelf(): void {
    const [me, { role }] = [this.me.get(), this.access.get()]
    if (me !== null && role !== undefined) this.#copy?.rememberSelf({ me, role })
  }

  /** The copy is read before anything is said to the server, so that the first exchange has what is in it. */
  async #openCopy(offline: true | { user: string }): Promise<void> {
    try {
      const owner = typeof offline === 'object' ? offline.user : await ownerOf(this.client)
      if (owner === null) return
      const { LocalCopy } = await import('./local-copy.ts')
      if (this.#destroyed) return
      this.#owner = owner
      const copy = await LocalCopy.open({ server: this.client.url.href, owner, document: this.id }, this.doc, () => this.#loseCopy())
      if (this.#destroyed || copy.isLost) return void copy.close().catch(() => {})
      this.#copy = copy
      this.#status.carried(copy.unsaved)
      // Where the link was quicker, its provider has sent what was read, and nobody asked yet whether it is durable.
      this.#link.edited()
      if (isSelf(copy.self) && this.#told.get().role === undefined) this.#told.set(copy.self)
      this.#ends.push(this.access.subscribe(() => this.#rememberSelf()), this.me.subscribe(() => this.#rememberSelf()))
      if (this.doc.store.clients.size > 0) this.#isReady()
      this.#show()
    } catch {
      // Without a copy everything else works; `kept` tells that nothing is kept.
    }
  }

  #report(): Report {
    return {
      connected: () => {
        this.#status.connected()
        this.#notice = ''
        this.#code = undefined
        this.#show()
        // Where one shows nothing of oneself, nobody asks what one may do.
        if (this.options.presence !== null) void this.#askAboutMyself()
      },
      renewing: () => {
        this.#status.renewing()
        this.#show()
      },
      disconnected: (notice) => {
        this.#status.disconnected()
        this.#notice = sentenceOf(notice)
        this.#show()
      },
      refused: (code, notice) => {
        this.#status.refused()
        this.#code = code
        this.#notice = notice
        this.#show()
      },
      downloaded: () => {
        this.#status.downloaded()
        this.#isSynced()
        this.#show()
      },
      uploaded: () => {
        this.#status.uploaded()
        this.#show()
      },
      edits: () => this.#status.edits,
      askable: () => this.#status.askable,
      confirmed: (edits) => {
        this.#status.confirmed(edits)
        if (this.#status.phase === 'saved') this.#notice = ''
        this.#show()
      },
      notice: (text) => {
        this.#notice = sentenceOf(text)
        this.#show()
      },
      rightsChanged: () => void this.#askAboutMyself(),
    }
  }

  #followEdits(): void {
    // The provider's own listener was added first, so an edit is on the wire before the question for its confirmation.
    const edited = (_update: Uint8Array, origin: unknown) => {
      if (origin === this.provider || isCopy(origin)) return
      this.#status.edited()
      this.#link.edited()
      this.#copy?.edited(() => this.#show())
      // Whoever was sent away for doing nothing does something again.
      if (this.#code === CLOSED.idle) this.retry()
      this.#show()
    }
    this.doc.on('update', edited)
    this.#ends.push(() => this.doc.off('update', edited))
  }

  #followSurroundings(): void {
    const back = () => {
      if (!this.#status.isConnected && this.#status.phase !== 'refused') this.#link.connect()
    }
    this.#ends.push(onNetwork({ online: back, shown: back, offline: () => this.#link.probe() }))
    const { credentials } = this.client
    if (credentials.subscribe) this.#ends.push(credentials.subscribe(() => void this.#signedInAnew()))
  }

  async #signedInAnew(): Promise<void> {
    const owner = await ownerOf(this.client).catch(() => null)
    if (this.#destroyed) return
    this.#told.set({ me: null, role: undefined })
    this.#link.disconnect()
    const isOthers = Boolean(this.options.offline) || this.#status.unsaved > 0
    if (this.#owner !== null && owner !== this.#owner && isOthers) {
      // What is here is from somebody else's copy, or nobody has it yet: it must not reach the server as this user's.
      this.#report().refused(CLOSED.signedOut, owner === null ? SIGNED_OUT : OTHER_USER)
      return
    }
    this.#owner = owner
    this.#code = undefined
    this.#status.retrying()
    this.#show()
    this.#link.connect()
  }

  async #askAboutMyself(): Promise<void> {
    const scope = { params: { path: { scope: this.id } } }
    try {
      const { role } = await take(this.client.api.GET('/api/documents/{scope}/access', scope))
      this.#told.set({ me: this.#told.get().me, role })
      if (this.#told.get().me !== null) return
      const { you } = await this.client.server()
      // In open mode without a name the server knows one for a single request only: one is whom one says.
      const isNobody = you === null || (you.guest && you.by === 'open')
      const me = isNobody ? whoOf(null, this.awareness.clientID) : { id: you.id, name: you.name ?? you.id, color: you.color }
      this.#told.set({ me, role: this.#told.get().role })
    } catch {
      // It is asked again with the next connection.
    }
  }

  #own(): { client: number; state: unknown } {
    return { client: this.awareness.clientID, state: this.awareness.getLocalState() }
  }

  #readMe(previous: Who | null | undefined): Who | null {
    const { client, state } = this.#own()
    const told = this.#told.get().me
    const now = isNamed(state) ? whoOf(state, client) : told === null ? null : whoOf({ user: told }, client)
    if (previous && now && previous.id === now.id && previous.name === now.name && previous.color === now.color) return previous
    return now
  }

  #onAwareness(listener: () => void): Stop {
    this.awareness.on('change', listener)
    return () => this.awareness.off('change', listener)
  }

  #saveState(): SaveState {
    const { phase, unsaved } = this.#status
    return {
      phase,
      unsaved,
      notice: this.#notice,
      kept: this.#copy !== null,
      ...(this.#copy?.isWriting && { keeping: true }),
      ...(this.#code !== undefined && { code: this.#code }),
    }
  }

  #show(): void {
    this.#linked.set(this.#status.isDownloaded)
    const [before, now] = [this.#save.get(), this.#saveState()]
    this.#copy?.remember({ edits: this.#status.edits, unsaved: now.unsaved })
    const isSame =
      before.phase === now.phase && before.unsaved === now.unsaved && before.notice === now.notice &&
      before.kept === now.kept && before.keeping === now.keeping && before.code === now.code
    if (!isSame) this.#save.set(now)
  }
}

/** Whether an update was read from a copy on this device, by y-indexeddb. */
function isCopy(origin: unknown): boolean {
  return typeof origin === 'object' && origin !== null && 'whenSynced' in origin && '_storeUpdate' in origin
}

/** Whose credentials these are; it names copies on this device. */
async function ownerOf({ credentials }: Client): Promise<string | null> {
  if (credentials.owner) return credentials.owner()
  const { token, name } = await credentials.current()
  return token ? subjectOf(token) : name ? `name:${name}` : null
}

function isSelf(self: unknown): self is { me: Who; role: Role } {
  const [me, role] = [member(self, 'me'), member(self, 'role')]
  return typeof member(me, 'id') === 'string' && typeof role === 'string'
}

/** Without the members that are undefined or null. */
function withoutNothing(presence: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(presence).filter(([, value]) => value !== undefined && value !== null))
}
