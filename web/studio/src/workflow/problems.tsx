// What the server finds wrong with the workflow: asked for, marked at the things themselves, and listed for what can't be seen. Used by the editor and the tools.
// Hints only: nothing is refused for a problem, and no request is made while there is no server.
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { take } from '@yrsa/client'
import { Button, IconButton, Popover, useObservable } from '@yrsa/react'
import { TriangleAlert } from 'lucide-react'
import { placeName } from '../place-name.ts'
import { useWorkflow } from './context.ts'
import type { Workflow } from './context.ts'
import { pathOf, thingAt } from './marks.ts'

export interface Problem { readonly path: string; readonly message: string }

const ASK_AFTER_MS = 1_000
const MOST_SHOWN = 30

/** Asks a moment after the last change, once the server has it. */
export function useProblems({ connection, graph, marks, problems }: Workflow): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let wanted = true
    const stop = new AbortController()
    const ask = async (): Promise<void> => {
      if (connection.save.get().phase !== 'saved') return
      wanted = false
      try {
        const params = { path: { scope: connection.id } }
        const found = await take(connection.client.api.GET('/api/documents/{scope}/problems', { params, signal: stop.signal }))
        const list: readonly Problem[] = Array.from(found.problems)
        marks.setProblems(list)
        problems.set(list)
      } catch {
        // The next change asks again.
      }
    }
    const soon = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => void ask(), ASK_AFTER_MS)
    }
    const changed = (): void => {
      wanted = true
      soon()
    }
    soon()
    const leaveGraph = graph.subscribe(changed)
    const leaveSave = connection.save.subscribe(() => {
      if (wanted && connection.save.get().phase === 'saved') soon()
    })
    return () => {
      leaveGraph()
      leaveSave()
      clearTimeout(timer)
      stop.abort()
    }
  }, [connection, graph, marks, problems])
}

/** A button that is there while there are problems, with all of them behind it. */
export function ProblemsButton(): ReactNode {
  const { connection, graph, flow, mayEdit, problems } = useWorkflow()
  const list = useObservable(problems)
  if (list.length === 0) return null
  const title = list.length === 1 ? '1 problem' : `${list.length} problems`
  return (
    <Popover
      label={title}
      side="top"
      className="wf-problem-list"
      trigger={(trigger) => <IconButton {...trigger} label={title} icon={<TriangleAlert size={16} />} badge={list.length} />}
    >
      {(close) => (
        <>
          <h3>{title}</h3>
          <ul>
            {list.slice(0, MOST_SHOWN).map(({ path, message }) => {
              const [kind, id] = thingAt(path)
              const shown = id !== null && (kind === 'nodes' ? graph.node(id) : flow.get().edges.find((edge) => edge.id === id)) !== undefined
              // An edge whose end is gone is drawn nowhere; here is the only place to be rid of it.
              const lost = kind === 'edges' && id !== null && !shown && graph.edge(id) !== undefined
              return (
                <li key={`${path} ${message}`}>
                  <span>
                    <strong>{kind === null || id === null ? path : (placeName(connection.doc, pathOf(kind, id)) ?? id)}</strong> {message}
                  </span>
                  {shown && kind !== null && id !== null && (
                    <Button
                      size="s"
                      onClick={() => {
                        flow.select(kind === 'nodes' ? [id] : [], kind === 'edges' ? [id] : [])
                        close()
                      }}
                    >
                      Show
                    </Button>
                  )}
                  {lost && mayEdit && (
                    <Button size="s" onClick={() => graph.remove({ nodes: [], edges: [id] })}>
                      Delete edge
                    </Button>
                  )}
                </li>
              )
            })}
          </ul>
        </>
      )}
    </Popover>
  )
}
