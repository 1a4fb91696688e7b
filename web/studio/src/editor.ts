// What the frame of a document gives to the editor of its kind, and what an editor may ask of the frame.
// Every editor in board/, workflow/, report/ and text/ takes these; nothing else passes between them.
import type { Anchor, Connection, Other } from '@yrsa/client'
import type { UndoManager } from 'yjs'

export interface EditorProps {
  connection: Connection
  /** Role, session and turn allow editing. Locks of single things are the editor's own matter. */
  mayEdit: boolean
  /** What the address asks to show, a JSON pointer: `/cards/c1`. */
  at: string | null
  /** Puts a place into the address. */
  show(path: string | null): void
  /** Somebody whose view is to be followed: their `viewport` and `place`. */
  following: Other | null
  /** To be called when the user scrolls, pans or edits by themselves. */
  stopFollowing(): void
  /** Opens the comments on a new thread there. */
  comment(anchor: Anchor): void
  /** Opens the comments about a place, and in it one thread, if it is named. */
  openThreads(path: string, thread?: string): void
  /** The thread that is chosen in the panel: what it is about may be shown. */
  thread?: string | null
  /** The frame shows undo and redo for it, and binds the keys. */
  setUndo(manager: UndoManager | null): void
  /** Says something to assistive technology, politely. */
  announce(sentence: string): void
}
