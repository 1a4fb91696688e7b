// Over HTTP/1.1 a browser has six connections to a server, for all its windows together. Streams of events would take them all, and then
// nothing else would be answered. So the windows share some places for streams, by navigator.locks: the one that is worked in goes first,
// and the others take turns.
// Used by app.tsx as the client's `fetch`; everything but streams passes through.

const SLOTS = 4
/** How long a window waits before it looks again; it is told when a place is free. */
const LOOK_MS = 2_000
/** So long a window keeps a place while others wait. Streams go on where they were, so being cut loses nothing. */
const TURN_MS = 30_000
const NAME = 'yrsa.streams'

interface Held {
  since: number
  /** Ends the stream; whoever reads it comes back by itself, behind those who wait. */
  cut: () => void
}

export function withStreamSlots(plain: typeof fetch): typeof fetch {
  // Without locks (plain HTTP from another machine) there is nothing to share by.
  if (typeof navigator === 'undefined' || navigator.locks === undefined || typeof BroadcastChannel === 'undefined') return plain
  const channel = new BroadcastChannel(NAME)
  const held: Held[] = []
  let wakes: (() => void)[] = []
  channel.onmessage = ({ data }) => {
    if (data === 'free') for (const wake of wakes.splice(0)) wake()
    if (data !== 'wanted' && data !== 'wanted here') return
    const oldest = held[0]
    if (oldest === undefined) return
    const isOther = data === 'wanted here' && !document.hasFocus()
    if (isOther || Date.now() - oldest.since > TURN_MS) oldest.cut()
  }
  return async (input, init) => {
    if (!isStream(init)) return plain(input, init)
    const signal = init?.signal ?? undefined
    const release = await takeSlot(signal)
    const free = once(() => {
      release()
      channel.postMessage('free')
    })
    signal?.addEventListener('abort', free, { once: true })
    try {
      const response = await plain(input, init)
      if (response.body === null || !response.ok) {
        free()
        return response
      }
      return new Response(guarded(response.body, held, free), { status: response.status, headers: response.headers })
    } catch (failure) {
      free()
      throw failure
    }
  }

  async function takeSlot(signal: AbortSignal | undefined): Promise<() => void> {
    for (;;) {
      signal?.throwIfAborted()
      for (let slot = 0; slot < SLOTS; slot += 1) {
        const release = await tryLock(`${NAME}.${slot}`)
        if (release !== null) return release
      }
      channel.postMessage(document.hasFocus() ? 'wanted here' : 'wanted')
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_MS)
        wakes.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }
}

function isStream(init: RequestInit | undefined): boolean {
  return new Headers(init?.headers).get('accept')?.includes('text/event-stream') === true
}

function tryLock(name: string): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    const work = (lock: Lock | null) => {
      if (lock === null) return resolve(null)
      return new Promise<void>((release) => resolve(release))
    }
    navigator.locks.request(name, { ifAvailable: true }, work).catch(reject)
  })
}

/** The same bytes; the place is given back when they end, however that is. */
function guarded(body: ReadableStream<Uint8Array>, held: Held[], free: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let mine: Held | null = null
  const end = () => {
    const at = mine === null ? -1 : held.indexOf(mine)
    if (at !== -1) held.splice(at, 1)
    free()
  }
  return new ReadableStream<Uint8Array>({
    start(controller) {
      mine = {
        since: Date.now(),
        cut: () => {
          end()
          controller.error(new TypeError('another window needs the connection'))
          void reader.cancel().catch(() => undefined)
        },
      }
      held.push(mine)
    },
    async pull(controller) {
      try {
        const { value, done } = await reader.read()
        if (!done) return controller.enqueue(value)
        end()
        controller.close()
      } catch (failure) {
        end()
        controller.error(failure)
      }
    },
    cancel(reason) {
      end()
      return reader.cancel(reason)
    },
  })
}

function once(work: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    work()
  }
}
