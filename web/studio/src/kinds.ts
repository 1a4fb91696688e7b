// Which editor shows which kind of document. Used by app/document-page.tsx; editors are loaded when somebody opens a document of theirs.
// Never imports an editor eagerly: the first load must stay small.
import { lazy } from 'react'
import type { ComponentType, LazyExoticComponent } from 'react'
import type { EditorProps } from './editor.ts'

export type Kind = 'board' | 'workflow' | 'report' | 'document'
export type Editor = LazyExoticComponent<ComponentType<EditorProps>>

const editors: Record<Kind, Editor> = {
  board: lazy(() => import('./board/board-editor.tsx')),
  workflow: lazy(() => import('./workflow/workflow-editor.tsx')),
  report: lazy(() => import('./report/report-editor.tsx')),
  document: lazy(() => import('./text/text-editor.tsx')),
}

const jsonView: Editor = lazy(() => import('./json/json-view.tsx'))

/** The editor of a kind; of one that this studio does not know, the view as JSON. */
export function editorOf(kind: string, view: string | null): Editor {
  if (view === 'json') return jsonView
  return Object.hasOwn(editors, kind) ? editors[kind as Kind] : jsonView
}
