// Three people at one board: what one of them does all of them see, locks hold, what was said reaches whom it was said to, and nothing
// is lost without a network or when the server dies under their hands. In headless Chromium against the real server.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import { assertAccessible } from './axe.js'
import { ServerProcess } from './server-process.js'
import { documentUrl, LIMIT_MS, PHONE, startBrowser, visitors } from './visitor.js'

let browser
let server
let data

before(async () => {
  data = await mkdtemp(join(tmpdir(), 'yrsa-board-'))
  server = new ServerProcess(data)
  await Promise.all([server.start(), startBrowser().then((started) => { browser = started })])
})

after(async () => {
  await browser?.close()
  await server?.stop('SIGTERM')
  await rm(data, { recursive: true, force: true })
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
  const type = method === 'PATCH' ? 'application/json-patch+json' : 'application/json'
  const options = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': type } }
  const answer = await fetch(url, { method, ...options })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
}

/** Asks until the answer is right. The last one stands in the error. */
async function until(read, isRight) {
  const end = Date.now() + LIMIT_MS
  let last
  while (Date.now() < end) {
    last = await read()
    if (isRight(last)) return last
    await new Promise((resolve) => { setTimeout(resolve, 40) })
  }
  throw new Error(`it stayed ${JSON.stringify(last)}`)
}

const COLUMNS = { todo: { title: 'To do', order: 'a0' }, doing: { title: 'In progress', order: 'a1' }, done: { title: 'Done', order: 'a2' } }
const day = (days) => {
  const at = new Date()
  at.setDate(at.getDate() + days)
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`
}
const CARDS = {
  release: { title: 'Write the press release', column: 'todo', order: 'a0', labels: ['marketing', 'writing'], due: day(-2), assignee: 'Ada', description: '# Press release\n\nA **draft** for Tuesday.' },
  date: { title: 'Pick a launch date', column: 'todo', order: 'a1', labels: ['decision'], due: day(1) },
  login: { title: 'Fix the login redirect on phones', column: 'todo', order: 'a2', labels: ['bug', 'urgent'], assignee: 'Bob' },
  demo: { title: 'Record the demo', column: 'doing', order: 'a0', assignee: 'Cleo', due: day(4), description: 'Two minutes, no music.' },
  load: { title: 'Load test with 500 people', column: 'doing', order: 'a1', labels: ['performance'] },
  cake: { title: 'Order the cake', column: 'done', order: 'a0', assignee: 'Bob' },
}
const TITLES = {
  'To do': ['Write the press release', 'Pick a launch date', 'Fix the login redirect on phones'],
  'In progress': ['Record the demo', 'Load test with 500 people'],
  Done: ['Order the cake'],
}

/** A board of its own for each test. */
async function aBoard(cards = CARDS) {
  documents += 1
  const id = `acme/board-${documents}`
  const { status } = await ask('POST', '/documents', { id, kind: 'board', title: 'Launch', content: { columns: COLUMNS, cards } })
  assert.equal(status, 201)
  const path = `/documents/${encodeURIComponent(id)}`
  return {
    id,
    path,
    url: documentUrl(server.url, id),
    at: (card) => documentUrl(server.url, id, { at: `/cards/${card}` }),
    content: async () => (await ask('GET', `${path}/content?format=json`)).body.content,
  }
}

async function comeTogether(board, names = ['Ada', 'Bob', 'Cleo'], options = {}) {
  const here = await Promise.all(names.map((name) => people.arrive(name, board.url, options)))
  await Promise.all(here.map(({ page }) => page.locator('.board-column').first().waitFor()))
  await Promise.all(here.map((visitor) => visitor.seesStatus('Saved')))
  return here
}

/** The board as somebody sees it: `{ column title: [card titles] }`. */
function shown({ page }) {
  return page.evaluate(() => Object.fromEntries([...document.querySelectorAll('[data-column]')].map((column) => [
    column.querySelector('.board-column-title')?.textContent,
    [...column.querySelectorAll('.board-card-title')].map((title) => title.textContent),
  ])))
}

/** Waits until everybody sees exactly this. */
async function allSee(visitors, wanted) {
  const expected = JSON.stringify(wanted)
  await Promise.all(visitors.map((visitor) => until(() => shown(visitor), (board) => JSON.stringify(board) === expected)))
}

const card = ({ page }, title) => page.locator('[data-card]', { hasText: title })
const column = ({ page }, title) => page.getByRole('region', { name: title, exact: true })
const detail = ({ page }) => page.locator('.board-detail')
const opener = (visitor, title) => card(visitor, title).locator('.board-card-open')

async function opens(visitor, title) {
  await opener(visitor, title).click()
  await detail(visitor).waitFor()
}

async function addsCards(visitor, where, ...titles) {
  await column(visitor, where).getByRole('button', { name: /^Add a card/ }).click()
  for (const title of titles) {
    await visitor.page.keyboard.type(title)
    await visitor.page.keyboard.press('Enter')
  }
  await visitor.page.keyboard.press('Escape')
}

/** With the mouse, onto the upper or lower part of another card, or onto a column. */
async function drags(visitor, title, onto, part = 0.2) {
  const from = await card(visitor, title).boundingBox()
  const to = await onto.boundingBox()
  const grip = { x: 120, y: 16 }
  await visitor.page.mouse.move(from.x + grip.x, from.y + grip.y)
  await visitor.page.mouse.down()
  await visitor.page.mouse.move(from.x + grip.x + 12, from.y + grip.y + 8)
  // The middle of the card in the air decides.
  const y = to.y + to.height * part + grip.y - from.height / 2
  await visitor.page.mouse.move(to.x + grip.x, y, { steps: 6 })
  await visitor.page.locator('.board-gap').waitFor()
  await visitor.page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)) }))
  await visitor.page.mouse.up()
}

const description = ({ page }) => page.locator('.board-description .cm-content')

function descriptionText({ page }) {
  return page.evaluate(() => {
    const lines = document.querySelector('.board-description')?.shadowRoot?.querySelectorAll('.cm-line') ?? []
    return [...lines].map((line) => line.textContent.replaceAll('\u2060', '').replaceAll('\u200b', '')).join('\n')
  })
}

async function writes(visitor, text) {
  await description(visitor).click()
  await visitor.page.keyboard.press('ControlOrMeta+End')
  await visitor.page.keyboard.type(text)
}

/** Waits until the browser has written what it keeps. A reload before that asks first. */
function copyIsWritten({ page }) {
  return page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(opening.error)
      })
      // What reads waits for all that wrote before.
      if (database.objectStoreNames.contains('updates')) {
        await new Promise((resolve) => {
          const reading = database.transaction(['updates'], 'readonly')
          reading.oncomplete = resolve
          reading.objectStore('updates').count()
        })
      }
      database.close()
    }
  })
}

describe('three people at one board', () => {
  it('add, rename and move cards by mouse and by keyboard, and all see the same', async () => {
    const board = await aBoard()
    const all = await comeTogether(board)
    const [ada, bob, cleo] = all
    await allSee(all, TITLES)
    await Promise.all([addsCards(ada, 'To do', 'Thank everybody'), addsCards(bob, 'Done', 'Book the room', 'Send invitations')])
    await allSee(all, { 'To do': [...TITLES['To do'], 'Thank everybody'], 'In progress': TITLES['In progress'], Done: ['Order the cake', 'Book the room', 'Send invitations'] })

    await drags(cleo, 'Pick a launch date', card(cleo, 'Load test with 500 people'))
    await opener(bob, 'Book the room').focus()
    for (const key of ['Space', 'ArrowLeft', 'ArrowLeft', 'ArrowUp', 'Space']) await bob.page.keyboard.press(key)
    await opener(ada, 'Thank everybody').focus()
    await ada.page.keyboard.press('F2')
    await ada.page.keyboard.type('Thank all of you')
    await ada.page.keyboard.press('Enter')
    await allSee(all, {
      'To do': ['Book the room', 'Write the press release', 'Fix the login redirect on phones', 'Thank all of you'],
      'In progress': ['Record the demo', 'Pick a launch date', 'Load test with 500 people'],
      Done: ['Order the cake', 'Send invitations'],
    })
    const { cards } = await until(board.content, (now) => now.cards.date.column === 'doing')
    assert.ok(cards.date.order > cards.demo.order && cards.date.order < cards.load.order)
  })

  it('move the same card at once, and it is in one place for all', async () => {
    const board = await aBoard()
    const all = await comeTogether(board)
    const [ada, bob, cleo] = all
    await Promise.all([
      drags(ada, 'Write the press release', column(ada, 'Done'), 0.95),
      drags(bob, 'Write the press release', card(bob, 'Record the demo')),
      drags(cleo, 'Fix the login redirect on phones', card(cleo, 'Write the press release')),
    ])
    await Promise.all(all.map((visitor) => visitor.seesStatus('Saved')))
    const boards = await until(() => Promise.all(all.map(shown)), ([first, ...others]) => others.every((other) => JSON.stringify(other) === JSON.stringify(first)))
    assert.equal(Object.values(boards[0]).flat().filter((title) => title === 'Write the press release').length, 1)
    assert.equal(Object.values(boards[0]).flat().length, 6)
    assert.ok(!boards[0]['To do'].includes('Write the press release'))
  })

  it('change columns: add, rename, move by mouse, by menu and by keyboard, and delete with what is in it', async () => {
    const board = await aBoard()
    const all = await comeTogether(board)
    const [ada, bob, cleo] = all
    await ada.page.getByRole('button', { name: 'Add a column' }).click()
    await ada.page.keyboard.type('Ideas')
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.press('Escape')
    await column(bob, 'Ideas').waitFor()
    await bob.page.getByRole('button', { name: 'Move column Ideas' }).focus()
    for (const key of ['Space', 'ArrowLeft', 'ArrowLeft', 'Space']) await bob.page.keyboard.press(key)
    await allSee(all, { 'To do': TITLES['To do'], Ideas: [], 'In progress': TITLES['In progress'], Done: TITLES.Done })

    await column(cleo, 'In progress').getByRole('button', { name: 'In progress', exact: true }).click()
    await cleo.page.keyboard.type('Under way')
    await cleo.page.keyboard.press('Enter')
    const head = await column(ada, 'Done').locator('.board-column-head').boundingBox()
    const first = await column(ada, 'To do').boundingBox()
    await ada.page.mouse.move(head.x + 140, head.y + 20)
    await ada.page.mouse.down()
    await ada.page.mouse.move(first.x + 200, head.y + 24, { steps: 8 })
    await ada.page.mouse.move(first.x + 60, head.y + 24, { steps: 3 })
    await ada.page.locator('.board-column-gap').waitFor()
    await ada.page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)) }))
    await ada.page.mouse.up()
    await allSee(all, { Done: TITLES.Done, 'To do': TITLES['To do'], Ideas: [], 'Under way': TITLES['In progress'] })

    await bob.page.getByRole('button', { name: 'More for column To do' }).click()
    await bob.page.getByRole('menuitem', { name: 'Delete column' }).click()
    await allSee(all, { Done: TITLES.Done, Ideas: [], 'Under way': TITLES['In progress'] })
    await bob.page.locator('.yrsa-toast').getByRole('button', { name: 'Undo' }).click()
    await allSee(all, { Done: TITLES.Done, 'To do': TITLES['To do'], Ideas: [], 'Under way': TITLES['In progress'] })
  })

  it('undo what they did themselves and nothing of the others', async () => {
    const board = await aBoard()
    const all = await comeTogether(board, ['Ada', 'Bob'])
    const [ada, bob] = all
    await addsCards(ada, 'Done', 'Mine')
    await allSee(all, { ...TITLES, Done: ['Order the cake', 'Mine'] })
    await addsCards(bob, 'Done', 'Yours')
    await drags(bob, 'Record the demo', column(bob, 'Done'), 0.98)
    await allSee(all, { ...TITLES, 'In progress': ['Load test with 500 people'], Done: ['Order the cake', 'Mine', 'Yours', 'Record the demo'] })
    await ada.page.keyboard.press('ControlOrMeta+z')
    await allSee(all, { ...TITLES, 'In progress': ['Load test with 500 people'], Done: ['Order the cake', 'Yours', 'Record the demo'] })
    await ada.page.keyboard.press('ControlOrMeta+z')
    await bob.page.getByRole('button', { name: /^Undo/ }).click()
    await allSee(all, { ...TITLES, Done: ['Order the cake', 'Yours'] })
    await bob.page.getByRole('button', { name: /^Redo/ }).click()
    await allSee(all, { ...TITLES, 'In progress': ['Load test with 500 people'], Done: ['Order the cake', 'Yours', 'Record the demo'] })
  })

  it('write one description together, with carets that have names', async () => {
    const board = await aBoard()
    const all = await comeTogether(board)
    const [ada, bob, cleo] = all
    for (const visitor of all) await opens(visitor, 'Record the demo')
    await Promise.all(all.map((visitor) => description(visitor).waitFor()))
    await description(ada).click()
    await ada.page.keyboard.press('ControlOrMeta+Home')
    await Promise.all([ada.page.keyboard.type('Ada was here. '), writes(bob, '\nBob was here.')])
    for (const visitor of all) {
      await until(() => descriptionText(visitor), (text) => text.includes('Ada was here.') && text.includes('Bob was here.'))
    }
    assert.equal(await descriptionText(ada), await descriptionText(cleo))
    await until(
      () => cleo.page.evaluate(() => [...document.querySelector('.board-description').shadowRoot.querySelectorAll('.peer-caret')].map(({ dataset }) => dataset.name).sort()),
      (names) => names.join() === 'Ada,Bob',
    )
    await detail(cleo).getByRole('img', { name: 'Ada is here' }).waitFor()
    // One's own words alone are taken back, from inside the text.
    await ada.page.keyboard.press('ControlOrMeta+z')
    for (const visitor of all) await until(() => descriptionText(visitor), (text) => !text.includes('Ada was here.') && text.includes('Bob was here.'))
  })

  it('fill in the fields of a card, and all see its face change', async () => {
    const board = await aBoard()
    const [ada, bob] = await comeTogether(board, ['Ada', 'Bob'])
    await opens(ada, 'Load test with 500 people')
    const sheet = detail(ada)
    await sheet.getByRole('button', { name: 'Assign somebody' }).click()
    await ada.page.getByRole('combobox', { name: 'Find a person' }).fill('bo')
    await ada.page.getByRole('listbox', { name: 'Find a person' }).getByRole('option', { name: /Bob/ }).waitFor()
    await ada.page.keyboard.press('Enter')
    await sheet.getByRole('button', { name: 'Add a label' }).click()
    await ada.page.getByRole('combobox', { name: 'Find or make a label' }).fill('new thing')
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.press('Escape')
    await sheet.getByLabel('Due').fill(day(-1))
    await sheet.getByLabel('Title').fill('Load test with 600 people')
    await ada.page.keyboard.press('Enter')
    const face = card(bob, 'Load test with 600 people')
    await face.getByText('new thing', { exact: true }).first().waitFor()
    await face.locator('.board-due[data-state="overdue"]', { hasText: 'Yesterday' }).waitFor()
    await opener(bob, 'Load test with 600 people').and(bob.page.getByRole('button', { name: /performance, new thing; overdue since Yesterday; assigned to Bob/ })).waitFor()
    const { cards } = await until(board.content, (now) => now.cards.load.due === day(-1) && now.cards.load.title.includes('600'))
    assert.equal(cards.load.assignee, 'Bob')
    assert.deepEqual(cards.load.labels, ['performance', 'new thing'])

    await sheet.getByLabel('Column').selectOption({ label: 'Done' })
    await until(() => shown(bob), (now) => now.Done.includes('Load test with 600 people'))
    await sheet.getByRole('button', { name: 'More for this card' }).click()
    await ada.page.getByRole('menuitem', { name: 'Delete card' }).click()
    await until(() => shown(bob), (now) => !now.Done.includes('Load test with 600 people'))
    assert.equal(await detail(ada).count(), 0)
  })

  it('find cards by words, label and person, each for themselves', async () => {
    const board = await aBoard()
    const [ada, bob] = await comeTogether(board, ['Ada', 'Bob'])
    await ada.page.getByRole('searchbox', { name: 'Find cards' }).fill('music')
    await allSee([ada], { 'To do': [], 'In progress': ['Record the demo'], Done: [] })
    await ada.page.getByRole('button', { name: 'Show all cards' }).click()
    await ada.page.getByRole('combobox', { name: 'Filter by assignee' }).selectOption({ label: 'Assigned to me' })
    await allSee([ada], { 'To do': ['Write the press release'], 'In progress': [], Done: [] })
    await ada.page.getByRole('combobox', { name: 'Filter by assignee' }).selectOption({ label: 'Anybody' })
    await ada.page.getByRole('button', { name: 'Labels' }).click()
    await ada.page.getByRole('menuitemcheckbox', { name: 'bug' }).click()
    await allSee([ada], { 'To do': ['Fix the login redirect on phones'], 'In progress': [], Done: [] })
    await allSee([bob], TITLES)
  })
})

describe('who is on a board', () => {
  it('is seen: pointers, at which card, and in the list of people', async () => {
    const board = await aBoard()
    const [ada, bob, cleo] = await comeTogether(board)
    await ada.seesPerson('Bob')
    await ada.seesPerson('Cleo')
    const place = await card(bob, 'Record the demo').boundingBox()
    await bob.page.mouse.move(place.x + 40, place.y + 20)
    await bob.page.mouse.move(place.x + 100, place.y + 30, { steps: 3 })
    const cursor = ada.page.locator('.yrsa-cursor', { hasText: 'Bob' })
    await cursor.waitFor()
    const wanted = { x: place.x + 100, y: place.y + 30 }
    await until(
      async () => {
        const { x, y } = await cursor.boundingBox()
        return { x, y }
      },
      ({ x, y }) => Math.abs(x - wanted.x) < 24 && Math.abs(y - wanted.y) < 24,
    )
    await card(ada, 'Record the demo').and(ada.page.locator('[data-occupied]')).waitFor()
    await opens(cleo, 'Order the cake')
    await opener(ada, 'Order the cake').and(ada.page.getByRole('button', { name: /Cleo is here/ })).waitFor()
    await cleo.leave()
    await until(() => card(ada, 'Order the cake').getAttribute('data-occupied'), (mark) => mark === null)
  })

  it('can be followed: the board scrolls to where they are and opens what they open', async () => {
    const columns = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`k${at}`, { title: `Column ${at}`, order: `a${String.fromCharCode(65 + at)}` }]))
    documents += 1
    const id = `acme/board-${documents}`
    await ask('POST', '/documents', { id, kind: 'board', title: 'Wide', content: { columns, cards: { far: { title: 'Far away', column: 'k11', order: 'a0' } } } })
    const [ada, bob] = await comeTogether({ url: documentUrl(server.url, id) }, ['Ada', 'Bob'])
    await ada.seesPerson('Bob')
    await ada.page.locator('.yrsa-people-button').click()
    await ada.page.getByRole('button', { name: /^Follow Bob/ }).click()
    await bob.page.locator('.board-scroller').evaluate((node) => node.scrollTo(9_999, 0))
    await until(() => ada.page.locator('.board-scroller').evaluate((node) => node.scrollLeft), (left) => left > 1_500)
    await opens(bob, 'Far away')
    await detail(ada).getByLabel('Title').waitFor()
    await bob.page.keyboard.press('Escape')
    await until(() => detail(ada).count(), (count) => count === 0)
    // Whoever scrolls by themselves follows no more.
    await ada.page.locator('.board-scroller').hover()
    await ada.page.mouse.wheel(-4_000, 0)
    await until(() => ada.page.locator('[data-following]').count(), (count) => count === 0)
  })
})

describe('a lock on a card', () => {
  it('is taken with a reason, seen by all, holds against the others, and what they write in spite of it is undone', async () => {
    const board = await aBoard()
    const [ada, bob] = await comeTogether(board, ['Ada', 'Bob'])
    await opens(ada, 'Fix the login redirect on phones')
    await opens(bob, 'Fix the login redirect on phones')
    await detail(ada).getByRole('button', { name: 'Lock this card' }).click()
    await ada.page.getByLabel('Reason (optional)').fill('rewriting it')
    await ada.page.keyboard.press('Enter')
    await detail(bob).getByText('Ada has this card locked: rewriting it.').waitFor()
    assert.equal(await detail(bob).getByLabel('Title').count(), 0)
    await card(bob, 'Fix the login redirect on phones').getByRole('button', { name: /Locked by Ada/ }).waitFor()
    assert.equal(await card(bob, 'Fix the login redirect on phones').getAttribute('data-drag'), null)
    await opener(bob, 'Fix the login redirect on phones').focus()
    await bob.page.keyboard.press('Space')
    await bob.reads('Ada has it locked: rewriting it.')

    // The holder goes on.
    await detail(ada).getByLabel('Title').fill('Fix the login on phones')
    await ada.page.keyboard.press('Enter')
    await card(bob, 'Fix the login on phones').waitFor()
    await detail(ada).getByRole('button', { name: /Locked by you/ }).click()
    await ada.page.getByRole('button', { name: 'Release', exact: true }).click()
    await detail(bob).getByLabel('Title').waitFor()
  })

  it('keeps out what somebody wrote who had not heard of it: they are told, and all see the holder’s card', async () => {
    const board = await aBoard()
    const [ada, bob] = await comeTogether(board, ['Ada', 'Bob'])
    // Bob is on a train while Ada locks the card.
    bob.expectOutage()
    await bob.context.setOffline(true)
    await bob.seesStatus('Offline')
    const { status } = await ask('POST', `${board.path}/locks`, { path: '/cards/login', reason: 'mine now', seconds: 600 }, 'Ada')
    assert.equal(status, 201)
    await opener(bob, 'Fix the login redirect on phones').focus()
    for (const key of ['Space', 'ArrowRight', 'Space']) await bob.page.keyboard.press(key)
    await addsCards(bob, 'Done', 'Bob was offline')
    await until(() => shown(bob), (now) => now['In progress'].includes('Fix the login redirect on phones'))
    await bob.context.setOffline(false)
    await bob.reads(/locked by Ada/i)
    const wanted = { ...TITLES, Done: ['Order the cake', 'Bob was offline'] }
    await allSee([ada, bob], wanted)
  })
})

describe('what is said about a card', () => {
  it('is shown at the card and opens from it, and a mention in the chat reaches the inbox', async () => {
    const board = await aBoard()
    const [ada, bob] = await comeTogether(board, ['Ada', 'Bob'])
    await opens(ada, 'Pick a launch date')
    await detail(ada).getByRole('button', { name: 'Comment', exact: true }).click()
    await ada.page.getByRole('combobox', { name: 'New comment' }).or(ada.page.getByRole('textbox', { name: 'New comment' })).fill('Is Friday too late?')
    await ada.page.keyboard.press('ControlOrMeta+Enter')
    const anchor = card(bob, 'Pick a launch date').locator('.board-card-comments')
    await anchor.waitFor()
    await anchor.click()
    await bob.reads('Is Friday too late?')
    assert.equal(await detail(bob).count(), 0)

    const chat = await bob.opensPanel('Chat')
    const field = chat.getByRole('combobox', { name: 'Message' }).or(chat.getByRole('textbox', { name: 'Message' }))
    await field.click()
    await bob.page.keyboard.type('Ask @Ada')
    await bob.page.getByRole('listbox', { name: 'People and roles' }).getByRole('option', { name: /Ada/ }).first().waitFor()
    await bob.page.keyboard.press('Enter')
    await bob.page.keyboard.type('about Friday')
    await bob.page.keyboard.press('Enter')
    await chat.getByText('about Friday').first().waitFor()
    await until(async () => (await ask('GET', '/inbox')).body, (inbox) => JSON.stringify(inbox).includes('about Friday'))
    await until(() => ada.page.getByRole('button', { name: /^Inbox/ }).first().getAttribute('aria-label'), (label) => /\d/.test(label ?? ''))
  })
})

describe('without a network, and without a server', () => {
  it('one edits on, loads the page again, and both sides’ edits come together', async () => {
    const board = await aBoard()
    const all = await comeTogether(board, ['Ada', 'Bob'])
    const [ada, bob] = all
    await bob.keepsTheStudio()
    await opens(bob, 'Record the demo')
    await description(bob).waitFor()
    await bob.page.keyboard.press('Escape')
    bob.expectOutage()
    await bob.context.setOffline(true)
    await bob.seesStatus('Offline')
    await addsCards(bob, 'To do', 'From the train')
    await addsCards(ada, 'To do', 'From the office')
    await opens(bob, 'Record the demo')
    await description(bob).waitFor()
    await writes(bob, ' And a joke.')
    await copyIsWritten(bob)
    await bob.page.reload()
    await card(bob, 'From the train').waitFor()
    await until(() => descriptionText(bob), (text) => text.includes('And a joke.'))
    await bob.context.setOffline(false)
    await bob.seesStatus('Saved')
    await until(() => shown(ada), (now) => now['To do'].includes('From the train') && now['To do'].includes('From the office'))
    await allSee(all, await shown(ada))
    const { cards } = await until(board.content, (now) => now.cards.demo.description.includes('joke'))
    assert.equal(cards.demo.description, 'Two minutes, no music. And a joke.')
  })

  it('the server is killed and started under their hands, and all come together again', async () => {
    const board = await aBoard()
    const all = await comeTogether(board)
    const [ada, bob, cleo] = all
    await addsCards(ada, 'Done', 'Before the crash')
    await ada.seesStatus('Saved')
    for (const visitor of all) visitor.expectOutage()
    await server.stop('SIGKILL')
    await Promise.all(all.map((visitor) => visitor.seesStatus('Offline')))
    await addsCards(bob, 'Done', 'Bob in the dark')
    await drags(cleo, 'Order the cake', column(cleo, 'In progress'), 0.95)
    await server.start()
    await Promise.all(all.map((visitor) => visitor.seesStatus('Saved')))
    await until(() => shown(ada), (now) => now.Done.includes('Bob in the dark') && now.Done.includes('Before the crash') && now['In progress'].includes('Order the cake'))
    await allSee(all, await shown(ada))
    const { cards } = await board.content()
    assert.deepEqual(Object.values(cards).map(({ title }) => title).sort(), [...Object.values(TITLES).flat(), 'Before the crash', 'Bob in the dark'].sort())
  })
})

/** Runs in the page before everything else: lets a test hand messages to the document's socket as if the server had sent them. */
function crowd() {
  const sockets = []
  let clock = 1
  const Plain = window.WebSocket
  window.WebSocket = class extends Plain {
    constructor(...args) {
      super(...args)
      if (/\/sync\//.test(args[0]) && !String(args[0]).includes('~yrsa')) sockets.push(this)
    }

    /** y-websocket tells the server again what it hears of others; of people who are not there the server would hear too much. */
    send(data) {
      if (clock === 1 || new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0)[0] !== 1) super.send(data)
    }
  }
  const number = (value) => (value < 128 ? [value] : [(value % 128) + 128, ...number(Math.floor(value / 128))])
  /** An awareness message of the Yjs protocol: type 1, then each client with its clock and its state. */
  const message = (states, clock) => {
    const body = [...number(states.length)]
    for (const [client, state] of states) {
      const text = new TextEncoder().encode(JSON.stringify(state))
      body.push(...number(client), ...number(clock), ...number(text.length), ...text)
    }
    return new Uint8Array([1, ...number(body.length), ...body]).buffer
  }
  /** `count` people point at something that goes round. */
  window.crowd = (count) => {
    clock += 1
    for (let from = 0; from < count; from += 10) {
      const states = Array.from({ length: Math.min(10, count - from) }, (_, index) => {
        const at = from + index
        const pointer = { surface: 'board', x: 450 + Math.round(400 * Math.cos(at + clock / 15)), y: 260 + Math.round(200 * Math.sin(at * 2 + clock / 15)) }
        return [1_000_000 + at, { user: { id: `p${at}`, name: `Person ${at}`, color: '#0f766e', role: 'editor', status: 'active' }, pointer, place: `/cards/c${at}` }]
      })
      sockets.at(-1).onmessage({ data: message(states, clock) })
    }
  }
}

describe('a board looks like a product', () => {
  it('in light and dark, with a card open, and nothing serious is found by axe', async () => {
    const board = await aBoard()
    await ask('POST', `${board.path}/threads`, { initialComment: { body: 'Really?' }, anchor: { type: 'path', path: '/cards/date' } }, 'Cleo')
    await ask('POST', `${board.path}/locks`, { path: '/cards/login', reason: 'rewriting it' }, 'Bob')
    const [ada, bob, cleo] = await comeTogether(board)
    const dark = await people.arrive('Dana', board.url, { context: { colorScheme: 'dark' } })
    await card(dark, 'Record the demo').waitFor()
    const place = await card(bob, 'Record the demo').boundingBox()
    await opens(cleo, 'Order the cake')
    for (const visitor of [ada, dark]) {
      await card(visitor, 'Pick a launch date').locator('.board-card-comments').waitFor()
      await card(visitor, 'Order the cake').and(visitor.page.locator('[data-occupied]')).waitFor()
    }
    await bob.page.mouse.move(place.x + 60, place.y + 20)
    await bob.page.mouse.move(place.x + 120, place.y + 40, { steps: 3 })
    for (const visitor of [ada, dark]) await visitor.page.locator('.yrsa-cursor', { hasText: 'Bob' }).waitFor()
    await ada.screenshot('board-light')
    await dark.screenshot('board-dark')
    for (const visitor of [ada, dark]) await assertAccessible(visitor, 'a board')
    await opens(ada, 'Write the press release')
    await opens(dark, 'Fix the login redirect on phones')
    await description(ada).waitFor()
    await detail(dark).getByText('Bob has this card locked').waitFor()
    await ada.screenshot('board-card-light')
    await dark.screenshot('board-card-locked-dark')
    for (const visitor of [ada, dark]) await assertAccessible(visitor, 'a card')
    await detail(ada).getByRole('button', { name: /^Assigned to/ }).click()
    await ada.page.getByRole('listbox', { name: 'Find a person' }).waitFor()
    await assertAccessible(ada, 'choosing a person')
  })

  it('on a phone: columns are swiped, a card is lifted by a long press, and a card fills the page', async () => {
    const board = await aBoard()
    const ada = await people.arrive('Ada', board.url, { context: PHONE })
    await card(ada, 'Write the press release').waitFor()
    await ada.seesStatus('')
    await ada.screenshot('board-phone')
    await assertAccessible(ada, 'a board on a phone')
    const { x, y } = await card(ada, 'Write the press release').boundingBox()
    const below = await card(ada, 'Fix the login redirect on phones').boundingBox()
    const session = await ada.context.newCDPSession(ada.page)
    const touch = (type, points) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points })
    await touch('touchStart', [{ x: x + 60, y: y + 20 }])
    await ada.page.locator('.board-ghost').waitFor()
    for (let step = 1; step <= 8; step += 1) await touch('touchMove', [{ x: x + 60, y: y + 20 + ((below.y + below.height - y) * step) / 8 }])
    await ada.page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)) }))
    await ada.screenshot('board-phone-drag')
    await touch('touchEnd', [])
    await until(() => shown(ada), (now) => now['To do'].at(-1) === 'Write the press release')
    assert.equal(await detail(ada).count(), 0)
    await opener(ada, 'Pick a launch date').tap()
    await detail(ada).waitFor()
    const sheet = await detail(ada).boundingBox()
    assert.ok(sheet.width >= 380 && sheet.x <= 0)
    await ada.screenshot('board-card-phone')
    await assertAccessible(ada, 'a card on a phone')
    assert.ok(await ada.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
  })

  it('moves the pointers of 50 people on a board of 300 cards, and has most of each frame left', async () => {
    const cards = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`c${at}`, { title: `Card ${at}`, column: ['todo', 'doing', 'done'][at % 3], order: `a${String(at).padStart(4, '0')}1` }]))
    const board = await aBoard(cards)
    const ada = await people.arrive('Ada', server.url, { context: { reducedMotion: 'no-preference' } })
    await ada.context.addInitScript(crowd)
    await ada.page.goto(board.url)
    await ada.page.reload()
    await ada.page.locator('[data-card="c0"]').waitFor()
    await ada.seesStatus('Saved')
    await ada.page.evaluate(() => window.crowd(50))
    await until(() => ada.page.locator('.yrsa-cursor').count(), (count) => count === 50)
    const { spent, unit } = await ada.processor()
    const before = await spent()
    const frames = await ada.page.evaluate(() => new Promise((resolve) => {
      const begun = performance.now()
      const moving = setInterval(() => window.crowd(50), 50)
      let drawn = 0
      const frame = (now) => {
        drawn += 1
        if (now - begun < 3_000) return requestAnimationFrame(frame)
        clearInterval(moving)
        resolve(drawn)
      }
      requestAnimationFrame(frame)
    }))
    const each = ((await spent()) - before) / frames
    console.log(`50 pointers: ${frames} frames in 3 s, ${each.toFixed(1)} ms of work each, ${(each / unit).toFixed(3)} units`)
    assert.ok(each / unit < 0.12, `the work of a frame took ${(each / unit).toFixed(3)} units`)
    await ada.screenshot('board-crowd')
  })

  it('stays smooth with 500 cards', async () => {
    const cards = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`c${at}`, { title: `Card ${at}`, column: ['todo', 'doing', 'done'][at % 3], order: `a${String(at).padStart(4, '0')}1` }]))
    const board = await aBoard(cards)
    const [ada, bob] = await comeTogether(board, ['Ada', 'Bob'])
    await until(() => shown(ada), (now) => Object.values(now).flat().length === 500)
    await drags(ada, 'Card 0', ada.page.locator('[data-card="c4"]'))
    await until(() => shown(bob), (now) => now['To do'].includes('Card 0') === false)
    const { spent, unit } = await ada.processor()
    const before = await spent()
    for (let at = 10; at < 20; at += 1) {
      const { status } = await ask('PATCH', `${board.path}/content`, [{ op: 'replace', path: `/cards/c${at}/title`, value: `Changed ${at}` }])
      assert.equal(status, 200)
    }
    await card(ada, 'Changed 19').waitFor()
    const each = ((await spent()) - before) / 10
    console.log(`500 cards: ${each.toFixed(1)} ms of work for a change by somebody else, ${(each / unit).toFixed(3)} units`)
    assert.ok(each / unit < 0.25, `a change took ${(each / unit).toFixed(3)} units of work`)
  })
})
