// The description of a card: a CodeMirror editor on its shared text, with Markdown, the others' carets, and the board's undo.
// Loaded by card-detail.tsx when a card is opened. It lives in a shadow root: there CodeMirror uses constructed style sheets
// instead of <style> elements, so the page works under `style-src 'self'` without a nonce.
import { defaultKeymap } from '@codemirror/commands'
import { Compartment, EditorState } from '@codemirror/state'
import type { Extension } from '@codemirror/state'
import { drawSelection, dropCursor, EditorView, keymap, placeholder } from '@codemirror/view'
import type { Connection } from '@yrsa/client'
import { useEffect, useRef } from 'react'
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next'
import type * as Y from 'yjs'
import { remoteCarets } from './description-carets.ts'
import { descriptionLook } from './description-look.ts'

export interface DescriptionEditorProps {
  text: Y.Text
  connection: Connection
  undo: Y.UndoManager
  readOnly: boolean
  /** Takes the focus when it is there. */
  focus: boolean
}

export function DescriptionEditor({ text, connection, undo, readOnly, focus }: DescriptionEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<{ view: EditorView; rights: Compartment } | null>(null)
  const first = useRef({ readOnly, focus })
  useEffect(() => {
    const node = host.current
    if (node === null) return
    // In StrictMode an effect runs twice, and a node has one shadow root for ever.
    const root = node.shadowRoot ?? node.attachShadow({ mode: 'open' })
    const rights = new Compartment()
    const view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: text.toString(),
        extensions: [
          // What undo and redo do is the board's; the frame's keys must not do it again.
          keymap.of([...yUndoManagerKeymap.map((binding) => ({ ...binding, preventDefault: true, stopPropagation: true })), ...defaultKeymap]),
          yCollab(text, null, { undoManager: undo }),
          remoteCarets(text, connection),
          drawSelection(),
          dropCursor(),
          rights.of(rightsOf(first.current.readOnly)),
          EditorView.contentAttributes.of({ 'aria-label': 'Description', spellcheck: 'true', autocapitalize: 'sentences' }),
          descriptionLook,
        ],
      }),
    })
    editor.current = { view, rights }
    if (first.current.focus) view.focus()
    return () => {
      editor.current = null
      view.destroy()
    }
  }, [text, connection, undo])
  useEffect(() => {
    first.current.readOnly = readOnly
    const { view, rights } = editor.current ?? {}
    if (view !== undefined && rights !== undefined) view.dispatch({ effects: rights.reconfigure(rightsOf(readOnly)) })
  }, [readOnly])
  // Each visit to the text is undone on its own.
  return <div ref={host} className="board-description" data-readonly={readOnly || undefined} onFocus={() => undo.stopCapturing()} onBlur={() => undo.stopCapturing()} />
}

function rightsOf(readOnly: boolean): Extension {
  return readOnly
    ? [EditorState.readOnly.of(true), EditorView.editable.of(false), EditorView.contentAttributes.of({ tabindex: '0' }), placeholder('No description')]
    : placeholder('What is this about? Everybody sees it as you type.')
}
