// How people work together in a document: everybody at once, one after the other, or only what one has locked; and limits.
// Opened by owners from the document's menu. The server sees to it that it is so.
import { useState } from 'react'
import type { FormEvent } from 'react'
import type { Connection, SessionMode } from '@yrsa/client'
import { Button, Dialog, TextField, sentenceOf, useSession } from '@yrsa/react'

const MODES: { mode: SessionMode; name: string; what: string }[] = [
  { mode: 'parallel', name: 'Everybody at once', what: 'All who may edit do so at the same time.' },
  { mode: 'sequential', name: 'One after the other', what: 'Whose turn it is edits. Others ask for the turn and wait.' },
  { mode: 'locked', name: 'Only what one has locked', what: 'Whoever wants to change something locks it first.' },
]

export function SessionDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { state, source } = useSession(connection)
  const [mode, setMode] = useState<SessionMode>(state.mode)
  const [most, setMost] = useState(state.max_participants === null ? '' : String(state.max_participants))
  const [idle, setIdle] = useState(state.idle_timeout === null ? '' : String(state.idle_timeout / 60))
  const [turn, setTurn] = useState(state.turn_timeout === null ? '' : String(state.turn_timeout / 60))
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError('')
    try {
      const seconds = (minutes: string) => (minutes === '' ? null : Math.round(Number(minutes) * 60))
      await source.change({ mode, max_participants: most === '' ? null : Number(most), idle_timeout: seconds(idle), ...(turn === '' ? {} : { turn_timeout: seconds(turn) }) })
      onClose()
    } catch (reason) {
      setError(sentenceOf(reason))
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="How people work together"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="session" busy={busy}>Save</Button>
        </>
      }
    >
      <form id="session" className="stack" onSubmit={(event) => void submit(event)}>
        <fieldset className="modes">
          <legend className="yrsa-visually-hidden">Mode</legend>
          {MODES.map((one) => (
            <label key={one.mode} className="mode">
              <input type="radio" name="mode" checked={one.mode === mode} onChange={() => setMode(one.mode)} />
              <span><strong>{one.name}</strong><span className="mode-what">{one.what}</span></span>
            </label>
          ))}
        </fieldset>
        {mode === 'sequential' && <TextField label="Longest turn while others wait, in minutes" type="number" min="0.2" max="1440" step="any" value={turn} onChange={(event) => setTurn(event.target.value)} />}
        <TextField label="Most people at once" hint="Empty: any number. Owners always get in." type="number" min="1" max="10000" value={most} onChange={(event) => setMost(event.target.value)} />
        <TextField label="Disconnect idle people after, in minutes" hint="Empty: never." type="number" min="0.2" max="1440" step="any" value={idle} onChange={(event) => setIdle(event.target.value)} />
        {error !== '' && <p className="yrsa-error" role="alert">{error}</p>}
      </form>
    </Dialog>
  )
}
