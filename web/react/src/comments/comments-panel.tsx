// The comments of a document: threads, replies, reactions, resolving; what a thread is about can be shown.
// For a side panel; never moves the document itself, the caller does that in `onSelect`.
import { calledOf } from '@yrsa/client'
import type { Anchor, Connection, Thread } from '@yrsa/client'
import { MessageSquarePlus, MessageSquareText, X } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { Button, IconButton } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import { EmptyState, Loading, Notice } from '../parts/display.tsx'
import { Segments } from '../parts/field.tsx'
import { useConnection } from '../hooks/context.tsx'
import { useObservable } from '../hooks/use-observable.ts'
import { Composer } from '../writing/composer.tsx'
import { useSaid } from '../writing/said.tsx'
import { usePeople } from '../writing/use-people.ts'
import { LONGEST_COMMENT } from './comment-view.tsx'
import { useOrphans } from './orphans.ts'
import { metadataFor } from './quotes.ts'
import { isAt, pathOf } from './range-anchor.ts'
import { AboutIcon, aboutWords, ThreadView } from './thread-view.tsx'
import { threadsOf } from './use-threads.ts'
import type { ThreadsSource } from './use-threads.ts'

export interface CommentsPanelProps {
  connection?: Connection | undefined
  /** Where the threads are. By default the connection's. */
  source?: ThreadsSource | undefined
  /** Only threads about this place and what is in it, a JSON pointer. */
  path?: string | null | undefined
  /** The user asks for all threads again. */
  onClearPath?: (() => void) | undefined
  /** A thread was chosen; the document may show what it is about. */
  onSelect?: ((anchor: Anchor, thread: Thread) => void) | undefined
  /** A new thread is to be begun about this. */
  newAt?: Anchor | null | undefined
  /** The new thread was sent or given up. */
  onNewDone?: (() => void) | undefined
  /** What a place is called: `Card "Fix login"`. */
  describe?: ((path: string) => string | undefined) | undefined
  /** The id of the thread to show, from a link. */
  selected?: string | null | undefined
  /** The address of a thread, for "Copy link". */
  linkTo?: ((thread: Thread) => string) | undefined
  className?: string | undefined
}

type Filter = 'open' | 'resolved'

export function CommentsPanel(props: CommentsPanelProps): ReactNode {
  const { path = null, onSelect, onNewDone, describe, linkTo, newAt = null } = props
  const connection = useConnection(props.connection)
  const source = props.source ?? threadsOf(connection)
  const { threads, loaded } = useObservable(source)
  const { mayComment, mayOwn } = useObservable(connection.access)
  const authors = useMemo(() => threads.flatMap((thread) => [thread.createdBy, ...thread.comments.map(({ author }) => author)]), [threads])
  const { people, candidates } = usePeople(connection, authors)
  const [filter, setFilter] = useState<Filter>('open')
  const [chosen, setChosen] = useState<string | null>(props.selected ?? null)
  const [begun, setBegun] = useState<Anchor | null>(null)
  const [said, say] = useSaid()
  const draft = `${connection.id}:${people.me?.id ?? ''}:comments`

  const here = useMemo(
    () =>
      threads
        // Of a thread without any words left there is nothing to show.
        .filter((thread) => thread.deletedAt === undefined && (path === null || isAt(pathOf(thread.anchor), path)))
        .sort((one, other) => other.createdAt - one.createdAt || (one.id < other.id ? 1 : -1)),
    [threads, path],
  )
  const open = useMemo(() => here.filter(({ resolved }) => !resolved), [here])
  const resolved = useMemo(() => here.filter((thread) => thread.resolved), [here])
  const shown = filter === 'open' ? open : resolved

  // A thread that a link leads to is shown wherever it is, once it has come.
  const wanted = props.selected ?? null
  const found = wanted === null ? undefined : threads.find(({ id }) => id === wanted)
  const foundIn = found === undefined ? null : found.resolved ? 'resolved' : 'open'
  useEffect(() => {
    if (wanted === null || foundIn === null) return
    setChosen(wanted)
    setFilter(foundIn)
    // Not when it is resolved later: only when it is asked for or comes.
  }, [wanted, foundIn !== null])

  const orphans = useOrphans(here, connection.doc)
  useNews(threads, loaded, people.me?.id ?? null, say)

  const select = useCallback(
    (thread: Thread) => {
      setChosen(thread.id)
      onSelect?.(thread.anchor, thread)
    },
    [onSelect],
  )
  const copyLink = useMemo(
    () =>
      linkTo &&
      ((thread: Thread) => {
        navigator.clipboard?.writeText(linkTo(thread)).then(
          () => say('Link copied'),
          () => say('The browser did not allow copying'),
        )
      }),
    [linkTo, say],
  )

  const anchor = newAt ?? begun
  const done = (): void => {
    setBegun(null)
    onNewDone?.()
  }

  return (
    <section className={classNames('yrsa-comments', props.className)} aria-label="Comments">
      <div className="yrsa-comments-head">
        <Segments<Filter>
          label="Which threads"
          value={filter}
          onChange={setFilter}
          options={[
            { value: 'open', label: open.length > 0 ? `Open ${open.length}` : 'Open' },
            { value: 'resolved', label: resolved.length > 0 ? `Resolved ${resolved.length}` : 'Resolved' },
          ]}
        />
        {mayComment && anchor === null && (
          <IconButton
            icon={<MessageSquarePlus />}
            label={path === null ? 'Comment on the document' : 'Comment here'}
            onClick={() => setBegun(path === null ? { type: 'document' } : { type: 'path', path })}
          />
        )}
      </div>
      {path !== null && (
        <div className="yrsa-comments-place">
          <span>
            About <strong>{aboutWords({ type: 'path', path }, describe)}</strong>
          </span>
          {props.onClearPath && <IconButton size="s" icon={<X />} label="Show all comments" onClick={props.onClearPath} />}
        </div>
      )}
      <div className="yrsa-comments-body">
        {anchor !== null && mayComment && (
          <div className="yrsa-thread yrsa-thread-new">
            <p className="yrsa-thread-about" data-plain>
              <AboutIcon anchor={anchor} />
              <span>{aboutWords(anchor, describe)}</span>
            </p>
            <Composer
              key={JSON.stringify(anchor)}
              label="New comment"
              placeholder="Write a comment"
              submit="Comment"
              autoFocus
              candidates={candidates}
              draft={`${draft}:new:${pathOf(anchor) ?? ''}`}
              most={LONGEST_COMMENT}
              onCancel={done}
              onSubmit={async (words) => {
                const thread = await source.create({ ...words, anchor, metadata: metadataFor(anchor) })
                setFilter('open')
                setChosen(thread.id)
                done()
              }}
            />
          </div>
        )}
        {wanted !== null && loaded && (found === undefined || found.deletedAt !== undefined) && <Notice>The thread that the link leads to was deleted.</Notice>}
        {!loaded ? (
          <Loading label="Comments are on their way" />
        ) : shown.length > 0 ? (
          <ol className="yrsa-threads" aria-label={filter === 'open' ? 'Open threads' : 'Resolved threads'}>
            {shown.map((thread) => (
              <ThreadView
                key={thread.id}
                thread={thread}
                source={source}
                people={people}
                candidates={candidates}
                mayComment={mayComment}
                mayOwn={mayOwn}
                selected={thread.id === chosen}
                orphaned={orphans.has(thread.id)}
                draft={draft}
                describe={describe}
                onSelect={select}
                onCopyLink={copyLink}
              />
            ))}
          </ol>
        ) : (
          anchor === null && (
            <EmptyState
              icon={<MessageSquareText />}
              title={filter === 'resolved' ? 'Nothing is resolved yet' : resolved.length > 0 ? 'All is resolved' : 'No comments yet'}
              action={
                mayComment && filter === 'open' ? (
                  <Button icon={<MessageSquarePlus />} onClick={() => setBegun(path === null ? { type: 'document' } : { type: 'path', path })}>
                    {path === null ? 'Comment on the document' : 'Comment here'}
                  </Button>
                ) : undefined
              }
            >
              {filter === 'open' && mayComment ? 'Say something about the whole document, or about a place in it.' : undefined}
            </EmptyState>
          )
        )}
      </div>
      {said}
    </section>
  )
}

/** Says what others wrote since one looks. */
function useNews(threads: readonly Thread[], loaded: boolean, me: string | null, say: (sentence: string) => void): void {
  const seen = useRef<Set<string> | null>(null)
  useEffect(() => {
    if (!loaded) return
    const comments = threads.flatMap((thread) => thread.comments)
    const before = seen.current
    seen.current = new Set(comments.map(({ id }) => id))
    if (!before) return
    const news = comments.filter(({ id, author, deletedAt }) => !before.has(id) && author.id !== me && deletedAt === undefined)
    const last = news.at(-1)
    if (last) say(news.length === 1 ? `New comment by ${calledOf(last.author.id, last.author.name)}` : `${news.length} new comments`)
  }, [threads, loaded, me, say])
}
