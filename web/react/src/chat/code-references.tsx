// Places in code that a message is about: shown as cards, and the small form that adds one.
// What stands there is text like any other; it is neither run nor coloured.
import type { CodeReference } from '@yrsa/client'
import { FileCode, X } from 'lucide-react'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { Button, IconButton } from '../parts/button.tsx'
import { Field, TextArea, TextField } from '../parts/field.tsx'
import { Popover } from '../parts/popover.tsx'

/** What the server takes. */
export const MOST_REFERENCES = 16
const LONGEST_FILE = 1_024
const LONGEST_SNIPPET = 4_096

/** `src/main.rs:12–20`. */
export function placeOf({ file, line, end_line: end, column }: CodeReference): string {
  if (line == null) return file
  return `${file}:${line}${end != null && end > line ? `–${end}` : column != null ? `:${column}` : ''}`
}

export interface CodeCardProps {
  reference: CodeReference
  onOpen?: ((reference: CodeReference) => void) | undefined
}

export function CodeCard({ reference, onOpen }: CodeCardProps): ReactNode {
  const { snippet, line } = reference
  const head = (
    <>
      <FileCode aria-hidden="true" />
      <span>{placeOf(reference)}</span>
    </>
  )
  return (
    <figure className="yrsa-code-card">
      <figcaption>
        {onOpen ? (
          <button type="button" className="yrsa-code-place" onClick={() => onOpen(reference)}>
            {head}
          </button>
        ) : (
          <span className="yrsa-code-place">{head}</span>
        )}
      </figcaption>
      {snippet != null && snippet !== '' && (
        <pre className="yrsa-code-snippet" tabIndex={0} aria-label={`Code in ${placeOf(reference)}`}>
          {line != null && (
            <span className="yrsa-code-lines" aria-hidden="true">
              {snippet
                .replace(/\n$/, '')
                .split('\n')
                .map((_, index) => line + index)
                .join('\n')}
            </span>
          )}
          <code>{snippet.replace(/\n$/, '')}</code>
        </pre>
      )}
    </figure>
  )
}

/** Those that go with the message that is being written. */
export function AttachedReferences({ references, onRemove }: { references: readonly CodeReference[]; onRemove: (index: number) => void }): ReactNode {
  if (references.length === 0) return null
  return (
    <ul className="yrsa-attached" aria-label="Attached code">
      {references.map((reference, index) => (
        <li key={index} className="yrsa-attached-item">
          <FileCode aria-hidden="true" />
          <span>{placeOf(reference)}</span>
          <IconButton size="s" icon={<X />} label={`Remove ${placeOf(reference)}`} onClick={() => onRemove(index)} />
        </li>
      ))}
    </ul>
  )
}

export function AttachCode({ onAttach, disabled }: { onAttach: (reference: CodeReference) => void; disabled?: boolean | undefined }): ReactNode {
  return (
    <Popover
      label="Attach code"
      side="top"
      className="yrsa-attach"
      trigger={(props) => <IconButton {...props} size="s" icon={<FileCode />} label="Attach code" disabled={disabled} />}
    >
      {(close) => (
        <AttachForm
          onAttach={(reference) => {
            onAttach(reference)
            close()
          }}
        />
      )}
    </Popover>
  )
}

function AttachForm({ onAttach }: { onAttach: (reference: CodeReference) => void }): ReactNode {
  const [place, setPlace] = useState('')
  const [snippet, setSnippet] = useState('')
  const [error, setError] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    event.stopPropagation()
    const reference = referenceFrom(place, snippet)
    if (typeof reference === 'string') setError(reference)
    else onAttach(reference)
  }
  return (
    <form className="yrsa-attach-form" onSubmit={submit}>
      <TextField
        label="File and lines"
        placeholder="src/main.rs:12-20"
        hint="The file’s name, and the line or lines behind a colon."
        value={place}
        error={error}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        onChange={(event) => {
          setPlace(event.target.value)
          setError('')
        }}
      />
      <Field label="Code (optional)">
        {(control) => (
          <TextArea {...control} className="yrsa-attach-code" rows={4} spellCheck={false} value={snippet} onChange={(event) => setSnippet(event.target.value)} />
        )}
      </Field>
      <Button type="submit" tone="primary" size="s">
        Attach
      </Button>
    </form>
  )
}

/** What was typed as a reference, or what is wrong with it. `a.rs`, `a.rs:3`, `a.rs:3-9`, `a.rs:3:7`, `a.rs#L3-L9`. */
export function referenceFrom(place: string, snippet: string): CodeReference | string {
  const found = /^(.+?)(?::(\d+)(?:[-–](\d+)|:(\d+))?|#L(\d+)(?:-L?(\d+))?)?$/.exec(place.trim())
  const file = found?.[1] ?? ''
  if (file === '') return 'Say which file it is.'
  const [line, end, column] = [found?.[2] ?? found?.[5], found?.[3] ?? found?.[6], found?.[4]].map((text) => (text === undefined ? undefined : Number(text)))
  if (line === 0 || column === 0) return 'Lines and columns are counted from 1.'
  if (line !== undefined && end !== undefined && end < line) return 'The last line comes before the first.'
  if (bytes(file) > LONGEST_FILE) return 'This name is too long.'
  if (bytes(snippet) > LONGEST_SNIPPET) return 'Attach at most 4 KiB of code.'
  return {
    file,
    ...(line === undefined ? {} : { line }),
    ...(end === undefined ? {} : { end_line: end }),
    ...(column === undefined ? {} : { column }),
    ...(snippet.trim() === '' ? {} : { snippet }),
  }
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length
}
