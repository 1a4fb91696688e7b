// One shared text with CodeMirror, and what belongs to it: comments on selected words, following, presence. Part of text-editor.tsx.
// A text that holds more than characters (pictures in Quill) is shown and never bound: positions would shift and words be lost.
import type { EditorView } from '@codemirror/view'
import type { Anchor, Connection, Other } from '@yrsa/client'
import { pathOf, quoting, rangeAnchor, useThreads } from '@yrsa/react'
import { MessageSquarePlus } from 'lucide-react'
import { forwardRef, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react'
import * as Y from 'yjs'
import { pointer } from '../report/pointers.ts'
import '../report/prose.css'
import { PlainText } from './plain-text.ts'
import { isPlain } from './roots.ts'

export interface TextPanelProps {
  connection: Connection
  name: string
  editable: boolean
  mayComment: boolean
  following: Other | null
  stopFollowing(): void
  setUndo(manager: Y.UndoManager | null): void
  onComment(anchor: Anchor): void
  /** The thread that is looked at. */
  chosen: string | null
  onThreads(path: string, thread?: string): void
}

export interface TextPanelHandle {
  find(): void
}

const PRESENCE_PAUSE_MS = 150
const ORIGIN = { name: 'text' }

export const TextPanel = forwardRef<TextPanelHandle, TextPanelProps>(function TextPanel(props, ref) {
  const { connection, name, editable, mayComment, chosen, following } = props
  const text = useMemo(() => connection.doc.getText(name), [connection, name])
  const path = pointer(name)
  const host = useRef<HTMLDivElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<PlainText | null>(null)
  const [plain, setPlain] = useState(true)
  const [bubble, setBubble] = useState<{ left: number; top: number } | null>(null)
  const now = useRef(props)
  useLayoutEffect(() => {
    now.current = props
  })

  const comment = (): boolean => {
    const selected = current.current?.selected()
    if (!selected || !now.current.mayComment) return false
    now.current.onComment(quoting(rangeAnchor(text as unknown as Y.AbstractType<unknown>, selected.from, selected.to, path), selected.quote))
    return true
  }
  const current = useRef<PlainText | null>(null)
  const commentNow = useRef(comment)
  commentNow.current = comment

  useLayoutEffect(() => {
    const element = host.current
    if (element === null) return
    if (!isPlain(text)) {
      setPlain(false)
      return
    }
    const undo = new Y.UndoManager(text, { trackedOrigins: new Set<unknown>([ORIGIN]) })
    const tell = presence(connection, path)
    const made = new PlainText(element, {
      connection,
      text,
      undo,
      label: 'Text',
      editable: now.current.editable,
      onThread: (thread) => now.current.onThreads(path, thread),
      onComment: () => commentNow.current(),
      onSelection: (view) => {
        tell.later(() => seenIn(made, view, now.current.editable))
        // Not while the view is being updated: it can't be measured then.
        requestAnimationFrame(() => current.current === made && setBubble(bubbleAt(view, frame.current)))
      },
      onScroll: (view) => {
        tell.later(() => seenIn(made, view, now.current.editable))
        setBubble(bubbleAt(view, frame.current))
      },
    })
    const guard = (transaction: Y.Transaction): void => {
      const concerned = [...transaction.changed.keys()].some((type) => (type as unknown) === text)
      if (!concerned || isPlain(text)) return
      // Before the binding sees what it can't show.
      made.destroy()
      setPlain(false)
    }
    connection.doc.on('beforeObserverCalls', guard)
    current.current = made
    setEditor(made)
    now.current.setUndo(undo)
    tell.later(() => seenIn(made, made.view, now.current.editable))
    return () => {
      connection.doc.off('beforeObserverCalls', guard)
      current.current = null
      setEditor(null)
      now.current.setUndo(null)
      tell.stop()
      made.destroy()
      undo.destroy()
    }
  }, [connection, text, path, plain])

  useEffect(() => editor?.setEditable(editable), [editor, editable])
  const { threads } = useThreads({ path, connection })
  useEffect(() => editor?.showThreads(threads.filter(({ anchor }) => anchor.type === 'range' && pathOf(anchor) === path), chosen), [editor, threads, path, chosen])
  useImperativeHandle(ref, () => ({ find: () => editor?.find() }), [editor])

  const seen = following === null ? '' : JSON.stringify([following.state['cursor'] ?? null, following.state.viewport ?? null])
  useEffect(() => {
    if (editor === null || following === null) return
    const { viewport } = following.state
    editor.goTo(following.state['cursor'], viewport?.surface === path ? viewport.y : null)
    // `seen` says when there is something new.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editor, path, seen])
  const active = following !== null
  useEffect(() => {
    const element = frame.current
    if (element === null || !active) return
    const moves = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const
    const byMyself = (): void => now.current.stopFollowing()
    for (const move of moves) element.addEventListener(move, byMyself, { passive: true })
    return () => {
      for (const move of moves) element.removeEventListener(move, byMyself)
    }
  }, [active])

  if (!plain) return <WordsAlone text={text} />
  return (
    <div ref={frame} className="text-panel">
      <div ref={host} className="text-host" />
      {bubble !== null && mayComment && (
        <div className="bubble text-bubble" style={{ transform: `translate(${bubble.left}px, ${bubble.top}px)` }} onMouseDown={(event) => event.preventDefault()}>
          <button type="button" className="bubble-comment" onClick={comment}>
            <MessageSquarePlus aria-hidden="true" />
            Comment
          </button>
        </div>
      )}
    </div>
  )
})

/** A text with embedded things, to be read. */
function WordsAlone({ text }: { text: Y.Text }) {
  const [, setVersion] = useState(0)
  useEffect(() => {
    const changed = (): void => setVersion((version) => version + 1)
    text.observe(changed)
    return () => text.unobserve(changed)
  }, [text])
  const parts = text.toDelta() as { insert: unknown }[]
  return (
    <div className="text-panel text-alone">
      <p className="rich-text-unfit">There is more than plain text in this, so it can only be read here. Open it with the editor it was written with.</p>
      <div className="text-words">
        {parts.map(({ insert }, index) => (typeof insert === 'string' ? insert : <span key={index} className="prose-image">Embedded</span>))}
      </div>
    </div>
  )
}

/** Where the button for comments stands: above the end of the selection, within the frame. */
function bubbleAt(view: EditorView, frame: HTMLElement | null): { left: number; top: number } | null {
  const { from, to, empty } = view.state.selection.main
  if (empty || !view.hasFocus || frame === null) return null
  const [start, end] = [view.coordsAtPos(from), view.coordsAtPos(to, -1)]
  if (start === null || end === null) return null
  const box = frame.getBoundingClientRect()
  const oneLine = Math.abs(start.top - end.top) < 4
  const coarse = matchMedia('(pointer: coarse)').matches
  const left = (oneLine ? (start.left + end.right) / 2 : start.left + 40) - box.left - 54
  const top = coarse ? end.bottom - box.top + 24 : start.top - box.top - 42
  if (top < 0 || top > box.height) return null
  return { left: Math.round(Math.max(8, Math.min(left, box.width - 120))), top: Math.round(top) }
}

function seenIn(editor: PlainText, view: EditorView, editable: boolean) {
  const { from, to } = editor.seen()
  // A text has no coordinates that hold at every width: a place in it is the number of a character.
  return { editing: view.hasFocus && editable, y: from, height: to - from }
}

/** Tells the others where one is, at most some times a second. */
function presence(connection: Connection, path: string) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let read: (() => { editing: boolean; y: number; height: number }) | null = null
  let told = ''
  return {
    later(newest: NonNullable<typeof read>): void {
      read = newest
      timer ??= setTimeout(() => {
        timer = undefined
        if (read === null) return
        const { editing, y, height } = read()
        const change = { place: path, activity: editing ? 'editing' : 'viewing', viewport: { surface: path, x: 0, y, width: 0, height } }
        const words = JSON.stringify(change)
        if (words === told) return
        told = words
        connection.setPresence(change)
      }, PRESENCE_PAUSE_MS)
    },
    stop(): void {
      clearTimeout(timer)
      connection.setPresence({ place: null, activity: null, viewport: null })
    },
  }
}
