// A message and all that answers it, with a field to answer it too. For chat-panel.tsx.
// Replies that are at hand are shown as they change; older ones are read once.
import type { ChatMessage } from '@yrsa/client'
import { ArrowLeft } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { sentenceOf } from '../hooks/sentence-of.ts'
import { IconButton } from '../parts/button.tsx'
import { Loading, Notice } from '../parts/display.tsx'
import { MessageView } from './message-view.tsx'
import type { MessageActions } from './message-view.tsx'
import type { MessagesReader } from './requests.ts'
import { rowsOf } from './rows.ts'

export interface RepliesViewProps {
  /** The message whose replies these are. */
  root: ChatMessage
  /** All messages at hand. */
  messages: readonly ChatMessage[]
  reader: MessagesReader
  actions: MessageActions
  editing: string | null
  onEditing: (id: string | null) => void
  onBack: () => void
  /** The field to reply in. */
  children: ReactNode
}

export function RepliesView({ root, messages, reader, actions, editing, onEditing, onBack, children }: RepliesViewProps): ReactNode {
  const [fetched, setFetched] = useState<readonly ChatMessage[]>([])
  const [loading, setLoading] = useState(true)
  const [error, setError] = useState('')
  const back = useRef<HTMLButtonElement>(null)
  useEffect(() => back.current?.focus(), [])
  useEffect(() => {
    let ended = false
    const read = async (): Promise<void> => {
      const all: ChatMessage[] = []
      let before: string | undefined
      do {
        const page = await reader.page({ reply_to: root.id, limit: 200, ...(before === undefined ? {} : { before }) })
        if (ended) return
        all.unshift(...page.messages)
        before = page.older ?? undefined
      } while (before !== undefined)
      setFetched(all)
    }
    read()
      .catch((problem: unknown) => setError(sentenceOf(problem)))
      .finally(() => setLoading(false))
    return () => {
      ended = true
    }
  }, [reader, root.id])

  const rows = useMemo(() => {
    const all = new Map(fetched.map((message) => [message.id, message]))
    for (const message of messages) if (message.reply_to === root.id) all.set(message.id, message)
    const replies = [...all.values()].sort((one, other) => (one.id < other.id ? -1 : 1))
    // In here all answer the same, so that parts no group.
    return rowsOf(replies.map((message) => ({ ...message, reply_to: null })), null, null)
  }, [fetched, messages, root.id])

  return (
    <div className="yrsa-chat-replies">
      <header className="yrsa-chat-replies-head">
        <IconButton ref={back} size="s" icon={<ArrowLeft />} label="Back to all messages" onClick={onBack} />
        <h3>Replies</h3>
      </header>
      <div className="yrsa-chat-replies-body" role="log" aria-label="Replies" aria-live="off" tabIndex={0}>
        <div role="list" className="yrsa-chat-list yrsa-chat-root">
          <MessageView message={{ ...root, replies: 0 }} first answered={null} flash={false} editing={editing === root.id} onEditing={onEditing} actions={actions} />
        </div>
        {error !== '' && <Notice tone="bad">{error}</Notice>}
        {loading && rows.length === 0 && <Loading label="Replies are on their way" lines={2} />}
        <div role="list" className="yrsa-chat-list">
          {rows.map(({ message, first }) => (
            <MessageView
              key={message.id}
              message={message}
              first={first}
              answered={null}
              flash={false}
              editing={editing === message.id}
              onEditing={onEditing}
              actions={actions}
            />
          ))}
        </div>
      </div>
      {children}
    </div>
  )
}
