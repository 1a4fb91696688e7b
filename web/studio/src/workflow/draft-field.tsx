// An input or text area that writes what is typed after a short rest, and shows what others write meanwhile. Used by the properties.
// What can't be written stays in the field, to be made right.
import type { ReactNode } from 'react'
import { Field, Input, TextArea } from '@yrsa/react'
import { useWorkflow } from './context.ts'
import { useDraft } from './draft.ts'

interface DraftFieldProps {
  label: string
  hideLabel?: boolean
  value: string
  disabled: boolean
  rows?: number
  type?: 'text' | 'number'
  list?: string
  mono?: boolean
  error?: string | null
  onWrite(text: string): boolean | void
}

export function DraftField({ label, hideLabel = false, value, disabled, rows, type = 'text', list, mono = false, error = null, onWrite }: DraftFieldProps): ReactNode {
  const { graph } = useWorkflow()
  const draft = useDraft(value, onWrite)
  const shared = {
    value: draft.text,
    readOnly: disabled,
    className: mono ? 'wf-mono' : '',
    onChange: ({ target }: { target: { value: string } }) => draft.change(target.value),
    onBlur: () => {
      draft.flush()
      graph.endStep()
    },
  }
  return (
    <Field label={label} hideLabel={hideLabel} error={error}>
      {(control) =>
        rows === undefined ? (
          <Input
            {...control}
            {...shared}
            type={type}
            list={list}
            autoComplete="off"
            onKeyDown={(event) => {
              if (event.key === 'Enter') draft.flush()
            }}
          />
        ) : (
          <TextArea {...control} {...shared} rows={rows} spellCheck={!mono} />
        )
      }
    </Field>
  )
}
