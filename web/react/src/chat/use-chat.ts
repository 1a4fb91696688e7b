// The chat of a document as React values. One `Chat` for each connection, shared by all who ask.
// For panels and badges; never marks anything as read by itself.
import { Chat } from '@yrsa/client'
import type { ChatState, Connection, Observable } from '@yrsa/client'
import { useMemo } from 'react'
import { useConnection } from '../hooks/context.tsx'
import { useObservable } from '../hooks/use-observable.ts'

/** What the panel needs of `Chat`, so that messages from elsewhere can be shown too. */
export type ChatSource = Observable<ChatState> & Pick<Chat, 'loadOlder' | 'send' | 'edit' | 'remove' | 'react' | 'unreact' | 'markRead' | 'setTyping'>

const known = new WeakMap<Connection, Chat>()

/** The chat of a connection; the same object each time. It asks for nothing until somebody looks, and ends with its connection. */
export function chatOf(connection: Connection): Chat {
  let chat = known.get(connection)
  if (!chat) known.set(connection, (chat = new Chat(connection)))
  return chat
}

export interface UsedChat extends ChatState {
  /** To write with. */
  source: ChatSource
}

export function useChat(options: { connection?: Connection | undefined; source?: ChatSource | undefined } = {}): UsedChat {
  const connection = useConnection(options.connection)
  const source = options.source ?? chatOf(connection)
  const state = useObservable(source)
  return useMemo(() => ({ ...state, source }), [state, source])
}
