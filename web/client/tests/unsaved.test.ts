// The number of edits that the server has not confirmed, of all tabs that write into one copy: none is lost, none is counted twice, and
// none is counted that is not in the copy yet. fake-indexeddb stands in for the browser's.
import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { LocalCopy, nameOfCopy, type CopyName } from '../src/local-copy.ts'

let documents = 0
const fresh = (): CopyName => ({ server: 'http://yrsa.test/', owner: 'ada', document: `plan ${(documents += 1)}` })

/** A tab: what it writes is not confirmed until it is said. */
class Tab {
  readonly doc: Y.Doc
  readonly copy: LocalCopy
  #edits: number
  #durable = 0

  private constructor(doc: Y.Doc, copy: LocalCopy) {
    this.doc = doc
    this.copy = copy
    this.#edits = copy.unsaved
  }

  static async open(name: CopyName, doc = new Y.Doc()): Promise<Tab> {
    let tab: Tab | undefined
    // As in a connection, which hears of an edit before y-indexeddb does.
    doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin === null && tab !== undefined) tab.#edited()
    })
    return (tab = new Tab(doc, await LocalCopy.open(name, doc)))
  }

  edit(times = 1): void {
    for (let n = 0; n < times; n += 1) this.doc.getText('t').insert(0, 'x')
  }

  #edited(): void {
    this.#edits += 1
    this.#say()
  }

  confirm(): void {
    this.#durable = this.#edits
    this.#say()
  }

  get length(): number {
    return this.doc.getText('t').length
  }

  /** As a browser ends a page that crashed: nothing more is said. */
  crash(): void {
    this.copy.origin.db?.close()
  }

  #say(): void {
    this.copy.remember({ edits: this.#edits, unsaved: this.#edits - this.#durable })
  }
}

/** What a page finds that comes now and goes again. */
async function left(name: CopyName): Promise<number> {
  const tab = await Tab.open(name)
  await tab.copy.close()
  return tab.copy.unsaved
}

test('is the sum of what tabs left that were closed', async () => {
  const name = fresh()
  const tabs = [await Tab.open(name), await Tab.open(name)]
  tabs[0]?.edit(5)
  tabs[1]?.edit(3)
  for (const { copy } of tabs) await copy.close()
  expect([await left(name), await left(name)]).toEqual([8, 8])
})

test('outlives a crash, from the first edit on', async () => {
  const name = fresh()
  const tab = await Tab.open(name)
  tab.edit()
  await Promise.resolve()
  tab.crash()
  const later = await Tab.open(name)
  expect([later.copy.unsaved, later.length]).toEqual([1, 1])
  later.confirm()
  await later.copy.close()
  expect(await left(name)).toBe(0)
})

test('counts an edit once, that a tab made and a later one has taken over', async () => {
  const name = fresh()
  const [earlier, other] = [await Tab.open(name), await Tab.open(name)]
  earlier.edit(5)
  await Promise.resolve()
  other.edit()
  other.confirm()
  await expect.poll(() => notes(name)).toEqual([5])
  const later = await Tab.open(name)
  expect([later.copy.unsaved, later.length]).toEqual([5, 6])
  earlier.edit(2)
  await expect.poll(async () => (await notes(name)).sort()).toEqual([2, 5])
  later.confirm()
  await expect.poll(() => notes(name)).toEqual([2])
  // What the later one had confirmed is the server's, though the earlier one never heard of it.
  earlier.crash()
  await Promise.all([later.copy.close(), other.copy.close()])
  expect(await left(name)).toBe(2)
})

test('never counts what whoever takes it over does not have', async () => {
  const name = fresh()
  const tab = await Tab.open(name)
  tab.edit()
  await expect.poll(() => notes(name)).toEqual([1])
  const doc = new Y.Doc()
  // Between the first reading of the edits and the reading of the numbers.
  doc.once('update', () => tab.edit(3))
  const later = await Tab.open(name, doc)
  expect(later.length).toBeGreaterThan(1)
  expect(later.copy.unsaved).toBeLessThanOrEqual(later.length)
  await Promise.all([tab.copy.close(), later.copy.close()])
})

test('is written after the edits that it counts', async () => {
  const tab = await Tab.open(fresh())
  const database = tab.copy.origin.db as IDBDatabase
  const transaction = database.transaction.bind(database)
  const asked: string[] = []
  database.transaction = ((...given: Parameters<typeof transaction>) => {
    asked.push([given[0]].flat().join('+'))
    return transaction(...given)
  }) as typeof transaction
  tab.edit()
  await tab.copy.close()
  expect(asked).toEqual(['updates', 'updates+custom'])
})

test('that an earlier version noted for all tabs is taken over', async () => {
  const name = fresh()
  const tab = await Tab.open(name)
  await tab.copy.origin.set('yrsa.unsaved', 4)
  await tab.copy.close()
  expect([await left(name), await notes(name)]).toEqual([4, [4]])
})

function notes(name: CopyName): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(nameOfCopy(name))
    opening.onerror = reject
    opening.onsuccess = () => {
      const reading = opening.result.transaction(['custom'], 'readonly').objectStore('custom').getAll()
      reading.onerror = reject
      reading.onsuccess = () => {
        opening.result.close()
        resolve(reading.result)
      }
    }
  })
}
