// A network between clients and the server that can fail: a TCP proxy in user space, since a kernel without netem drops and delays nothing.
// Clients are given it in the place of a Server. What is lost is lost for both: nothing is closed, nobody is told.
import net from 'node:net'

/**
 * What becomes of bytes in one direction: `flow` on at once, `stall` (kept for later, as TCP does while packets are lost), or flow late or
 * slowly.
 *
 * @typedef {'flow' | 'stall' | { delayMs: number } | { bytesPerSecond: number }} Weather
 */

/** How often a slow direction lets something through. */
const DRIP_MS = 50

export class Proxy {
  /** @type {Set<Link>} */ links = new Set()
  /** @type {{ up: Weather, down: Weather }} */ #weather = { up: 'flow', down: 'flow' }
  port = 0

  /**
   * A network in front of a server, until the end of the test.
   *
   * @param {import('../clients/harness/server.mjs').Server} server
   */
  static async before (server) {
    const proxy = new Proxy(server)
    await new Promise((resolve, reject) => {
      proxy.listener.once('error', reject)
      proxy.listener.listen(0, '127.0.0.1', () => resolve(undefined))
    })
    proxy.port = /** @type {net.AddressInfo} */ (proxy.listener.address()).port
    server.beforeDiscard(() => proxy.#end())
    return proxy
  }

  /** @param {import('../clients/harness/server.mjs').Server} server */
  constructor (server) {
    this.server = server
    this.listener = net.createServer({ pauseOnConnect: true, allowHalfOpen: true }, socket => {
      const link = new Link(socket, server.port)
      link.weather(this.#weather)
      this.links.add(link)
      link.onEnd = () => this.links.delete(link)
    })
  }

  // As a Server is asked.
  get http () { return `http://127.0.0.1:${this.port}` }
  get sync () { return `ws://127.0.0.1:${this.port}/sync` }
  get hocuspocus () { return `ws://127.0.0.1:${this.port}/hocuspocus` }
  /** @param {() => void} end */
  beforeDiscard (end) { this.server.beforeDiscard(end) }

  /**
   * Changes what becomes of bytes, for open connections and new ones.
   *
   * @param {{ up?: Weather, down?: Weather }} weather `up` is from clients to the server
   */
  weather ({ up = 'flow', down = 'flow' }) {
    this.#weather = { up, down }
    for (const link of this.links) link.weather(this.#weather)
  }

  /** Nothing gets through, and new connections are not answered. */
  partition () { this.weather({ up: 'stall', down: 'stall' }) }

  /** Everything gets through again, what was kept first. */
  heal () { this.weather({}) }

  /** Clients are gone without a word: their side is closed here, and the server hears nothing of it, ever. */
  vanish () {
    for (const link of this.links) link.vanish()
  }

  /** Everything open is reset (RST), on both sides. */
  reset () {
    for (const link of [...this.links]) link.reset()
  }

  #end () {
    for (const link of [...this.links]) link.destroy()
    this.listener.close()
  }
}

/** One connection through the network. */
class Link {
  onEnd = () => {}
  #ended = false

  /**
   * @param {net.Socket} client
   * @param {number} port of the server
   */
  constructor (client, port) {
    this.client = client
    this.port = port
    /** @type {net.Socket | null} */
    this.server = null
    /** @type {{ up: Weather, down: Weather }} */
    this.now = { up: 'stall', down: 'stall' }
    /** @type {Pipe[]} */
    this.pipes = []
  }

  /** @param {{ up: Weather, down: Weather }} weather */
  weather (weather) {
    this.now = weather
    if (this.#ended) return
    // A handshake of TCP needs both directions.
    if (!this.server && weather.up !== 'stall' && weather.down !== 'stall') this.#connect()
    const [up, down] = this.pipes
    up?.weather(weather.up)
    down?.weather(weather.down)
  }

  #connect () {
    this.server = net.connect({ port: this.port, host: '127.0.0.1', allowHalfOpen: true })
    this.pipes = [new Pipe(this.client, this.server), new Pipe(this.server, this.client)]
    for (const socket of [this.client, this.server]) {
      socket.setNoDelay(true)
      socket.on('error', () => this.reset())
      socket.on('close', () => {
        if (this.client.destroyed && this.server?.destroyed) this.#over()
      })
    }
  }

  vanish () {
    for (const pipe of this.pipes) pipe.weather('stall')
    this.server?.removeAllListeners('error').on('error', () => {}).on('close', () => this.#over())
    this.client.removeAllListeners('error').on('error', () => {}).destroy()
    // That the server closes is noticed only by reading; what it says is heard by nobody.
    this.server?.on('end', () => this.server?.destroy()).resume()
  }

  reset () {
    if (this.#ended) return
    for (const socket of [this.client, this.server]) if (socket && !socket.destroyed) socket.resetAndDestroy()
    this.#over()
  }

  destroy () {
    this.client.destroy()
    this.server?.destroy()
    this.#over()
  }

  #over () {
    if (this.#ended) return
    this.#ended = true
    for (const pipe of this.pipes) pipe.stop()
    this.onEnd()
  }
}

/** One direction of a connection. */
class Pipe {
  /** @type {NodeJS.Timeout | undefined} */ #timer
  /** @type {Weather} */ #weather = 'stall'
  /** What has left the sender and not yet arrived; `null` is the end of what it says. @type {{ at: number, part: Buffer | null }[]} */ #kept = []

  /**
   * @param {net.Socket} from
   * @param {net.Socket} to
   */
  constructor (from, to) {
    this.from = from
    this.to = to
    from.on('data', part => this.#take(part))
    from.on('end', () => this.#take(null))
    from.pause()
    to.on('drain', () => this.#move())
  }

  /** @param {Weather} weather */
  weather (weather) {
    this.#weather = weather
    clearInterval(this.#timer)
    // Reading stops, so the sender's buffers fill as they do when nothing is confirmed.
    if (weather === 'stall') this.from.pause()
    else this.from.resume()
    if (typeof weather === 'object') this.#timer = setInterval(() => this.#move(), DRIP_MS)
    this.#move()
  }

  stop () { clearInterval(this.#timer) }

  /** @param {Buffer | null} part */
  #take (part) {
    this.#kept.push({ at: performance.now(), part })
    // A slow line takes no more than it can hold.
    if (typeof this.#weather === 'object' && this.#kept.length > 16) this.from.pause()
    this.#move()
  }

  #move () {
    if (this.#weather === 'stall' || this.to.destroyed) return
    let budget = typeof this.#weather === 'object' && 'bytesPerSecond' in this.#weather ? this.#weather.bytesPerSecond * DRIP_MS / 1000 : Infinity
    const late = typeof this.#weather === 'object' && 'delayMs' in this.#weather ? this.#weather.delayMs : 0
    while (this.#kept.length > 0 && budget > 0 && this.to.writableLength < 65_536) {
      const [{ at, part }] = this.#kept
      if (performance.now() - at < late) return
      if (part === null) {
        this.#kept.shift()
        this.to.end()
        return
      }
      const now = part.subarray(0, Math.min(part.length, Math.max(1, Math.floor(budget))))
      budget -= now.length
      this.to.write(now)
      if (now.length === part.length) this.#kept.shift()
      else this.#kept[0].part = part.subarray(now.length)
    }
    if (this.#kept.length < 8) this.from.resume()
    else this.from.pause()
  }
}
