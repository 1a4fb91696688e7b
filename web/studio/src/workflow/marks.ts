// What stands at nodes and edges beside their content: who holds them, who has chosen them, how their step in a run goes, what is wrong with them.
// Used by the nodes, the edges and the properties, each of which hears only of its own thing. Never writes to the document.
import type { Lock, Other } from '@yrsa/client'
import type { ThingKind } from './graph.ts'

export interface Peer { readonly client: number; readonly name: string; readonly color: string }
export type StepLook = 'running' | 'succeeded' | 'failed' | 'skipped'
export interface StepMark { readonly status: StepLook; readonly error: string | null }
export interface Mark {
  readonly lock: Lock | null
  /** Somebody else holds it. */
  readonly held: boolean
  readonly peers: readonly Peer[]
  readonly step: StepMark | null
  readonly problems: readonly string[]
}

const NOTHING: Mark = Object.freeze({ lock: null, held: false, peers: Object.freeze([]) as readonly Peer[], step: null, problems: Object.freeze([]) as readonly string[] })
/** Of what somebody says to have chosen. */
const MOST_CHOSEN = 500

export class Marks {
  #locks: readonly Lock[] = []
  #me = ''
  #peers = new Map<string, Peer[]>()
  #steps: ReadonlyMap<string, StepMark> = new Map()
  #problems = new Map<string, string[]>()
  readonly #known = new Map<string, Mark>()
  readonly #listeners = new Map<string, Set<() => void>>()

  of(kind: ThingKind, id: string): Mark {
    const key = keyOf(kind, id)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const mark = this.#read(kind, id)
    this.#known.set(key, mark)
    return mark
  }

  subscribe(kind: ThingKind, id: string, listener: () => void): () => void {
    const key = keyOf(kind, id)
    const listeners = this.#listeners.get(key) ?? new Set()
    this.#listeners.set(key, listeners)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key)
    }
  }

  setLocks(locks: readonly Lock[], me: string): void {
    this.#locks = locks
    this.#me = me
    this.#renew()
  }

  /** Reads what the others say to have chosen; anything may stand there. */
  setOthers(others: readonly Other[]): void {
    const peers = new Map<string, Peer[]>()
    for (const { client, user, state } of others) {
      const selection: unknown = state.selection
      if (typeof selection !== 'object' || selection === null) continue
      for (const kind of ['nodes', 'edges'] as const) {
        const ids: unknown = (selection as Record<string, unknown>)[kind]
        if (!Array.isArray(ids)) continue
        for (const id of ids.slice(0, MOST_CHOSEN)) {
          if (typeof id !== 'string') continue
          const key = keyOf(kind, id)
          const there = peers.get(key) ?? []
          if (!there.some((peer) => peer.client === client)) peers.set(key, [...there, { client, name: user.name, color: user.color }])
        }
      }
    }
    this.#peers = peers
    this.#renew()
  }

  setSteps(steps: ReadonlyMap<string, StepMark>): void {
    this.#steps = steps
    this.#renew()
  }

  /** Problems by their paths, as the server names them. */
  setProblems(problems: readonly { readonly path: string; readonly message: string }[]): void {
    const byThing = new Map<string, string[]>()
    for (const { path, message } of problems) {
      const [kind, id] = thingAt(path)
      if (kind === null || id === null) continue
      byThing.set(keyOf(kind, id), [...(byThing.get(keyOf(kind, id)) ?? []), message])
    }
    this.#problems = byThing
    this.#renew()
  }

  #renew(): void {
    for (const [key, before] of [...this.#known]) {
      const listeners = this.#listeners.get(key)
      if (listeners === undefined) {
        this.#known.delete(key)
        continue
      }
      const slash = key.indexOf('/')
      const mark = this.#read(key.slice(0, slash) as ThingKind, key.slice(slash + 1))
      if (sameMark(before, mark)) continue
      this.#known.set(key, mark)
      for (const listener of [...listeners]) listener()
    }
  }

  #read(kind: ThingKind, id: string): Mark {
    const key = keyOf(kind, id)
    const lock = this.#locks.find(({ path }) => covers(path, kind, id)) ?? null
    const mark: Mark = {
      lock,
      held: lock !== null && lock.holder.id !== this.#me,
      peers: this.#peers.get(key) ?? NOTHING.peers,
      step: kind === 'nodes' ? (this.#steps.get(id) ?? null) : null,
      problems: this.#problems.get(key) ?? NOTHING.problems,
    }
    return sameMark(mark, NOTHING) ? NOTHING : mark
  }
}

/** Which node or edge a JSON pointer leads to or into. */
export function thingAt(path: string): [kind: ThingKind | null, id: string | null] {
  const [, root, id] = path.split('/')
  if (root !== 'nodes' && root !== 'edges') return [null, null]
  return [root, id === undefined ? null : id.replaceAll('~1', '/').replaceAll('~0', '~')]
}

export function pathOf(kind: ThingKind, id: string): string {
  return `/${kind}/${id.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** A lock on the thing, in it, or around it. */
function covers(path: string, kind: ThingKind, id: string): boolean {
  if (path === '') return true
  const [root, thing] = thingAt(path)
  return root === kind && (thing === null || thing === id)
}

function keyOf(kind: ThingKind, id: string): string {
  return `${kind}/${id}`
}

function sameMark(a: Mark, b: Mark): boolean {
  return a.lock?.id === b.lock?.id && a.lock?.expires_at === b.lock?.expires_at && a.held === b.held && a.step?.status === b.step?.status &&
    a.step?.error === b.step?.error && JSON.stringify(a.peers) === JSON.stringify(b.peers) && a.problems.join('\n') === b.problems.join('\n')
}
