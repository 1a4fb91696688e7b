// A line of text that is changed where it stands: titles of columns and cards, and the field for a new card. Used by the board.
// Enter or leaving it commits, Escape gives up. It knows nothing of documents.
import { useLayoutEffect, useRef } from 'react'

export interface InlineTextProps {
  label: string
  value: string
  longest: number
  placeholder?: string
  className?: string
  /** Enter commits and begins anew: for one after the other. */
  again?: boolean
  /** Gets what was typed, also when nothing changed. */
  onCommit(text: string, how: 'enter' | 'blur'): void
  onCancel(): void
}

export function InlineText({ label, value, longest, placeholder, className, again = false, onCommit, onCancel }: InlineTextProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  // Taking the field away makes it lose the focus, which must not commit a second time.
  const done = useRef(false)
  useLayoutEffect(() => {
    const node = field.current
    if (node === null) return
    done.current = false
    grow(node)
    node.focus()
    node.select()
    node.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [])
  return (
    <textarea
      ref={field}
      className={`board-inline${className === undefined ? '' : ` ${className}`}`}
      rows={1}
      aria-label={label}
      defaultValue={value}
      maxLength={longest}
      placeholder={placeholder}
      data-no-drag
      onInput={(event) => grow(event.currentTarget)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') {
          event.preventDefault()
          const text = event.currentTarget.value
          done.current = true
          onCommit(text, 'enter')
          if (again && text.trim() !== '') {
            event.currentTarget.value = ''
            grow(event.currentTarget)
            done.current = false
          }
        } else if (event.key === 'Escape') {
          done.current = true
          onCancel()
        } else return
        event.stopPropagation()
      }}
      onBlur={(event) => {
        if (done.current) return
        done.current = true
        onCommit(event.currentTarget.value, 'blur')
      }}
    />
  )
}

/** As high as what is in it. */
export function grow(field: HTMLTextAreaElement): void {
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
