// Takes the picture of the studio for the README: three people at work on one board on the real server.
// Run by `npm run picture`; writes docs/studio.png.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ServerProcess } from './server-process.js'
import { documentUrl, startBrowser, Visitor } from './visitor.js'

const ID = 'harbour/spring-release'
const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const COLUMNS = { ideas: 'Ideas', todo: 'To do', doing: 'In progress', done: 'Done' }
const CARDS = [
  ['ideas', 'Offline map of the islands', { labels: ['research'], description: 'Small enough to keep on a phone.' }],
  ['ideas', 'A badge for the first thousand users', { labels: ['design'] }],
  ['ideas', 'Ask the ferry company for their timetable', {}],
  ['todo', 'Write the release notes', { labels: ['docs'], due: day(9), assignee: 'Ingrid Dahl', description: 'What is new, what is gone, and what to do about it.' }],
  ['todo', 'Check contrast in dark mode', { labels: ['design', 'accessibility'], due: day(4) }],
  ['todo', 'Ask the pilot schools what they miss', { labels: ['research'], assignee: 'Liv Holm' }],
  ['todo', 'Book the boat', { due: day(14) }],
  ['doing', 'Restart drill: kill the server while everybody types', { labels: ['reliability'], due: day(1), assignee: 'Mateo Ruiz', description: 'Mateo pulls the plug and counts what is lost. Nothing, so far.' }],
  ['doing', 'Move cards with the keyboard', { labels: ['accessibility'], assignee: 'Ingrid Dahl' }],
  ['done', 'Move the old boards over', {}],
  ['done', 'Agree on a date', { assignee: 'Liv Holm' }],
  ['done', 'Name the bear', { labels: ['design'] }],
]

const data = mkdtempSync(join(tmpdir(), 'yrsa-picture-'))
const server = new ServerProcess(data)
await server.start()
const browser = await startBrowser()
try {
  await fill()
  const url = documentUrl(server.url, ID, { panel: 'comments' })
  const wide = { viewport: { width: 1600, height: 760 } }
  const ingrid = await Visitor.arrive(browser, { name: 'Ingrid Dahl', url, context: wide })
  const mateo = await Visitor.arrive(browser, { name: 'Mateo Ruiz', url, context: wide })
  const liv = await Visitor.arrive(browser, { name: 'Liv Holm', url, context: wide })
  for (const person of [ingrid, mateo, liv]) await person.seesStatus('Saved')
  await ingrid.seesPerson('Liv Holm')
  await ingrid.reads('Did the last drill include the phones?')
  await pointsAt(mateo, 'Restart drill', 0.75, 1.6)
  await pointsAt(liv, 'Book the boat', 0.6, 0.5)
  await ingrid.page.waitForFunction(() => document.querySelectorAll('.yrsa-cursor').length >= 2)
  await ingrid.page.evaluate(() => document.activeElement?.blur())
  // What moves comes to rest.
  await ingrid.page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running'))
  await ingrid.screenshot(fileURLToPath(new URL('../../docs/studio.png', import.meta.url)))
} finally {
  await browser.close()
  await server.stop('SIGTERM')
  rmSync(data, { recursive: true, force: true })
}

async function fill() {
  const columns = Object.fromEntries(Object.entries(COLUMNS).map(([id, title], index) => [id, { title, order: `a${index}` }]))
  const cards = Object.fromEntries(CARDS.map(([column, title, more], index) => [`c${index}`, { title, column, order: `a${index.toString(36)}`, labels: [], description: '', ...more }]))
  await says('Ingrid Dahl', 'POST', 'api/documents', { id: ID, kind: 'board', title: 'Spring release', content: { columns, cards } })
  const document = `api/documents/${encodeURIComponent(ID)}`
  const paragraph = (text) => [{ type: 'paragraph', content: [{ type: 'text', text, styles: {} }] }]
  const thread = await says('Liv Holm', 'POST', `${document}/threads`, { anchor: { type: 'path', path: '/cards/c7' }, initialComment: { body: paragraph('Did the last drill include the phones?') } })
  await says('Mateo Ruiz', 'POST', `${document}/threads/${thread.id}/comments`, { comment: { body: paragraph('Two of them, in airplane mode on the ferry. They merged when we landed.') } })
  await says('Liv Holm', 'POST', `${document}/locks`, { path: '/cards/c3', reason: 'rewriting it', seconds: 1800 })
}

async function says(name, method, path, body) {
  const response = await fetch(`${server.url}/${path}?name=${encodeURIComponent(name)}`, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

async function pointsAt(visitor, text, across, down) {
  const { x, y, width, height } = await visitor.page.getByText(text).first().boundingBox()
  await visitor.page.mouse.move(x + width * across, y + height * down, { steps: 4 })
}
