// Fields of forms: a label, a control, a hint and what is wrong. Used by all forms.
// What is wrong is said where it is wrong, and read out.
import { forwardRef, useId } from 'react'
import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react'
import { ChevronDown } from 'lucide-react'
import { classNames } from './class-names.ts'

export interface ControlProps {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

export interface FieldProps {
  label: string
  /** The label is only for assistive technology. */
  hideLabel?: boolean | undefined
  hint?: ReactNode
  error?: string | null | undefined
  className?: string | undefined
  children(control: ControlProps): ReactNode
}

export function Field({ label, hideLabel = false, hint, error, className, children }: FieldProps): ReactNode {
  const id = useId()
  const described = [hint !== undefined && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={classNames('yrsa-field', className)}>
      <label htmlFor={id} className={hideLabel ? 'yrsa-visually-hidden' : 'yrsa-label'}>
        {label}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="yrsa-hint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="yrsa-error" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

export const Input = forwardRef<HTMLInputElement, InputHTMLAttributes<HTMLInputElement>>(function Input({ className, ...rest }, ref) {
  return <input {...rest} ref={ref} className={classNames('yrsa-input', className)} />
})

/** Grows with what is in it. */
export const TextArea = forwardRef<HTMLTextAreaElement, TextareaHTMLAttributes<HTMLTextAreaElement>>(function TextArea({ className, rows = 2, ...rest }, ref) {
  return <textarea {...rest} ref={ref} rows={rows} className={classNames('yrsa-input yrsa-textarea', className)} />
})

export interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> {
  label: string
  hideLabel?: boolean | undefined
  hint?: ReactNode
  error?: string | null | undefined
}

export const TextField = forwardRef<HTMLInputElement, TextFieldProps>(function TextField({ label, hideLabel, hint, error, className, ...rest }, ref) {
  return (
    <Field label={label} hideLabel={hideLabel} hint={hint} error={error} className={className}>
      {(control) => <Input {...rest} {...control} ref={ref} />}
    </Field>
  )
})

export interface SelectOption<Value extends string> {
  value: Value
  label: string
  disabled?: boolean | undefined
}

export interface SelectProps<Value extends string> extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'value' | 'onChange' | 'size' | 'multiple'> {
  options: readonly SelectOption<Value>[]
  value: Value
  onChange(value: NoInfer<Value>): void
  size?: 's' | 'm' | undefined
}

/** The browser's own select, dressed. Give it a `Field` or an `aria-label`. */
export function Select<Value extends string>({ options, value, onChange, size = 'm', className, ...rest }: SelectProps<Value>): ReactNode {
  return (
    <span className={classNames('yrsa-select', className)} data-size={size}>
      <select
        {...rest}
        value={value}
        onChange={({ target }) => {
          const chosen = options.find((option) => option.value === target.value)
          if (chosen !== undefined) onChange(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden="true" />
    </span>
  )
}

export interface ToggleProps {
  label: ReactNode
  checked: boolean
  onChange(checked: boolean): void
  disabled?: boolean | undefined
  hint?: ReactNode
  className?: string | undefined
}

/** A switch: what it says is so at once. */
export function Toggle({ label, checked, onChange, disabled, hint, className }: ToggleProps): ReactNode {
  const id = useId()
  return (
    <label className={classNames('yrsa-toggle', className)}>
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : id}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span className="yrsa-toggle-words">
        {label}
        {hint !== undefined && (
          <span id={id} className="yrsa-hint">
            {hint}
          </span>
        )}
      </span>
    </label>
  )
}

export interface SegmentsProps<Value extends string> {
  label: string
  options: readonly { value: Value; label: string; icon?: ReactNode }[]
  value: Value
  onChange(value: NoInfer<Value>): void
  /** Only the icons are shown. */
  iconsOnly?: boolean | undefined
  className?: string | undefined
}

/** One of a few, all of them in sight: radio buttons in one row. */
export function Segments<Value extends string>({ label, options, value, onChange, iconsOnly = false, className }: SegmentsProps<Value>): ReactNode {
  const name = useId()
  return (
    <div role="radiogroup" aria-label={label} className={classNames('yrsa-segments', className)}>
      {options.map((option) => (
        <label key={option.value} className="yrsa-segment" title={iconsOnly ? option.label : undefined}>
          <input type="radio" name={name} className="yrsa-visually-hidden" checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.icon}
          <span className={iconsOnly ? 'yrsa-visually-hidden' : undefined}>{option.label}</span>
        </label>
      ))}
    </div>
  )
}
