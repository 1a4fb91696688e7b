// Three people at one report: they write in one section at once, move sections, lock them, comment on words, and lose nothing when they
// are offline or the server dies under their hands.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import { assertAccessible } from './axe.js'
import { binaryPath, ServerProcess } from './server-process.js'
import { documentUrl, PHONE, startBrowser, visitors } from './visitor.js'

let browser
let server

before(async () => {
  server = new ServerProcess(await mkdtemp(join(tmpdir(), 'yrsa-report-')))
  await Promise.all([server.start(), startBrowser().then((started) => { browser = started })])
})

after(async () => {
  await browser?.close()
  for (const one of [server, ...others]) {
    await one?.stop('SIGTERM')
    if (one !== undefined) await rm(one.data, { recursive: true, force: true })
  }
})

const people = visitors(() => browser)
const others = []

/** A server of its own where nobody is let in without a token or a link. */
async function startClosed() {
  const folder = await mkdtemp(join(tmpdir(), 'yrsa-report-closed-'))
  const closed = new ServerProcess(folder, { 'auth.accounts': 'true' })
  others.push(closed)
  await closed.start()
  return closed
}
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

const SECTIONS = {
  summary: { title: 'Summary', order: 'a0', body: '<paragraph>The quick brown fox jumps over the lazy dog.</paragraph>' },
  findings: { title: 'Findings', order: 'a1', body: '<paragraph>First.</paragraph><bulletList><listItem><paragraph>One</paragraph></listItem></bulletList>' },
  outlook: { title: 'Outlook', order: 'a2', body: '<paragraph>Next year.</paragraph>' },
}

/** A report of its own for each test. */
async function aReport(sections = SECTIONS) {
  documents += 1
  const id = `acme/report-${documents}`
  const { status } = await ask('POST', '/documents', { id, kind: 'report', title: 'Quarterly report', content: { sections } })
  assert.equal(status, 201)
  const path = `/documents/${encodeURIComponent(id)}`
  return {
    id,
    path,
    url: documentUrl(server.url, id),
    sections: async () => (await ask('GET', `${path}/content?format=json`)).body.content.sections,
  }
}

async function comeTogether(report, names = ['Ada', 'Bob', 'Cleo']) {
  const here = await Promise.all(names.map((name) => people.arrive(name, report.url)))
  await Promise.all(here.map(isReady))
  return here
}

async function isReady(visitor) {
  await visitor.page.locator('[data-section] .ProseMirror').first().waitFor().catch(async (error) => {
    throw new Error(`${visitor.name} is not there yet: ${JSON.stringify(await visitor.page.locator('body').innerText())} ${visitor.complaints().join(' ')}`, { cause: error })
  })
  await visitor.seesStatus('Saved')
}

const section = ({ page }, id) => page.locator(`[data-section="${id}"]`)
const body = (visitor, id) => section(visitor, id).locator('.ProseMirror')

/** Puts the caret at the end of a section and types. */
async function types(visitor, id, text) {
  await body(visitor, id).click()
  await visitor.page.keyboard.press('ControlOrMeta+End')
  await visitor.page.keyboard.type(text)
}

/** Waits until a section's text, without what only shows where others are, contains some words. */
async function seesText(visitor, id, words) {
  await visitor.page.waitForFunction(
    ([wanted, text]) => document.querySelector(`[data-section="${wanted}"] .prose`)?.textContent.replaceAll('\u2060', '').includes(text),
    [id, words],
  ).catch(async (error) => {
    throw new Error(`${visitor.name} reads ${JSON.stringify(await body(visitor, id).textContent())} without ${JSON.stringify(words)}`, { cause: error })
  })
}

/** Waits until the contents read so. */
async function seesOrder(visitor, titles) {
  await visitor.page.waitForFunction(
    (wanted) => JSON.stringify([...document.querySelectorAll('.report-side .outline-name')].map((name) => name.textContent)) === wanted,
    JSON.stringify(titles),
  ).catch(async (error) => {
    const seen = await visitor.page.locator('.report-side .outline-name').allTextContents()
    throw new Error(`${visitor.name} sees ${JSON.stringify(seen)} instead of ${JSON.stringify(titles)}`, { cause: error })
  })
}

/** Selects words of a section as one does with a mouse: from their first to their last letter. */
async function selects(visitor, id, words) {
  await body(visitor, id).evaluate((element, text) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const index = node.data.indexOf(text)
      if (index === -1) continue
      element.focus()
      getSelection().setBaseAndExtent(node, index, node, index + text.length)
      return
    }
    throw new Error(`there is no ${text}`)
  }, words)
}


async function seesMarked(visitor, words) {
  await visitor.page.waitForFunction((wanted) => [...document.querySelectorAll('.commented')].map(({ textContent }) => textContent).join('') === wanted, words)
    .catch(async (error) => {
      throw new Error(`${visitor.name} sees ${JSON.stringify(await visitor.page.locator('.commented').allTextContents())} marked`, { cause: error })
    })
}

/** Drags a section in the contents onto another one. */
async function drags(visitor, title, target) {
  const item = (name) => visitor.page.locator('.report-side .outline-item', { hasText: name })
  await item(title).hover()
  const from = await visitor.page.getByRole('button', { name: `Move ${title}` }).boundingBox()
  const to = await item(target).boundingBox()
  const x = from.x + from.width / 2
  await visitor.page.mouse.move(x, from.y + from.height / 2)
  await visitor.page.mouse.down()
  await visitor.page.mouse.move(x, from.y - 8, { steps: 4 })
  await visitor.page.mouse.move(x, to.y + to.height / 2, { steps: 10 })
  await visitor.page.getByText(`“${title}” is at number`).waitFor({ state: 'attached' })
  await visitor.page.mouse.up()
}

describe('a report', () => {
  it('shows what three people write in one section at once, with their carets and names', async () => {
    const report = await aReport()
    const [ada, bob, cleo] = await comeTogether(report)
    await Promise.all([types(ada, 'summary', ' Ada says so.'), types(bob, 'findings', ' Bob too.'), types(cleo, 'summary', ' Cleo agrees.')])
    for (const visitor of [ada, bob, cleo]) {
      for (const letters of ['Ada says so.', 'Cleo agrees.']) {
        // Two who type at one place may take turns letter by letter; nothing is lost.
        await visitor.page.waitForFunction(([text, words]) => {
          const seen = document.querySelector(`[data-section="${text}"] .ProseMirror`)?.textContent ?? ''
          return [...words].every((letter) => seen.includes(letter))
        }, ['summary', letters])
      }
      await seesText(visitor, 'findings', 'Bob too.')
    }
    await section(ada, 'findings').locator('.peer-caret[data-name="Bob"]').waitFor()
    await section(bob, 'summary').locator('.peer-caret[data-name="Ada"]').waitFor()
    await section(bob, 'summary').locator('.peer-caret[data-name="Cleo"]').waitFor()
    await Promise.all([ada, bob, cleo].map((visitor) => visitor.seesStatus('Saved')))
    const texts = await Promise.all([ada, bob, cleo].map((visitor) => body(visitor, 'summary').evaluate((element) => {
      const copy = element.cloneNode(true)
      for (const caret of copy.querySelectorAll('.peer-caret')) caret.remove()
      return copy.textContent
    })))
    assert.equal(new Set(texts).size, 1, 'all read the same')
    await ada.screenshot('report-three-people')
  })

  it('formats by Markdown, by keys and by the toolbar, and saves what it shows', async () => {
    const report = await aReport({ summary: { title: 'Summary', order: 'a0', body: '<paragraph></paragraph>' } })
    const [ada] = await comeTogether(report, ['Ada'])
    await body(ada, 'summary').click()
    await ada.page.keyboard.type('## A heading\nSome **bold** words\n- one\ntwo\n\n[ ] a task')
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('toolbar', { name: 'Formatting' }).getByRole('button', { name: /^Quote/ }).click()
    await ada.page.keyboard.type('quoted ')
    await ada.page.keyboard.press('ControlOrMeta+i')
    await ada.page.keyboard.type('softly')
    await ada.seesStatus('Saved')
    const { summary } = await report.sections()
    for (const piece of ['<heading level="2">A heading</heading>', 'Some <bold>bold</bold> words', '<listItem><paragraph>two</paragraph></listItem>', '<taskItem checked="false"><paragraph>a task</paragraph></taskItem>', '<blockquote><paragraph>quoted <italic>softly</italic></paragraph></blockquote>']) {
      assert.ok(summary.body.includes(piece), `${piece} is in ${summary.body}`)
    }
  })

  it('has tables that two people fill at once', async () => {
    const report = await aReport({ summary: { title: 'Summary', order: 'a0', body: '<paragraph></paragraph>' } })
    const [ada, bob] = await comeTogether(report, ['Ada', 'Bob'])
    await body(ada, 'summary').click()
    await ada.page.getByRole('button', { name: 'Table', exact: true }).click()
    await ada.page.getByRole('menuitem', { name: 'Insert a table' }).click()
    await ada.page.keyboard.type('Month')
    await ada.page.keyboard.press('Tab')
    await ada.page.keyboard.type('Sum')
    await section(bob, 'summary').locator('td').last().click()
    await bob.page.keyboard.type('Bob’s cell')
    await section(ada, 'summary').getByRole('cell', { name: 'Bob’s cell' }).waitFor()
    await section(bob, 'summary').getByRole('columnheader', { name: 'Sum' }).waitFor()
    await bob.page.getByRole('button', { name: 'Table', exact: true }).click()
    await bob.page.getByRole('menuitem', { name: 'Row below' }).click()
    await ada.page.waitForFunction(() => document.querySelectorAll('[data-section="summary"] tr').length === 4)
    await Promise.all([ada, bob].map((visitor) => visitor.seesStatus('Saved')))
    await assertAccessible(ada, 'a table')
    await ada.screenshot('report-table')
  })

  it('adds, renames, moves and deletes sections, and undo takes back only what one did oneself', async () => {
    const report = await aReport()
    const [ada, bob] = await comeTogether(report, ['Ada', 'Bob'])
    await seesOrder(ada, ['Summary', 'Findings', 'Outlook'])
    await ada.page.getByRole('button', { name: 'Add a section' }).first().click()
    await ada.page.keyboard.type('Risks')
    await seesOrder(bob, ['Summary', 'Findings', 'Outlook', 'Risks'])

    // With the mouse.
    await drags(bob, 'Risks', 'Findings')
    await seesOrder(ada, ['Summary', 'Risks', 'Findings', 'Outlook'])
    // By keys alone.
    await ada.page.getByRole('button', { name: 'Move Outlook' }).focus()
    await ada.page.keyboard.press('Space')
    await ada.page.waitForFunction(() => document.querySelector('[data-dragging]') !== null)
    await ada.page.keyboard.press('ArrowUp')
    await ada.page.getByText('“Outlook” is at number 3 of 4.').waitFor({ state: 'attached' })
    await ada.page.keyboard.press('Space')
    await seesOrder(bob, ['Summary', 'Risks', 'Outlook', 'Findings'])
    await types(bob, 'summary', ' Bob was here.')
    await seesText(ada, 'summary', 'Bob was here.')

    await body(ada, 'summary').click()
    await ada.page.keyboard.press('ControlOrMeta+z')
    await seesOrder(bob, ['Summary', 'Risks', 'Findings', 'Outlook'])
    await seesText(ada, 'summary', 'Bob was here.')

    await section(ada, 'findings').getByRole('button', { name: 'More about Findings' }).click()
    await ada.page.getByRole('menuitem', { name: 'Delete section' }).click()
    await seesOrder(bob, ['Summary', 'Risks', 'Outlook'])
    await ada.page.getByRole('button', { name: 'Undo', exact: true }).last().click()
    await seesOrder(bob, ['Summary', 'Risks', 'Findings', 'Outlook'])
    await seesText(bob, 'findings', 'First.')
  })

  it('keeps a locked section for who holds it, and says so to the others', async () => {
    const report = await aReport()
    const [ada, bob] = await comeTogether(report, ['Ada', 'Bob'])
    const { status, body: lock } = await ask('POST', `${report.path}/locks`, { path: '/sections/findings', reason: 'rewriting it', seconds: 600 }, 'Bob')
    assert.equal(status, 201)
    await section(ada, 'findings').getByText('Bob has this section for themselves: rewriting it.').waitFor()
    await ada.page.waitForFunction(() => document.querySelector('[data-section="findings"] .ProseMirror')?.getAttribute('contenteditable') === 'false')
    await body(ada, 'findings').click()
    await ada.page.keyboard.type('not this')
    await types(ada, 'summary', ' Ada goes on here.')
    await types(bob, 'findings', ' Bob rewrites.')
    await seesText(ada, 'findings', 'Bob rewrites.')
    await seesText(bob, 'summary', 'Ada goes on here.')
    await ada.seesStatus('Saved')
    assert.ok(!(await report.sections()).findings.body.includes('not this'))
    await ada.screenshot('report-locked')
    await assertAccessible(ada, 'a report with a locked section')
    await ask('DELETE', `${report.path}/locks/${lock.id}`, undefined, 'Bob')
    await types(ada, 'findings', ' Ada again.')
    await seesText(bob, 'findings', 'Ada again.')
  })

  it('takes a lock by its button, and gives it back', async () => {
    const report = await aReport()
    const [ada, bob] = await comeTogether(report, ['Ada', 'Bob'])
    await section(ada, 'outlook').locator('.yrsa-lock').click()
    await ada.page.getByRole('button', { name: 'Lock', exact: true }).click()
    await section(bob, 'outlook').getByText('Ada has this section for themselves').waitFor()
  })

  it('marks the words of a comment that a guest with a link made, through edits, replies and resolving', async () => {
    // In open mode everybody may do everything: this needs a server that asks who one is.
    const closed = await startClosed()
    const token = (user, name) => execFileSync(binaryPath(), ['token', '--data', closed.data, '--user', user, '--name', name, '--admin', '--expires', '1h'], { encoding: 'utf8', env: {} }).trim()
    const [forAda, forBob] = [token('ada', 'Ada'), token('bob', 'Bob')]
    const post = async (path, content) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${forAda}` }
      const answer = await fetch(`${closed.url}/api${path}`, { method: 'POST', headers, body: JSON.stringify(content) })
      assert.equal(answer.status, 201)
      return answer.json()
    }
    const id = 'acme/plan'
    await post('/documents', { id, kind: 'report', title: 'Plan', content: { sections: SECTIONS } })
    const share = await post(`/documents/${encodeURIComponent(id)}/shares`, { permission: 'comment' })
    const ada = await people.arrive('Ada', documentUrl(closed.url, id), { token: forAda })
    const bob = await people.arrive('Bob', documentUrl(closed.url, id), { token: forBob })
    const guest = await people.arrive('Gil', documentUrl(closed.url, id, { share: share.secret }), { anonymous: true })
    await guest.page.getByLabel('Your name').fill('Gil')
    await guest.page.keyboard.press('Enter')
    await Promise.all([ada, bob].map(isReady))
    await guest.page.waitForFunction(() => document.querySelector('[data-section="summary"] .ProseMirror')?.getAttribute('contenteditable') === 'false')
    await selects(guest, 'summary', 'quick brown fox')
    await guest.page.getByRole('toolbar', { name: 'Selected words' }).getByRole('button', { name: 'Comment' }).click()
    await guest.page.getByRole('textbox', { name: 'New comment' }).fill('Is it really brown?')
    await guest.page.getByRole('button', { name: 'Comment', exact: true }).last().click()
    for (const visitor of [ada, bob, guest]) await seesMarked(visitor, 'quick brown fox')

    // Text before the words and within them: the mark goes with them.
    await selects(ada, 'summary', 'The')
    await ada.page.keyboard.type('Once, the')
    await selects(ada, 'summary', 'brown')
    await ada.page.keyboard.type('brownish')
    for (const visitor of [ada, bob]) await seesMarked(visitor, 'quick brownish fox')

    await bob.page.locator('.commented').first().click()
    const panel = bob.page.getByRole('complementary', { name: /Comments/ })
    await panel.getByText('Is it really brown?').waitFor()
    await panel.getByRole('textbox', { name: /^Reply to/ }).fill('Brownish.')
    await panel.getByRole('button', { name: 'Reply', exact: true }).click()
    // The guest has had the panel open since.
    await guest.page.getByRole('complementary', { name: /Comments/ }).getByText('Brownish.').waitFor()
    await bob.screenshot('report-comments')
    await assertAccessible(bob, 'a report with comments')
    await panel.getByRole('button', { name: 'Resolve' }).first().click()
    for (const visitor of [ada, bob]) await visitor.page.waitForFunction(() => document.querySelector('.commented') === null)
  })

  it('finds the words of a comment again where their paragraph became a heading', async () => {
    const report = await aReport()
    const [ada, bob] = await comeTogether(report, ['Ada', 'Bob'])
    await selects(ada, 'summary', 'lazy dog')
    // Then the editor knows what is selected.
    await ada.page.getByRole('toolbar', { name: 'Selected words' }).waitFor()
    await ada.page.keyboard.press('ControlOrMeta+Alt+m')
    await ada.page.getByRole('textbox', { name: 'New comment' }).fill('Poor dog')
    await ada.page.getByRole('button', { name: 'Comment', exact: true }).last().click()
    await seesMarked(bob, 'lazy dog')
    await body(bob, 'summary').click()
    await bob.page.keyboard.press('ControlOrMeta+Alt+2')
    await section(ada, 'summary').locator('h2', { hasText: 'quick brown' }).waitFor()
    for (const visitor of [ada, bob]) await seesMarked(visitor, 'lazy dog')
  })

  it('never takes away what it has no name for', async () => {
    const callout = '<callout kind="warning"><paragraph>kept</paragraph></callout>'
    const report = await aReport({ ...SECTIONS, odd: { title: 'Numbers', order: 'a3', body: `<paragraph>Before</paragraph>${callout}` } })
    const [ada] = await comeTogether(report, ['Ada'])
    await section(ada, 'odd').getByText('doesn’t know').waitFor()
    await section(ada, 'odd').getByText('kept', { exact: true }).waitFor()
    // While one writes there.
    await types(ada, 'outlook', ' More.')
    await ask('PATCH', `${report.path}/content`, [{ op: 'replace', path: '/sections/outlook/body', value: `<paragraph>Next year. More.</paragraph>${callout}` }])
    await section(ada, 'outlook').getByText('doesn’t know').waitFor()
    await types(ada, 'summary', ' Done.')
    await ada.seesStatus('Saved')
    const sections = await report.sections()
    assert.ok(sections.odd.body.includes(callout))
    assert.ok(sections.outlook.body.includes(callout))
  })

  it('follows somebody through a long report', async () => {
    const many = Object.fromEntries(Array.from({ length: 24 }, (_, index) => [`s${index}`, {
      title: `Part ${index}`, order: `a${String.fromCharCode(48 + Math.floor(index / 10))}${index % 10}V`, body: `<paragraph>${'Words of this part. '.repeat(40)}</paragraph>`.repeat(2),
    }]))
    const report = await aReport(many)
    const [ada, bob] = await comeTogether(report, ['Ada', 'Bob'])
    const editors = await ada.page.locator('.ProseMirror').count()
    assert.ok(editors > 0 && editors < 24, `${editors} editors are made, the others when one comes near`)
    await ada.seesPerson('Bob')
    await ada.page.locator('.yrsa-people-button').click()
    await ada.page.getByRole('button', { name: 'Follow Bob' }).click()
    await bob.page.locator('.report-side .outline-link', { hasText: 'Part 20' }).click()
    await ada.page.waitForFunction(() => {
      const { top, bottom } = document.querySelector('[data-section="s20"]').getBoundingClientRect()
      return bottom > 100 && top < innerHeight - 100
    })
  })

  it('keeps what is written offline through a reload and merges it on return', async () => {
    const report = await aReport()
    const [ada, bob] = await comeTogether(report, ['Ada', 'Bob'])
    await ada.keepsTheStudio()
    ada.expectOutage()
    await ada.context.setOffline(true)
    await ada.seesStatus('Offline')
    await types(ada, 'summary', ' Written offline.')
    await types(bob, 'findings', ' Written meanwhile.')
    await bob.seesStatus('Saved')
    ada.page.once('dialog', (dialog) => dialog.accept())
    await ada.page.reload()
    await seesText(ada, 'summary', 'Written offline.')
    await ada.context.setOffline(false)
    await seesText(bob, 'summary', 'Written offline.')
    await seesText(ada, 'findings', 'Written meanwhile.')
    await Promise.all([ada, bob].map((visitor) => visitor.seesStatus('Saved')))
  })

  it('goes on after the server died under their hands', async () => {
    const report = await aReport()
    const [ada, bob] = await comeTogether(report, ['Ada', 'Bob'])
    for (const visitor of [ada, bob]) visitor.expectOutage()
    await types(ada, 'summary', ' Before.')
    await ada.seesStatus('Saved')
    await server.stop('SIGKILL')
    await types(ada, 'summary', ' While it was down.')
    await types(bob, 'findings', ' Bob wrote on.')
    await server.start()
    await seesText(bob, 'summary', 'Before. While it was down.')
    await seesText(ada, 'findings', 'Bob wrote on.')
    await Promise.all([ada, bob].map((visitor) => visitor.seesStatus('Saved')))
    assert.match((await report.sections()).summary.body, /Before\. While it was down\./)
  })

  it('reads well in the dark and on a phone, and axe finds nothing serious', async () => {
    const report = await aReport()
    const ada = await people.arrive('Ada', report.url, { context: { colorScheme: 'dark' } })
    await isReady(ada)
    await types(ada, 'summary', ' Hello.')
    await assertAccessible(ada, 'a report in the dark')
    await ada.screenshot('report-dark')
    const bob = await people.arrive('Bob', report.url, { context: { ...PHONE, viewport: { width: 360, height: 780 } } })
    await isReady(bob)
    await assertAccessible(bob, 'a report on a phone')
    assert.equal(await bob.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'nothing reaches beyond the screen')
    await bob.screenshot('report-phone')
    await bob.page.getByRole('button', { name: 'Contents' }).click()
    await bob.page.locator('.outline-popover .outline-link', { hasText: 'Outlook' }).click()
    await section(bob, 'outlook').locator('.section-title').waitFor()
  })
})
