// Calling people: what stands behind the @ that is being typed, who fits, and whom a finished text calls.
// Pure; the field that uses it is in mention-field.tsx. Only who was picked is called, a name alone calls nobody.
import type { Mention, Role, Who } from '@yrsa/client'

export interface Candidate {
  /** What is written behind the @. */
  name: string
  /** A few words beside it: an id, "everybody who may edit". */
  note: string
  mention: Mention
  color?: string
}

const ROLES: readonly { role: Role; name: string; note: string }[] = [
  { role: 'owner', name: 'owners', note: 'all who own this' },
  { role: 'editor', name: 'editors', note: 'all who may edit' },
  { role: 'commenter', name: 'commenters', note: 'all who may comment' },
  { role: 'viewer', name: 'viewers', note: 'all who may read' },
]

/** Everybody who can be called: people (not oneself), then roles. */
export function candidatesFrom(people: readonly Who[], me: string | null): Candidate[] {
  const names = new Map<string, number>()
  for (const { name } of people) names.set(name, (names.get(name) ?? 0) + 1)
  return [
    ...people
      .filter(({ id }) => id !== me)
      .map(({ id, name, color }) => ({
        // Two of the same name are told apart by their ids.
        name: names.get(name) === 1 ? name : `${name} (${id})`,
        note: name === id ? '' : id,
        mention: { user: id },
        color,
      })),
    ...ROLES.map(({ role, name, note }) => ({ name, note, mention: { role } })),
  ]
}

/** How a mention is written, where no candidate is known for it any more. */
export function callOf(mention: Mention, nameOf: (id: string) => string): string {
  return 'user' in mention ? nameOf(mention.user) : (ROLES.find(({ role }) => role === mention.role)?.name ?? mention.role)
}

/** The @word that the caret stands in: where the @ is, and what is behind it. */
export function openCall(text: string, caret: number): { at: number; word: string } | null {
  const at = text.lastIndexOf('@', caret - 1)
  if (at < 0 || /[\p{L}\p{N}_]/u.test(text[at - 1] ?? ' ')) return null
  const word = text.slice(at + 1, caret)
  // Names have spaces, but a sentence is no name.
  return word.length > 40 || /\n/.test(word) || word.split(' ').length > 3 || word.startsWith(' ') ? null : { at, word }
}

/** Who fits what was typed: at the start of the name before the start of a later word before the id. */
export function matching(candidates: readonly Candidate[], word: string, most = 8): Candidate[] {
  const typed = fold(word)
  const ranked: { candidate: Candidate; rank: number }[] = []
  for (const candidate of candidates) {
    const name = fold(candidate.name)
    const rank = name.startsWith(typed)
      ? 0
      : name.split(/[\s.@_-]+/).some((part) => part.startsWith(typed))
        ? 1
        : 'user' in candidate.mention && fold(candidate.mention.user).startsWith(typed)
          ? 2
          : -1
    if (rank >= 0) ranked.push({ candidate, rank })
  }
  return ranked.sort((one, other) => one.rank - other.rank).slice(0, most).map(({ candidate }) => candidate)
}

/** The text with the candidate in place of the @word, and where the caret goes. */
export function complete(text: string, call: { at: number; word: string }, candidate: Candidate): { text: string; caret: number } {
  const before = text.slice(0, call.at)
  const after = text.slice(call.at + 1 + call.word.length)
  const written = `@${candidate.name}${after.startsWith(' ') ? '' : ' '}`
  return { text: before + written + after, caret: before.length + candidate.name.length + 2 }
}

/** Those of the picked whose name still stands in the text, each once. */
export function calledIn(text: string, picked: readonly Candidate[]): Mention[] {
  const called = new Map<string, Mention>()
  for (const { name, mention } of picked) if (stands(text, name)) called.set(JSON.stringify(mention), mention)
  // The server takes 32.
  return [...called.values()].slice(0, 32)
}

function stands(text: string, name: string): boolean {
  for (let at = text.indexOf(`@${name}`); at >= 0; at = text.indexOf(`@${name}`, at + 1)) {
    if (!/[\p{L}\p{N}_]/u.test(text[at + 1 + name.length] ?? ' ')) return true
  }
  return false
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
