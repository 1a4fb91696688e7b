// What the kinds of documents are called, and how they look: an icon, and a small picture. Used in lists, dialogs and headers.
// Pictures are drawn in the theme's colours; they are decoration, words stand beside them.
import type { ReactNode } from 'react'
import { FileText, NotebookText, SquareKanban, Workflow } from 'lucide-react'
import type { Kind } from '../kinds.ts'

interface KindWords {
  name: string
  what: string
  icon: ReactNode
  picture: ReactNode
}

export const KINDS: readonly Kind[] = ['board', 'workflow', 'report', 'document']

const words: Record<Kind, KindWords> = {
  board: { name: 'Board', what: 'Columns and cards', icon: <SquareKanban />, picture: <BoardPicture /> },
  workflow: { name: 'Workflow', what: 'Steps, and how they connect', icon: <Workflow />, picture: <WorkflowPicture /> },
  report: { name: 'Report', what: 'Sections of rich text', icon: <NotebookText />, picture: <ReportPicture /> },
  document: { name: 'Text', what: 'Plain text or Markdown', icon: <FileText />, picture: <TextPicture /> },
}

export function kindWords(kind: string): KindWords {
  return Object.hasOwn(words, kind) ? words[kind as Kind] : words.document
}

export function KindIcon({ kind }: { kind: string }) {
  const { icon, name } = kindWords(kind)
  return <span className="kind-icon" data-kind={kind} role="img" aria-label={name} title={name}>{icon}</span>
}

function Picture({ children }: { children: ReactNode }) {
  return <svg className="kind-picture" viewBox="0 0 120 72" aria-hidden="true">{children}</svg>
}

function BoardPicture() {
  const columns: [number, number[]][] = [[8, [16, 12, 18]], [44, [14, 18]], [80, [18]]]
  return (
    <Picture>
      {columns.map(([x, cards]) => (
        <g key={x}>
          <rect x={x} y="8" width="32" height="56" rx="4" className="pic-soft" />
          <rect x={x + 4} y="12" width="14" height="3" rx="1.5" className="pic-line" />
          {cards.map((height, index) => {
            const y = 19 + cards.slice(0, index).reduce((sum, one) => sum + one + 2, 0) * 0.8
            return <rect key={index} x={x + 3} y={y} width="26" height={height * 0.72} rx="2.5" className={x === 44 && index === 0 ? 'pic-accent' : 'pic-card'} />
          })}
        </g>
      ))}
    </Picture>
  )
}

function WorkflowPicture() {
  return (
    <Picture>
      <path d="M34 36 H50 M72 30 C82 30 78 18 88 18 M72 42 C82 42 78 54 88 54" className="pic-stroke" />
      <rect x="8" y="27" width="26" height="18" rx="5" className="pic-accent" />
      <rect x="48" y="25" width="26" height="22" rx="5" className="pic-card" />
      <rect x="86" y="9" width="26" height="18" rx="5" className="pic-card" />
      <rect x="86" y="45" width="26" height="18" rx="5" className="pic-card" />
      <rect x="53" y="33" width="16" height="3" rx="1.5" className="pic-line" />
      <rect x="91" y="16.5" width="12" height="3" rx="1.5" className="pic-line" />
      <rect x="91" y="52.5" width="15" height="3" rx="1.5" className="pic-line" />
    </Picture>
  )
}

function ReportPicture() {
  return (
    <Picture>
      <rect x="24" y="6" width="72" height="60" rx="4" className="pic-card" />
      <rect x="32" y="13" width="32" height="5" rx="2.5" className="pic-fill" />
      {[23, 29, 35].map((y, index) => <rect key={y} x="32" y={y} width={index === 2 ? 38 : 56} height="3" rx="1.5" className="pic-line" />)}
      <rect x="32" y="43" width="22" height="4" rx="2" className="pic-fill" />
      <rect x="32" y="51" width="56" height="3" rx="1.5" className="pic-line" />
      <rect x="32" y="57" width="44" height="3" rx="1.5" className="pic-line" />
    </Picture>
  )
}

function TextPicture() {
  return (
    <Picture>
      <rect x="16" y="8" width="88" height="56" rx="4" className="pic-card" />
      {[[16, 30], [23, 66], [30, 58], [37, 70], [44, 40], [51, 52]].map(([y, width], index) => (
        <g key={y}>
          <rect x="22" y={y} width="4" height="3" rx="1.5" className="pic-soft-fill" />
          <rect x="30" y={y} width={width} height="3" rx="1.5" className={index === 0 ? 'pic-fill' : 'pic-line'} />
        </g>
      ))}
      <rect x="72" y="43" width="1.8" height="6" className="pic-fill" />
    </Picture>
  )
}
