// Rich text of a shared fragment: a Tiptap editor, bound by y-tiptap, with the others' carets and with the words that have comments.
// Used for the sections of a report and for rich text in free documents. Where it would not know all that is in the fragment it
// shows the text and binds nothing, because a binding deletes what it has no name for.
import { Editor, Extension, getSchema } from '@tiptap/core'
import { Placeholder } from '@tiptap/extensions'
import { Plugin } from '@tiptap/pm/state'
import { ySyncPlugin, ySyncPluginKey } from '@tiptap/y-tiptap'
import type { Anchor, Connection, Thread } from '@yrsa/client'
import { Button, quoting, rangeAnchorBetween } from '@yrsa/react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type * as Y from 'yjs'
import { Bubble } from './bubble.tsx'
import { carets } from './carets.ts'
import { commentMarks, selectedRange, showThreads } from './comment-marks.ts'
import { withoutStyles } from './pasted.ts'
import './prose.css'
import { contentExtensions, covers, foreignIn, lossIn } from './schema.ts'
import { StaticText } from './static-text.tsx'
import { undoSelection } from './undo-selection.ts'
import { watchFragment } from './watch-fragment.ts'

interface Unfit {
  /** The elements that the editor has no name for. */
  unknown: string
}

export interface RichTextProps {
  connection: Connection
  fragment: Y.XmlFragment
  /** What the text belongs to, a JSON pointer: `/sections/s1/body`. */
  path: string
  /** Its name for assistive technology. */
  label: string
  placeholder: string
  editable: boolean
  mayComment: boolean
  undo: Y.UndoManager
  /** The threads about words of this text. */
  threads: readonly Thread[]
  /** The one that is looked at. */
  chosen: string | null
  onComment(anchor: Anchor): void
  onThread(thread: string): void
  /** The editor got the focus, or is gone. */
  onFocus(editor: Editor): void
  onGone(editor: Editor): void
  /** The keys for the toolbar. */
  onToolbar(): void
}

export function RichText(props: RichTextProps) {
  const { connection, fragment, label, placeholder, editable, mayComment, undo, threads, chosen } = props
  const place = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<Editor | null>(null)
  const [unfit, setUnfit] = useState<Unfit | null>(null)
  const [anyway, setAnyway] = useState(false)
  // Grows when the editor has to be made anew, because there is something in the text that it doesn't know.
  const [generation, setGeneration] = useState(0)
  const now = useRef(props)
  useLayoutEffect(() => {
    now.current = props
  })

  useLayoutEffect(() => {
    const element = place.current
    if (element === null) return
    const again = (): void => setGeneration((number) => number + 1)
    const foreign = foreignIn(fragment)
    const extensions = contentExtensions(foreign)
    const schema = getSchema(extensions)
    // What is lost without words is put right by who may edit, and by nobody else.
    const fits = (): boolean => {
      const loss = lossIn(fragment, schema)
      return loss === 'nothing' || (now.current.editable && (anyway || loss === 'empty'))
    }
    if (foreign.nodes.size > 0 || !fits()) {
      setUnfit({ unknown: [...foreign.nodes].join(', ') })
      return watchFragment(fragment, again)
    }
    setUnfit(null)
    const made = new Editor({
      element,
      injectCSS: false,
      editable: now.current.editable,
      extensions: [
        ...extensions,
        Placeholder.configure({ placeholder: () => (now.current.editable ? now.current.placeholder : ''), showOnlyWhenEditable: false }),
        shared({
          plugins: () => [
            ySyncPlugin(fragment),
            onlyWhere(() => now.current.editable),
            carets(connection),
            undoSelection(undo),
            commentMarks((thread) => now.current.onThread(thread)),
          ],
          undo,
          comment: () => commentOn(made, now.current),
          toolbar: () => now.current.onToolbar(),
        }),
      ],
      editorProps: {
        transformPastedHTML: withoutStyles,
        attributes: { class: 'prose', role: 'textbox', 'aria-multiline': 'true', 'aria-label': now.current.label },
      },
      onFocus: () => now.current.onFocus(made),
    })
    const stop = watchFragment(fragment, (found) => {
      if (covers(foreign, found) && fits()) return
      // Here, before the binding sees what came: afterwards it would be deleted for everybody.
      made.destroy()
      again()
    })
    setEditor(made)
    return () => {
      stop()
      made.destroy()
      now.current.onGone(made)
      setEditor(null)
    }
  }, [connection, fragment, undo, generation, anyway])

  useEffect(() => {
    if (editor === null || editor.isDestroyed || editor.isEditable === editable) return
    editor.setEditable(editable, false)
    if (!editable && lossIn(fragment, editor.schema) !== 'nothing') setGeneration((number) => number + 1)
  }, [editor, editable, fragment])

  useEffect(() => {
    if (editor === null || editor.isDestroyed) return
    const { dom } = editor.view
    dom.setAttribute('aria-label', label)
    dom.setAttribute('aria-readonly', String(!editable))
    // Without this a text that one may only read can't be reached by keyboard.
    dom.tabIndex = 0
  }, [editor, editable, label])

  useEffect(() => {
    // The placeholder is a decoration; it is drawn again with the next transaction.
    if (editor !== null && !editor.isDestroyed) editor.view.dispatch(editor.state.tr)
  }, [editor, placeholder, editable])

  useEffect(() => {
    if (editor !== null && !editor.isDestroyed) showThreads(editor.view, threads, chosen)
  }, [editor, threads, chosen])

  return (
    <div className="rich-text">
      {unfit !== null && (
        <>
          <div className="rich-text-unfit">
            <span>{unfit.unknown === '' ? 'Something here is built otherwise than this editor does it, so it can only be read.' : `There is something here that this editor doesn’t know (${unfit.unknown}), so it can only be read.`}</span>
            {unfit.unknown === '' && editable && (
              <Button size="s" tone="quiet" title="What this editor can’t show is removed" onClick={() => setAnyway(true)}>
                Edit anyway
              </Button>
            )}
          </div>
          <StaticText fragment={fragment} label={label} />
        </>
      )}
      <div ref={place} className="rich-text-place" hidden={unfit !== null} />
      {editor !== null && !editor.isDestroyed && unfit === null && (
        <Bubble editor={editor} editable={editable} mayComment={mayComment} onComment={() => commentOn(editor, now.current)} />
      )}
    </div>
  )
}

/** Opens a new thread about the selected words. */
export function commentOn(editor: Editor, { path, mayComment, onComment }: Pick<RichTextProps, 'path' | 'mayComment' | 'onComment'>): boolean {
  if (!mayComment) return false
  const range = selectedRange(editor.state)
  if (range === null) return false
  onComment(quoting(rangeAnchorBetween(range.start, range.end, path), range.quote))
  return true
}

/** Where one may not edit nothing writes, also not what puts tables right by itself. */
function onlyWhere(mayEdit: () => boolean): Plugin {
  return new Plugin({ filterTransaction: (transaction) => !transaction.docChanged || transaction.getMeta(ySyncPluginKey) !== undefined || mayEdit() })
}

interface SharedOptions {
  plugins(): ReturnType<typeof carets>[] | unknown[]
  undo: Y.UndoManager
  comment(): boolean
  toolbar(): void
}

/** What makes an editor a shared one, and its keys. */
function shared({ plugins, undo, comment, toolbar }: SharedOptions): Extension {
  const again = (): boolean => {
    undo.redo()
    return true
  }
  return Extension.create({
    name: 'shared',
    // Before all others: what they do to the document must be bound already.
    priority: 1000,
    addProseMirrorPlugins: () => plugins() as ReturnType<typeof carets>[],
    addKeyboardShortcuts: () => ({
      // ProseMirror keeps these from the page, whether anything listens or not.
      'Mod-z': () => {
        undo.undo()
        return true
      },
      'Mod-y': again,
      'Mod-Shift-z': again,
      'Mod-Alt-m': () => comment(),
      'Alt-F10': () => {
        toolbar()
        return true
      },
      // Out of the text, for those who have no mouse: Tab belongs to lists.
      Escape: ({ editor }) => {
        if (!editor.state.selection.empty) return editor.commands.setTextSelection(editor.state.selection.head)
        toolbar()
        return true
      },
    }),
  })
}
