// The chat of a document: the newest messages, what is unread, who types. Follows the document's events. For ChatPanel.
// Bodies are anybody's text: show them as text.
import type { Client } from './client.ts'
import { signInsOf } from './credentials.ts'
import type { Connection, Who } from './document.ts'
import { take } from './errors.ts'
import { listen } from './event-hub.ts'
import { Source, unreferenced, type Stop } from './observable.ts'
import { isSameList } from './participants.ts'
import type { Event, Schemas } from './types.ts'

export type ChatMessage = Schemas['ChatMessage']
export type CodeReference = Schemas['CodeReference']

export interface ChatState {
  /** The oldest first. */
  messages: readonly ChatMessage[]
  hasOlder: boolean
  /** Messages of others behind what one has read. */
  unread: number
  /** The id of the newest message one has read. */
  lastRead: string | null
  loaded: boolean
  typing: readonly Who[]
  error: Error | null
}

export interface NewMessage {
  body: string
  replyTo?: string
  mentions?: readonly Schemas['Mention'][]
  references?: readonly CodeReference[]
}

const PAGE = 50
/** When there are more than the most here, only so many are kept. */
const [MOST, KEPT] = [2_000, 1_500]
/** Whoever stops typing without saying so is taken for silent after this. */
const TYPING_MS = 6_000
const MESSAGE = '/api/documents/{scope}/messages/{message}'

export class Chat extends Source<ChatState> {
  readonly #connection: Connection
  readonly #client: Client
  #typing: ReturnType<typeof setTimeout> | undefined
  #reading: Promise<void> | null = null

  constructor(connection: Connection) {
    super({ messages: [], hasOlder: false, unread: 0, lastRead: null, loaded: false, typing: [], error: null }, signInsOf(connection.client.credentials))
    this.#connection = connection
    this.#client = connection.client
  }

  protected start(): Stop {
    const controller = new AbortController()
    const read = () => void this.#readNewest(controller.signal)
    const stopEvents = listen(this.#client, {
      document: this.#connection.id,
      types: ['chat.*'],
      event: (event) => this.#heard(event),
      // Events come from here on: what was said before is in the newest page.
      ready: read,
      gap: read,
      link: (link) => {
        if (link === 'open' && this.get().error !== null) read()
      },
      failed: (error) => this.change({ error }),
    })
    // What can be read now is shown now, also where events don't come.
    read()
    const stopOthers = this.#connection.others.subscribe(() => this.#lookWhoTypes())
    this.#lookWhoTypes()
    return () => {
      controller.abort()
      this.#reading = null
      stopEvents()
      stopOthers()
      this.setTyping(false)
    }
  }

  async loadOlder(): Promise<void> {
    const [oldest] = this.get().messages
    if (oldest === undefined || !this.get().hasOlder) return
    const page = await this.#page({ before: oldest.id, limit: PAGE })
    this.change({ messages: merged(page.messages, this.get().messages), hasOlder: page.older != null })
  }

  async send({ body, replyTo, mentions, references }: NewMessage): Promise<ChatMessage> {
    this.setTyping(false)
    const message = await take(
      this.#client.api.POST('/api/documents/{scope}/messages', {
        params: { path: this.#path },
        body: {
          body,
          ...(replyTo !== undefined && { reply_to: replyTo }),
          ...(mentions && { mentions: [...mentions] }),
          ...(references && { references: [...references] }),
        },
      }),
    )
    this.#show(message)
    return message
  }

  /** Whom it calls stays as it is, unless `mentions` are given. */
  async edit(id: string, body: string, mentions?: readonly Schemas['Mention'][]): Promise<ChatMessage> {
    const change = { body, ...(mentions && { mentions: [...mentions] }) }
    const message = await take(this.#client.api.PATCH(MESSAGE, { params: { path: { ...this.#path, message: id } }, body: change }))
    this.#show(message)
    return message
  }

  /** It keeps its place, without words. */
  async remove(id: string): Promise<void> {
    await take(this.#client.api.DELETE(MESSAGE, { params: { path: { ...this.#path, message: id } } }))
    this.#deleted(id, Date.now())
  }

  async react(id: string, emoji: string): Promise<void> {
    const params = { path: { ...this.#path, message: id, emoji } }
    this.#show(await take(this.#client.api.PUT('/api/documents/{scope}/messages/{message}/reactions/{emoji}', { params })))
  }

  async unreact(id: string, emoji: string): Promise<void> {
    const params = { path: { ...this.#path, message: id, emoji } }
    this.#show(await take(this.#client.api.DELETE('/api/documents/{scope}/messages/{message}/reactions/{emoji}', { params })))
  }

  /** Notes that one has read everything that is here. */
  async markRead(): Promise<void> {
    const newest = this.get().messages.at(-1)
    if (newest === undefined || (this.get().lastRead ?? '') >= newest.id) return
    this.change({ unread: 0, lastRead: newest.id })
    await take(this.#client.api.PUT('/api/documents/{scope}/messages/read', { params: { path: this.#path }, body: { message: newest.id } }))
  }

  /** To be called with each keystroke; it ends by itself. */
  setTyping(typing: boolean): void {
    clearTimeout(this.#typing)
    const isShown = this.#connection.awareness.getLocalState()?.typing === true
    if (typing !== isShown) this.#connection.setPresence({ typing: typing ? true : null })
    if (typing) this.#typing = unreferenced(setTimeout(() => this.setTyping(false), TYPING_MS))
  }

  /** One reading at a time: whoever asks meanwhile gets the same. */
  #readNewest(signal: AbortSignal): Promise<void> {
    if (this.#reading !== null) return this.#reading
    const reading = this.#read(signal).finally(() => {
      if (this.#reading === reading) this.#reading = null
    })
    this.#reading = reading
    return reading
  }

  async #read(signal: AbortSignal): Promise<void> {
    try {
      const [page, reading] = await Promise.all([this.#page({ limit: PAGE }), this.#readUnread()])
      if (signal.aborted) return
      const before = this.get()
      // Where more was said meanwhile than a page holds, what was here before does not join up with it.
      const joins = before.messages.length === 0 || page.older == null || (page.messages[0]?.id ?? '') <= (before.messages.at(-1)?.id ?? '')
      const hasOlder = joins && before.loaded ? before.hasOlder : page.older != null
      this.change({ messages: joins ? merged(before.messages, page.messages) : page.messages, hasOlder, ...reading, loaded: true, error: null })
    } catch (error) {
      if (!signal.aborted) this.change({ loaded: true, error: error instanceof Error ? error : new Error(String(error)) })
    }
  }

  async #page(query: { before?: string; limit: number }): Promise<Schemas['ChatMessages']> {
    return take(this.#client.api.GET('/api/documents/{scope}/messages', { params: { path: this.#path, query } }))
  }

  /** Nothing is unread for those of whom the server keeps no note (guests). */
  async #readUnread(): Promise<{ unread: number; lastRead: string | null }> {
    try {
      const params = { path: this.#path }
      const { unread, last_read } = await take(this.#client.api.GET('/api/documents/{scope}/messages/unread', { params }))
      return { unread, lastRead: last_read ?? null }
    } catch {
      return { unread: this.get().unread, lastRead: this.get().lastRead }
    }
  }

  #heard(event: Event): void {
    if (event.type === 'chat.message') {
      const { message } = event.data
      const isNew = !this.get().messages.some(({ id }) => id === message.id)
      this.#show(message)
      const isMine = message.author.id === this.#connection.me.get()?.id
      if (isNew && !isMine && message.id > (this.get().lastRead ?? '')) this.change({ unread: this.get().unread + 1 })
    }
    if (event.type === 'chat.edited') this.#show(event.data.message)
    if (event.type === 'chat.deleted') this.#deleted(event.data.id, event.time)
    if (event.type === 'chat.reaction') this.#reacted(event.data, event.time)
  }

  #show(message: ChatMessage): void {
    const { messages } = this.get()
    const isNew = !messages.some(({ id }) => id === message.id)
    // An old one that is not on this page is not shown alone.
    if (isNew && messages[0] !== undefined && message.id < messages[0].id) return
    const answered = isNew && message.reply_to != null ? messages.map((one) => counted(one, message.reply_to)) : messages
    const now = merged(answered, [message])
    // A page that is open for weeks lets go of the oldest, which can be paged to again.
    this.change(isNew && now.length > MOST ? { messages: now.slice(-KEPT), hasOlder: true } : { messages: now })
  }

  #deleted(id: string, at: number): void {
    this.#alter(id, (message) => {
      if (message.deleted_at != null) return message
      return { ...message, body: '', mentions: [], references: [], reactions: {}, deleted_at: at }
    })
  }

  #reacted({ id, emoji, user, added }: { id: string; emoji: string; user: Schemas['Author']; added: boolean }, at: number): void {
    this.#alter(id, (message) => {
      const { [emoji]: before = [], ...others } = message.reactions
      if (added && before.some((reaction) => reaction.user.id === user.id)) return message
      const rest = before.filter((reaction) => reaction.user.id !== user.id)
      const now = added ? [...rest, { user, at }] : rest
      return { ...message, reactions: now.length === 0 ? others : { ...message.reactions, [emoji]: now } }
    })
  }

  #alter(id: string, alter: (message: ChatMessage) => ChatMessage): void {
    const messages = this.get().messages.map((message) => (message.id === id ? alter(message) : message))
    if (!isSameList(messages, this.get().messages)) this.change({ messages })
  }

  #lookWhoTypes(): void {
    const typing = new Map<string, Who>()
    const me = this.#connection.me.get()?.id
    for (const { user, state } of this.#connection.others.get()) if (state.typing === true && user.id !== me) typing.set(user.id, user)
    const now = [...typing.values()]
    const before = this.get().typing
    if (now.length !== before.length || now.some(({ id }, index) => id !== before[index]?.id)) this.change({ typing: now })
  }

  get #path() {
    return { scope: this.#connection.id }
  }
}

/** Both, each once and the newer one of the same, in the order of their ids, which is that in which they were said. */
function merged(before: readonly ChatMessage[], after: readonly ChatMessage[]): readonly ChatMessage[] {
  const byId = new Map(before.map((message) => [message.id, message]))
  for (const message of after) byId.set(message.id, message)
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

function counted(message: ChatMessage, answered: string | null | undefined): ChatMessage {
  return message.id === answered ? { ...message, replies: message.replies + 1 } : message
}
