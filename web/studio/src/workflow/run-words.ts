// Runs in words, and their steps as marks of nodes. Used by the runs' panel and the editor.
// Pure; times are the server's.
import type { Run, RunStep } from '@yrsa/client'
import type { StepMark } from './marks.ts'

export const RUN_WORDS: Readonly<Record<Run['status'], string>> = {
  queued: 'Waiting',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
  lost: 'Lost',
}

export const STEP_WORDS: Readonly<Record<RunStep['status'], string>> = { running: 'Running', succeeded: 'Succeeded', failed: 'Failed', skipped: 'Skipped' }

export function isOver(run: Run): boolean {
  return run.status !== 'queued' && run.status !== 'running'
}

/** By node: of several steps of the same node the one that began last. */
export function stepMarks(run: Run | undefined): Map<string, StepMark> {
  const marks = new Map<string, StepMark>()
  const began = new Map<string, number>()
  for (const step of run?.steps ?? []) {
    const node = step.node ?? step.id
    if ((began.get(node) ?? -1) > step.started_at) continue
    began.set(node, step.started_at)
    marks.set(node, { status: step.status, error: step.error ?? null })
  }
  return marks
}

/** "0.4 s", "12 s", "3 min 5 s", "2 h 10 min". */
export function durationWords(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000
  if (seconds < 10) return `${(Math.floor(seconds * 10) / 10).toString()} s`
  if (seconds < 60) return `${Math.floor(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** What to type to have the runs of a document's folder carried out. */
export function executorCommand(server: URL, document: string): string {
  const folder = document.slice(0, document.lastIndexOf('/') + 1)
  return `python3 examples/executor/executor.py ${quoted(`${server.origin}${server.pathname}`.replace(/\/+$/, ''))} ${quoted(folder === '' ? '/' : folder)}`
}

function quoted(word: string): string {
  return /^[\w./:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
