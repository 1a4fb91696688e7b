// Shows the others' carets and selections in a text and tells of ours, as a CodeMirror extension. Used by plain-text.ts.
// Speaks y-codemirror.next's awareness field `cursor` (relative positions). Works without style attributes in markup, as a strict
// content security policy wants it; what others sent is checked before it is used.
import type { Extension, Range } from '@codemirror/state'
import { StateEffect } from '@codemirror/state'
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view'
import { Decoration, ViewPlugin, WidgetType } from '@codemirror/view'
import type { Connection, Other } from '@yrsa/client'
import { inkOn } from '@yrsa/react'
import * as Y from 'yjs'

const othersMoved = StateEffect.define<null>()

export function remoteCursors(text: Y.Text, connection: Connection): Extension {
  return ViewPlugin.define((view) => new RemoteCursors(view, text, connection), { decorations: (cursors) => cursors.decorations })
}

/** Where a caret that somebody told of stands in a text; null if it stands elsewhere or is none. */
export function indexIn(text: Y.Text, position: unknown): number | null {
  const { doc } = text
  if (typeof position !== 'object' || position === null || doc === null) return null
  try {
    const absolute = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), doc)
    return absolute === null || absolute.type !== text ? null : absolute.index
  } catch {
    return null
  }
}

export function cursorOf(value: unknown): { anchor: unknown; head: unknown } | null {
  if (typeof value !== 'object' || value === null) return null
  const { anchor, head } = value as { anchor?: unknown; head?: unknown }
  return { anchor, head }
}

class RemoteCursors {
  decorations: DecorationSet = Decoration.none
  readonly #text: Y.Text
  readonly #connection: Connection
  readonly #stopListening: () => void
  #drawn = ''
  #queued = false
  #gone = false

  constructor(view: EditorView, text: Y.Text, connection: Connection) {
    this.#text = text
    this.#connection = connection
    const others = (): string => JSON.stringify(connection.others.get().map(({ client, user, state }) => [client, user, state['cursor'] ?? null]))
    this.#drawn = others()
    this.#stopListening = connection.others.subscribe(() => {
      // Most changes of presence are pointers and scrolling, and do not concern the text.
      const now = others()
      if (now === this.#drawn) return
      this.#drawn = now
      if (this.#queued) return
      this.#queued = true
      // News may come in the middle of an update of the view.
      queueMicrotask(() => {
        this.#queued = false
        if (!this.#gone) view.dispatch({ effects: othersMoved.of(null) })
      })
    })
    this.#redraw(view)
  }

  update(update: ViewUpdate): void {
    if (update.selectionSet || update.docChanged || update.focusChanged) this.#publish(update.view)
    const moved = update.transactions.some((transaction) => transaction.effects.some((effect) => effect.is(othersMoved)))
    if (moved || update.docChanged) this.#redraw(update.view)
  }

  destroy(): void {
    this.#gone = true
    this.#stopListening()
    if (this.#published() !== null) this.#connection.setPresence({ cursor: null })
  }

  #published(): { anchor: unknown; head: unknown } | null {
    const cursor = cursorOf(this.#connection.awareness.getLocalState()?.['cursor'])
    return cursor !== null && indexIn(this.#text, cursor.anchor) !== null ? cursor : null
  }

  #publish(view: EditorView): void {
    const published = this.#published()
    if (!view.hasFocus) {
      if (published !== null) this.#connection.setPresence({ cursor: null })
      return
    }
    const { anchor, head } = view.state.selection.main
    const cursor = {
      anchor: Y.createRelativePositionFromTypeIndex(this.#text, anchor),
      head: Y.createRelativePositionFromTypeIndex(this.#text, head),
    }
    const same =
      published !== null &&
      Y.compareRelativePositions(cursor.anchor, Y.createRelativePositionFromJSON(published.anchor)) &&
      Y.compareRelativePositions(cursor.head, Y.createRelativePositionFromJSON(published.head))
    if (!same) this.#connection.setPresence({ cursor })
  }

  #redraw(view: EditorView): void {
    const marks: Range<Decoration>[] = []
    const end = view.state.doc.length
    for (const other of this.#connection.others.get()) {
      const cursor = cursorOf(other.state['cursor'])
      const anchor = cursor && indexIn(this.#text, cursor.anchor)
      const head = cursor && indexIn(this.#text, cursor.head)
      if (cursor === null || anchor === null || head === null) continue
      const [from, to] = [Math.min(anchor, head, end), Math.min(Math.max(anchor, head), end)]
      if (from < to) marks.push(Decoration.mark({ class: 'peer-selection', attributes: { style: `--person: ${other.user.color}` } }).range(from, to))
      const widget = new Caret(other, JSON.stringify(cursor.head))
      marks.push(Decoration.widget({ widget, side: head > anchor ? -1 : 1 }).range(Math.min(head, end)))
    }
    this.decorations = Decoration.set(marks, true)
  }
}

class Caret extends WidgetType {
  readonly #other: Other
  /** Where they put it. A new place makes a new element, which shows the name again for a while. */
  readonly #place: string

  constructor(other: Other, place: string) {
    super()
    this.#other = other
    this.#place = place
  }

  override eq(caret: Caret): boolean {
    const [a, b] = [this.#other, caret.#other]
    return this.#place === caret.#place && a.client === b.client && a.user.name === b.user.name && a.user.color === b.user.color
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement('span')
    caret.className = 'peer-caret'
    caret.style.setProperty('--person', this.#other.user.color)
    caret.style.setProperty('--person-ink', inkOn(this.#other.user.color))
    // Drawn by the style sheet from this attribute: the name is no part of the text, for copying as for screen readers.
    caret.dataset['name'] = this.#other.user.name
    caret.dataset['client'] = String(this.#other.client)
    // Word joiners give the caret the height of the line without adding to its width.
    caret.textContent = '\u2060'
    return caret
  }

  override ignoreEvent(): boolean {
    return true
  }
}
