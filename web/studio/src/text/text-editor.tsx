// The editor of free documents: whichever text is in one, plain or rich; a chooser where there are several; else the view as JSON.
// Mounted by app/document-page.tsx through kinds.ts. Gives a root a type only once it is edited as that type.
import type { Connection, Thread } from '@yrsa/client'
import { CommentAnchor, ConnectionProvider, EditLockIndicator, IconButton, pathOf, Select, useAccess, useLock, useSession, useThreads } from '@yrsa/react'
import { Search } from 'lucide-react'
import { lazy, Suspense, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type * as Y from 'yjs'
import type { EditorProps } from '../editor.ts'
import { pointer } from '../report/pointers.ts'
import { choiceOf, rootsOf } from './roots.ts'
import type { Root } from './roots.ts'
import './text.css'
import { TextPanel } from './text-panel.tsx'
import type { TextPanelHandle } from './text-panel.tsx'

const RichPanel = lazy(() => import('./rich-panel.tsx'))
const JsonView = lazy(() => import('../json/json-view.tsx'))

export default function TextEditor(props: EditorProps) {
  return (
    <ConnectionProvider connection={props.connection}>
      <Free key={props.connection.id} {...props} />
    </ConnectionProvider>
  )
}

export interface RichPanelProps extends EditorProps {
  fragment: Y.XmlFragment
  path: string
  editable: boolean
  mayComment: boolean
  threads: readonly Thread[]
}

function Free(props: EditorProps) {
  const { connection, mayEdit, at, setUndo } = props
  const { mayComment } = useAccess(connection)
  const roots = useRoots(connection)
  const asked = at?.split('/')[1]?.replaceAll('~1', '/').replaceAll('~0', '~') ?? null
  const choice = choiceOf(roots, asked)
  // What one began to write in stays, also when something else appears beside it.
  const [kept, setKept] = useState<Root | null>(null)
  const chosen = (asked === null && kept !== null && (choice?.choices.length ?? 0) === 0 ? kept : choice?.chosen) ?? null
  useEffect(() => {
    if (chosen !== null) setKept(chosen)
  }, [chosen])
  const panel = useRef<TextPanelHandle>(null)

  const path = pointer(chosen?.name ?? '')
  const { mine, heldByOther } = useLock(path, { connection })
  const { state } = useSession(connection)
  const editable = mayEdit && (state.mode === 'locked' ? mine : !heldByOther)
  const { threads } = useThreads({ path, connection })
  const words = useMemo(() => threads.filter(({ anchor }) => anchor.type === 'range' && pathOf(anchor) === path), [threads, path])
  useEffect(() => {
    if (chosen === null) setUndo(null)
    // `setUndo` is the frame's, which may make it anew at each render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [chosen === null])

  if (choice === null || chosen === null) {
    return (
      <Suspense>
        <JsonView {...props} />
      </Suspense>
    )
  }
  return (
    <div className="text-editor">
      <div className="text-bar">
        {choice.choices.length > 1 && (
          <Select size="s" aria-label="Text" value={chosen.name} options={choice.choices.map(({ name }) => ({ value: name, label: name }))} onChange={(name) => props.show(pointer(name))} />
        )}
        {chosen.is === 'text' && <WordCount connection={connection} name={chosen.name} />}
        <span className="text-bar-space" />
        <EditLockIndicator path={path} kind="text" connection={connection} />
        <CommentAnchor path={path} onOpen={props.openThreads} connection={connection} label="this text" />
        {chosen.is === 'text' && <IconButton size="s" label="Find" keys="Ctrl+F" icon={<Search />} onClick={() => panel.current?.find()} />}
      </div>
      {chosen.is === 'rich' ? (
        <Suspense>
          <RichPanel {...props} fragment={connection.doc.getXmlFragment(chosen.name)} path={path} editable={editable} mayComment={mayComment} threads={words} />
        </Suspense>
      ) : (
        <TextPanel
          key={chosen.name}
          ref={panel}
          connection={connection}
          name={chosen.name}
          editable={editable}
          mayComment={mayComment}
          following={props.following}
          stopFollowing={props.stopFollowing}
          setUndo={setUndo}
          onComment={(anchor) => props.comment(anchor)}
          chosen={props.thread ?? null}
          onThreads={props.openThreads}
        />
      )}
    </div>
  )
}

const COUNT_PAUSE_MS = 400
const numbers = new Intl.NumberFormat('en')

/** How many words there are; counted when typing pauses. */
function WordCount({ connection, name }: { connection: Connection; name: string }) {
  const [words, setWords] = useState<number | null>(null)
  useEffect(() => {
    const text = connection.doc.getText(name)
    let timer: ReturnType<typeof setTimeout> | undefined
    const count = (): void => {
      timer = undefined
      setWords(text.toString().match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0)
    }
    const changed = (): void => {
      timer ??= setTimeout(count, COUNT_PAUSE_MS)
    }
    count()
    text.observe(changed)
    return () => {
      clearTimeout(timer)
      text.unobserve(changed)
    }
  }, [connection, name])
  return words === null ? null : <span className="text-count">{words === 1 ? '1 word' : `${numbers.format(words)} words`}</span>
}

/** The roots of a document, read again when there are more of them or an empty one is no longer empty. */
function useRoots(connection: Connection): readonly Root[] {
  const store = useMemo(() => {
    let roots: readonly Root[] = rootsOf(connection.doc)
    let words = JSON.stringify(roots)
    return {
      get: () => roots,
      subscribe(listener: () => void) {
        const look = (): void => {
          const now = rootsOf(connection.doc)
          const nowWords = JSON.stringify(now)
          if (nowWords === words) return
          words = nowWords
          roots = now
          listener()
        }
        connection.doc.on('afterTransaction', look)
        look()
        return () => connection.doc.off('afterTransaction', look)
      },
    }
  }, [connection])
  return useSyncExternalStore(store.subscribe, store.get)
}
