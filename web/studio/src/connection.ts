// Joins one document on the server with the unchanged y-websocket provider and keeps its SaveStatus true.
// Called once by main.ts. Knows the wire, never the page: views subscribe to `onChange` and read `status` and `notice`.
import * as decoding from 'lib0/decoding'
import { WebsocketProvider } from 'y-websocket'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { encodeDocumentId } from './document-id.ts'
import { DURABLE_ACKNOWLEDGEMENT, encodeAcknowledgementRequest, readAcknowledgement } from './durable-acknowledgement.ts'
import { SaveStatus } from './save-status.ts'

const SYNC = 0
const SYNC_STEP_1 = 0
const AUTH = 2
/** How long a server may stay silent, once the browser reports a lost network, before the link counts as dead. */
const PROBE_MS = 3_000

export class Connection {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly status = new SaveStatus()
  /** What the server last said about why it refused or closed, in its own words; empty when it said nothing. */
  notice = ''
  readonly #provider: WebsocketProvider
  readonly #listeners = new Set<() => void>()

  /** `page` is where the studio is served: the sync door stands beside it, also behind a proxy that adds a path. */
  constructor(documentId: string, page: { href: string }) {
    this.doc = new Y.Doc()
    const door = new URL('sync', page.href)
    door.protocol = door.protocol === 'https:' ? 'wss:' : 'ws:'
    this.#provider = new WebsocketProvider(door.href, encodeDocumentId(documentId), this.doc, {
      connect: false,
      // Tabs of one browser would otherwise pass edits to each other past the server, where no acknowledgement covers them.
      disableBc: true,
    })
    this.awareness = this.#provider.awareness
    this.#followLink()
    this.#followMessages()
    this.#followNetwork()
    this.#provider.connect()
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener)
  }

  /** Calls back once, when the server's state has first arrived. */
  afterFirstSync(callback: () => void): void {
    this.#provider.once('sync', callback)
  }

  /** Tries to connect at once: after a refusal, or instead of waiting for the next attempt. */
  retry(): void {
    this.#reconnect()
    this.status.retrying()
    this.#changed()
  }

  #followLink(): void {
    this.#provider.on('status', ({ status }) => {
      // Attempts after a loss stay "offline" until one succeeds; a flicker of "connecting" would promise too much.
      if (status === 'connected') {
        this.status.connected()
        this.notice = ''
      }
      if (status === 'disconnected') this.status.disconnected()
      this.#changed()
    })
    this.#provider.on('connection-close', (event) => {
      if (event?.reason) this.notice = event.reason
      this.status.disconnected()
      this.#changed()
    })
    this.#provider.on('closed', () => {
      this.status.refused()
      this.#changed()
    })
    this.#provider.on('sync', (synced) => {
      if (synced) this.status.downloaded()
      this.#changed()
    })
    // The provider's own listener was added first, so the edit itself is on the wire before its acknowledgement request.
    this.doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin === this.#provider) return
      this.status.edited()
      this.#requestAcknowledgement()
      this.#changed()
    })
  }

  #followMessages(): void {
    const handlers = this.#provider.messageHandlers
    const syncHandler = handlers[SYNC]
    handlers[SYNC] = (encoder, decoder, provider, emitSynced, type) => {
      const step = decoding.peekVarUint(decoder)
      syncHandler?.(encoder, decoder, provider, emitSynced, type)
      if (step === SYNC_STEP_1) this.#afterReply(provider.ws)
    }
    handlers[DURABLE_ACKNOWLEDGEMENT] = (_encoder, decoder) => {
      this.status.confirmed(readAcknowledgement(decoder))
      this.#changed()
    }
    handlers[AUTH] = (_encoder, decoder) => {
      decoding.readVarUint(decoder)
      this.notice = decoding.readVarString(decoder)
      this.#changed()
    }
  }

  /** The provider sends its reply after the handler returns; a microtask later it is on the wire. */
  #afterReply(socket: WebSocket | null): void {
    queueMicrotask(() => {
      if (socket === null || socket !== this.#provider.ws) return
      this.status.uploaded()
      this.#requestAcknowledgement()
      this.#changed()
    })
  }

  /** The browser's word on the network is a hint (a server on this machine needs none), so the link is asked itself. */
  #followNetwork(): void {
    addEventListener('offline', () => {
      const asked = Date.now()
      this.#requestAcknowledgement()
      setTimeout(() => {
        if (this.#provider.wsconnected && this.#provider.wsLastMessageReceived < asked) this.#reconnect()
      }, PROBE_MS)
    })
    addEventListener('online', () => {
      if (!this.#provider.wsconnected && this.status.phase === 'offline') this.#reconnect()
    })
  }

  #reconnect(): void {
    this.#provider.disconnect()
    this.#provider.connect()
  }

  #requestAcknowledgement(): void {
    const counter = this.status.askable
    const socket = this.#provider.ws
    if (counter === undefined || socket?.readyState !== WebSocket.OPEN) return
    socket.send(encodeAcknowledgementRequest(counter))
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}
