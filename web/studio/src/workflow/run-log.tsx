// The log of a run, live. Used by the runs' drawer.
// Stays at the end while one reads the end; moves nothing while one reads something else.
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { ReactNode } from 'react'
import { RunLog } from '@yrsa/client'
import { sentenceOf, useObservable } from '@yrsa/react'
import { useWorkflow } from './context.ts'

const KEPT = 2_000
/** So near to the end counts as the end. */
const NEAR = 24

export function RunLogView({ run }: { run: string }): ReactNode {
  const { connection } = useWorkflow()
  const log = useMemo(() => new RunLog(connection.client, connection.id, run, { keep: KEPT }), [connection, run])
  const { lines, first, link, error } = useObservable(log)
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  useLayoutEffect(() => {
    if (box.current !== null && atEnd.current) box.current.scrollTop = box.current.scrollHeight
  }, [lines])
  useEffect(() => {
    atEnd.current = true
  }, [run])
  const missing = (lines[0]?.n ?? first) > 1
  return (
    <div className="wf-log">
      <h4>Log</h4>
      {/* Focusable so that the arrow keys scroll it; not live, because logs talk without end. */}
      <div
        ref={box}
        className="wf-log-lines"
        role="log"
        aria-live="off"
        aria-label="Log"
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR
        }}
      >
        {missing && <p className="wf-log-gap">Earlier lines are not shown.</p>}
        {lines.length === 0 && <p className="wf-log-gap">{error === null ? 'No lines yet.' : sentenceOf(error)}</p>}
        {lines.map((line) => (
          <p key={line.n} className="wf-log-line" data-level={line.level}>
            <time dateTime={new Date(line.time).toISOString()}>{clock.format(line.time)}</time>
            {line.step && <span className="wf-log-step">{line.step}</span>}
            <span className="wf-log-text">{line.text}</span>
          </p>
        ))}
        {link === 'offline' && <p className="wf-log-gap">The log is not live at the moment.</p>}
      </div>
    </div>
  )
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })
