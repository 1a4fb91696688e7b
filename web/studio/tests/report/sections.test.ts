// The sections of a report as the document has them: order, edits, what is no section, and undo of one's own edits alone.
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { REPORT_ORIGIN, Sections } from '../../src/report/sections.ts'
import { undoOf } from '../../src/report/undo.ts'

function section(title: string, order: string, words = ''): Y.Map<unknown> {
  const made = new Y.Map<unknown>()
  const body = new Y.XmlFragment()
  const paragraph = new Y.XmlElement('paragraph')
  if (words !== '') paragraph.insert(0, [new Y.XmlText(words)])
  body.insert(0, [paragraph])
  made.set('title', title)
  made.set('order', order)
  made.set('body', body)
  return made
}

function report(...titles: string[]): { doc: Y.Doc; model: Sections } {
  const doc = new Y.Doc()
  for (const [index, title] of titles.entries()) doc.getMap('sections').set(title.toLowerCase(), section(title, `a${index}`))
  return { doc, model: new Sections(doc) }
}

const titles = (model: Sections): string[] => model.get().map(({ title }) => title)

/** What two people write apart, brought together. */
function merge(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b))
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a))
}

test('sections stand in the order of their keys, and of their ids where keys are alike', () => {
  const { doc, model } = report('B', 'A')
  doc.getMap('sections').set('0', section('Same', 'a1'))
  expect(titles(model)).toEqual(['B', 'Same', 'A'])
})

test('a section is added behind another one or at the end, with an empty paragraph to write in', () => {
  const { doc, model } = report('One', 'Two')
  const id = model.add('Between', 'one')
  model.add('Last')
  expect(titles(model)).toEqual(['One', 'Between', 'Two', 'Last'])
  expect((doc.getMap('sections').get(id) as Y.Map<Y.XmlFragment>).get('body')?.toString()).toBe('<paragraph></paragraph>')
})

test('moving writes one key, whichever way it goes', () => {
  const { doc, model } = report('One', 'Two', 'Three')
  const before = doc.getMap('sections').toJSON() as Record<string, { order: string }>
  model.move('three', 0)
  expect(titles(model)).toEqual(['Three', 'One', 'Two'])
  model.move('three', 1)
  expect(titles(model)).toEqual(['One', 'Three', 'Two'])
  model.move('three', 2)
  expect(titles(model)).toEqual(['One', 'Two', 'Three'])
  const after = doc.getMap('sections').toJSON() as Record<string, { order: string }>
  expect([after['one']?.order, after['two']?.order]).toEqual([before['one']?.order, before['two']?.order])
})

test('moving to where it is writes nothing', () => {
  const { doc, model } = report('One', 'Two')
  let updates = 0
  doc.on('update', () => { updates += 1 })
  model.move('two', 1)
  model.rename('two', 'Two')
  expect(updates).toBe(0)
})

test('where two keys are alike or cannot be used, a move still goes where it should', () => {
  const { doc, model } = report('One', 'Two', 'Three')
  for (const id of ['one', 'two', 'three']) (doc.getMap('sections').get(id) as Y.Map<unknown>).set('order', 'a0')
  const [first, , last] = model.get()
  model.move(last?.id ?? '', 1)
  expect(model.get().map(({ id }) => id)[0]).toBe(first?.id)
  expect(model.get().map(({ id }) => id)[1]).toBe(last?.id)
  ;(doc.getMap('sections').get('one') as Y.Map<unknown>).set('order', '~ odd key')
  model.move('two', 2)
  expect(model.get().at(-1)?.id).toBe('two')
})

test('two who move sections at the same time both get what they did', () => {
  const { doc, model } = report('One', 'Two', 'Three', 'Four')
  const other = new Y.Doc()
  merge(doc, other)
  const elsewhere = new Sections(other)
  model.move('four', 0)
  elsewhere.move('one', 2)
  merge(doc, other)
  expect(titles(model)).toEqual(['Four', 'Two', 'Three', 'One'])
  expect(titles(elsewhere)).toEqual(titles(model))
})

test('what is no section is passed over, and a section without rich text has no body', () => {
  const { doc, model } = report('One')
  const sections = doc.getMap<unknown>('sections')
  sections.set('text', 'no map')
  sections.set('bare', new Y.Map(Object.entries({ title: 7, order: null, body: 'plain' })))
  expect(model.get().map(({ id, title, body }) => [id, title, body === null])).toEqual([
    ['bare', '', true],
    ['one', 'One', false],
  ])
})

test('writing in a body is no news about the list, a title is', () => {
  const { doc, model } = report('One', 'Two')
  let news = 0
  model.subscribe(() => { news += 1 })
  const list = model.get()
  const one = doc.getMap('sections').get('one') as Y.Map<unknown>
  ;(one.get('body') as Y.XmlFragment).insert(0, [new Y.XmlElement('paragraph')])
  expect([news, model.get()]).toEqual([0, list])
  one.set('title', 'First')
  expect(news).toBe(1)
  expect(model.get()[1], 'what did not change is the same object').toBe(list[1])
})

test('a title that is a shared text is renamed in it', () => {
  const { doc, model } = report('One')
  const one = doc.getMap('sections').get('one') as Y.Map<unknown>
  one.set('title', new Y.Text('Shared'))
  model.rename('one', 'Renamed')
  expect((one.get('title') as Y.Text).toString()).toBe('Renamed')
})

test('undo takes back what one did and leaves what others did', () => {
  const { doc, model } = report('One', 'Two')
  const undo = undoOf(model.root)
  model.move('two', 0)
  undo.stopCapturing()
  doc.transact(() => (doc.getMap('sections').get('one') as Y.Map<unknown>).set('title', 'By another'), 'the server')
  model.rename('two', 'Mine')
  undo.undo()
  expect(titles(model)).toEqual(['Two', 'By another'])
  undo.undo()
  expect(titles(model)).toEqual(['By another', 'Two'])
  undo.redo()
  expect(titles(model)).toEqual(['Two', 'By another'])
})

test('undoing that a section was added does not take away what others have written in it', () => {
  const { doc, model } = report('One')
  const undo = undoOf(model.root)
  const id = model.add('New')
  const body = (doc.getMap('sections').get(id) as Y.Map<unknown>).get('body') as Y.XmlFragment
  doc.transact(() => (body.get(0) as Y.XmlElement).insert(0, [new Y.XmlText('by another')]), 'the server')
  undo.undo()
  expect(titles(model)).toEqual(['One', 'New'])
  expect(model.get()[1]?.body?.toString()).toBe('<paragraph>by another</paragraph>')
})

test('a title and a place are undone also where somebody has written', () => {
  const { doc, model } = report('One', 'Two')
  doc.getMap('sections').set('full', section('Full', 'a5', 'words'))
  const undo = undoOf(model.root)
  model.rename('full', 'Fuller')
  undo.stopCapturing()
  model.move('full', 0)
  expect(titles(model)).toEqual(['Fuller', 'One', 'Two'])
  undo.undo()
  expect(titles(model)).toEqual(['One', 'Two', 'Fuller'])
  undo.undo()
  expect(titles(model)).toEqual(['One', 'Two', 'Full'])
  undo.redo()
  undo.redo()
  expect(titles(model)).toEqual(['Fuller', 'One', 'Two'])
})

test('a deleted section comes back by undo with all that was in it', () => {
  const { doc, model } = report('One')
  const undo = undoOf(model.root)
  doc.getMap('sections').set('full', section('Full', 'a5', 'words'))
  undo.clear()
  model.remove('full')
  expect(titles(model)).toEqual(['One'])
  undo.undo()
  expect(titles(model)).toEqual(['One', 'Full'])
  expect(model.get()[1]?.body?.toString()).toBe('<paragraph>words</paragraph>')
})

test('what the editor writes has an origin of its own', () => {
  const { doc, model } = report('One')
  const origins = new Set<unknown>()
  doc.on('afterTransaction', ({ origin }: Y.Transaction) => origins.add(origin))
  model.add('A')
  model.rename('one', 'B')
  model.move('one', 1)
  model.remove('one')
  expect([...origins]).toEqual([REPORT_ORIGIN])
})
