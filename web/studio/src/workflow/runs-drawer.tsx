// The drawer below the canvas: starting a run, the runs there were, and one of them with its steps, log and outcome. Used by workflow-editor.tsx.
// The server executes nothing: while nobody takes a run, it says how to start a program that does.
import { useEffect, useId, useState } from 'react'
import type { ReactNode } from 'react'
import { Button, CopyButton, EmptyState, Loading, Notice, RelativeTime, sentenceOf, useObservable } from '@yrsa/react'
import type { Run, RunStep } from '@yrsa/client'
import { Check, ChevronDown, ChevronUp, CircleDashed, CircleSlash, LoaderCircle, Minus, Play, Square, X } from 'lucide-react'
import { useWorkflow } from './context.ts'
import { RunDialog } from './run-dialog.tsx'
import { RunLogView } from './run-log.tsx'
import { durationWords, executorCommand, isOver, RUN_WORDS, STEP_WORDS } from './run-words.ts'
import { runsOf } from './runs.ts'

/** So long an executor that waits for runs never needs. */
const LATE_MS = 4_000

interface RunsDrawerProps {
  open: boolean
  onOpenChange(open: boolean): void
  shown: Run | undefined
  onShow(run: string): void
  onStep(node: string): void
}

export function RunsDrawer({ open, onOpenChange, shown, onShow, onStep }: RunsDrawerProps): ReactNode {
  const { connection, mayEdit } = useWorkflow()
  const source = runsOf(connection)
  const { runs, loaded, hasMore, error } = useObservable(source)
  const [asking, setAsking] = useState(false)
  const panel = useId()
  const [newest] = runs
  return (
    <section className="wf-runs" data-open={open || undefined} aria-label="Runs">
      <header className="wf-runs-bar">
        {mayEdit && (
          <Button tone="primary" size="s" icon={<Play size={14} />} onClick={() => setAsking(true)}>
            Run
          </Button>
        )}
        {newest === undefined ? <span className="wf-runs-none">{loaded ? 'No runs yet' : ''}</span> : <RunSummary run={newest} />}
        <span className="wf-space" />
        <Button size="s" tone="quiet" icon={open ? <ChevronDown size={16} /> : <ChevronUp size={16} />} aria-expanded={open} aria-controls={panel} onClick={() => onOpenChange(!open)}>
          Runs
        </Button>
      </header>
      {open && (
        <div className="wf-runs-body" id={panel}>
          {error !== null && <Notice tone="bad">{sentenceOf(error)}</Notice>}
          {!loaded && error === null && <Loading label="Runs are loading" />}
          {loaded && runs.length === 0 && (
            <EmptyState icon={<Play />} title="No runs yet">
              {mayEdit ? 'Run this workflow to see its steps here and on the canvas.' : 'When somebody runs this workflow, its steps show here and on the canvas.'}
            </EmptyState>
          )}
          {runs.length > 0 && (
            <>
              <ul className="wf-run-list" aria-label="All runs">
                {runs.map((run) => (
                  <li key={run.id}>
                    <button type="button" className="wf-run-item" aria-current={run.id === shown?.id || undefined} onClick={() => onShow(run.id)}>
                      <RunIcon status={run.status} />
                      <span className="wf-run-words">
                        <span>{run.label || RUN_WORDS[run.status]}</span>
                        <small>
                          {run.triggered_by.name ?? run.triggered_by.id} · <RelativeTime at={run.created_at} />
                        </small>
                      </span>
                    </button>
                  </li>
                ))}
                {hasMore && (
                  <li>
                    <Button size="s" tone="quiet" onClick={() => void source.loadMore()}>
                      Older runs
                    </Button>
                  </li>
                )}
              </ul>
              {shown !== undefined && <RunDetail key={shown.id} run={shown} onStep={onStep} />}
            </>
          )}
        </div>
      )}
      <RunDialog
        open={asking}
        onClose={() => setAsking(false)}
        onStarted={(run) => {
          onShow(run.id)
          onOpenChange(true)
        }}
      />
    </section>
  )
}

function RunSummary({ run }: { run: Run }): ReactNode {
  const message = run.status === 'running' ? (run.progress?.message ?? run.steps.findLast((step) => step.status === 'running')?.name) : null
  return (
    <span className="wf-run-summary" data-status={run.status}>
      <RunIcon status={run.status} />
      <span role="status">
        {RUN_WORDS[run.status]}
        {run.cancel_requested && !isOver(run) ? ', asked to stop' : ''}
      </span>
      {message && <small>{message}</small>}
      {run.status === 'running' && run.progress && <Progress fraction={run.progress.fraction} />}
    </span>
  )
}

function Progress({ fraction }: { fraction: number }): ReactNode {
  return <progress className="wf-progress" max={1} value={Math.min(1, Math.max(0, fraction))} aria-label="Progress" />
}

function RunIcon({ status }: { status: Run['status'] }): ReactNode {
  const Icon = { queued: CircleDashed, running: LoaderCircle, succeeded: Check, failed: X, cancelled: CircleSlash, lost: CircleSlash }[status]
  return <Icon size={16} className="wf-run-icon" data-status={status} aria-hidden="true" />
}

function RunDetail({ run, onStep }: { run: Run; onStep(node: string): void }): ReactNode {
  const { connection, mayEdit } = useWorkflow()
  const [problem, setProblem] = useState('')
  const now = useTicking(!isOver(run))
  const began = run.started_at ?? run.created_at
  const cancel = async (): Promise<void> => {
    setProblem('')
    try {
      await runsOf(connection).cancel(run.id)
    } catch (reason) {
      setProblem(sentenceOf(reason))
    }
  }
  return (
    <div className="wf-run" role="region" aria-label={`Run ${run.label ?? ''}`}>
      <header className="wf-run-head">
        <RunIcon status={run.status} />
        <h3>{run.label || RUN_WORDS[run.status]}</h3>
        <small>
          {run.label ? `${RUN_WORDS[run.status]} · ` : ''}
          {durationWords((run.finished_at ?? wholeSeconds(now, began)) - began)}
          {run.attempt > 1 ? ` · attempt ${run.attempt}` : ''}
          {run.executor ? ` · by ${run.executor}` : ''}
        </small>
        <span className="wf-space" />
        {mayEdit && !isOver(run) && (
          <Button size="s" icon={<Square size={12} />} disabled={run.cancel_requested} onClick={() => void cancel()}>
            {run.cancel_requested ? 'Stopping…' : 'Cancel'}
          </Button>
        )}
      </header>
      {problem !== '' && <Notice tone="bad" live>{problem}</Notice>}
      {run.status === 'running' && run.progress && <Progress fraction={run.progress.fraction} />}
      {run.status === 'queued' && <NobodyTakesIt run={run} />}
      {run.error && <Notice tone="bad">{run.error}</Notice>}
      <div className="wf-run-columns">
        <div className="wf-run-steps">
          <h4>Steps</h4>
          {run.steps.length === 0 ? (
            <p className="yrsa-hint">None yet.</p>
          ) : (
            <ol>
              {run.steps.map((step) => (
                <Step key={step.id} step={step} now={now} onStep={onStep} />
              ))}
            </ol>
          )}
          <JsonDetails title="Input" value={run.input} />
          <JsonDetails title="Output" value={run.output} />
        </div>
        <RunLogView run={run.id} />
      </div>
    </div>
  )
}

function Step({ step, now, onStep }: { step: RunStep; now: number; onStep(node: string): void }): ReactNode {
  const Icon = { running: LoaderCircle, succeeded: Check, failed: X, skipped: Minus }[step.status]
  return (
    <li>
      <button type="button" className="wf-run-step" data-step={step.status} onClick={() => onStep(step.node ?? step.id)}>
        <Icon size={14} aria-hidden="true" />
        <span>{step.name || step.node || step.id}</span>
        <small>
          <span className="yrsa-visually-hidden">{STEP_WORDS[step.status]}, </span>
          {durationWords((step.finished_at ?? wholeSeconds(now, step.started_at)) - step.started_at)}
        </small>
      </button>
      {step.error && <p className="wf-run-error">{step.error}</p>}
    </li>
  )
}

function JsonDetails({ title, value }: { title: string; value: unknown }): ReactNode {
  if (value === null || value === undefined) return null
  return (
    <details className="wf-json">
      <summary>{title}</summary>
      <pre tabIndex={0}>{JSON.stringify(value, null, 2)}</pre>
    </details>
  )
}

function NobodyTakesIt({ run }: { run: Run }): ReactNode {
  const { connection } = useWorkflow()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE_MS)
    return () => clearTimeout(timer)
  }, [run.id])
  if (!late) return <p className="yrsa-hint">Waiting for an executor to take it.</p>
  const command = executorCommand(connection.client.url, connection.id)
  return (
    <Notice tone="warn">
      <p>No executor has taken this run yet. The server keeps and shows runs, a program of yours carries them out. Start the example:</p>
      <p className="wf-command">
        <code>{command}</code>
        <CopyButton text={command} iconOnly label="Copy the command" />
      </p>
    </Notice>
  )
}

/** What goes on is counted in whole seconds; parts of them would only flicker. */
function wholeSeconds(now: number, since: number): number {
  return since + Math.floor(Math.max(0, now - since) / 1_000) * 1_000
}

/** The time, each second while something is under way. */
function useTicking(active: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!active) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [active])
  return now
}
