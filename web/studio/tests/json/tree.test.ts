// A JSON value as rows of a tree: what is open, what is found, what somebody typed.
import { expect, test } from 'vitest'
import { ancestorsOf, find, openUpTo, pathTo, rowsOf, typedValue, valueAt } from '../../src/json/tree.ts'
import type { Json } from '../../src/json/tree.ts'

const board: Json = { cards: { c1: { title: 'Fix login', labels: ['bug', 'now'], due: null }, 'a/b~c': { title: 'Odd name' } }, empty: {}, done: true }

test('only what is open is listed', () => {
  expect(rowsOf(board, new Set()).map(({ path, size }) => [path, size])).toEqual([['/cards', 2], ['/empty', 0], ['/done', -1]])
  const open = rowsOf(board, new Set(['/cards', '/cards/c1', '/empty']))
  expect(open.map(({ path }) => path)).toEqual(['/cards', '/cards/c1', '/cards/c1/title', '/cards/c1/labels', '/cards/c1/due', '/cards/a~1b~0c', '/empty', '/done'])
  expect(open[3]).toMatchObject({ name: 'labels', level: 3, size: 2, open: false, place: 2, of: 3 })
})

test('pointers escape what stands for something in them, and lead back', () => {
  expect(pathTo('/cards', 'a/b~c')).toBe('/cards/a~1b~0c')
  expect(valueAt(board, '/cards/a~1b~0c/title')).toBe('Odd name')
  expect(valueAt(board, '/cards/c1/labels/1')).toBe('now')
  expect(valueAt(board, '')).toBe(board)
  for (const nowhere of ['/cards/c2', '/done/x', '/cards/c1/labels/7', '/constructor', '/cards/toString']) expect(valueAt(board, nowhere), nowhere).toBeUndefined()
  expect(ancestorsOf('/cards/c1/labels/1')).toEqual(['/cards', '/cards/c1', '/cards/c1/labels'])
})

test('names and plain values are found, numbers of elements are not', () => {
  expect(find(board, 'LOGIN').paths).toEqual(['/cards/c1/title'])
  expect(find(board, 'title').paths).toEqual(['/cards/c1/title', '/cards/a~1b~0c/title'])
  expect(find(board, 'true').paths).toEqual(['/done'])
  expect(find(board, '1').paths).toEqual(['/cards/c1'])
  expect(find(board, '  ')).toEqual({ paths: [], more: false })
  expect(find(Array.from({ length: 600 }, () => 'x'), 'x')).toMatchObject({ more: true })
})

test('all is opened as far as there is room, the outer things first', () => {
  expect([...openUpTo(board, 100)]).toEqual(['/cards', '/cards/c1', '/cards/a~1b~0c', '/cards/c1/labels'])
  expect([...openUpTo(board, 6)]).toEqual(['/cards'])
  expect(openUpTo('text', 10).size).toBe(0)
})

test('five megabytes are listed and searched in a moment', () => {
  const large: Json = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`key${index}`, { title: `Title number ${index}`, text: 'x'.repeat(90) }]))
  expect(JSON.stringify(large).length).toBeGreaterThan(5_000_000)
  expect(rowsOf(large, new Set(['/key7'])).length).toBe(40_002)
  expect(find(large, 'number 39999').paths).toEqual(['/key39999/title'])
})

test('text stays text, all else is read as JSON', () => {
  expect(typedValue('old', '7')).toEqual({ value: '7' })
  expect(typedValue(1, '7')).toEqual({ value: 7 })
  expect(typedValue(null, '{"a": [1]}')).toEqual({ value: { a: [1] } })
  expect(typedValue(true, 'tru')).toBeNull()
})
