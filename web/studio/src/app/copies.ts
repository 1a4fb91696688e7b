// The copies of documents that this browser keeps for one user (IndexedDB, written by their connections): how many edits wait in them, and
// removing them when somebody signs out. Used by the dialog for signing out. Never touches copies of others.

/** What the keys begin with under which tabs note their numbers. */
const UNSAVED = 'yrsa.unsaved'
const CUSTOM = 'custom'

/** What the names of a user's copies begin with, as @yrsa/client makes them. */
function prefixOf(server: string, owner: string): string {
  return `yrsa ${encodeURIComponent(server)} ${encodeURIComponent(owner)} `
}

async function copiesOf(server: string, owner: string): Promise<string[]> {
  // Some browsers' private windows have no databases, old ones no list of them.
  const all = (await globalThis.indexedDB?.databases?.()) ?? []
  const prefix = prefixOf(server, owner)
  return all.flatMap(({ name }) => (name?.startsWith(prefix) === true ? [name] : []))
}

/** How many documents are kept, and how many edits in them the server has not confirmed. */
export async function countCopies(server: string, owner: string): Promise<{ documents: number; unsaved: number }> {
  const names = await copiesOf(server, owner)
  const unsaved = await Promise.all(names.map((name) => unsavedOf(name).catch(() => 0)))
  // What is beside a document (its comments) is no document.
  return { documents: names.filter((name) => !name.endsWith('~yrsa')).length, unsaved: unsaved.reduce((sum, one) => sum + one, 0) }
}

/** Done when they are gone; those that are still open go as soon as they are closed. */
export async function removeCopies(server: string, owner: string): Promise<void> {
  await Promise.all((await copiesOf(server, owner)).map((name) => settled(indexedDB.deleteDatabase(name))))
}

async function unsavedOf(name: string): Promise<number> {
  const database = await settled(indexedDB.open(name))
  try {
    if (!database.objectStoreNames.contains(CUSTOM)) return 0
    const notes = database.transaction([CUSTOM], 'readonly').objectStore(CUSTOM)
    const all: unknown[] = await settled(notes.getAll(IDBKeyRange.bound(UNSAVED, `${UNSAVED}\uffff`)))
    return all.reduce<number>((sum, value) => (typeof value === 'number' && value > 0 ? sum + value : sum), 0)
  } finally {
    database.close()
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('The copy on this device can’t be read.'))
  })
}
