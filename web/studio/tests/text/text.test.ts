// Free documents: which root is the text, what can be bound, and where the words of comments are.
import type { Thread } from '@yrsa/client'
import { rangeAnchor } from '@yrsa/react'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { commentedWords } from '../../src/text/commented-words.ts'
import { indexIn } from '../../src/text/remote-cursors.ts'
import { choiceOf, isPlain, rootsOf } from '../../src/text/roots.ts'

/** A document as it arrives from the server: nobody here has said what its roots are. */
function arrived(write: (doc: Y.Doc) => void): Y.Doc {
  const there = new Y.Doc()
  write(there)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(there))
  return doc
}

describe('roots', () => {
  test('are what their content says, and reading gives them no type', () => {
    const doc = arrived((there) => {
      there.getText('notes').insert(0, 'words')
      there.getMap('settings').set('a', 1)
      there.getArray('list').insert(0, [1])
      there.getXmlFragment('rich').insert(0, [new Y.XmlElement('paragraph')])
      const gone = there.getText('gone')
      gone.insert(0, 'x')
      gone.delete(0, 1)
    })
    expect(rootsOf(doc)).toEqual([
      { name: 'gone', is: 'empty' },
      { name: 'list', is: 'data' },
      { name: 'notes', is: 'text' },
      { name: 'rich', is: 'rich' },
      { name: 'settings', is: 'data' },
    ])
    expect(doc.getMap('settings').get('a'), 'any type can still be asked for').toBe(1)
  })

  test('the usual names of editors go before others', () => {
    const doc = arrived((there) => ['another', 'monaco', 'content', 'text'].forEach((name) => there.getText(name).insert(0, name)))
    expect(rootsOf(doc).map(({ name }) => name)).toEqual(['text', 'content', 'monaco', 'another'])
  })

  test('a document is shown as its first text, the one that is asked for, or an empty one', () => {
    const [text, rich, data] = [{ name: 'text', is: 'text' }, { name: 'body', is: 'rich' }, { name: 'map', is: 'data' }] as const
    expect(choiceOf([text, rich, data], null)?.chosen).toBe(text)
    expect(choiceOf([text, rich, data], 'body')?.chosen).toBe(rich)
    expect(choiceOf([text, rich, data], 'map')?.chosen).toBe(text)
    expect(choiceOf([data], null)).toBeNull()
    expect(choiceOf([], null)?.chosen).toEqual({ name: 'text', is: 'text' })
    expect(choiceOf([{ name: 'content', is: 'empty' }], null)?.chosen.name).toBe('content')
  })

  test('a text with embedded things is not bound', () => {
    const text = new Y.Doc().getText('quill')
    text.insert(0, 'words', { bold: true })
    expect(isPlain(text)).toBe(true)
    text.insertEmbed(2, { image: 'x.png' })
    expect(isPlain(text)).toBe(false)
    text.delete(2, 1)
    expect(isPlain(text)).toBe(true)
  })
})

describe('comments on words', () => {
  const about = (text: Y.Text, words: string, more: Partial<Thread> = {}): Thread => {
    const from = text.toString().indexOf(words)
    const anchor = rangeAnchor(text as unknown as Y.AbstractType<unknown>, from, from + words.length, '/text')
    return { id: words, anchor, resolved: false, comments: [], ...more } as unknown as Thread
  }
  const marked = (text: Y.Text, threads: Thread[]): string[] => commentedWords(text, threads).map(({ from, to }) => text.toString().slice(from, to))

  test('move with their words and end with them', () => {
    const text = new Y.Doc().getText('text')
    text.insert(0, 'The quick brown fox')
    const thread = about(text, 'quick brown')
    text.insert(0, 'Once: ')
    text.insert(text.toString().indexOf(' brown'), ', dark')
    expect(marked(text, [thread])).toEqual(['quick, dark brown'])
    text.delete(0, text.length)
    expect(marked(text, [thread])).toEqual([])
  })

  test('are found by their words where these were written again', () => {
    const text = new Y.Doc().getText('text')
    text.insert(0, 'The quick brown fox')
    const thread = about(text, 'brown fox', { metadata: { quote: 'brown fox' } } as Partial<Thread>)
    text.delete(0, text.length)
    expect(marked(text, [thread])).toEqual([])
    // A range of which nothing is left stands somewhere all the same; the words count.
    text.insert(0, 'Another quick brown fox')
    expect(marked(text, [thread])).toEqual(['brown fox'])
  })

  test('of another text, resolved or deleted ones are not shown', () => {
    const doc = new Y.Doc()
    const [text, another] = [doc.getText('text'), doc.getText('another')]
    text.insert(0, 'words here')
    another.insert(0, 'words there')
    expect(marked(text, [about(another, 'words'), about(text, 'here', { resolved: true }), about(text, 'words', { deletedAt: 1 } as Partial<Thread>)])).toEqual([])
  })
})

test('carets that nobody could have are nowhere', () => {
  const doc = new Y.Doc()
  const text = doc.getText('text')
  text.insert(0, 'words')
  expect(indexIn(text, JSON.parse(JSON.stringify(Y.createRelativePositionFromTypeIndex(text, 3))))).toBe(3)
  for (const odd of [null, 3, 'x', {}, { item: {} }, { tname: 5 }, { type: 'x', item: null }, Y.createRelativePositionFromTypeIndex(doc.getText('other'), 0)]) expect(indexIn(text, odd), JSON.stringify(odd)).toBeNull()
})
