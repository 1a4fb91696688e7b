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
const DAY_MS = 86_400_000

/** `readTo` is the last message that was read; `null` draws no line. */
export function rowsOf(messages: readonly ChatMessage[], readTo: string | null, me: string | null): Row[] {
  let before: ChatMessage | undefined
  let midnight = 0
  let drawn = readTo === null
  return messages.map((message) => {
    // Asking a calendar for each of thousands takes long: only where a day may begin.
    const day = before === undefined || message.created_at >= midnight || message.created_at < before.created_at - DAY_MS
    if (day) midnight = nextMidnight(message.created_at)
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

/** As many messages are drawn, and left out while out of sight, together. */
const BLOCK = 40

export interface Block {
  key: string
  rows: Row[]
}

/** Puts rows into blocks. A message stays in its block while others come before and after it, so that only those are drawn. */
export class Blocks {
  readonly #keys = new Map<string, string>()

  arrange(rows: readonly Row[]): Block[] {
    const known = rows.findIndex(({ message }) => this.#keys.has(message.id))
    // Older ones, counted from where they meet those that were there.
    for (let end = known; end > 0; end -= BLOCK) {
      const older = rows.slice(Math.max(0, end - BLOCK), end)
      for (const { message } of older) this.#keys.set(message.id, older.at(-1)?.message.id ?? message.id)
    }
    const blocks: Block[] = []
    for (const row of rows) {
      const last = blocks.at(-1)
      const key = this.#keys.get(row.message.id) ?? (last && last.rows.length < BLOCK ? last.key : row.message.id)
      this.#keys.set(row.message.id, key)
      if (last?.key === key) last.rows.push(row)
      else blocks.push({ key, rows: [row] })
    }
    return blocks
  }
}

export function sameRows(some: readonly Row[], others: readonly Row[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ message, first, day, unread }, index) => {
      const other = others[index]
      return other !== undefined && message === other.message && first === other.first && day === other.day && unread === other.unread
    })
  )
}

function nextMidnight(at: number): number {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime()
}

export function sameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString()
}

const weekday = new Intl.DateTimeFormat('en', { weekday: 'long' })
const date = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'long' })
const dateWithYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' })
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
