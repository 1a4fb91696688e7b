// Names of places, read from documents of all kinds.
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { placeName } from '../../src/place-name.ts'

it('calls cards, sections, nodes and edges what people called them', () => {
  const doc = new Y.Doc()
  const thing = (fields: Record<string, unknown>) => new Y.Map(Object.entries(fields))
  doc.getMap('cards').set('c/1', thing({ title: '  Fix\nlogin ' }))
  doc.getMap('nodes').set('a', thing({ data: thing({ label: 'Fetch' }) }))
  doc.getMap('nodes').set('b', thing({ data: { label: 'Clean' } }))
  doc.getMap('edges').set('e', thing({ source: 'a', target: 'b' }))
  doc.getMap('edges').set('f', thing({ source: 'a', target: 'b', label: 'rows' }))
  expect(['/cards/c~11', '/nodes/a/data/label', '/nodes/b', '/edges/e', '/edges/f'].map((path) => placeName(doc, path))).toEqual([
    '“Fix login”', '“Fetch”', '“Clean”', '“Fetch” to “Clean”', '“rows”',
  ])
})

it('has no name for what is gone, untitled or no place at all', () => {
  const doc = new Y.Doc()
  doc.getArray('cards')
  doc.getMap('sections').set('s', new Y.Map([['title', 7]]))
  doc.getMap('columns').set('plain', 'words')
  for (const path of ['', '/', 'src/main.rs', '/cards/c1', '/nodes/n', '/sections/s', '/columns/plain', '/constructor/x']) expect(placeName(doc, path), path).toBeUndefined()
  expect([...doc.share.keys()].sort()).toEqual(['cards', 'columns', 'sections'])
})
