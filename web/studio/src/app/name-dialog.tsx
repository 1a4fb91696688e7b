// Changes how others see oneself: the name of open mode, or name and colour of an account.
// Opened from the account menu. A new name in open mode is a new person for the server, so the page begins anew with it.
import { useState } from 'react'
import type { FormEvent } from 'react'
import { Button, Dialog, Field, TextField } from '@yrsa/react'
import { useApp } from './app-context.ts'

export function NameDialog({ onClose }: { onClose: () => void }) {
  const { you, by, signIn } = useApp()
  const [name, setName] = useState(you.name)
  const [color, setColor] = useState(you.color)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      if (by === 'account') await signIn.changeAccount({ name: name.trim(), color })
      else await signIn.useName(name.trim())
      onClose()
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : 'That did not work.')
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Your name"
      size="s"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="name-form" busy={busy} disabled={name.trim() === ''}>Save</Button>
        </>
      }
    >
      <form id="name-form" className="stack" onSubmit={(event) => void submit(event)}>
        <TextField label="Name" value={name} maxLength={64} autoFocus error={error === '' ? null : error} onChange={(event) => setName(event.target.value)} />
        {by === 'account' && (
          <Field label="Colour" hint="Of your cursor and your circle.">
            {(control) => <input {...control} type="color" className="color-input" value={color} onChange={(event) => setColor(event.target.value)} />}
          </Field>
        )}
      </form>
    </Dialog>
  )
}
