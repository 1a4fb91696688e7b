// Shows the others' carets and selections in the text and publishes ours, as a CodeMirror extension. Used by text.ts.
// Wire-compatible with y-codemirror.next (awareness field `cursor`: {anchor, head} as relative positions), but drawn with
// the reader's labels and without style attributes in markup, so that a strict content security policy holds.
import type { Extension, Range } from '@codemirror/state'
import { StateEffect } from '@codemirror/state'
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view'
import { Decoration, ViewPlugin, WidgetType } from '@codemirror/view'
import * as Y from 'yjs'
import type { Peer, Presence } from './presence.ts'

interface CursorPosition {
  anchor: Y.RelativePosition
  head: Y.RelativePosition
}

const peersMoved = StateEffect.define<null>()

export function remoteCursors(text: Y.Text, presence: Presence): Extension {
  return ViewPlugin.define((view) => new RemoteCursors(view, text, presence), {
    decorations: (cursors) => cursors.decorations,
  })
}

class RemoteCursors {
  decorations: DecorationSet = Decoration.none
  readonly #text: Y.Text
  readonly #presence: Presence
  readonly #stopListening: () => void
  #drawn = ''

  constructor(view: EditorView, text: Y.Text, presence: Presence) {
    this.#text = text
    this.#presence = presence
    this.#stopListening = presence.onChange(() => {
      // Most changes of awareness are pointers on the board and do not concern the text.
      const cursors = JSON.stringify(presence.peers().map(({ clientId, label, person, cursor }) => [clientId, label, person.color, cursor]))
      if (cursors === this.#drawn) return
      this.#drawn = cursors
      view.dispatch({ effects: peersMoved.of(null) })
    })
    this.#redraw(view)
  }

  update(update: ViewUpdate): void {
    if (update.selectionSet || update.docChanged || update.focusChanged) this.#publish(update.view)
    const moved = update.transactions.some((transaction) => transaction.effects.some((effect) => effect.is(peersMoved)))
    if (moved || update.docChanged) this.#redraw(update.view)
  }

  destroy(): void {
    this.#stopListening()
  }

  #publish(view: EditorView): void {
    const { awareness } = this.#presence
    const published = awareness.getLocalState()?.['cursor'] as CursorPosition | null | undefined
    if (!view.hasFocus) {
      if (published != null) awareness.setLocalStateField('cursor', null)
      return
    }
    const { anchor, head } = view.state.selection.main
    const cursor = {
      anchor: Y.createRelativePositionFromTypeIndex(this.#text, anchor),
      head: Y.createRelativePositionFromTypeIndex(this.#text, head),
    }
    const same =
      published != null &&
      Y.compareRelativePositions(cursor.anchor, Y.createRelativePositionFromJSON(published.anchor)) &&
      Y.compareRelativePositions(cursor.head, Y.createRelativePositionFromJSON(published.head))
    if (!same) awareness.setLocalStateField('cursor', cursor)
  }

  #redraw(view: EditorView): void {
    const marks: Range<Decoration>[] = []
    for (const peer of this.#presence.peers()) {
      const cursor = peer.cursor as Partial<CursorPosition> | null | undefined
      const anchor = this.#indexOf(cursor?.anchor, view)
      const head = this.#indexOf(cursor?.head, view)
      if (anchor === undefined || head === undefined) continue
      const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)]
      if (from < to) {
        const style = `--person: ${peer.person.color}`
        marks.push(Decoration.mark({ class: 'peer-selection', attributes: { style } }).range(from, to))
      }
      marks.push(Decoration.widget({ widget: new Caret(peer, JSON.stringify(cursor?.head)), side: head > anchor ? -1 : 1 }).range(head))
    }
    this.decorations = Decoration.set(marks, true)
  }

  /** The position in the text, or nothing when it lies elsewhere or is not a position at all. */
  #indexOf(position: unknown, view: EditorView): number | undefined {
    const { doc } = this.#text
    if (typeof position !== 'object' || position === null || doc === null) return undefined
    try {
      const relative = Y.createRelativePositionFromJSON(position)
      const absolute = Y.createAbsolutePositionFromRelativePosition(relative, doc)
      if (absolute === null || absolute.type !== this.#text) return undefined
      return Math.min(absolute.index, view.state.doc.length)
    } catch {
      return undefined
    }
  }
}

class Caret extends WidgetType {
  readonly #peer: Peer
  /** Where the peer put it. A new place makes a new element, which shows the name again for a while. */
  readonly #place: string

  constructor(peer: Peer, place: string) {
    super()
    this.#peer = peer
    this.#place = place
  }

  override eq(other: Caret): boolean {
    const [a, b] = [this.#peer, other.#peer]
    return this.#place === other.#place && a.clientId === b.clientId && a.label === b.label && a.person.color === b.person.color
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement('span')
    caret.className = 'peer-caret'
    caret.style.setProperty('--person', this.#peer.person.color)
    // Drawn by the style sheet from this attribute: the name is no part of the text, for copying as for screen readers.
    caret.dataset['label'] = this.#peer.label
    // Word joiners give the caret the height of the line without adding to its width.
    caret.textContent = '\u2060'
    return caret
  }

  override ignoreEvent(): boolean {
    return true
  }
}
