// People who talk: comments, chat and sharing as they are in a real browser, where places, scrolling, focus and colours are real.
// What the components do by themselves is tested with the components; here is what only a browser and a server can tell.
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
let documents = 0

before(async () => {
  server = new ServerProcess(await mkdtemp(join(tmpdir(), 'yrsa-talk-')))
  await Promise.all([server.start(), startBrowser().then((started) => { browser = started })])
})

after(async () => {
  await browser?.close()
  await server?.stop('SIGTERM')
  if (server !== undefined) await rm(server.data, { recursive: true, force: true })
})

const people = visitors(() => browser)

afterEach(async () => {
  assert.deepEqual(await people.endOfTest(), [])
})

/** A request under a name, or with a token. */
async function ask(at, method, path, body, { name = 'Ada Lovelace', token } = {}) {
  const url = new URL(`/api${path}`, at.url)
  if (token === undefined) url.searchParams.set('name', name)
  const headers = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }
  const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${answer.ok ? '' : await answer.text()}`)
  return answer.status === 204 ? null : answer.json()
}

/** A board of its own for each test. */
async function aBoard(at = server, who = {}) {
  documents += 1
  const id = `acme/talk-${documents}`
  await ask(at, 'POST', '/documents', { id, kind: 'board', title: 'Spring release', content: { columns: { todo: { title: 'To do', order: 'a0' } }, cards: { c1: { title: 'Fix login', column: 'todo', order: 'a0' } } } }, who)
  return { id, path: `/documents/${encodeURIComponent(id)}`, url: documentUrl(at.url, id) }
}

const messages = (panel) => panel.locator('.yrsa-message')
const message = (panel, text) => messages(panel).filter({ hasText: text })
const topOf = (locator) => locator.evaluate((element) => element.getBoundingClientRect().top)

describe('comments', () => {
  it('go back and forth between two people, with a call that is found in the inbox, a reaction, and an end', async () => {
    const board = await aBoard()
    const ada = await people.arrive('Ada Lovelace', board.url)
    const bob = await people.arrive('Bob Stone', board.url)
    await ada.seesPerson('Bob Stone')
    const [hers, his] = [await ada.opensPanel('Comments'), await bob.opensPanel('Comments')]

    await hers.getByRole('button', { name: 'Comment on the document' }).first().click()
    await ada.page.keyboard.type('Is this all, @bo')
    await ada.page.getByRole('option', { name: 'Bob Stone' }).waitFor()
    await assertAccessible(ada, 'a comment with people to call')
    await ada.page.keyboard.press('Enter')
    await hers.getByRole('button', { name: 'Comment', exact: true }).click()
    await his.getByRole('article', { name: 'Thread about Whole document' }).waitFor()
    await his.locator('.yrsa-text-mention[data-me]', { hasText: '@Bob Stone' }).waitFor()
    await bob.page.getByRole('button', { name: /^Inbox, [1-9]/ }).waitFor()

    await his.getByRole('textbox', { name: /^Reply to/ }).fill('Not yet: see https://yrsa.example/plan')
    await bob.page.keyboard.press('Control+Enter')
    const reply = hers.locator('.yrsa-comment').nth(1)
    await reply.getByRole('link', { name: 'https://yrsa.example/plan' }).waitFor()
    await reply.getByRole('button', { name: 'React' }).focus()
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.press('Enter')
    await his.getByRole('button', { name: 'thumbs up, 1: Ada Lovelace' }).waitFor()
    await assertAccessible(bob, 'a thread')
    await bob.screenshot('talk-comments')

    await hers.getByRole('button', { name: 'Resolve' }).click()
    await his.getByText('All is resolved').waitFor()
    await his.getByText('Resolved 1').click()
    await his.getByText('Resolved by Ada Lovelace').waitFor()
  })

  it('say that what they are about is gone, and take it back when it is there again', async () => {
    const board = await aBoard()
    await ask(server, 'POST', `${board.path}/threads`, { initialComment: { body: [{ type: 'paragraph', content: [{ type: 'text', text: 'About the card' }] }] }, anchor: { type: 'path', path: '/cards/c1' } })
    const ada = await people.arrive('Ada Lovelace', board.url)
    const panel = await ada.opensPanel('Comments')
    await panel.getByText('About the card').waitFor()
    assert.equal(await panel.getByText('No longer there').count(), 0)
    const card = (await ask(server, 'GET', `${board.path}/content`)).content?.cards?.c1
    await patch(board, [{ op: 'remove', path: '/cards/c1' }])
    await panel.getByText('No longer there').waitFor()
    await patch(board, [{ op: 'add', path: '/cards/c1', value: card ?? { title: 'Fix login', column: 'todo', order: 'a0' } }])
    await panel.getByText('No longer there').waitFor({ state: 'detached' })
  })
})

async function patch({ path }, operations) {
  const answer = await fetch(`${server.url}/api${path}/content?name=Ada`, { method: 'PATCH', headers: { 'content-type': 'application/json-patch+json' }, body: JSON.stringify(operations) })
  assert.ok(answer.ok, `${answer.status}`)
}

describe('chat', () => {
  it('is a conversation: typing is seen, answers lead to what they answer, code comes along, what was read is noted', async () => {
    const board = await aBoard()
    // Bob has read something before.
    const { id } = await ask(server, 'POST', `${board.path}/messages`, { body: 'Good morning' })
    await ask(server, 'PUT', `${board.path}/messages/read`, { message: id }, { name: 'Bob Stone' })
    const ada = await people.arrive('Ada Lovelace', board.url)
    const bob = await people.arrive('Bob Stone', board.url)
    await ada.seesPerson('Bob Stone')
    const hers = await ada.opensPanel('Chat')
    await message(hers, 'Good morning').waitFor()
    await hers.getByRole('textbox', { name: 'Message' }).fill('Who looks at the parser?')
    await ada.page.keyboard.press('Enter')
    await message(hers, 'Who looks at the parser?').waitFor()
    const unread = bob.page.locator('.topbar-panels').getByRole('button', { name: /Chat.*1/ })
    await unread.waitFor()
    const his = await bob.opensPanel('Chat')
    await his.getByText('New', { exact: true }).waitFor()
    await unread.waitFor({ state: 'detached' })
    await his.getByRole('textbox', { name: 'Message' }).pressSequentially('I do')
    await hers.getByText('Bob Stone is typing').waitFor()
    await bob.page.keyboard.press('Enter')
    await message(hers, 'I do').waitFor()
    await hers.getByText('Bob Stone is typing').waitFor({ state: 'detached' })

    await message(his, 'Who looks').focus()
    await message(his, 'Who looks').getByRole('button', { name: 'Reply' }).click()
    await his.getByRole('button', { name: 'Attach code' }).click()
    await bob.page.getByRole('textbox', { name: 'File and lines' }).fill('src/parser.rs:118-119')
    await bob.page.getByRole('textbox', { name: 'Code (optional)' }).fill('fn next(&mut self) {\n}')
    await assertAccessible(bob, 'code to attach')
    await bob.page.getByRole('button', { name: 'Attach', exact: true }).click()
    await his.getByRole('textbox', { name: 'Reply' }).fill('It is this one')
    await bob.page.keyboard.press('Enter')
    await message(hers, 'It is this one').getByText('src/parser.rs:118–119').waitFor()
    await hers.getByRole('button', { name: '1 reply' }).click()
    await hers.getByRole('heading', { name: 'Replies' }).waitFor()
    await message(hers, 'It is this one').waitFor()
    await assertAccessible(ada, 'replies')
    await hers.getByRole('button', { name: 'Back to all messages' }).click()
    await hers.getByRole('button', { name: 'Show what it answers: Ada Lovelace Who looks at the parser?' }).click()
    await ada.page.waitForFunction(() => document.activeElement?.matches('.yrsa-message') && document.activeElement.textContent?.includes('Who looks at the parser?'))
    await assertAccessible(ada, 'chat')
    await ada.screenshot('talk-chat')
    await ada.page.emulateMedia({ colorScheme: 'dark' })
    await assertAccessible(ada, 'chat in the dark')
    await ada.screenshot('talk-chat-dark')
  })

  it('stays where one reads while older and newer messages come, and goes along at its end', async () => {
    const board = await aBoard()
    const say = (body, more = {}) => ask(server, 'POST', `${board.path}/messages`, { body, ...more }, { name: 'Bob Stone' })
    const first = await say('the very first')
    for (let number = 1; number < 130; number += 1) await say(`message ${number} ${'word '.repeat((number * 7) % 23)}`)
    await say('about the first', { reply_to: first.id })
    const ada = await people.arrive('Ada Lovelace', board.url)
    const panel = await ada.opensPanel('Chat')
    const log = panel.getByRole('log', { name: 'Messages' })
    await message(panel, 'about the first').waitFor()
    assert.ok((await messages(panel).count()) < 130, 'only what is near is loaded')

    // In the middle: what one looks at does not move when something is said.
    await log.evaluate((element) => element.scrollTo({ top: -600 }))
    const looked = message(panel, 'message 118')
    await panel.getByRole('button', { name: 'Newest' }).waitFor()
    const before = await topOf(looked)
    await say('said while Ada reads elsewhere\nin several\nlines')
    await panel.getByRole('button', { name: '1 new message' }).waitFor()
    assert.ok(Math.abs((await topOf(looked)) - before) < 2, 'it stays where it was')

    // At the top: older ones come, and it stays where it was again.
    const oldest = messages(panel).first()
    const id = await oldest.getAttribute('data-message')
    const there = panel.locator(`[data-message="${id}"]`)
    const loaded = await messages(panel).count()
    await log.evaluate((element) => element.scrollTo({ top: -element.scrollHeight }))
    const [beforeOlder, height] = await log.evaluate((element, wanted) => [document.querySelector(`[data-message="${wanted}"]`).getBoundingClientRect().top, element.clientHeight], id)
    await ada.page.waitForFunction((count) => document.querySelectorAll('.yrsa-message').length > count, loaded)
    assert.ok(Math.abs((await topOf(there)) - beforeOlder) < height / 3, 'what was at the top is still in sight')

    await panel.getByRole('button', { name: '1 new message' }).click()
    await message(panel, 'said while Ada reads elsewhere').waitFor()
    await say('at the end')
    await message(panel, 'at the end').waitFor()
    await ada.page.waitForFunction(() => Math.abs(document.querySelector('.yrsa-chat-log').scrollTop) < 2)

    // What is far away is found among its neighbours.
    await panel.getByRole('button', { name: 'Show what it answers: Bob Stone the very first' }).click()
    await ada.page.waitForFunction(() => document.activeElement?.matches('.yrsa-message') && document.activeElement.textContent?.includes('the very first'))
    const back = panel.getByRole('button', { name: 'Back to the newest' })
    if (await back.isVisible()) await back.click()
    await message(panel, 'at the end').waitFor()
  })

  it('scrolls through thousands of messages without holding up the page', async () => {
    const board = await aBoard()
    for (let number = 0; number < 60; number += 1) await ask(server, 'POST', `${board.path}/messages`, { body: `message ${number}` }, { name: 'Bob Stone' })
    // Pages of messages by the hundred, as the server would send them, without writing five thousand to its disk one by one.
    const ada = await people.arrive('Ada Lovelace', documentUrl(server.url, board.id))
    // In the context, because the page's service worker may ask in its place.
    await ada.context.route(/\/messages\?.*before=/, async (route) => {
      const before = new URL(route.request().url()).searchParams.get('before')
      const known = Number(/^0000/.test(before) ? Number.parseInt(before.slice(-12), 10) : 5_000)
      const from = Math.max(0, known - 500)
      const made = Array.from({ length: known - from }, (_, index) => ({
        id: `00000000-0000-7000-8000-${String(from + index).padStart(12, '0')}`, document: board.id, author: { id: `user-${(from + index) % 7}`, name: `User ${(from + index) % 7}` },
        body: `old ${from + index} ${'words '.repeat((index * 13) % 40)}`, created_at: 1_700_000_000_000 + (from + index) * 90_000, mentions: [], reactions: {}, references: [], replies: 0,
      }))
      await route.fulfill({ json: { messages: made, older: from > 0 ? made[0].id : null, newer: null } })
    })
    const panel = await ada.opensPanel('Chat')
    const log = panel.getByRole('log', { name: 'Messages' })
    await message(panel, 'message 59').waitFor()
    // Each page is asked for when its edge comes into sight.
    while ((await messages(panel).count()) < 5_000) {
      const count = await messages(panel).count()
      await log.evaluate((element) => element.scrollTo({ top: -element.scrollHeight }))
      await ada.page.waitForFunction((known) => document.querySelectorAll('.yrsa-message').length > known, count).catch(async (error) => {
        throw new Error(`nothing came after ${count} messages; ${await log.evaluate((element) => `at ${element.scrollTop} of ${element.scrollHeight}: ${element.textContent.slice(0, 80)}`)}`, { cause: error })
      })
    }
    // What the page itself works for a second of scrolling.
    const { spent, unit } = await ada.processor()
    const start = await spent()
    const frames = 120
    await log.evaluate(async (element, count) => {
      for (let frame = 0; frame < count; frame += 1) {
        element.scrollBy(0, 300)
        await new Promise(requestAnimationFrame)
      }
    }, frames)
    const each = ((await spent()) - start) / frames
    console.log(`scrolling through ${await messages(panel).count()} messages: ${each.toFixed(1)} ms of work a frame, ${(each / unit).toFixed(3)} units`)
    assert.ok(each / unit < 0.13, `${(each / unit).toFixed(3)} units a frame`)
  })

  it('fits a phone', async () => {
    const board = await aBoard()
    await ask(server, 'POST', `${board.path}/messages`, { body: 'On the train', references: [{ file: 'src/a/very/long/path/to/some/file.rs', line: 12, snippet: 'let wide = "a line that is much wider than any phone that anybody ever held in a hand";' }] }, { name: 'Bob Stone' })
    const ada = await people.arrive('Ada Lovelace', board.url, { context: PHONE })
    const panel = ada.page.getByRole('complementary')
    await ada.goesTo(board.id, { panel: 'chat' })
    await message(panel, 'On the train').waitFor()
    await message(panel, 'On the train').tap()
    await message(panel, 'On the train').getByRole('button', { name: 'More' }).waitFor()
    assert.ok(await ada.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'nothing is wider than the phone')
    await assertAccessible(ada, 'chat on a phone')
    await ada.screenshot('talk-phone')
  })
})

describe('sharing', () => {
  let closed
  const token = (user, ...grants) => execFileSync(binaryPath(), ['token', '--data', closed.data, '--user', user, '--name', user, '--expires', '1h', ...grants.flatMap((grant) => ['--grant', grant])], { encoding: 'utf8', env: {} }).trim()

  before(async () => {
    closed = new ServerProcess(await mkdtemp(join(tmpdir(), 'yrsa-talk-closed-')), { 'auth.accounts': 'true' })
    await closed.start()
  })

  after(async () => {
    await closed?.stop('SIGTERM')
    if (closed !== undefined) await rm(closed.data, { recursive: true, force: true })
  })

  it('a link lets in as long as it holds; a member comes in by id; both are seen and taken back', async () => {
    const owner = token('olga', 'acme/=owner')
    const board = await aBoard(closed, { token: owner })
    const olga = await people.arrive('olga', board.url, { token: owner })
    await olga.seesStatus('Saved')
    await olga.page.getByRole('button', { name: 'Share' }).first().click()
    const dialog = olga.page.getByRole('dialog', { name: 'Share Spring release' })
    await dialog.getByRole('combobox', { name: 'Whoever has the link' }).selectOption('comment')
    await dialog.getByRole('combobox', { name: 'Ends' }).selectOption('week')
    await dialog.getByRole('textbox', { name: 'Uses' }).fill('3')
    await assertAccessible(olga, 'a link to be made')
    await dialog.getByRole('button', { name: 'Create link' }).click()
    const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue()
    assert.match(link, /#\/acme\/talk-\d+\?share=share_/)
    await dialog.getByText('used 0 of 3 times').waitFor()
    await olga.screenshot('talk-share')

    const secret = decodeURIComponent(link.split('share=')[1])
    const use = () => fetch(`${closed.url}/api/shares/use`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ secret, name: 'Gus' }) })
    assert.ok((await use()).ok)
    await dialog.getByText('used 1 of 3 times').waitFor()
    await dialog.getByRole('button', { name: /^Revoke the link that can comment/ }).click()
    await olga.page.getByRole('dialog', { name: 'Revoke this link?' }).getByRole('button', { name: 'Revoke' }).click()
    await dialog.getByText('1 link that has ended').waitFor()
    assert.equal((await use()).ok, false)

    await dialog.getByRole('tab', { name: 'People' }).click()
    await dialog.getByLabel('Add somebody').fill('max')
    await dialog.getByRole('combobox', { name: 'Role of who is added' }).selectOption('viewer')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await dialog.getByRole('combobox', { name: 'Role of max' }).waitFor()
    await assertAccessible(olga, 'members')
    await olga.screenshot('talk-people')
    const max = await people.arrive('max', board.url, { token: token('max') })
    await max.reads('Fix login')
    await dialog.getByRole('combobox', { name: 'Role of max' }).selectOption('commenter')
    const panel = await max.opensPanel('Chat')
    await panel.getByRole('textbox', { name: 'Message' }).waitFor()
    await dialog.getByRole('combobox', { name: 'Role of max' }).selectOption('viewer')
    await panel.getByText('You may read here, but not write.').waitFor()
  })

  it('is not offered to those who may not: an editor has no button, who came by a link with share has links alone', async () => {
    const owner = token('olga', 'acme/=owner')
    const board = await aBoard(closed, { token: owner })
    const ed = await people.arrive('ed', board.url, { token: token('ed', 'acme/=editor') })
    await ed.seesStatus('Saved')
    assert.equal(await ed.page.getByRole('button', { name: 'Share' }).count(), 0)

    const { secret } = await ask(closed, 'POST', `${board.path}/shares`, { permission: 'share' }, { token: owner })
    const guest = await people.arrive('Gus', `${board.url}?share=${encodeURIComponent(secret)}`, { anonymous: true })
    const name = guest.page.getByRole('textbox', { name: /name/i })
    await name.fill('Gus')
    await guest.page.keyboard.press('Enter')
    await guest.seesStatus('Saved')
    await guest.page.getByRole('button', { name: 'Share' }).first().click()
    await guest.page.getByRole('button', { name: 'Create link' }).waitFor()
    await guest.page.getByRole('tab', { name: 'People' }).waitFor({ state: 'detached' })
    await guest.page.getByRole('button', { name: 'Create link' }).click()
    await guest.page.getByRole('textbox', { name: 'Link' }).waitFor()
  })
})
