// The copy on this device says when it has an edit, and what it said it has is there when the page comes again.
// fake-indexeddb stands in for the browser's.
import 'fake-indexeddb/auto'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { LocalCopy } from '../src/local-copy.ts'

const NAME = { server: 'http://yrsa.test/', owner: 'ada', document: 'plan' }

test('an edit is on its way until the copy has it, and then survives', async () => {
  const doc = new Y.Doc()
  const copy = await LocalCopy.open(NAME, doc)
  let told = 0
  doc.on('update', () => copy.edited(() => (told += 1)))
  doc.getText('t').insert(0, 'one ')
  doc.getText('t').insert(4, 'two ')
  expect(copy.isWriting).toBe(true)
  await expect.poll(() => told).toBe(1)
  expect(copy.isWriting).toBe(false)

  // Read by another page while this one is still open: nothing waits for an orderly end.
  const later = new Y.Doc()
  const again = await LocalCopy.open(NAME, later)
  expect(later.getText('t').toString()).toBe('one two ')

  doc.getText('t').insert(8, 'three')
  expect(copy.isWriting).toBe(true)
  await expect.poll(() => told).toBe(2)
  expect(copy.isWriting).toBe(false)
  await Promise.all([copy.close(), again.close()])
})

test('a copy whose database is closed is lost, and the document goes on', async () => {
  const doc = new Y.Doc()
  const lost = vi.fn()
  const copy = await LocalCopy.open({ ...NAME, document: 'closed' }, doc, lost)
  let edits = 0
  doc.on('update', () => (edits += 1))
  copy.origin.db?.close()
  doc.getText('t').insert(0, 'one ')
  doc.getText('t').insert(4, 'two ')
  expect([edits, lost.mock.calls.length, copy.isLost]).toEqual([2, 1, true])
  await copy.close()
})

test('a copy that another tab removes is lost at once', async () => {
  const name = { ...NAME, document: 'removed' }
  const lost = vi.fn()
  const copy = await LocalCopy.open(name, new Y.Doc(), lost)
  const there = await LocalCopy.open(name, new Y.Doc())
  await there.forget()
  await expect.poll(() => lost.mock.calls.length).toBe(1)
  await copy.close()
})

test('an edit of which nobody knows whether it was written is not called kept', async () => {
  const doc = new Y.Doc()
  const lost = vi.fn()
  const copy = await LocalCopy.open({ ...NAME, document: 'unknown' }, doc, lost)
  const database = copy.origin.db as IDBDatabase
  const transaction = database.transaction.bind(database)
  // Whether it was written can't be found out.
  database.transaction = ((...given: Parameters<typeof transaction>) => {
    if (given[1] === 'readonly') throw new DOMException('closed', 'InvalidStateError')
    return transaction(...given)
  }) as typeof transaction
  const written = vi.fn()
  doc.on('update', () => copy.edited(written))
  doc.getText('t').insert(0, 'one')
  await expect.poll(() => lost.mock.calls.length).toBe(1)
  expect([copy.isLost, copy.isWriting]).toEqual([true, true])
  await copy.close()
})

test('a write that the browser takes back makes the copy lost', async () => {
  const lost = vi.fn()
  const copy = await LocalCopy.open({ ...NAME, document: 'full' }, new Y.Doc(), lost)
  // As it does when its quota is used up.
  copy.origin.db?.transaction(['updates'], 'readwrite').abort()
  await expect.poll(() => lost.mock.calls.length).toBe(1)
  expect(copy.isLost).toBe(true)
  await copy.close()
})
