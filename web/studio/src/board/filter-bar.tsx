// Above the board: finding cards by words, label and person. Used by board-editor.tsx.
// What is set here is one's own view; nothing of it reaches the document or the others.
import type { Who } from '@yrsa/client'
import { Button, IconButton, Menu, Select, VisuallyHidden } from '@yrsa/react'
import { Search, Tag, X } from 'lucide-react'
import type { RefObject } from 'react'
import type { Board } from './board-model.ts'
import type { CardFilter } from './card-filter.ts'
import { isFiltering, NO_FILTER } from './card-filter.ts'
import { LabelChip } from './label-chip.tsx'
import { whoIs } from './surroundings.ts'

export interface FilterBarProps {
  board: Board
  filter: CardFilter
  onChange(filter: CardFilter): void
  people: ReadonlyMap<string, Who>
  me: string | undefined
  shown: number
  search: RefObject<HTMLInputElement | null>
}

export function FilterBar({ board, filter, onChange, people, me, shown, search }: FilterBarProps) {
  const filtering = isFiltering(filter)
  const ids = [...board.assignees.filter((id) => id !== me), ...(filter.assignee !== 'anybody' && filter.assignee !== 'nobody' && filter.assignee !== me && !board.assignees.includes(filter.assignee) ? [filter.assignee] : [])]
  const assignees = [
    { value: 'anybody', label: 'Anybody' },
    ...(me === undefined ? [] : [{ value: me, label: 'Assigned to me' }]),
    { value: 'nobody', label: 'Nobody' },
    ...ids.map((id) => ({ value: id, label: whoIs(people, id).name })),
  ]
  const toggle = (label: string): void => {
    const labels = filter.labels.includes(label) ? filter.labels.filter((other) => other !== label) : [...filter.labels, label]
    onChange({ ...filter, labels })
  }
  return (
    <div className="board-filter" role="search" aria-label="Cards">
      <span className="board-search">
        <Search size={15} aria-hidden />
        <input
          ref={search}
          type="search"
          className="yrsa-input"
          placeholder="Find cards"
          aria-label="Find cards"
          value={filter.words}
          maxLength={200}
          onChange={({ target }) => onChange({ ...filter, words: target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || filter.words === '') return
            event.preventDefault()
            event.stopPropagation()
            onChange({ ...filter, words: '' })
          }}
        />
      </span>
      {(board.labels.length > 0 || filter.labels.length > 0) && (
        <Menu
          label="Labels"
          items={[...new Set([...board.labels, ...filter.labels])].map((label) => ({ id: label, label, checked: filter.labels.includes(label), onSelect: () => toggle(label) }))}
          trigger={(trigger) => (
            <Button {...trigger} size="s" icon={<Tag />}>
              {filter.labels.length > 0 && <VisuallyHidden>Labels: </VisuallyHidden>}
              {filter.labels.length === 0 ? <span className="board-filter-word">Labels</span> : filter.labels.slice(0, 2).map((label) => <LabelChip key={label} label={label} />)}
              {filter.labels.length > 2 && `+${filter.labels.length - 2}`}
            </Button>
          )}
        />
      )}
      <Select aria-label="Filter by assignee" size="s" className="board-filter-person" options={assignees} value={filter.assignee} onChange={(assignee) => onChange({ ...filter, assignee })} />
      {filtering && (
        <span className="board-filter-result">
          <span role="status">
            {shown} of {board.cards.size}
          </span>
          <IconButton size="s" label="Show all cards" icon={<X />} onClick={() => onChange(NO_FILTER)} />
        </span>
      )}
    </div>
  )
}
