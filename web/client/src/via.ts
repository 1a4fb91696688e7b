// How a document travels: what a provider of Yjs is for a connection. Implemented by via/y-websocket.ts and hocuspocus.ts.
// A link reports everything to its Report and decides nothing about what people are told.
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Client } from './client.ts'

/** A kind of provider. One object may serve any number of documents (and may let them share a socket). */
export interface Via {
  readonly name: string
  open(place: Place, report: Report): Link
}

/** What is to be connected. */
export interface Place {
  readonly client: Client
  readonly id: string
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly kind: string | undefined
}

/** What a link tells its connection. */
export interface Report {
  /** The link is there, and nothing was exchanged on it yet. */
  connected(): void
  /** It is not; the link tries again by itself. */
  disconnected(notice: string): void
  /** It is not for a moment: it is made anew with another token. */
  renewing(): void
  /** It is not, and does not come back by itself. */
  refused(code: number, notice: string): void
  /** The server's state is here. */
  downloaded(): void
  /** What this document has was sent, in answer to what the server asked. */
  uploaded(): void
  /** The number of the newest edit. */
  edits(): number
  /** The number that may be asked about now, or nothing while the question could mislead. */
  askable(): number | undefined
  /** All edits up to this number are durable. */
  confirmed(edits: number): void
  /** Something the server said that is to be shown. */
  notice(text: string): void
  /** What one may do here may have changed. */
  rightsChanged(): void
}

export interface Link {
  /** The npm provider. */
  readonly provider: unknown
  /** Begins, or tries again at once. */
  connect(): void
  /** Ends; `connect` begins again. */
  disconnect(): void
  /** A local edit happened, and the provider has sent it if it could. */
  edited(): void
  /** The network may be gone: if nothing is heard, the link is made anew. */
  probe(): void
  destroy(): void
}
