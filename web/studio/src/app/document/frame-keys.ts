// The keys of the frame: undo, redo, panels, and Escape to stop following. Used by document-frame.tsx.
// What an editor has taken for itself (`preventDefault`) is not done again here.
import { useEffect, useRef } from 'react'
import type { Undo } from '@yrsa/react'
import type { PanelName } from './side-panel.tsx'

interface Keys {
  undo: Undo
  panel: PanelName | null
  showPanel: (panel: PanelName | null) => void
  stopFollowing: (() => void) | null
}

const PANELS: Record<string, PanelName> = { KeyM: 'comments', KeyC: 'chat', KeyA: 'activity' }

export function useFrameKeys(keys: Keys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const { undo, panel, showPanel, stopFollowing } = latest.current
      if (event.key === 'Escape' && stopFollowing !== null) return stopFollowing()
      if (!(event.ctrlKey || event.metaKey)) return
      const wanted = event.altKey ? PANELS[event.code] : undefined
      if (wanted !== undefined) {
        event.preventDefault()
        return showPanel(panel === wanted ? null : wanted)
      }
      if (event.altKey || hasOwnUndo(event)) return
      const key = event.key.toLowerCase()
      const isRedo = (key === 'z' && event.shiftKey) || (key === 'y' && !event.shiftKey)
      if (!isRedo && key !== 'z') return
      // The browser's own undo would take back what others wrote.
      event.preventDefault()
      if (isRedo) undo.redo()
      else undo.undo()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}

/** Fields of forms undo what was typed into them. The path reaches into shadow roots. */
function hasOwnUndo(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0]
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(target.tagName)
}
