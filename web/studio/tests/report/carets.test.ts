// @vitest-environment jsdom
// Others' carets in rich text: drawn where they stand, with their names, and never a reason to fail; one's own is told of by one editor only.
import { Editor, Extension } from '@tiptap/core'
import { ySyncPlugin } from '@tiptap/y-tiptap'
import type { Connection, Other, Presence } from '@yrsa/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { carets } from '../../src/report/carets.ts'
import { relativeAt } from '../../src/report/positions.ts'
import { contentExtensions, foreignIn } from '../../src/report/schema.ts'

let editors: Editor[] = []
beforeEach(() => { editors = [] })
afterEach(() => {
  editors.forEach((editor) => editor.destroy())
  document.body.replaceChildren()
})

/** A connection as far as carets need one: who is there, and what one says of oneself. */
function connect() {
  let others: readonly Other[] = []
  const listeners = new Set<() => void>()
  const state: Presence = {}
  const told = vi.fn((change: Partial<Presence>) => Object.assign(state, change))
  const connection = {
    others: {
      get: () => others,
      subscribe: (listener: () => void) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    awareness: { getLocalState: () => state },
    setPresence: told,
  } as unknown as Connection
  const show = async (...now: Partial<Other>[]): Promise<void> => {
    others = now.map((other, index) => ({ client: index + 1, user: { id: 'bob', name: 'Bob', color: '#c2410c' }, role: 'editor', status: 'active', state: {}, ...other }) as Other)
    for (const listener of listeners) listener()
    await Promise.resolve()
  }
  return { connection, show, told, state }
}

function edit(words: string, connection: Connection, doc = new Y.Doc(), name = 'body'): Editor {
  const fragment = doc.getXmlFragment(name)
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  fragment.insert(0, [paragraph])
  const element = document.body.appendChild(document.createElement('div'))
  const bound = Extension.create({ name: 'bound', priority: 1000, addProseMirrorPlugins: () => [ySyncPlugin(fragment), carets(connection)] })
  const editor = new Editor({ element, injectCSS: false, extensions: [...contentExtensions(foreignIn(fragment)), bound] })
  editors.push(editor)
  return editor
}

const drawn = (editor: Editor): string[] => [...editor.view.dom.querySelectorAll<HTMLElement>('.peer-caret')].map((caret) => `${caret.dataset['name']} after ${caret.previousSibling?.textContent ?? ''}`)
const at = (editor: Editor, position: number): unknown => JSON.parse(JSON.stringify(relativeAt(editor.state, position)))

test('carets stand where they are and selections are tinted', async () => {
  const { connection, show } = connect()
  const editor = edit('Hello world', connection)
  await show({ state: { cursor: { anchor: at(editor, 1), head: at(editor, 6) } } })
  expect(drawn(editor)).toEqual(['Bob after Hello'])
  expect(editor.view.dom.querySelector('.peer-selection')?.textContent).toBe('Hello')
  editor.commands.insertContentAt(1, 'Oh: ')
  expect(editor.view.dom.querySelector('.peer-selection')?.textContent).toBe('Hello')
  await show()
  expect(drawn(editor)).toEqual([])
})

test('names and positions of strangers are text and numbers, or nothing', async () => {
  const { connection, show } = connect()
  const editor = edit('Hello world', connection)
  const good = { anchor: at(editor, 3), head: at(editor, 3) }
  await show(
    { state: { cursor: 7 } }, { state: { cursor: {} } }, { state: { cursor: { anchor: null, head: [] } } },
    { state: { cursor: { anchor: { item: { client: 'x', clock: {} } }, head: { tname: 9 } } } }, { state: { cursor: { index: 3, length: 2 } } },
    { user: { id: 'x', name: '<img src=x onerror=alert(1)>', color: '#123456' }, state: { cursor: good } },
  )
  expect(editor.view.dom.querySelectorAll('.peer-caret').length).toBe(1)
  expect(editor.view.dom.querySelector<HTMLElement>('.peer-caret')?.dataset['name']).toBe('<img src=x onerror=alert(1)>')
  expect(editor.view.dom.querySelector('img[src="x"]')).toBeNull()
})

test('what others point at makes no transaction, a caret that moved makes one', async () => {
  const { connection, show } = connect()
  const editor = edit('Hello world', connection)
  const cursor = { anchor: at(editor, 3), head: at(editor, 3) }
  await show({ state: { cursor } })
  let transactions = 0
  editor.on('transaction', () => { transactions += 1 })
  for (let x = 0; x < 50; x += 1) await show({ state: { cursor, pointer: { surface: 'report', x, y: 0 } } })
  expect(transactions).toBe(0)
  await show({ state: { cursor: { ...cursor, head: at(editor, 4) } } })
  expect(transactions).toBe(1)
})

test('of several editors the one with the caret tells of it, and the others leave it alone', () => {
  const { connection, told, state } = connect()
  const doc = new Y.Doc()
  const [first, second] = [edit('First', connection, doc, 'a'), edit('Second', connection, doc, 'b')]
  first.view.focus()
  first.commands.setTextSelection(3)
  const cursor = state['cursor']
  expect(cursor).toBeTruthy()
  second.commands.insertContentAt(1, 'x')
  expect(state['cursor']).toBe(cursor)
  second.destroy()
  expect(state['cursor'], 'an editor that goes takes only its own caret along').toBe(cursor)
  told.mockClear()
  first.destroy()
  expect(told).toHaveBeenLastCalledWith({ cursor: null })
})
