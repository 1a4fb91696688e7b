// The members of `data` as fields of the types text, number, yes or no, and JSON. Used by properties.tsx for nodes and edges.
// Each writes only itself; a text that is no number or no JSON is said to be so and not written.
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Button, IconButton, Input, Menu, Toggle } from '@yrsa/react'
import { ChevronDown, Plus, X } from 'lucide-react'
import { useWorkflow } from './context.ts'
import { converted, FIELD_TYPES, jsonFrom, numberFrom, typeOf } from './data-values.ts'
import type { FieldType } from './data-values.ts'
import type { Json, JsonObject } from './graph-read.ts'
import type { ThingKind } from './graph.ts'
import { DraftField } from './draft-field.tsx'

interface DataFieldsProps { kind: ThingKind; id: string; data: JsonObject; except: readonly string[]; disabled: boolean }

export function DataFields({ kind, id, data, except, disabled }: DataFieldsProps): ReactNode {
  const { graph } = useWorkflow()
  const names = Object.keys(data).filter((name) => !except.includes(name)).sort()
  const [added, setAdded] = useState('')
  const taken = added !== '' && Object.hasOwn(data, added)
  const add = (): void => {
    if (added === '' || taken) return
    graph.setDatum(kind, id, added, '')
    graph.endStep()
    setAdded('')
  }
  if (disabled && names.length === 0) return null
  return (
    <div className="wf-data" role="group" aria-label="Data">
      <span className="yrsa-label">Data</span>
      {names.map((name) => (
        <DataField key={`${id} ${name}`} kind={kind} id={id} name={name} value={data[name] ?? null} disabled={disabled} />
      ))}
      {!disabled && (
        <div className="wf-data-add">
          <Input
            aria-label="Name of a new field"
            placeholder="New field"
            value={added}
            aria-invalid={taken || undefined}
            onChange={({ target }) => setAdded(target.value.trim())}
            onKeyDown={(event) => {
              if (event.key === 'Enter') add()
            }}
          />
          <Button size="s" icon={<Plus size={14} />} disabled={added === '' || taken} onClick={add}>
            Add
          </Button>
        </div>
      )}
    </div>
  )
}

function DataField({ kind, id, name, value, disabled }: { kind: ThingKind; id: string; name: string; value: Json; disabled: boolean }): ReactNode {
  const { graph } = useWorkflow()
  const type = typeOf(value)
  const write = (next: Json): void => graph.setDatum(kind, id, name, next)
  return (
    <div className="wf-datum">
      <div className="wf-datum-head">
        <code title={name}>{name}</code>
        <TypeMenu name={name} type={type} disabled={disabled} onChange={(next) => write(converted(value, next))} />
        {!disabled && (
          <IconButton
            size="s"
            label={`Remove ${name}`}
            icon={<X size={14} />}
            onClick={() => {
              graph.endStep()
              graph.setDatum(kind, id, name, undefined)
              graph.endStep()
            }}
          />
        )}
      </div>
      <DatumInput name={name} type={type} value={value} disabled={disabled} onWrite={write} />
    </div>
  )
}

/** A menu and no select: arrow keys would go through its types one by one, and each would change the value. */
function TypeMenu({ name, type, disabled, onChange }: { name: string; type: FieldType; disabled: boolean; onChange(type: FieldType): void }): ReactNode {
  const word = FIELD_TYPES.find(({ value }) => value === type)?.label ?? type
  if (disabled) return <small className="wf-datum-type">{word}</small>
  return (
    <Menu
      label={`Type of ${name}`}
      align="end"
      items={FIELD_TYPES.map(({ value, label }) => ({ label, checked: value === type, onSelect: () => value !== type && onChange(value) }))}
      trigger={(trigger) => (
        <Button {...trigger} size="s" tone="quiet" aria-label={`Type of ${name}: ${word}`}>
          {word}
          <ChevronDown size={14} aria-hidden="true" />
        </Button>
      )}
    />
  )
}

interface DatumInputProps { name: string; type: FieldType; value: Json; disabled: boolean; onWrite(value: Json): void }

function DatumInput({ name, type, value, disabled, onWrite }: DatumInputProps): ReactNode {
  const [error, setError] = useState<string | null>(null)
  if (type === 'boolean') return <Toggle label={name} checked={value === true} disabled={disabled} onChange={onWrite} />
  if (type === 'text') {
    const text = typeof value === 'string' ? value : ''
    const long = text.includes('\n') || text.length > 40 || name === 'code'
    return <DraftField label={name} hideLabel value={text} disabled={disabled} {...(long ? { rows: 3 } : {})} mono={name === 'code'} onWrite={onWrite} />
  }
  const read = type === 'number' ? numberFrom : jsonFrom
  return (
    <DraftField
      key={type}
      label={name}
      hideLabel
      mono
      value={type === 'number' ? String(value) : JSON.stringify(value, null, 2)}
      disabled={disabled}
      error={error}
      {...(type === 'json' ? { rows: 4 } : { type: 'number' as const })}
      onWrite={(text) => {
        const next = read(text)
        setError(next === undefined ? (type === 'number' ? 'This is no number, so it was not written.' : 'This is no JSON, so it was not written.') : null)
        if (next === undefined) return false
        onWrite(next)
        return true
      }}
    />
  )
}
