// The comments of a document: threads, replies, reactions, resolving; what a thread is about can be shown.
// For a side panel; never moves the document itself, the caller does that in `onSelect`.
import type { Anchor, Connection, Thread } from '@yrsa/client'

export interface CommentsPanelProps {
  connection?: Connection
  /** Only threads about this place and what is in it, a JSON pointer. */
  path?: string | null
  /** The user asks for all threads again. */
  onClearPath?: () => void
  /** A thread was chosen; the document may show what it is about. */
  onSelect?: (anchor: Anchor, thread: Thread) => void
  /** A new thread is to be begun about this. */
  newAt?: Anchor | null
  /** The new thread was sent or given up. */
  onNewDone?: () => void
  /** What a place is called: `Card "Fix login"`. */
  describe?: (path: string) => string | undefined
  /** The id of the thread to show, from a link. */
  selected?: string | null
  /** The address of a thread, for "Copy link". */
  linkTo?: (thread: Thread) => string
  className?: string
}

export function CommentsPanel(_props: CommentsPanelProps) {
  return null
}
