// Undo and redo of one's own edits: a pair of buttons per panel, enabled exactly when there is something to undo.
// Made by main.ts for the text and for the board; what counts as one's own is decided by each UndoManager.
import type * as Y from 'yjs'
import { element } from './element.ts'
import type { IconName } from './icons.ts'
import { icon } from './icons.ts'

export function historyButtons(undo: Y.UndoManager, what: string): HTMLElement {
  const back = button('undo', `Undo your last change to the ${what}`, () => undo.undo())
  const forth = button('redo', `Redo your last change to the ${what}`, () => undo.redo())
  const refresh = (): void => {
    back.disabled = !undo.canUndo()
    forth.disabled = !undo.canRedo()
  }
  undo.on('stack-item-added', refresh)
  undo.on('stack-item-popped', refresh)
  undo.on('stack-cleared', refresh)
  refresh()
  return element('div', { class: 'history' }, back, forth)
}

/** Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y (Cmd on a Mac) inside `node`, except where a text field has its own history. */
export function undoByKeys(node: HTMLElement, undo: Y.UndoManager): void {
  node.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target instanceof HTMLTextAreaElement) return
    const key = event.key.toLowerCase()
    if (key === 'z' && !event.shiftKey) undo.undo()
    else if (key === 'y' || (key === 'z' && event.shiftKey)) undo.redo()
    else return
    event.preventDefault()
  })
}

function button(name: IconName, label: string, run: () => void): HTMLButtonElement {
  const attributes = { type: 'button', 'aria-label': label, title: label }
  return element('button', { class: 'icon-button', attributes, on: { click: run } }, icon(name))
}
