// The marker beside something that has comments: how many threads are open there; opens them.
// For editors, in cards, nodes, sections and margins; never shows the comments themselves.
import type { Connection } from '@yrsa/client'

export interface CommentAnchorProps {
  /** A JSON pointer: `/cards/c1`. Threads about it and all in it count. */
  path: string
  onOpen: (path: string) => void
  connection?: Connection
  /** What the place is called, for assistive technology. */
  label?: string
  /** Also where there is no thread yet, as a button to begin one. */
  showEmpty?: boolean
  className?: string
}

export function CommentAnchor(_props: CommentAnchorProps) {
  return null
}
