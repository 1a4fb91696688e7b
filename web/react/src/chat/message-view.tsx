// One message: who said it when, what it answers, its words, code and reactions, and what one may do with it.
// For message-list.tsx and replies-view.tsx. Its buttons exist only while the mouse or the focus is on it: there may be thousands.
import type { ChatMessage, CodeReference } from '@yrsa/client'
import { Copy, CornerUpRight, Ellipsis, Link2, MessagesSquare, Pencil, Reply, Trash2 } from 'lucide-react'
import { memo, useState } from 'react'
import type { ReactNode } from 'react'
import { Avatar } from '../parts/avatar.tsx'
import { IconButton } from '../parts/button.tsx'
import { Menu } from '../parts/menu.tsx'
import type { MenuEntry } from '../parts/menu.tsx'
import { exactTime } from '../parts/time-words.ts'
import { Composer } from '../writing/composer.tsx'
import type { Words } from '../writing/composer.tsx'
import { callOf } from '../writing/mentions.ts'
import type { Candidate } from '../writing/mentions.ts'
import type { People } from '../writing/people.ts'
import { ReactionPicker, Reactions } from '../writing/reactions.tsx'
import { SafeText } from '../writing/safe-text.tsx'
import { CodeCard } from './code-references.tsx'

/** What the server takes. */
export const LONGEST_MESSAGE = 16 * 1024

/** What a message may ask for. The identical object until something in it changes. */
export interface MessageActions {
  people: People
  candidates: readonly Candidate[]
  mayComment: boolean
  mayOwn: boolean
  draft: string
  onReply(message: ChatMessage): void
  onReplies(message: ChatMessage): void
  onShow(id: string): void
  onReact(message: ChatMessage, emoji: string, add: boolean): void
  onEdit(message: ChatMessage, words: Words): Promise<unknown>
  onDelete(message: ChatMessage): void
  onReference: ((reference: CodeReference) => void) | undefined
}

export interface MessageViewProps {
  message: ChatMessage
  first: boolean
  /** What it answers; `undefined` while that is on its way, `null` where it is not to be shown. */
  answered: ChatMessage | null | undefined
  flash: boolean
  editing: boolean
  onEditing: (id: string | null) => void
  actions: MessageActions
}

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

export const MessageView = memo(function MessageView(props: MessageViewProps): ReactNode {
  const { message, first, answered, flash, editing, onEditing, actions } = props
  const { people, mayComment } = actions
  const [hovered, setHovered] = useState(false)
  const [focused, setFocused] = useState(false)
  const [open, setOpen] = useState(false)
  const author = people.find(message.author.id)
  const name = message.author.name ?? author.name
  const mine = people.me !== null && people.me.id === message.author.id
  const gone = message.deleted_at != null
  const time = (
    <time className="yrsa-message-time" dateTime={new Date(message.created_at).toISOString()} title={exactTime(message.created_at)}>
      {clock.format(message.created_at)}
    </time>
  )

  return (
    <div
      className="yrsa-message"
      role="listitem"
      data-message={message.id}
      data-first={first || undefined}
      data-mine={mine || undefined}
      data-flash={flash || undefined}
      data-gone={gone || undefined}
      data-open={open || undefined}
      tabIndex={-1}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false)
      }}
    >
      <div className="yrsa-message-side">{first ? <Avatar user={{ name, color: author.color }} /> : time}</div>
      <div className="yrsa-message-main">
        {message.reply_to != null && answered !== null && <Answered id={message.reply_to} message={answered} people={people} onShow={actions.onShow} />}
        {first ? (
          <div className="yrsa-message-head">
            <span className="yrsa-message-author">{name}</span>
            {mine && <span className="yrsa-message-you">You</span>}
            {time}
          </div>
        ) : (
          <span className="yrsa-visually-hidden">{name}: </span>
        )}
        {gone ? (
          <p className="yrsa-message-gone">This message was deleted.</p>
        ) : editing ? (
          <EditMessage message={message} actions={actions} onDone={() => onEditing(null)} />
        ) : (
          <Body message={message} actions={actions} />
        )}
        {message.replies > 0 && (
          <button type="button" className="yrsa-message-replies" onClick={() => actions.onReplies(message)}>
            <MessagesSquare aria-hidden="true" />
            {message.replies === 1 ? '1 reply' : `${message.replies} replies`}
          </button>
        )}
      </div>
      {!gone && !editing && (hovered || focused || open) && (
        <MessageTools message={message} mine={mine} name={name} mayComment={mayComment} actions={actions} onOpen={setOpen} onEdit={() => onEditing(message.id)} />
      )}
    </div>
  )
})

function Body({ message, actions }: { message: ChatMessage; actions: MessageActions }): ReactNode {
  const { people, mayComment } = actions
  const calls = message.mentions.map((mention) => callOf(mention, (id) => people.find(id).name))
  const me = people.me?.id
  return (
    <>
      {message.body !== '' && (
        <div className="yrsa-text">
          <SafeText text={message.body} calls={calls} callsMe={message.mentions.map((mention) => 'user' in mention && mention.user === me)} />
          {message.edited_at != null && (
            <span className="yrsa-message-edited" title={exactTime(message.edited_at)}>
              {' '}
              (edited)
            </span>
          )}
        </div>
      )}
      {message.references.map((reference, index) => (
        <CodeCard key={index} reference={reference} onOpen={actions.onReference} />
      ))}
      <Reactions
        reactions={Object.entries(message.reactions)
          .filter(([, who]) => who.length > 0)
          .map(([emoji, who]) => ({
            emoji,
            names: who.map(({ user }) => (user.id === me ? 'You' : (user.name ?? people.find(user.id).name))),
            mine: who.some(({ user }) => user.id === me),
          }))}
        mayReact={mayComment}
        onToggle={(emoji, add) => actions.onReact(message, emoji, add)}
      />
    </>
  )
}

interface MessageToolsProps {
  message: ChatMessage
  mine: boolean
  name: string
  mayComment: boolean
  actions: MessageActions
  onOpen: (open: boolean) => void
  onEdit: () => void
}

function MessageTools({ message, mine, name, mayComment, actions, onOpen, onEdit }: MessageToolsProps): ReactNode {
  const entries: MenuEntry[] = []
  if (mayComment) entries.push({ label: 'Reply', icon: <Reply />, onSelect: () => actions.onReply(message) })
  if (message.reply_to != null) entries.push({ label: 'Show what it answers', icon: <Link2 />, onSelect: () => actions.onShow(message.reply_to ?? '') })
  entries.push({ label: 'Copy text', icon: <Copy />, onSelect: () => void navigator.clipboard?.writeText(message.body).catch(() => {}) })
  if (mine && mayComment) entries.push({ label: 'Edit', icon: <Pencil />, onSelect: onEdit })
  if ((mine && mayComment) || actions.mayOwn) entries.push({ label: 'Delete', icon: <Trash2 />, danger: true, onSelect: () => actions.onDelete(message) })
  return (
    <div className="yrsa-message-tools">
      {mayComment && <ReactionPicker onPick={(emoji) => actions.onReact(message, emoji, true)} onOpenChange={onOpen} />}
      {mayComment && <IconButton size="s" icon={<Reply />} label="Reply" onClick={() => actions.onReply(message)} />}
      <Menu
        label={`Message by ${name}`}
        align="end"
        items={entries}
        onOpenChange={onOpen}
        trigger={(trigger) => <IconButton {...trigger} size="s" icon={<Ellipsis />} label="More" />}
      />
    </div>
  )
}

function EditMessage({ message, actions, onDone }: { message: ChatMessage; actions: MessageActions; onDone: () => void }): ReactNode {
  const picked = message.mentions.map((mention) => ({ name: callOf(mention, (id) => actions.people.find(id).name), note: '', mention }))
  return (
    <Composer
      label="Edit message"
      submit="Save"
      autoFocus
      enterSends
      candidates={actions.candidates}
      draft={`${actions.draft}:edit:${message.id}`}
      first={{ text: message.body, picked }}
      mayBeEmpty={message.references.length > 0}
      most={LONGEST_MESSAGE}
      onCancel={onDone}
      onSubmit={async (words) => {
        await actions.onEdit(message, words)
        onDone()
      }}
    />
  )
}

/** The message that is answered, in one line. */
export function Answered(props: { id: string; message: ChatMessage | undefined; people: People; onShow: (id: string) => void }): ReactNode {
  const { id, message, people, onShow } = props
  const name = message && (message.author.name ?? people.find(message.author.id).name)
  const words = message === undefined ? '…' : message.deleted_at != null ? 'a message that was deleted' : oneLine(message)
  return (
    <button type="button" className="yrsa-message-answered" onClick={() => onShow(id)}>
      <CornerUpRight aria-hidden="true" />
      <span className="yrsa-visually-hidden">Show what it answers: </span>
      {name !== undefined && <span className="yrsa-message-answered-name">{name}</span>}{' '}
      <span className="yrsa-message-answered-words">{words}</span>
    </button>
  )
}

/** The beginning of a message without its line breaks. */
export function oneLine({ body, references }: ChatMessage): string {
  const words = body.slice(0, 200).replace(/```[a-z]*|`/gi, '').replace(/\s+/g, ' ').trim()
  return words !== '' ? words : (references[0]?.file ?? '')
}
