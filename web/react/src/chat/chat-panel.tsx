// The chat of a document: what was said, by whom, answers, reactions, places in code, and a field to say something.
// For a side panel of any height; never renders anything of a message as markup.
import { calledOf } from '@yrsa/client'
import type { ChatMessage, CodeReference, Connection } from '@yrsa/client'
import { MessagesSquare, Reply, X } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useConnection } from '../hooks/context.tsx'
import { sentenceOf } from '../hooks/sentence-of.ts'
import { useObservable } from '../hooks/use-observable.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import { ConfirmDialog } from '../parts/dialog.tsx'
import { EmptyState, Loading, Notice } from '../parts/display.tsx'
import { Composer } from '../writing/composer.tsx'
import type { Words } from '../writing/composer.tsx'
import { useSaid } from '../writing/said.tsx'
import { usePeople } from '../writing/use-people.ts'
import { AttachCode, AttachedReferences, MOST_REFERENCES } from './code-references.tsx'
import { MessageList } from './message-list.tsx'
import type { MessageListHandle } from './message-list.tsx'
import { LONGEST_MESSAGE, oneLine } from './message-view.tsx'
import type { MessageActions } from './message-view.tsx'
import { RepliesView } from './replies-view.tsx'
import { readerOf } from './requests.ts'
import type { MessagesReader } from './requests.ts'
import { rowsOf, typingWords } from './rows.ts'
import { chatOf } from './use-chat.ts'
import type { ChatSource } from './use-chat.ts'
import { useOlderWindow } from './use-older-window.ts'

export interface ChatPanelProps {
  connection?: Connection | undefined
  /** Where the messages are. By default the connection's chat. */
  source?: ChatSource | undefined
  /** How messages beyond those at hand are read. By default from the server. */
  reader?: MessagesReader | undefined
  /** Somebody pressed on a place in code. */
  onReference?: ((reference: CodeReference) => void) | undefined
  /** The id of a message to show, from a link. */
  selected?: string | null | undefined
  /** Whoever opened it wants to write. */
  autoFocus?: boolean | undefined
  className?: string | undefined
}

export function ChatPanel(props: ChatPanelProps): ReactNode {
  const connection = useConnection(props.connection)
  const source = props.source ?? chatOf(connection)
  const reader = useMemo(() => props.reader ?? readerOf(connection), [props.reader, connection])
  const { messages, hasOlder, unread, lastRead, loaded, typing, error } = useObservable(source)
  const { mayComment, mayOwn } = useObservable(connection.access)
  const authors = useAuthors(messages)
  const { people, candidates } = usePeople(connection, authors)
  const me = people.me?.id ?? null
  const past = useOlderWindow(reader)
  const [replyTo, setReplyTo] = useState<ChatMessage | null>(null)
  const [root, setRoot] = useState<ChatMessage | null>(null)
  const [editing, setEditing] = useState<string | null>(null)
  const [asking, setAsking] = useState<ChatMessage | null>(null)
  const [problem, setProblem] = useState('')
  const [references, setReferences] = useState<readonly CodeReference[]>([])
  const [said, say] = useSaid()
  const list = useRef<MessageListHandle>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const toShow = useRef<string | null>(null)
  const draft = `${connection.id}:${me ?? ''}:chat`

  // Where the unread began when one came; it stays there while one reads.
  const [readTo, setReadTo] = useState<{ id: string | null } | null>(null)
  useEffect(() => {
    if (loaded && readTo === null) setReadTo({ id: unread > 0 ? lastRead : null })
  }, [loaded, readTo, unread, lastRead])
  const onBottom = useReading(source, unread, messages.at(-1)?.id, root === null && past.window === null)
  useNews(messages, loaded, me, say)

  const fail = useCallback((reason: unknown) => setProblem(sentenceOf(reason)), [])
  const { again } = past
  const show = useCallback(
    async (id: string) => {
      setProblem('')
      setRoot(null)
      // The list may have to come back first.
      toShow.current = id
      if (list.current?.show(id)) toShow.current = null
      else if (!source.get().messages.some((message) => message.id === id)) {
        await past.open(id).catch((reason: unknown) => {
          toShow.current = null
          fail(reason)
        })
      }
    },
    [source, past, fail],
  )
  useEffect(() => {
    if (toShow.current !== null && list.current?.show(toShow.current)) toShow.current = null
  })
  const { selected = null } = props
  useEffect(() => {
    if (selected !== null && loaded) void show(selected)
    // Once for each that is asked for.
  }, [selected, loaded])

  const { onReference } = props
  const latestShow = useRef(show)
  useEffect(() => {
    latestShow.current = show
  })
  const actions = useMemo<MessageActions>(
    () => ({
      people,
      candidates,
      mayComment,
      mayOwn,
      draft,
      onReply: (message) => {
        setReplyTo(message)
        field.current?.focus()
      },
      onReplies: setRoot,
      onShow: (id) => void latestShow.current(id),
      onReact: (message, emoji, add) => {
        setProblem('')
        ;(add ? source.react(message.id, emoji) : source.unreact(message.id, emoji)).then(() => again(message.id), fail)
      },
      onEdit: (message, words) => source.edit(message.id, words.text, words.mentions).then(() => again(message.id)),
      onDelete: setAsking,
      onReference,
    }),
    [people, candidates, mayComment, mayOwn, draft, source, onReference, again, fail],
  )

  const live = useMemo(() => rowsOf(messages, readTo?.id ?? null, me), [messages, readTo, me])
  const looked = past.window?.messages
  const older = useMemo(() => looked && rowsOf(looked, null, me), [looked, me])
  const mineLast = messages.findLast((message) => message.author.id === me && message.deleted_at == null)

  const send = async ({ text, mentions }: Words, answers: ChatMessage | null): Promise<void> => {
    await source.send({
      body: text,
      ...(answers ? { replyTo: answers.id } : {}),
      ...(mentions.length > 0 ? { mentions } : {}),
      ...(references.length > 0 ? { references } : {}),
    })
    setReferences([])
    setReplyTo(null)
    setReadTo({ id: null })
    past.close()
    list.current?.toNewest()
  }

  const composer = (answers: ChatMessage | null): ReactNode =>
    mayComment ? (
      <div className="yrsa-chat-write">
        {answers && !root && (
          <div className="yrsa-chat-answering">
            <Reply aria-hidden="true" />
            <span>
              Reply to <strong>{answers.author.name ?? people.find(answers.author.id).name}</strong>: {oneLine(answers)}
            </span>
            <IconButton size="s" icon={<X />} label="Don’t reply to this" onClick={() => setReplyTo(null)} />
          </div>
        )}
        <Composer
          label={answers ? 'Reply' : 'Message'}
          submit={answers ? 'Send reply' : 'Send'}
          enterSends
          compact
          candidates={candidates}
          draft={root ? `${draft}:${root.id}` : draft}
          most={LONGEST_MESSAGE}
          field={field}
          autoFocus={props.autoFocus}
          onTyping={(active) => source.setTyping(active)}
          onSubmit={(words) => send(words, answers)}
          mayBeEmpty={references.length > 0}
          attached={<AttachedReferences references={references} onRemove={(index) => setReferences(references.filter((_, at) => at !== index))} />}
          tools={<AttachCode disabled={references.length >= MOST_REFERENCES} onAttach={(reference) => setReferences([...references, reference])} />}
          onUp={() => {
            if (!mineLast || root) return false
            setEditing(mineLast.id)
            return true
          }}
        />
      </div>
    ) : (
      loaded && <p className="yrsa-chat-readonly">You may read here, but not write.</p>
    )

  const current = root && (messages.find(({ id }) => id === root.id) ?? root)
  return (
    <section className={classNames('yrsa-chat', props.className)} aria-label="Chat">
      {current ? (
        <RepliesView key={current.id} root={current} messages={messages} reader={reader} actions={actions} editing={editing} onEditing={setEditing} onBack={() => setRoot(null)}>
          {composer(current)}
        </RepliesView>
      ) : (
        <>
          {past.window && (
            <div className="yrsa-chat-past">
              <span>You are looking at older messages.</span>
              <Button size="s" onClick={past.close}>
                Back to the newest
              </Button>
            </div>
          )}
          {!loaded && error === null ? (
            <Loading className="yrsa-chat-loading" label="Messages are on their way" lines={5} />
          ) : messages.length === 0 && !past.window ? (
            <EmptyState className="yrsa-chat-empty" icon={<MessagesSquare />} title="No messages yet">
              {mayComment ? 'Talk here about the whole document. What belongs to a place in it is better said in a comment.' : undefined}
            </EmptyState>
          ) : (
            <MessageList
              key={past.window ? `around ${past.window.around}` : 'newest'}
              rows={older ?? live}
              hasOlder={past.window ? past.window.hasOlder : hasOlder}
              onOlder={past.window ? past.loadOlder : () => source.loadOlder().catch(fail)}
              onNewer={past.window ? past.loadNewer : undefined}
              unread={unread}
              onBottom={onBottom}
              actions={actions}
              reader={reader}
              handle={list}
              editing={editing}
              onEditing={setEditing}
            />
          )}
          <p className="yrsa-chat-typing" aria-hidden={typing.length === 0}>
            {typingWords(typing.filter(({ id }) => id !== me).map(({ name }) => name))}
          </p>
          {composer(replyTo)}
        </>
      )}
      {(problem !== '' || error !== null) && (
        <Notice tone="bad" live>
          {problem || sentenceOf(error)}
        </Notice>
      )}
      <ConfirmDialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        title="Delete this message?"
        action="Delete"
        onConfirm={async () => {
          if (!asking) return
          await source.remove(asking.id)
          await again(asking.id)
        }}
      >
        <p>Its words are gone for everybody. This can’t be undone.</p>
      </ConfirmDialog>
      {said}
    </section>
  )
}

/** Who wrote, once each. The identical array until somebody new did. */
function useAuthors(messages: readonly ChatMessage[]): readonly { id: string; name?: string }[] {
  const known = useRef<readonly { id: string; name?: string }[]>([])
  return useMemo(() => {
    const authors = new Map(known.current.map((author) => [author.id, author]))
    for (const { author } of messages) if (!authors.has(author.id)) authors.set(author.id, author)
    if (authors.size !== known.current.length) known.current = [...authors.values()]
    return known.current
  }, [messages])
}

/** Notes what was read while the newest message is in sight and the page is looked at. */
function useReading(source: ChatSource, unread: number, newest: string | undefined, looking: boolean): (visible: boolean) => void {
  const [atBottom, setAtBottom] = useState(false)
  const [looked, setLooked] = useState(() => typeof document === 'undefined' || document.visibilityState !== 'hidden')
  useEffect(() => {
    const onChange = (): void => setLooked(document.visibilityState !== 'hidden')
    document.addEventListener('visibilitychange', onChange)
    return () => document.removeEventListener('visibilitychange', onChange)
  }, [])
  useEffect(() => {
    // Who has no id that lasts can't note it; then nothing is noted.
    if (atBottom && looked && looking && unread > 0) source.markRead().catch(() => {})
  }, [source, atBottom, looked, looking, unread, newest])
  return setAtBottom
}

/** Reads out what others say while one looks. */
function useNews(messages: readonly ChatMessage[], loaded: boolean, me: string | null, say: (sentence: string) => void): void {
  const newest = useRef<string | null>(null)
  useEffect(() => {
    if (!loaded) return
    const before = newest.current
    const last = messages.at(-1)
    newest.current = last?.id ?? ''
    if (before === null || !last || last.id <= before || last.author.id === me) return
    say(`${calledOf(last.author.id, last.author.name)}: ${oneLine(last)}`)
  }, [messages, loaded, me, say])
}
