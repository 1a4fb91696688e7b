// A document's copy in this browser, by y-indexeddb, and how many of its edits the server has not confirmed. Used by connection.ts,
// which loads this file only when a copy is wanted. Never opens a copy of another user: its name has the user.
import { IndexeddbPersistence, fetchUpdates } from 'y-indexeddb'
import type * as Y from 'yjs'
import { unreferenced } from './observable.ts'
import { Unsaved, type Counts } from './unsaved.ts'

const SELF = 'yrsa.self'
const OPEN_MS = 10_000

/** What y-indexeddb has beside what it says. */
interface Inside {
  _storeUpdate (update: Uint8Array, origin: unknown): void
}

export interface CopyName {
  server: string
  owner: string
  document: string
}

export function nameOfCopy({ server, owner, document }: CopyName): string {
  return `yrsa ${[server, owner, document].map(encodeURIComponent).join(' ')}`
}

export class LocalCopy {
  /** The origin of what was read from the copy. */
  readonly origin: IndexeddbPersistence
  /** What was known of oneself here: who one is, and one's role. */
  readonly self: unknown
  readonly #unsaved: Unsaved
  #edits = 0
  #written = 0
  #isAsking = false
  #isLost = false
  readonly #lost: () => void

  private constructor(origin: IndexeddbPersistence, unsaved: Unsaved, self: unknown, lost: () => void) {
    this.origin = origin
    this.#unsaved = unsaved
    this.self = self
    this.#lost = lost
    this.#watch()
  }

  /**
   * Reads the copy into the document. Fails where the browser keeps nothing (private windows, a full disk). `lost` is called when it
   * takes nothing more: the disk is full, or the browser or another tab has closed or removed it.
   */
  static async open(name: CopyName, doc: Y.Doc, lost: () => void = () => {}): Promise<LocalCopy> {
    const persistence = new IndexeddbPersistence(nameOfCopy(name), doc)
    try {
      const [unsaved, self] = await within(OPEN_MS, read(persistence))
      return new LocalCopy(persistence, unsaved, self, lost)
    } catch (error) {
      void persistence.destroy().catch(() => {})
      throw error
    }
  }

  /** How many of its edits an earlier visit or another tab left unconfirmed. */
  get unsaved(): number {
    return this.#unsaved.takenOver
  }

  /** Remembers how many edits are not confirmed. */
  remember(counts: Counts): void {
    this.#unsaved.remember(counts)
  }

  /** Some edits are still on their way into the copy: a page that goes now would lose them. */
  get isWriting(): boolean {
    return this.#written < this.#edits
  }

  /** There was an edit; `written` is called when the copy has all that there were. */
  edited(written: () => void): void {
    this.#edits += 1
    if (this.#isAsking) return
    this.#isAsking = true
    void this.#askUntilWritten().then(written)
  }

  async #askUntilWritten(): Promise<void> {
    // Whoever hears of an edit after us may be the one that writes it.
    await Promise.resolve()
    while (this.isWriting && !this.#isLost) {
      const edits = this.#edits
      // y-indexeddb does not say when it has written; but what reads waits for all that wrote before.
      await readOnce(this.origin.db).then(() => (this.#written = edits), () => this.#lose())
    }
    this.#isAsking = false
  }

  /** It takes nothing more. */
  get isLost(): boolean {
    return this.#isLost
  }

  /**
   * y-indexeddb writes while the document tells of an edit. What it throws there, when its database is closed, would keep the document
   * from ever telling of an edit again; and of writes that fail later it tells nobody.
   */
  #watch(): void {
    const inside = this.origin as unknown as Inside
    const store = inside._storeUpdate
    this.origin.doc.off('update', store)
    inside._storeUpdate = (update, origin) => {
      if (this.#isLost) return
      try {
        store(update, origin)
      } catch {
        this.#lose()
      }
    }
    this.origin.doc.on('update', inside._storeUpdate)
    for (const end of ['abort', 'close', 'versionchange']) this.origin.db?.addEventListener(end, () => this.#lose())
  }

  #lose(): void {
    if (this.#isLost) return
    this.#isLost = true
    this.#lost()
  }

  /** Remembers who one is here, so that one may go on without the server. */
  rememberSelf(self: unknown): void {
    this.origin.set(SELF, self as string).catch(() => {})
  }

  async close(): Promise<void> {
    this.#unsaved.end()
    await this.origin.destroy()
  }

  /** Removes the copy from this device. */
  async forget(): Promise<void> {
    this.#unsaved.forget()
    await this.origin.clearData()
  }
}

async function read(persistence: IndexeddbPersistence): Promise<[Unsaved, unknown]> {
  const { db } = await Promise.race([persistence.whenSynced, failureOf(persistence)])
  if (db === null) throw new Error('The copy on this device is closed.')
  const unsaved = await Unsaved.takeOver(db)
  // Another tab may have written and counted edits since the first reading.
  await fetchUpdates(persistence)
  return [unsaved, await persistence.get(SELF)]
}

/** y-indexeddb says nothing of a database that can't be opened but by the promise it keeps. */
function failureOf(persistence: IndexeddbPersistence): Promise<never> {
  const opened = (persistence as unknown as { _db?: Promise<unknown> })._db
  return new Promise((_, reject) => opened?.catch(reject))
}

/** Resolves when everything that was being written is in the database. */
function readOnce(database: IDBDatabase | null): Promise<void> {
  return new Promise((resolve, reject) => {
    if (database === null) return reject(new Error('The copy on this device is closed.'))
    const reading = database.transaction(['updates'], 'readonly')
    reading.oncomplete = () => resolve()
    reading.onabort = () => reject(reading.error ?? new Error('The copy on this device can’t be read.'))
    reading.objectStore('updates').count()
  })
}

function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = unreferenced(setTimeout(() => reject(new Error('The copy on this device can’t be opened.')), milliseconds))
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
