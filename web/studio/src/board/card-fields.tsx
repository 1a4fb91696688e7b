// The fields of a card besides its title and description: column, assignee, labels, due date. Used by card-detail.tsx.
// Who may not change them sees them as words, without controls that do nothing.
import type { Connection, Who } from '@yrsa/client'
import { Avatar, IconButton, Popover, Select, useMembers } from '@yrsa/react'
import { CalendarClock, Plus, UserRound, X } from 'lucide-react'
import { useId, useMemo } from 'react'
import type { ReactNode } from 'react'
import type { Board, BoardModel, Card } from './board-model.ts'
import { LONGEST_LABEL } from './board-model.ts'
import { dueInWords, titleOf } from './card-words.ts'
import type { Choice } from './choice-box.tsx'
import { ChoiceBox } from './choice-box.tsx'
import { LabelChip } from './label-chip.tsx'
import { whoIs } from './surroundings.ts'

export interface CardFieldsProps {
  card: Card
  board: Board
  model: BoardModel
  connection: Connection
  people: ReadonlyMap<string, Who>
  mayChange: boolean
  today: string
}

export function CardFields(props: CardFieldsProps) {
  const { card, board, model, mayChange, today } = props
  const due = card.due === null ? null : dueInWords(card.due, today)
  const stored = board.columns.filter((column) => !column.lost)
  const column = stored.find(({ id }) => id === card.column)
  return (
    <dl className="board-fields">
      <Row name="Column">
        {(id) => mayChange ? (
          <Select
            aria-labelledby={id}
            size="s"
            value={column?.id ?? ''}
            options={[...(column === undefined ? [{ value: '', label: 'Without a column', disabled: true }] : []), ...stored.map((one) => ({ value: one.id, label: titleOf(one) }))]}
            onChange={(to) => model.moveCard(card.id, to, null)}
          />
        ) : column === undefined ? 'Without a column' : titleOf(column)}
      </Row>
      <Row name="Assignee">{() => <Assignee {...props} />}</Row>
      <Row name="Labels">{() => <Labels {...props} />}</Row>
      <Row name="Due">
        {(id) => (
          <span className="board-due-field">
            {mayChange && (
              <input
                type="date"
                className="yrsa-input"
                aria-labelledby={id}
                value={card.due ?? ''}
                min="1000-01-01"
                max="9999-12-31"
                onChange={({ target }) => {
                  // While a year is typed it is one of the first centuries.
                  if (target.value === '' || target.value >= '1000') model.setField(card.id, 'due', target.value === '' ? null : target.value)
                }}
              />
            )}
            {mayChange && card.due !== null && <IconButton size="s" label="Remove the due date" icon={<X />} onClick={() => model.setField(card.id, 'due', null)} />}
            {due !== null ? (
              <span className="board-due" data-state={due.state}>
                <CalendarClock size={13} aria-hidden />
                {mayChange && due.state === 'overdue' ? 'Overdue' : due.words}
              </span>
            ) : !mayChange && <span className="board-none">None</span>}
          </span>
        )}
      </Row>
    </dl>
  )
}

function Row({ name, children }: { name: string; children(id: string): ReactNode }) {
  const id = useId()
  return (
    <div className="board-field">
      <dt id={id}>{name}</dt>
      <dd>{children(id)}</dd>
    </div>
  )
}

function Assignee({ card, board, model, connection, people, mayChange }: CardFieldsProps) {
  const who = card.assignee === null ? null : whoIs(people, card.assignee)
  const shown = who === null ? (
    <span className="board-none">{mayChange ? 'Assign somebody' : 'Nobody'}</span>
  ) : (
    <>
      <Avatar user={who} size="s" />
      {who.name}
    </>
  )
  if (!mayChange) return <span className="board-person">{shown}</span>
  return (
    <span className="board-person">
      <Popover
        label="Assign to"
        trigger={(trigger) => (
          <button {...trigger} type="button" className="board-value" aria-label={who === null ? 'Assign somebody' : `Assigned to ${who.name}. Change`}>
            {who === null && <UserRound size={15} aria-hidden />}
            {shown}
          </button>
        )}
      >
        {(close) => (
          <AssigneeChoices
            connection={connection}
            people={people}
            used={board.assignees}
            chosen={card.assignee}
            onChoose={(id) => {
              model.setField(card.id, 'assignee', id === card.assignee ? null : id)
              close()
            }}
          />
        )}
      </Popover>
      {who !== null && <IconButton size="s" label="Assign to nobody" icon={<X />} onClick={() => model.setField(card.id, 'assignee', null)} />}
    </span>
  )
}

interface AssigneeChoicesProps {
  connection: Connection
  people: ReadonlyMap<string, Who>
  used: readonly string[]
  chosen: string | null
  onChoose(id: string): void
}

/** Asks for the members only once it is open. */
function AssigneeChoices({ connection, people, used, chosen, onChoose }: AssigneeChoicesProps) {
  const { members } = useMembers(connection.id, connection.client)
  const choices = useMemo(() => {
    const ids = new Set([...people.keys(), ...used, ...members.filter(({ role }) => role !== 'blocked').map(({ user }) => user)])
    const me = connection.me.get()?.id
    return [...ids]
      .map((id): Choice => {
        const who = whoIs(people, id)
        const note = id === me ? 'You' : who.name === id ? undefined : id
        return { value: id, label: who.name, detail: note, picture: <Avatar user={who} size="s" />, chosen: id === chosen }
      })
      .sort((a, b) => (a.detail === 'You' ? -1 : b.detail === 'You' ? 1 : a.label.localeCompare(b.label)))
  }, [people, used, members, chosen, connection])
  return <ChoiceBox label="Find a person" placeholder="Name or user id" choices={choices} longest={256} fresh={(id) => `Assign to ${id}`} onChoose={onChoose} />
}

function Labels({ card, board, model, mayChange }: CardFieldsProps) {
  const choices = useMemo(
    () => board.labels.map((label): Choice => ({ value: label, label, picture: <span className="board-label-dot" aria-hidden="true"><LabelChip label={label} /></span>, chosen: card.labels.includes(label) })),
    [board.labels, card.labels],
  )
  return (
    <span className="board-label-field">
      {card.labels.map((label) => (
        <LabelChip key={label} label={label}>
          {mayChange && (
            <button type="button" className="board-label-remove" aria-label={`Remove label ${label}`} onClick={() => model.removeLabel(card.id, label)}>
              <X size={12} aria-hidden />
            </button>
          )}
        </LabelChip>
      ))}
      {card.labels.length === 0 && !mayChange && <span className="board-none">None</span>}
      {mayChange && (
        <Popover
          label="Labels"
          trigger={(trigger) => (
            <button {...trigger} type="button" className="board-value board-add-label">
              <Plus size={14} aria-hidden />
              {card.labels.length === 0 ? 'Add a label' : <span className="yrsa-visually-hidden">Add a label</span>}
            </button>
          )}
        >
          <ChoiceBox
            label="Find or make a label"
            placeholder="Find or make a label"
            choices={choices}
            longest={LONGEST_LABEL}
            fresh={(label) => `Make “${label}”`}
            onChoose={(label) => (card.labels.includes(label) ? model.removeLabel(card.id, label) : model.addLabel(card.id, label))}
          />
        </Popover>
      )}
    </span>
  )
}
