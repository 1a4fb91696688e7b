// Asks what a run is to be called and given, and starts it. Used by the runs' drawer.
// Input is JSON or nothing; what is neither can't be sent.
import { useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { Button, Dialog, Field, Notice, sentenceOf, TextArea, TextField } from '@yrsa/react'
import type { Run } from '@yrsa/client'
import { Play } from 'lucide-react'
import { useWorkflow } from './context.ts'
import { runsOf } from './runs.ts'

interface RunDialogProps { open: boolean; onClose(): void; onStarted(run: Run): void }

export function RunDialog({ open, onClose, onStarted }: RunDialogProps): ReactNode {
  const { connection, announce } = useWorkflow()
  const [label, setLabel] = useState('')
  const [input, setInput] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const start = useRef<HTMLButtonElement>(null)
  const wrong = input.trim() !== '' && parsed(input) === undefined
  const trigger = async (): Promise<void> => {
    if (busy || wrong) return
    setBusy(true)
    setProblem('')
    try {
      const value = parsed(input)
      const run = await runsOf(connection).trigger({ ...(value === undefined ? {} : { input: value.json }), ...(label.trim() === '' ? {} : { label: label.trim() }) })
      announce('The run waits for an executor.')
      onClose()
      onStarted(run)
    } catch (reason) {
      setProblem(sentenceOf(reason))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Run this workflow"
      size="s"
      initialFocus={start}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button ref={start} tone="primary" icon={<Play size={14} />} busy={busy} disabled={wrong} onClick={() => void trigger()}>
            Run
          </Button>
        </>
      }
    >
      <form
        className="wf-run-form"
        onSubmit={(event) => {
          event.preventDefault()
          void trigger()
        }}
      >
        <TextField label="Name" placeholder="Optional" maxLength={200} value={label} onChange={({ target }) => setLabel(target.value)} />
        <Field label="Input" hint="JSON that the executor gets. It may stay empty." error={wrong ? 'This is no JSON.' : null}>
          {(control) => (
            <TextArea {...control} className="wf-mono" rows={5} spellCheck={false} placeholder={'{ "since": "2026-01-01" }'} value={input} onChange={({ target }) => setInput(target.value)} />
          )}
        </Field>
        {problem !== '' && <Notice tone="bad" live>{problem}</Notice>}
      </form>
    </Dialog>
  )
}

function parsed(text: string): { json: unknown } | undefined {
  if (text.trim() === '') return undefined
  try {
    return { json: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}
