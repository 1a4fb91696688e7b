// Messages as they are shown: who begins a group, where a day and where the unread begins. Pure; used by message-list.tsx.
import type { ChatMessage } from '@yrsa/client'

export interface Row {
  message: ChatMessage
  /** The author stands above it; the next ones of the same author within five minutes have no head. */
  first: boolean
  /** A day begins with it. */
  day: boolean
  /** The first message of others that was not read when one came. */
  unread: boolean
}

const TOGETHER_MS = 5 * 60_000

/** `readTo` is the last message that was read; `null` draws no line. */
export function rowsOf(messages: readonly ChatMessage[], readTo: string | null, me: string | null): Row[] {
  let before: ChatMessage | undefined
  let drawn = readTo === null
  return messages.map((message) => {
    const day = before === undefined || !sameDay(before.created_at, message.created_at)
    // Ids grow in the order in which messages were said.
    const unread = !drawn && readTo !== null && message.id > readTo && message.author.id !== me && message.deleted_at == null
    if (unread) drawn = true
    const first =
      day ||
      unread ||
      before === undefined ||
      before.author.id !== message.author.id ||
      message.created_at - before.created_at > TOGETHER_MS ||
      message.reply_to != null
    before = message
    return { message, first, day, unread }
  })
}

export function sameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString()
}

const weekday = new Intl.DateTimeFormat('en', { weekday: 'long' })
const date = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'long' })
const dateWithYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' })
const DAY_MS = 86_400_000

/** "Today", "Yesterday", "Monday", "Fri, 3 November". */
export function dayName(at: number, now: number): string {
  if (sameDay(at, now)) return 'Today'
  if (sameDay(at, now - DAY_MS)) return 'Yesterday'
  if (now > at && now - at < 6 * DAY_MS) return weekday.format(at)
  return (new Date(at).getFullYear() === new Date(now).getFullYear() ? date : dateWithYear).format(at)
}

/** "Ada is typing", "Ada and Bob are typing", "Several people are typing". */
export function typingWords(names: readonly string[]): string {
  if (names.length === 0) return ''
  if (names.length > 3) return 'Several people are typing'
  const last = names.at(-1)
  return names.length === 1 ? `${last} is typing` : `${names.slice(0, -1).join(', ')} and ${last} are typing`
}
