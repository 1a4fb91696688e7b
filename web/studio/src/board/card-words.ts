// How cards are put into words and colours: due dates, labels, what a screen reader hears. Used by the board's components.
// Pure functions; dates are days of the reader's own calendar, never moments.

const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const dayOfYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' })

export interface Due {
  words: string
  state: 'overdue' | 'soon' | 'later'
}

/** Today as `YYYY-MM-DD` where the reader is. */
export function today(now: Date = new Date()): string {
  const pad = (value: number): string => String(value).padStart(2, '0')
  return `${String(now.getFullYear()).padStart(4, '0')}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`
}

/** "Today", "Tomorrow", "Friday", "3 Dec"; null for what is no day of any calendar. */
export function dueInWords(due: string, now: string): Due | null {
  const [at, here] = [Date.parse(`${due}T00:00:00Z`), Date.parse(`${now}T00:00:00Z`)]
  // 2026-02-31 becomes the 3rd of March in some browsers.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(due)) return null
  const days = Math.round((at - here) / 86_400_000)
  const state = days < 0 ? 'overdue' : days <= 2 ? 'soon' : 'later'
  if (days === 0) return { words: 'Today', state }
  if (days === 1) return { words: 'Tomorrow', state }
  if (days === -1) return { words: 'Yesterday', state }
  if (days > 1 && days < 7) return { words: weekday.format(at), state }
  return { words: (due.slice(0, 4) === now.slice(0, 4) ? day : dayOfYear).format(at), state }
}

const HUES = [8, 32, 62, 100, 145, 175, 205, 235, 265, 295, 325, 350] as const

/** The hue of a label: the same everywhere, because it is made of its words (FNV-1a). */
export function labelHue(label: string): number {
  let hash = 0x811c9dc5
  for (const character of label.toLowerCase()) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return HUES[hash % HUES.length] as number
}

export function titleOf(thing: { readonly title: string }): string {
  return thing.title === '' ? 'Untitled' : thing.title
}

export interface CardFacts {
  labels: readonly string[]
  due: Due | null
  assignee: string | null
  lockedBy: string | null
  people: readonly string[]
}

/** What the marks of a card say, for who can't see them. */
export function factsInWords({ labels, due, assignee, lockedBy, people }: CardFacts): string {
  const facts: string[] = []
  if (labels.length > 0) facts.push(labels.join(', '))
  if (due !== null) facts.push(due.state === 'overdue' ? `overdue since ${due.words}` : `due ${due.words}`)
  if (assignee !== null) facts.push(`assigned to ${assignee}`)
  if (lockedBy !== null) facts.push(`locked by ${lockedBy}`)
  if (people.length > 0) facts.push(`${people.join(', ')} ${people.length === 1 ? 'is' : 'are'} here`)
  return facts.join('; ')
}

/** A member's JSON pointer (RFC 6901). */
export function pathOf(root: 'cards' | 'columns', id: string): string {
  return `/${root}/${id.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The id in a pointer to a card or to something in it, or null. */
export function cardIn(path: unknown): string | null {
  if (typeof path !== 'string' || !path.startsWith('/cards/')) return null
  const id = (path.split('/')[2] ?? '').replaceAll('~1', '/').replaceAll('~0', '~')
  return id === '' ? null : id
}
