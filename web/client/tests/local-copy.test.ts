// The copy on this device says when it has an edit, and what it said it has is there when the page comes again.
// fake-indexeddb stands in for the browser's.
import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
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
