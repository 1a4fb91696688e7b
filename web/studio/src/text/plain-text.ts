// A shared text in CodeMirror: Markdown, search, the others' carets, words with comments, undo of one's own edits only.
// Made by text-panel.tsx. It lives in a shadow root: there CodeMirror uses constructed style sheets instead of inserting <style>
// elements, so the page works under `style-src 'self'` without a nonce.
import { defaultKeymap } from '@codemirror/commands'
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState } from '@codemirror/state'
import { drawSelection, dropCursor, EditorView, highlightSpecialChars, keymap, placeholder } from '@codemirror/view'
import type { Connection, Thread } from '@yrsa/client'
import { yCollab } from 'y-codemirror.next'
import * as Y from 'yjs'
import { commentedWords, commentMarks, showThreads } from './commented-words.ts'
import { cursorOf, indexIn, remoteCursors } from './remote-cursors.ts'
import { textLook } from './text-look.ts'

export interface PlainTextOptions {
  connection: Connection
  text: Y.Text
  undo: Y.UndoManager
  /** Its name for assistive technology. */
  label: string
  editable: boolean
  onThread(thread: string): void
  onComment(): boolean
  /** The selection, the focus or the place of the selection on the screen changed. */
  onSelection(view: EditorView): void
  onScroll(view: EditorView): void
}

export class PlainText {
  readonly view: EditorView
  readonly #text: Y.Text
  readonly #readOnly = new Compartment()
  #chosen: string | null = null

  constructor(host: HTMLElement, { connection, text, undo, label, editable, onThread, onComment, onSelection, onScroll }: PlainTextOptions) {
    this.#text = text
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
    this.view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: text.toString(),
        extensions: [
          // Only this ends a line: where `\r\n` counted as one character, positions would differ from the shared text's.
          EditorState.lineSeparator.of('\n'),
          EditorView.clipboardInputFilter.of((pasted) => pasted.replace(/\r\n?/g, '\n')),
          keymap.of([{ key: 'Mod-Alt-m', run: onComment }, ...searchKeymap, ...defaultKeymap]),
          yCollab(text, null, { undoManager: undo }),
          remoteCursors(text, connection),
          commentMarks(text, onThread),
          search({ top: true }),
          EditorState.phrases.of(words),
          highlightSelectionMatches(),
          highlightSpecialChars(),
          drawSelection(),
          dropCursor(),
          placeholder(editable ? 'Write something. Others see it as you type.' : 'Nothing is written here yet.'),
          EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', spellcheck: 'true', autocapitalize: 'sentences' }),
          EditorView.updateListener.of((update) => {
            if (update.selectionSet || update.focusChanged || update.docChanged || update.geometryChanged) onSelection(update.view)
          }),
          EditorView.domEventHandlers({ scroll: (_event, view) => onScroll(view) }),
          this.#readOnly.of(readOnly(!editable)),
          textLook,
        ],
      }),
    })
  }

  setEditable(editable: boolean): void {
    if (this.view.state.readOnly === !editable) return
    this.view.dispatch({ effects: this.#readOnly.reconfigure(readOnly(!editable)) })
  }

  /** Marks the words of threads; those of the chosen one are brought into sight when it is chosen. */
  showThreads(threads: readonly Thread[], chosen: string | null): void {
    showThreads(this.view, threads, chosen)
    if (chosen === this.#chosen) return
    const words = commentedWords(this.#text, threads).find(({ thread }) => thread === chosen)
    if (chosen !== null && words === undefined) return
    this.#chosen = chosen
    if (words) this.view.dispatch({ effects: EditorView.scrollIntoView(words.from, { y: 'nearest', yMargin: 80 }) })
  }

  find(): void {
    openSearchPanel(this.view)
  }

  /** The selected characters, if there are any. */
  selected(): { from: number; to: number; quote: string } | null {
    const { from, to, empty } = this.view.state.selection.main
    return empty ? null : { from, to, quote: this.view.state.sliceDoc(from, to) }
  }

  /** Scrolls to somebody's caret, or to the character that is first on their screen. */
  goTo(cursor: unknown, first: number | null): void {
    const caret = cursorOf(cursor)
    const index = caret && indexIn(this.#text, caret.head)
    const position = index ?? first
    if (position === null) return
    this.view.dispatch({ effects: EditorView.scrollIntoView(Math.min(Math.max(position, 0), this.view.state.doc.length), { y: index === null ? 'start' : 'center' }) })
  }

  /** The first and the last character that one sees. */
  seen(): { from: number; to: number } {
    const box = this.view.scrollDOM.getBoundingClientRect()
    const at = (y: number): number => this.view.lineBlockAtHeight(y - this.view.documentTop).from
    return { from: at(box.top), to: at(box.bottom) }
  }

  destroy(): void {
    this.view.destroy()
  }
}

/** CodeMirror's own words, as the rest of the page has them. */
const words = {
  next: 'Next', previous: 'Previous', all: 'All', 'match case': 'Match case', regexp: 'Pattern', 'by word': 'Whole words', replace: 'Replace', 'replace all': 'Replace all', close: 'Close',
}

/** The caret stays, so that everybody can select words by keyboard, and comment on them. */
function readOnly(on: boolean) {
  return [EditorState.readOnly.of(on), EditorView.contentAttributes.of({ 'aria-readonly': String(on) })]
}
