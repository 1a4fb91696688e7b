// Puts the caret back where it was when something is undone or redone. A ProseMirror plugin of rich-text.tsx, for the undo that all
// editors of a page share; the text itself comes back through the binding.
import { Plugin, TextSelection } from '@tiptap/pm/state'
import type { EditorState } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { positionOf, relativeAt } from './positions.ts'

interface Place {
  anchor: Y.RelativePosition
  head: Y.RelativePosition
}

interface StackEvent {
  stackItem: { meta: Map<unknown, unknown> }
}

export function undoSelection(manager: Y.UndoManager): Plugin {
  return new Plugin({ view: (view) => new UndoSelection(view, manager) })
}

class UndoSelection {
  readonly #view: EditorView
  readonly #manager: Y.UndoManager
  #before: Place | null = null

  constructor(view: EditorView, manager: Y.UndoManager) {
    this.#view = view
    this.#manager = manager
    manager.on('stack-item-added', this.#added)
    manager.on('stack-item-popped', this.#popped)
  }

  update(view: EditorView): void {
    this.#before = placeOf(view.state)
  }

  destroy(): void {
    this.#manager.off('stack-item-added', this.#added)
    this.#manager.off('stack-item-popped', this.#popped)
  }

  readonly #added = ({ stackItem }: StackEvent): void => {
    if (this.#view.hasFocus() && this.#before !== null) stackItem.meta.set(this.#view, this.#before)
  }

  readonly #popped = ({ stackItem }: StackEvent): void => {
    const place = stackItem.meta.get(this.#view) as Place | undefined
    if (place === undefined || this.#view.isDestroyed) return
    const anchor = positionOf(this.#view.state, place.anchor)
    const head = positionOf(this.#view.state, place.head)
    if (anchor === null || head === null) return
    const { doc, tr } = this.#view.state
    const selection = TextSelection.between(doc.resolve(anchor), doc.resolve(head))
    this.#view.dispatch(tr.setSelection(selection).scrollIntoView().setMeta('addToHistory', false))
    if (this.#view.editable) this.#view.focus()
  }
}

function placeOf(state: EditorState): Place | null {
  const anchor = relativeAt(state, state.selection.anchor)
  const head = relativeAt(state, state.selection.head)
  return anchor === null || head === null ? null : { anchor, head }
}
