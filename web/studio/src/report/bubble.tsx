// What can be done with the selected words, beside them. Part of rich-text.tsx; never takes the selection away.
import type { Editor } from '@tiptap/core'
import { IconButton } from '@yrsa/react'
import { Bold, Code, Italic, MessageSquarePlus, Strikethrough } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { selectedWords } from './comment-marks.ts'
import { useEditorVersion } from './use-editor-version.ts'

const GAP = 8

export interface BubbleProps {
  editor: Editor
  editable: boolean
  mayComment: boolean
  onComment(): void
}

export function Bubble({ editor, editable, mayComment, onComment }: BubbleProps) {
  useEditorVersion(editor)
  const element = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState(editor.isFocused)
  // While the mouse still draws the selection the bubble would be in its way.
  const [pressed, setPressed] = useState(false)

  useEffect(() => {
    const { dom } = editor.view
    const look = (): void => {
      const active = document.activeElement
      const selection = document.getSelection()
      const inside = dom.contains(active) || element.current?.contains(active) === true
      setFocused(inside || (!editor.isEditable && selection?.anchorNode != null && dom.contains(selection.anchorNode)))
    }
    const press = (): void => setPressed(true)
    const lift = (): void => setPressed(false)
    document.addEventListener('selectionchange', look)
    dom.addEventListener('focusin', look)
    dom.addEventListener('focusout', look)
    dom.addEventListener('pointerdown', press)
    window.addEventListener('pointerup', lift)
    window.addEventListener('pointercancel', lift)
    return () => {
      document.removeEventListener('selectionchange', look)
      dom.removeEventListener('focusin', look)
      dom.removeEventListener('focusout', look)
      dom.removeEventListener('pointerdown', press)
      window.removeEventListener('pointerup', lift)
      window.removeEventListener('pointercancel', lift)
    }
  }, [editor])

  const words = editor.isDestroyed ? null : selectedWords(editor.state)
  const shown = words !== null && focused && !pressed && (editable || mayComment)
  useLayoutEffect(() => {
    const bubble = element.current
    const parent = bubble?.parentElement
    if (!shown || words === null || !bubble || !parent) return
    const box = parent.getBoundingClientRect()
    const [from, to] = [editor.view.coordsAtPos(words.from), editor.view.coordsAtPos(words.to, -1)]
    const oneLine = Math.abs(from.top - to.top) < 4
    const middle = oneLine ? (from.left + to.right) / 2 : from.left + 40
    const left = Math.max(0, Math.min(middle - box.left - bubble.offsetWidth / 2, box.width - bubble.offsetWidth))
    const above = from.top - box.top - bubble.offsetHeight - GAP
    // Fingers have the system's own bubble above the words.
    const coarse = matchMedia('(pointer: coarse)').matches
    const top = coarse ? to.bottom - box.top + GAP * 3 : above
    bubble.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
  })
  if (!shown) return null

  const mark = (name: string, toggle: () => void, label: string, icon: React.ReactNode, keys: string) => (
    <IconButton size="s" label={label} keys={keys} icon={icon} aria-pressed={editor.isActive(name)} onClick={toggle} />
  )
  return (
    <div ref={element} className="bubble" role="toolbar" aria-label="Selected words" onMouseDown={(event) => event.preventDefault()}>
      {editable && (
        <>
          {mark('bold', () => editor.chain().focus().toggleBold().run(), 'Bold', <Bold />, 'Ctrl+B')}
          {mark('italic', () => editor.chain().focus().toggleItalic().run(), 'Italic', <Italic />, 'Ctrl+I')}
          {mark('strike', () => editor.chain().focus().toggleStrike().run(), 'Strikethrough', <Strikethrough />, 'Ctrl+Shift+S')}
          {mark('code', () => editor.chain().focus().toggleCode().run(), 'Code', <Code />, 'Ctrl+E')}
        </>
      )}
      {mayComment && (
        <button type="button" className="bubble-comment" onClick={onComment}>
          <MessageSquarePlus aria-hidden="true" />
          Comment
        </button>
      )}
    </div>
  )
}
