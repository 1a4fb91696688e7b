// A field that finds one of many as one types, or takes what was typed: for labels and people. Used by the card's detail.
// Follows the ARIA combobox pattern with a list below it; it lives in a popover and closes it after a choice if told so.
import { useId, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'

export interface Choice {
  value: string
  label: string
  detail?: string | undefined
  picture?: ReactNode
  chosen?: boolean | undefined
}

export interface ChoiceBoxProps {
  label: string
  placeholder: string
  choices: readonly Choice[]
  longest: number
  /** What is offered for words that are no choice yet: `Create “bug”`. */
  fresh?: (words: string) => string
  onChoose(value: string): void
}

const MOST_SHOWN = 50

export function ChoiceBox({ label, placeholder, choices, longest, fresh, onChoose }: ChoiceBoxProps) {
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const wanted = words.trim().toLowerCase()
  const shown = useMemo(() => {
    const found = choices.filter(({ label: name, value }) => name.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted)).slice(0, MOST_SHOWN)
    const known = choices.some(({ label: name, value }) => name.toLowerCase() === wanted || value.toLowerCase() === wanted)
    return fresh !== undefined && wanted !== '' && !known ? [...found, { value: words.trim(), label: fresh(words.trim()) }] : found
  }, [choices, fresh, wanted, words])
  const active = Math.min(at, shown.length - 1)
  const choose = (choice: Choice | undefined): void => {
    if (choice === undefined) return
    setWords('')
    setAt(0)
    onChoose(choice.value)
  }
  const go = (index: number): void => {
    const next = shown.length === 0 ? 0 : (index + shown.length) % shown.length
    setAt(next)
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div className="board-choices">
      <input
        className="yrsa-input"
        role="combobox"
        aria-label={label}
        aria-expanded={shown.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown[active] === undefined ? undefined : `${id}-${active}`}
        data-autofocus
        autoComplete="off"
        placeholder={placeholder}
        maxLength={longest}
        value={words}
        onChange={({ target }) => {
          setWords(target.value)
          setAt(0)
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'ArrowDown') go(active + 1)
          else if (event.key === 'ArrowUp') go(active - 1)
          else if (event.key === 'Enter') choose(shown[active])
          else return
          event.preventDefault()
        }}
      />
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label={label} className="board-choice-list">
        {shown.map((choice, index) => (
          <li
            key={choice.value}
            id={`${id}-${index}`}
            role="option"
            aria-selected={choice.chosen ?? false}
            data-active={index === active || undefined}
            className="board-choice"
            onPointerMove={() => setAt(index)}
            // The field keeps the focus.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(choice)}
          >
            {choice.picture}
            <span className="board-choice-words">
              {choice.label}
              {choice.detail !== undefined && <small>{choice.detail}</small>}
            </span>
            {choice.chosen === true && <span aria-hidden="true">✓</span>}
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className="board-choice-none">Nothing found</p>}
    </div>
  )
}
