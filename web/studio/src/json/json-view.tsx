// A document of any kind as a tree of JSON, live. Single values can be changed, as edits beside those of others.
// Mounted by app/document-page.tsx through kinds.ts (`?view=json`) and by the text editor for what is no text. Only rows in sight are drawn.
import type { Connection } from '@yrsa/client'
import { Button, Dialog, IconButton, Loading, Notice, TextArea, timeOfDay, useToasts } from '@yrsa/react'
import { ChevronDown, ChevronRight, ChevronUp, Copy, FoldVertical, Link2, Pencil, UnfoldVertical } from 'lucide-react'
import { useCallback, useDeferredValue, useEffect, useId, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { FormEvent, KeyboardEvent } from 'react'
import type { EditorProps } from '../editor.ts'
import { LiveContent } from './content.ts'
import './json.css'
import { ancestorsOf, find, isBranch, openUpTo, rowsOf, typedValue, valueAt } from './tree.ts'
import type { Json, Row } from './tree.ts'

const ROW = 26
const SPARE = 12
const LONGEST = 240
const OPEN_AT_FIRST = 120
const OPEN_AT_MOST = 20_000
const NOTHING: ReadonlySet<string> = new Set()

export default function JsonView({ connection, mayEdit, at, show, setUndo, announce }: EditorProps) {
  const source = useMemo(() => new LiveContent(connection), [connection])
  const content = useSyncExternalStore(
    useCallback((listener: () => void) => source.subscribe(listener), [source]),
    () => source.get(),
  )
  useEffect(() => {
    setUndo(null)
    connection.setPresence({ activity: 'viewing' })
    // `setUndo` is the frame's, which may make it anew at each render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [connection])
  if (content.json === undefined) {
    return <div className="json-view json-waits">{content.problem === '' ? <Loading lines={6} label="Reading the document" /> : <Notice tone="bad">{content.problem}</Notice>}</div>
  }
  return (
    <Tree
      key={connection.id}
      connection={connection}
      source={source}
      json={content.json}
      note={content.from === 'server' ? `As the server had it at ${timeOfDay(content.at, Date.now())}` : 'As this device has it: the server can’t be reached'}
      problem={content.problem}
      mayEdit={mayEdit && content.from === 'server'}
      at={at}
      show={show}
      announce={announce}
    />
  )
}

interface TreeProps extends Pick<EditorProps, 'at' | 'show' | 'announce'> {
  connection: Connection
  source: LiveContent
  json: Json
  note: string
  problem: string
  mayEdit: boolean
}

function Tree({ source, json, note, problem, mayEdit, at, show, announce }: TreeProps) {
  const id = useId()
  const { show: toast } = useToasts()
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set([...openUpTo(json, OPEN_AT_FIRST), ...(at === null ? [] : ancestorsOf(at))]))
  const [current, setCurrent] = useState<string | null>(at)
  const [words, setWords] = useState('')
  const [editing, setEditing] = useState<{ path: string; value: Json } | null>(null)
  const wanted = useDeferredValue(words)
  const found = useMemo(() => find(json, wanted), [json, wanted])
  const hits = useMemo(() => (found.paths.length === 0 ? NOTHING : new Set(found.paths)), [found])
  const rows = useMemo(() => rowsOf(json, open), [json, open])
  const here = current === null ? -1 : rows.findIndex(({ path }) => path === current)
  const scroller = useRef<HTMLDivElement>(null)
  const sight = useSight(scroller)
  const first = Math.max(0, Math.floor(sight.top / ROW) - SPARE)
  const last = Math.min(rows.length, Math.ceil((sight.top + sight.height) / ROW) + SPARE)

  const reveal = useRef<string | null>(at)
  useLayoutEffect(() => {
    const element = scroller.current
    const index = reveal.current === null ? -1 : rows.findIndex(({ path }) => path === reveal.current)
    if (element === null || index === -1) return
    reveal.current = null
    const top = index * ROW
    if (top < element.scrollTop || top + ROW > element.scrollTop + element.clientHeight) element.scrollTop = top - element.clientHeight / 2 + ROW
  }, [rows, current])

  const goTo = (path: string): void => {
    reveal.current = path
    setOpen((before) => new Set([...before, ...ancestorsOf(path)]))
    setCurrent(path)
  }
  const toggle = (row: Row, wish = !row.open): void => {
    if (row.size <= 0 || wish === row.open) return
    setOpen((before) => {
      const after = new Set(before)
      if (wish) after.add(row.path)
      else after.delete(row.path)
      return after
    })
  }
  const step = (by: 1 | -1): void => {
    const { paths } = found
    if (paths.length === 0) return
    const index = current === null ? -1 : paths.indexOf(current)
    const next = paths[(index + by + paths.length) % paths.length] ?? paths[0]
    if (next !== undefined) goTo(next)
  }
  const copy = (text: string, what: string): void => {
    navigator.clipboard.writeText(text).then(
      () => toast(`${what} is copied.`),
      () => toast('The browser did not let us copy.', { tone: 'bad' }),
    )
  }
  const edit = (row: Row): void => {
    if (mayEdit && !isBranch(row.value)) setEditing({ path: row.path, value: row.value })
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[here]
    const move = (index: number): void => {
      const next = rows[Math.min(Math.max(index, 0), rows.length - 1)]
      if (next === undefined) return
      reveal.current = next.path
      setCurrent(next.path)
    }
    if (event.key === 'ArrowDown') move(here + 1)
    else if (event.key === 'ArrowUp') move(here - 1)
    else if (event.key === 'Home') move(0)
    else if (event.key === 'End') move(rows.length - 1)
    else if (event.key === 'PageDown') move(here + Math.floor(sight.height / ROW))
    else if (event.key === 'PageUp') move(here - Math.floor(sight.height / ROW))
    else if (row === undefined) return
    else if (event.key === 'ArrowRight') {
      if (row.open) move(here + 1)
      else toggle(row, true)
    } else if (event.key === 'ArrowLeft') {
      if (row.open) toggle(row, false)
      else move(rows.findIndex(({ path }) => path === row.path.slice(0, row.path.lastIndexOf('/'))))
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (row.size >= 0) toggle(row)
      else edit(row)
    } else if (event.key.toLowerCase() === 'c' && (event.ctrlKey || event.metaKey) && getSelection()?.isCollapsed !== false) {
      copy(textOf(row.value), 'The value')
    } else return
    event.preventDefault()
  }

  return (
    <div className="json-view">
      <div className="json-bar">
        <input
          type="search"
          className="yrsa-input json-search"
          data-size="s"
          aria-label="Find in the document"
          placeholder="Find"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            step(event.shiftKey ? -1 : 1)
          }}
        />
        {wanted.trim() !== '' && (
          <>
            <span className="json-found" role="status">
              {found.paths.length === 0 ? 'Nothing found' : `${found.paths.length}${found.more ? '+' : ''} found`}
            </span>
            <IconButton size="s" label="Previous" icon={<ChevronUp />} disabled={found.paths.length === 0} onClick={() => step(-1)} />
            <IconButton size="s" label="Next" icon={<ChevronDown />} disabled={found.paths.length === 0} onClick={() => step(1)} />
          </>
        )}
        <span className="json-space" />
        <span className="json-note">{note}</span>
        <IconButton size="s" label="Open all" icon={<UnfoldVertical />} onClick={() => setOpen(openUpTo(json, OPEN_AT_MOST))} />
        <IconButton size="s" label="Close all" icon={<FoldVertical />} onClick={() => setOpen(new Set())} />
        <IconButton size="s" label="Copy all of it as JSON" icon={<Copy />} onClick={() => copy(JSON.stringify(json, null, 2), 'The document')} />
      </div>
      {problem !== '' && <Notice tone="warn" live className="json-problem">{problem}</Notice>}
      <div
        ref={scroller}
        className="json-scroller"
        role="tree"
        aria-label="The document as JSON"
        tabIndex={0}
        aria-activedescendant={here >= first && here < last ? `${id}-${here}` : undefined}
        onKeyDown={onKeyDown}
        onFocus={({ target, currentTarget }) => target === currentTarget && current === null && setCurrent(rows[0]?.path ?? null)}
      >
        {rows.length === 0 && <p className="json-empty">There is nothing in this document yet.</p>}
        <div className="json-rows" style={{ height: rows.length * ROW }} role="presentation">
          {rows.slice(first, last).map((row, offset) => {
            const index = first + offset
            return (
              <div
                key={row.path}
                id={`${id}-${index}`}
                className="json-row"
                style={{ transform: `translateY(${index * ROW}px)`, paddingInlineStart: 8 + (row.level - 1) * 18 }}
                role="treeitem"
                aria-level={row.level}
                aria-posinset={row.place}
                aria-setsize={row.of}
                aria-expanded={row.size > 0 ? row.open : undefined}
                aria-selected={index === here}
                data-current={index === here || undefined}
                data-found={hits.has(row.path) || undefined}
                onClick={() => {
                  setCurrent(row.path)
                  toggle(row)
                }}
                onDoubleClick={() => edit(row)}
              >
                <span className="json-mark" aria-hidden="true">
                  {row.size > 0 && (row.open ? <ChevronDown /> : <ChevronRight />)}
                </span>
                <span className="json-name">{row.name}</span>
                <Value value={row.value} size={row.size} />
                {index === here && (
                  <span className="json-tools" onClick={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()}>
                    {mayEdit && row.size < 0 && <IconButton size="s" tabIndex={-1} label="Change" keys="Enter" icon={<Pencil />} onClick={() => edit(row)} />}
                    <IconButton size="s" tabIndex={-1} label="Copy value" keys="Ctrl+C" icon={<Copy />} onClick={() => copy(textOf(row.value), 'The value')} />
                    <IconButton
                      size="s" tabIndex={-1} label="Copy path" icon={<Link2 />}
                      onClick={() => {
                        show(row.path)
                        copy(row.path, 'The path')
                      }}
                    />
                  </span>
                )}
              </div>
            )
          })}
        </div>
      </div>
      {editing !== null && (
        <Change
          path={editing.path}
          before={editing.value}
          // Somebody else may have changed it since.
          now={valueAt(json, editing.path)}
          source={source}
          onClose={() => {
            setEditing(null)
            scroller.current?.focus()
          }}
          onSaved={() => announce('The value is changed.')}
        />
      )}
    </div>
  )
}

function Value({ value, size }: { value: Json; size: number }) {
  if (Array.isArray(value)) return <span className="json-value" data-type="branch">{size === 0 ? '[ ]' : `[ ${size} ]`}</span>
  if (isBranch(value)) return <span className="json-value" data-type="branch">{size === 0 ? '{ }' : `{ ${size} }`}</span>
  const type = value === null ? 'null' : typeof value
  const words = typeof value === 'string' ? JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value) : String(value)
  return <span className="json-value" data-type={type}>{words}</span>
}

interface ChangeProps {
  path: string
  before: Json
  now: Json | undefined
  source: LiveContent
  onClose(): void
  onSaved(): void
}

function Change({ path, before, now, source, onClose, onSaved }: ChangeProps) {
  const [text, setText] = useState(() => (typeof before === 'string' ? before : JSON.stringify(before)))
  const [wrong, setWrong] = useState('')
  const [busy, setBusy] = useState(false)
  const changed = now !== before
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const typed = typedValue(before, text)
    if (typed === null) return setWrong('That is no JSON. Text stands in double quotes.')
    setBusy(true)
    const problem = await source.write(path, before, typed.value)
    setBusy(false)
    if (problem !== '') return setWrong(problem)
    onSaved()
    onClose()
  }
  return (
    <Dialog open title="Change a value" onClose={onClose}>
      <form className="json-change" onSubmit={(event) => void save(event)}>
        <p className="json-path">{path}</p>
        {changed && <Notice tone="warn" live>Somebody changed it since you opened this. Saving will not work; close this and look again.</Notice>}
        <TextArea
          rows={typeof before === 'string' && before.length > 80 ? 10 : 3}
          value={text}
          aria-label={typeof before === 'string' ? 'Text' : 'Value as JSON'}
          aria-invalid={wrong !== ''}
          onChange={(event) => {
            setText(event.target.value)
            setWrong('')
          }}
        />
        {wrong !== '' && <p className="json-wrong" role="alert">{wrong}</p>}
        <div className="json-change-buttons">
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" busy={busy}>Save</Button>
        </div>
      </form>
    </Dialog>
  )
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2))

/** What part of a scrolling element is in sight. */
function useSight(element: React.RefObject<HTMLElement | null>): { top: number; height: number } {
  const [sight, setSight] = useState({ top: 0, height: 800 })
  useLayoutEffect(() => {
    const scroller = element.current
    if (scroller === null) return
    let frame = 0
    const look = (): void => {
      frame ||= requestAnimationFrame(() => {
        frame = 0
        setSight((before) => {
          const now = { top: scroller.scrollTop, height: scroller.clientHeight }
          return before.top === now.top && before.height === now.height ? before : now
        })
      })
    }
    look()
    scroller.addEventListener('scroll', look, { passive: true })
    const size = new ResizeObserver(look)
    size.observe(scroller)
    return () => {
      cancelAnimationFrame(frame)
      scroller.removeEventListener('scroll', look)
      size.disconnect()
    }
  }, [element])
  return sight
}
