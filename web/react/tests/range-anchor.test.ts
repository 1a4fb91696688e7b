// Anchors on text move with the text; what is about something that is gone says so, and no longer after an undo.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { isGone, isOrphaned } from '../src/comments/orphans.ts'
import { isAt, pathOf, rangeAnchor, rangeOf } from '../src/comments/range-anchor.ts'
import { thread } from './fake-conversation.ts'

function textDocument(words: string): { doc: Y.Doc; text: Y.Text } {
  const doc = new Y.Doc()
  const text = doc.getText('text')
  text.insert(0, words)
  return { doc, text }
}

describe('a range', () => {
  test('stays on its words while others write before it, in it and behind it', () => {
    const { doc, text } = textDocument('one two three')
    const anchor = rangeAnchor(text, 4, 7, '/text')
    text.insert(0, 'zero ')
    text.insert(10, '!')
    text.insert(text.length, ' four')
    const range = rangeOf(anchor, doc)
    expect(range && text.toString().slice(range.from, range.to)).toBe('t!wo')
  })

  test('does not take in what is typed at its ends', () => {
    const { doc, text } = textDocument('one two three')
    const anchor = rangeAnchor(text, 4, 7)
    text.insert(7, 'BEHIND')
    text.insert(4, 'BEFORE')
    const range = rangeOf(anchor, doc)
    expect(range && text.toString().slice(range.from, range.to)).toBe('two')
  })

  test('is the same in either direction, and survives being sent as JSON to another replica', () => {
    const { doc, text } = textDocument('one two three')
    const sent: unknown = JSON.parse(JSON.stringify(rangeAnchor(text, 7, 4, '/text')))
    const other = new Y.Doc()
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
    const range = rangeOf(sent as ReturnType<typeof rangeAnchor>, other)
    expect(range && other.getText('text').toString().slice(range.from, range.to)).toBe('two')
    expect(pathOf(sent as ReturnType<typeof rangeAnchor>)).toBe('/text')
  })

  test('whose words were deleted is gone, and comes back with undo', () => {
    const { doc, text } = textDocument('one two three')
    const undo = new Y.UndoManager(text)
    const anchor = rangeAnchor(text, 4, 7)
    expect(isGone(anchor, doc)).toBe(false)
    text.delete(3, 5)
    expect(rangeOf(anchor, doc)).toBeNull()
    expect(isGone(anchor, doc)).toBe(true)
    undo.undo()
    expect(isGone(anchor, doc)).toBe(false)
    const range = rangeOf(anchor, doc)
    expect(range && text.toString().slice(range.from, range.to)).toBe('two')
  })

  test('whose words were written anew in the same place is not orphaned, one whose words are nowhere is', () => {
    const doc = new Y.Doc()
    const sections = doc.getMap('sections')
    const body = new Y.XmlFragment()
    sections.set('s1', new Y.Map([['body', body]]))
    const write = (name: string): Y.XmlText => {
      const [element, words] = [new Y.XmlElement(name), new Y.XmlText('some words here')]
      element.insert(0, [words])
      body.insert(0, [element])
      return words
    }
    const anchor = rangeAnchor(write('paragraph'), 5, 10, '/sections/s1/body')
    const about = { ...thread([]), anchor, metadata: { quote: 'words' } }
    expect(isOrphaned(about, doc)).toBe(false)
    body.delete(0, 1)
    expect(isOrphaned(about, doc)).toBe(true)
    write('heading')
    expect(isOrphaned(about, doc)).toBe(false)
    expect(isOrphaned({ ...about, metadata: undefined }, doc)).toBe(true)
  })

  test('in a paragraph that was deleted is gone', () => {
    const doc = new Y.Doc()
    const body = doc.getXmlFragment('body')
    const paragraph = new Y.XmlElement('paragraph')
    const words = new Y.XmlText('hello')
    paragraph.insert(0, [words])
    body.insert(0, [paragraph])
    const anchor = rangeAnchor(words, 1, 3)
    expect(isGone(anchor, doc)).toBe(false)
    body.delete(0, 1)
    expect(isGone(anchor, doc)).toBe(true)
  })

  test('made of nonsense is no range and throws nothing', () => {
    const doc = new Y.Doc()
    for (const nonsense of [{}, { type: null }, { item: { client: -1, clock: 'x' } }, { item: { client: 5, clock: 5 } }, { tname: 'nothing' }]) {
      const anchor = { type: 'range', start: nonsense, end: nonsense } as unknown as ReturnType<typeof rangeAnchor>
      expect(rangeOf(anchor, doc)).toBeNull()
    }
  })
})

describe('a place', () => {
  test('holds what lies in it, not what only begins alike', () => {
    expect(isAt('/cards/c1', '/cards/c1')).toBe(true)
    expect(isAt('/cards/c1/description', '/cards/c1')).toBe(true)
    expect(isAt('/cards/c10', '/cards/c1')).toBe(false)
    expect(isAt('/cards/c1', '')).toBe(true)
    expect(isAt(null, '/cards/c1')).toBe(false)
    expect(isAt(null, '')).toBe(true)
  })

  test('is gone with the card, and not told where the document does not have its root', () => {
    const doc = new Y.Doc()
    const cards = doc.getMap('cards')
    cards.set('a/b', new Y.Map([['title', 'x']]))
    const at = (path: string): boolean | undefined => isGone({ type: 'path', path }, doc)
    expect(at('/cards/a~1b')).toBe(false)
    expect(at('/cards/a~1b/title')).toBe(false)
    expect(at('/cards/c2')).toBe(true)
    expect(at('/elsewhere/x')).toBeUndefined()
    expect(at('')).toBe(false)
    cards.delete('a/b')
    expect(at('/cards/a~1b/title')).toBe(true)
  })

  test('in a root that nobody has opened yet is found all the same', () => {
    const from = new Y.Doc()
    from.getMap('cards').set('c1', new Y.Map())
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(from))
    expect(isGone({ type: 'path', path: '/cards/c1' }, doc)).toBe(false)
    expect(isGone({ type: 'path', path: '/cards/c2' }, doc)).toBeUndefined()
  })
})
