// One person at the studio: a browser context of their own, with the words the test uses for what they do and see.
// Collects console errors and requests to other hosts; `complaints()` is empty for a page that behaves.
import { chromium } from 'playwright-core'

const LIMIT_MS = 15_000
/** What Chromium itself reports while the server or the network is away; no page can prevent it. */
const OUTAGE = /WebSocket connection to .* failed|net::ERR_(CONNECTION_REFUSED|INTERNET_DISCONNECTED|CONNECTION_RESET)/
/** First bytes of messages on the wire, see docs/PROTOCOL.md. */
const CONFIRMATION = 102
const SYNC = 0
const UPDATE = 2

/** The system's Chromium, without anything that would reach for the network on its own. CHROMIUM names another one. */
export function startBrowser() {
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
  args.push('--disable-background-networking', '--disable-component-update', '--disable-sync')
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args })
}

export class Visitor {
  #errors = []
  #foreign = []
  #outage = false

  /**
   * @param {import('playwright-core').Browser} browser
   * @param {{ name: string, url: string, context?: import('playwright-core').BrowserContextOptions }} options
   */
  static async arrive(browser, { name, url, context: options }) {
    const visitor = new Visitor()
    visitor.name = name
    visitor.context = await browser.newContext({ viewport: { width: 1400, height: 900 }, reducedMotion: 'reduce', ...options })
    // As a script of the context: the page's own policy forbids building functions from strings later.
    await visitor.context.addInitScript(`window.read = { text: ${readText}, board: ${readBoard} }`)
    await visitor.context.addInitScript((person) => {
      if (localStorage.getItem('yrsa.person') === null) localStorage.setItem('yrsa.person', person)
    }, JSON.stringify({ id: `id-${name}`, name }))
    await visitor.#open(url)
    return visitor
  }

  /** The same person in a second tab of the same browser. It closes with this visitor's context. */
  async opensAnotherTab() {
    const other = new Visitor()
    other.name = `${this.name} (second tab)`
    other.context = this.context
    await other.#open(this.page.url())
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
      if (this.#outage && OUTAGE.test(message.text())) return
      this.#errors.push(message.text())
    })
    this.page.on('request', (request) => {
      const url = new URL(request.url())
      if (url.host !== host) this.#foreign.push(request.url())
    })
  }

  /** From now on the browser may report failed connections. */
  expectOutage() {
    this.#outage = true
  }

  complaints() {
    return [...this.#errors, ...this.#foreign.map((url) => `request to another host: ${url}`)]
  }

  /** Waits for the word of the save status. @param {string} word */
  async seesStatus(word) {
    await this.page.waitForFunction((wanted) => document.querySelector('.save-word')?.textContent === wanted, word)
  }

  status() {
    return this.page.locator('.save-word').textContent()
  }

  editor() {
    return this.page.locator('.cm-content')
  }

  async types(text) {
    await this.editor().click()
    await this.page.keyboard.press('ControlOrMeta+End')
    await this.page.keyboard.type(text)
  }

  text() {
    return this.page.evaluate(() => window.read.text())
  }

  async seesText(text) {
    await this.page.waitForFunction((wanted) => window.read.text().includes(wanted), text).catch(async (error) => {
      throw new Error(`${this.name} sees the text ${JSON.stringify(await this.text())} without ${JSON.stringify(text)}`, { cause: error })
    })
  }

  /** The board as `{ column title: [card titles] }`, in display order. */
  board() {
    return this.page.evaluate(() => window.read.board())
  }

  /** Waits until the board reads exactly so. @param {Record<string, string[]>} wanted */
  async seesBoard(wanted) {
    const expected = JSON.stringify(wanted)
    await this.page.waitForFunction((board) => JSON.stringify(window.read.board()) === board, expected).catch(async (error) => {
      throw new Error(`${this.name} sees ${JSON.stringify(await this.board())} instead of ${JSON.stringify(wanted)}`, { cause: error })
    })
  }

  column(title) {
    return this.page.locator('.column').filter({ has: this.page.locator('.column-title', { hasText: title }) })
  }

  card(title) {
    return this.page.locator('.card', { hasText: title })
  }

  async addsCard(column, title) {
    await this.column(column).locator('.add-card').click()
    await this.page.keyboard.type(title)
    await this.page.keyboard.press('Enter')
    await this.page.keyboard.press('Escape')
  }

  /** Drags a card with the mouse onto the upper half of another card, or onto an empty column. */
  async drags(card, target) {
    const [from, to] = [await this.card(card).boundingBox(), await target.boundingBox()]
    await this.page.mouse.move(from.x + 20, from.y + 12)
    await this.page.mouse.down()
    await this.page.mouse.move(to.x + to.width / 2, to.y + to.height / 2 - 4, { steps: 8 })
    await this.page.mouse.move(to.x + to.width / 2, to.y + Math.min(10, to.height / 4), { steps: 2 })
    await this.page.mouse.up()
  }

  /**
   * From the next load on, confirmations of durability (message 102) wait at the browser's door.
   * `one()` waits until one that answers an edit is held; `release()` lets all of them in.
   */
  async withholdsConfirmations() {
    const held = []
    const arrived = promiseWithResolver()
    let open = false
    await this.page.routeWebSocket(/\/sync\//, (socket) => {
      const server = socket.connectToServer()
      server.onMessage((message) => {
        if (open || message[0] !== CONFIRMATION) return socket.send(message)
        held.push(() => socket.send(message))
        if (message[2] > 0) arrived.resolve()
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

  /** Drags a card up or down by its grip with a finger. */
  async swipesCard(card, distance) {
    const grip = this.card(card).locator('.card-grip')
    await grip.scrollIntoViewIfNeeded()
    const { x, y, width, height } = await grip.boundingBox()
    const session = await this.context.newCDPSession(this.page)
    const touch = (type, touchPoints) => session.send('Input.dispatchTouchEvent', { type, touchPoints })
    const start = { x: x + width / 2, y: y + height / 2 }
    await touch('touchStart', [start])
    for (let step = 1; step <= 8; step += 1) await touch('touchMove', [{ x: start.x, y: start.y + (distance * step) / 8 }])
    await touch('touchEnd', [])
  }

  /** What axe-core says about the page as it is now: rule and element of every finding. @param {string} source */
  axeFindings(source) {
    return this.page.evaluate(source).then(() => this.page.evaluate(async () => {
      const { violations } = await window.axe.run()
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`))
    }))
  }

  /** @param {string} path */
  screenshot(path) {
    return this.page.screenshot({ path })
  }

  leave() {
    return this.context.close()
  }
}

/** As Promise.withResolvers, which Node 20 does not have. */
function promiseWithResolver() {
  let resolve
  const promise = new Promise((fulfil) => { resolve = fulfil })
  return { promise, resolve }
}

function readText() {
  const root = document.querySelector('.text')?.shadowRoot
  const lines = root?.querySelectorAll('.cm-line:not(:has(.cm-placeholder))') ?? []
  return [...lines].map((line) => line.textContent.replaceAll('\u2060', '').replaceAll('\u200b', '')).join('\n')
}

function readBoard() {
  const columns = [...document.querySelectorAll('.column')].map((column) => [
    column.querySelector('.column-title')?.textContent,
    [...column.querySelectorAll('.card-title')].map((title) => title.textContent),
  ])
  return Object.fromEntries(columns)
}
