// The types that members of `data` can have in the panel, and turning one into another. Used by data-fields.tsx.
// Pure: as much of a value is kept as the other type can hold.
import type { Json } from './graph-read.ts'

export const FIELD_TYPES = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'json', label: 'JSON' },
] as const
export type FieldType = (typeof FIELD_TYPES)[number]['value']

export function typeOf(value: Json): FieldType {
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'json'
}

export function converted(value: Json, type: FieldType): Json {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (type === 'text') return text
  if (type === 'number') return numberFrom(text) ?? 0
  if (type === 'boolean') return value !== false && value !== 0 && value !== null && !['', 'false', 'no', '0'].includes(text)
  const json = jsonFrom(text)
  return json !== undefined && typeOf(json) === 'json' ? json : [value]
}

export function numberFrom(text: string): number | undefined {
  const number = Number(text)
  return text.trim() !== '' && Number.isFinite(number) ? number : undefined
}

export function jsonFrom(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
