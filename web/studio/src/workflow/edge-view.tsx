// One edge on the canvas, with its label and who has chosen or holds it. Drawn by React Flow.
// Shows only; what one can change about an edge is in properties.tsx.
import { memo } from 'react'
import { BaseEdge, EdgeLabelRenderer, getBezierPath } from '@xyflow/react'
import type { EdgeProps } from '@xyflow/react'
import { CommentAnchor, safeColor, useThreadCount } from '@yrsa/react'
import { LockKeyhole, TriangleAlert } from 'lucide-react'
import { useMark, useWorkflow } from './context.ts'
import type { FlowEdge } from './flow.ts'
import { pathOf } from './marks.ts'
import { lockWords, PeerNames } from './node-view.tsx'

const EXIT_WORDS: Readonly<Record<string, string>> = { yes: 'Yes', no: 'No' }

export const EdgeView = memo(function EdgeView(props: EdgeProps<FlowEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, selected, markerEnd, interactionWidth } = props
  const { openThreads } = useWorkflow()
  const mark = useMark('edges', id)
  const threads = useThreadCount(pathOf('edges', id))
  const [path, x, y] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition })
  const edge = data?.edge
  const label = edge === undefined ? '' : edge.label !== '' ? edge.label : (EXIT_WORDS[edge.sourceHandle ?? ''] ?? '')
  const [peer] = mark.peers
  const lock = mark.lock?.path === '' ? null : mark.lock
  const shown = label !== '' || lock !== null || mark.problems.length > 0 || mark.peers.length > 0 || threads > 0
  return (
    <>
      {peer !== undefined && <path d={path} className="wf-edge-peer" style={{ stroke: safeColor(peer.color) }} />}
      <BaseEdge id={id} path={path} {...(markerEnd === undefined ? {} : { markerEnd })} interactionWidth={interactionWidth ?? 24} />
      {shown && (
        <EdgeLabelRenderer>
          <div className="wf-edge-label" data-chosen={selected || undefined} style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}>
            {label !== '' && <span className="wf-edge-words">{label}</span>}
            {mark.problems.length > 0 && (
              <span className="wf-mark" data-tone="warn" title={mark.problems.join('\n')}>
                <TriangleAlert size={12} aria-hidden="true" />
              </span>
            )}
            {lock !== null && (
              <span className="wf-mark" data-tone={mark.held ? 'held' : 'mine'} title={lockWords(lock, mark.held)}>
                <LockKeyhole size={12} aria-hidden="true" />
              </span>
            )}
            {threads > 0 && (
              <span className="nodrag nopan wf-edge-comments">
                <CommentAnchor path={pathOf('edges', id)} onOpen={openThreads} />
              </span>
            )}
            {mark.peers.length > 0 && <PeerNames peers={mark.peers} />}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  )
})
