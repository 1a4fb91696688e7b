// The formatting toolbar of rich text: one for the page, for the editor that had the focus last. Follows the ARIA toolbar pattern:
// one stop for Tab, arrows within. Used by the report and by rich text in free documents.
import type { Editor } from '@tiptap/core'
import { Button, IconButton, Menu, Popover, TextField } from '@yrsa/react'
import type { MenuEntry } from '@yrsa/react'
import {
  BetweenHorizontalEnd, BetweenHorizontalStart, BetweenVerticalEnd, BetweenVerticalStart, Bold, ChevronDown, Code, Heading, Heading1, Heading2, Heading3, Italic,
  Link, List, ListChecks, ListOrdered, MessageSquarePlus, Minus, Pilcrow, SquareCode, Strikethrough, Table, TextQuote, Trash2,
} from 'lucide-react'
import { forwardRef, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { FormEvent, KeyboardEvent, ReactNode } from 'react'
import { selectedWords } from './comment-marks.ts'
import { useEditorVersion } from './use-editor-version.ts'

export interface ToolbarProps {
  editor: Editor | null
  /** One may edit here at all; without that there is nothing to format. */
  formatting: boolean
  /** The text of this editor may be edited now. */
  editable: boolean
  mayComment: boolean
  onComment(): void
  /** Something at its beginning: the contents on narrow screens. */
  before?: ReactNode
}

export interface ToolbarHandle {
  focus(): void
}

const HEADINGS = [
  { level: 1, label: 'Heading 1', icon: <Heading1 /> },
  { level: 2, label: 'Heading 2', icon: <Heading2 /> },
  { level: 3, label: 'Heading 3', icon: <Heading3 /> },
] as const

export const Toolbar = forwardRef<ToolbarHandle, ToolbarProps>(function Toolbar({ editor: given, formatting, editable, mayComment, onComment, before }, ref) {
  const editor = given === null || given.isDestroyed ? null : given
  useEditorVersion(editor)
  const bar = useRef<HTMLDivElement>(null)
  const stops = (): HTMLButtonElement[] => [...(bar.current?.querySelectorAll<HTMLButtonElement>('button:not(:disabled)') ?? [])].filter((button) => button.closest('[popover]') === null && button.getClientRects().length > 0)
  useImperativeHandle(ref, () => ({ focus: () => stops()[0]?.focus() }))
  const off = editor === null || !editable
  const stop = useRef<HTMLButtonElement | null>(null)
  useEffect(() => {
    const all = stops()
    const current = stop.current !== null && all.includes(stop.current) ? stop.current : all[0]
    for (const button of all) button.tabIndex = button === current ? 0 : -1
  })

  const onKeyDown = (event: KeyboardEvent): void => {
    const all = stops()
    const here = all.indexOf(event.target as HTMLButtonElement)
    if (here === -1) return
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: all.length - 1 }[event.key]
    if (next !== undefined) {
      event.preventDefault()
      all[(next + all.length) % all.length]?.focus()
    } else if (event.key === 'Escape' && editor !== null) {
      event.preventDefault()
      editor.commands.focus()
    }
  }

  const tool = (label: string, icon: ReactNode, keys: string | undefined, active: boolean, run: (editor: Editor) => void) => (
    <IconButton
      size="s" label={label} icon={icon} keys={keys} disabled={off} aria-pressed={active}
      // The selection stays where it is.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => editor !== null && run(editor)}
    />
  )
  const is = (name: string, attributes?: object): boolean => editor?.isActive(name, attributes) ?? false
  const heading = HEADINGS.find(({ level }) => is('heading', { level }))
  const styles: MenuEntry[] = [
    { label: 'Text', icon: <Pilcrow />, checked: heading === undefined, onSelect: () => editor?.chain().focus().setParagraph().run() },
    ...HEADINGS.map(({ level, label, icon }) => ({
      label, icon, checked: heading?.level === level, keys: `Ctrl+Alt+${level}`, onSelect: () => editor?.chain().focus().toggleHeading({ level }).run(),
    })),
  ]
  return (
    <div
      ref={bar}
      className="toolbar"
      role="toolbar"
      aria-label={formatting ? 'Formatting' : 'Tools'}
      onKeyDown={onKeyDown}
      onFocus={({ target }) => {
        const all = stops()
        const button = all.find((other) => other.isSameNode(target))
        if (button === undefined) return
        stop.current = button
        for (const other of all) other.tabIndex = other === button ? 0 : -1
      }}
    >
      {before}
      {formatting && (
        <>
          <Menu
            label="Style of the paragraph"
            items={styles}
            trigger={(props) => (
              <Button {...props} size="s" tone="quiet" className="toolbar-style" disabled={off} aria-label={`Style: ${heading?.label ?? 'Text'}`}>
                <span className="toolbar-style-name">{heading?.label ?? 'Text'}</span>
                <ChevronDown aria-hidden="true" />
              </Button>
            )}
          />
          <span className="toolbar-line" aria-hidden="true" />
          {tool('Bold', <Bold />, 'Ctrl+B', is('bold'), (it) => it.chain().focus().toggleBold().run())}
          {tool('Italic', <Italic />, 'Ctrl+I', is('italic'), (it) => it.chain().focus().toggleItalic().run())}
          {tool('Strikethrough', <Strikethrough />, 'Ctrl+Shift+S', is('strike'), (it) => it.chain().focus().toggleStrike().run())}
          {tool('Code', <Code />, 'Ctrl+E', is('code'), (it) => it.chain().focus().toggleCode().run())}
          <LinkTool editor={editor} off={off} active={is('link')} />
          <span className="toolbar-line" aria-hidden="true" />
          {tool('Bullet list', <List />, 'Ctrl+Shift+8', is('bulletList'), (it) => it.chain().focus().toggleBulletList().run())}
          {tool('Numbered list', <ListOrdered />, 'Ctrl+Shift+7', is('orderedList'), (it) => it.chain().focus().toggleOrderedList().run())}
          {tool('Task list', <ListChecks />, 'Ctrl+Shift+9', is('taskList'), (it) => it.chain().focus().toggleTaskList().run())}
          <span className="toolbar-line" aria-hidden="true" />
          {tool('Quote', <TextQuote />, 'Ctrl+Shift+B', is('blockquote'), (it) => it.chain().focus().toggleBlockquote().run())}
          {tool('Code block', <SquareCode />, 'Ctrl+Alt+C', is('codeBlock'), (it) => it.chain().focus().toggleCodeBlock().run())}
          <TableTool editor={editor} off={off} />
          {tool('Divider', <Minus />, undefined, false, (it) => it.chain().focus().setHorizontalRule().run())}
        </>
      )}
      {mayComment && (
        <>
          {formatting && <span className="toolbar-line" aria-hidden="true" />}
          <IconButton
            size="s" label="Comment on the selected words" keys="Ctrl+Alt+M" icon={<MessageSquarePlus />}
            disabled={editor === null || selectedWords(editor.state) === null}
            onMouseDown={(event) => event.preventDefault()}
            onClick={onComment}
          />
        </>
      )}
    </div>
  )
})

function TableTool({ editor, off }: { editor: Editor | null; off: boolean }) {
  const inTable = editor?.isActive('table') ?? false
  const run = (change: (chain: ReturnType<Editor['chain']>) => ReturnType<Editor['chain']>) => () => void (editor && change(editor.chain().focus()).run())
  const items: MenuEntry[] = inTable
    ? [
        { label: 'Row above', icon: <BetweenHorizontalEnd />, onSelect: run((chain) => chain.addRowBefore()) },
        { label: 'Row below', icon: <BetweenHorizontalStart />, onSelect: run((chain) => chain.addRowAfter()) },
        { label: 'Column before', icon: <BetweenVerticalEnd />, onSelect: run((chain) => chain.addColumnBefore()) },
        { label: 'Column after', icon: <BetweenVerticalStart />, onSelect: run((chain) => chain.addColumnAfter()) },
        { label: 'Header row', icon: <Heading />, onSelect: run((chain) => chain.toggleHeaderRow()) },
        'line',
        { label: 'Delete row', danger: true, onSelect: run((chain) => chain.deleteRow()) },
        { label: 'Delete column', danger: true, onSelect: run((chain) => chain.deleteColumn()) },
        { label: 'Delete table', icon: <Trash2 />, danger: true, onSelect: run((chain) => chain.deleteTable()) },
      ]
    : [{ label: 'Insert a table', icon: <Table />, onSelect: run((chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true })) }]
  return (
    <Menu
      label="Table"
      items={items}
      trigger={(props) => <IconButton {...props} size="s" label="Table" icon={<Table />} disabled={off} aria-pressed={inTable} onMouseDown={(event) => event.preventDefault()} />}
    />
  )
}

function LinkTool({ editor, off, active }: { editor: Editor | null; off: boolean; active: boolean }) {
  const [address, setAddress] = useState('')
  const [wrong, setWrong] = useState('')
  const save = (event: FormEvent, close: () => void): void => {
    event.preventDefault()
    const href = addressOf(address)
    if (editor === null) return
    if (href === null) return setWrong('That is no web or mail address.')
    const chain = editor.chain().focus().extendMarkRange('link')
    if (href === '') chain.unsetLink().run()
    else if (editor.state.selection.empty && !editor.isActive('link')) {
      chain.insertContent({ type: 'text', text: href.replace(/^(https?:\/\/|mailto:)/, ''), marks: [{ type: 'link', attrs: { href } }] }).run()
    } else chain.setLink({ href }).run()
    close()
  }
  return (
    <Popover
      label="Link"
      onOpenChange={(open) => {
        if (!open || editor === null) return
        const { href } = editor.getAttributes('link') as { href?: unknown }
        setAddress(typeof href === 'string' ? href : '')
        setWrong('')
      }}
      trigger={(props) => <IconButton {...props} size="s" label="Link" icon={<Link />} disabled={off} aria-pressed={active} onMouseDown={(event) => event.preventDefault()} />}
    >
      {(close) => (
        <form className="link-form" onSubmit={(event) => save(event, close)}>
          <TextField label="Address" data-autofocus="" type="text" inputMode="url" autoComplete="off" value={address} error={wrong || undefined} placeholder="https://" onChange={(event) => setAddress(event.target.value)} />
          <div className="link-form-buttons">
            {active && (
              <Button
                size="s" tone="quiet"
                onClick={() => {
                  editor?.chain().focus().extendMarkRange('link').unsetLink().run()
                  close()
                }}
              >
                Remove link
              </Button>
            )}
            {active && /^https?:/.test(address) && (
              <a className="yrsa-button" data-size="s" data-tone="quiet" href={address} target="_blank" rel="noopener noreferrer nofollow">
                Open
              </a>
            )}
            <Button size="s" tone="primary" type="submit">
              Save
            </Button>
          </div>
        </form>
      )}
    </Popover>
  )
}

/** A typed address as a link: `example.org` is a web address, nothing takes the link away, and what runs programs is none. */
export function addressOf(typed: string): string | null {
  const text = typed.trim()
  if (text === '') return ''
  if (/^(https?:\/\/|mailto:)\S+$/i.test(text)) return text
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(text)) return `mailto:${text}`
  return /^[^\s:/]+(\.[^\s:/]+|:\d+)(\/\S*|:\d+\S*)?$/.test(text) ? `https://${text}` : null
}
