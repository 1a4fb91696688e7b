// Three people at one text, at rich text in a free document, and at the view as JSON: what one writes all read, comments stay on their
// words, and nothing is lost offline or when the server dies.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import { assertAccessible } from './axe.js'
import { ServerProcess } from './server-process.js'
import { documentUrl, PHONE, startBrowser, visitors } from './visitor.js'

/** The same Yjs as the studio's. */
const Y = createRequire(new URL('../../web/studio/package.json', import.meta.url))('yjs')

let browser
let server

before(async () => {
  server = new ServerProcess(await mkdtemp(join(tmpdir(), 'yrsa-text-')))
  await Promise.all([server.start(), startBrowser().then((started) => { browser = started })])
})

after(async () => {
  await browser?.close()
  await server?.stop('SIGTERM')
  await rm(server.data, { recursive: true, force: true })
})

const people = visitors(() => browser)
let documents = 0

afterEach(async () => {
  assert.deepEqual(await people.endOfTest(), [])
})

/** A request as Ada, or as somebody else; what comes back as JSON. */
async function ask(method, path, body, name = 'Ada') {
  const url = new URL(`/api${path}`, server.url)
  url.searchParams.set('name', name)
  const type = Array.isArray(body) ? 'application/json-patch+json' : 'application/json'
  const answer = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': type } }) })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
}

const NOTES = '# Notes\n\nThe quick brown fox jumps over the lazy dog.\n\nThe end.'

/** A free document of its own for each test. */
async function aDocument(content = { text: NOTES }, kind = 'document') {
  documents += 1
  const id = `acme/text-${documents}`
  const { status } = await ask('POST', '/documents', { id, kind, title: 'Notes', content })
  assert.equal(status, 201)
  const path = `/documents/${encodeURIComponent(id)}`
  return { id, path, url: documentUrl(server.url, id), content: async () => (await ask('GET', `${path}/content?format=json`)).body.content }
}

async function comeTogether(document, names = ['Ada', 'Bob', 'Cleo']) {
  const here = await Promise.all(names.map((name) => people.arrive(name, document.url)))
  await Promise.all(here.map(async (visitor) => {
    await visitor.page.locator('.cm-content').waitFor().catch(async (error) => {
      throw new Error(`${visitor.name} is not there yet: ${JSON.stringify(await visitor.page.locator('body').innerText())} ${visitor.complaints().join(' ')}`, { cause: error })
    })
    await visitor.seesStatus('Saved')
  }))
  return here
}

async function types(visitor, text, key = 'ControlOrMeta+End') {
  await visitor.page.locator('.cm-content').click()
  await visitor.page.keyboard.press(key)
  await visitor.page.keyboard.type(text)
}

/** What stands in the shadow root of the text, without what only shows where others are. @param {string} pieces a selector, and what parts them */
function readText([pieces, between, wanted]) {
  const found = document.querySelector('.text-host')?.shadowRoot?.querySelectorAll(pieces) ?? []
  const text = [...found].map((piece) => piece.textContent.replaceAll('\u2060', '').replaceAll('\u200b', '')).join(between)
  return wanted === undefined ? text : text === wanted
}

async function sees(visitor, pieces, between, wanted) {
  await visitor.page.waitForFunction(readText, [pieces, between, wanted]).catch(async (error) => {
    throw new Error(`${visitor.name} sees ${JSON.stringify(await visitor.page.evaluate(readText, [pieces, between]))} instead of ${JSON.stringify(wanted)}`, { cause: error })
  })
}

const LINES = '.cm-line:not(:has(.cm-placeholder))'
const reads = (visitor, text) => sees(visitor, LINES, '\n', text)
const seesMarked = (visitor, words) => sees(visitor, '.commented', '', words)

/** Selects words by keyboard: searches for them, and leaves the search. */
async function selects({ page }, words) {
  await page.locator('.cm-content').click()
  await page.keyboard.press('ControlOrMeta+f')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.querySelector('.text-host').shadowRoot.activeElement?.classList.contains('cm-content'))
}

describe('a text', () => {
  it('shows what three people write at once, with their carets; undo is for one’s own words', async () => {
    const document = await aDocument()
    const [ada, bob, cleo] = await comeTogether(document)
    await types(ada, ' Ada was here.')
    await reads(bob, `${NOTES} Ada was here.`)
    await types(bob, '\nBob too.')
    await types(cleo, 'Cleo’s ', 'ControlOrMeta+Home')
    const all = `Cleo’s ${NOTES} Ada was here.\nBob too.`
    for (const visitor of [ada, bob, cleo]) await reads(visitor, all)
    await ada.page.locator('.peer-caret[data-name="Bob"]').waitFor()
    await bob.page.locator('.peer-caret[data-name="Cleo"]').waitFor()
    await ada.screenshot('text-three-people')
    await ada.page.locator('.cm-content').click()
    const without = `Cleo’s ${NOTES}\nBob too.`
    // Who types slowly has several steps to take back.
    const until = async (keys, wanted) => {
      for (let steps = 0; steps < 20 && !(await ada.page.evaluate(readText, [LINES, '\n', wanted])); steps += 1) await ada.page.keyboard.press(keys)
      for (const visitor of [ada, bob, cleo]) await reads(visitor, wanted)
    }
    await until('ControlOrMeta+z', without)
    await ada.page.keyboard.press('ControlOrMeta+z')
    for (const visitor of [ada, bob, cleo]) await reads(visitor, without)
    await until('ControlOrMeta+Shift+z', all)
    await ada.seesStatus('Saved')
    assert.equal((await document.content()).text, all)
  })

  it('keeps comments on their words, opens them and follows them', async () => {
    const document = await aDocument({ text: `${NOTES}\n${'A line of many.\n'.repeat(120)}At the very end: the moon.` })
    const [ada, bob] = await comeTogether(document, ['Ada', 'Bob'])
    await selects(ada, 'brown fox')
    await ada.page.getByRole('button', { name: 'Comment', exact: true }).first().click()
    await ada.page.getByRole('textbox', { name: 'New comment' }).fill('Which one?')
    await ada.page.getByRole('button', { name: 'Comment', exact: true }).last().click()
    for (const visitor of [ada, bob]) await seesMarked(visitor, 'brown fox')
    await selects(bob, 'brown')
    await bob.page.keyboard.type('very brown')
    for (const visitor of [ada, bob]) await seesMarked(visitor, 'very brown fox')
    await bob.page.locator('.commented').first().click()
    await bob.page.getByRole('complementary').getByText('Which one?').waitFor()
    await bob.screenshot('text-comments')
    await assertAccessible(bob, 'a text with comments')
    // From far away, a thread leads back to its words.
    await bob.page.locator('.cm-content').click()
    await bob.page.keyboard.press('ControlOrMeta+End')
    await bob.page.waitForFunction(() => document.querySelector('.text-host').shadowRoot.querySelector('.commented') === null)
    await ada.page.getByRole('button', { name: /^Show / }).first().click()
    await seesMarked(ada, 'very brown fox')
  })

  it('is left alone while somebody else holds it', async () => {
    const document = await aDocument()
    const [ada, bob] = await comeTogether(document, ['Ada', 'Bob'])
    assert.equal((await ask('POST', `${document.path}/locks`, { path: '/text', reason: 'proofreading' }, 'Bob')).status, 201)
    await ada.page.waitForFunction(() => document.querySelector('.text-host').shadowRoot.querySelector('.cm-content').getAttribute('aria-readonly') === 'true')
    await types(ada, 'not this')
    await types(bob, ' Proofread.')
    for (const visitor of [ada, bob]) await reads(visitor, `${NOTES} Proofread.`)
    await assertAccessible(ada, 'a locked text')
  })

  it('follows somebody to where they write', async () => {
    const document = await aDocument({ text: `${NOTES}\n${'A line of many.\n'.repeat(200)}The moon.` })
    const [ada, bob] = await comeTogether(document, ['Ada', 'Bob'])
    await ada.seesPerson('Bob')
    await ada.page.locator('.yrsa-people-button').click()
    await ada.page.getByRole('button', { name: 'Follow Bob' }).click()
    await types(bob, ' Bob.')
    await ada.page.locator('.peer-caret[data-name="Bob"]').waitFor()
    await ada.page.getByText('The moon. Bob.').waitFor()
  })

  it('keeps what is written offline through a reload, and goes on after the server died', async () => {
    const document = await aDocument()
    const [ada, bob] = await comeTogether(document, ['Ada', 'Bob'])
    await ada.keepsTheStudio()
    for (const visitor of [ada, bob]) visitor.expectOutage()
    await ada.context.setOffline(true)
    await ada.seesStatus('Offline')
    await types(ada, ' Offline.')
    await types(bob, 'Online. ', 'ControlOrMeta+Home')
    await bob.seesStatus('Saved')
    ada.page.once('dialog', (dialog) => dialog.accept())
    await ada.page.reload()
    await reads(ada, `${NOTES} Offline.`)
    await ada.context.setOffline(false)
    const merged = `Online. ${NOTES} Offline.`
    for (const visitor of [ada, bob]) await reads(visitor, merged)
    await ada.seesStatus('Saved')
    await server.stop('SIGKILL')
    await types(bob, ' While it was down.')
    await server.start()
    for (const visitor of [ada, bob]) await reads(visitor, `${merged} While it was down.`)
    await bob.seesStatus('Saved')
    assert.equal((await document.content()).text, `${merged} While it was down.`)
  })

  it('is chosen where there are several; what is no text is shown as JSON', async () => {
    const document = await aDocument({ content: 'First text', zeta: 'Second text' })
    const [ada] = await comeTogether(document, ['Ada'])
    await reads(ada, 'First text')
    await ada.page.getByRole('combobox', { name: 'Text' }).selectOption('zeta')
    await reads(ada, 'Second text')
    await assertAccessible(ada, 'a choice of texts')
    await ask('POST', '/documents', { id: 'acme/board-of-nothing', kind: 'document', content: { settings: { a: 1 } } })
    await ada.goesTo('acme/board-of-nothing')
    await ada.page.getByRole('treeitem', { name: /settings/ }).waitFor()
  })

  it('may be rich: then it is edited as rich text, by two at once', async () => {
    const doc = new Y.Doc()
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('Written elsewhere.')])
    doc.getXmlFragment('prosemirror').insert(0, [paragraph])
    const document = await aDocument({})
    const answer = await fetch(new URL(`/api${document.path}/update?name=Ada`, server.url), {
      method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: Y.encodeStateAsUpdate(doc),
    })
    assert.ok(answer.ok, `${answer.status} ${await answer.text()}`)
    const [ada, bob] = await Promise.all(['Ada', 'Bob'].map((name) => people.arrive(name, document.url)))
    const editor = ({ page }) => page.locator('.rich-panel .ProseMirror')
    await Promise.all([ada, bob].map((visitor) => editor(visitor).getByText('Written elsewhere.').waitFor()))
    await editor(ada).click()
    await ada.page.keyboard.press('ControlOrMeta+End')
    await ada.page.keyboard.type(' And here.')
    await editor(bob).getByText('Written elsewhere. And here.').waitFor()
    await bob.page.locator('.peer-caret[data-name="Ada"]').waitFor()
    await ada.page.keyboard.press('ControlOrMeta+a')
    await ada.page.getByRole('toolbar', { name: 'Formatting' }).getByRole('button', { name: /^Bold/ }).click()
    await editor(bob).locator('strong').waitFor()
    await ada.seesStatus('Saved')
    await assertAccessible(ada, 'rich text in a free document')
    await ada.screenshot('text-rich')
  })

  it('reads well in the dark and on a phone', async () => {
    const document = await aDocument()
    const ada = await people.arrive('Ada', document.url, { context: { colorScheme: 'dark' } })
    await reads(ada, NOTES)
    await ada.seesStatus('Saved')
    await ada.page.locator('.cm-content').click()
    await ada.page.keyboard.press('ControlOrMeta+f')
    await ada.page.keyboard.type('fox')
    await assertAccessible(ada, 'searching a text in the dark')
    await ada.screenshot('text-dark')
    const bob = await people.arrive('Bob', document.url, { context: { ...PHONE, viewport: { width: 360, height: 780 } } })
    await reads(bob, NOTES)
    await bob.seesStatus('Saved')
    await assertAccessible(bob, 'a text on a phone')
    assert.equal(await bob.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'nothing reaches beyond the screen')
    await bob.screenshot('text-phone')
  })
})

describe('the view as JSON', () => {
  const board = { columns: { todo: { title: 'To do', order: 'a0' } }, cards: { c1: { title: 'Fix login', column: 'todo', order: 'a0', points: 3 } } }

  it('shows any document live, finds things in it, and changes one value beside what others write', async () => {
    const document = await aDocument(board, 'board')
    const ada = await people.arrive('Ada', documentUrl(server.url, document.id, { view: 'json' }))
    const item = (name) => ada.page.getByRole('treeitem', { name })
    await item(/^title: "Fix login"/).waitFor()
    assert.equal((await ask('PATCH', `${document.path}/content`, [{ op: 'replace', path: '/cards/c1/title', value: 'Fix logout' }], 'Bob')).status, 200)
    await item(/^title: "Fix logout"/).waitFor()

    await item(/^points: 3/).dblclick()
    await ada.page.getByRole('textbox', { name: 'Value as JSON' }).fill('five')
    await ada.page.getByRole('button', { name: 'Save', exact: true }).click()
    await ada.reads('That is no JSON.')
    await assertAccessible(ada, 'changing a value')
    await ada.page.getByRole('textbox', { name: 'Value as JSON' }).fill('5')
    await ada.page.getByRole('button', { name: 'Save', exact: true }).click()
    await item(/^points: 5/).waitFor()
    assert.equal((await document.content()).cards.c1.points, 5)

    await ada.page.getByRole('searchbox', { name: 'Find in the document' }).fill('logout')
    await ada.reads('1 found')
    await ada.page.keyboard.press('Enter')
    await ada.page.locator('.json-row[data-current]', { hasText: 'Fix logout' }).waitFor()
    await assertAccessible(ada, 'the view as JSON')
    await ada.screenshot('json-view')
  })

  it('is used by keys alone', async () => {
    const document = await aDocument(board, 'board')
    const ada = await people.arrive('Ada', documentUrl(server.url, document.id, { view: 'json' }))
    const current = (name) => ada.page.locator('.json-row[data-current]', { hasText: name }).waitFor()
    await ada.page.getByRole('tree').focus()
    await current('cards')
    await ada.page.keyboard.press('ArrowLeft')
    await ada.page.locator('.json-row[aria-expanded="false"]', { hasText: 'cards' }).waitFor()
    await ada.page.keyboard.press('ArrowRight')
    await ada.page.keyboard.press('ArrowRight')
    await current('c1')
    await ada.page.keyboard.press('End')
    await current('title')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('textbox', { name: 'Text' }).fill('Doing')
    await ada.page.getByRole('button', { name: 'Save', exact: true }).focus()
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('treeitem', { name: /^title: "Doing"/ }).waitFor()
    await ada.page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'tree')
  })

  it('draws only what is in sight of a large document', async () => {
    const cards = Object.fromEntries(Array.from({ length: 4_000 }, (_, index) => [`card-${index}`, { title: `Card number ${index}`, column: 'todo', order: `a${index}` }]))
    const document = await aDocument({ ...board, cards }, 'board')
    const ada = await people.arrive('Ada', documentUrl(server.url, document.id, { view: 'json' }))
    await ada.page.getByRole('button', { name: 'Open all' }).click()
    await ada.page.getByRole('tree').focus()
    await ada.page.keyboard.press('End')
    await ada.page.getByRole('treeitem', { name: /todo/ }).first().waitFor()
    const rows = await ada.page.locator('.json-row').count()
    assert.ok(rows < 120, `${rows} rows are drawn`)
    await ada.page.getByRole('searchbox', { name: 'Find in the document' }).fill('Card number 3777')
    await ada.reads('1 found')
    await ada.page.keyboard.press('Enter')
    await ada.page.locator('.json-row[data-current]', { hasText: 'Card number 3777' }).waitFor()
  })
})
