// One comment of a thread: who said what and when, reactions, and what its author or an owner may do with it.
// For thread-view.tsx only.
import type { Comment } from '@yrsa/client'
import { textOf } from '@yrsa/client'
import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { memo, useState } from 'react'
import type { ReactNode } from 'react'
import { Avatar } from '../parts/avatar.tsx'
import { IconButton } from '../parts/button.tsx'
import { RelativeTime } from '../parts/display.tsx'
import { Menu } from '../parts/menu.tsx'
import type { MenuEntry } from '../parts/menu.tsx'
import { Composer } from '../writing/composer.tsx'
import type { Words } from '../writing/composer.tsx'
import { callOf } from '../writing/mentions.ts'
import type { Candidate } from '../writing/mentions.ts'
import type { People } from '../writing/people.ts'
import { ReactionPicker, Reactions } from '../writing/reactions.tsx'
import { SafeText } from '../writing/safe-text.tsx'

/** What the server takes as a body is 48 KiB of JSON; this leaves room for what blocks are around the words. */
export const LONGEST_COMMENT = 32 * 1024

export interface CommentViewProps {
  comment: Comment
  people: People
  candidates: readonly Candidate[]
  mayComment: boolean
  mayOwn: boolean
  draft: string
  onReact: (comment: Comment, emoji: string, add: boolean) => void
  onEdit: (comment: Comment, words: Words) => Promise<unknown>
  onDelete: (comment: Comment) => void
}

export const CommentView = memo(function CommentView(props: CommentViewProps): ReactNode {
  const { comment, people, candidates, mayComment, mayOwn, onReact, onEdit, onDelete } = props
  const [editing, setEditing] = useState(false)
  const author = people.find(comment.author.id)
  const name = comment.author.name ?? author.name
  const mine = people.me !== null && people.me.id === comment.author.id

  if (comment.deletedAt !== undefined) {
    return (
      <li className="yrsa-comment" data-deleted>
        <p className="yrsa-comment-gone">A comment by {name} was deleted.</p>
      </li>
    )
  }
  const text = textOf(comment.body)
  const calls = comment.mentions.map((mention) => callOf(mention, (id) => people.find(id).name))
  const entries: MenuEntry[] = []
  if (mine && mayComment) entries.push({ label: 'Edit', icon: <Pencil />, onSelect: () => setEditing(true) })
  if ((mine && mayComment) || mayOwn) entries.push({ label: 'Delete', icon: <Trash2 />, danger: true, onSelect: () => onDelete(comment) })

  return (
    <li className="yrsa-comment" data-mine={mine || undefined}>
      <Avatar user={{ name, color: author.color }} size="s" />
      <div className="yrsa-comment-main">
        <div className="yrsa-comment-head">
          <span className="yrsa-comment-author">{name}</span>
          {mine && <span className="yrsa-comment-you">You</span>}
          <RelativeTime at={comment.createdAt} className="yrsa-comment-time" />
          {comment.updatedAt > comment.createdAt && <span className="yrsa-comment-edited">edited</span>}
          {!editing && (
            <span className="yrsa-comment-actions">
              {mayComment && <ReactionPicker onPick={(emoji) => onReact(comment, emoji, true)} />}
              {entries.length > 0 && (
                <Menu
                  label={`Comment by ${name}`}
                  align="end"
                  items={entries}
                  trigger={(trigger) => <IconButton {...trigger} size="s" icon={<Ellipsis />} label="More" />}
                />
              )}
            </span>
          )}
        </div>
        {editing ? (
          <Composer
            label="Edit comment"
            submit="Save"
            autoFocus
            candidates={candidates}
            draft={`${props.draft}:edit:${comment.id}`}
            first={{ text, picked: comment.mentions.map((mention, index) => ({ name: calls[index] ?? '', note: '', mention })) }}
            most={LONGEST_COMMENT}
            onCancel={() => setEditing(false)}
            onSubmit={async (words) => {
              await onEdit(comment, words)
              setEditing(false)
            }}
          />
        ) : (
          <div className="yrsa-text">
            <SafeText text={text} calls={calls} callsMe={comment.mentions.map((mention) => 'user' in mention && mention.user === people.me?.id)} />
          </div>
        )}
        <Reactions
          reactions={comment.reactions.map(({ emoji, userIds }) => ({
            emoji,
            names: userIds.map((id) => (id === people.me?.id ? 'You' : people.find(id).name)),
            mine: people.me !== null && userIds.includes(people.me.id),
          }))}
          mayReact={mayComment}
          onToggle={(emoji, add) => onReact(comment, emoji, add)}
        />
      </div>
    </li>
  )
})
