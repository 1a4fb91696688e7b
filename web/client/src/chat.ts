// The chat of a document.
import type { Observable, Stop } from './observable.ts'
import type { Connection, Who } from './document.ts'
import type { Schemas } from './types.ts'

export type ChatMessage = Schemas['ChatMessage']
export type CodeReference = Schemas['CodeReference']

export interface ChatState {
  /** The oldest first. */
  messages: readonly ChatMessage[]
  hasOlder: boolean
  /** Messages of others behind what one has read. */
  unread: number
  lastRead: string | null
  loaded: boolean
  typing: readonly Who[]
  error: Error | null
}

export interface NewMessage {
  body: string
  replyTo?: string
  mentions?: readonly Schemas['Mention'][]
  references?: readonly CodeReference[]
}

export declare class Chat implements Observable<ChatState> {
  constructor(connection: Connection)
  get(): ChatState
  subscribe(listener: () => void): Stop
  loadOlder(): Promise<void>
  send(message: NewMessage): Promise<ChatMessage>
  edit(id: string, body: string): Promise<ChatMessage>
  remove(id: string): Promise<void>
  react(id: string, emoji: string): Promise<void>
  unreact(id: string, emoji: string): Promise<void>
  /** Notes that one has read everything up to the newest message. */
  markRead(): Promise<void>
  setTyping(typing: boolean): void
  destroy(): void
}
