// Decides what may truthfully be said about somebody's edits. Pure: connection.ts feeds it and shows what it says.
// It never says "saved" before the server has confirmed, on the present connection, the newest edit as durable.
import type { SavePhase } from './document.ts'

type LinkState = 'connecting' | 'connected' | 'offline' | 'refused'

export class SaveStatus {
  #link: LinkState = 'connecting'
  /** The server's state is here (its SyncStep2 arrived on this connection). */
  #downloaded = false
  /** Our state is there (the server's SyncStep1 was answered on this connection). */
  #uploaded = false
  /** Counts local edits; the number that travels in questions for confirmation. */
  #edits = 0
  /** The newest counter confirmed on this connection. */
  #confirmed: number | undefined
  /** The newest counter ever confirmed. */
  #durable = 0

  get phase(): SavePhase {
    if (this.#link !== 'connected') return this.#link
    if (!this.#downloaded || !this.#uploaded) return 'syncing'
    if (this.#confirmed === this.#edits) return 'saved'
    return this.#edits > this.#durable ? 'saving' : 'syncing'
  }

  get isConnected(): boolean {
    return this.#link === 'connected'
  }

  /** The server's state is here, on the present connection. */
  get isDownloaded(): boolean {
    return this.isConnected && this.#downloaded
  }

  /** How many local edits the server has not yet confirmed as durable. */
  get unsaved(): number {
    return this.#edits - this.#durable
  }

  /** The number of the newest edit. */
  get edits(): number {
    return this.#edits
  }

  /**
   * The counter that may be asked about now, or nothing while the question could mislead: before the server has all our
   * earlier edits, its confirmation would cover a new edit but not those made offline.
   */
  get askable(): number | undefined {
    return this.#link === 'connected' && this.#uploaded ? this.#edits : undefined
  }

  /** Edits that an earlier visit or another tab left unconfirmed are in the copy that was just read. */
  carried(edits: number): void {
    this.#edits += edits
  }

  connected(): void {
    this.#link = 'connected'
    this.#downloaded = false
    this.#uploaded = false
    this.#confirmed = undefined
  }

  /** A connection is being replaced by another: nothing is lost, and nothing confirmed counts until the new one says so. */
  renewing(): void {
    if (this.#link === 'connected') this.connected()
  }

  disconnected(): void {
    if (this.#link !== 'refused') this.#link = 'offline'
  }

  /** The server closed for good; only the person can decide to try again. */
  refused(): void {
    this.#link = 'refused'
  }

  retrying(): void {
    this.#link = 'connecting'
  }

  downloaded(): void {
    if (this.#link === 'connected') this.#downloaded = true
  }

  /** Our answer to the server's SyncStep1 is sent. */
  uploaded(): void {
    if (this.#link === 'connected') this.#uploaded = true
  }

  edited(): void {
    this.#edits += 1
  }

  confirmed(counter: number): void {
    // A counter never asked for would claim edits that the server has not seen.
    if (this.#link !== 'connected' || !this.#uploaded || counter > this.#edits) return
    this.#confirmed = Math.max(this.#confirmed ?? 0, counter)
    this.#durable = Math.max(this.#durable, counter)
  }
}
