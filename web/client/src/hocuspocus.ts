// Documents by the unchanged provider of the npm package @hocuspocus/provider: many documents on one socket. Imported by apps as
// '@yrsa/client/hocuspocus'. Counts what is on the wire, because the provider's own count says "synced" after the first of several
// edits that were made offline.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as decoding from 'lib0/decoding'
import { Backoff, isOffline } from './backoff.ts'
import type { Client } from './client.ts'
import { anotherThan } from './credentials.ts'
import { CLOSED, askWhy, isForGood, wordsFor } from './refusals.ts'
import type { Link, Place, Report, Via } from './via.ts'

const SYNC = 0
const [STEP_1, STEP_2, UPDATE] = [0, 1, 2]
const SYNC_STATUS = 8
const PROBE_MS = 3_000
const LEAST_DELAY_MS = 100
const NOT_TAKEN = 'Your edit was not taken.'

export interface HocuspocusOptions {
  /** The classes of another version of the package. */
  Provider?: typeof HocuspocusProvider
  Socket?: typeof HocuspocusProviderWebsocket
}

/** One of these for all documents: those of one client share a socket. */
export function hocuspocus(options: HocuspocusOptions = {}): Via {
  const sockets = new WeakMap<Client, SharedSocket>()
  const Provider = options.Provider ?? HocuspocusProvider
  const Socket = options.Socket ?? HocuspocusProviderWebsocket
  return {
    name: 'hocuspocus',
    open(place, report) {
      const shared = sockets.get(place.client)
      const socket = shared && !shared.isOver ? shared : new SharedSocket(place.client, Socket)
      sockets.set(place.client, socket)
      return new HocuspocusLink(place, report, socket, Provider)
    },
  }
}

/** What goes over the wire, for whoever counts. */
interface Wire {
  sent(address: string, type: number, step: number): void
}

class SharedSocket {
  readonly socket: HocuspocusProviderWebsocket
  readonly wires = new Set<Wire>()
  isOver = false
  readonly #backoff = new Backoff()
  #users = 0

  constructor(client: Client, Socket: typeof HocuspocusProviderWebsocket) {
    if (client.WebSocket === undefined) throw new Error('There is no WebSocket here: give one to createClient (`WebSocket: ws`).')
    this.socket = new Socket({
      url: client.door('hocuspocus').href,
      autoConnect: false,
      WebSocketPolyfill: observed(client.WebSocket, this.wires),
      // Its own backoff has jitter; only the first wait after a loss has none, so that is set anew each time. It takes whole numbers only.
      jitter: true,
      minDelay: LEAST_DELAY_MS,
      maxDelay: 30_000,
      onClose: () => (this.socket.configuration.delay = Math.round(this.#backoff.next(LEAST_DELAY_MS))),
    })
  }

  /** It serves its purpose. */
  works(): void {
    this.#backoff.works()
  }

  take(): void {
    this.#users += 1
  }

  give(): void {
    this.#users -= 1
    if (this.#users > 0) return
    this.isOver = true
    this.socket.destroy()
  }

  get isOpen(): boolean {
    return this.socket.webSocket?.readyState === 1
  }

  connect(): void {
    if (!this.isOpen) void this.socket.connect()
  }

  /** All documents come back, with the newest token. A dead network does not let a socket close, so it is not waited for. */
  again(): void {
    const socket = this.socket as unknown as { emit(event: 'close', data: { event: { code: number; reason: string } }): void }
    socket.emit('close', { event: { code: 1006, reason: '' } })
    this.connect()
  }
}

class HocuspocusLink implements Link {
  readonly provider: HocuspocusProvider
  readonly #place: Place
  readonly #report: Report
  readonly #shared: SharedSocket
  readonly #wire: Wire
  /** Messages that the server is to confirm, and those it confirmed, on this socket. */
  #expected = 0
  #confirmed = 0
  #isUploaded = false
  #isAttached = false
  #isOpen = false
  #wanted = false
  #needsFresh = false
  #probing: ReturnType<typeof setTimeout> | undefined
  #token: string | undefined
  #heardAt = 0

  constructor(place: Place, report: Report, shared: SharedSocket, Provider: typeof HocuspocusProvider) {
    this.#place = place
    this.#report = report
    this.#shared = shared
    shared.take()
    this.provider = new Provider({
      name: place.id,
      document: place.doc,
      awareness: place.awareness,
      websocketProvider: shared.socket,
      // The server asks whom it knows already for a new token when the old one is about to end.
      token: () => this.#secret(this.#needsFresh || this.provider.isAuthenticated),
      onAuthenticated: () => this.#authenticated(),
      onAuthenticationFailed: ({ reason }) => void this.#refused(reason),
    })
    this.#wire = { sent: (address, type, step) => this.#sent(address, type, step) }
    shared.wires.add(this.#wire)
    this.provider.on('message', ({ event }: { event: MessageEvent }) => this.#heard(new Uint8Array(event.data as ArrayBuffer)))
    this.provider.on('open', () => this.#opened())
    this.provider.on('close', ({ event }: { event?: CloseEvent }) => this.#closed(event))
  }

  connect(): void {
    this.#wanted = true
    void this.#begin()
  }

  async #begin(): Promise<void> {
    // What the address of the socket says has to be there before the socket is.
    await this.#secret(false).catch(() => {})
    if (!this.#wanted) return
    if (!this.#isAttached) {
      this.#isAttached = true
      this.provider.attach()
      this.#shared.connect()
    } else if (!this.#shared.isOpen) this.#shared.connect()
    // The socket is there for other documents, and this one was refused on it.
    else if (!this.#isOpen) this.#shared.again()
  }

  disconnect(): void {
    this.#wanted = false
    clearTimeout(this.#probing)
    if (this.#isAttached) this.provider.detach()
    this.#isAttached = false
    this.#isOpen = false
  }

  edited(): void {
    // The provider has sent the edit, and the server confirms each.
  }

  probe(): void {
    const asked = Date.now()
    if (this.#shared.isOpen && this.#isOpen) this.provider.forceSync()
    clearTimeout(this.#probing)
    this.#probing = setTimeout(() => {
      if (!this.#wanted || !this.#shared.isOpen) return
      if (this.#heardAt < asked) this.#shared.again()
      // What was heard may have been on its way already when the network went.
      else if (isOffline()) this.probe()
    }, PROBE_MS)
  }

  destroy(): void {
    this.disconnect()
    this.#shared.wires.delete(this.#wire)
    this.provider.destroy()
    this.#shared.give()
  }

  async #secret(fresh: boolean): Promise<string> {
    const { credentials } = this.#place.client
    const { token, share, name } = await (fresh ? anotherThan(this.#token, credentials) : credentials.current())
    if (fresh) this.#needsFresh = false
    const door = this.#place.client.door('hocuspocus')
    if (token !== undefined && share !== undefined) door.searchParams.set('share', share)
    if (token === undefined && name !== undefined) door.searchParams.set('name', name)
    this.#shared.socket.configuration.url = door.href
    this.#token = token ?? share
    return this.#token ?? ''
  }

  #opened(): void {
    this.#expected = 0
    this.#confirmed = 0
    this.#isUploaded = false
    this.#isOpen = false
  }

  #authenticated(): void {
    if (this.#isOpen) return this.#report.rightsChanged()
    this.#isOpen = true
    this.#report.connected()
    this.#look()
  }

  #sent(address: string, type: number, step: number): void {
    if (type !== SYNC || address !== this.provider.configuration.name) return
    // Each SyncStep1 leads to one SyncStep2, which is confirmed, as each update is.
    if (step === STEP_1 || step === UPDATE) this.#expected += 1
    if (step === STEP_2) {
      this.#isUploaded = true
      this.#look()
    }
  }

  #heard(frame: Uint8Array): void {
    this.#heardAt = Date.now()
    const message = readAddressed(frame)
    if (message?.type === SYNC && message.step === STEP_2) {
      this.#shared.works()
      // The provider takes it in after this.
      queueMicrotask(() => this.#report.downloaded())
    }
    if (message?.type !== SYNC_STATUS) return
    if (message.step === 1) this.#confirmed += 1
    else {
      this.#report.notice(NOT_TAKEN)
      this.#report.rightsChanged()
    }
    this.#look()
  }

  #look(): void {
    if (!this.#isOpen || !this.#isUploaded) return
    this.#report.uploaded()
    if (this.#confirmed >= this.#expected) this.#report.confirmed(this.#report.edits())
  }

  #closed(event: CloseEvent | undefined): void {
    if (!this.#wanted) return
    this.#isOpen = false
    const code = event?.code ?? 0
    if (code === CLOSED.signedOut) this.#needsFresh = true
    else if (isForGood(code)) return this.#refuse(code, event?.reason ?? '')
    // The server ended this document alone.
    if (this.#shared.isOpen) return void this.#refused(event?.reason ?? '')
    this.#report.disconnected(event?.reason ?? '')
  }

  /** The protocol gives a reason in words only; what it means for coming back is asked by HTTP. */
  async #refused(reason: string): Promise<void> {
    this.#isOpen = false
    const token = this.#token
    this.#report.disconnected(reason)
    const { code, notice } = await askWhy(this.#place.client, this.#place.id)
    if (!this.#wanted || this.#isOpen) return
    if (code !== undefined) return this.#refuse(code, notice || reason)
    const { token: now } = await this.#place.client.credentials.current().catch(() => ({ token }))
    // Asking made the credentials fetch a new token: with that one everything comes back.
    if (now !== undefined && now !== token) return this.#shared.again()
    this.#refuse(4400, reason)
  }

  #refuse(code: number, notice: string): void {
    this.#report.refused(code, wordsFor(code, notice))
  }
}

/** A WebSocket that tells what is sent on it. */
function observed(Base: typeof WebSocket, wires: ReadonlySet<Wire>): typeof WebSocket {
  return class extends Base {
    override send(data: Parameters<WebSocket['send']>[0]): void {
      super.send(data)
      const message = data instanceof Uint8Array ? readAddressed(data) : undefined
      if (message) for (const wire of wires) wire.sent(message.address, message.type, message.step)
    }
  }
}

/** The address of a message, its type, and the first number after it. */
function readAddressed(frame: Uint8Array): { address: string; type: number; step: number } | undefined {
  try {
    const decoder = decoding.createDecoder(frame)
    const address = decoding.readVarString(decoder)
    const type = decoding.readVarUint(decoder)
    const step = type === SYNC_STATUS ? decoding.readVarInt(decoder) : type === SYNC ? decoding.readVarUint(decoder) : -1
    return { address, type, step }
  } catch {
    return undefined
  }
}
