// Messages that are not among those at hand: one by its id, those around it, the replies to one.
// Used by the panel where somebody looks back; reads only.
import { take } from '@yrsa/client'
import type { ChatMessage, Connection, Schemas } from '@yrsa/client'

export type MessagesPage = Schemas['ChatMessages']

export interface PageQuery {
  before?: string
  after?: string
  around?: string
  reply_to?: string
  limit?: number
}

/** How messages beyond those at hand are found. */
export interface MessagesReader {
  one(id: string): Promise<ChatMessage>
  page(query: PageQuery): Promise<MessagesPage>
}

export function readerOf({ client, id: scope }: Connection): MessagesReader {
  return {
    one: (message) => take(client.api.GET('/api/documents/{scope}/messages/{message}', { params: { path: { scope, message } } })),
    page: (query) => take(client.api.GET('/api/documents/{scope}/messages', { params: { path: { scope }, query } })),
  }
}
