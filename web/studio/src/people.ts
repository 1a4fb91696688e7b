// Who the person at this page is, and how to read others out of awareness. Used by presence, cursors and pointers.
// Awareness comes from anyone: names are shortened and colours checked here, so no view needs to distrust them again.

export interface Person {
  /** Stable per browser; two tabs of one person share it. */
  id: string
  name: string
  /** `#rrggbb`. */
  color: string
}

const STORAGE_KEY = 'yrsa.person'
export const LONGEST_NAME = 32

/** Each dark enough for white text on it (contrast at least 4.5), far enough apart to tell people by. */
const PALETTE = [
  '#2563eb', '#c2410c', '#0f766e', '#a21caf', '#4d7c0f',
  '#be123c', '#0369a1', '#7c3aed', '#a16207', '#047857',
] as const

const ADJECTIVES = ['Quiet', 'Bright', 'Early', 'Gentle', 'Clever', 'Steady', 'Swift', 'Sunny', 'Brave', 'Merry']
const ANIMALS = ['Heron', 'Otter', 'Lynx', 'Puffin', 'Seal', 'Elk', 'Wren', 'Fox', 'Hare', 'Bear']

/** The person of this browser, invented at the first visit. */
export function loadPerson(storage: Storage, random: () => number): Person {
  const stored = readStored(storage)
  const person = stored ?? { id: randomId(random), name: `${pick(ADJECTIVES, random)} ${pick(ANIMALS, random)}` }
  if (stored === undefined) writeStored(storage, person)
  return { ...person, color: colorOf(person.id) }
}

/** Keeps a new name; an empty one changes nothing. */
export function renamePerson(storage: Storage, person: Person, name: string): Person {
  const tidy = tidyName(name)
  if (tidy === '') return person
  const renamed = { ...person, name: tidy }
  writeStored(storage, renamed)
  return renamed
}

/** The person in an awareness state, or nothing when the state names nobody. */
export function personOf(state: unknown): Person | undefined {
  const user = (state as { user?: { id?: unknown; name?: unknown; color?: unknown } } | null)?.user
  if (user === undefined || user === null || typeof user.name !== 'string') return undefined
  const name = tidyName(user.name) || 'Somebody'
  const id = typeof user.id === 'string' ? user.id : name
  const color = typeof user.color === 'string' && /^#[0-9a-f]{6}$/i.test(user.color) ? user.color : colorOf(id)
  return { id, name, color }
}

export function initials(name: string): string {
  const words = name.split(/\s+/)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return letters.map((word) => [...(word ?? '')][0] ?? '').join('').toUpperCase()
}

function colorOf(id: string): string {
  // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/: spreads short ids well and needs nothing.
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(id)) hash = Math.imul(hash ^ byte, 0x01000193)
  return PALETTE[(hash >>> 0) % PALETTE.length] ?? PALETTE[0]
}

function tidyName(name: string): string {
  return [...name.replace(/\s+/g, ' ').trim()].slice(0, LONGEST_NAME).join('')
}

function pick(words: readonly string[], random: () => number): string {
  return words[Math.floor(random() * words.length)] ?? ''
}

function randomId(random: () => number): string {
  return Math.floor(random() * 2 ** 52).toString(36)
}

function readStored(storage: Storage): { id: string; name: string } | undefined {
  try {
    const value: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? 'null')
    const { id, name } = (value ?? {}) as { id?: unknown; name?: unknown }
    return typeof id === 'string' && typeof name === 'string' ? { id, name } : undefined
  } catch {
    return undefined
  }
}

function writeStored(storage: Storage, { id, name }: { id: string; name: string }): void {
  try {
    storage.setItem(STORAGE_KEY, JSON.stringify({ id, name }))
  } catch {
    // Without storage (private mode, full disk) the name lives as long as the page.
  }
}
