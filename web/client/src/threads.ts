// Comments on a document: read live from its companion document, so that they are there offline, too; written by REST.
// For CommentsPanel and CommentAnchor. Bodies are anybody's JSON: show them by `textOf`, as text.
import * as Y from 'yjs'
import { bodyOf } from './comment-body.ts'
import type { Connection } from './document.ts'
import { companionOf } from './document-id.ts'
import { take } from './errors.ts'
import { Source, unreferenced, type Stop } from './observable.ts'
import { member } from './people.ts'
import type { Schemas } from './types.ts'

export { textOf } from './comment-body.ts'

export type Thread = Schemas['Thread']
export type Comment = Schemas['Comment']
export type Anchor = Schemas['ThreadAnchor']
export type Mention = Schemas['Mention']

export interface ThreadsState {
  /** In the order in which they were begun. */
  threads: readonly Thread[]
  loaded: boolean
}

export interface CommentWords {
  text: string
  mentions?: readonly Mention[]
}

const REACTION = '/api/documents/{scope}/threads/{thread}/comments/{comment}/reactions/{emoji}'

export class Threads extends Source<ThreadsState> {
  readonly #connection: Connection
  /** What was read of each thread, so that a thread that did not change stays the identical object. */
  readonly #read = new Map<string, Thread>()

  constructor(connection: Connection) {
    super({ threads: [], loaded: false })
    this.#connection = connection
  }

  protected start(): Stop {
    const { client, id, via, options } = this.#connection
    const companion = client.connect(companionOf(id), { via, presence: null, ...(options.offline && { offline: options.offline }) })
    const threads = companion.doc.getMap('threads')
    let due: ReturnType<typeof setTimeout> | undefined
    const show = () => {
      clearTimeout(due)
      due = undefined
      this.change({ threads: this.#list(threads) })
    }
    const changed = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
      for (const { path } of events) this.#read.delete(String(path[0]))
      // Events of the root itself have no path: which threads are new or gone is seen by the list.
      for (const event of events) if (event.target === threads) for (const key of event.changes.keys.keys()) this.#read.delete(key)
      due ??= unreferenced(setTimeout(show, 0))
    }
    threads.observeDeep(changed)
    let isOver = false
    void companion.ready.then(() => {
      if (isOver) return
      this.#read.clear()
      show()
      this.change({ loaded: true })
    })
    return () => {
      isOver = true
      clearTimeout(due)
      threads.unobserveDeep(changed)
      companion.destroy()
    }
  }

  /** `metadata` is any JSON, kept with the thread: what an editor wants to know again. */
  async create({ text, mentions, anchor, metadata }: CommentWords & { anchor?: Anchor; metadata?: unknown }): Promise<Thread> {
    const words = { initialComment: { body: bodyOf(text) }, ...(mentions && { mentions: [...mentions] }) }
    const body = { ...words, ...(anchor && { anchor }), ...(metadata !== undefined && { metadata }) }
    return take(this.#api.POST('/api/documents/{scope}/threads', { params: { path: this.#path }, body }))
  }

  async reply(thread: string, { text, mentions }: CommentWords): Promise<Comment> {
    const body = { comment: { body: bodyOf(text) }, ...(mentions && { mentions: [...mentions] }) }
    return take(this.#api.POST('/api/documents/{scope}/threads/{thread}/comments', { params: { path: { ...this.#path, thread } }, body }))
  }

  async edit(thread: string, comment: string, { text, mentions }: CommentWords): Promise<Comment> {
    const body = { comment: { body: bodyOf(text) }, ...(mentions && { mentions: [...mentions] }) }
    const params = { path: { ...this.#path, thread, comment } }
    return take(this.#api.PUT('/api/documents/{scope}/threads/{thread}/comments/{comment}', { params, body }))
  }

  /** Its place stays, without words. */
  async remove(thread: string, comment: string): Promise<void> {
    const params = { path: { ...this.#path, thread, comment } }
    await take(this.#api.DELETE('/api/documents/{scope}/threads/{thread}/comments/{comment}', { params }))
  }

  async removeThread(thread: string): Promise<void> {
    await take(this.#api.DELETE('/api/documents/{scope}/threads/{thread}', { params: { path: { ...this.#path, thread } } }))
  }

  async resolve(thread: string): Promise<void> {
    await take(this.#api.POST('/api/documents/{scope}/threads/{thread}/resolve', { params: { path: { ...this.#path, thread } } }))
  }

  async reopen(thread: string): Promise<void> {
    await take(this.#api.POST('/api/documents/{scope}/threads/{thread}/unresolve', { params: { path: { ...this.#path, thread } } }))
  }

  async react(thread: string, comment: string, emoji: string): Promise<void> {
    const params = { path: { ...this.#path, thread, comment } }
    await take(this.#api.POST('/api/documents/{scope}/threads/{thread}/comments/{comment}/reactions', { params, body: { emoji } }))
  }

  async unreact(thread: string, comment: string, emoji: string): Promise<void> {
    await take(this.#api.DELETE(REACTION, { params: { path: { ...this.#path, thread, comment, emoji } } }))
  }

  #list(threads: Y.Map<unknown>): readonly Thread[] {
    for (const [id, thread] of threads) {
      if (this.#read.has(id)) continue
      const read = readThread(thread instanceof Y.Map ? thread.toJSON() : thread)
      if (read) this.#read.set(id, read)
    }
    for (const id of this.#read.keys()) if (!threads.has(id)) this.#read.delete(id)
    return [...this.#read.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  }

  get #api() {
    return this.#connection.client.api
  }

  get #path() {
    return { scope: this.#connection.id }
  }
}

/** A thread as the companion has it, in the shape in which REST has it. The server alone writes there. */
export function readThread(value: unknown): Thread | undefined {
  if (typeof member(value, 'id') !== 'string') return undefined
  const thread = value as Omit<Thread, 'comments' | 'anchor' | 'createdBy'> & { comments?: unknown; anchor?: Anchor; createdBy?: unknown }
  const comments = Array.isArray(thread.comments) ? thread.comments.flatMap((comment) => readComment(comment) ?? []) : []
  // BlockNote knows an id here, and names from the comments.
  const createdBy = typeof thread.createdBy === 'string' ? { id: thread.createdBy } : (thread.createdBy as Comment['author'])
  const author = comments.find((comment) => comment.author.id === createdBy?.id)?.author ?? createdBy
  return { ...thread, type: 'thread', comments, createdBy: author, anchor: thread.anchor ?? { type: 'document' } }
}

function readComment(value: unknown): Comment | undefined {
  if (typeof member(value, 'id') !== 'string') return undefined
  const { reactionsByUser, ...comment } = value as Comment & { reactionsByUser?: unknown }
  const author = comment.author ?? { id: comment.userId }
  return { ...comment, type: 'comment', author, mentions: comment.mentions ?? [], reactions: readReactions(reactionsByUser) }
}

/** The companion has them by `userId-emoji`, as BlockNote has. */
function readReactions(value: unknown): Comment['reactions'] {
  const byEmoji = new Map<string, { emoji: string; createdAt: number; userIds: string[] }>()
  for (const reaction of Object.values(typeof value === 'object' && value !== null ? value : {})) {
    const [emoji, userId, createdAt] = [member(reaction, 'emoji'), member(reaction, 'userId'), member(reaction, 'createdAt')]
    if (typeof emoji !== 'string' || typeof userId !== 'string') continue
    const at = typeof createdAt === 'number' ? createdAt : 0
    const known = byEmoji.get(emoji)
    if (known) {
      known.userIds.push(userId)
      known.createdAt = Math.min(known.createdAt, at)
    } else byEmoji.set(emoji, { emoji, createdAt: at, userIds: [userId] })
  }
  return [...byEmoji.values()].sort((a, b) => a.createdAt - b.createdAt)
}
