// A bare WebSocket at the Hocuspocus door: for what no provider would send, and for the server's frames one by one.
import WebSocket from 'ws'
import { until, within } from './conditions.mjs'
import * as frames from './hocuspocus-frames.mjs'

export class HocuspocusRaw {
  /** @type {frames.Frame[]} frames received and not yet taken */ inbox = []
  /** @type {{ code: number, reason: string } | null} */ closure = null

  /** @param {import('./server.mjs').Server} server */
  static async open (server) {
    const raw = new HocuspocusRaw(new WebSocket(server.hocuspocus, { perMessageDeflate: false }))
    await within('a connection to the Hocuspocus door', new Promise((resolve, reject) => {
      raw.socket.once('open', () => resolve(undefined))
      raw.socket.once('error', reject)
    }))
    return raw
  }

  /** @param {WebSocket} socket */
  constructor (socket) {
    this.socket = socket
    socket.on('error', () => {})
    socket.on('close', (code, reason) => { this.closure = { code, reason: reason.toString() } })
    socket.on('message', (data, isBinary) => {
      if (!isBinary) throw new Error(`the server sent text: ${data}`)
      this.inbox.push(frames.parse(new Uint8Array(/** @type {Buffer} */ (data))))
    })
  }

  get isOpen () { return this.socket.readyState === WebSocket.OPEN }

  /** @param {Uint8Array | string} data */
  send (data) { this.socket.send(data) }

  /**
   * Takes the first frame that fits out of the inbox, waiting for it.
   *
   * @param {string} what
   * @param {(frame: frames.Frame) => boolean} fits
   * @param {number} [deadlineMs]
   */
  async take (what, fits, deadlineMs = undefined) {
    const find = () => this.inbox.findIndex(fits)
    await until(what, () => {
      if (find() >= 0) return true
      if (this.closure) throw new Error(`closed with ${this.closure.code} ${this.closure.reason} before: ${what}`)
      return false
    }, deadlineMs)
    return this.inbox.splice(find(), 1)[0]
  }

  /**
   * Waits for the next acknowledgement of an address; says whether the change was accepted.
   * @param {string} address
   */
  async acknowledgement (address) {
    const frame = await this.take(`an acknowledgement for ${address}`, ({ kind, address: of }) => kind === frames.SYNC_STATUS && of === address)
    return /** @type {boolean} */ (frame.applied)
  }

  /**
   * Authenticates and syncs an address; the acknowledgement of the empty SyncStep2 is taken.
   *
   * @param {string} address
   * @param {{ token?: string, version?: string }} [options]
   */
  async join (address, { token = '', version } = {}) {
    this.send(frames.token(address, token, version))
    this.send(frames.step1(address))
    await this.take(`the right to read ${address}`, ({ kind, step, address: of }) => kind === frames.AUTH && step === frames.AUTHENTICATED && of === address)
    await this.take(`the content of ${address}`, ({ kind, step, address: of }) => kind === frames.SYNC && step === frames.STEP_2 && of === address)
    await this.take(`the state vector for ${address}`, ({ kind, step, address: of }) => kind === frames.SYNC && step === frames.STEP_1 && of === address)
    this.send(frames.step2(address))
    await this.acknowledgement(address)
  }

  /** @param {number} [deadlineMs] */
  async closed (deadlineMs = undefined) {
    return await until('the server to close the socket', () => this.closure, deadlineMs)
  }

  /** Drops the connection without a word. */
  cut () { this.socket.terminate() }
}
