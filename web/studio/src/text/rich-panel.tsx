// Rich text of a free document, in the same editor as a report's sections. Loaded by text-editor.tsx when there is some.
import type { Editor } from '@tiptap/core'
import { useEffect, useRef, useState } from 'react'
import type * as Y from 'yjs'
import { useFollowing } from '../report/place.ts'
import { commentOn, RichText } from '../report/rich-text.tsx'
import '../report/report.css'
import { Toolbar } from '../report/toolbar.tsx'
import type { ToolbarHandle } from '../report/toolbar.tsx'
import { undoOf } from '../report/undo.ts'
import type { RichPanelProps } from './text-editor.tsx'

export default function RichPanel({ connection, fragment, path, mayEdit, editable, mayComment, threads, thread, following, stopFollowing, setUndo, comment, openThreads }: RichPanelProps) {
  const [undo, setMade] = useState<Y.UndoManager | null>(null)
  const [editor, setEditor] = useState<Editor | null>(null)
  const toolbar = useRef<ToolbarHandle>(null)
  useEffect(() => {
    const made = undoOf(fragment)
    setMade(made)
    setUndo(made)
    return () => {
      setUndo(null)
      setMade(null)
      made.destroy()
    }
    // `setUndo` is the frame's, which may make it anew at each render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [fragment])
  useEffect(() => {
    connection.setPresence({ place: path })
    return () => connection.setPresence({ place: null })
  }, [connection, path])
  const scroller = useRef<HTMLDivElement>(null)
  useFollowing(scroller, following, stopFollowing)
  const editing = editor !== null && !editor.isDestroyed ? editor : null
  return (
    <div ref={scroller} className="report-scroller rich-panel">
      <div className="report-bar">
        <Toolbar
          ref={toolbar}
          editor={editing}
          formatting={mayEdit}
          editable={editable && (editing?.isEditable ?? false)}
          mayComment={mayComment}
          onComment={() => editing !== null && commentOn(editing, { path, mayComment, onComment: (anchor) => comment(anchor) })}
        />
      </div>
      <div className="report-page">
        {undo !== null && (
          <RichText
            connection={connection}
            fragment={fragment}
            path={path}
            label="Text"
            placeholder="Write something"
            editable={editable}
            mayComment={mayComment}
            undo={undo}
            threads={threads}
            chosen={thread ?? null}
            onComment={(anchor) => comment(anchor)}
            onThread={(wanted) => openThreads(path, wanted)}
            onFocus={setEditor}
            onGone={() => setEditor(null)}
            onToolbar={() => toolbar.current?.focus()}
          />
        )}
      </div>
    </div>
  )
}
