// How many edits in the copy on this device the server has not confirmed, over all tabs that write into it. Used by local-copy.ts.
// Each tab notes its own number under a key of its own; whoever opens the copy reads the edits of all, and takes their numbers over.
import { unreferenced } from './observable.ts'

const KEY = 'yrsa.unsaved'
const NOTES = 'custom'
/**
 * What y-indexeddb has beside the notes. Transactions about both wait for those about either, so a number never comes before the edits
 * that it counts: who takes it over and then reads the edits has them all.
 */
const STORES = ['updates', NOTES]
const NOTE_MS = 300

/** As SaveStatus counts: all edits, and how many of them, the newest ones, are not confirmed. */
export interface Counts {
  readonly edits: number
  readonly unsaved: number
}

export class Unsaved {
  /** How many edits other tabs and earlier visits left unconfirmed; they are this tab's to count now. */
  readonly takenOver: number
  readonly #database: IDBDatabase
  readonly #key: string
  #now: Counts
  /** What was last to be written, and what is written. */
  #asked: Counts
  #noted: Counts
  /** Edits up to this one are counted by a tab that came later. */
  #givenUpTo = 0
  #isDue = false
  #timer: ReturnType<typeof setTimeout> | undefined

  private constructor(database: IDBDatabase, key: string, takenOver: number) {
    this.#database = database
    this.#key = key
    this.takenOver = takenOver
    this.#now = this.#asked = this.#noted = { edits: takenOver, unsaved: takenOver }
  }

  /** Before the edits are read that were counted; what is read before may lack some. */
  static takeOver(database: IDBDatabase): Promise<Unsaved> {
    const key = `${KEY} ${crypto.getRandomValues(new Uint32Array(2)).join('-')}`
    return new Promise((resolve, reject) => {
      const change = database.transaction(STORES, 'readwrite')
      const notes = change.objectStore(NOTES)
      let sum = 0
      // Versions before this one had one number for all tabs, under the name that these keys begin with.
      const all = notes.openCursor(IDBKeyRange.bound(KEY, `${KEY}\uffff`))
      all.onsuccess = () => {
        const note = all.result
        if (note === null) {
          if (sum > 0) notes.put(sum, key)
          return
        }
        if (typeof note.value === 'number' && note.value > 0) sum += note.value
        note.delete()
        note.continue()
      }
      change.oncomplete = () => resolve(new Unsaved(database, key, sum))
      change.onabort = () => reject(change.error ?? new Error('The copy on this device can’t be read.'))
    })
  }

  /** The first edit that is not confirmed is noted at once, and so is that there is none; the number follows. */
  remember(counts: Counts): void {
    this.#now = counts
    if ((counts.unsaved > 0) !== (this.#asked.unsaved > 0)) this.#writeNext()
    else if (this.#isBehind && this.#timer === undefined) this.#timer = unreferenced(setTimeout(() => this.#write(), NOTE_MS))
  }

  /** Notes what is not noted yet; nothing comes after. */
  end(): void {
    if (this.#isBehind) this.#write()
    this.forget()
  }

  /** Notes nothing that was to be noted later. */
  forget(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isDue = false
  }

  get #isBehind(): boolean {
    const [now, asked] = [this.#now, this.#asked]
    return now.unsaved !== asked.unsaved || (now.unsaved > 0 && now.edits !== asked.edits)
  }

  /** y-indexeddb may hear of an edit after us, and is to write it before we count it. */
  #writeNext(): void {
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => {
      if (this.#isDue) this.#write()
    })
  }

  #write(): void {
    this.forget()
    const { edits, unsaved } = (this.#asked = this.#now)
    let change: IDBTransaction
    try {
      change = this.#database.transaction(STORES, 'readwrite')
    } catch {
      // The copy is closed, and whoever has it hears of that.
      return
    }
    const notes = change.objectStore(NOTES)
    const mine = notes.get(this.#key)
    mine.onsuccess = () => {
      // It was there and is gone: a tab that came later counts what it counted.
      if (mine.result === undefined && this.#noted.unsaved > 0) this.#givenUpTo = this.#noted.edits
      const left = Math.max(0, Math.min(unsaved, edits - this.#givenUpTo))
      if (left > 0) notes.put(left, this.#key)
      else notes.delete(this.#key)
      change.oncomplete = () => (this.#noted = { edits, unsaved: left })
    }
  }
}
