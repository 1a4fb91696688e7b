// Threads, chat, links and members without a server, for tests of the components that show them.
// They do at once what the server would do, and note what was asked of them.
// Not from '@yrsa/client': tests that put these in its place would wait for themselves.
import { ApiError } from '../../client/src/errors.ts'
import { Value } from '../../client/src/observable.ts'
import type { Access, Anchor, ChatMessage, ChatState, Client, Comment, Connection, CreatedShare, Member, MembersState, Mention, Observable, Participant, Share, SharesState, Thread, ThreadsState, Who } from '@yrsa/client'
import type { ChatSource } from '../src/chat/use-chat.ts'
import type { MessagesReader } from '../src/chat/requests.ts'
import type { ThreadsSource } from '../src/comments/use-threads.ts'

export const ADA: Who = { id: 'ada', name: 'Ada Lovelace', color: '#7e22ce' }
export const BOB: Who = { id: 'bob', name: 'Bob Stone', color: '#0f766e' }
export const CID: Who = { id: 'cid', name: 'Cid Marsh', color: '#be123c' }

let numbered = 0
/** Ids that grow, as the server's do. */
export function nextId(): string {
  numbered += 1
  return `018bcfe5-6800-7000-8000-${String(numbered).padStart(12, '0')}`
}

export function participant(user: Who, changes: Partial<Participant> = {}): Participant {
  return { user, role: 'editor', status: 'active', self: false, clients: [1], activity: null, place: null, ...changes }
}

export interface FakeConnection {
  connection: Connection
  access: Value<Access>
  participants: Value<readonly Participant[]>
}

export function fakeConnection(access: Partial<Access> = {}, others: readonly Who[] = [BOB]): FakeConnection {
  const allowed = new Value<Access>({ role: 'editor', mayEdit: true, mayComment: true, mayOwn: false, why: '', ...access })
  const participants = new Value<readonly Participant[]>([participant(ADA, { self: true }), ...others.map((who) => participant(who))])
  const connection = { id: 'acme/plan', client: fakeClient().client, access: allowed, participants, me: new Value<Who | null>(ADA) }
  return { connection: connection as unknown as Connection, access: allowed, participants }
}

export function refusal(status: number, detail: string): ApiError {
  return new ApiError({ type: 'about:blank', title: 'no', status, detail })
}

// ── comments ──────────────────────────────────────────────────────────────────

export function comment(author: Who, text: string, changes: Partial<Comment> = {}): Comment {
  const at = Date.now() - 60_000
  return {
    type: 'comment',
    id: nextId(),
    userId: author.id,
    author: { id: author.id, name: author.name },
    createdAt: at,
    updatedAt: at,
    body: [{ type: 'paragraph', content: [{ type: 'text', text, styles: {} }] }],
    mentions: [],
    reactions: [],
    ...changes,
  }
}

export function thread(comments: readonly Comment[], changes: Partial<Thread> = {}): Thread {
  const [first] = comments
  return {
    type: 'thread',
    id: nextId(),
    anchor: { type: 'document' },
    comments: [...comments],
    createdAt: first?.createdAt ?? 0,
    createdBy: first?.author ?? { id: 'ada' },
    resolved: false,
    updatedAt: first?.createdAt ?? 0,
    ...changes,
  }
}

export class FakeThreads extends Value<ThreadsState> implements ThreadsSource {
  readonly calls: unknown[][] = []
  /** What the next call is refused with. */
  refuse: Error | null = null

  constructor(threads: readonly Thread[] = [], loaded = true) {
    super({ threads, loaded })
  }

  put(threads: readonly Thread[]): void {
    this.set({ ...this.get(), threads, loaded: true })
  }

  async create(words: { text: string; mentions?: readonly Mention[]; anchor?: Anchor }): Promise<Thread> {
    this.#note('create', words)
    const made = thread([comment(ADA, words.text, { mentions: [...(words.mentions ?? [])], createdAt: Date.now(), updatedAt: Date.now() })], { anchor: words.anchor ?? { type: 'document' } })
    this.put([...this.get().threads, made])
    return made
  }

  async reply(id: string, words: { text: string; mentions?: readonly Mention[] }): Promise<Comment> {
    this.#note('reply', id, words)
    const made = comment(ADA, words.text, { mentions: [...(words.mentions ?? [])] })
    this.#change(id, (old) => ({ ...old, comments: [...old.comments, made] }))
    return made
  }

  async edit(id: string, commentId: string, words: { text: string; mentions?: readonly Mention[] }): Promise<Comment> {
    this.#note('edit', id, commentId, words)
    this.#comment(id, commentId, (old) => ({ ...old, body: words.text, updatedAt: old.createdAt + 1 }))
    return comment(ADA, words.text)
  }

  async remove(id: string, commentId: string): Promise<void> {
    this.#note('remove', id, commentId)
    this.#comment(id, commentId, ({ body: _body, ...old }) => ({ ...old, deletedAt: 1 }))
  }

  async removeThread(id: string): Promise<void> {
    this.#note('removeThread', id)
    this.put(this.get().threads.filter((one) => one.id !== id))
  }

  async resolve(id: string): Promise<void> {
    this.#note('resolve', id)
    this.#change(id, (old) => ({ ...old, resolved: true, resolvedBy: 'ada', resolvedUpdatedAt: Date.now() }))
  }

  async reopen(id: string): Promise<void> {
    this.#note('reopen', id)
    this.#change(id, (old) => ({ ...old, resolved: false }))
  }

  async react(id: string, commentId: string, emoji: string): Promise<void> {
    this.#note('react', id, commentId, emoji)
    this.#comment(id, commentId, (old) => {
      const others = old.reactions.filter((one) => one.emoji !== emoji)
      const users = old.reactions.find((one) => one.emoji === emoji)?.userIds ?? []
      return { ...old, reactions: [...others, { emoji, createdAt: 1, userIds: [...users, 'ada'] }] }
    })
  }

  async unreact(id: string, commentId: string, emoji: string): Promise<void> {
    this.#note('unreact', id, commentId, emoji)
    this.#comment(id, commentId, (old) => ({
      ...old,
      reactions: old.reactions.map((one) => (one.emoji === emoji ? { ...one, userIds: one.userIds.filter((user) => user !== 'ada') } : one)).filter((one) => one.userIds.length > 0),
    }))
  }

  #note(...call: unknown[]): void {
    this.calls.push(call)
    const { refuse } = this
    this.refuse = null
    if (refuse) throw refuse
  }

  #change(id: string, how: (old: Thread) => Thread): void {
    this.put(this.get().threads.map((one) => (one.id === id ? how(one) : one)))
  }

  #comment(id: string, commentId: string, how: (old: Comment) => Comment): void {
    this.#change(id, (old) => ({ ...old, comments: old.comments.map((one) => (one.id === commentId ? how(one) : one)) }))
  }
}

// ── chat ──────────────────────────────────────────────────────────────────────

export function message(author: Who, body: string, changes: Partial<ChatMessage> = {}): ChatMessage {
  return {
    id: nextId(),
    document: 'acme/plan',
    author: { id: author.id, name: author.name },
    body,
    created_at: Date.now(),
    edited_at: null,
    deleted_at: null,
    mentions: [],
    reactions: {},
    references: [],
    replies: 0,
    reply_to: null,
    ...changes,
  }
}

export class FakeChat extends Value<ChatState> implements ChatSource {
  readonly calls: unknown[][] = []
  refuse: Error | null = null
  /** What `loadOlder` brings, the next page last. */
  older: ChatMessage[][] = []

  constructor(messages: readonly ChatMessage[] = [], changes: Partial<ChatState> = {}) {
    super({ messages, hasOlder: false, unread: 0, lastRead: null, loaded: true, typing: [], error: null, ...changes })
  }

  change(changes: Partial<ChatState>): void {
    this.set({ ...this.get(), ...changes })
  }

  async loadOlder(): Promise<void> {
    this.#note('loadOlder')
    const page = this.older.pop() ?? []
    this.change({ messages: [...page, ...this.get().messages], hasOlder: this.older.length > 0 })
  }

  async send(words: Parameters<ChatSource['send']>[0]): Promise<ChatMessage> {
    this.#note('send', words)
    const made = message(ADA, words.body, { mentions: [...(words.mentions ?? [])], references: [...(words.references ?? [])], reply_to: words.replyTo ?? null })
    this.change({ messages: [...this.get().messages.map((old) => (old.id === words.replyTo ? { ...old, replies: old.replies + 1 } : old)), made] })
    return made
  }

  async edit(id: string, body: string, mentions?: readonly Mention[]): Promise<ChatMessage> {
    this.#note('edit', id, body, mentions)
    this.#message(id, (old) => ({ ...old, body, edited_at: Date.now() }))
    return message(ADA, body)
  }

  async remove(id: string): Promise<void> {
    this.#note('remove', id)
    this.#message(id, (old) => ({ ...old, body: '', deleted_at: Date.now(), reactions: {} }))
  }

  async react(id: string, emoji: string): Promise<void> {
    this.#note('react', id, emoji)
    this.#message(id, (old) => ({ ...old, reactions: { ...old.reactions, [emoji]: [...(old.reactions[emoji] ?? []), { at: 1, user: { id: 'ada', name: ADA.name } }] } }))
  }

  async unreact(id: string, emoji: string): Promise<void> {
    this.#note('unreact', id, emoji)
    this.#message(id, (old) => ({ ...old, reactions: { ...old.reactions, [emoji]: (old.reactions[emoji] ?? []).filter(({ user }) => user.id !== 'ada') } }))
  }

  async markRead(): Promise<void> {
    this.#note('markRead')
    this.change({ unread: 0, lastRead: this.get().messages.at(-1)?.id ?? null })
  }

  setTyping(typing: boolean): void {
    this.calls.push(['setTyping', typing])
  }

  #note(...call: unknown[]): void {
    this.calls.push(call)
    const { refuse } = this
    this.refuse = null
    if (refuse) throw refuse
  }

  #message(id: string, how: (old: ChatMessage) => ChatMessage): void {
    this.change({ messages: this.get().messages.map((old) => (old.id === id ? how(old) : old)) })
  }
}

/** Answers from all messages there are, as the server does. */
export function fakeReader(all: readonly ChatMessage[]): MessagesReader & { asked: unknown[] } {
  const asked: unknown[] = []
  return {
    asked,
    async one(id) {
      asked.push(id)
      const found = all.find((one) => one.id === id)
      if (!found) throw refusal(404, 'there is no such message')
      return found
    },
    async page(query) {
      asked.push(query)
      const { limit = 50 } = query
      const some = query.reply_to === undefined ? all : all.filter((one) => one.reply_to === query.reply_to)
      const at = some.findIndex((one) => one.id === (query.around ?? query.before ?? query.after))
      const from = query.around !== undefined ? at - limit / 2 : query.after !== undefined ? at + 1 : at < 0 ? some.length - limit : at - limit
      const messages = some.slice(Math.max(0, from), Math.max(0, from + limit))
      const [first, last] = [messages[0], messages.at(-1)]
      return { messages, older: first && some[0] !== first ? first.id : null, newer: last && some.at(-1) !== last ? last.id : null }
    },
  }
}

// ── sharing ───────────────────────────────────────────────────────────────────

export function share(changes: Partial<Share> = {}): Share {
  return {
    id: nextId(),
    scope: 'acme/plan',
    permission: 'view',
    created_at: Date.now() - 3_600_000,
    created_by: 'ada',
    expires_at: null,
    last_used_at: null,
    max_uses: null,
    revoked_at: null,
    uses: 0,
    ...changes,
  }
}

/** What the server would hold, by scope. A missing scope is refused. */
export interface FakeRecords {
  shares: Record<string, readonly Share[]>
  members: Record<string, readonly Member[]>
  access?: string
}

export function fakeClient(records: FakeRecords = { shares: {}, members: {} }): { client: Client; records: FakeRecords } {
  const { access = 'token' } = records
  const you = { id: 'ada', name: ADA.name, color: ADA.color, admin: false, by: 'token', guest: false }
  // Who knows the members of a scope owns it; who knows its links may make some.
  const GET = async (_path: string, { params }: { params: { path: { scope: string } } }) => {
    const { scope } = params.path
    const [isOwner, mayShare] = [scope in records.members, scope in records.shares]
    if (!isOwner && !mayShare) return { error: { type: 'about:blank', title: 'no right', status: 403, detail: 'no right to it' }, response: new Response(null, { status: 403 }) }
    return { data: { scope, role: isOwner ? 'owner' : 'editor', may_share: mayShare, user: 'ada' }, response: new Response('{}') }
  }
  const client = { url: new URL('https://yrsa.example/'), records, credentials: { current: async () => ({}) }, api: { GET }, server: async () => ({ version: '1', access, accounts: false, registration: 'closed', you }) }
  return { client: client as unknown as Client, records }
}

function recordsOf(client: Client): FakeRecords {
  return (client as unknown as { records: FakeRecords }).records
}

/** In place of the client's classes, in tests that say so by `vi.mock`. */
export class FakeShares extends Value<SharesState> {
  readonly #client: Client
  readonly #scope: string
  static calls: unknown[][] = []
  static refuse: Error | null = null

  constructor(client: Client, scope: string) {
    const shares = recordsOf(client).shares[scope]
    super({ shares: shares ?? [], loaded: shares !== undefined, error: shares ? null : refusal(403, 'you have no right to do that') })
    this.#client = client
    this.#scope = scope
  }

  async reload(): Promise<void> {}

  async create(wish: { permission: Share['permission']; expiresIn?: number; maxUses?: number }): Promise<CreatedShare> {
    FakeShares.calls.push(['create', this.#scope, wish])
    if (FakeShares.refuse) throw FakeShares.refuse
    const expires = wish.expiresIn === undefined ? null : Date.now() + wish.expiresIn * 1_000
    const made = share({ scope: this.#scope, permission: wish.permission, max_uses: wish.maxUses ?? null, expires_at: expires, created_at: Date.now() })
    this.#put([made, ...this.get().shares])
    return { ...made, secret: 'share_secret' }
  }

  async revoke(id: string): Promise<void> {
    FakeShares.calls.push(['revoke', id])
    this.#put(this.get().shares.map((one) => (one.id === id ? { ...one, revoked_at: Date.now() } : one)))
  }

  #put(shares: readonly Share[]): void {
    recordsOf(this.#client).shares[this.#scope] = shares
    this.set({ ...this.get(), shares })
  }
}

/** `set` is the member's here, not the value's. */
export class FakeMembers implements Observable<MembersState> {
  static calls: unknown[][] = []
  static refuse: Error | null = null
  readonly #value: Value<MembersState>

  constructor(client: Client, scope: string) {
    const members = recordsOf(client).members[scope]
    this.#value = new Value({ members: members ?? [], loaded: members !== undefined, error: members ? null : refusal(403, 'you have no right to do that') })
  }

  get(): MembersState {
    return this.#value.get()
  }

  subscribe(listener: () => void): () => void {
    return this.#value.subscribe(listener)
  }

  async reload(): Promise<void> {}

  async set(user: string, role: Member['role']): Promise<void> {
    FakeMembers.calls.push(['set', user, role])
    if (FakeMembers.refuse) throw FakeMembers.refuse
    const others = this.get().members.filter((one) => one.user !== user)
    this.#value.set({ ...this.get(), members: [...others, { user, role, changed_at: 1, changed_by: 'ada' }] })
  }

  async remove(user: string): Promise<void> {
    FakeMembers.calls.push(['remove', user])
    this.#value.set({ ...this.get(), members: this.get().members.filter((one) => one.user !== user) })
  }

  async block(user: string): Promise<void> {
    await this.set(user, 'blocked')
  }
}
