// Looking back: the messages around one that is far behind those at hand, read on demand in both directions.
// For chat-panel.tsx. What is shown here is what was so when it was read; what one changes oneself is read again.
import type { ChatMessage } from '@yrsa/client'
import { useCallback, useMemo, useState } from 'react'
import type { MessagesPage, MessagesReader } from './requests.ts'

export interface OlderWindow {
  messages: readonly ChatMessage[]
  hasOlder: boolean
  hasNewer: boolean
  /** The message that was looked for. */
  around: string
}

export interface UsedOlderWindow {
  window: OlderWindow | null
  open(around: string): Promise<void>
  close(): void
  loadOlder(): Promise<void>
  loadNewer(): Promise<void>
  /** Reads a message again that one has changed. */
  again(id: string): Promise<void>
}

const PAGE = 50

export function useOlderWindow(reader: MessagesReader): UsedOlderWindow {
  const [window, setWindow] = useState<OlderWindow | null>(null)
  const open = useCallback(
    async (around: string) => {
      const page = await reader.page({ around, limit: PAGE })
      setWindow({ messages: page.messages, hasOlder: page.older != null, hasNewer: page.newer != null, around })
    },
    [reader],
  )
  const close = useCallback(() => setWindow(null), [])
  const [oldest, newest] = [window?.messages[0]?.id, window?.messages.at(-1)?.id]
  const [hasOlder, hasNewer] = [window?.hasOlder ?? false, window?.hasNewer ?? false]
  const loadOlder = useCallback(async () => {
    if (oldest === undefined || !hasOlder) return
    const page = await reader.page({ before: oldest, limit: PAGE }).catch(() => null)
    if (page) setWindow((before) => before && joined(before, page, 'older'))
  }, [reader, oldest, hasOlder])
  const loadNewer = useCallback(async () => {
    if (newest === undefined || !hasNewer) return
    const page = await reader.page({ after: newest, limit: PAGE }).catch(() => null)
    if (page) setWindow((before) => before && joined(before, page, 'newer'))
  }, [reader, newest, hasNewer])
  const again = useCallback(
    async (id: string) => {
      const message = await reader.one(id).catch(() => null)
      if (message) setWindow((before) => before && { ...before, messages: before.messages.map((old) => (old.id === id ? message : old)) })
    },
    [reader],
  )
  return useMemo(() => ({ window, open, close, loadOlder, loadNewer, again }), [window, open, close, loadOlder, loadNewer, again])
}

function joined(window: OlderWindow, page: MessagesPage, at: 'older' | 'newer'): OlderWindow {
  const known = new Set(window.messages.map(({ id }) => id))
  const more = page.messages.filter(({ id }) => !known.has(id))
  return at === 'older'
    ? { ...window, messages: [...more, ...window.messages], hasOlder: page.older != null }
    : { ...window, messages: [...window.messages, ...more], hasNewer: page.newer != null }
}
