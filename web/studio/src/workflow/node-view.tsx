// One node on the canvas: its words, where edges come and go, who has chosen or holds it, how its step goes. Drawn by React Flow.
// Shows only; everything one can change about a node is in properties.tsx.
import { memo, useEffect, useRef } from 'react'
import type { CSSProperties, ReactNode } from 'react'
import { Handle, Position, useUpdateNodeInternals } from '@xyflow/react'
import type { NodeProps } from '@xyflow/react'
import { CommentAnchor, inkOn, safeColor } from '@yrsa/react'
import { Check, LoaderCircle, LockKeyhole, Minus, TriangleAlert, X } from 'lucide-react'
import { useMark, useWorkflow } from './context.ts'
import type { FlowNode } from './flow.ts'
import { pathOf } from './marks.ts'
import type { Peer, StepLook, StepMark } from './marks.ts'
import { exitsOf, hasEntry, looksOf } from './node-types.ts'

const STEP_WORDS: Record<StepLook, string> = { running: 'Running', succeeded: 'Succeeded', failed: 'Failed', skipped: 'Skipped' }

export const NodeView = memo(function NodeView({ id, data: { node }, selected }: NodeProps<FlowNode>) {
  const { mayEdit, openThreads } = useWorkflow()
  const mark = useMark('nodes', id)
  const { look, word, icon: Icon } = looksOf(node.type)
  const exits = exitsOf(look)
  const measureAgain = useUpdateNodeInternals()
  // Another type has other handles, and React Flow only measures them when the size changes. At first it measures by itself, all at once.
  const measured = useRef(look)
  useEffect(() => {
    if (measured.current === look) return
    measured.current = look
    measureAgain(id)
  }, [measureAgain, id, look])
  const entry = hasEntry(look)
  const [peer] = mark.peers
  return (
    <div
      className="wf-node"
      data-look={look}
      data-chosen={selected || undefined}
      data-held={mark.held || undefined}
      data-step={mark.step?.status}
      style={peer === undefined ? undefined : personStyle(peer)}
      data-peer={peer === undefined ? undefined : ''}
    >
      <Handle type="target" position={Position.Left} className={entry ? 'wf-handle' : 'wf-handle wf-handle-none'} isConnectable={entry && mayEdit} />
      {look !== 'group' && (
        <span className="wf-node-icon" aria-hidden="true">
          <Icon size={18} />
        </span>
      )}
      <div className="wf-node-words">
        {look !== 'note' && <span className="wf-node-type">{word}</span>}
        <span className="wf-node-label">{node.label === '' ? 'Without a name' : node.label}</span>
        {node.description !== '' && <span className="wf-node-description">{node.description}</span>}
      </div>
      <div className="wf-node-marks">
        {mark.problems.length > 0 && (
          <span className="wf-mark" data-tone="warn" title={mark.problems.join('\n')}>
            <TriangleAlert size={14} aria-hidden="true" />
            <span className="yrsa-visually-hidden">{mark.problems.join('. ')}</span>
          </span>
        )}
        {/* A lock on everything is told once, above the canvas. */}
        {mark.lock !== null && mark.lock.path !== '' && (
          <span className="wf-mark" data-tone={mark.held ? 'held' : 'mine'} title={lockWords(mark.lock, mark.held)}>
            <LockKeyhole size={14} aria-hidden="true" />
            <span className="wf-mark-name">{mark.held ? (mark.lock.holder.name ?? mark.lock.holder.id) : 'You'}</span>
            <span className="yrsa-visually-hidden">{lockWords(mark.lock, mark.held)}</span>
          </span>
        )}
        {mark.step !== null && <StepBadge step={mark.step} />}
        <span className="nodrag nopan wf-comments">
          <CommentAnchor path={pathOf('nodes', id)} onOpen={openThreads} />
        </span>
      </div>
      {mark.peers.length > 0 && <PeerNames peers={mark.peers} />}
      {/* Edges that name no exit, or one that this node does not have, leave here. */}
      <Handle
        type="source"
        position={Position.Right}
        className={exits[0]?.id === null ? 'wf-handle' : 'wf-handle wf-handle-none'}
        isConnectable={exits[0]?.id === null && mayEdit}
      />
      {exits.map(({ id: exit, word: name }, index) =>
        exit === null ? null : (
          <Handle key={exit} type="source" id={exit} position={Position.Right} className="wf-handle" isConnectable={mayEdit} style={{ top: index === 0 ? '30%' : '72%' }}>
            <span className="wf-handle-name">{name}</span>
          </Handle>
        ),
      )}
    </div>
  )
})

function StepBadge({ step }: { step: StepMark }): ReactNode {
  const Icon = { running: LoaderCircle, succeeded: Check, failed: X, skipped: Minus }[step.status]
  return (
    <span className="wf-step" data-step={step.status} title={step.error ?? STEP_WORDS[step.status]}>
      <Icon size={14} aria-hidden="true" />
      <span className="yrsa-visually-hidden">{STEP_WORDS[step.status]}</span>
    </span>
  )
}

export function PeerNames({ peers }: { peers: readonly Peer[] }): ReactNode {
  const shown = peers.slice(0, 2)
  return (
    <span className="wf-peers">
      {shown.map((peer) => (
        <span key={peer.client} className="wf-peer" style={personStyle(peer)}>
          {peer.name}
        </span>
      ))}
      {peers.length > shown.length && <span className="wf-peer" data-more="">+{peers.length - shown.length}</span>}
    </span>
  )
}

export function personStyle(peer: Peer): CSSProperties {
  const color = safeColor(peer.color)
  return { '--yrsa-person': color, '--yrsa-person-ink': inkOn(color) } as CSSProperties
}

export function lockWords(lock: { holder: { id: string; name?: string | null }; reason: string | null }, held: boolean): string {
  const who = held ? `${lock.holder.name ?? lock.holder.id} has locked this` : 'You have locked this'
  return lock.reason === null || lock.reason === '' ? who : `${who}: ${lock.reason}`
}
