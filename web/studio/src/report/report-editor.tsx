// The editor of reports: contents at the side, sections of rich text one below the other, one toolbar, one undo for all of it.
// Mounted by app/document-page.tsx through kinds.ts. Everything it shows comes from the document and its threads; it keeps no copy.
import type { Editor } from '@tiptap/core'
import type { Anchor, Participant, Thread } from '@yrsa/client'
import { ConnectionProvider, EmptyState, Popover, IconButton, pathOf, Button, useAccess, useLocks, useParticipants, useThreads, useToasts } from '@yrsa/react'
import { FileText, ListTree, Plus } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { EditorProps } from '../editor.ts'
import { Outline } from './outline.tsx'
import type { OutlineEntry } from './outline.tsx'
import { sectionElement, showWords, useFollowing, usePlace } from './place.ts'
import { pointer, sectionOf } from './pointers.ts'
import './report.css'
import { commentOn } from './rich-text.tsx'
import { SectionView } from './section-view.tsx'
import type { SectionActions } from './section-view.tsx'
import { Sections } from './sections.ts'
import type { Section } from './sections.ts'
import { Toolbar } from './toolbar.tsx'
import type { ToolbarHandle } from './toolbar.tsx'
import { undoOf } from './undo.ts'

export default function ReportEditor(props: EditorProps) {
  return (
    <ConnectionProvider connection={props.connection}>
      <Report key={props.connection.id} {...props} />
    </ConnectionProvider>
  )
}

const NOBODY: readonly Participant[] = []
const NO_THREADS: readonly Thread[] = []

function Report(props: EditorProps) {
  const { connection, mayEdit, at, thread, following, stopFollowing, setUndo } = props
  const { mayComment } = useAccess(connection)
  const model = useMemo(() => new Sections(connection.doc), [connection])
  const sections = useSyncExternalStore(
    useCallback((listener: () => void) => model.subscribe(listener), [model]),
    () => model.get(),
  )
  const undo = useReportUndo(model, setUndo)
  const scroller = useRef<HTMLDivElement>(null)
  const toolbar = useRef<ToolbarHandle>(null)
  const { show: toast } = useToasts()

  const [active, setActive] = useState<{ editor: Editor; section: string } | null>(null)
  const [current, setCurrent] = useState<string | null>(null)
  const [fresh, setFresh] = useState<string | null>(null)
  const [editing, setEditing] = useState<string | null>(null)

  usePlace(connection, scroller, { focused: editing, editing: editing !== null && mayEdit, onSection: setCurrent })
  useFollowing(scroller, following, stopFollowing)

  const goTo = useCallback((id: string, behavior: ScrollBehavior = 'smooth') => {
    const element = scroller.current && sectionElement(scroller.current, id)
    element?.scrollIntoView({ block: 'start', behavior })
    return element !== null
  }, [])

  // What the address asks for, once it is there: also when the section arrives later.
  const shown = useRef<string | null>(null)
  useEffect(() => {
    const id = sectionOf(at)
    if (id === null) shown.current = null
    else if (shown.current !== at && goTo(id, 'instant')) shown.current = at
  }, [at, sections, goTo])

  useEffect(() => (thread == null || scroller.current === null ? undefined : showWords(scroller.current, thread)), [thread])

  const now = useRef({ props, sections, undo })
  useEffect(() => {
    now.current = { props, sections, undo }
  })
  const actions = useMemo<SectionActions & { add(): void; moveTo(id: string, index: number): void }>(() => {
    const titleOf = (id: string): string => now.current.sections.find((section) => section.id === id)?.title.trim() || 'Untitled section'
    const add = (behind: string | null): void => {
      now.current.undo?.stopCapturing()
      setFresh(model.add('', behind))
      now.current.undo?.stopCapturing()
      now.current.props.announce('A section is added.')
    }
    return {
      add: () => add(null),
      addBehind: add,
      rename: (id, title) => model.rename(id, title),
      moveTo(id, index) {
        now.current.undo?.stopCapturing()
        model.move(id, index)
        now.current.undo?.stopCapturing()
      },
      move(id, by) {
        const index = now.current.sections.findIndex((section) => section.id === id) + by
        if (index < 0 || index >= now.current.sections.length) return
        this.moveTo(id, index)
        now.current.props.announce(`“${titleOf(id)}” is now number ${index + 1} of ${now.current.sections.length}.`)
      },
      remove(id) {
        const title = titleOf(id)
        now.current.undo?.stopCapturing()
        model.remove(id)
        now.current.undo?.stopCapturing()
        toast(`“${title}” is deleted.`, { action: { label: 'Undo', run: () => now.current.undo?.undo() } })
      },
      comment: (anchor) => now.current.props.comment(anchor),
      openThreads: (path, thread) => now.current.props.openThreads(path, thread),
      focused(id, editor) {
        now.current.undo?.stopCapturing()
        setActive((before) => (before?.editor === editor ? before : { editor, section: id }))
        setEditing(id)
      },
      gone: (editor) => setActive((before) => (before?.editor === editor ? null : before)),
      toolbar: () => toolbar.current?.focus(),
    }
  }, [model, toast])

  const threads = useSectionThreads()
  const present = usePresent(sections)
  const { locks, source } = useLocks(connection)
  const entries = useMemo<readonly OutlineEntry[]>(
    () =>
      sections.map((section) => ({
        section,
        present: present.get(section.id) ?? NOBODY,
        // `locks` says when to look again.
        lock: locks.length === 0 ? undefined : source.of(pointer('sections', section.id)),
        threads: threads.open.get(section.id) ?? 0,
      })),
    [sections, present, locks, source, threads],
  )

  const outline = (close?: () => void) => (
    <Outline
      entries={entries}
      current={current}
      mayEdit={mayEdit}
      onShow={(id) => {
        stopFollowing()
        goTo(id)
        shown.current = pointer('sections', id)
        props.show(shown.current)
        close?.()
      }}
      onMove={actions.moveTo}
      onAdd={() => {
        actions.add()
        close?.()
      }}
    />
  )
  const activeEditable = active !== null && !active.editor.isDestroyed && active.editor.isEditable

  return (
    <div className="report">
      <aside className="report-side">{outline()}</aside>
      <div
        ref={scroller}
        className="report-scroller"
        onBlur={({ relatedTarget, currentTarget }) => {
          if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setEditing(null)
        }}
        onKeyDown={(event) => {
          if (!event.altKey || !event.shiftKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || !mayEdit) return
          const id = (event.target as Element).closest<HTMLElement>('[data-section]')?.dataset['section']
          if (id === undefined) return
          event.preventDefault()
          actions.move(id, event.key === 'ArrowUp' ? -1 : 1)
        }}
      >
        <div className="report-bar" data-empty={(!mayEdit && !mayComment) || undefined}>
          <Toolbar
            ref={toolbar}
            editor={active?.editor ?? null}
            formatting={mayEdit}
            editable={mayEdit && activeEditable}
            mayComment={mayComment}
            onComment={() => {
              if (active === null) return
              commentOn(active.editor, { path: pointer('sections', active.section, 'body'), mayComment, onComment: (anchor: Anchor) => actions.comment(anchor) })
            }}
            before={
              <span className="report-contents-slot">
                <Popover label="Contents" className="outline-popover" trigger={(trigger) => <IconButton {...trigger} size="s" label="Contents" icon={<ListTree />} />}>
                  {(close) => outline(close)}
                </Popover>
              </span>
            }
          />
        </div>
        <div className="report-page">
          {undo !== null &&
            sections.map((section, index) => (
              <SectionView
                key={section.id}
                connection={connection}
                section={section}
                first={index === 0}
                last={index === sections.length - 1}
                mayEdit={mayEdit}
                mayComment={mayComment}
                undo={undo}
                threads={threads.words.get(section.id) ?? NO_THREADS}
                chosen={threads.words.get(section.id)?.some(({ id }) => id === thread) ? (thread ?? null) : null}
                present={present.get(section.id) ?? NOBODY}
                fresh={section.id === fresh}
                actions={actions}
              />
            ))}
          {sections.length === 0 && (
            <EmptyState icon={<FileText />} title="This report has no sections">
              {mayEdit ? 'Add the first one and begin to write.' : 'Nobody has written anything yet.'}
            </EmptyState>
          )}
          {mayEdit && (
            <Button className="report-add" tone="quiet" icon={<Plus />} onClick={actions.add}>
              Add a section
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}

/** One undo for as long as the report is shown. Made in an effect, because it listens to the document. */
function useReportUndo(model: Sections, setUndo: EditorProps['setUndo']) {
  const [undo, setMade] = useState<ReturnType<typeof undoOf> | null>(null)
  useEffect(() => {
    const made = undoOf(model.root)
    setMade(made)
    setUndo(made)
    return () => {
      setUndo(null)
      setMade(null)
      made.destroy()
    }
    // `setUndo` is the frame's, which may make it anew at each render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [model])
  return undo
}

interface SectionThreads {
  /** About words, by section. */
  words: ReadonlyMap<string, readonly Thread[]>
  /** How many are open, by section. */
  open: ReadonlyMap<string, number>
}

function useSectionThreads(): SectionThreads {
  const { threads } = useThreads()
  return useMemo(() => {
    const words = new Map<string, Thread[]>()
    const open = new Map<string, number>()
    for (const thread of threads) {
      const id = sectionOf(pathOf(thread.anchor))
      if (id === null) continue
      if (thread.anchor.type === 'range') words.set(id, [...(words.get(id) ?? []), thread])
      if (!thread.resolved && thread.deletedAt === undefined) open.set(id, (open.get(id) ?? 0) + 1)
    }
    return { words, open }
  }, [threads])
}

/** Who else is in which section. */
function usePresent(sections: readonly Section[]): ReadonlyMap<string, readonly Participant[]> {
  const participants = useParticipants()
  const before = useRef<ReadonlyMap<string, readonly Participant[]>>(new Map())
  return useMemo(() => {
    const present = new Map<string, readonly Participant[]>()
    for (const { id } of sections) {
      const here = participants.filter(({ self, place, status }) => !self && status !== 'offline' && sectionOf(place) === id)
      const old = before.current.get(id)
      if (here.length === 0) continue
      present.set(id, old?.length === here.length && here.every((participant, index) => participant === old[index]) ? old : here)
    }
    before.current = present
    return present
  }, [participants, sections])
}
