// Any JSON as a tree that opens and closes, by the browser's own <details>. Used by the inspector for states, events, entries and documents.
// What is in it was written by strangers: it is shown as text only, and branches are drawn when they are opened.
import { useState } from 'react'

const FIRST = 200
const LONGEST = 300

export function JsonTree({ value, open = 1 }: { value: unknown; open?: number }) {
  return <div className="json-tree"><Node name={null} value={value} open={open} /></div>
}

function Node({ name, value, open }: { name: string | null; value: unknown; open: number }) {
  const [isOpen, setOpen] = useState(open > 0)
  const [shown, setShown] = useState(FIRST)
  const label = name === null ? null : <span className="json-name">{name}: </span>
  if (typeof value !== 'object' || value === null) return <div className="json-leaf">{label}<Scalar value={value} /></div>
  const isArray = Array.isArray(value)
  const entries = Object.entries(value)
  const size = isArray ? `[${entries.length}]` : `{${entries.length}}`
  if (entries.length === 0) return <div className="json-leaf">{label}<span className="json-size">{isArray ? '[]' : '{}'}</span></div>
  return (
    <details className="json-branch" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{label}<span className="json-size">{size}</span></summary>
      {isOpen && (
        <div className="json-children">
          {entries.slice(0, shown).map(([key, child]) => <Node key={key} name={key} value={child} open={open - 1} />)}
          {entries.length > shown && <button type="button" className="yrsa-link" onClick={() => setShown(shown + FIRST * 5)}>Show more of {entries.length}</button>}
        </div>
      )}
    </details>
  )
}

function Scalar({ value }: { value: unknown }) {
  const [whole, setWhole] = useState(false)
  const text = JSON.stringify(value) ?? 'undefined'
  const kind = value === null ? 'null' : typeof value
  const isLong = text.length > LONGEST && !whole
  return (
    <span className="json-value" data-kind={kind}>
      {isLong ? `${text.slice(0, LONGEST)}…` : text}
      {isLong && <button type="button" className="yrsa-link" onClick={() => setWhole(true)}> all {text.length} characters</button>}
    </span>
  )
}
