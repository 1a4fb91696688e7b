// A label in its colour. Used by cards, the card's detail and the filter.
// The colour is made of the label's words, so it is the same for everybody without being stored.
import type { CSSProperties, ReactNode } from 'react'
import { labelHue } from './card-words.ts'

export function LabelChip({ label, children }: { label: string; children?: ReactNode }) {
  const style = { '--board-hue': labelHue(label) } as CSSProperties
  return (
    <span className="board-label" style={style}>
      {label}
      {children}
    </span>
  )
}
