// Comments on a document: read live from its companion document, written by REST.
import type { Observable, Stop } from './observable.ts'
import type { Connection } from './document.ts'
import type { Schemas } from './types.ts'

export type Thread = Schemas['Thread']
export type Comment = Schemas['Comment']
export type Anchor = Schemas['ThreadAnchor']
export type Mention = Schemas['Mention']

export interface ThreadsState {
  /** In the order in which they were begun. */
  threads: readonly Thread[]
  loaded: boolean
}

export interface CommentWords {
  text: string
  mentions?: readonly Mention[]
}

export declare class Threads implements Observable<ThreadsState> {
  constructor(connection: Connection)
  get(): ThreadsState
  subscribe(listener: () => void): Stop
  create(words: CommentWords & { anchor?: Anchor }): Promise<Thread>
  reply(thread: string, words: CommentWords): Promise<Comment>
  edit(thread: string, comment: string, words: CommentWords): Promise<Comment>
  remove(thread: string, comment: string): Promise<void>
  removeThread(thread: string): Promise<void>
  resolve(thread: string): Promise<void>
  reopen(thread: string): Promise<void>
  react(thread: string, comment: string, emoji: string): Promise<void>
  unreact(thread: string, comment: string, emoji: string): Promise<void>
  destroy(): void
}

/** The words of a comment's body, whichever editor wrote it. */
export declare function textOf(body: unknown): string
