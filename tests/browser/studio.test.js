// The studio in headless Chromium against the real server: what two people do together, offline, and across a crash.
// Run with `npm ci && npm test` here. CHROMIUM names the browser, YRSA_SCREENSHOTS the folder for pictures.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, test } from 'node:test'
import { binaryPath, foreignUrl, ServerProcess } from './server-process.js'
import { startBrowser, Visitor } from './visitor.js'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const EMPTY = { 'To do': [], 'In progress': [], Done: [] }
const pictures = process.env.YRSA_SCREENSHOTS ?? mkdtempSync(join(tmpdir(), 'yrsa-screenshots-'))
const ownServer = foreignUrl === undefined
const missing = ownServer && binaryPath() === undefined ? 'no server binary: build one or set YRSA_BIN or YRSA_URL' : false
const needsOwnServer = ownServer ? {} : { skip: 'YRSA_URL is set, and this test stops the server' }

describe('the studio', { skip: missing, timeout: 180_000 }, () => {
  let browser
  let server
  let data
  let visitors = []

  before(async () => {
    mkdirSync(pictures, { recursive: true })
    data = mkdtempSync(join(tmpdir(), 'yrsa-browser-'))
    server = new ServerProcess(data)
    if (ownServer) await server.start()
    browser = await startBrowser()
  })

  after(async () => {
    await browser?.close()
    await server?.stop('SIGTERM')
    if (data !== undefined) rmSync(data, { recursive: true, force: true })
    console.log(`screenshots are in ${pictures}`)
  })

  afterEach(async () => {
    const complaints = visitors.flatMap((visitor) => visitor.complaints())
    await Promise.all(visitors.map((visitor) => visitor.leave()))
    visitors = []
    assert.deepEqual(complaints, [], 'the pages are free of console errors and foreign requests')
  })

  const linkTo = (document) => `${foreignUrl ?? server.url}/#${document.split('/').map(encodeURIComponent).join('/')}`
  const freshDocument = () => `browser test/${randomUUID()}`

  async function arrive(name, document, context) {
    const visitor = await Visitor.arrive(browser, { name, url: linkTo(document), context })
    visitors.push(visitor)
    return visitor
  }

  test('two people write one text and see each other in it', async () => {
    const document = freshDocument()
    const [ada, ben] = await Promise.all([arrive('Ada Lind', document), arrive('Ben Okoro', document)])
    await Promise.all([ada.seesStatus('Saved'), ben.seesStatus('Saved')])
    await ada.types('# Plan\n\nHello from Ada.')
    await ben.seesText('Hello from Ada.')
    await ben.types(' And from Ben.')
    await ada.seesText('# Plan\n\nHello from Ada. And from Ben.')
    await ada.page.locator('.peer-caret[data-label="Ben Okoro"]').waitFor({ state: 'attached' })
    await ben.page.locator('.people').getByText('Ada Lind').waitFor()
    await ada.page.locator('.people').getByText('Ben Okoro').waitFor()
    await Promise.all([ada.seesStatus('Saved'), ben.seesStatus('Saved')])
    await ada.screenshot(join(pictures, 'text.png'))
  })

  test('undo takes back one’s own words only', async () => {
    const document = freshDocument()
    const [ada, ben] = await Promise.all([arrive('Ada', document), arrive('Ben', document)])
    await Promise.all([ada.seesStatus('Saved'), ben.seesStatus('Saved')])
    await ada.types('mine ')
    await ben.seesText('mine ')
    await ben.types('yours')
    await ada.seesText('mine yours')
    await ada.page.keyboard.press('ControlOrMeta+z')
    await ben.page.waitForFunction(() => !document.querySelector('.text').shadowRoot.textContent.includes('mine'))
    assert.equal(await ben.text(), 'yours')
    await ada.page.locator('.panel-text').getByRole('button', { name: /^Redo/ }).click()
    await ben.seesText('mine yours')
  })

  test('people who open an empty document at the same moment get each column once', async () => {
    const document = freshDocument()
    const names = ['Ada', 'Ben', 'Cleo', 'Dan']
    const people = await Promise.all(names.map((name) => arrive(name, document)))
    await Promise.all(people.map((person) => person.seesStatus('Saved')))
    await Promise.all(people.map((person) => person.seesBoard(EMPTY)))
  })

  test('cards are added, renamed, moved by mouse and keyboard, deleted and brought back, for everybody', async () => {
    const document = freshDocument()
    const [ada, ben] = await Promise.all([arrive('Ada', document), arrive('Ben', document)])
    await Promise.all([ada.seesBoard(EMPTY), ben.seesBoard(EMPTY)])
    for (const title of ['Write the guide', 'Draw the map', 'Pack the bags']) await ada.addsCard('To do', title)
    await ben.seesBoard({ ...EMPTY, 'To do': ['Write the guide', 'Draw the map', 'Pack the bags'] })

    await ben.drags('Draw the map', ben.column('In progress').locator('.cards'))
    await ada.seesBoard({ 'To do': ['Write the guide', 'Pack the bags'], 'In progress': ['Draw the map'], Done: [] })
    await ben.drags('Pack the bags', ben.card('Draw the map'))
    await ada.seesBoard({ 'To do': ['Write the guide'], 'In progress': ['Pack the bags', 'Draw the map'], Done: [] })
    await ada.page.locator('.pointer', { hasText: 'Ben' }).waitFor()

    await ada.card('Write the guide').focus()
    await ada.page.keyboard.press('Space')
    await ben.page.locator('.card-held', { hasText: 'Write the guide' }).waitFor()
    for (const key of ['ArrowRight', 'ArrowDown', 'Space']) await ada.page.keyboard.press(key)
    await ben.seesBoard({ 'To do': [], 'In progress': ['Pack the bags', 'Write the guide', 'Draw the map'], Done: [] })
    await ada.page.keyboard.press('Alt+ArrowRight')
    await ben.seesBoard({ 'To do': [], 'In progress': ['Pack the bags', 'Draw the map'], Done: ['Write the guide'] })

    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.type('Print the guide')
    await ada.page.keyboard.press('Enter')
    await ben.seesBoard({ 'To do': [], 'In progress': ['Pack the bags', 'Draw the map'], Done: ['Print the guide'] })
    await ada.page.keyboard.press('Delete')
    await ben.seesBoard({ 'To do': [], 'In progress': ['Pack the bags', 'Draw the map'], Done: [] })
    await ada.page.locator('.toast-action').click()
    await ben.seesBoard({ 'To do': [], 'In progress': ['Pack the bags', 'Draw the map'], Done: ['Print the guide'] })
    await ada.screenshot(join(pictures, 'board.png'))
  })

  test('columns are added, renamed and deleted with their cards', async () => {
    const [ada, ben] = await Promise.all([arrive('Ada', 'columns'), arrive('Ben', 'columns')])
    await Promise.all([ada.seesBoard(EMPTY), ben.seesBoard(EMPTY)])
    await ada.page.locator('.add-column').click()
    await ada.page.keyboard.type('Someday')
    await ada.page.keyboard.press('Enter')
    await ben.seesBoard({ ...EMPTY, Someday: [] })
    await ben.addsCard('Someday', 'Learn Norse')
    await ada.seesBoard({ ...EMPTY, Someday: ['Learn Norse'] })
    await ada.page.getByRole('button', { name: 'Delete column Someday' }).click()
    await ben.seesBoard(EMPTY)
    await ada.page.locator('.toast-action').click()
    await ben.seesBoard({ ...EMPTY, Someday: ['Learn Norse'] })
  })

  test('a new name is seen by the others and kept', async () => {
    const document = freshDocument()
    const [ada, ben] = await Promise.all([arrive('Ada', document), arrive('Ben', document)])
    await ada.page.getByRole('button', { name: /Change your name/ }).click()
    await ada.page.keyboard.type('Countess')
    await ada.page.keyboard.press('Enter')
    await ben.page.locator('.people').getByText('Countess').waitFor()
    await ada.page.reload()
    await ada.page.getByRole('button', { name: /^Countess you/ }).waitFor()
  })

  test('one person in two tabs is one person', async () => {
    const document = freshDocument()
    const [ada, ben] = await Promise.all([arrive('Ada', document), arrive('Ben', document)])
    const second = await ada.opensAnotherTab()
    await second.seesStatus('Saved')
    await ben.page.locator('.people [title="Ada, 2 tabs"]').waitFor()
    await second.types('from the other tab')
    await ada.seesText('from the other tab')
    await ada.page.locator('.peer-caret[data-label="You, other tab"]').waitFor({ state: 'attached' })
    await second.page.close()
    await ben.page.locator('.people [title="Ada"]').waitFor()
  })

  test('someone without a network is told so, and nothing either side wrote is lost', async () => {
    const document = freshDocument()
    const [ada, ben] = await Promise.all([arrive('Ada', document), arrive('Ben', document)])
    await Promise.all([ada.seesStatus('Saved'), ben.seesStatus('Saved')])
    await ben.seesBoard(EMPTY)
    ben.expectOutage()
    await ben.context.setOffline(true)
    await ben.seesStatus('Offline')
    await ben.types('Ben was on a train. ')
    await ben.addsCard('To do', 'Written in a tunnel')
    await ada.types('Ada stayed at her desk. ')
    await ada.addsCard('Done', 'Written at the desk')
    await ada.seesStatus('Saved')
    assert.equal(await ben.status(), 'Offline')
    await ben.page.locator('.banner').getByText(/changes are kept in this tab/).waitFor()
    assert.ok(!(await ada.text()).includes('train'))
    await ben.screenshot(join(pictures, 'offline.png'))
    await ben.context.setOffline(false)
    const board = { 'To do': ['Written in a tunnel'], 'In progress': [], Done: ['Written at the desk'] }
    for (const person of [ada, ben]) {
      await person.seesText('Ben was on a train. ')
      await person.seesText('Ada stayed at her desk. ')
      await person.seesBoard(board)
      await person.seesStatus('Saved')
    }
    assert.equal(await ada.text(), await ben.text())
  })

  test('"Saved" survives kill -9, and so does what was written while the server was down', needsOwnServer, async () => {
    const document = freshDocument()
    const [ada, ben] = await Promise.all([arrive('Ada', document), arrive('Ben', document)])
    await Promise.all([ada.seesStatus('Saved'), ben.seesStatus('Saved')])
    await ada.types('Before the crash. ')
    await ada.seesStatus('Saved')
    for (const person of [ada, ben]) person.expectOutage()
    await server.stop('SIGKILL')
    await Promise.all([ada.seesStatus('Offline'), ben.seesStatus('Offline')])
    await ada.types('During, by Ada. ')
    await ben.types('During, by Ben. ')
    assert.deepEqual([await ada.status(), await ben.status()], ['Offline', 'Offline'])
    await server.start()
    for (const person of [ada, ben]) {
      await person.seesText('Before the crash. ')
      await person.seesText('During, by Ada. ')
      await person.seesText('During, by Ben. ')
      await person.seesStatus('Saved')
    }
    assert.equal(await ada.text(), await ben.text())
    await ada.page.locator('.people').getByText('Ben').waitFor()

    await server.stop('SIGKILL')
    await server.start()
    const cleo = await arrive('Cleo', document)
    await cleo.seesText('During, by Ada. ')
    await cleo.seesText('During, by Ben. ')
  })

  test('the page does not say saved while the server withholds its confirmation', async () => {
    const ada = await arrive('Ada', freshDocument())
    await ada.seesStatus('Saved')
    const held = await ada.withholdsConfirmations()
    await ada.page.reload()
    await ada.seesBoard(EMPTY)
    await ada.types('Not yet on disk as far as anybody knows.')
    await held.one()
    assert.equal(await ada.status(), 'Saving…')
    await held.release()
    await ada.seesStatus('Saved')
  })

  test('a refusal is shown with the reason, and what was not saved stays on the page', async () => {
    const ada = await arrive('Ada', freshDocument())
    await ada.seesStatus('Saved')
    await ada.isRefusedAtTheFirstEdit({ code: 4422, reason: 'update refused' })
    await ada.page.reload()
    await ada.seesStatus('Saved')
    await ada.types('x')
    await ada.seesStatus('Not saved')
    await ada.page.locator('.banner').getByText('“update refused”').waitFor()
    await ada.page.locator('.banner').getByText('1 change is only in this tab').waitFor()
    assert.equal(await ada.text(), 'x')
  })

  test('on a phone in the dark a finger moves cards, and nothing sticks out', async () => {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' }
    const ada = await arrive('Ada', freshDocument(), phone)
    await ada.seesStatus('Saved')
    for (const title of ['Buy bread', 'Call Ben']) await ada.addsCard('To do', title)
    await ada.swipesCard('Call Ben', -70)
    await ada.seesBoard({ ...EMPTY, 'To do': ['Call Ben', 'Buy bread'] })
    const overflow = await ada.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(overflow <= 0, `the page is ${overflow} px too wide`)
    await ada.screenshot(join(pictures, 'phone-dark.png'))
  })

  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing to complain about in the ${colorScheme}`, async () => {
      const document = freshDocument()
      const [ada, ben] = await Promise.all([arrive('Ada', document, { colorScheme }), arrive('Ben', document)])
      await Promise.all([ada.seesStatus('Saved'), ben.seesBoard(EMPTY)])
      await ben.addsCard('To do', 'Be readable')
      await ben.types('# Heading\n\n**bold** and [a link](https://example.org)')
      await ada.seesText('a link')
      await ada.page.locator('.people').getByText('Ben').waitFor()
      assert.deepEqual(await ada.axeFindings(axeSource), [])
      await ada.page.getByRole('button', { name: 'Share' }).click()
      assert.deepEqual(await ada.axeFindings(axeSource), [])
    })
  }

  test('a name that cannot be a document is explained', async () => {
    const visitor = await Visitor.arrive(browser, { name: 'Ada', url: `${foreignUrl ?? server.url}/#a//b` })
    visitors.push(visitor)
    await visitor.page.getByRole('heading', { name: 'This is not a document name' }).waitFor()
    await visitor.page.getByRole('link', { name: 'Open the welcome document' }).click()
    await visitor.seesStatus('Saved')
  })
})
