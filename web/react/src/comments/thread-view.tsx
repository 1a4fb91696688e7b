// One thread: what it is about, its comments, and a field to reply. For comments-panel.tsx only.
// Asks before anything is deleted.
import type { Anchor, Comment, Thread } from '@yrsa/client'
import { Check, Ellipsis, FileText, Link, MapPin, RotateCcw, TextSelect, Trash2, Unlink } from 'lucide-react'
import { memo, useCallback, useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { sentenceOf } from '../hooks/sentence-of.ts'
import { IconButton } from '../parts/button.tsx'
import { ConfirmDialog } from '../parts/dialog.tsx'
import { Badge, RelativeTime } from '../parts/display.tsx'
import { Menu } from '../parts/menu.tsx'
import type { MenuEntry } from '../parts/menu.tsx'
import { Composer } from '../writing/composer.tsx'
import type { Words } from '../writing/composer.tsx'
import type { Candidate } from '../writing/mentions.ts'
import type { People } from '../writing/people.ts'
import { CommentView, LONGEST_COMMENT } from './comment-view.tsx'
import { quoteOf } from './quotes.ts'
import type { ThreadsSource } from './use-threads.ts'

export interface ThreadViewProps {
  thread: Thread
  source: ThreadsSource
  people: People
  candidates: readonly Candidate[]
  mayComment: boolean
  mayOwn: boolean
  selected: boolean
  orphaned: boolean
  draft: string
  describe: ((path: string) => string | undefined) | undefined
  onSelect: (thread: Thread) => void
  onCopyLink: ((thread: Thread) => void) | undefined
}

/** What a thread is about, in words. */
export function aboutWords(anchor: Anchor, describe?: (path: string) => string | undefined): string {
  if (anchor.type === 'document') return 'Whole document'
  const path = anchor.path
  const place = path === undefined ? undefined : (describe?.(path) ?? (path === '' ? 'Whole document' : decodePointer(path)))
  if (anchor.type === 'path') return place ?? 'Whole document'
  return place === undefined ? 'Selected text' : `Text in ${place}`
}

/** `/cards/c1` as "cards › c1", for who was not told what it means. */
function decodePointer(path: string): string {
  return path.slice(1).split('/').map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~')).join(' › ')
}

export function AboutIcon({ anchor }: { anchor: Anchor }): ReactNode {
  const Icon = anchor.type === 'document' ? FileText : anchor.type === 'range' ? TextSelect : MapPin
  return <Icon aria-hidden="true" />
}

/** More than this many comments are folded in the middle. */
const FOLD_AT = 6

export const ThreadView = memo(function ThreadView(props: ThreadViewProps): ReactNode {
  const { thread, source, people, candidates, mayComment, mayOwn, selected, describe, onSelect, onCopyLink } = props
  const element = useRef<HTMLLIElement>(null)
  const [asking, setAsking] = useState<Comment | 'thread' | null>(null)
  const [error, setError] = useState('')
  const [unfolded, setUnfolded] = useState(false)
  const [busy, setBusy] = useState(false)
  const draft = `${props.draft}:${thread.id}`
  const about = aboutWords(thread.anchor, describe)
  const alone = thread.comments.every(({ author, deletedAt }) => deletedAt !== undefined || author.id === people.me?.id)
  const quote = quoteOf(thread.metadata)
  const began = people.me !== null && thread.createdBy.id === people.me.id

  useEffect(() => {
    if (selected) element.current?.scrollIntoView?.({ block: 'nearest' })
  }, [selected])

  const attempt = useCallback(async (work: Promise<unknown>) => {
    setError('')
    try {
      await work
    } catch (problem) {
      setError(sentenceOf(problem))
    }
  }, [])
  const onReact = useCallback(
    (comment: Comment, emoji: string, add: boolean) =>
      void attempt(add ? source.react(thread.id, comment.id, emoji) : source.unreact(thread.id, comment.id, emoji)),
    [attempt, source, thread.id],
  )
  const onEdit = useCallback((comment: Comment, words: Words) => source.edit(thread.id, comment.id, words), [source, thread.id])
  const settle = async (): Promise<void> => {
    setBusy(true)
    await attempt(thread.resolved ? source.reopen(thread.id) : source.resolve(thread.id))
    setBusy(false)
  }

  const entries: MenuEntry[] = []
  if (onCopyLink) entries.push({ label: 'Copy link', icon: <Link />, onSelect: () => onCopyLink(thread) })
  if (mayOwn || (began && alone && mayComment)) entries.push({ label: 'Delete thread', icon: <Trash2 />, danger: true, onSelect: () => setAsking('thread') })

  const folded = !unfolded && thread.comments.length > FOLD_AT
  const shown = folded ? [...thread.comments.slice(0, 1), ...thread.comments.slice(-3)] : thread.comments
  const comments = shown.map((comment) => (
    <CommentView
      key={comment.id}
      comment={comment}
      people={people}
      candidates={candidates}
      mayComment={mayComment}
      mayOwn={mayOwn}
      draft={draft}
      onReact={onReact}
      onEdit={onEdit}
      onDelete={setAsking}
    />
  ))
  if (folded) {
    comments.splice(
      1,
      0,
      <li key="folded" className="yrsa-thread-fold">
        <button type="button" onClick={() => setUnfolded(true)}>
          Show {thread.comments.length - 4} more replies
        </button>
      </li>,
    )
  }

  return (
    <li ref={element} className="yrsa-thread" data-selected={selected || undefined} data-resolved={thread.resolved || undefined}>
      <article aria-label={`Thread about ${about}`}>
        <header className="yrsa-thread-head">
          <button type="button" className="yrsa-thread-about" aria-pressed={selected} aria-label={`Show ${about}`} title={about} onClick={() => onSelect(thread)}>
            <AboutIcon anchor={thread.anchor} />
            <span>{about}</span>
          </button>
          {props.orphaned && (
            <Badge tone="warn" icon={<Unlink aria-hidden="true" />}>
              {thread.anchor.type === 'range' ? 'Text deleted' : 'No longer there'}
            </Badge>
          )}
          <span className="yrsa-thread-actions">
            {mayComment && (
              <IconButton
                size="s"
                icon={thread.resolved ? <RotateCcw /> : <Check />}
                label={thread.resolved ? 'Reopen' : 'Resolve'}
                aria-busy={busy || undefined}
                disabled={busy}
                onClick={() => void settle()}
              />
            )}
            {entries.length > 0 && (
              <Menu
                label={`Thread about ${about}`}
                align="end"
                items={entries}
                trigger={(trigger) => <IconButton {...trigger} size="s" icon={<Ellipsis />} label="More about this thread" />}
              />
            )}
          </span>
        </header>
        {quote !== null && <p className="yrsa-thread-quote">{quote}</p>}
        <ol className="yrsa-thread-comments">{comments}</ol>
        {thread.resolved && thread.resolvedBy !== undefined && (
          <p className="yrsa-thread-resolved">
            <Check aria-hidden="true" /> Resolved by {thread.resolvedBy === people.me?.id ? 'you' : people.find(thread.resolvedBy).name}
            {thread.resolvedUpdatedAt !== undefined && (
              <>
                {' '}
                <RelativeTime at={thread.resolvedUpdatedAt} />
              </>
            )}
          </p>
        )}
        {error !== '' && (
          <p className="yrsa-error" role="alert">
            {error}
          </p>
        )}
        {mayComment && !thread.resolved && (
          <Composer
            className="yrsa-thread-reply"
            label={`Reply to the thread about ${about}`}
            placeholder="Reply"
            submit="Reply"
            candidates={candidates}
            draft={`${draft}:reply`}
            most={LONGEST_COMMENT}
            folding
            onSubmit={(words) => source.reply(thread.id, words)}
          />
        )}
      </article>
      <ConfirmDialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        title={asking === 'thread' ? 'Delete this thread?' : 'Delete this comment?'}
        action="Delete"
        onConfirm={async () => {
          if (asking === 'thread') await source.removeThread(thread.id)
          else if (asking) await source.remove(thread.id, asking.id)
        }}
      >
        <p>{asking === 'thread' ? 'All its comments go with it. This can’t be undone.' : 'Its words are gone for everybody. This can’t be undone.'}</p>
      </ConfirmDialog>
    </li>
  )
})
