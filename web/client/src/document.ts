// What a connection to a document tells: save state, rights, participants, presence, session. Types only, for everybody.
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { Client } from './client.ts'
import type { Observable } from './observable.ts'
import type { Role, Schemas } from './types.ts'
import type { Via } from './via.ts'

export interface ConnectOptions {
  /** The provider: `yWebsocket()` unless something else is said, or `hocuspocus()` from '@yrsa/client/hocuspocus'. */
  via?: Via
  doc?: Y.Doc
  /**
   * Keeps a copy in IndexedDB, named by server, user and document, so that edits survive a reload. Whose copy it is follows from the
   * credentials; `user` says it where they can't be asked without the network.
   */
  offline?: boolean | { user: string }
  /** What others see of oneself from the beginning; null: nothing, one only reads along. */
  presence?: Presence | null
  /** What the document becomes if it does not exist yet (y-websocket only). */
  kind?: string
}

export interface Connection {
  readonly id: string
  readonly client: Client
  readonly doc: Y.Doc
  readonly awareness: Awareness
  /** The npm provider itself. */
  readonly provider: unknown
  readonly via: Via
  readonly save: Observable<SaveState>
  readonly access: Observable<Access>
  /** Oneself as the server knows one; null until it said so. */
  readonly me: Observable<Who | null>
  /** One for each user, oneself first. */
  readonly participants: Observable<readonly Participant[]>
  /** One for each other client (a tab, a program); for cursors. */
  readonly others: Observable<readonly Other[]>
  /** How people work together here: mode, whose turn it is, locks. */
  readonly session: Observable<SessionState>
  readonly options: Readonly<ConnectOptions>
  /** There is content: from the server or from the copy on this device. */
  readonly ready: Promise<void>
  /** The server's state has arrived once. */
  readonly synced: Promise<void>
  /** Members of one's own awareness state; undefined or null removes one. */
  setPresence(change: Partial<Presence>): void
  /** Connects at once: after a refusal, or instead of waiting for the next attempt. */
  retry(): void
  /** Removes the copy on this device, with edits that only it has, and keeps none from here on. */
  forgetCopy(): Promise<void>
  destroy(): void
}

export type SavePhase = 'connecting' | 'offline' | 'syncing' | 'saving' | 'saved' | 'refused'

export interface SaveState {
  /** `saved` only while the server has confirmed the newest edit as durable on the present connection. */
  phase: SavePhase
  /** Edits that the server has not confirmed. */
  unsaved: number
  /** What the server said about a refusal or the end of the connection; empty if it said nothing. */
  notice: string
  /** What is not confirmed is kept on this device and survives a reload. */
  kept: boolean
  /** The newest edits are still on their way into that copy: a page that goes now would lose them. Never for long. */
  keeping?: boolean
  /** The close code behind `refused`. */
  code?: number
}

export interface Access {
  role: Role | undefined
  mayEdit: boolean
  mayComment: boolean
  mayOwn: boolean
  /** Why one may not edit now, as a sentence; empty if one may. */
  why: string
}

export interface Who {
  id: string
  name: string
  color: string
}

export type ParticipantStatus = 'active' | 'idle' | 'away' | 'busy' | 'offline'

export interface Participant {
  user: Who
  role: Role | undefined
  status: ParticipantStatus
  self: boolean
  clients: readonly number[]
  activity: string | null
  place: string | null
}

export interface Other {
  client: number
  user: Who
  role: Role | undefined
  status: ParticipantStatus
  state: Presence
}

export interface Pointer {
  surface: string
  x: number
  y: number
}

export interface Viewport extends Pointer {
  width: number
  height: number
  zoom?: number
}

export interface Selection {
  nodes?: readonly string[]
  edges?: readonly string[]
  cards?: readonly string[]
  sections?: readonly string[]
}

/** Members of an awareness state that mean something to everybody; others may be there too, such as editors' `cursor`. */
export interface Presence {
  activity?: string | null
  status?: 'busy' | null
  /** JSON pointer of what one looks at or works on: '/cards/c1'. */
  place?: string | null
  typing?: boolean | null
  /** In coordinates of that surface's content, not of the screen. */
  pointer?: Pointer | null
  /** What part of a surface one sees; for those who follow. */
  viewport?: Viewport | null
  selection?: Selection | null
  [member: string]: unknown
}

export type SessionMode = Schemas['SessionMode']
export type SessionTurn = Schemas['SessionTurn']
/** Who has a part of the document for themselves, as far as it concerns others. */
export type Lock = Pick<Schemas['Lock'], 'id' | 'path' | 'holder' | 'reason' | 'expires_at'>

export interface SessionState {
  mode: SessionMode
  max_participants: number | null
  idle_timeout: number | null
  turn_timeout: number | null
  /** Only in sequential sessions. */
  turn: SessionTurn | null
  /** It is one's own turn (or everybody's: sessions without turns). */
  mine: boolean
  /** One's place among those who wait, from 1; 0 if one does not wait. */
  waiting: number
  /** The oldest locks; `Locks` has all of them. */
  locks: readonly Lock[]
  more_locks: number
  /** Edits that were undone because of a lock, the newest last. */
  undone: readonly Undone[]
}

/** An edit that the server undid because somebody else holds a lock there. */
export interface Undone {
  lock: string | null
  message: string
  at: number
  by: string
  mine: boolean
}
