// One section of a report: its title, its text, who is in it, its lock and its comments. Part of report-editor.tsx.
// The text's editor is made when the section comes near; until then the text stands there to be read.
import type { Editor } from '@tiptap/core'
import type { Anchor, Connection, Participant, Thread } from '@yrsa/client'
import { Avatar, CommentAnchor, EditLockIndicator, IconButton, Menu, useLock, useSession } from '@yrsa/react'
import { ArrowDown, ArrowUp, Ellipsis, MessageSquarePlus, Plus, Trash2 } from 'lucide-react'
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import type * as Y from 'yjs'
import { pointer } from './pointers.ts'
import { RichText } from './rich-text.tsx'
import type { Section } from './sections.ts'
import { StaticText } from './static-text.tsx'

/** So far outside of what one sees editors are made already. */
const NEAR = '900px 0px'
const TITLE_PAUSE_MS = 400
const MOST_FACES = 3

export interface SectionActions {
  rename(id: string, title: string): void
  move(id: string, by: -1 | 1): void
  addBehind(id: string): void
  remove(id: string): void
  comment(anchor: Anchor): void
  openThreads(path: string, thread?: string): void
  focused(id: string, editor: Editor): void
  gone(editor: Editor): void
  toolbar(): void
}

export interface SectionViewProps {
  connection: Connection
  section: Section
  first: boolean
  last: boolean
  mayEdit: boolean
  mayComment: boolean
  undo: Y.UndoManager
  threads: readonly Thread[]
  /** The one of them that is looked at. */
  chosen: string | null
  present: readonly Participant[]
  /** It was added just now, here. */
  fresh: boolean
  actions: SectionActions
}

export const SectionView = memo(function SectionView(props: SectionViewProps) {
  const { connection, section, first, last, mayEdit, mayComment, undo, threads, chosen, present, fresh, actions } = props
  const { id, title, body } = section
  const path = pointer('sections', id)
  const element = useRef<HTMLElement>(null)
  const near = useNear(element)
  const { heldByOther, mine, lock } = useLock(path, { connection })
  const { state } = useSession(connection)
  // In a locked session one edits what one holds, and nothing else.
  const editable = mayEdit && (state.mode === 'locked' ? mine : !heldByOther)
  const name = title.trim() === '' ? 'Untitled section' : title
  const shownFaces = present.slice(0, MOST_FACES)

  return (
    <section ref={element} className="section" data-section={id} data-locked={heldByOther || undefined} aria-label={name}>
      <header className="section-head">
        <Title id={id} title={title} editable={editable} fresh={fresh} onRename={actions.rename} />
        <div className="section-tools">
          {present.length > 0 && (
            <span className="section-faces" role="img" aria-label={`Here: ${present.map(({ user }) => user.name).join(', ')}`}>
              {shownFaces.map(({ user }) => (
                <Avatar key={user.id} user={user} size="s" />
              ))}
              {present.length > MOST_FACES && <span className="section-more">+{present.length - MOST_FACES}</span>}
            </span>
          )}
          <EditLockIndicator path={path} kind="section" connection={connection} />
          <CommentAnchor path={path} onOpen={actions.openThreads} connection={connection} label={name} />
          <Menu
            label={`Section ${name}`}
            align="end"
            items={[
              ...(mayComment ? [{ label: 'Comment on this section', icon: <MessageSquarePlus />, onSelect: () => actions.comment({ type: 'path', path }) }, 'line' as const] : []),
              { label: 'Move up', icon: <ArrowUp />, keys: 'Alt+Shift+↑', disabled: !editable || first, onSelect: () => actions.move(id, -1) },
              { label: 'Move down', icon: <ArrowDown />, keys: 'Alt+Shift+↓', disabled: !editable || last, onSelect: () => actions.move(id, 1) },
              { label: 'Add a section below', icon: <Plus />, disabled: !mayEdit, onSelect: () => actions.addBehind(id) },
              'line',
              { label: 'Delete section', icon: <Trash2 />, danger: true, disabled: !editable, onSelect: () => actions.remove(id) },
            ]}
            trigger={(trigger) => <IconButton {...trigger} size="s" label={`More about ${name}`} icon={<Ellipsis />} />}
          />
        </div>
      </header>
      {heldByOther && lock && (
        <p className="section-held" role="status">
          {lock.holder.name} has this section for themselves{lock.reason ? `: ${lock.reason}` : ''}. You can read along.
        </p>
      )}
      {body === null ? (
        <p className="rich-text-unfit">There is no rich text here. The view as JSON shows what there is.</p>
      ) : near ? (
        <RichText
          connection={connection}
          fragment={body}
          path={pointer('sections', id, 'body')}
          label={`Text of ${name}`}
          placeholder="Write something"
          editable={editable}
          mayComment={mayComment}
          undo={undo}
          threads={threads}
          chosen={chosen}
          onComment={actions.comment}
          onThread={(thread) => actions.openThreads(path, thread)}
          onFocus={(editor) => actions.focused(id, editor)}
          onGone={actions.gone}
          onToolbar={actions.toolbar}
        />
      ) : (
        <StaticText fragment={body} label={`Text of ${name}`} />
      )}
    </section>
  )
})

/** Whether something is or was near what one sees. */
function useNear(element: React.RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false)
  useEffect(() => {
    if (near || element.current === null) return
    const watcher = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setNear(true), {
      // The margin counts at this root alone, not at something that scrolls within the window.
      root: element.current.closest('.report-scroller'),
      rootMargin: NEAR,
    })
    watcher.observe(element.current)
    return () => watcher.disconnect()
  }, [near, element])
  return near
}

interface TitleProps {
  id: string
  title: string
  editable: boolean
  fresh: boolean
  onRename(id: string, title: string): void
}

function Title({ id, title, editable, fresh, onRename }: TitleProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const [draft, setDraft] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const pending = useRef<string | null>(null)

  const write = (): void => {
    clearTimeout(timer.current)
    if (pending.current !== null) onRename(id, pending.current)
    pending.current = null
  }
  useEffect(() => write, [id])
  useEffect(() => {
    if (!fresh) return
    area.current?.focus()
    area.current?.scrollIntoView({ block: 'center' })
  }, [fresh])
  useLayoutEffect(() => {
    const element = area.current
    if (element === null) return
    // As high as its words, where the browser can't do that by itself (`field-sizing`).
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
  }, [draft, title])

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      write()
      event.currentTarget.closest('.section')?.querySelector<HTMLElement>('[role="textbox"].prose')?.focus()
    } else if (event.key === 'Escape') event.currentTarget.blur()
  }
  if (!editable) return <h2 className="section-title">{title.trim() === '' ? 'Untitled section' : title}</h2>
  return (
    <h2 className="section-title">
      <textarea
        ref={area}
        rows={1}
        value={draft ?? title}
        aria-label="Section title"
        placeholder="Untitled section"
        onChange={(event) => {
          const text = event.target.value.replaceAll('\n', ' ')
          setDraft(text)
          pending.current = text
          clearTimeout(timer.current)
          timer.current = setTimeout(write, TITLE_PAUSE_MS)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          write()
          setDraft(null)
        }}
      />
    </h2>
  )
}
