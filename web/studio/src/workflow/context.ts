// What nodes, edges and panels of a workflow have in common, by React context. Provided by workflow-editor.tsx.
// The value changes when rights change, never when somebody edits: nodes hear of their own marks through Marks.
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import type { Connection, Observable } from '@yrsa/client'
import type { EditorProps } from '../editor.ts'
import type { Graph, ThingKind } from './graph.ts'
import type { Flow } from './flow.ts'
import type { Mark, Marks } from './marks.ts'
import type { Problem } from './problems.tsx'

export interface Workflow {
  readonly connection: Connection
  readonly graph: Graph
  readonly flow: Flow
  readonly marks: Marks
  readonly problems: Observable<readonly Problem[]> & { set(problems: readonly Problem[]): void }
  readonly mayEdit: boolean
  readonly comment: EditorProps['comment']
  readonly openThreads: EditorProps['openThreads']
  readonly announce: EditorProps['announce']
}

const WorkflowContext = createContext<Workflow | null>(null)
export const WorkflowProvider = WorkflowContext.Provider

export function useWorkflow(): Workflow {
  const workflow = useContext(WorkflowContext)
  if (workflow === null) throw new Error('this belongs into a workflow editor')
  return workflow
}

export function useMark(kind: ThingKind, id: string): Mark {
  const { marks } = useWorkflow()
  const subscribe = useCallback((listener: () => void) => marks.subscribe(kind, id, listener), [marks, kind, id])
  const read = useCallback(() => marks.of(kind, id), [marks, kind, id])
  return useSyncExternalStore(subscribe, read)
}
