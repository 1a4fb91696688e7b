// Content of every shared type of Yjs 13, a comparable picture of it, and random edits on it. Kept apart from the
// tests so that convergence, offline work, restarts and concurrency all speak about the same document.
import assert from 'node:assert/strict'
import * as Y from 'yjs'
import { until } from './conditions.mjs'

const EMOJI = ['🦀', '👩‍👩‍👧‍👦', '🏳️‍🌈', 'é', 'ß', '漢字', 'שלום', '\u0000', '💚']

/**
 * Writes every shared type and every kind of content into `doc`.
 * @param {Y.Doc} doc
 */
export function writeEveryType (doc) {
  const text = doc.getText('text')
  text.insert(0, 'plain ')
  text.insert(6, 'bold', { bold: true })
  text.insert(10, ' and linked', { link: { href: 'https://example.org/?a=1&b=ü' } })
  text.format(2, 6, { italic: true })
  text.insertEmbed(4, { image: 'data:,', size: [1, 2.5] }, { width: '100' })
  text.insert(text.length, EMOJI.join(' '))
  text.delete(0, 2)
  text.applyDelta([{ retain: 3 }, { insert: 'delta', attributes: { code: true } }, { delete: 1 }])

  const map = doc.getMap('map')
  for (const [key, value] of Object.entries(plainValues())) map.set(key, value)
  map.set('overwritten', 1)
  map.set('overwritten', 2)
  map.set('removed', true)
  map.delete('removed')

  const array = doc.getArray('array')
  array.push([1, 'two', null, [3, { four: 5 }]])
  array.insert(1, [Uint8Array.of(0, 255, 128)])
  array.delete(0)

  writeNested(doc)
  writeXml(doc.getXmlFragment('xml'))
  const subdocuments = doc.getMap('subdocuments')
  subdocuments.set('child', new Y.Doc({ guid: 'child-guid', autoLoad: true, meta: { title: 'kept' } }))
}

const plainValues = () => ({
  string: 'ü 🦀 \u2028',
  empty: '',
  integer: 42,
  negative: -7,
  zero: 0,
  large: 2 ** 53 - 1,
  float: 0.1,
  bigint: 2n ** 62n,
  yes: true,
  no: false,
  nothing: null,
  undefined,
  binary: Uint8Array.from({ length: 300 }, (_, at) => at & 255),
  object: { deep: { deeper: [1, { deepest: 'x' }] } },
  list: [[], {}, [null]],
  '': 'empty key',
  'key with / % and 🦀': 1
})

/** @param {Y.Doc} doc */
function writeNested (doc) {
  const root = doc.getMap('nested')
  const list = new Y.Array()
  root.set('list', list)
  const row = new Y.Map()
  list.push([row, new Y.Text('inner text'), new Y.Array()])
  row.set('title', new Y.Text('a title'))
  row.set('tags', Y.Array.from(['x', 'y']))
  const title = /** @type {Y.Text} */ (row.get('title'))
  title.insert(2, '**', { bold: true })
  row.set('done', false)
}

/** @param {Y.XmlFragment} fragment */
function writeXml (fragment) {
  const paragraph = new Y.XmlElement('paragraph')
  fragment.insert(0, [paragraph, new Y.XmlText('loose'), new Y.XmlElement('divider')])
  paragraph.setAttribute('align', 'left')
  paragraph.setAttribute('level', /** @type {any} */ (2))
  const inner = new Y.XmlText()
  paragraph.insert(0, [inner, new Y.XmlElement('br')])
  inner.insert(0, 'rich ', {})
  inner.insert(5, 'text 🦀', { strong: {}, comment: { id: 'c1' } })
  inner.insertEmbed(3, { mention: 'ada' })
  paragraph.removeAttribute('align')
}

const ROOTS = /** @type {const} */ ({
  text: 'getText', map: 'getMap', array: 'getArray', nested: 'getMap', xml: 'getXmlFragment', subdocuments: 'getMap'
})

/**
 * What a person would see in `doc`, comparable with `deepEqual`.
 * @param {Y.Doc} doc
 */
export function picture (doc) {
  return Object.fromEntries(Object.entries(ROOTS).map(([name, getter]) => [name, look(doc[getter](name))]))
}

/** @param {unknown} value @returns {unknown} */
function look (value) {
  if (value instanceof Y.XmlText || value instanceof Y.Text) {
    return { delta: value.toDelta().map((/** @type {any} */ part) => ({ ...part, insert: look(part.insert) })) }
  }
  if (value instanceof Y.XmlElement) {
    return { tag: value.nodeName, attributes: value.getAttributes(), children: value.toArray().map(look) }
  }
  if (value instanceof Y.XmlFragment) return value.toArray().map(look)
  if (value instanceof Y.Array) return value.toArray().map(look)
  if (value instanceof Y.Map) {
    return Object.fromEntries([...value.keys()].sort().map(key => [key, look(value.get(key))]))
  }
  if (value instanceof Y.Doc) return { subdocument: value.guid, autoLoad: value.autoLoad, meta: value.meta }
  return value
}

/**
 * Insists that two long texts are equal, and shows only where they part.
 *
 * @param {string} what
 * @param {string} actual
 * @param {string} expected
 */
export function sameText (what, actual, expected) {
  if (actual === expected) return
  let at = 0
  while (actual[at] === expected[at]) at += 1
  const around = (/** @type {string} */ text) => JSON.stringify(text.slice(Math.max(0, at - 20), at + 20))
  assert.fail(`${what}, at ${at}: ${around(actual)} instead of ${around(expected)} (${actual.length} and ${expected.length} characters)`)
}

/**
 * Whether two documents hold the same history: the same structs and the same deletions.
 *
 * @param {Y.Doc} one
 * @param {Y.Doc} other
 */
export const sameHistory = (one, other) =>
  // The state vectors are cheap to compare and differ almost as long as anything does.
  Buffer.compare(Y.encodeStateVector(one), Y.encodeStateVector(other)) === 0 && Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other))

/**
 * Waits until all documents hold the same history, then insists that they look the same and that nothing is pending.
 *
 * @param {string} what
 * @param {Y.Doc[]} docs
 * @param {number} [deadlineMs]
 */
export async function converged (what, docs, deadlineMs = undefined) {
  const [first, ...others] = docs
  await until(`${what}: all have converged`, () => others.every(other => sameHistory(first, other)), deadlineMs)
  for (const doc of docs) {
    assert.equal(doc.store.pendingStructs, null, `${what}: no struct is left pending`)
    assert.equal(doc.store.pendingDs, null, `${what}: no deletion is left pending`)
    assert.deepEqual(picture(doc), picture(first), `${what}: all look the same`)
  }
}

/**
 * A random place in a text, never inside a surrogate pair: no editor puts a cursor there, and Yjs replaces both halves
 * when somebody does (which has a test of its own).
 *
 * @param {unknown[]} pieces what the text holds: strings, and anything else for an embed
 * @param {import('./conditions.mjs').Random} random
 * @param {number} [symbols] how many characters to span at most
 */
export function place (pieces, random, symbols = 1) {
  const boundaries = [0]
  for (const piece of pieces) {
    for (const symbol of typeof piece === 'string' ? piece : [piece]) {
      boundaries.push(boundaries[boundaries.length - 1] + (typeof symbol === 'string' ? symbol.length : 1))
    }
  }
  const start = random.below(boundaries.length)
  const end = Math.min(start + symbols, boundaries.length - 1)
  return { at: boundaries[start], length: boundaries[end] - boundaries[start] }
}

/** @param {Y.Text} text */
const pieces = text => text.toDelta().map((/** @type {any} */ { insert }) => insert)

/**
 * One random edit in `doc`, on any shared type.
 *
 * @param {Y.Doc} doc
 * @param {import('./conditions.mjs').Random} random
 */
export function randomEdit (doc, random) {
  const edits = [editText, editText, editMap, editArray, editXml, editNested, deleteSome]
  random.pick(edits)(doc, random)
}

/** @type {(doc: Y.Doc, random: import('./conditions.mjs').Random) => void} */
function editText (doc, random) {
  const text = doc.getText('text')
  const { at } = place(pieces(text), random)
  const attributes = random.below(3) === 0 ? { bold: random.below(2) === 0 ? true : null } : {}
  if (random.below(8) === 0) text.insertEmbed(at, { number: random.below(100) })
  else text.insert(at, random.pick(['a', 'hello ', ...EMOJI]), attributes)
  const marked = place(pieces(text), random, 3)
  if (random.below(6) === 0) text.format(marked.at, marked.length, { italic: random.pick([true, null]) })
}

/** @type {(doc: Y.Doc, random: import('./conditions.mjs').Random) => void} */
function editMap (doc, random) {
  const key = `key ${random.below(6)}`
  const value = random.pick(Object.values(plainValues()))
  doc.getMap('map').set(key, value)
}

/** @type {(doc: Y.Doc, random: import('./conditions.mjs').Random) => void} */
function editArray (doc, random) {
  const array = doc.getArray('array')
  array.insert(random.below(array.length + 1), [random.below(1000), Uint8Array.of(random.below(256))])
}

/** @type {(doc: Y.Doc, random: import('./conditions.mjs').Random) => void} */
function editXml (doc, random) {
  const fragment = doc.getXmlFragment('xml')
  const element = new Y.XmlElement(random.pick(['p', 'h1', 'li']))
  fragment.insert(random.below(fragment.length + 1), [element])
  element.setAttribute('n', String(random.below(10)))
  element.insert(0, [new Y.XmlText(random.pick(EMOJI))])
}

/** @type {(doc: Y.Doc, random: import('./conditions.mjs').Random) => void} */
function editNested (doc, random) {
  const nested = doc.getMap('nested')
  const key = `box ${random.below(3)}`
  const box = nested.get(key)
  if (box instanceof Y.Array && random.below(4) > 0) box.push([Y.Array.from([random.below(9)])])
  else nested.set(key, new Y.Array())
}

/** @type {(doc: Y.Doc, random: import('./conditions.mjs').Random) => void} */
function deleteSome (doc, random) {
  const target = random.pick([doc.getText('text'), doc.getArray('array'), doc.getXmlFragment('xml')])
  const symbols = target instanceof Y.Text ? pieces(target) : target.toArray().map(() => null)
  const { at, length } = place(symbols, random, 1 + random.below(3))
  target.delete(at, length)
}
