// Typed documents as people and programs edit them: small random edits of boards, workflows and reports, once with Yjs' own
// types and once as JSON Patch. Every value says who wrote it (`ada:17`, or a number in a range of theirs, or letters of theirs),
// so a test can hold what events say about authors against who it really was.
import * as Y from 'yjs'
import { place } from './content.mjs'

/** @typedef {'board' | 'workflow' | 'report'} Kind */

/** Numbers of a person begin at a multiple of this. */
const NUMBERS = 1_000_000

/** Who edits: makes values that are theirs. */
export class Hand {
  #count = 0
  /** Ids of things that this hand removed, or may have removed. @type {Set<string>} */ removed = new Set()
  /** Things that this hand leaves alone. @type {(id: string) => boolean} */ spares = () => false

  /**
   * @param {string} user
   * @param {number} at which number this person has, from 1
   * @param {import('./conditions.mjs').Random} random
   */
  constructor (user, at, random) {
    this.user = user
    this.at = at
    this.random = random
    /** A capital, so that no tag of XML has it. */
    this.letter = String.fromCharCode(64 + at)
  }

  /** A value nobody else writes. */
  token () { return `${this.user}:${++this.#count}` }

  number () { return this.at * NUMBERS + ++this.#count }

  /** A few letters, and sometimes a space. */
  words () { return this.letter.repeat(1 + this.random.below(4)) + (this.random.below(3) === 0 ? ' ' : '') }
}

/**
 * Whose a value is, null where that can't be told.
 *
 * @param {unknown} value
 * @param {readonly Hand[]} hands
 * @returns {string | null}
 */
export function writerOf (value, hands) {
  if (typeof value === 'number') return hands.find(({ at }) => at === Math.floor(value / NUMBERS))?.user ?? null
  const user = typeof value === 'string' ? /^(\w+):\d+$/.exec(value)?.[1] : undefined
  return user ?? null
}

/** @typedef {{ [edit: string]: (doc: Y.Doc, hand: Hand) => void }} Edits */

/** One of the keys of a map, undefined if there is none. @param {Y.Map<any>} map @param {Hand} hand */
function anyKey (map, { random, spares }) {
  const keys = [...map.keys()].filter(key => !spares(key)).sort()
  return keys.length === 0 ? undefined : random.pick(keys)
}

/** One of the things of a root. @param {Y.Doc} doc @param {string} root @param {Hand} hand @returns {Y.Map<any> | undefined} */
function anyThing (doc, root, hand) {
  const id = anyKey(doc.getMap(root), hand)
  const thing = id === undefined ? undefined : doc.getMap(root).get(id)
  return thing instanceof Y.Map ? thing : undefined
}

/** @param {string} root @returns {(doc: Y.Doc, hand: Hand) => void} */
const remove = root => (doc, hand) => {
  const id = anyKey(doc.getMap(root), hand)
  if (id === undefined) return
  hand.removed.add(id)
  doc.getMap(root).delete(id)
}

/** @param {string} root @param {string} field @returns {(doc: Y.Doc, hand: Hand) => void} */
const setField = (root, field) => (doc, hand) => { anyThing(doc, root, hand)?.set(field, hand.token()) }

/** @param {Record<string, any>} fields */
const mapOf = fields => new Y.Map(Object.entries(fields))

/** Types into a text, or deletes a few letters, never inside one character. @param {Y.Text} text @param {Hand} hand */
function type (text, hand) {
  const pieces = text.toDelta().map((/** @type {any} */ { insert }) => insert)
  const { at, length } = place(pieces, hand.random, 1 + hand.random.below(3))
  if (hand.random.below(3) === 0) text.delete(at, length)
  else text.insert(at, hand.words())
}

/** A card's description, a section's body: rich text of paragraphs. @param {Y.XmlFragment} body @param {Hand} hand */
function typeRich (body, hand) {
  const { random } = hand
  const children = body.toArray().filter(child => child instanceof Y.XmlElement)
  const element = children.length > 0 ? random.pick(children) : undefined
  const dice = random.below(8)
  if (!element || dice === 0) {
    const paragraph = new Y.XmlElement(random.pick(['paragraph', 'heading']))
    paragraph.insert(0, [new Y.XmlText(hand.words())])
    body.insert(random.below(body.length + 1), [paragraph])
  } else if (dice === 1 && children.length > 1) body.delete(random.below(body.length), 1)
  else if (dice === 2) element.setAttribute('level', hand.token())
  else {
    let text = element.toArray().find(child => child instanceof Y.XmlText)
    if (!text) element.insert(0, [text = new Y.XmlText()])
    if (dice === 3 && text.length > 1) text.format(0, 1 + random.below(text.length - 1), { bold: random.pick([{}, null]) })
    else type(text, hand)
  }
}

/** Edits with Yjs' types, as editors bind to them. @type {Record<Kind, Edits>} */
const YJS = {
  board: {
    add (doc, hand) {
      const column = anyKey(doc.getMap('columns'), hand) ?? 'todo'
      const fields = { title: hand.token(), column, order: hand.token(), description: new Y.Text(hand.words()) }
      doc.getMap('cards').set(`card-${hand.user}-${hand.number()}`, mapOf(fields))
    },
    addColumn: (doc, hand) => { doc.getMap('columns').set(`column-${hand.user}-${hand.number()}`, mapOf({ title: hand.token(), order: hand.token() })) },
    move (doc, hand) {
      const card = anyThing(doc, 'cards', hand)
      const column = anyKey(doc.getMap('columns'), hand)
      if (column !== undefined) card?.set('column', column)
      card?.set('order', hand.token())
    },
    assign: setField('cards', 'assignee'),
    rename: setField('cards', 'title'),
    renameColumn: setField('columns', 'title'),
    type (doc, hand) {
      const text = anyThing(doc, 'cards', hand)?.get('description')
      if (text instanceof Y.Text) type(text, hand)
    },
    remove: remove('cards'),
    removeColumn: remove('columns')
  },
  workflow: {
    add (doc, hand) {
      const fields = { type: 'default', position: { x: hand.number(), y: hand.number() }, data: mapOf({ label: hand.token() }) }
      doc.getMap('nodes').set(`node-${hand.user}-${hand.number()}`, mapOf(fields))
    },
    connect (doc, hand) {
      const [source, target] = [anyKey(doc.getMap('nodes'), hand), anyKey(doc.getMap('nodes'), hand)]
      if (source !== undefined) doc.getMap('edges').set(`edge-${hand.user}-${hand.number()}`, mapOf({ source, target, data: mapOf({ label: hand.token() }) }))
    },
    move (doc, hand) {
      const node = anyThing(doc, 'nodes', hand)
      const position = node?.get('position')
      if (position instanceof Y.Map) {
        position.set('x', hand.number())
        position.set('y', hand.number())
      } else node?.set('position', { x: hand.number(), y: hand.number() })
    },
    relabel (doc, hand) {
      const data = anyThing(doc, hand.random.pick(['nodes', 'edges']), hand)?.get('data')
      if (data instanceof Y.Map) data.set(hand.random.pick(['label', 'note/of~hand']), hand.token())
    },
    nest: setField('nodes', 'parentId'),
    remove: remove('nodes'),
    disconnect: remove('edges')
  },
  report: {
    add (doc, hand) {
      const body = new Y.XmlFragment()
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(hand.words())])
      body.insert(0, [paragraph])
      doc.getMap('sections').set(`section-${hand.user}-${hand.number()}`, mapOf({ title: hand.token(), order: hand.token(), body }))
    },
    reorder: setField('sections', 'order'),
    rename: setField('sections', 'title'),
    type (doc, hand) {
      const body = anyThing(doc, 'sections', hand)?.get('body')
      if (body instanceof Y.XmlFragment) typeRich(body, hand)
    },
    remove: remove('sections')
  }
}

/** How often what is done, so that documents grow rather than shrink. @type {Record<Kind, string[]>} */
const HABITS = {
  board: ['add', 'add', 'move', 'move', 'assign', 'rename', 'type', 'type', 'type', 'remove', 'addColumn', 'renameColumn', 'removeColumn'],
  workflow: ['add', 'add', 'connect', 'connect', 'move', 'move', 'relabel', 'relabel', 'nest', 'remove', 'disconnect'],
  report: ['add', 'reorder', 'reorder', 'rename', 'type', 'type', 'type', 'type', 'remove']
}

/**
 * One random edit with Yjs, one transaction.
 *
 * @param {Kind} kind
 * @param {Y.Doc} doc
 * @param {Hand} hand
 * @param {string} [habit] which edit, instead of any
 */
export function edit (kind, doc, hand, habit = hand.random.pick(HABITS[kind])) {
  doc.transact(() => YJS[kind][habit](doc, hand))
}

/** What undoes the edits of one client in all collections of a kind. @param {Kind} kind @param {Y.Doc} doc */
export function undoer (kind, doc) {
  const scope = { board: ['columns', 'cards'], workflow: ['nodes', 'edges'], report: ['sections'] }[kind]
  return new Y.UndoManager(scope.map(root => doc.getMap(root)), { captureTimeout: 0 })
}

/** @param {string} part */
const escape = part => part.replaceAll('~', '~0').replaceAll('/', '~1')

/** @param {any} content @param {string} root @param {Hand} hand @returns {{ id: string, thing: any, at: string } | undefined} */
function someThing (content, root, { random }) {
  const ids = Object.keys(content[root] ?? {})
  if (ids.length === 0) return undefined
  const id = random.pick(ids.sort())
  return { id, thing: content[root][id], at: `/${root}/${escape(id)}` }
}

/** @typedef {(content: any, hand: Hand) => object[]} Patch a JSON Patch; empty if there is nothing to do */

/** @param {string} root @param {string} field @returns {Patch} */
const putField = (root, field) => (content, hand) => {
  const some = someThing(content, root, hand)
  return some ? [{ op: 'add', path: `${some.at}/${field}`, value: hand.token() }] : []
}

/** @param {string} root @returns {Patch} */
const takeAway = root => (content, hand) => {
  const some = someThing(content, root, hand)
  if (!some) return []
  hand.removed.add(some.id)
  return [{ op: 'remove', path: some.at }]
}

/** Writes a string anew; only if it is still what was read, since what others typed meanwhile would go. @param {string} path @param {string} old @param {string} value */
const rewrite = (path, old, value) => [{ op: 'test', path, value: old }, { op: 'replace', path, value }]

/** The same edits as JSON Patch. @type {Record<Kind, Record<string, Patch>>} */
const PATCHES = {
  board: {
    add (content, hand) {
      const column = someThing(content, 'columns', hand)?.id ?? 'todo'
      const value = { title: hand.token(), column, order: hand.token(), description: hand.words() }
      return [{ op: 'add', path: `/cards/card-${hand.user}-${hand.number()}`, value }]
    },
    addColumn: (_, hand) => [{ op: 'add', path: `/columns/column-${hand.user}-${hand.number()}`, value: { title: hand.token(), order: hand.token() } }],
    move (content, hand) {
      const card = someThing(content, 'cards', hand)
      const column = someThing(content, 'columns', hand)
      if (!card) return []
      return [...column ? [{ op: 'add', path: `${card.at}/column`, value: column.id }] : [], { op: 'add', path: `${card.at}/order`, value: hand.token() }]
    },
    assign: putField('cards', 'assignee'),
    rename: putField('cards', 'title'),
    renameColumn: putField('columns', 'title'),
    type (content, hand) {
      const card = someThing(content, 'cards', hand)
      const text = card?.thing.description
      return card && typeof text === 'string' ? rewrite(`${card.at}/description`, text, `${text} ${hand.words().trim()}`) : []
    },
    remove: takeAway('cards'),
    removeColumn: takeAway('columns')
  },
  workflow: {
    add (_, hand) {
      const value = { type: 'default', position: { x: hand.number(), y: hand.number() }, data: { label: hand.token() } }
      return [{ op: 'add', path: `/nodes/node-${hand.user}-${hand.number()}`, value }]
    },
    connect (content, hand) {
      const [source, target] = [someThing(content, 'nodes', hand), someThing(content, 'nodes', hand)]
      if (!source || !target) return []
      return [{ op: 'add', path: `/edges/edge-${hand.user}-${hand.number()}`, value: { source: source.id, target: target.id, data: { label: hand.token() } } }]
    },
    move (content, hand) {
      const node = someThing(content, 'nodes', hand)
      const x = hand.number()
      return node?.thing.position ? [{ op: 'add', path: `${node.at}/position/x`, value: x }] : []
    },
    relabel (content, hand) {
      const some = someThing(content, hand.random.pick(['nodes', 'edges']), hand)
      return some?.thing.data ? [{ op: 'add', path: `${some.at}/data/${hand.random.pick(['label', 'note~1of~0hand'])}`, value: hand.token() }] : []
    },
    nest: putField('nodes', 'parentId'),
    remove: takeAway('nodes'),
    disconnect: takeAway('edges')
  },
  report: {
    add (_, hand) {
      const value = { title: hand.token(), order: hand.token(), body: `<paragraph>${hand.words().trim()}</paragraph>` }
      return [{ op: 'add', path: `/sections/section-${hand.user}-${hand.number()}`, value }]
    },
    reorder: putField('sections', 'order'),
    rename: putField('sections', 'title'),
    type (content, hand) {
      const section = someThing(content, 'sections', hand)
      const body = section?.thing.body
      return section && typeof body === 'string' ? rewrite(`${section.at}/body`, body, `${body}<paragraph>${hand.words().trim()}</paragraph>`) : []
    },
    remove: takeAway('sections')
  }
}

/**
 * One random edit as JSON Patch, for whoever has read this content; empty if there is nothing to do.
 *
 * @param {Kind} kind
 * @param {any} content
 * @param {Hand} hand
 * @param {string} [habit]
 * @returns {any[]}
 */
export const patch = (kind, content, hand, habit = hand.random.pick(HABITS[kind])) => PATCHES[kind][habit](content, hand)

/** The leaves of a value, by their paths. @param {any} value @param {string} [path] @returns {[string, unknown][]} */
export function leaves (value, path = '') {
  if (value === null || typeof value !== 'object') return [[path, value]]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}/${escape(key)}`))
}

/** How often each capital stands in a text. @param {unknown} text */
function capitals (text) {
  /** @type {Record<string, number>} */
  const counts = {}
  if (typeof text === 'string') for (const letter of text) if (letter >= 'A' && letter <= 'Z') counts[letter] = (counts[letter] ?? 0) + 1
  return counts
}

/** The text that a person typed: descriptions and bodies. */
const isTyped = (/** @type {string} */ path) => /\/(description|body)$/.test(path)

/**
 * What a change holds that its author never wrote, or removed though they never did; empty if nothing is wrong. What people bring
 * back by undoing is others' work too, so it says nothing of those.
 *
 * @param {import('./replay.mjs').Step} step
 * @param {readonly Hand[]} hands
 * @returns {string[]}
 */
export function misattributed ({ event, id, path, before, after }, hands) {
  const hand = hands.find(({ user }) => user === event.user?.id)
  if (!hand) return [`nobody: ${event.user?.id}`]
  // Several whom the server can't tell apart.
  if (event.data.authors) return []
  if (after === undefined && path === '') return hand.removed.has(id) ? [] : [`${hand.user} never removed ${id}`]
  const old = new Map(leaves(before ?? {}, path))
  return leaves(after ?? {}, path).flatMap(([at, value]) => {
    if (old.get(at) === value) return []
    if (isTyped(at)) {
      const [was, is] = [capitals(old.get(at)), capitals(value)]
      const foreign = Object.keys(is).filter(letter => letter !== hand.letter && is[letter] > (was[letter] ?? 0))
      return foreign.map(letter => `${hand.user} never typed ${letter} at ${at} of ${id}`)
    }
    const writer = writerOf(value, hands)
    return writer === null || writer === hand.user ? [] : [`${hand.user} never wrote ${JSON.stringify(value)} at ${at} of ${id}`]
  })
}
