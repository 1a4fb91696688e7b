// The people of the soak: pairs who type in a document of their own, leave and come back, and a crowd whose cursors move in one document.
// Everything is sent on a fixed schedule, and latencies count from the moment something should have been sent. Nothing here judges.
import { Y, WebSocket, decoding, frames } from '../clients/harness.mjs'

/** What stands in a text at most; the oldest goes, so a document stays as large as it is. */
const TEXT_LENGTH = 300
const CURSOR_STATE = { user: { name: 'Somebody', color: '#224466' }, cursor: { anchor: 12, head: 34 } }

/** What happened since the last look. */
export class Tally {
  /** Milliseconds from when an edit was due until the other one had it. @type {number[]} */ relayed = []
  /** Milliseconds from when an edit was due until it was durable. @type {number[]} */ saved = []
  edits = 0
  presence = 0
  sessions = 0
}

/** A connection that keeps a document in step: just enough of the protocol for a load. */
class Line {
  /** @type {WebSocket | null} */ socket = null
  synced = false
  #probes = 0
  /** Probes under way, oldest first: when they were due. @type {number[]} */ #waiting = []

  /** @param {Y.Doc} doc @param {Load} load */
  constructor (doc, load) {
    this.doc = doc
    this.load = load
    doc.on('update', (/** @type {Uint8Array} */ update, /** @type {unknown} */ origin) => { if (origin !== this) this.send(frames.update(update)) })
  }

  /** @param {Uint8Array} bytes */
  send (bytes) { if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(bytes) }

  /** @param {string} url */
  open (url) {
    const socket = new WebSocket(url, { perMessageDeflate: false })
    this.socket = socket
    this.synced = false
    this.#waiting = []
    socket.on('error', error => this.load.complain(`a connection failed: ${error.message}`))
    socket.on('close', (code, reason) => { if (this.socket === socket) this.load.complain(`a connection was closed with ${code} ${reason}`) })
    socket.on('message', data => { if (this.socket === socket) this.#hear(new Uint8Array(/** @type {Buffer} */ (data))) })
  }

  leave () {
    const socket = this.socket
    this.socket = null
    socket?.close()
    this.synced = false
  }

  get isSaved () { return this.#waiting.length === 0 }

  /** Asks to be told when all that was sent is durable. @param {number} due */
  probe (due) {
    this.#waiting.push(due)
    this.send(frames.savedProbe(++this.#probes))
  }

  /** @param {Uint8Array} bytes */
  #hear (bytes) {
    const kind = bytes[0]
    if (kind === frames.AWARENESS) return
    const decoder = decoding.createDecoder(bytes)
    decoding.readVarUint(decoder)
    if (kind === frames.SAVED) {
      this.load.tally.saved.push(performance.now() - /** @type {number} */ (this.#waiting.shift()))
      return
    }
    if (kind !== frames.SYNC) return this.load.complain(`a frame of kind ${kind}`)
    const step = decoding.readVarUint(decoder)
    const body = decoding.readVarUint8Array(decoder)
    if (step === frames.STEP_1) {
      this.send(frames.step1(Y.encodeStateVector(this.doc)))
      this.send(frames.step2(Y.encodeStateAsUpdate(this.doc, body)))
      return
    }
    Y.applyUpdate(this.doc, body, this)
    if (step === frames.STEP_2) this.synced = true
    else this.heard?.(body)
  }

  /** @type {((update: Uint8Array) => void) | undefined} */ heard
}

/** One of two people in a document. */
class Typist {
  /** Edits that the other one has not seen yet: the clock after them, and when they were due. @type {{ clock: number, due: number }[]} */ unseen = []
  next = 0

  /** @param {Load} load @param {string} name */
  constructor (load, name) {
    this.load = load
    this.doc = new Y.Doc()
    this.text = this.doc.getText(name)
    this.line = new Line(this.doc, load)
    this.line.heard = update => this.other?.seen(update, this.doc)
  }

  /** @type {Typist | undefined} */ other

  /** Types a word that was due then. @param {number} due */
  type (due) {
    this.doc.transact(() => {
      this.text.insert(this.text.length, 'word ')
      if (this.text.length > TEXT_LENGTH) this.text.delete(0, this.text.length - TEXT_LENGTH)
    })
    this.unseen.push({ clock: Y.getState(this.doc.store, this.doc.clientID), due })
    this.line.probe(due)
    this.load.tally.edits += 1
  }

  /** The other one has got an update. @param {Uint8Array} _update @param {Y.Doc} there */
  seen (_update, there) {
    const clock = Y.getState(there.store, this.doc.clientID)
    const now = performance.now()
    while (this.unseen.length > 0 && this.unseen[0].clock <= clock) {
      this.load.tally.relayed.push(now - /** @type {any} */ (this.unseen.shift()).due)
    }
  }
}

/** Two people who work on a document for about a minute, leave, and come back when it was put away. */
class Pair {
  /** @param {Load} load @param {number} at */
  constructor (load, at) {
    this.load = load
    this.document = `soak/${at}`
    this.typists = [new Typist(load, 'left'), new Typist(load, 'right')]
    const [left, right] = this.typists
    left.other = right
    right.other = left
    this.here = false
    this.turn = performance.now() + load.random.next() * 10_000
  }

  /** @param {number} now */
  tick (now) {
    if (now >= this.turn && (!this.here || this.typists.every(({ line, unseen }) => line.isSaved && unseen.length === 0))) this.#change(now)
    if (!this.here || now >= this.turn || !this.typists.every(({ line }) => line.synced)) return
    for (const typist of this.typists) {
      typist.next = Math.max(typist.next, this.since)
      while (typist.next <= now) {
        typist.type(typist.next)
        typist.next += 1_000 / this.load.plan.edits
      }
    }
  }

  #change (/** @type {number} */ now) {
    const { random, plan, url } = this.load
    this.here = !this.here
    if (this.here) {
      for (const { line } of this.typists) line.open(url(this.document))
      this.turn = now + plan.stayMs * (0.5 + random.next())
      // They begin once both are synced, at least at a moment of their own.
      this.since = now + 1_000 * (1 + random.next())
      this.load.tally.sessions += 1
    } else {
      for (const { line } of this.typists) line.leave()
      this.turn = now + plan.awayMs * (0.5 + random.next())
    }
  }

  since = 0
}

/** Many people who move their cursors once a second in one document, and say nothing else. */
class Crowd {
  /** @type {{ socket: WebSocket, client: number, clock: number, next: number }[]} */ people = []

  /** @param {Load} load */
  constructor (load) {
    for (let at = 0; at < load.plan.cursors; at++) {
      const socket = new WebSocket(load.url('soak/crowd'), { perMessageDeflate: false })
      socket.on('error', error => load.complain(`a cursor's connection failed: ${error.message}`))
      socket.on('close', code => { if (!load.ended) load.complain(`a cursor's connection was closed with ${code}`) })
      socket.on('message', data => { if (/** @type {Buffer} */ (data)[0] === frames.AWARENESS) load.tally.presence += 1 })
      this.people.push({ socket, client: 1 + load.random.below(2 ** 31), clock: 0, next: performance.now() + 1_000 * load.random.next() })
    }
  }

  /** @param {number} now */
  tick (now) {
    for (const person of this.people) {
      if (person.next > now || person.socket.readyState !== WebSocket.OPEN) continue
      person.next += 1_000
      person.socket.send(frames.awareness([{ client: person.client, clock: ++person.clock, state: CURSOR_STATE }]))
    }
  }
}

export class Load {
  tally = new Tally()
  /** @type {string[]} */ complaints = []
  ended = false

  /**
   * @param {{ sync: string }} server
   * @param {{ rooms: number, cursors: number, edits: number, stayMs: number, awayMs: number }} plan
   * @param {import('../clients/harness.mjs').Random} random
   */
  constructor (server, plan, random) {
    this.plan = plan
    this.random = random
    this.url = (/** @type {string} */ document) => `${server.sync}/${document}`
    this.pairs = Array.from({ length: plan.rooms }, (_, at) => new Pair(this, at))
    this.crowd = new Crowd(this)
    this.timer = setInterval(() => this.#tick(), 5)
  }

  /** @param {string} what */
  complain (what) { if (!this.ended) this.complaints.push(what) }

  /** What happened since the last call. */
  take () {
    const tally = this.tally
    this.tally = new Tally()
    return tally
  }

  /** Stops typing and waits until all is seen and durable; then everybody leaves. */
  async end () {
    clearInterval(this.timer)
    const idle = () => this.pairs.every(({ typists }) => typists.every(({ line, unseen }) => line.isSaved && unseen.length === 0))
    const deadline = performance.now() + 60_000
    while (!idle()) {
      if (performance.now() > deadline) throw new Error('something that was typed was never seen by the other one, or never durable')
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    this.ended = true
    for (const { typists } of this.pairs) typists.forEach(({ line }) => line.leave())
    for (const { socket } of this.crowd.people) socket.close()
  }

  #tick () {
    const now = performance.now()
    for (const pair of this.pairs) pair.tick(now)
    this.crowd.tick(now)
  }
}
