// The chat of a document as React values. One `Chat` for each connection, shared by all who ask.
// For panels and badges; never marks anything as read by itself.
import { Chat } from '@yrsa/client'
import type { ChatState, Connection } from '@yrsa/client'
import { useConnection, useObservable } from '../hooks/index.ts'

const known = new WeakMap<Connection, Chat>()

/** The chat of a connection; the same object each time. */
export function chatOf(connection: Connection): Chat {
  let chat = known.get(connection)
  if (!chat) known.set(connection, (chat = new Chat(connection)))
  return chat
}

export interface UsedChat {
  state: ChatState
  /** To write with. */
  source: Chat
}

export function useChat(connection?: Connection): UsedChat {
  const source = chatOf(useConnection(connection))
  return { state: useObservable(source), source }
}
