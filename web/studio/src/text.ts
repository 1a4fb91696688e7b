// The text of the document in a CodeMirror editor, with Markdown, the others' cursors, and undo of one's own edits only.
// Made by main.ts. The editor lives in a shadow root: there CodeMirror uses constructed style sheets instead of
// inserting <style> elements, so the page works under `style-src 'self'` without a nonce.
import { defaultKeymap } from '@codemirror/commands'
import { EditorState } from '@codemirror/state'
import { drawSelection, dropCursor, EditorView, keymap, placeholder } from '@codemirror/view'
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next'
import * as Y from 'yjs'
import { element } from './element.ts'
import type { Presence } from './presence.ts'
import { remoteCursors } from './remote-cursors.ts'
import { textLook } from './text-look.ts'

export class TextEditor {
  readonly node = element('div', { class: 'text' })
  readonly undo: Y.UndoManager
  readonly #view: EditorView

  constructor(doc: Y.Doc, presence: Presence) {
    const text = doc.getText('text')
    this.undo = new Y.UndoManager(text)
    const root = this.node.attachShadow({ mode: 'open' })
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: text.toString(),
        extensions: [
          keymap.of([...yUndoManagerKeymap, ...defaultKeymap]),
          yCollab(text, null, { undoManager: this.undo }),
          remoteCursors(text, presence),
          drawSelection(),
          dropCursor(),
          placeholder('Write something. Everybody with the link sees it as you type.'),
          EditorView.contentAttributes.of({ 'aria-label': 'Text', spellcheck: 'true', autocapitalize: 'sentences' }),
          textLook,
        ],
      }),
    })
  }

  focus(): void {
    this.#view.focus()
  }
}
