// WebSockets by hand (RFC 6455), for what no client library would send: a handshake with any head, frames with any bits, and what the server answers.
import { randomBytes } from 'node:crypto'
import net from 'node:net'
import { until, within } from '../clients/harness.mjs'

export const CONTINUATION = 0
export const TEXT = 1
export const BINARY = 2
export const CLOSE = 8
export const PING = 9
export const PONG = 10

/**
 * A frame (RFC 6455 section 5.2).
 *
 * @param {number} opcode
 * @param {Uint8Array | string} [payload]
 * @param {{ fin?: boolean, rsv?: number, masked?: boolean, length?: 'shortest' | 16 | 64, claims?: bigint }} [how] `claims`: what the length says
 */
export function frame (opcode, payload = '', { fin = true, rsv = 0, masked = true, length = 'shortest', claims } = {}) {
  const body = Buffer.from(payload)
  const said = claims ?? BigInt(body.length)
  const form = length !== 'shortest' ? length : said > 65_535n ? 64 : said > 125n ? 16 : 7
  const head = Buffer.alloc(form === 64 ? 10 : form === 16 ? 4 : 2)
  head[0] = (fin ? 0x80 : 0) | rsv << 4 | opcode
  head[1] = (masked ? 0x80 : 0) | (form === 64 ? 127 : form === 16 ? 126 : Number(said))
  if (form === 16) head.writeUInt16BE(Number(said), 2)
  if (form === 64) head.writeBigUInt64BE(said, 2)
  if (!masked) return Buffer.concat([head, body])
  const mask = randomBytes(4)
  return Buffer.concat([head, mask, body.map((byte, at) => byte ^ mask[at % 4])])
}

/** A close frame. @param {number} code @param {Uint8Array | string} [reason] */
export const closing = (code, reason = '') => frame(CLOSE, Buffer.concat([Buffer.of(code >> 8, code & 255), Buffer.from(reason)]))

/** What every handshake says. */
const HANDSHAKE = { Host: '127.0.0.1', Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' }

export class RawSocket {
  /** @type {{ opcode: number, fin: boolean, payload: Buffer }[]} frames of the server */ frames = []
  /** @type {{ status: number, headers: Record<string, string>, body: string } | null} the answer to the handshake */ answer = null
  /** Whether the server has ended the connection. */ ended = false
  #unread = Buffer.alloc(0)

  /**
   * Connects and sends the head of a request.
   *
   * @param {import('../clients/harness/server.mjs').Server} server
   * @param {string} path
   * @param {{ headers?: Record<string, string | string[] | undefined>, line?: string, lines?: string[], behind?: Uint8Array }} [how] `headers` beside
   *   those of every handshake, undefined to leave one out; `line` instead of `GET path HTTP/1.1`; `lines` at the end; `behind` in the same packet
   */
  static async knock (server, path, how = {}) {
    const raw = await RawSocket.connect(server)
    raw.ask(path, how)
    return raw
  }

  /** Sends the head of a request. @param {string} path @param {Parameters<typeof RawSocket.knock>[2]} [how] */
  ask (path, { headers = {}, line = `GET ${path} HTTP/1.1`, lines = [], behind = Buffer.alloc(0) } = {}) {
    const all = Object.entries({ ...HANDSHAKE, ...headers }).flatMap(([name, value]) => value === undefined ? [] : [value].flat().map(value => `${name}: ${value}`))
    this.send(Buffer.concat([Buffer.from([line, ...all, ...lines, '', ''].join('\r\n'), 'latin1'), behind]))
  }

  /** A WebSocket. @param {import('../clients/harness/server.mjs').Server} server @param {string} path */
  static async open (server, path) {
    const raw = await RawSocket.knock(server, path)
    const { status, body } = await raw.answered()
    if (status !== 101) throw new Error(`the handshake at ${path} was answered with ${status}: ${body}`)
    return raw
  }

  /** A connection on which nothing is said yet. @param {import('../clients/harness/server.mjs').Server} server */
  static async connect (server) {
    const socket = net.connect({ port: server.port, host: '127.0.0.1' })
    await within('a TCP connection', new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject)))
    server.beforeDiscard(() => socket.destroy())
    return new RawSocket(socket)
  }

  /** @param {net.Socket} socket */
  constructor (socket) {
    this.socket = socket
    socket.setNoDelay(true)
    socket.removeAllListeners('error').on('error', () => { this.ended = true })
    socket.on('close', () => { this.ended = true })
    socket.on('data', part => this.#read(/** @type {Buffer} */ (part)))
  }

  /** @param {Uint8Array} bytes */
  send (bytes) { if (!this.socket.destroyed) this.socket.write(bytes) }

  cut () { this.socket.destroy() }

  /** The answer to the handshake; of a refusal with its body. @param {number} [deadlineMs] */
  async answered (deadlineMs = undefined) {
    return await until('the answer to a handshake', () => {
      if (this.answer && (this.answer.status === 101 || this.ended || this.answer.body.length >= Number(this.answer.headers['content-length'] ?? Infinity))) return this.answer
      return this.ended ? { status: 0, headers: /** @type {Record<string, string>} */ ({}), body: '' } : null
    }, deadlineMs)
  }

  /** How the connection ends: the code of the close frame, 1005 for one without, 1006 for none. @param {number} [deadlineMs] */
  async closed (deadlineMs = undefined) {
    await until('the server to close the connection', () => this.ended || this.#closing, deadlineMs)
    const payload = this.#closing?.payload
    return payload === undefined ? 1006 : payload.length >= 2 ? payload.readUInt16BE(0) : 1005
  }

  /** Whether a ping is answered. */
  async isAlive () {
    const nonce = randomBytes(8)
    this.send(frame(PING, nonce))
    await until('a pong', () => this.ended || this.#closing || this.pongs.some(pong => pong.equals(nonce)))
    return this.pongs.some(pong => pong.equals(nonce))
  }

  /** The payloads of all pongs that came. */
  get pongs () { return this.frames.filter(({ opcode }) => opcode === PONG).map(({ payload }) => payload) }

  get #closing () { return this.frames.find(({ opcode }) => opcode === CLOSE) }

  /** @param {Buffer} part */
  #read (part) {
    this.#unread = Buffer.concat([this.#unread, part])
    if (!this.answer) this.#readHead()
    if (this.answer && this.answer.status !== 101) {
      this.answer.body += this.#unread.toString()
      this.#unread = Buffer.alloc(0)
    }
    if (this.answer?.status === 101) while (this.#readFrame());
  }

  #readHead () {
    const end = this.#unread.indexOf('\r\n\r\n')
    if (end < 0) return
    const [status, ...lines] = this.#unread.subarray(0, end).toString('latin1').split('\r\n')
    const headers = Object.fromEntries(lines.map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]))
    this.answer = { status: Number(status.split(' ')[1]), headers, body: '' }
    this.#unread = this.#unread.subarray(end + 4)
  }

  #readFrame () {
    const bytes = this.#unread
    if (bytes.length < 2) return false
    const short = bytes[1] & 127
    const at = short === 127 ? 10 : short === 126 ? 4 : 2
    if (bytes.length < at) return false
    const length = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short
    if (bytes.length < at + length) return false
    if ((bytes[0] & 0x70) !== 0 || (bytes[1] & 0x80) !== 0) throw new Error('the server sent a frame with reserved bits or a mask')
    this.frames.push({ opcode: bytes[0] & 15, fin: (bytes[0] & 0x80) !== 0, payload: bytes.subarray(at, at + length) })
    this.#unread = bytes.subarray(at + length)
    return true
  }
}
