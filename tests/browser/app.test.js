// The studio around its editors, in headless Chromium against the real server: signing in, documents, the truth about saving, offline use,
// links, the inspector, themes. What belongs to one kind of document is proved in its own file beside this one.
// Run with `npm ci && npm test` here. CHROMIUM names the browser, YRSA_SCREENSHOTS the folder for pictures.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, test } from 'node:test'
import { assertAccessible } from './axe.js'
import { binaryPath, foreignUrl, ServerProcess } from './server-process.js'
import { documentUrl, PHONE, startBrowser, visitors } from './visitor.js'

// These tests stop the server, and need servers with settings of their own.
const missing = foreignUrl !== undefined ? 'YRSA_URL is set, and these tests need servers of their own' : binaryPath() === undefined ? 'no server binary: build one or set YRSA_BIN' : false

let browser
const people = visitors(() => browser)

before(async () => {
  if (missing === false) browser = await startBrowser()
})
after(() => browser?.close())
afterEach(async () => assert.deepEqual(await people.endOfTest(), [], 'the pages are free of console errors and foreign requests'))

/** @param {Record<string, string>} settings */
function serverFor(settings) {
  const data = mkdtempSync(join(tmpdir(), 'yrsa-browser-'))
  const server = new ServerProcess(data, settings)
  before(() => server.start())
  after(async () => {
    await server.stop('SIGTERM')
    rmSync(data, { recursive: true, force: true })
  })
  return server
}

const texts = {
  async types(visitor, text) {
    await visitor.page.locator('.cm-content').click()
    await visitor.page.keyboard.press('ControlOrMeta+End')
    await visitor.page.keyboard.type(text)
  },
  async sees(visitor, text) {
    await visitor.page.locator('.cm-content', { hasText: text }).waitFor()
  },
}

async function create(server, body, query = '?name=Setup', headers = {}) {
  const response = await fetch(`${server.url}/api/documents${query}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } })
  assert.equal(response.status, 201, await response.clone().text())
  return response.json()
}

describe('the studio of an open server', { skip: missing, timeout: 300_000 }, () => {
  const server = missing === false ? serverFor({}) : undefined
  const freshText = async () => (await create(server, { id: `texts/${randomUUID()}`, kind: 'document', title: 'A text', content: { text: '' } })).id

  test('the first visit asks for a name, offers examples, and shows something', async () => {
    const ada = await people.arrive('Ada', `${server.url}/`, { anonymous: true })
    await ada.page.getByLabel('Your name').waitFor()
    await assertAccessible(ada, 'signing in')
    await ada.screenshot('sign-in')
    await ada.page.getByLabel('Your name').fill('Ada Lind')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('heading', { name: 'Nothing here yet' }).waitFor()
    await assertAccessible(ada, 'the first visit')
    await ada.screenshot('first-visit')
    await ada.page.getByRole('button', { name: 'Create examples' }).click()
    for (const title of ['Spring release', 'A new order', 'The first quarter', 'Meeting notes']) await ada.page.getByRole('link', { name: title }).waitFor()
    await assertAccessible(ada, 'documents')
    await ada.screenshot('documents')
    await ada.page.getByRole('link', { name: 'Spring release' }).click()
    await ada.seesStatus('Saved')
    await ada.reads('Restart drill')
    assert.equal(await ada.page.title(), 'Spring release · Yrsa')
    await ada.page.reload()
    await ada.seesStatus('Saved')
    await ada.page.getByRole('button', { name: 'Ada Lind, account menu' }).waitFor()
  })

  test('documents are made, renamed, duplicated, deleted, brought back and deleted for good, and others see it at once', async () => {
    const folder = `${server.url}/#/team/`
    const [ada, ben] = [await people.arrive('Ada', folder), await people.arrive('Ben', folder)]
    await ada.page.getByRole('button', { name: 'New document' }).first().click()
    await ada.page.getByRole('radio', { name: /Text/ }).check({ force: true })
    await ada.page.getByLabel('Title').fill('Road map, 2027')
    await assertAccessible(ada, 'a new document')
    await ada.screenshot('new-document')
    await ada.page.getByRole('button', { name: 'Create' }).click()
    await ada.seesStatus('Saved')
    assert.ok(ada.page.url().endsWith('#/team/road-map-2027'), ada.page.url())
    const row = ben.page.getByRole('listitem').filter({ hasText: 'Road map, 2027' })
    await row.getByRole('img', { name: 'Here now: Ada' }).waitFor()

    await ada.page.getByRole('button', { name: 'Road map, 2027, rename' }).click()
    await ada.page.keyboard.type('Plans')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('button', { name: 'Plans, rename' }).waitFor()
    await ben.page.getByRole('link', { name: 'Plans', exact: true }).waitFor()
    await ada.page.goto(folder)

    const more = async (visitor, name, entry) => {
      await visitor.page.getByRole('button', { name: `More for ${name}`, exact: true }).click()
      await visitor.page.getByRole('menuitem', { name: entry }).click()
    }
    await more(ben, 'Plans', 'Rename')
    await ben.page.getByLabel('Title').fill('Our plans')
    await ben.page.keyboard.press('Enter')
    await ada.page.getByRole('link', { name: 'Our plans', exact: true }).waitFor()
    await more(ben, 'Our plans', 'Duplicate')
    await ada.page.getByRole('link', { name: 'Our plans (copy)' }).waitFor()

    await more(ada, 'Our plans (copy)', 'Delete')
    await ben.page.getByRole('link', { name: 'Our plans (copy)' }).waitFor({ state: 'detached' })
    await ada.page.getByRole('button', { name: 'Undo' }).click()
    await ben.page.getByRole('link', { name: 'Our plans (copy)' }).waitFor()
    await more(ada, 'Our plans (copy)', 'Delete')
    await ada.page.getByRole('link', { name: 'Our plans (copy)' }).waitFor({ state: 'detached' })

    await ada.page.getByRole('link', { name: 'Deleted documents' }).click()
    const gone = ada.page.getByRole('listitem').filter({ hasText: 'Our plans (copy)' })
    await gone.waitFor()
    await assertAccessible(ada, 'deleted documents')
    await gone.getByRole('button', { name: 'Restore' }).click()
    await ben.page.getByRole('link', { name: 'Our plans (copy)' }).waitFor()
    await more(ben, 'Our plans (copy)', 'Delete')
    await gone.getByRole('button', { name: /for good/ }).click()
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click()
    await gone.waitFor({ state: 'detached' })
    await ada.reads('Nothing was deleted here')
  })

  test('documents are found by words in them and by kind, in every folder', async () => {
    const word = `halibut${Math.floor(performance.now())}`
    await create(server, { id: `found/deep/${word}`, kind: 'document', title: 'A fish', content: { text: `A ${word} in the soup.` } })
    await create(server, { id: `found/board-${word}`, kind: 'board', title: 'Boats' })
    const ada = await people.arrive('Ada', `${server.url}/#/found/`)
    await ada.page.getByRole('link', { name: 'deep' }).waitFor()
    await ada.page.getByRole('link', { name: 'Boats' }).waitFor()
    await ada.page.getByRole('searchbox').fill(word)
    await ada.page.getByRole('link', { name: 'A fish' }).waitFor()
    assert.match(ada.page.url(), new RegExp(`q=${word}`))
    await ada.page.getByRole('searchbox').fill(`${word} and nothing else`)
    await ada.page.getByRole('button', { name: 'Clear the search' }).click()
    await ada.page.getByRole('link', { name: 'Boats' }).waitFor()
    assert.equal(await ada.page.getByRole('searchbox').inputValue(), '')
    await ada.page.getByRole('combobox', { name: 'Kind' }).selectOption('document')
    await ada.page.getByRole('link', { name: 'A fish' }).waitFor()
    await ada.page.getByRole('link', { name: 'Boats' }).waitFor({ state: 'detached' })
  })

  test('an address without a document offers to make one; an impossible one is explained', async () => {
    const ada = await people.arrive('Ada', `${server.url}/#/nowhere/yet`)
    ada.expectRefusals(404)
    await ada.page.getByRole('heading', { name: 'There is no document “yet” yet' }).waitFor()
    await assertAccessible(ada, 'no document')
    await ada.page.getByRole('radio', { name: /Report/ }).check({ force: true })
    await ada.page.getByRole('button', { name: 'Create' }).click()
    await ada.seesStatus('Saved')
    await ada.goesTo('a//b')
    await ada.reads('This is not the name of a document')
  })

  test('one person in two tabs is one person, and both tabs show the same', async () => {
    const id = await freshText()
    const [ada, ben] = [await people.arrive('Ada', documentUrl(server.url, id)), await people.arrive('Ben', documentUrl(server.url, id))]
    const second = await people.opensAnotherTab(ada)
    await second.seesStatus('Saved')
    await texts.types(second, 'from the other tab')
    await texts.sees(ada, 'from the other tab')
    await texts.sees(ben, 'from the other tab')
    await ben.seesPerson('2 people here: you and Ada')
    await ben.page.locator('.yrsa-people-button').click()
    await ben.reads(/2 tabs/)
    await second.page.close()
    await ben.page.getByText(/2 tabs/).waitFor({ state: 'detached' })
  })

  test('many windows of one browser leave connections for each other', async () => {
    const id = await freshText()
    const ada = await people.arrive('Ada', documentUrl(server.url, id))
    await ada.seesStatus('Saved')
    const others = []
    for (let count = 0; count < 5; count += 1) others.push(await people.opensAnotherTab(ada, count % 2 === 0 ? `${server.url}/#/` : documentUrl(server.url, id)))
    const last = others.at(-1)
    await last.page.bringToFront()
    await last.page.getByRole('heading', { name: 'Documents' }).waitFor()
    await last.page.getByRole('button', { name: 'New document' }).first().click()
    await last.page.getByLabel('Title').fill('In the last window')
    await last.page.getByRole('button', { name: 'Create' }).click()
    await last.seesStatus('Saved')
  })

  test('the page does not say saved while the server withholds its confirmation', async () => {
    const ada = await people.arrive('Ada', documentUrl(server.url, await freshText()))
    await ada.seesStatus('Saved')
    const held = await ada.withholdsConfirmations()
    await ada.page.reload()
    await ada.page.locator('.cm-content').waitFor()
    await texts.types(ada, 'Not yet on disk as far as anybody knows.')
    await held.one()
    assert.doesNotMatch((await ada.status()) ?? '', /^Saved/)
    held.release()
    await ada.seesStatus('Saved')
  })

  test('a refusal is shown with the reason, and what was not saved stays', async () => {
    const ada = await people.arrive('Ada', documentUrl(server.url, await freshText()))
    await ada.seesStatus('Saved')
    await ada.isRefusedAtTheFirstEdit({ code: 4422, reason: 'update refused' })
    await ada.page.reload()
    await ada.page.locator('.cm-content').waitFor()
    await ada.seesStatus('Saved')
    await texts.types(ada, 'x')
    await ada.reads(/^Not saved\. Update refused\./)
    await ada.reads('1 edit waits on this device.')
    await texts.sees(ada, 'x')
    await ada.screenshot('refused')
  })

  test('without a copy on the device, leaving with edits that were not sent asks first', async () => {
    const ada = await people.arrive('Ada', documentUrl(server.url, await freshText()))
    await ada.context.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }))
    await ada.page.reload()
    await ada.page.locator('.cm-content').waitFor()
    await ada.seesStatus('Saved')
    ada.expectOutage()
    await ada.context.setOffline(true)
    await ada.seesStatus('Offline')
    await texts.types(ada, 'only here')
    await ada.reads(/in this tab only/)
    const asked = ada.page.waitForEvent('dialog')
    await ada.page.close({ runBeforeUnload: true })
    const question = await asked
    assert.equal(question.type(), 'beforeunload')
    await question.dismiss()
    await texts.sees(ada, 'only here')
    await ada.context.setOffline(false)
    await ada.seesStatus('Saved')
  })

  test('edits made offline survive a reload without a network, and merge with those of others', async () => {
    const id = await freshText()
    const [ada, ben] = [await people.arrive('Ada', documentUrl(server.url, id)), await people.arrive('Ben', documentUrl(server.url, id))]
    await Promise.all([ada.seesStatus('Saved'), ben.seesStatus('Saved')])
    await ben.keepsTheStudio()
    await ben.page.reload()
    await ben.page.locator('.cm-content').waitFor()
    await ben.seesStatus('Saved')
    ben.expectOutage()
    await ben.context.setOffline(true)
    await ben.seesStatus('Offline')
    await texts.types(ben, 'Ben was on a train. ')
    await ben.reads(/wait.* on this device/)
    await ben.screenshot('offline')
    await assertAccessible(ben, 'offline')
    await texts.types(ada, 'Ada stayed at her desk. ')
    await ada.seesStatus('Saved')

    await ben.page.reload()
    await texts.sees(ben, 'Ben was on a train.')
    await ben.seesStatus('Offline')
    assert.doesNotMatch(await ben.page.locator('.cm-content').innerText(), /desk/)
    await texts.types(ben, 'And wrote on. ')
    await ben.context.setOffline(false)
    for (const person of [ada, ben]) {
      await texts.sees(person, 'Ben was on a train.')
      await texts.sees(person, 'And wrote on.')
      await texts.sees(person, 'Ada stayed at her desk.')
      await person.seesStatus('Saved')
    }
  })

  test('"Saved" survives kill -9, and so does what was written while the server was down', async () => {
    const id = await freshText()
    const [ada, ben] = [await people.arrive('Ada', documentUrl(server.url, id)), await people.arrive('Ben', documentUrl(server.url, id))]
    await Promise.all([ada.seesStatus('Saved'), ben.seesStatus('Saved')])
    await texts.types(ada, 'Before the crash. ')
    await ada.seesStatus('Saved')
    await texts.sees(ben, 'Before the crash.')
    for (const person of [ada, ben]) person.expectOutage()
    await server.stop('SIGKILL')
    await Promise.all([ada.seesStatus('Offline'), ben.seesStatus('Offline')])
    await texts.types(ada, 'During, by Ada. ')
    await texts.types(ben, 'During, by Ben. ')
    await server.start()
    for (const person of [ada, ben]) {
      for (const words of ['Before the crash.', 'During, by Ada.', 'During, by Ben.']) await texts.sees(person, words)
      await person.seesStatus('Saved')
    }
    await server.stop('SIGKILL')
    await server.start()
    const cleo = await people.arrive('Cleo', documentUrl(server.url, id))
    for (const words of ['Before the crash.', 'During, by Ada.', 'During, by Ben.']) await texts.sees(cleo, words)
  })

  test('a document that is deleted under somebody’s hands says so and can be brought back', async () => {
    const id = await freshText()
    const [ada, ben] = [await people.arrive('Ada', documentUrl(server.url, id)), await people.arrive('Ben', documentUrl(server.url, id))]
    await Promise.all([ada.seesStatus('Saved'), ben.seesStatus('Saved')])
    ben.expectRefusals(404, 403)
    ben.expectOutage()
    await ada.choosesFromMenu('Delete')
    await ben.reads(/This document was deleted/)
    await ben.page.getByRole('button', { name: 'Restore' }).click()
    await ben.seesStatus('Saved')
    await texts.types(ben, 'still here')
    await ben.seesStatus('Saved')
  })

  test('turns: only whose turn it is edits, and the others are told', async () => {
    const id = await freshText()
    const [ada, ben] = [await people.arrive('Ada', documentUrl(server.url, id)), await people.arrive('Ben', documentUrl(server.url, id))]
    await Promise.all([ada.seesStatus('Saved'), ben.seesStatus('Saved')])
    await ada.choosesFromMenu('How people work together')
    await ada.page.getByLabel('One after the other').check()
    await assertAccessible(ada, 'how people work together')
    await ada.page.getByRole('button', { name: 'Save', exact: true }).click()
    await ben.page.getByRole('button', { name: 'Take the turn' }).click()
    await ben.reads('It is your turn')
    await ada.reads('It is Ben’s turn')
    await ada.page.locator('.cm-content[contenteditable="false"], .cm-content[aria-readonly="true"]').waitFor()
    await texts.types(ben, 'mine alone')
    await texts.sees(ada, 'mine alone')
  })

  test('the inspector shows rooms, connections, states and events as they are, and ends a connection', async () => {
    const id = await freshText()
    const ben = await people.arrive('Ben', documentUrl(server.url, id))
    await ben.seesStatus('Saved')
    const ada = await people.arrive('Ada', `${server.url}/#inspector`)
    await ada.reads('Ready')
    await assertAccessible(ada, 'the inspector')
    await ada.screenshot('inspector')
    const tabs = ada.page.getByRole('navigation', { name: 'Inspector' })
    await tabs.getByRole('link', { name: 'Rooms' }).click()
    await ada.page.getByRole('row').filter({ hasText: id }).getByRole('cell', { name: 'document' }).waitFor()
    await assertAccessible(ada, 'rooms')
    await ada.page.getByRole('link', { name: id, exact: true }).click()
    await ada.page.getByRole('heading', { name: id }).waitFor()
    await ada.page.getByRole('region', { name: 'Participants' }).getByText('Ben').waitFor()
    await texts.types(ben, 'looked at from outside')
    await ada.page.getByRole('region', { name: 'Content' }).getByText('looked at from outside').waitFor()
    await assertAccessible(ada, 'one room')
    await ada.screenshot('inspector-room')

    await tabs.getByRole('link', { name: 'Events' }).click()
    await ada.page.getByLabel('Filter by document or person').fill(id)
    await ada.page.getByRole('listitem').filter({ hasText: 'participant.joined' }).filter({ hasText: 'Ben' }).waitFor()
    await assertAccessible(ada, 'events')
    await tabs.getByRole('link', { name: 'Connections' }).click()
    const row = ada.page.getByRole('row').filter({ hasText: id })
    await row.waitFor()
    await assertAccessible(ada, 'connections')
    ben.expectOutage()
    ben.expectRefusals(403)
    await row.getByRole('button', { name: /End connection/ }).click()
    await ada.page.getByRole('dialog').getByRole('button', { name: 'End it' }).click()
    await ben.page.locator('.banners').getByRole('button', { name: 'Try again' }).waitFor()
    await tabs.getByRole('link', { name: 'Audit' }).click()
    await ada.page.getByRole('rowheader', { name: 'admin.kicked' }).first().waitFor()
    await ada.page.getByRole('button', { name: 'Verify' }).click()
    await ada.reads(/entries fit together/)
    await assertAccessible(ada, 'audit')
  })

  test('light and dark are chosen, kept, and readable everywhere', async () => {
    const ada = await people.arrive('Ada', `${server.url}/#/`, { context: { colorScheme: 'light' } })
    await ada.page.getByRole('button', { name: 'Theme' }).click()
    await ada.page.getByRole('menuitemcheckbox', { name: 'Dark' }).click()
    await ada.page.reload()
    await ada.page.getByRole('heading', { name: 'Documents' }).waitFor()
    assert.equal(await ada.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark')
    await assertAccessible(ada, 'documents in the dark')
    await ada.goesTo(await freshText(), { panel: 'chat' })
    await ada.seesStatus('Saved')
    await assertAccessible(ada, 'a document in the dark')
    for (const page of ['#inspector', '#inspector/rooms', '#inbox']) {
      await ada.page.evaluate((hash) => { location.hash = hash }, page)
      await ada.page.getByRole('main').waitFor()
      await assertAccessible(ada, `${page} in the dark`)
    }
    await ada.page.keyboard.press('?')
    await ada.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await assertAccessible(ada, 'keys in the dark')
  })

  test('on a phone nothing sticks out, and the panels are within reach', async () => {
    const ada = await people.arrive('Ada', `${server.url}/#/`, { context: { ...PHONE, colorScheme: 'dark' } })
    const fits = async (where) => {
      const excess = await ada.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(excess <= 0, `${where} is ${excess} px too wide`)
    }
    await ada.page.getByRole('heading', { name: 'Documents' }).waitFor()
    await fits('the list of documents')
    await ada.screenshot('phone-documents')
    await ada.goesTo(await freshText())
    await ada.page.locator('.cm-content').waitFor()
    await fits('a document')
    await ada.page.locator('.topbar-panels').getByRole('button', { name: 'Comments' }).tap()
    await ada.page.getByRole('complementary').getByRole('tab', { name: 'Chat' }).tap()
    await fits('the chat')
    await assertAccessible(ada, 'the chat on a phone')
    await ada.screenshot('phone-chat')
    await ada.page.evaluate(() => { location.hash = '#inspector' })
    await ada.reads('Ready')
    await fits('the inspector')
  })

  test('everything in the header is reached and used by keyboard', async () => {
    const ada = await people.arrive('Ada', documentUrl(server.url, await freshText()))
    await ada.seesStatus('Saved')
    await ada.page.keyboard.press('ControlOrMeta+Alt+KeyC')
    await ada.page.getByRole('tab', { name: 'Chat', selected: true }).waitFor()
    await ada.page.keyboard.press('ControlOrMeta+Alt+KeyC')
    await ada.page.getByRole('complementary').waitFor({ state: 'detached' })
    await ada.page.getByRole('button', { name: 'More', exact: true }).focus()
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('menu').waitFor()
    await ada.page.keyboard.press('Escape')
    await ada.page.getByRole('menu').waitFor({ state: 'detached' })
    assert.equal(await ada.page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'More')
  })
})

describe('the studio of a server with accounts', { skip: missing, timeout: 300_000 }, () => {
  const server = missing === false ? serverFor({ 'auth.accounts': 'true' }) : undefined

  async function registers(name, login) {
    const visitor = await people.arrive(name, `${server.url}/`, { anonymous: true })
    await visitor.page.getByRole('tab', { name: 'Create account' }).click()
    await visitor.page.getByLabel('Name', { exact: true }).fill(name)
    await visitor.page.getByLabel('User', { exact: true }).fill(login)
    await visitor.page.getByLabel('Password').fill('correct horse')
    await visitor.page.getByRole('button', { name: 'Create account' }).click()
    await visitor.page.getByRole('button', { name: `${name}, account menu` }).waitFor()
    return visitor
  }

  test('accounts are made, signed in to and out of; a wrong password is refused in words', async () => {
    const ada = await registers('Ada Lind', 'ada')
    await ada.page.reload()
    await ada.page.getByRole('button', { name: 'Ada Lind, account menu' }).click()
    await ada.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
    await ada.page.getByLabel('User').fill('ada')
    await ada.page.getByLabel('Password').fill('wrong horse')
    ada.expectRefusals(401)
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('alert').waitFor()
    await assertAccessible(ada, 'a wrong password')
    await ada.page.getByLabel('Password').fill('correct horse')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('heading', { name: 'Documents' }).waitFor()
  })

  test('a link opens a document for a stranger, to be looked at only, until it is revoked', async () => {
    const bea = await registers('Bea', `bea-${randomUUID().slice(0, 8)}`)
    const folder = `users/${await bea.page.evaluate(() => Object.entries(localStorage).flatMap(([key, value]) => (key.startsWith('yrsa.login') ? [JSON.parse(value).user.id] : []))[0])}/`
    await bea.page.goto(`${server.url}/#/${folder}`)
    await bea.page.getByRole('button', { name: 'New document' }).first().click()
    await bea.page.getByRole('radio', { name: /Text/ }).check({ force: true })
    await bea.page.getByLabel('Title').fill('For strangers')
    await bea.page.getByRole('button', { name: 'Create' }).click()
    await bea.seesStatus('Saved')
    await texts.types(bea, 'Look, but do not touch.')
    await bea.seesStatus('Saved')
    await bea.page.getByRole('button', { name: 'Share', exact: true }).click()
    await assertAccessible(bea, 'sharing')
    await bea.page.getByRole('button', { name: 'Create link' }).click()
    const link = await bea.page.getByRole('dialog').locator('input[readonly]').first().inputValue()
    assert.match(link, /#\/users\/.*\?share=share_/)
    await bea.screenshot('share')
    await bea.page.keyboard.press('Escape')

    const guest = await people.arrive('Guest', link, { anonymous: true })
    await guest.page.getByLabel('Your name').fill('Dora')
    await assertAccessible(guest, 'coming by a link')
    await guest.page.keyboard.press('Enter')
    await texts.sees(guest, 'Look, but do not touch.')
    await guest.reads(/View only/)
    assert.doesNotMatch(guest.page.url(), /share_/, 'the secret is out of sight')
    await guest.page.locator('.cm-content').click()
    await guest.page.keyboard.type('touched')
    await bea.seesPerson('Dora')
    assert.doesNotMatch(await guest.page.locator('.cm-content').innerText(), /touched/)
    await assertAccessible(guest, 'view only')
    await guest.screenshot('view-only')
    await guest.page.reload()
    await texts.sees(guest, 'Look, but do not touch.')

    guest.expectRefusals(401, 403)
    guest.expectOutage()
    await bea.page.getByRole('button', { name: 'Share', exact: true }).click()
    await bea.page.getByRole('dialog').getByRole('button', { name: /Revoke/ }).first().click()
    await bea.page.getByRole('dialog').last().getByRole('button', { name: /^Revoke/ }).last().click()
    await guest.reads(/sign-in has ended|no right to it|Sign in again/)
  })

  test('a token signs in, and when it is withdrawn the page stays as it is until there is a new one', async () => {
    const token = (user) => execFileSync(binaryPath(), ['token', '--data', server.data, '--user', user, '--name', 'Tove', '--admin', '--expires', '1h'], { encoding: 'utf8', env: {} }).trim()
    const first = token('tove')
    const tove = await people.arrive('Tove', `${server.url}/`, { anonymous: true })
    await tove.page.getByRole('tab', { name: 'Use a token' }).click()
    tove.expectRefusals(401)
    await tove.page.getByRole('textbox', { name: 'Token' }).fill('nonsense')
    await tove.page.keyboard.press('Enter')
    await tove.page.getByRole('alert').waitFor()
    await tove.page.getByRole('textbox', { name: 'Token' }).fill(first)
    await tove.page.keyboard.press('Enter')
    await tove.page.getByRole('button', { name: 'Tove, account menu' }).waitFor()
    const { id } = await create(server, { id: `tokens/${randomUUID()}`, kind: 'document', content: { text: '' } }, '', { authorization: `Bearer ${first}` })
    await tove.goesTo(id)
    await texts.types(tove, 'Before. ')
    await tove.seesStatus('Saved')
    tove.expectOutage()
    const { jti } = JSON.parse(Buffer.from(first.split('.')[1], 'base64url').toString())
    const withdrawn = await fetch(`${server.url}/api/admin/revocations`, { method: 'POST', body: JSON.stringify({ jti }), headers: { 'content-type': 'application/json', authorization: `Bearer ${token('ops')}` } })
    assert.equal(withdrawn.status, 204)
    await tove.page.getByRole('dialog', { name: 'Sign in again' }).waitFor()
    await assertAccessible(tove, 'signing in again')
    await texts.sees(tove, 'Before.')
    await tove.page.getByRole('dialog').getByRole('tab', { name: 'Use a token' }).click()
    await tove.page.getByRole('dialog').getByRole('textbox', { name: 'Token' }).fill(token('tove'))
    await tove.page.keyboard.press('Enter')
    await tove.page.getByRole('dialog').waitFor({ state: 'detached' })
    await tove.seesStatus('Saved')
    await texts.types(tove, 'After. ')
    await tove.seesStatus('Saved')
    // What was followed before goes on.
    const chat = await tove.opensPanel('Chat')
    const said = await fetch(`${server.url}/api/documents/${encodeURIComponent(id)}/messages`, { method: 'POST', body: JSON.stringify({ body: 'Welcome back' }), headers: { 'content-type': 'application/json', authorization: `Bearer ${token('ops')}` } })
    assert.equal(said.status, 201)
    await chat.getByText('Welcome back', { exact: true }).waitFor()
  })

  test('signing out removes the copies of documents from this device, unless one wants to keep them', async () => {
    const fay = await registers('Fay', `fay-${randomUUID().slice(0, 8)}`)
    const copies = () => fay.page.evaluate(async () => (await indexedDB.databases()).filter(({ name }) => name.startsWith('yrsa ')).length)
    await fay.page.getByRole('button', { name: 'New document' }).first().click()
    await fay.page.getByLabel('Title').fill('Private')
    await fay.page.getByRole('button', { name: 'Create' }).click()
    await fay.seesStatus('Saved')
    assert.ok((await copies()) > 0)
    await fay.page.getByRole('button', { name: 'Fay, account menu' }).click()
    await fay.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await fay.reads('1 document can be opened here without a network.')
    await assertAccessible(fay, 'signing out')
    fay.expectRefusals(401)
    await fay.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
    await fay.page.getByRole('tab', { name: 'Create account' }).waitFor()
    await fay.page.waitForFunction(async () => (await indexedDB.databases()).every(({ name }) => !name.startsWith('yrsa ')))
  })

  test('who may not see a document is told the same as if there were none', async () => {
    const eve = await registers('Eve', `eve-${randomUUID().slice(0, 8)}`)
    eve.expectRefusals(403)
    await eve.goesTo('secret/plans')
    await eve.reads('There is no such document')
    await eve.page.evaluate(() => { location.hash = '#inspector' })
    await eve.reads('For administrators')
  })
})
