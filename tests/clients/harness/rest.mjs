// The REST API as a phone's or a back end's developer calls it: a token, JSON in and out, refusals as errors that carry the
// problem document. Knows no Yjs and does nothing by itself: no retries, no caches.
import assert from 'node:assert/strict'

/** The media types that routes of documents take and give. */
export const JSON_PATCH = 'application/json-patch+json'
export const MERGE_PATCH = 'application/merge-patch+json'
export const BYTES = 'application/octet-stream'
const PROBLEM = 'application/problem+json'

/** A refusal: the status, and what the problem document says. */
export class Problem extends Error {
  /**
   * @param {string} request method and path
   * @param {Response} response
   * @param {string} body
   */
  constructor (request, response, body) {
    super(`${request}: ${response.status} ${body}`)
    this.name = 'Problem'
    this.status = response.status
    this.headers = response.headers
    this.isProblem = response.headers.get('content-type')?.split(';')[0] === PROBLEM
    /** @type {any} the problem document; null where there is none */
    this.problem = this.isProblem ? JSON.parse(body) : null
  }
}

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Headers} headers
 * @property {Uint8Array} bytes
 * @property {string} text
 * @property {any} json what the body holds if it is JSON, else null
 */

/**
 * @typedef {object} Asking
 * @property {any} [json] a body that is sent as JSON
 * @property {Uint8Array | string} [body] a body that is sent as it is
 * @property {string} [type] the body's media type
 * @property {Record<string, string | number | boolean | readonly string[] | undefined>} [query]
 * @property {Record<string, string>} [headers]
 * @property {AbortSignal} [signal]
 */

export class Rest {
  /**
   * @param {import('./server.mjs').Server} server
   * @param {string} [token]
   */
  constructor (server, token = undefined) {
    this.server = server
    this.token = token
  }

  /** The URL of a path below /api. @param {string} path @param {Asking['query']} [query] */
  url (path, query = {}) {
    const parameters = new URLSearchParams()
    for (const [name, value] of Object.entries(query)) {
      if (value === undefined) continue
      for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one))
    }
    return `${this.server.http}/api${path}${parameters.size ? `?${parameters}` : ''}`
  }

  /**
   * Sends a request and gives whatever comes back, refusals too; 304 and the like included.
   *
   * @param {string} method
   * @param {string} path below /api
   * @param {Asking} [asking]
   * @returns {Promise<Answer & { response: Response }>}
   */
  async ask (method, path, { json, body, type, query, headers = {}, signal } = {}) {
    const sent = json === undefined ? body : JSON.stringify(json)
    const contentType = type ?? (json === undefined ? undefined : 'application/json')
    const response = await fetch(this.url(path, query), {
      method,
      headers: { ...this.#credentials(), ...(contentType ? { 'Content-Type': contentType } : {}), ...headers },
      body: /** @type {any} */ (sent),
      signal
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    const text = new TextDecoder().decode(bytes)
    const isJson = /^application\/([a-z-]+\+)?json\b/.test(response.headers.get('content-type') ?? '')
    return { response, status: response.status, headers: response.headers, bytes, text, json: isJson && text ? JSON.parse(text) : null }
  }

  #credentials () { return this.token === undefined ? {} : { Authorization: `Bearer ${this.token}` } }

  /**
   * Sends a request and insists on a success; a refusal is thrown as a `Problem`.
   *
   * @param {string} method
   * @param {string} path
   * @param {Asking} [asking]
   */
  async send (method, path, asking = {}) {
    const answer = await this.ask(method, path, asking)
    if (answer.status >= 400) throw new Problem(`${method} /api${path}`, answer.response, answer.text)
    return answer
  }

  /** @param {string} path @param {Asking['query']} [query] @param {Record<string, string>} [headers] */
  async get (path, query = {}, headers = {}) { return (await this.send('GET', path, { query, headers })).json }

  /** @param {string} path @param {any} [json] @param {Record<string, string>} [headers] */
  async post (path, json = undefined, headers = {}) { return (await this.send('POST', path, { json, headers })).json }

  /** @param {string} path @param {any} json @param {Record<string, string>} [headers] */
  async patch (path, json, headers = {}) { return (await this.send('PATCH', path, { json, headers })).json }

  /** @param {string} path @param {any} json @param {Record<string, string>} [headers] */
  async put (path, json, headers = {}) { return (await this.send('PUT', path, { json, headers })).json }

  /** @param {string} path @param {Asking['query']} [query] */
  async delete (path, query = {}) { return (await this.send('DELETE', path, { query })).json }

  /** One document's routes. @param {string} id */
  document (id) { return new DocumentRoutes(this, id) }

  /** @param {Record<string, any>} wanted */
  async create (wanted) { return await this.post('/documents', wanted) }

  /**
   * All events, page by page, oldest first.
   *
   * @param {Record<string, any>} [query] filters; `after` where to begin
   * @param {string} [path]
   */
  async events ({ after = 'start', limit = 500, ...query } = {}, path = '/events') {
    /** @type {any[]} */
    const events = []
    let gap = false
    for (let from = String(after); ;) {
      const page = await this.get(path, { ...query, after: from, limit })
      events.push(...page.events)
      gap ||= page.gap
      // A page may be empty although later ones are not, where a filter leaves little.
      if (page.next === from) return { events, gap, next: page.next }
      from = page.next
    }
  }
}

/** What can be asked about one document. */
export class DocumentRoutes {
  /** @param {Rest} rest @param {string} id */
  constructor (rest, id) {
    this.rest = rest
    this.id = id
    this.path = `/documents/${encodeURIComponent(id)}`
  }

  /** @param {Record<string, string>} [headers] */
  async read (headers = {}) { return await this.rest.get(this.path, {}, headers) }

  /** `{document, version, content}` */
  async content () { return await this.rest.get(`${this.path}/content`) }

  /** The content in another form. @param {string} format @param {Record<string, string>} [query] */
  async form (format, query = {}) { return await this.rest.send('GET', `${this.path}/content`, { query: { format, ...query } }) }

  /**
   * Edits by JSON Patch (an array) or merge patch (an object).
   *
   * @param {object} patch
   * @param {Record<string, string>} [headers]
   * @returns {Promise<{ version: number, changed: boolean }>}
   */
  async edit (patch, headers = {}) {
    const type = Array.isArray(patch) ? JSON_PATCH : MERGE_PATCH
    return (await this.rest.send('PATCH', `${this.path}/content`, { json: patch, type, headers })).json
  }

  /** Applies a Yjs update. @param {Uint8Array} update @returns {Promise<{ version: number, changed: boolean }>} */
  async update (update) {
    return (await this.rest.send('POST', `${this.path}/update`, { body: update, type: BYTES })).json
  }

  /** All events of this document, oldest first. @param {Record<string, any>} [query] */
  async events (query = {}) { return await this.rest.events(query, `${this.path}/events`) }
}

/**
 * Insists that a request is refused with a status and a problem document, and returns that.
 *
 * @param {number} status
 * @param {Promise<unknown>} asking
 * @returns {Promise<any>}
 */
export async function refused (status, asking) {
  const answer = await asking.then(value => ({ value }), error => ({ error }))
  if (!('error' in answer)) assert.fail(`not refused with ${status}, but answered ${JSON.stringify(answer.value)}`)
  const { error } = answer
  if (!(error instanceof Problem)) throw error
  assert.equal(error.status, status, error.message)
  assert.ok(error.isProblem, `a refusal is a problem document: ${error.message}`)
  assert.equal(error.problem.status ?? status, status)
  assert.equal(typeof error.problem.title, 'string')
  return error.problem
}
