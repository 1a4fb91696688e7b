// A receiver of webhooks: an HTTP server of its own that verifies signatures by hand (Standard Webhooks: HMAC-SHA256 over
// `id.timestamp.body`) and answers as a test says. Keeps every delivery, taken or not.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { once } from 'node:events'

/** @typedef {{ id: string, event: any, type: string, at: number, taken: boolean, signatures: string[], timestamp: string, body: string, headers: Record<string, any> }} Delivery */

/**
 * The signature of a delivery.
 *
 * @param {string} secret `whsec_` and base64
 * @param {string} id
 * @param {string} timestamp
 * @param {string} body
 */
export function signature (secret, id, timestamp, body) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
}

export class WebhookReceiver {
  /** @type {Delivery[]} */ deliveries = []
  /** What is wrong about deliveries. @type {string[]} */ faults = []
  /** Once the test knows it. @type {string | null} */ secret = null
  port = 0

  /**
   * @param {import('./server.mjs').Server} server the receiver ends with it
   * @param {(delivery: Delivery) => number} answer a status for each delivery
   */
  static async start (server, answer) {
    const receiver = new WebhookReceiver(answer)
    await receiver.listen()
    server.beforeDiscard(() => receiver.stop())
    return receiver
  }

  /** @param {(delivery: Delivery) => number} answer */
  constructor (answer) {
    this.answer = answer
    this.http = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8')
      request.on('data', part => { body += part })
      request.on('end', () => {
        response.statusCode = this.#take(request.headers, body)
        response.end()
      })
    })
  }

  async listen () {
    this.http.listen(this.port, '127.0.0.1')
    await once(this.http, 'listening')
    this.port = /** @type {import('node:net').AddressInfo} */ (this.http.address()).port
  }

  get url () { return `http://127.0.0.1:${this.port}/hook` }

  /** Deliveries that were answered with a success, oldest first. */
  get taken () { return this.deliveries.filter(({ taken }) => taken) }

  /**
   * @param {import('node:http').IncomingHttpHeaders} headers
   * @param {string} body
   */
  #take (headers, body) {
    const [id, timestamp] = [String(headers['webhook-id']), String(headers['webhook-timestamp'])]
    const parsed = JSON.parse(body)
    const signatures = String(headers['webhook-signature']).split(' ')
    /** @type {Delivery} */
    const delivery = { id, event: parsed.data, type: parsed.type, at: Date.now(), taken: false, signatures, timestamp, body, headers }
    this.deliveries.push(delivery)
    this.#check(delivery, parsed)
    const status = this.answer(delivery)
    delivery.taken = status >= 200 && status < 300
    return status
  }

  /** @param {Delivery} delivery @param {any} parsed */
  #check ({ id, timestamp, body, type, event, signatures }, parsed) {
    const fault = (/** @type {string} */ what) => this.faults.push(`${id}: ${what}`)
    if (Math.abs(Number(timestamp) - Date.now() / 1000) > 30) fault(`the timestamp ${timestamp} is not now`)
    if (Number.isNaN(Date.parse(parsed.timestamp))) fault(`the body's timestamp ${parsed.timestamp} is none`)
    if (event?.id !== undefined && id !== `evt_${event.id}`) fault(`holds event ${event.id}`)
    if (event?.type !== undefined && type !== event.type) fault(`of type ${type} holds an event of type ${event.type}`)
    if (this.secret === null) return
    const expected = Buffer.from(`v1,${signature(this.secret, id, timestamp, body)}`)
    if (!signatures.some(one => one.length === expected.length && timingSafeEqual(Buffer.from(one), expected))) fault('no signature holds')
  }

  stop () {
    this.http.closeAllConnections()
    this.http.close()
  }
}
