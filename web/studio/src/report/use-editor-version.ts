// Renders again with each transaction of an editor, for what shows its state: toolbars and bubbles.
import type { Editor } from '@tiptap/core'
import { useCallback, useRef, useSyncExternalStore } from 'react'

export function useEditorVersion(editor: Editor | null): number {
  const version = useRef(0)
  const subscribe = useCallback(
    (listener: () => void) => {
      if (editor === null) return () => {}
      const changed = (): void => {
        version.current += 1
        listener()
      }
      editor.on('transaction', changed)
      return () => {
        editor.off('transaction', changed)
      }
    },
    [editor],
  )
  return useSyncExternalStore(subscribe, () => version.current)
}
