// Keys and the clipboard on the canvas: delete, copy, cut, paste, duplicate, choose all, and F2 to the fields. Used by canvas.tsx.
// Only while the canvas or nothing has the focus; what one types into fields and dialogs stays there.
import { useEffect } from 'react'
import type { RefObject } from 'react'
import type { Commands } from './commands.ts'

export function useCanvasKeys(canvas: RefObject<HTMLElement | null>, commands: Commands, mayEdit: boolean): void {
  useEffect(() => {
    const here = (target: EventTarget | null): boolean => {
      if (!(target instanceof Element)) return true
      if (target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"]') !== null) return false
      if (document.querySelector('dialog[open]') !== null) return false
      return target === document.body || (canvas.current?.contains(target) ?? false)
    }
    const onKey = (event: KeyboardEvent): void => {
      if (!here(event.target) || event.defaultPrevented || event.altKey) return
      const command = commandOf(event)
      if (command === null || (command !== 'all' && command !== 'fields' && !mayEdit)) return
      event.preventDefault()
      if (command === 'remove') commands.remove()
      else if (command === 'duplicate') commands.duplicate()
      else if (command === 'fields') focusFields(canvas.current)
      else commands.selectAll()
    }
    const onCopy = (event: ClipboardEvent): void => {
      if (!here(event.target) || (document.getSelection()?.isCollapsed ?? true) === false) return
      const text = commands.copyText()
      if (text === null || event.clipboardData === null) return
      event.clipboardData.setData('text/plain', text)
      event.preventDefault()
      if (event.type === 'cut') commands.remove()
    }
    const onPaste = (event: ClipboardEvent): void => {
      if (!here(event.target)) return
      if (commands.pasteText(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCopy)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('copy', onCopy)
      document.removeEventListener('cut', onCopy)
      document.removeEventListener('paste', onPaste)
    }
  }, [canvas, commands, mayEdit])
}

/** To the name of what is chosen, with all of it selected. */
export function focusFields(canvas: HTMLElement | null): void {
  const input = canvas?.parentElement?.querySelector<HTMLInputElement>('.wf-properties-fields input')
  input?.focus()
  input?.select()
}

function commandOf(event: KeyboardEvent): 'remove' | 'duplicate' | 'all' | 'fields' | null {
  if (event.key === 'F2') return 'fields'
  if (event.key === 'Delete' || event.key === 'Backspace') return 'remove'
  if (!event.ctrlKey && !event.metaKey) return null
  if (event.key.toLowerCase() === 'd') return 'duplicate'
  return event.key.toLowerCase() === 'a' ? 'all' : null
}
