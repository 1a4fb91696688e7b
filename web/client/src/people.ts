// Who somebody is, read out of an awareness state. Used by participants.ts and chat. States come from anyone: ids and names are
// shortened and colours checked here, so nobody who shows them needs to distrust them again.
import type { Who } from './document.ts'

const LONGEST_NAME = 64
const LONGEST_ID = 256

/** The server's colours for users without one of their own: dark enough for white text (contrast at least 4.5). */
const PALETTE = [
  '#c2410c', '#b45309', '#a16207', '#4d7c0f', '#15803d', '#047857', '#0f766e', '#0e7490', '#0369a1', '#1d4ed8', '#4338ca',
  '#6d28d9', '#7e22ce', '#a21caf', '#be185d', '#be123c',
] as const
const colors = new Map<string, string>()

/** The user in an awareness state; somebody unnamed has the id and the name that `client` gives. */
export function whoOf(state: unknown, client: number): Who {
  const user = member(state, 'user')
  const named = tidyName(member(user, 'name'))
  const told = member(user, 'id')
  const id = typeof told === 'string' && told !== '' ? cut(told, LONGEST_ID) : named !== '' ? `name:${named}` : `client:${client}`
  const color = member(user, 'color')
  return { id, name: named || (typeof told === 'string' && tidyName(calledOf(told))) || 'Guest', color: isColor(color) ? color : stableColor(id) }
}

/** What somebody is called who has no name: by the id, unless nobody could read that. */
export function calledOf(id: string, name?: string | null): string {
  if (name && name !== id) return name
  return /^guest-[0-9a-f]{8,}$/.test(id) ? 'A guest' : id
}

/** Whether a state says whose it is. */
export function isNamed(state: unknown): boolean {
  const user = member(state, 'user')
  return typeof member(user, 'id') === 'string' || tidyName(member(user, 'name')) !== ''
}

export function isColor(value: unknown): value is string {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value)
}

/** The colour that the server gives a user who chose none: it follows from the id (FNV-1a, 64 bits), the same everywhere. */
export function stableColor(id: string): string {
  let color = colors.get(id)
  if (color === undefined) {
    let hash = 0xcbf29ce484222325n
    for (const byte of new TextEncoder().encode(id)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x0100000001b3n)
    color = PALETTE[Number(hash % BigInt(PALETTE.length))] ?? PALETTE[0]
    if (colors.size > 5_000) colors.clear()
    colors.set(id, color)
  }
  return color
}

export function tidyName(name: unknown): string {
  if (typeof name !== 'string') return ''
  // Letters that turn the direction of writing could make one name look like another.
  return cut(name.slice(0, 4 * LONGEST_NAME).replace(/[\p{Cc}\s\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu, ' ').trim(), LONGEST_NAME)
}

/** A member of something that may be anything. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}

export function cut(text: string, characters: number): string {
  return text.length <= characters ? text : [...text.slice(0, 2 * characters)].slice(0, characters).join('')
}
