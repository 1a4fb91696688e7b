// One tab of a browser at a time: for what must not happen twice at once, such as using a refresh token. Used by accounts.ts.
// By navigator.locks where there are; over plain HTTP there are none, and a note in the storage does.

const NOTE_MS = 10_000
const SETTLE_MS = 60
const LOOK_MS = 150

const queues = new Map<string, Promise<unknown>>()

export async function alone<T>(name: string, storage: Storage | null, work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks
  if (locks) return locks.request(name, work) as Promise<T>
  // Within this page, one after the other.
  const before = queues.get(name) ?? Promise.resolve()
  const mine = before.catch(() => {}).then(() => (storage === null ? work() : withNote(`${name} alone`, storage, work)))
  queues.set(name, mine)
  try {
    return await mine
  } finally {
    if (queues.get(name) === mine) queues.delete(name)
  }
}

/** A note says who works and until when it counts; who wrote it last and finds it still there has the turn. */
async function withNote<T>(key: string, storage: Storage, work: () => Promise<T>): Promise<T> {
  const id = crypto.getRandomValues(new Uint32Array(2)).join('-')
  for (;;) {
    const note = storage.getItem(key)
    const until = Number(note?.split(' ')[1] ?? 0)
    if (note === null || until < Date.now()) {
      const mine = `${id} ${Date.now() + NOTE_MS}`
      storage.setItem(key, mine)
      await sleep(SETTLE_MS)
      if (storage.getItem(key) === mine) break
    }
    await sleep(LOOK_MS)
  }
  try {
    return await work()
  } finally {
    storage.removeItem(key)
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
