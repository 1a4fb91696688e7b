// An event as a sentence for people: who did it stands before it. Used by the activity feed; apps may use it for their own.
// What it doesn't know is said plainly by its type; nothing of an event is trusted to be there.
import type { Event } from '@yrsa/client'
import { shortened } from '../presence/presence-words.ts'

/** Words, and names among them that stand out. */
export type Phrase = readonly (string | { name: string })[]

export interface Names {
  /** What is at a path of a document: `/cards/c1` is `Fix login`. */
  thing?(path: string, document: string): string | undefined
  /** What a user is called. */
  person?(id: string): string | undefined
  /** What a document is called. */
  document?(id: string): string | undefined
}

type Fields = Readonly<Record<string, unknown>>

const THINGS: Record<string, { root: string; noun: string }> = {
  'board.card': { root: 'cards', noun: 'card' },
  'board.column': { root: 'columns', noun: 'column' },
  'report.section': { root: 'sections', noun: 'section' },
  'workflow.node': { root: 'nodes', noun: 'node' },
  'workflow.edge': { root: 'edges', noun: 'edge' },
}

export function eventSentence(event: Event, names: Names = {}): Phrase {
  const data = fieldsOf(event.data)
  const dot = event.type.lastIndexOf('.')
  const [subject, verb] = [event.type.slice(0, dot), event.type.slice(dot + 1)]
  const thing = THINGS[subject]
  if (thing !== undefined) return ofThing(event, data, thing, verb, names)
  const told = TOLD[event.type]
  // Types that are newer than this code: "run.paused" is still something that people can read.
  return told?.(data, event, names) ?? [event.type.replaceAll('.', ' ').replaceAll('_', ' ')]
}

/** The sentence without anything that stands out. */
export function phraseText(phrase: Phrase): string {
  return phrase.map((part) => (typeof part === 'string' ? part : part.name)).join('')
}

function ofThing(event: Event, data: Fields, { root, noun }: { root: string; noun: string }, verb: string, names: Names): Phrase {
  const id = text(data['id'])
  const title = titleOf(data['value']) ?? names.thing?.(`/${root}/${id}`, event.document)
  const what: Phrase = title === undefined || title === '' ? [withArticle(noun)] : [{ name: quoted(title) }]
  const changes = list(data['changes']).map(fieldsOf)
  const changed = (path: string): Fields | undefined => changes.find((change) => change['path'] === path)
  switch (verb) {
    case 'created':
    case 'added':
      return title === undefined ? [`added ${withArticle(noun)}`] : [`added the ${noun} `, ...what]
    case 'removed':
      return title === undefined ? [`removed ${withArticle(noun)}`] : [`removed the ${noun} `, ...what]
    case 'moved': {
      const column = text(changed('/column')?.['new'])
      if (column === '') return ['moved ', ...what]
      return ['moved ', ...what, ' to ', { name: names.thing?.(`/columns/${column}`, event.document) ?? column }]
    }
    case 'assigned': {
      const assignee = text(changed('/assignee')?.['new'])
      if (assignee === '') return ['took ', ...what, ' from who had it']
      return assignee === event.user?.id ? ['took on ', ...what] : ['gave ', ...what, ' to ', { name: names.person?.(assignee) ?? assignee }]
    }
    case 'updated': {
      const rename = changed('/title') ?? changed('/data/label')
      const [before, after] = [text(rename?.['old']), text(rename?.['new'])]
      if (after !== '' && changes.length === 1) {
        return before === '' ? [`named ${withArticle(noun)} `, { name: quoted(after) }] : ['renamed ', { name: quoted(before) }, ' to ', { name: quoted(after) }]
      }
      const fields = [...new Set(changes.map((change) => fieldName(text(change['path']))))].filter((field) => field !== '')
      if (fields.length === 0 || fields.length > 3) return ['edited ', ...what]
      return [`edited the ${fields.join(', ').replace(/, ([^,]*)$/, ' and $1')} of `, ...what]
    }
    default:
      return [`${verb.replaceAll('_', ' ')} `, ...what]
  }
}

const FIELD_WORDS: Record<string, string> = { order: '', column: 'column', due: 'due date', body: 'text', data: 'settings', position: 'position', label: 'name' }

function fieldName(path: string): string {
  const [first = '', second] = path.split('/').slice(1)
  const name = unescaped(first === 'data' && second !== undefined ? second : first)
  return FIELD_WORDS[name] ?? shortened(name, 30)
}

type Teller = (data: Fields, event: Event, names: Names) => Phrase

const TOLD: Record<string, Teller> = {
  'document.created': (data) => [`created this ${text(data['kind']) || 'document'}`],
  'document.renamed': (data) => ['renamed it to ', { name: quoted(text(data['title'])) }],
  'document.changed': (data, _, names) => {
    const owner = fieldsOf(data['owner'])
    return 'owner' in data ? ['made ', { name: text(owner['name']) || names.person?.(text(owner['id'])) || text(owner['id']) || 'nobody' }, ' the owner'] : ['changed its settings']
  },
  'document.duplicated': (data, _, names) => ['copied it from ', { name: names.document?.(text(data['from'])) ?? text(data['from']) }],
  'document.deleted': () => ['deleted it'],
  'document.restored': () => ['restored it'],
  'document.purged': () => ['removed it for good'],
  'document.updated': () => ['edited the content'],
  'document.gap': () => ['can no longer tell what changed here'],
  'chat.message': (data) => [`wrote ${quoted(text(fieldsOf(data['message'])['body']) || 'a message')}`],
  'chat.edited': () => ['edited a message'],
  'chat.deleted': () => ['deleted a message'],
  'chat.reaction': (data) => [data['added'] === false ? `took back ${text(data['emoji'])} from a message` : `reacted with ${text(data['emoji'])} to a message`],
  'comment.thread_created': (data) => [`commented ${quoted(text(data['text']))}`],
  'comment.added': (data) => [`replied ${quoted(text(data['text']))}`],
  'comment.edited': () => ['edited a comment'],
  'comment.deleted': () => ['deleted a comment'],
  'comment.resolved': () => ['resolved a thread'],
  'comment.reopened': () => ['reopened a thread'],
  'comment.anchored': () => ['moved a thread to another place'],
  'comment.thread_deleted': () => ['deleted a thread'],
  'comment.reaction': (data) => [data['added'] === false ? `took back ${text(data['emoji'])} from a comment` : `reacted with ${text(data['emoji'])} to a comment`],
  'participant.joined': () => ['joined'],
  'participant.left': () => ['left'],
  'run.queued': (data) => (text(data['label']) === '' ? ['started a run'] : ['started the run ', { name: quoted(text(data['label'])) }]),
  'run.started': (data) => (text(data['executor']) === '' ? ['began a run'] : ['began a run as ', { name: text(data['executor']) }]),
  'run.step': (data, event, names) => {
    const step = fieldsOf(data['step'])
    const name = text(step['name']) || names.thing?.(`/nodes/${text(step['node'])}`, event.document) || text(step['id'])
    return [`${STEP_WORDS[text(step['status'])] ?? 'went on with'} the step `, { name: quoted(name) }]
  },
  'run.progress': (data) => [`is ${Math.round(Number(data['fraction']) * 100) || 0} % through a run`],
  'run.cancel_requested': () => ['asked to cancel a run'],
  'run.lease_lost': () => ['lost a run, which starts again'],
  'run.finished': (data) => [{ succeeded: 'finished a run', failed: 'finished a run that failed', cancelled: 'cancelled a run' }[text(data['status'])] ?? 'finished a run'],
  'lock.acquired': (data, event, names) => ['locked ', ...lockedPlace(data, event, names)],
  'lock.released': (data, event, names) => ['released ', ...lockedPlace(data, event, names)],
  'lock.broken': (data, event, names) => ['broke the lock on ', ...lockedPlace(data, event, names)],
  'lock.expired': (data, event, names) => ['ended the lock on ', ...lockedPlace(data, event, names), ', its time was over'],
  'lock.denied': (data, event, names) => ['wanted to lock ', ...placeName(text(data['path']), event, names), ', which is locked'],
  'lock.enforced': (data, event, names) => ['edited ', ...placeName(text(data['path']), event, names), ' while it was locked; that was undone'],
  'session.changed': (data) => {
    const mode = text(fieldsOf(data['new'])['mode'])
    return [{ parallel: 'let everybody edit at once', sequential: 'let people edit in turns', locked: 'let people edit only what they locked' }[mode] ?? 'changed how people work here']
  },
  'session.turn_requested': () => ['asked for the turn'],
  'session.turn_offered': (data, _, names) => ['gave the turn to ', { name: personOf(data['to'], names) }],
  'session.turn_passed': (data, _, names) => ['passed the turn to ', { name: personOf(data['to'], names) }],
  'session.turn_ended': (data, _, names) => ['ended the turn of ', { name: personOf(data['holder'], names) }],
  'session.turn_withdrawn': () => ['no longer waits for the turn'],
  'member.added': (data, _, names) => ['made ', { name: personOf(data['user'], names) }, ` ${withArticle(text(data['role']))}`],
  'member.changed': (data, _, names) => ['made ', { name: personOf(data['user'], names) }, ` ${withArticle(text(data['role']))}`],
  'member.removed': (data, _, names) => ['removed ', { name: personOf(data['user'], names) }],
  'member.blocked': (data, _, names) => ['blocked ', { name: personOf(data['user'], names) }],
  'share.created': (data) => [`made a link to ${text(data['permission'])}`],
  'share.used': () => ['came by a link'],
  'share.revoked': () => ['revoked a link'],
  'access.denied': (data) => [`was refused${Number(data['count']) > 1 ? ` ${Number(data['count'])} times` : ''}: ${text(data['reason'])}`],
  'account.created': (data, _, names) => ['created the account ', { name: personOf(data['user'], names) }],
  'account.logged_in': () => ['signed in'],
  'account.logged_out': (data) => [data['everywhere'] === true ? 'signed out everywhere' : 'signed out'],
  'account.changed': () => ['changed their account'],
  'account.password_changed': () => ['changed their password'],
  'account.token_reused': () => ['ended a login, because its token was used twice'],
  'admin.kicked': (data) => [`closed ${Number(data['kicked']) === 1 ? 'a connection' : `${Number(data['kicked']) || 0} connections`}`],
  'admin.reassessed': () => ['had all rights looked at again'],
  'admin.tokens_revoked': () => ['revoked tokens'],
  'audit.exported': () => ['exported the audit'],
  'audit.trimmed': () => ['trimmed the audit'],
}

const STEP_WORDS: Record<string, string> = { running: 'began', succeeded: 'finished', failed: 'failed at', skipped: 'skipped', cancelled: 'cancelled' }

function lockedPlace(data: Fields, event: Event, names: Names): Phrase {
  return placeName(text(fieldsOf(data['lock'])['path']), event, names)
}

function placeName(path: string, event: Event, names: Names): Phrase {
  if (path === '') return ['the whole document']
  const name = names.thing?.(path, event.document)
  return name === undefined || name === '' ? [{ name: shortened(path, 60) }] : [{ name: quoted(name) }]
}

function personOf(value: unknown, names: Names): string {
  if (typeof value === 'string') return names.person?.(value) ?? value
  const { name, id } = fieldsOf(value)
  return text(name) || names.person?.(text(id)) || text(id) || 'somebody'
}

function withArticle(noun: string): string {
  return noun === 'blocked' ? noun : /^[aeio]/.test(noun) ? `an ${noun}` : `a ${noun}`
}

/** What things of all kinds are called by. */
export function titleOf(value: unknown): string | undefined {
  const fields = fieldsOf(value)
  const data = fieldsOf(fields['data'])
  const found = [fields['title'], data['label'], data['title'], fields['label'], fields['name']].find((name) => typeof name === 'string' && name.trim() !== '')
  return typeof found === 'string' ? found : undefined
}

function quoted(name: string): string {
  return `“${shortened(name, 80)}”`
}

function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
