// A text field that takes the place of a title until Enter, Escape or leaving it. Used by cards and columns.
// Leaving the field keeps the text, because losing what somebody typed is worse than keeping too much.
import { element } from './element.ts'

export interface InlineEdit {
  label: string
  value: string
  longest: number
  /** Called once with the new text; not called when the person cancels. */
  commit: (text: string) => void
  /** Called once at the end, after `commit` if there was one. */
  done: (how: 'by keyboard' | 'by leaving') => void
}

export function inlineEditor(edit: InlineEdit): HTMLTextAreaElement {
  let open = true
  const finish = (keep: 'keep' | 'drop', how: 'by keyboard' | 'by leaving'): void => {
    if (!open) return
    open = false
    if (keep === 'keep') edit.commit(field.value)
    edit.done(how)
  }
  const field = element('textarea', {
    class: 'inline-edit',
    attributes: { 'aria-label': edit.label, rows: '1', maxlength: String(edit.longest), spellcheck: 'false' },
    on: {
      keydown: (event) => {
        event.stopPropagation()
        // Enter that picks a suggestion of an input method belongs to the input method.
        if (event.isComposing) return
        if (event.key === 'Enter' && !event.shiftKey) {
          event.preventDefault()
          finish('keep', 'by keyboard')
        } else if (event.key === 'Escape') {
          finish('drop', 'by keyboard')
        }
      },
      input: () => fitHeight(field),
      blur: () => finish('keep', 'by leaving'),
    },
  })
  field.value = edit.value
  requestAnimationFrame(() => fitHeight(field))
  return field
}

function fitHeight(field: HTMLTextAreaElement): void {
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
