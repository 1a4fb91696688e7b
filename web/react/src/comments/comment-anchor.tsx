// The marker beside something that has comments: how many threads are open there; opens them.
// For editors, in cards, nodes, sections and margins; never shows the comments themselves.
import type { Connection } from '@yrsa/client'
import { MessageSquare, MessageSquarePlus } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '../parts/class-names.ts'
import { useThreadCount } from './use-threads.ts'
import type { ThreadsSource } from './use-threads.ts'

export interface CommentAnchorProps {
  /** A JSON pointer: `/cards/c1`. Threads about it and all in it count. */
  path: string
  onOpen: (path: string) => void
  connection?: Connection | undefined
  source?: ThreadsSource | undefined
  /** What the place is called, for assistive technology. */
  label?: string | undefined
  /** Also where there is no thread yet, as a button to begin one. */
  showEmpty?: boolean | undefined
  className?: string | undefined
}

export function CommentAnchor({ path, onOpen, connection, source, label, showEmpty = false, className }: CommentAnchorProps): ReactNode {
  const count = useThreadCount(path, { connection, source })
  if (count === 0 && !showEmpty) return null
  const about = label === undefined ? '' : ` about ${label}`
  const says = count === 0 ? (label === undefined ? 'Comment here' : `Comment on ${label}`) : `${count} open ${count === 1 ? 'thread' : 'threads'}${about}`
  return (
    <button
      type="button"
      className={classNames('yrsa-comment-anchor', className)}
      data-empty={count === 0 || undefined}
      aria-label={says}
      title={says}
      // It stands on cards and nodes that are dragged or opened by the same press.
      onPointerDown={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation()
        onOpen(path)
      }}
    >
      {count === 0 ? <MessageSquarePlus aria-hidden="true" /> : <MessageSquare aria-hidden="true" />}
      {count > 0 && <span aria-hidden="true">{count}</span>}
    </button>
  )
}
