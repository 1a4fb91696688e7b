// The others' carets and selections in rich text, and where ours is, as a ProseMirror plugin. Used by rich-text.tsx.
// Speaks y-prosemirror's awareness field `cursor`, so editors of other makers see each other here. Never trusts what others sent,
// and leaves the field alone while another editor of the same page has the caret.
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { EditorState } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import type { EditorView } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import type { Connection, Other } from '@yrsa/client'
import { inkOn } from '@yrsa/react'
import * as Y from 'yjs'
import { positionOf, relativeAt } from './positions.ts'

const key = new PluginKey<DecorationSet>('yrsa-carets')
const moved = 'moved'

export function carets(connection: Connection): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(transaction, before, _old, state) {
        const sync = ySyncPluginKey.getState(state) as { isChangeOrigin?: boolean } | undefined
        if (sync?.isChangeOrigin || transaction.getMeta(key) === moved) return draw(state, connection.others.get())
        return transaction.docChanged ? before.map(transaction.mapping, transaction.doc) : before
      },
    },
    props: { decorations: (state) => key.getState(state) },
    view: (view) => new Carets(view, connection),
  })
}

class Carets {
  readonly #view: EditorView
  readonly #connection: Connection
  readonly #stop: () => void
  #seen = ''
  #queued = false
  #gone = false

  constructor(view: EditorView, connection: Connection) {
    this.#view = view
    this.#connection = connection
    this.#stop = connection.others.subscribe(this.#othersChanged)
    view.dom.addEventListener('focusin', this.#publish)
    view.dom.addEventListener('focusout', this.#publish)
    this.#othersChanged()
  }

  update(): void {
    this.#publish()
  }

  destroy(): void {
    this.#gone = true
    this.#stop()
    this.#view.dom.removeEventListener('focusin', this.#publish)
    this.#view.dom.removeEventListener('focusout', this.#publish)
    if (this.#owns()) this.#connection.setPresence({ cursor: null })
  }

  readonly #othersChanged = (): void => {
    // Most changes of presence are pointers and scrolling, and no caret moved.
    const seen = JSON.stringify(this.#connection.others.get().map(({ client, user, state }) => [client, user, state['cursor'] ?? null]))
    if (seen === this.#seen) return
    this.#seen = seen
    if (this.#queued || !(this.#isShown() || this.#hasCarets())) return
    this.#queued = true
    // News may come in the middle of an update of the editor itself.
    queueMicrotask(() => {
      this.#queued = false
      if (!this.#gone && !this.#view.isDestroyed) this.#view.dispatch(this.#view.state.tr.setMeta(key, moved).setMeta('addToHistory', false))
    })
  }

  #isShown(): boolean {
    return (key.getState(this.#view.state) ?? DecorationSet.empty) !== DecorationSet.empty
  }

  /** Of dozens of editors on a page only those in which somebody is have anything to draw. */
  #hasCarets(): boolean {
    return this.#connection.others.get().some(({ state }) => {
      const cursor = cursorOf(state['cursor'])
      return cursor !== null && positionOf(this.#view.state, cursor.head) !== null
    })
  }

  readonly #publish = (): void => {
    if (!this.#view.hasFocus() || !this.#view.editable) {
      if (this.#owns()) this.#connection.setPresence({ cursor: null })
      return
    }
    const { anchor, head } = this.#view.state.selection
    const cursor = { anchor: relativeAt(this.#view.state, anchor), head: relativeAt(this.#view.state, head) }
    if (cursor.anchor === null || cursor.head === null) return
    const present = this.#cursor()
    if (present !== null && same(present.anchor, cursor.anchor) && same(present.head, cursor.head)) return
    this.#connection.setPresence({ cursor })
  }

  /** Whether the caret that is told of us now stands in this editor. */
  #owns(): boolean {
    const present = this.#cursor()
    return present !== null && positionOf(this.#view.state, present.anchor) !== null
  }

  #cursor(): { anchor: unknown; head: unknown } | null {
    return cursorOf(this.#connection.awareness.getLocalState()?.['cursor'])
  }
}

function draw(state: EditorState, others: readonly Other[]): DecorationSet {
  const decorations: Decoration[] = []
  for (const other of others) {
    const cursor = cursorOf(other.state['cursor'])
    if (cursor === null) continue
    const anchor = positionOf(state, cursor.anchor)
    const head = positionOf(state, cursor.head)
    if (anchor === null || head === null) continue
    const style = `--person: ${other.user.color}`
    if (anchor !== head) decorations.push(Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), { class: 'peer-selection', style }))
    // A caret that moved is a new element: it shows its name again for a while.
    const place = JSON.stringify([other.client, other.user, cursor.head])
    decorations.push(Decoration.widget(head, () => caret(other), { key: place, side: 10, ignoreSelection: true }))
  }
  return decorations.length === 0 ? DecorationSet.empty : DecorationSet.create(state.doc, decorations)
}

function caret({ client, user }: Other): HTMLElement {
  const element = document.createElement('span')
  element.className = 'peer-caret'
  element.dataset['client'] = String(client)
  element.style.setProperty('--person', user.color)
  element.style.setProperty('--person-ink', inkOn(user.color))
  // Drawn by the style sheet from this attribute: the name is no part of the text, for copying as for screen readers.
  element.dataset['name'] = user.name
  // Word joiners give the caret the height of the line without adding to its width.
  element.textContent = '\u2060'
  return element
}

function cursorOf(value: unknown): { anchor: unknown; head: unknown } | null {
  if (typeof value !== 'object' || value === null) return null
  const { anchor, head } = value as { anchor?: unknown; head?: unknown }
  return anchor === undefined || head === undefined ? null : { anchor, head }
}

function same(a: unknown, b: unknown): boolean {
  try {
    return Y.compareRelativePositions(Y.createRelativePositionFromJSON(a), Y.createRelativePositionFromJSON(b))
  } catch {
    return false
  }
}
