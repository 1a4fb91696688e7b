// What this tab tells the others about its person, and what it hears about them, as typed awareness.
// Made by main.ts; cursors, pointers, the people bar and the board's card holders all read from here.
import type { Awareness } from 'y-protocols/awareness'
import type { Person } from './people.ts'
import { loadPerson, personOf, renamePerson } from './people.ts'

/** A spot on the board, told relative to a column so that it means the same at every window size. */
export interface Pointer {
  column: string
  /** From the column's left edge, in column widths. */
  x: number
  /** From the column's top, in CSS pixels. */
  y: number
}

/** One other tab. */
export interface Peer {
  clientId: number
  person: Person
  /** This person's name, or who they are to the reader when it is the reader's own other tab. */
  label: string
  pointer: Pointer | undefined
  /** Its selection in the text as it was received; remote-cursors.ts makes sense of it. */
  cursor: unknown
  /** The card it holds or edits. */
  card: string | undefined
}

/** One person, however many tabs they have open. */
export interface Participant {
  person: Person
  tabs: number
  who: 'self' | 'other'
}

export class Presence {
  readonly awareness: Awareness
  readonly #storage: Storage
  readonly #listeners = new Set<() => void>()
  #self: Person
  /** Read out of awareness once per change, however many views ask. */
  #peers: Peer[] | undefined
  #telling = false

  constructor(awareness: Awareness, storage: Storage) {
    this.awareness = awareness
    this.#storage = storage
    this.#self = loadPerson(storage, Math.random)
    this.#publishSelf()
    awareness.on('change', () => {
      this.#peers = undefined
      this.#tellSoon()
    })
  }

  get self(): Person {
    return this.#self
  }

  rename(name: string): void {
    this.#self = renamePerson(this.#storage, this.#self, name)
    this.#publishSelf()
  }

  /** Calls back at most once per animation frame: a crowd changes far more often than anybody can see. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  point(pointer: Pointer | undefined): void {
    this.awareness.setLocalStateField('pointer', pointer ?? null)
  }

  hold(cardId: string | undefined): void {
    this.awareness.setLocalStateField('card', cardId ?? null)
  }

  peers(): readonly Peer[] {
    this.#peers ??= this.#readPeers()
    return this.#peers
  }

  /** Everybody here, the reader first, the others in a stable order. */
  participants(): Participant[] {
    const byPerson = new Map<string, Participant>()
    byPerson.set(this.#self.id, { person: this.#self, tabs: 1, who: 'self' })
    for (const { person } of this.peers().toSorted((a, b) => a.clientId - b.clientId)) {
      const known = byPerson.get(person.id)
      if (known === undefined) byPerson.set(person.id, { person, tabs: 1, who: 'other' })
      else known.tabs += 1
    }
    return [...byPerson.values()]
  }

  #readPeers(): Peer[] {
    const peers: Peer[] = []
    for (const [clientId, state] of this.awareness.getStates()) {
      const person = personOf(state)
      if (clientId === this.awareness.clientID || person === undefined) continue
      const label = person.id === this.#self.id ? 'You, other tab' : person.name
      const card = typeof state['card'] === 'string' ? state['card'] : undefined
      peers.push({ clientId, person, label, pointer: pointerOf(state['pointer']), cursor: state['cursor'], card })
    }
    return peers
  }

  #tellSoon(): void {
    if (this.#telling) return
    this.#telling = true
    requestAnimationFrame(() => {
      this.#telling = false
      for (const listener of this.#listeners) listener()
    })
  }

  #publishSelf(): void {
    const { id, name, color } = this.#self
    // `name`, `color` and `colorLight` are what the usual Yjs editor bindings read.
    this.awareness.setLocalStateField('user', { id, name, color, colorLight: `${color}33` })
  }
}

function pointerOf(value: unknown): Pointer | undefined {
  const { column, x, y } = (value ?? {}) as { column?: unknown; x?: unknown; y?: unknown }
  const sound = typeof column === 'string' && Number.isFinite(x) && Number.isFinite(y)
  return sound ? { column, x: x as number, y: y as number } : undefined
}
