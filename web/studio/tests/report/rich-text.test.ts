// @vitest-environment jsdom
// Rich text bound to a shared fragment: where words are, that comments stay on them, and that nothing foreign is lost.
import { Editor, Extension, getSchema } from '@tiptap/core'
import { ySyncPlugin } from '@tiptap/y-tiptap'
import type { Thread } from '@yrsa/client'
import { rangeAnchorBetween } from '@yrsa/react'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { commentMarks, markedWords, selectedRange, showThreads } from '../../src/report/comment-marks.ts'
import { positionOf, relativeAt } from '../../src/report/positions.ts'
import { contentExtensions, covers, foreignIn, lossIn } from '../../src/report/schema.ts'
import { addressOf } from '../../src/report/toolbar.tsx'
import { undoOf } from '../../src/report/undo.ts'
import { watchFragment } from '../../src/report/watch-fragment.ts'

let editors: Editor[] = []
beforeEach(() => { editors = [] })
afterEach(() => editors.forEach((editor) => editor.destroy()))

function element(name: string, attributes: Record<string, unknown>, ...children: (string | Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
  const made = new Y.XmlElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string)
  made.insert(0, children.map((child) => (typeof child === 'string' ? new Y.XmlText(child) : child)))
  return made
}

const paragraph = (words: string): Y.XmlElement => element('paragraph', {}, words)

function fragmentOf(...blocks: Y.XmlElement[]): Y.XmlFragment {
  const fragment = new Y.Doc().getXmlFragment('body')
  fragment.insert(0, blocks)
  return fragment
}

/** An editor bound to a fragment, as rich-text.tsx makes it, without a page around it. */
function edit(fragment: Y.XmlFragment): Editor {
  const bound = Extension.create({ name: 'bound', priority: 1000, addProseMirrorPlugins: () => [ySyncPlugin(fragment), commentMarks(() => {})] })
  const editor = new Editor({ element: document.createElement('div'), injectCSS: false, extensions: [...contentExtensions(foreignIn(fragment)), bound] })
  editors.push(editor)
  return editor
}

/** Another person with the same text; what one does the other gets. */
function other(fragment: Y.XmlFragment): Y.XmlFragment {
  const doc = new Y.Doc()
  const from = fragment.doc as Y.Doc
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(from))
  from.on('update', (update: Uint8Array, origin: unknown) => origin !== doc && Y.applyUpdate(doc, update, from))
  doc.on('update', (update: Uint8Array, origin: unknown) => origin !== from && Y.applyUpdate(from, update, doc))
  return doc.getXmlFragment('body')
}

/** Selects words of an editor and makes a thread about them. */
function threadAbout(editor: Editor, words: string, more: Partial<Thread> = {}): Thread {
  const from = find(editor, words)
  editor.commands.setTextSelection({ from, to: from + words.length })
  const range = selectedRange(editor.state)
  if (range === null) throw new Error('nothing is selected')
  const anchor = JSON.parse(JSON.stringify(rangeAnchorBetween(range.start, range.end, '/body'))) as Thread['anchor']
  return { type: 'thread', id: `about ${words}`, anchor, comments: [], createdAt: 1, updatedAt: 1, createdBy: { id: 'ada', name: 'Ada' }, resolved: false, metadata: { quote: range.quote }, ...more } as unknown as Thread
}

function find(editor: Editor, words: string): number {
  let found = -1
  editor.state.doc.descendants((node, position) => {
    const index = node.isText ? (node.text ?? '').indexOf(words) : -1
    if (found === -1 && index !== -1) found = position + index
  })
  if (found === -1) throw new Error(`there is no ${words}`)
  return found
}

const markedText = (editor: Editor, threads: Thread[]): string[] => markedWords(editor.state, threads).map(({ from, to }) => editor.state.doc.textBetween(from, to, '¶'))

describe('places', () => {
  test('every caret goes to a relative position and back, also in lists and beside breaks', () => {
    const list = element('bulletList', {}, element('listItem', {}, paragraph('one')), element('listItem', {}, paragraph('two')))
    const editor = edit(fragmentOf(paragraph('First words'), list, element('paragraph', {}, 'before', new Y.XmlElement('hardBreak'), 'after')))
    let carets = 0
    editor.state.doc.descendants((node, position) => {
      if (!node.isText) return
      for (let at = position; at <= position + node.nodeSize; at += 1) {
        expect(positionOf(editor.state, JSON.parse(JSON.stringify(relativeAt(editor.state, at)))), `the caret at ${at}`).toBe(at)
        carets += 1
      }
    })
    expect(carets).toBe('First words'.length + 'onetwo'.length + 'beforeafter'.length + 5)
  })

  test('what is no position, or one elsewhere, is nowhere', () => {
    const editor = edit(fragmentOf(paragraph('words')))
    const elsewhere = new Y.Doc().getText('t')
    elsewhere.insert(0, 'abc')
    for (const position of [null, 7, 'x', {}, { item: 'x' }, { item: { client: -1, clock: 1e9 } }, { tname: 7 }, [], Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(elsewhere, 1))]) {
      expect(positionOf(editor.state, position), JSON.stringify(position)).toBeNull()
    }
  })
})

describe('comments on words', () => {
  test('stay on their words while others write before, after and in them', () => {
    const fragment = fragmentOf(paragraph('The quick brown fox jumps.'))
    const ada = edit(fragment)
    const bob = edit(other(fragment))
    const thread = threadAbout(ada, 'quick brown')
    bob.commands.insertContentAt(1, 'Look. ')
    bob.commands.insertContentAt(find(bob, ' fox'), '!')
    bob.commands.insertContentAt(find(bob, 'brown'), 'dark ')
    for (const editor of [ada, bob]) expect(markedText(editor, [thread])).toEqual(['quick dark brown'])
  })

  test('span paragraphs', () => {
    const ada = edit(fragmentOf(paragraph('First one.'), paragraph('Second one.')))
    ada.commands.setTextSelection({ from: find(ada, 'one.'), to: find(ada, 'Second') + 6 })
    const range = selectedRange(ada.state)
    const thread = { ...threadAbout(ada, 'First'), anchor: JSON.parse(JSON.stringify(rangeAnchorBetween(range?.start as Y.RelativePosition, range?.end as Y.RelativePosition))) as Thread['anchor'] }
    expect(markedText(ada, [thread])).toEqual(['one.¶Second'])
  })

  test('are found by their words where the paragraph was written anew, and by nobody when these are gone', () => {
    const fragment = fragmentOf(paragraph('The quick brown fox jumps.'))
    const ada = edit(fragment)
    const bob = edit(other(fragment))
    const thread = threadAbout(ada, 'brown fox')
    bob.chain().setTextSelection(3).toggleHeading({ level: 2 }).run()
    expect(fragment.toString()).toContain('<heading')
    for (const editor of [ada, bob]) expect(markedText(editor, [thread])).toEqual(['brown fox'])
    bob.commands.deleteRange({ from: find(bob, 'brown'), to: find(bob, 'brown') + 9 })
    for (const editor of [ada, bob]) expect(markedText(editor, [thread])).toEqual([])
  })

  test('are shown while they are open, and the chosen one apart', () => {
    const ada = edit(fragmentOf(paragraph('The quick brown fox jumps.')))
    const [fox, jumps] = [threadAbout(ada, 'fox'), threadAbout(ada, 'jumps')]
    const shown = (): string[] => [...ada.view.dom.querySelectorAll('.commented')].map((mark) => `${mark.textContent}${mark.matches('.commented-chosen') ? '!' : ''}`)
    showThreads(ada.view, [fox, jumps], jumps.id)
    expect(shown()).toEqual(['fox', 'jumps!'])
    showThreads(ada.view, [{ ...fox, resolved: true }, { ...jumps, deletedAt: 1 }], null)
    expect(shown()).toEqual([])
  })

  test('go along with what one types oneself', () => {
    const ada = edit(fragmentOf(paragraph('The quick brown fox jumps.')))
    showThreads(ada.view, [threadAbout(ada, 'brown fox')], null)
    ada.commands.insertContentAt(1, 'So: ')
    ada.chain().setTextSelection(find(ada, 'fox')).splitBlock().run()
    expect([...ada.view.dom.querySelectorAll('.commented')].map(({ textContent }) => textContent).join('|')).toBe('brown |fox')
  })

  test('anchors that nobody could have made are passed over', () => {
    const ada = edit(fragmentOf(paragraph('The quick brown fox jumps.')))
    const thread = threadAbout(ada, 'fox', { metadata: { quote: 7 } } as Partial<Thread>)
    const odd = [{ start: 1, end: 2 }, { start: {}, end: {} }, { start: null, end: [] }].map((anchor) => ({ ...thread, anchor: { type: 'range', ...anchor } }) as unknown as Thread)
    expect(markedText(ada, odd)).toEqual([])
  })
})

describe('what the editor does not know', () => {
  test('is found: elements, attributes, marks', () => {
    const styled = new Y.XmlText()
    styled.insert(0, 'words', { highlight: { color: '#ff0' }, bold: {} })
    const found = foreignIn(fragmentOf(element('paragraph', { textAlign: 'right' }, styled), element('callout', {}), paragraph('x')))
    expect([...found.nodes]).toEqual(['callout'])
    expect(found.attributes.get('paragraph')).toEqual(new Set(['textAlign']))
    expect(found.marks.get('highlight')?.attributes).toEqual(new Set(['color']))
    expect(found.marks.has('bold')).toBe(false)
  })

  test('stays when one writes beside it', () => {
    const styled = new Y.XmlText()
    styled.insert(0, 'words', { 'comment--abcdefgh': { id: 't1' }, highlight: { color: '#ff0' } })
    const fragment = fragmentOf(element('paragraph', { textAlign: 'right' }, styled))
    const editor = edit(fragment)
    editor.commands.insertContentAt(6, ' more')
    const [first] = fragment.toArray() as Y.XmlElement[]
    expect(first?.getAttribute('textAlign')).toBe('right')
    const delta = (first?.get(0) as Y.XmlText).toDelta() as { insert: string; attributes?: Record<string, unknown> }[]
    expect(delta[0]?.insert.startsWith('words')).toBe(true)
    expect(delta[0]?.attributes?.['highlight']).toEqual({ color: '#ff0' })
    expect(Object.keys(delta[0]?.attributes ?? {}).some((name) => name.startsWith('comment'))).toBe(true)
  })

  test('is told of before a bound editor could delete it', () => {
    const fragment = fragmentOf(paragraph('x'))
    const before = foreignIn(fragment)
    const editor = edit(fragment)
    const stop = watchFragment(fragment, (now) => { if (!covers(before, now)) editor.destroy() })
    const theirs = other(fragment)
    theirs.insert(1, [element('callout', {}, paragraph('kept'))])
    expect(editor.isDestroyed).toBe(true)
    expect(fragment.toString()).toContain('<callout>')
    expect(theirs.toString()).toContain('<callout>')
    stop()
  })

  test('is covered by an editor that was made for it, and by no other', () => {
    const plain = foreignIn(fragmentOf(paragraph('x')))
    const aligned = foreignIn(fragmentOf(element('paragraph', { textAlign: 'left' }, 'x')))
    const callout = foreignIn(fragmentOf(element('callout', {})))
    expect([covers(plain, plain), covers(aligned, plain), covers(aligned, aligned)]).toEqual([true, true, true])
    expect([covers(plain, aligned), covers(plain, callout)]).toEqual([false, false])
  })

  test('what a binding would take away is known before', () => {
    const schema = getSchema(contentExtensions(foreignIn(fragmentOf())))
    const item = (...children: Y.XmlElement[]): Y.XmlElement => element('bulletList', {}, element('listItem', {}, ...children))
    expect(lossIn(fragmentOf(paragraph('x'), item(paragraph('y'))), schema)).toBe('nothing')
    expect(lossIn(fragmentOf(paragraph('x'), element('bulletList', {})), schema), 'a list without items').toBe('empty')
    expect(lossIn(fragmentOf(item(element('heading', { level: 1 }, 'words'))), schema), 'a heading in an item').toBe('words')
    expect(lossIn(fragmentOf(element('bulletList', {}, new Y.XmlElement('horizontalRule'))), schema), 'a line in a list').toBe('words')
    expect(lossIn(fragmentOf(element('paragraph', {}, paragraph('words'))), schema), 'a paragraph in a paragraph').toBe('words')
  })

  test('it is as a binding does it', () => {
    const fragment = fragmentOf(paragraph('x'), element('bulletList', {}), element('blockquote', {}))
    expect(lossIn(fragment, getSchema(contentExtensions(foreignIn(fragment))))).toBe('empty')
    edit(fragment)
    expect(fragment.toString()).toBe('<paragraph>x</paragraph>')
  })

  test('reading writes nothing, whatever is there', () => {
    const fragment = fragmentOf(element('codeBlock', {}, 'let x'), element('orderedList', { start: 3 }, element('listItem', {}, paragraph('three'))), element('taskList', {}, element('taskItem', { checked: true }, paragraph('done'))), element('table', {}, element('tableRow', {}, element('tableCell', {}, paragraph('cell')))))
    let updates = 0
    fragment.doc?.on('update', () => { updates += 1 })
    const editor = edit(fragment)
    editor.setEditable(false)
    editor.commands.setTextSelection(3)
    expect(updates).toBe(0)
  })
})

test('typed addresses become links, and what runs programs does not', () => {
  expect(['example.org', 'https://example.org/a?b#c', 'ada@example.org', 'mailto:ada@example.org', 'localhost:8080/x', ' '].map(addressOf)).toEqual([
    'https://example.org', 'https://example.org/a?b#c', 'mailto:ada@example.org', 'mailto:ada@example.org', 'https://localhost:8080/x', '',
  ])
  for (const odd of ['javascript:alert(1)', 'data:text/html,x', 'two words.org', 'JAVASCRIPT:x', 'vbscript:x', 'file:///etc/passwd']) expect(addressOf(odd), odd).toBeNull()
})

describe('undo', () => {
  test('takes back headings, lists and paragraphs that one made, with one’s own words, and keeps what others wrote in them', () => {
    const fragment = fragmentOf(paragraph('First words'))
    const ada = edit(fragment)
    const bob = edit(other(fragment))
    const undo = undoOf(fragment)
    ada.chain().setTextSelection(3).toggleHeading({ level: 2 }).run()
    undo.undo()
    expect(fragment.toString()).toBe('<paragraph>First words</paragraph>')
    undo.redo()
    undo.undo()
    expect(fragment.toString()).toBe('<paragraph>First words</paragraph>')

    ada.chain().setTextSelection(12).splitBlock().insertContent('Ada’s').run()
    undo.stopCapturing()
    ada.commands.toggleBulletList()
    bob.commands.insertContentAt(find(bob, 'Ada’s') + 5, ' and Bob’s')
    undo.undo()
    undo.undo()
    for (const editor of [ada, bob]) expect(editor.getText()).toContain('and Bob’s')
    expect(ada.getText()).toContain('First words')
    expect(ada.state.doc.toJSON()).toEqual(bob.state.doc.toJSON())
  })
})
