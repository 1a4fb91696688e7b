// Documents by the unchanged provider of the npm package y-websocket. Used by connection.ts unless an app says something else.
// The provider does the protocol; when to come back, and as whom, is decided here. Never says "saved" by itself: it only reports.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebsocketProvider } from 'y-websocket'
import { Backoff, isOffline } from '../backoff.ts'
import { anotherThan, renewalOf } from '../credentials.ts'
import { encodeDocumentId } from '../document-id.ts'
import { ApiError } from '../errors.ts'
import { unreferenced } from '../observable.ts'
import { CLOSED, askWhy, isForGood, wordsFor } from '../refusals.ts'
import type { Link, Place, Report, Via } from '../via.ts'

const SYNC = 0
const SYNC_STEP_1 = 0
const AUTH = 2
/** "Tell me when everything I sent before this is on disk": the payload comes back as it is. */
const CHECKPOINT = 102
/** How long a server may stay silent, once the browser reports a lost network, before the link counts as dead. */
const PROBE_MS = 3_000
/** How long a socket may take to open. */
const CONNECT_MS = 15_000
/** A token that has to be renewed already is not renewed all the time. */
const LEAST_RENEWAL_MS = 1_000
/** Timers hold at most 2^31 milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export function yWebsocket(): Via {
  return { name: 'y-websocket', open: (place, report) => new YWebsocketLink(place, report) }
}

class YWebsocketLink implements Link {
  readonly provider: WebsocketProvider
  readonly #place: Place
  readonly #report: Report
  readonly #backoff = new Backoff()
  #wanted = false
  /** The token was refused: the next attempt asks for another. */
  #needsFresh = false
  #wasOpen = false
  /** The connection ends because it is replaced. */
  #isRenewing = false
  /** Counts attempts; what was begun for an earlier one is let go of. */
  #attempt = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #renewal: ReturnType<typeof setTimeout> | undefined
  #probing: ReturnType<typeof setTimeout> | undefined
  #hanging: ReturnType<typeof setTimeout> | undefined
  #token: string | undefined

  constructor(place: Place, report: Report) {
    const { client, id, doc, awareness } = place
    if (client.WebSocket === undefined) throw new Error('There is no WebSocket here: give one to createClient (`WebSocket: ws`).')
    this.#place = place
    this.#report = report
    this.provider = new WebsocketProvider(client.door('sync').href, encodeDocumentId(id), doc, {
      connect: false,
      awareness,
      WebSocketPolyfill: client.WebSocket,
      // Tabs of one browser would otherwise pass edits to each other past the server, where no confirmation covers them.
      disableBc: true,
      // When to come back is decided by `#closed`.
      shouldReconnect: () => true,
    })
    this.#followLink()
    this.#followMessages()
  }

  connect(): void {
    this.#wanted = true
    this.#backoff.reset()
    // An attempt that was begun on another network may hang for minutes.
    if (this.provider.wsconnecting) this.#again()
    else void this.#try()
  }

  disconnect(): void {
    this.#wanted = false
    this.#letGo()
    this.provider.disconnect()
  }

  edited(): void {
    this.#ask()
  }

  probe(): void {
    const asked = Date.now()
    this.#ask()
    clearTimeout(this.#probing)
    this.#probing = setTimeout(() => {
      if (!this.#wanted || !this.provider.wsconnected) return
      if (this.provider.wsLastMessageReceived < asked) this.#again()
      // What was heard may have been on its way already when the network went.
      else if (isOffline()) this.probe()
    }, PROBE_MS)
  }

  destroy(): void {
    this.disconnect()
    this.provider.destroy()
  }

  async #try(): Promise<void> {
    if (!this.#wanted || this.provider.wsconnected || this.provider.wsconnecting) return
    this.#letGo()
    const attempt = this.#attempt
    try {
      const fresh = this.#needsFresh
      const { credentials } = this.#place.client
      const { token, share, name } = await (fresh ? anotherThan(this.#token, credentials) : credentials.current())
      if (!this.#wanted || attempt !== this.#attempt) return
      this.#needsFresh = false
      const secret = token ?? share
      // A refused token is not tried twice.
      if (fresh && secret === this.#token) return this.#refuse(CLOSED.signedOut, '')
      this.#token = secret
      this.provider.protocols = secret === undefined ? [] : ['yrsa', `token.${secret}`]
      this.provider.params = {
        ...(token !== undefined && share !== undefined && { share }),
        ...(name !== undefined && { name }),
        ...(this.#place.kind !== undefined && { kind: this.#place.kind }),
      }
      this.#renewInTime(token)
    } catch (error) {
      if (attempt !== this.#attempt) return
      if (error instanceof ApiError && error.status === 401) return this.#refuse(CLOSED.signedOut, error.message)
      this.#report.disconnected('')
      return this.#tryLater()
    }
    this.#wasOpen = false
    this.provider.connect()
    this.#hanging = unreferenced(setTimeout(() => this.provider.wsconnecting && this.provider.disconnect(), CONNECT_MS))
  }

  #tryLater(atLeast = 0): void {
    if (!this.#wanted) return
    this.#letGo()
    this.#retry = unreferenced(setTimeout(() => void this.#try(), this.#backoff.next(atLeast)))
  }

  /** Ends this connection and begins another at once. */
  #again(): void {
    this.#isRenewing = true
    this.provider.disconnect()
    this.#isRenewing = false
    void this.#try()
  }

  #letGo(): void {
    this.#attempt += 1
    clearTimeout(this.#retry)
    clearTimeout(this.#renewal)
    clearTimeout(this.#probing)
    clearTimeout(this.#hanging)
  }

  #refuse(code: number, notice: string): void {
    this.#wanted = false
    this.#letGo()
    this.#report.refused(code, wordsFor(code, notice))
  }

  #followLink(): void {
    this.provider.on('status', ({ status }) => {
      if (status !== 'connected') return
      this.#wasOpen = true
      this.#report.connected()
    })
    this.provider.on('sync', (isSynced) => {
      if (!isSynced) return
      this.#backoff.works()
      this.#report.downloaded()
    })
    this.provider.on('connection-close', (event) => {
      // The provider would come back by itself, with the token it had, and at the same moment as everybody else.
      this.provider.shouldConnect = false
      if (!this.#wanted) return
      // Said before the provider forgets everybody's presence: what others showed is known to be old from here on.
      if (this.#isRenewing) this.#report.renewing()
      else this.#report.disconnected(this.#wasOpen ? (event?.reason ?? '') : '')
      if (!this.#isRenewing) queueMicrotask(() => void this.#closed(event))
    })
  }

  async #closed(event: CloseEvent | null): Promise<void> {
    if (!this.#wanted || this.provider.ws !== null) return
    const code = event?.code ?? 0
    if (code === CLOSED.signedOut) {
      this.#needsFresh = true
      return this.#tryLater()
    }
    if (isForGood(code)) return this.#refuse(code, event?.reason ?? '')
    if (this.#wasOpen) return this.#tryLater()
    // A browser does not tell why a handshake was refused.
    const attempt = this.#attempt
    const why = await askWhy(this.#place.client, this.#place.id)
    if (!this.#wanted || attempt !== this.#attempt) return
    if (why.code !== undefined) return this.#refuse(why.code, why.notice)
    this.#tryLater(why.retryAfter)
  }

  /** The protocol has no message for a new token, so the connection is made anew with it shortly before the old one ends. */
  #renewInTime(token: string | undefined): void {
    const due = token === undefined ? undefined : renewalOf(token)
    if (token === undefined || due === undefined) return
    const wait = Math.min(Math.max(due - Date.now(), LEAST_RENEWAL_MS), LONGEST_TIMER_MS)
    this.#renewal = unreferenced(setTimeout(() => (Date.now() < due ? this.#renewInTime(token) : void this.#renew(token)), wait))
  }

  async #renew(token: string): Promise<void> {
    const attempt = this.#attempt
    try {
      const next = await anotherThan(token, this.#place.client.credentials)
      // The server ends the connection when the token does; then there is another chance.
      if (!this.#wanted || attempt !== this.#attempt || next.token === token) return
      this.#again()
    } catch {
      // The same.
    }
  }

  #followMessages(): void {
    const handlers = this.provider.messageHandlers
    const syncHandler = handlers[SYNC]
    handlers[SYNC] = (encoder, decoder, provider, emitSynced, type) => {
      const step = decoding.peekVarUint(decoder)
      syncHandler?.(encoder, decoder, provider, emitSynced, type)
      if (step === SYNC_STEP_1) this.#afterReply(provider.ws)
    }
    handlers[CHECKPOINT] = (_encoder, decoder) => this.#report.confirmed(readCheckpoint(decoder))
    handlers[AUTH] = (_encoder, decoder) => {
      decoding.readVarUint(decoder)
      this.#report.notice(decoding.readVarString(decoder))
      this.#report.rightsChanged()
    }
  }

  /** The provider sends its reply after the handler returns; a microtask later it is on the wire. */
  #afterReply(socket: WebSocket | null): void {
    queueMicrotask(() => {
      if (socket === null || socket !== this.provider.ws) return
      this.#report.uploaded()
      this.#ask()
    })
  }

  #ask(): void {
    const edits = this.#report.askable()
    const socket = this.provider.ws
    if (edits === undefined || socket === null || socket.readyState !== socket.OPEN) return
    socket.send(encodeCheckpoint(edits))
  }
}

function encodeCheckpoint(edits: number): Uint8Array<ArrayBuffer> {
  const payload = encoding.createEncoder()
  encoding.writeVarUint(payload, edits)
  const message = encoding.createEncoder()
  encoding.writeVarUint(message, CHECKPOINT)
  encoding.writeVarUint8Array(message, encoding.toUint8Array(payload))
  return encoding.toUint8Array(message)
}

function readCheckpoint(decoder: decoding.Decoder): number {
  return decoding.readVarUint(decoding.createDecoder(decoding.readVarUint8Array(decoder)))
}
