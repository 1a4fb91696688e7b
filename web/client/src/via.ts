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
  /** The socket is open (and, where that is told, somebody was recognised). */
  connected(): void
  /** It is not; the link tries again by itself. */
  disconnected(notice: string): void
  /** It is not, and does not come back by itself. */
  refused(code: number, notice: string): void
  /** The server's state is here. */
  downloaded(): void
  /** What this document has was sent, as an answer to what the server asked for. */
  uploaded(): void
  /** How many edits there were when what is sent now left; for `confirmed`. */
  edits(): number
  /** All edits up to that number are durable. */
  confirmed(edits: number): void
  /** The server says something to be shown. */
  notice(text: string): void
  /** Edits are refused (role, turn), or taken again. */
  readOnly(is: boolean): void
}

export interface Link {
  readonly provider: unknown
  connect(): void
  /** Ends the connection; `connect` begins again. */
  disconnect(): void
  /** A local edit happened: it may ask for a confirmation. */
  edited(): void
  /** Whether something was heard since then; false means the connection is to be made anew. */
  probe(): Promise<boolean>
  destroy(): void
}
