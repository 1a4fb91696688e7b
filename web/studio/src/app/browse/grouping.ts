// Documents as folders and files, and people by where they are. Used by the browser of documents.
// Pure: the order of what comes in is kept.
import type { DocumentRecord, Schemas } from '@yrsa/client'

export interface Folder {
  /** The whole prefix, with its slash. */
  folder: string
  count: number
  /** The last change of anything in it. */
  updated: number
}

export type Person = Schemas['Participant']

/** `flat`: all as documents. Otherwise what lies in a folder below is that folder; `home` is one folder, however deep it lies. */
export function group(documents: readonly DocumentRecord[], base: string, flat: boolean, home: string | null = null): { folders: readonly Folder[]; direct: readonly DocumentRecord[] } {
  if (flat) return { folders: [], direct: documents }
  const folders = new Map<string, Folder>()
  const direct: DocumentRecord[] = []
  for (const document of documents) {
    const isHome = home !== null && home !== base && home.startsWith(base) && document.id.startsWith(home)
    const slash = isHome ? home.length - 1 : document.id.indexOf('/', base.length)
    if (slash === -1) {
      direct.push(document)
      continue
    }
    const folder = document.id.slice(0, slash + 1)
    const known = folders.get(folder)
    if (known === undefined) folders.set(folder, { folder, count: 1, updated: document.updated_at })
    else folders.set(folder, { folder, count: known.count + 1, updated: Math.max(known.updated, document.updated_at) })
  }
  return { folders: [...folders.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1)), direct }
}

export function byDocument(present: readonly Person[]): ReadonlyMap<string, readonly Person[]> {
  const found = new Map<string, Person[]>()
  for (const person of present) {
    const there = found.get(person.document)
    if (there === undefined) found.set(person.document, [person])
    else there.push(person)
  }
  return found
}

/** Each user once, of all documents below a prefix. */
export function peopleBelow(here: ReadonlyMap<string, readonly Person[]>, folder: string): readonly Person[] {
  const found = new Map<string, Person>()
  for (const [document, people] of here) {
    if (!document.startsWith(folder)) continue
    for (const person of people) {
      const id = person.user?.id ?? `${document} ${found.size}`
      if (!found.has(id)) found.set(id, person)
    }
  }
  return [...found.values()]
}
