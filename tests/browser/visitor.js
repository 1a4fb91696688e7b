// One person at the studio: a browser context of their own, with the words the tests use for what they do and see.
// Collects console errors and requests to other hosts; `complaints()` is empty for a page that behaves.
// What belongs to one kind of document (a board's cards) is with its test; here is what all of the studio has.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

export const LIMIT_MS = 20_000
/** What Chromium itself reports while the server or the network is away; no page can prevent it. */
const OUTAGE = /WebSocket connection to .* failed|net::ERR_(CONNECTION_REFUSED|INTERNET_DISCONNECTED|CONNECTION_RESET|CONNECTION_CLOSED|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|NETWORK_CHANGED|SOCKET_NOT_CONNECTED|ABORTED|FAILED)|status of 50[0-9]/
/** First bytes of messages on the wire, see docs/PROTOCOL.md. */
const CONFIRMATION = 102
const SYNC = 0
const UPDATE = 2

/** Where pictures go: YRSA_SCREENSHOTS, or a folder beside this file that git does not see. */
export const pictures = process.env.YRSA_SCREENSHOTS ?? fileURLToPath(new URL('screenshots', import.meta.url))

/** The system's Chromium, without anything that would reach for the network on its own. CHROMIUM names another one. */
export function startBrowser() {
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
  args.push('--disable-background-networking', '--disable-component-update', '--disable-sync')
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args })
}

export const PHONE = { viewport: { width: 380, height: 800 }, hasTouch: true, isMobile: true }

/** The address of a document in the studio. @param {Record<string, string>} [search] such as `{ at: '/cards/c1' }` */
export function documentUrl(server, id, search = {}) {
  const asked = new URLSearchParams(search).toString()
  return `${server}/#/${id.split('/').map(encodeURIComponent).join('/')}${asked === '' ? '' : `?${asked}`}`
}

export class Visitor {
  #errors = []
  #foreign = []
  #outage = false
  #refusals = []

  /**
   * @param {import('playwright-core').Browser} browser
   * @param {{ name: string, url: string, token?: string, anonymous?: boolean, context?: import('playwright-core').BrowserContextOptions }} options
   *   In open mode people come under their name; `token` signs in with a token; `anonymous` comes with nothing at all.
   */
  static async arrive(browser, { name, url, token, anonymous = false, context: options }) {
    const visitor = new Visitor()
    visitor.name = name
    visitor.context = await browser.newContext({ viewport: { width: 1400, height: 900 }, reducedMotion: 'reduce', ...options })
    if (!anonymous) {
      const signIn = token === undefined ? { by: 'name', name } : { by: 'token', token }
      await visitor.context.addInitScript((kept) => {
        if (localStorage.getItem('yrsa.sign-in') === null) localStorage.setItem('yrsa.sign-in', kept)
      }, JSON.stringify(signIn))
    }
    await visitor.#open(url)
    return visitor
  }

  /**
   * What the page's main thread works, in milliseconds of the processor, whatever else this machine does: `spent()` so far, and `unit`, a fixed
   * piece of work in this page. Machines differ, so figures are judged by that.
   */
  async processor() {
    const session = await this.context.newCDPSession(this.page)
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    const spent = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1_000
    const before = await spent()
    await this.page.evaluate(() => {
      const host = document.body.appendChild(document.createElement('div'))
      host.style.cssText = 'position: fixed; visibility: hidden; width: 300px'
      for (let round = 0; round < 20; round += 1) {
        host.replaceChildren(...Array.from({ length: 200 }, (_, at) => Object.assign(document.createElement('p'), { textContent: `words ${round * at}` })))
        host.getBoundingClientRect()
      }
      host.remove()
    })
    return { spent, unit: (await spent()) - before }
  }

  /** The same person in a second tab of the same browser. It closes with this visitor's context. */
  async opensAnotherTab(url = this.page.url()) {
    const other = new Visitor()
    other.name = `${this.name} (second tab)`
    other.context = this.context
    await other.#open(url)
    return other
  }

  async #open(url) {
    this.page = await this.context.newPage()
    this.page.setDefaultTimeout(LIMIT_MS)
    this.#listen(new URL(url).host)
    await this.page.goto(url)
  }

  #listen(host) {
    this.page.on('pageerror', (error) => this.#errors.push(String(error)))
    this.page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return
      const text = message.text()
      if (this.#outage && OUTAGE.test(text)) return
      if (this.#refusals.some((status) => text.includes(`status of ${status}`))) return
      this.#errors.push(`${text} ${message.location().url}`)
    })
    this.page.on('request', (request) => {
      const url = new URL(request.url())
      if (url.host !== host && url.protocol !== 'blob:' && url.protocol !== 'data:') this.#foreign.push(request.url())
    })
  }

  /** From now on the browser may report failed connections. */
  expectOutage() {
    this.#outage = true
  }

  /** From now on the browser may report answers with these statuses, which it always calls errors: 404, 409 … */
  expectRefusals(...statuses) {
    this.#refusals.push(...statuses)
  }

  complaints() {
    return [...this.#errors, ...this.#foreign.map((url) => `request to another host: ${url}`)].map((text) => `${this.name}: ${text}`)
  }

  /** Waits for the words of the save status: `Saved`, `Offline` (also with what waits), a beginning is enough. @param {string} words */
  async seesStatus(words) {
    await this.page
      .waitForFunction((wanted) => document.querySelector('.yrsa-save-words')?.textContent?.startsWith(wanted), words)
      .catch(async (error) => {
        throw new Error(`${this.name} sees the status ${JSON.stringify(await this.status())} instead of ${JSON.stringify(words)}`, { cause: error })
      })
  }

  status() {
    return this.page.evaluate(() => document.querySelector('.yrsa-save-words')?.textContent ?? null)
  }

  /** Waits until a sentence stands somewhere on the page. @param {string | RegExp} sentence */
  async reads(sentence) {
    await this.page.getByText(sentence).filter({ visible: true }).first().waitFor()
  }

  /** Opens a document within the page that is there: no reload, as by a link. */
  async goesTo(id, search = {}) {
    const url = documentUrl('', id, search).slice(1)
    await this.page.evaluate((hash) => { location.hash = hash }, url)
  }

  /** @param {'Comments' | 'Chat' | 'Activity'} panel */
  async opensPanel(panel) {
    const button = this.page.locator('.topbar-panels').getByRole('button', { name: panel })
    if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click()
    await this.page.getByRole('complementary').getByRole('tab', { name: panel, selected: true }).waitFor()
    return this.page.getByRole('complementary')
  }

  /** Waits until somebody is among the people in the header. @param {string} name */
  async seesPerson(name) {
    await this.page.waitForFunction((wanted) => document.querySelector('.yrsa-people-button')?.getAttribute('aria-label')?.includes(wanted), name)
  }

  /** An entry of the document's menu. @param {string | RegExp} entry */
  async choosesFromMenu(entry) {
    await this.page.getByRole('button', { name: 'More', exact: true }).click()
    await this.page.getByRole('menuitem', { name: entry }).click()
  }

  /**
   * From the next load on, confirmations of durability (message 102) wait at the browser's door.
   * `one()` waits until one that answers an edit is held; `release()` lets all of them in.
   */
  async withholdsConfirmations() {
    const held = []
    const arrived = promiseWithResolver()
    let open = false
    let edits = 0
    await this.page.routeWebSocket(/\/sync\//, (socket) => {
      const server = socket.connectToServer()
      socket.onMessage((message) => {
        if (message[0] === SYNC && message[1] === UPDATE) edits += 1
        server.send(message)
      })
      server.onMessage((message) => {
        if (open || message[0] !== CONFIRMATION) return socket.send(message)
        held.push(() => socket.send(message))
        if (edits > 0) arrived.resolve()
      })
    })
    const release = () => {
      open = true
      for (const send of held) send()
    }
    return { one: () => arrived.promise, release }
  }

  /** From the next load on, the first edit this page sends is answered by closing. @param {{ code: number, reason: string }} close */
  async isRefusedAtTheFirstEdit(close) {
    await this.page.routeWebSocket(/\/sync\//, (socket) => {
      const server = socket.connectToServer()
      socket.onMessage((message) => {
        const isUpdate = message[0] === SYNC && message[1] === UPDATE
        if (isUpdate) socket.close(close)
        else server.send(message)
      })
    })
  }

  /** Waits until the browser keeps the studio itself, so that a reload without a network works. */
  async keepsTheStudio() {
    await this.page.waitForFunction(async () => {
      const registration = await navigator.serviceWorker?.getRegistration()
      return registration?.active?.state === 'activated' && navigator.serviceWorker.controller !== null
    })
  }

  /** @param {string} name of the file, without its end */
  async screenshot(name) {
    mkdirSync(pictures, { recursive: true })
    await this.page.screenshot({ path: name.includes('/') ? name : join(pictures, `${name}.png`) })
  }

  leave() {
    return this.context.close()
  }
}

/**
 * The people of a test file: `arrive` brings one; `endOfTest` lets all of them leave and hands back what their pages complained about.
 * @param {() => import('playwright-core').Browser} browser
 */
export function visitors(browser) {
  let here = []
  return {
    async arrive(name, url, options = {}) {
      const visitor = await Visitor.arrive(browser(), { name, url, ...options })
      here.push(visitor)
      return visitor
    },
    async opensAnotherTab(visitor, url) {
      const other = await visitor.opensAnotherTab(url)
      here.push(other)
      return other
    },
    async endOfTest() {
      const complaints = here.flatMap((visitor) => visitor.complaints())
      await Promise.all(here.map((visitor) => visitor.leave().catch(() => undefined)))
      here = []
      return complaints
    },
  }
}

/** As Promise.withResolvers, which Node 20 does not have. */
function promiseWithResolver() {
  let resolve
  const promise = new Promise((fulfil) => { resolve = fulfil })
  return { promise, resolve }
}
