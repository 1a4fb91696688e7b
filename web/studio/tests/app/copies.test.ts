// What the dialog for signing out counts: edits of all tabs, in one's own copies alone. fake-indexeddb stands in for the browser's.
import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { countCopies, removeCopies } from '../../src/app/copies.ts'

const SERVER = 'http://yrsa.test/'
const nameOf = (owner: string, document: string) => `yrsa ${[SERVER, owner, document].map(encodeURIComponent).join(' ')}`

function keep(name: string, notes: Record<string, unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name)
    opening.onerror = reject
    opening.onupgradeneeded = () => {
      const store = opening.result.createObjectStore('custom')
      for (const [key, value] of Object.entries(notes)) store.put(value, key)
    }
    opening.onsuccess = () => {
      opening.result.close()
      resolve()
    }
  })
}

test('counts what every tab has noted', async () => {
  await keep(nameOf('ada', 'plan'), { 'yrsa.unsaved': 1, 'yrsa.unsaved 7-7': 5, 'yrsa.unsaved 8-8': 2, 'yrsa.self': { me: 9 } })
  await keep(nameOf('ada', 'plan~yrsa'), {})
  await keep(nameOf('bob', 'plan'), { 'yrsa.unsaved 9-9': 3 })
  expect(await countCopies(SERVER, 'ada')).toEqual({ documents: 1, unsaved: 8 })
  await removeCopies(SERVER, 'ada')
  expect([await countCopies(SERVER, 'ada'), await countCopies(SERVER, 'bob')]).toEqual([{ documents: 0, unsaved: 0 }, { documents: 1, unsaved: 3 }])
})
