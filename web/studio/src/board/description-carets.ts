// Shows the others' carets and selections in a shared text and publishes one's own, as a CodeMirror extension.
// Used by description-editor.tsx. On the wire as y-codemirror.next has it (awareness member `cursor`: {anchor, head} as relative
// positions), but drawn without style attributes in markup, so that a strict content security policy holds.
import type { Extension, Range } from '@codemirror/state'
import { StateEffect } from '@codemirror/state'
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view'
import { Decoration, ViewPlugin, WidgetType } from '@codemirror/view'
import type { Connection, Other } from '@yrsa/client'
import { inkOn, safeColor } from '@yrsa/react'
import * as Y from 'yjs'

interface CursorPosition {
  anchor: unknown
  head: unknown
}

const othersMoved = StateEffect.define<null>()

export function remoteCarets(text: Y.Text, connection: Connection): Extension {
  return ViewPlugin.define((view) => new RemoteCarets(view, text, connection), { decorations: (carets) => carets.decorations })
}

class RemoteCarets {
  decorations: DecorationSet = Decoration.none
  readonly #text: Y.Text
  readonly #connection: Connection
  readonly #stop: () => void
  #drawn = ''
  #published = false

  constructor(view: EditorView, text: Y.Text, connection: Connection) {
    this.#text = text
    this.#connection = connection
    this.#stop = connection.others.subscribe(() => {
      // Most of what others tell are pointers on the board and does not concern the text.
      const cursors = JSON.stringify(connection.others.get().map(({ client, user, state }) => [client, user.name, user.color, state['cursor']]))
      if (cursors === this.#drawn) return
      this.#drawn = cursors
      // Not while the view is in the middle of an update of its own.
      queueMicrotask(() => view.dispatch({ effects: othersMoved.of(null) }))
    })
    this.#redraw(view)
  }

  update(update: ViewUpdate): void {
    if (update.selectionSet || update.docChanged || update.focusChanged) this.#publish(update.view)
    const moved = update.transactions.some((transaction) => transaction.effects.some((effect) => effect.is(othersMoved)))
    if (moved || update.docChanged) this.#redraw(update.view)
  }

  destroy(): void {
    this.#stop()
    if (this.#published) this.#connection.setPresence({ cursor: null })
  }

  #publish(view: EditorView): void {
    if (!view.hasFocus || view.state.readOnly) {
      if (this.#published) this.#connection.setPresence({ cursor: null })
      this.#published = false
      return
    }
    const { anchor, head } = view.state.selection.main
    const cursor = { anchor: Y.createRelativePositionFromTypeIndex(this.#text, anchor), head: Y.createRelativePositionFromTypeIndex(this.#text, head) }
    this.#published = true
    this.#connection.setPresence({ cursor })
  }

  #redraw(view: EditorView): void {
    const marks: Range<Decoration>[] = []
    for (const other of this.#connection.others.get()) {
      const cursor = other.state['cursor'] as Partial<CursorPosition> | null | undefined
      const anchor = this.#indexOf(cursor?.anchor, view)
      const head = this.#indexOf(cursor?.head, view)
      if (anchor === undefined || head === undefined) continue
      const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)]
      const style = `--person: ${safeColor(other.user.color)}`
      if (from < to) marks.push(Decoration.mark({ class: 'peer-selection', attributes: { style } }).range(from, to))
      marks.push(Decoration.widget({ widget: new Caret(other, JSON.stringify(cursor?.head)), side: head > anchor ? -1 : 1 }).range(head))
    }
    this.decorations = Decoration.set(marks, true)
  }

  /** The position in this text, or nothing when it lies elsewhere or is no position at all. */
  #indexOf(position: unknown, view: EditorView): number | undefined {
    const { doc } = this.#text
    if (typeof position !== 'object' || position === null || doc === null) return undefined
    try {
      const absolute = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(position), doc)
      if (absolute === null || absolute.type !== this.#text) return undefined
      return Math.min(absolute.index, view.state.doc.length)
    } catch {
      return undefined
    }
  }
}

class Caret extends WidgetType {
  readonly #name: string
  readonly #color: string
  readonly #client: number
  /** Where it was put. A new place makes a new element, which shows the name again for a while. */
  readonly #place: string

  constructor({ client, user }: Other, place: string) {
    super()
    this.#name = user.name
    this.#color = safeColor(user.color)
    this.#client = client
    this.#place = place
  }

  override eq(other: Caret): boolean {
    return this.#place === other.#place && this.#client === other.#client && this.#name === other.#name && this.#color === other.#color
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement('span')
    caret.className = 'peer-caret'
    caret.style.setProperty('--person', this.#color)
    caret.style.setProperty('--person-ink', inkOn(this.#color))
    // Drawn by the style sheet from this attribute: the name is no part of the text, for copying as for screen readers.
    caret.dataset['name'] = this.#name
    // Word joiners give the caret the height of the line without adding to its width.
    caret.textContent = '\u2060'
    return caret
  }

  override ignoreEvent(): boolean {
    return true
  }
}
