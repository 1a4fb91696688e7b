// The sections of a report as the document has them: read in order, added, renamed, moved, removed.
// Used by the report editor; what is in a section's body is the rich-text editor's matter and never touched here.
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import * as Y from 'yjs'

/** The origin of what the report editor writes itself, so that undo knows it as one's own. */
export const REPORT_ORIGIN = { name: 'report' }

export interface Section {
  readonly id: string
  readonly title: string
  readonly order: string
  /** Null where somebody made a section without rich text, or something else is in its place. */
  readonly body: Y.XmlFragment | null
}

/** Live list of the sections, in order. Fits React's useSyncExternalStore: the same array until something about it changed. */
export class Sections {
  readonly #doc: Y.Doc
  readonly #root: Y.Map<unknown>
  readonly #listeners = new Set<() => void>()
  #list: readonly Section[] | null = null

  constructor(doc: Y.Doc) {
    this.#doc = doc
    this.#root = doc.getMap('sections')
  }

  get root(): Y.Map<unknown> {
    return this.#root
  }

  get(): readonly Section[] {
    // Without listeners nothing tells of changes, so what was read before may be old.
    if (this.#list === null || this.#listeners.size === 0) this.#list = keepSame(this.#list, readSections(this.#root))
    return this.#list
  }

  subscribe(listener: () => void): () => void {
    if (this.#listeners.size === 0) {
      this.#root.observeDeep(this.#changed)
      this.#list = keepSame(this.#list, readSections(this.#root))
    }
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#root.unobserveDeep(this.#changed)
    }
  }

  /** A new section behind another one, or at the end. Answers its id. */
  add(title: string, behind: string | null = null): string {
    const list = this.get()
    const place = behind === null ? -1 : list.findIndex(({ id }) => id === behind)
    const index = place === -1 ? list.length : place + 1
    const id = crypto.randomUUID()
    this.#doc.transact(() => {
      const section = new Y.Map<unknown>()
      const body = new Y.XmlFragment()
      body.insert(0, [new Y.XmlElement('paragraph')])
      section.set('title', title)
      section.set('order', this.#keyAt(list, index))
      section.set('body', body)
      this.#root.set(id, section)
    }, REPORT_ORIGIN)
    return id
  }

  rename(id: string, title: string): void {
    const section = this.#map(id)
    if (section === null || section.get('title') === title) return
    this.#doc.transact(() => {
      const present = section.get('title')
      if (present instanceof Y.Text) {
        present.delete(0, present.length)
        present.insert(0, title)
      } else section.set('title', title)
    }, REPORT_ORIGIN)
  }

  /** Puts a section at a place of the list, counted without itself. */
  move(id: string, index: number): void {
    const section = this.#map(id)
    const list = this.get()
    if (section === null || list.findIndex((other) => other.id === id) === index) return
    this.#doc.transact(() => section.set('order', this.#keyAt(list.filter((other) => other.id !== id), index)), REPORT_ORIGIN)
  }

  remove(id: string): void {
    this.#doc.transact(() => this.#root.delete(id), REPORT_ORIGIN)
  }

  #map(id: string): Y.Map<unknown> | null {
    const section = this.#root.get(id)
    return section instanceof Y.Map ? section : null
  }

  /** A key for a place between others. Where the keys there can't be used (two alike, or made otherwise), all get new ones first. */
  #keyAt(others: readonly Section[], index: number): string {
    const before = others[index - 1]?.order ?? null
    const after = others[index]?.order ?? null
    try {
      return generateKeyBetween(before, after)
    } catch {
      const keys = generateNKeysBetween(null, null, others.length + 1)
      for (const [place, { id }] of others.entries()) this.#map(id)?.set('order', keys[place < index ? place : place + 1])
      return keys[index] ?? generateKeyBetween(keys.at(-1) ?? null, null)
    }
  }

  readonly #changed = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    // What happens inside a body is no news about the list.
    const concerned = events.some(({ target, path }) => target === this.#root || path.length === 1 || (path.length === 2 && path[1] === 'title'))
    if (!concerned) return
    const list = keepSame(this.#list, readSections(this.#root))
    if (list === this.#list) return
    this.#list = list
    for (const listener of [...this.#listeners]) listener()
  }
}

/** What a document holds under `sections`, in the order of docs/KINDS.md. Whatever is no section is passed over. */
export function readSections(root: Y.Map<unknown>): readonly Section[] {
  const list: Section[] = []
  for (const [id, value] of root) {
    if (!(value instanceof Y.Map)) continue
    const order = value.get('order')
    const body = value.get('body')
    list.push({
      id,
      title: plainText(value.get('title')),
      order: typeof order === 'string' ? order : '',
      // Y.XmlElement is a fragment too, but nothing that an editor can be bound to as a body.
      body: body instanceof Y.XmlFragment && !(body instanceof Y.XmlElement) ? body : null,
    })
  }
  return list.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1))
}

function plainText(value: unknown): string {
  if (typeof value === 'string') return value
  return value instanceof Y.Text ? value.toString() : ''
}

/** The old array and its members where nothing changed, so that React draws nothing again. */
function keepSame(before: readonly Section[] | null, now: readonly Section[]): readonly Section[] {
  if (before === null) return now
  const known = new Map(before.map((section) => [section.id, section]))
  const merged = now.map((section) => {
    const old = known.get(section.id)
    return old && old.title === section.title && old.order === section.order && old.body === section.body ? old : section
  })
  return merged.length === before.length && merged.every((section, index) => section === before[index]) ? before : merged
}
