// Rebuilds what a typed document holds from its events alone, beginning with nothing; `replay` is pure. Strict: whatever an event says was
// there must be there, so an event that is lost, doubled, or out of order makes it throw. What lies outside a kind's
// collections is told without values (`document.updated`) and is no part of it.
import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { until } from './conditions.mjs'

/**
 * The nouns of events, with the root that holds such things, by kind.
 * @type {Record<string, Record<string, string>>}
 */
export const NOUNS = {
  document: {},
  workflow: { 'workflow.node': 'nodes', 'workflow.edge': 'edges' },
  report: { 'report.section': 'sections' },
  board: { 'board.column': 'columns', 'board.card': 'cards' }
}

const ALL = Object.assign({}, ...Object.values(NOUNS))

/** The roots of a kind. @param {string} kind @returns {string[]} */
export const roots = kind => Object.values(NOUNS[kind])

/**
 * @typedef {object} Step one change that an event tells
 * @property {any} event
 * @property {string} root
 * @property {string} id of the thing
 * @property {string} path inside the thing; empty for the whole
 * @property {any} before undefined for what was not there
 * @property {any} after undefined for what is gone
 */

/**
 * The content after all these events, oldest first, of one document.
 *
 * @param {string} kind
 * @param {readonly any[]} events
 * @param {(step: Step) => void} [look] is told each change
 * @returns {Record<string, any>}
 */
export function replay (kind, events, look = () => {}) {
  /** @type {Record<string, any>} */
  const content = Object.fromEntries(roots(kind).map(root => [root, {}]))
  let last = 0n
  let version = 0
  for (const event of events) {
    const context = `event ${event.id} ${event.type} ${JSON.stringify(event.data).slice(0, 400)}`
    assert.ok(BigInt(event.id) > last, `${context}: ids grow, the one before was ${last}`)
    last = BigInt(event.id)
    if (event.version !== undefined) {
      assert.ok(event.version >= version, `${context}: versions don't go back, the one before was ${version}`)
      version = event.version
    }
    assert.notEqual(event.type, 'document.gap', `${context}: nothing is untold`)
    const cut = event.type.lastIndexOf('.')
    const [noun, verb] = [event.type.slice(0, cut), event.type.slice(cut + 1)]
    const root = ALL[noun]
    if (root) apply(content[root], verb, event, context, step => look({ event, root, ...step }))
  }
  return content
}

/**
 * @param {Record<string, any>} things
 * @param {string} verb
 * @param {any} event
 * @param {string} context
 * @param {(step: { id: string, path: string, before: any, after: any }) => void} look
 */
function apply (things, verb, { data }, context, look) {
  const { id } = data
  assert.ok(things, `${context}: is of this kind`)
  if (verb === 'added' || verb === 'created') {
    assert.ok(!Object.hasOwn(things, id), `${context}: was not there before`)
    assert.ok('value' in data && data.omitted === undefined, `${context}: has its value`)
    things[id] = structuredClone(data.value)
    look({ id, path: '', before: undefined, after: data.value })
  } else if (verb === 'removed') {
    assert.ok(Object.hasOwn(things, id), `${context}: was there`)
    if ('value' in data) assert.deepEqual(data.value, things[id], `${context}: is what it was`)
    look({ id, path: '', before: things[id], after: undefined })
    delete things[id]
  } else if (['updated', 'moved', 'assigned'].includes(verb)) {
    assert.ok(Object.hasOwn(things, id), `${context}: is there`)
    assert.ok(Array.isArray(data.changes) && data.changes.length > 0, `${context}: says what changed`)
    for (const change of data.changes) {
      assert.equal(change.omitted, undefined, `${context}: nothing is left out`)
      look({ id, path: change.path, ...one(things, id, change, context) })
    }
  } else assert.fail(`${context}: an unknown thing to happen`)
}

/**
 * @param {Record<string, any>} things
 * @param {string} id
 * @param {{ path: string, old?: any, new?: any, old_omitted?: number, splice?: { index: number, delete: number, insert: string } }} change
 * @param {string} context
 */
function one (things, id, change, context) {
  const keys = [id, ...change.path.split('/').slice(1).map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))]
  let parent = /** @type {any} */ (things)
  for (const key of keys.slice(0, -1)) {
    assert.ok(parent !== null && typeof parent === 'object' && Object.hasOwn(parent, key), `${context}: ${change.path} leads somewhere`)
    parent = parent[key]
  }
  const key = keys[keys.length - 1]
  const isArray = Array.isArray(parent)
  const before = structuredClone(parent[key])
  if (change.splice) {
    const { index, delete: deleted = 0, insert = '' } = change.splice
    assert.equal(typeof before, 'string', `${context}: ${change.path} is text`)
    assert.ok(index + deleted <= before.length, `${context}: ${change.path} has ${before.length} units`)
    parent[key] = before.slice(0, index) + insert + before.slice(index + deleted)
    return { before, after: parent[key] }
  }
  const [isOld, isNew] = ['old' in change || change.old_omitted !== undefined, 'new' in change]
  assert.ok(isOld || isNew, `${context}: ${change.path} says what it was or is`)
  if ('old' in change) assert.deepEqual(before, change.old, `${context}: ${change.path} is what it was`)
  else if (isOld) assert.notEqual(before, undefined, `${context}: ${change.path} was there`)
  else if (!isArray) assert.ok(!Object.hasOwn(parent, key), `${context}: ${change.path} was not there, is ${JSON.stringify(before)}`)
  if (isNew && isOld) parent[key] = structuredClone(change.new)
  else if (isNew) isArray ? parent.splice(Number(key), 0, structuredClone(change.new)) : parent[key] = structuredClone(change.new)
  else isArray ? parent.splice(Number(key), 1) : delete parent[key]
  return { before: isOld ? before : undefined, after: structuredClone(change.new) }
}

/**
 * The roots of a kind in a content, as `replay` gives them.
 *
 * @param {string} kind
 * @param {Record<string, any>} content
 */
export const collections = (kind, content) => Object.fromEntries(roots(kind).map(root => [root, content[root] ?? {}]))

/**
 * Insists that the events of a document give its content, once they were told: edits are told a moment after they are made.
 *
 * @param {import('./rest.mjs').Rest} rest
 * @param {string} kind
 * @param {string} id
 * @param {number} [deadlineMs]
 */
export async function told (rest, kind, id, deadlineMs = undefined) {
  const document = rest.document(id)
  const { content } = await document.content()
  /** @type {any[]} */
  const events = []
  let after = 'start'
  await until(`the events of ${id} to give its content`, async () => {
    const more = await document.events({ after })
    after = more.next
    events.push(...more.events)
    return more.events.length > 0 && isDeepStrictEqual(replay(kind, events), collections(kind, content))
  }, deadlineMs).catch(() => reproduces(kind, events, content))
  return { content, events }
}

/**
 * Insists that the events of a document give its content.
 *
 * @param {string} kind
 * @param {readonly any[]} events
 * @param {Record<string, any>} content
 * @param {(step: Step) => void} [look]
 */
export function reproduces (kind, events, content, look = undefined) {
  assert.deepEqual(replay(kind, events, look), collections(kind, content), 'the events, replayed from nothing, give the content')
}
