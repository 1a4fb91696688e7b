// What programs write with these types. It runs nowhere: `npm run check` fails if it doesn't mean what it should.
import type { Event, EventOf, EventType, LiveMessage, LiveMessageOf, LiveRequest, Problem, Role, Schemas, paths } from '../src/types.ts'

/** Each type of event has data of its own. */
export function told(event: Event): string {
  switch (event.type) {
    case 'board.card.moved':
      return `${event.user?.name ?? 'somebody'} moved ${event.data.id}: ${event.data.changes.map((change) => change.path).join()}`
    case 'document.renamed':
      return `${event.data.old} is ${event.data.title} now`
    case 'run.finished':
      return `${event.data.run} ${event.data.status} (${event.data.attempt})`
    default:
      return event.type
  }
}

export const moved: EventOf<'board.card.moved'> = {
  id: '123',
  type: 'board.card.moved',
  document: 'acme/board',
  time: 0,
  version: 42,
  data: { id: 'c1', changes: [{ path: '/column', old: 'todo', new: 'done' }] },
}

// @ts-expect-error there is no such event
export const wrong: EventType = 'board.card.flown'

// @ts-expect-error this event has changes and no title
export const title = (event: EventOf<'board.card.moved'>): string => event.data.title

export function heard(message: LiveMessage): unknown {
  if (message.type === 'connected') return [message.self.user.id, message.content, message.version]
  if (message.type === 'content_update') return message.patch.filter((operation) => operation.op === 'move').map(({ from }) => from)
  return message.type === 'error' ? message.code : undefined
}

export const role = (message: LiveMessageOf<'connected'>): Role => message.role

export const says: LiveRequest[] = [
  { type: 'heartbeat', id: 1 },
  { type: 'content_patch', patch: [{ op: 'replace', path: '/title', value: 'x' }] },
  { type: 'text_change', path: '/text', index: 3, insert: 'x' },
  // @ts-expect-error a patch is an array
  { type: 'content_patch', patch: 'x' },
]

type Members = paths['/api/documents/{scope}/members']['get']
export type MembersAnswer = Members['responses'][200]['content']['application/json']
export const members: MembersAnswer = { members: [{ user: 'ada', role: 'editor', changed_by: 'grace', changed_at: 0 }] }
export const refused = (problem: Problem): string => `${problem.status} ${problem.title}: ${problem.detail}`
export const created = (share: Schemas['CreatedShare']): string => share.secret + share.scope
