// What one client does on the wire: a WebSocket class for providers that counts its connections and keeps the frames of
// both directions, so that a test can say "one connection, two refusals" about an unchanged client.
import WebSocket from 'ws'

export class Wire {
  /** Handshakes begun. */ attempts = 0
  /** Handshakes that succeeded. */ opened = 0
  /** HTTP statuses of refused handshakes. @type {number[]} */ refusals = []
  /** @type {{ code: number, reason: string }[]} */ closures = []
  /** @type {Uint8Array[]} */ received = []
  /** @type {Uint8Array[]} */ sent = []
  /** The newest socket. @type {WebSocket | null} */ socket = null

  /** @param {Record<string, string>} [headers] of every handshake */
  constructor (headers = {}) {
    const wire = this
    /** To be given to a provider in the place of WebSocket. */
    this.Socket = class extends WebSocket {
      /**
       * @param {string} url
       * @param {string[]} [protocols]
       */
      constructor (url, protocols = []) {
        super(url, protocols, { headers })
        wire.#watch(this)
      }

      /** @param {any} data */
      send (data) {
        wire.sent.push(bytes(data))
        super.send(data)
      }
    }
  }

  /** @param {WebSocket} socket */
  #watch (socket) {
    this.attempts += 1
    this.socket = socket
    socket.on('open', () => { this.opened += 1 })
    socket.on('message', data => this.received.push(bytes(data)))
    socket.on('close', (code, reason) => this.closures.push({ code, reason: reason.toString() }))
    socket.on('error', error => {
      const status = /Unexpected server response: (\d+)/.exec(error.message)
      if (status) this.refusals.push(Number(status[1]))
    })
  }

  /** Loses the connection without a closing handshake. */
  cut () { this.socket?.terminate() }
}

/**
 * A copy, since what a client sent or got may be a view of something larger.
 * @param {any} data
 */
const bytes = data => typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(Buffer.from(data))
