// The kinds of nodes that the palette offers, and how each type of node looks. Used by the palette, the nodes and the properties.
// Types are free strings: what is unknown here is shown as an action with its own word.
import { Braces, CircleDot, Flag, GitBranch, Group, StickyNote, Zap } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { Json } from './graph-read.ts'

export type Look = 'trigger' | 'action' | 'condition' | 'code' | 'note' | 'end' | 'group'

export interface NodeType {
  readonly type: string
  readonly look: Look
  readonly word: string
  readonly hint: string
  readonly icon: LucideIcon
  readonly data: Readonly<Record<string, Json>>
}

export interface Exit { readonly id: string | null; readonly word: string }

export const palette: readonly NodeType[] = [
  { type: 'trigger', look: 'trigger', word: 'Trigger', hint: 'What starts the workflow', icon: Zap, data: { label: 'Trigger' } },
  { type: 'action', look: 'action', word: 'Action', hint: 'Something that is done', icon: CircleDot, data: { label: 'Action' } },
  { type: 'condition', look: 'condition', word: 'Condition', hint: 'Goes on by yes or no', icon: GitBranch, data: { label: 'Condition' } },
  { type: 'code', look: 'code', word: 'Code', hint: 'A few lines of code', icon: Braces, data: { label: 'Code', code: '' } },
  { type: 'note', look: 'note', word: 'Note', hint: 'Words for others to read', icon: StickyNote, data: { label: 'Note' } },
]

/** Names that React Flow itself has. */
const others: Readonly<Record<string, Omit<NodeType, 'type' | 'hint' | 'data'>>> = {
  input: { look: 'trigger', word: 'Start', icon: Zap },
  output: { look: 'end', word: 'End', icon: Flag },
  default: { look: 'action', word: 'Action', icon: CircleDot },
  group: { look: 'group', word: 'Group', icon: Group },
}

export function looksOf(type: string): Omit<NodeType, 'type' | 'hint' | 'data'> {
  const known = palette.find((one) => one.type === type) ?? (Object.hasOwn(others, type) ? others[type] : undefined)
  return known ?? { look: 'action', word: type === '' ? 'Action' : type, icon: CircleDot }
}

const one: readonly Exit[] = [{ id: null, word: 'Next' }]
const two: readonly Exit[] = [{ id: 'yes', word: 'Yes' }, { id: 'no', word: 'No' }]
const none: readonly Exit[] = []

/** Where edges leave. */
export function exitsOf(look: Look): readonly Exit[] {
  if (look === 'condition') return two
  return look === 'note' || look === 'group' || look === 'end' ? none : one
}

export function hasEntry(look: Look): boolean {
  return look !== 'trigger' && look !== 'note' && look !== 'group'
}
