// Making a document: its kind, with a picture of each, a title, and the address that follows from it.
// Opened by the browser of documents, and by a document's page when there is none at an address yet.
import { useState } from 'react'
import type { FormEvent } from 'react'
import { ApiError } from '@yrsa/client'
import type { Documents } from '@yrsa/client'
import { Button, Dialog, TextField, sentenceOf } from '@yrsa/react'
import type { Kind } from '../../kinds.ts'
import { documentIdProblem, slug, toFolder } from '../document-id.ts'
import { KINDS, kindWords } from '../kind-words.tsx'
import { navigate } from '../route.ts'

export function NewDocumentDialog({ folder, list, onClose }: { folder: string; list: Documents; onClose: () => void }) {
  const [kind, setKind] = useState<Kind>('board')
  const [title, setTitle] = useState('')
  const [where, setWhere] = useState(folder)
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const last = slug(title)
  const id = toFolder(where) + last
  const problem = last === '' ? '' : documentIdProblem(id)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() === '' || busy) return
    setBusy(true)
    setError('')
    try {
      const made = await createDocument(list, { kind, title: title.trim(), folder: toFolder(where), last })
      navigate({ page: 'document', id: made })
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
      title="New document"
      size="m"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="new-document" busy={busy} disabled={title.trim() === '' || (problem !== null && problem !== '')}>Create</Button>
        </>
      }
    >
      <form id="new-document" className="stack" onSubmit={(event) => void submit(event)}>
        <KindChoice kind={kind} onChange={setKind} />
        <TextField label="Title" value={title} maxLength={300} autoFocus error={error === '' ? problem || null : error} onChange={(event) => setTitle(event.target.value)} />
        <TextField label="Folder" hint={last === '' ? 'Parts are separated by slashes. Empty: at the top.' : <>Its address will be <code>{id}</code></>} value={where} placeholder="acme/plans" onChange={(event) => setWhere(event.target.value)} />
      </form>
    </Dialog>
  )
}

export function KindChoice({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  return (
    <fieldset className="kinds">
      <legend className="yrsa-label">Kind</legend>
      {KINDS.map((one) => {
        const { name, what, picture } = kindWords(one)
        return (
          <label key={one} className="kind">
            <input type="radio" name="kind" value={one} className="yrsa-visually-hidden" checked={one === kind} onChange={() => onChange(one)} />
            {picture}
            <span className="kind-name">{name}</span>
            <span className="kind-what">{what}</span>
          </label>
        )
      })}
    </fieldset>
  )
}

interface Wanted {
  kind: Kind
  title: string
  folder: string
  /** What the id ends with; the server chooses where it is empty. */
  last: string
  content?: Record<string, unknown>
}

/** If the id is taken, also by a deleted document, a number follows it. */
export async function createDocument(list: Documents, { kind, title, folder, last, content }: Wanted): Promise<string> {
  const made = { kind, title, ...(content === undefined ? {} : { content: content as Record<string, never> }) }
  if (last === '') return (await list.create({ ...made, ...(folder === '' ? {} : { under: folder }) })).id
  for (let number = 1; ; number += 1) {
    const id = folder + (number === 1 ? last : `${last}-${number}`)
    try {
      return (await list.create({ ...made, id })).id
    } catch (reason) {
      const isTaken = reason instanceof ApiError && reason.status === 409 && number < 20
      if (!isTaken) throw reason
    }
  }
}
