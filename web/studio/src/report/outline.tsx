// The contents of a report: its sections in order, who is in which, and dragging them about, also by keyboard.
// Part of report-editor.tsx; moving is the caller's.
import { closestCenter, DndContext, KeyboardSensor, PointerSensor, TouchSensor, useSensor, useSensors } from '@dnd-kit/core'
import type { Announcements, DragEndEvent } from '@dnd-kit/core'
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import type { Lock, Participant } from '@yrsa/client'
import { Avatar } from '@yrsa/react'
import { GripVertical, Lock as LockIcon, MessageSquare, Plus } from 'lucide-react'
import { memo } from 'react'
import type { Section } from './sections.ts'

export interface OutlineEntry {
  section: Section
  present: readonly Participant[]
  lock: Lock | undefined
  threads: number
}

export interface OutlineProps {
  entries: readonly OutlineEntry[]
  current: string | null
  mayEdit: boolean
  onShow(id: string): void
  onMove(id: string, index: number): void
  onAdd(): void
}

const nameOf = ({ title }: Section): string => (title.trim() === '' ? 'Untitled section' : title)

export function Outline({ entries, current, mayEdit, onShow, onMove, onAdd }: OutlineProps) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const ids = entries.map(({ section }) => section.id)
  const place = (id: unknown): number => ids.indexOf(String(id))
  const named = (id: unknown): string => {
    const entry = entries[place(id)]
    return entry === undefined ? 'The section' : `“${nameOf(entry.section)}”`
  }
  const announcements: Announcements = {
    onDragStart: ({ active }) => `${named(active.id)} is picked up. It is number ${place(active.id) + 1} of ${ids.length}.`,
    onDragOver: ({ active, over }) => (over === null ? `${named(active.id)} is outside of the contents.` : `${named(active.id)} is at number ${place(over.id) + 1} of ${ids.length}.`),
    onDragEnd: ({ active, over }) => (over === null ? `${named(active.id)} is where it was.` : `${named(active.id)} is now number ${place(over.id) + 1} of ${ids.length}.`),
    onDragCancel: ({ active }) => `${named(active.id)} is where it was.`,
  }
  const dropped = ({ active, over }: DragEndEvent): void => {
    if (over !== null && over.id !== active.id) onMove(String(active.id), place(over.id))
  }
  return (
    <nav className="outline" aria-label="Contents">
      <p className="outline-title">Contents</p>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={dropped}
        accessibility={{ announcements, screenReaderInstructions: { draggable: 'Press space to pick up the section, the arrows to move it, space to put it down, Escape to leave it where it was.' } }}
      >
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          <ol className="outline-list">
            {entries.map((entry) => (
              <Item key={entry.section.id} entry={entry} current={entry.section.id === current} mayEdit={mayEdit} onShow={onShow} />
            ))}
          </ol>
        </SortableContext>
      </DndContext>
      {mayEdit && (
        <button type="button" className="outline-add" onClick={onAdd}>
          <Plus aria-hidden="true" />
          Add a section
        </button>
      )}
    </nav>
  )
}

interface ItemProps {
  entry: OutlineEntry
  current: boolean
  mayEdit: boolean
  onShow(id: string): void
}

const Item = memo(function Item({ entry: { section, present, lock, threads }, current, mayEdit, onShow }: ItemProps) {
  const name = nameOf(section)
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: section.id, disabled: !mayEdit })
  const style = { transform: CSS.Translate.toString(transform), ...(transition === undefined ? {} : { transition }) }
  return (
    <li ref={setNodeRef} className="outline-item" style={style} data-dragging={isDragging || undefined}>
      {mayEdit && (
        <button ref={setActivatorNodeRef} type="button" className="outline-grip" {...attributes} {...listeners} aria-label={`Move ${name}`}>
          <GripVertical aria-hidden="true" />
        </button>
      )}
      <button type="button" className="outline-link" aria-current={current ? 'location' : undefined} onClick={() => onShow(section.id)}>
        <span className="outline-name">{name}</span>
        {threads > 0 && (
          <span className="outline-mark" role="img" aria-label={threads === 1 ? '1 open thread' : `${threads} open threads`}>
            <MessageSquare aria-hidden="true" />
            {threads}
          </span>
        )}
        {lock !== undefined && <LockIcon className="outline-lock" role="img" aria-label={`Locked by ${lock.holder.name}`} />}
        {present.slice(0, 3).map(({ user }) => (
          <Avatar key={user.id} user={user} size="s" label={`${user.name} is here`} />
        ))}
      </button>
    </li>
  )
})
