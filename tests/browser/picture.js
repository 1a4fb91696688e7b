// Takes the picture of the studio for the README: two people at work in one document on the real server.
// Run by `npm run picture`; writes docs/studio.png.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ServerProcess } from './server-process.js'
import { startBrowser, Visitor } from './visitor.js'

const CARDS = {
  'To do': ['Write the release notes', 'Check contrast in dark mode', 'Ask the pilot schools for a quote', 'Book the boat'],
  'In progress': ['Drag cards with the keyboard', 'Restart drill: kill the server while everybody types'],
  Done: ['Agree on a date', 'Move the old boards over', 'Name the bear'],
}
const TEXT = [
  '# Spring release',
  '',
  'Everything we decide goes **here**; everything we do goes on the board.',
  '',
  '## What is in it',
  '',
  '- Boards that two people can sort at once',
  "- Text with *everybody's* cursor in it",
  '- Work on the train, merge at the station',
  '',
  '## Before we ship',
  '',
  '1. Ingrid walks through the guide once more',
  '2. Mateo pulls the plug and counts what is lost',
  '   (nothing, so far)',
  '',
  '> Saved means saved: it is on the server’s disk.',
]

const data = mkdtempSync(join(tmpdir(), 'yrsa-picture-'))
const server = new ServerProcess(data)
await server.start()
const browser = await startBrowser()
try {
  const url = `${server.url}/#team/spring%20release`
  const ingrid = await Visitor.arrive(browser, { name: 'Ingrid Dahl', url })
  const mateo = await Visitor.arrive(browser, { name: 'Mateo Ruiz', url })
  await Promise.all([ingrid.seesStatus('Saved'), mateo.seesStatus('Saved')])
  for (const [column, titles] of Object.entries(CARDS)) for (const title of titles) await ingrid.addsCard(column, title)
  await ingrid.editor().click()
  for (const line of TEXT) {
    await ingrid.page.keyboard.insertText(line)
    if (line !== TEXT.at(-1)) await ingrid.page.keyboard.press('Enter')
  }
  await mateo.seesText('Saved means saved')
  await ingrid.seesStatus('Saved')
  await mateo.editor().getByText('Work on the train').click()
  await mateo.page.keyboard.press('Home')
  for (let word = 0; word < 4; word += 1) await mateo.page.keyboard.press('ControlOrMeta+Shift+ArrowRight')
  await ingrid.page.locator('.peer-selection').waitFor()
  const card = await mateo.card('Restart drill').boundingBox()
  await mateo.page.mouse.move(card.x + card.width - 60, card.y + card.height + 70, { steps: 4 })
  await ingrid.page.locator('.pointer:not(.pointer-gone)').waitFor()
  await ingrid.page.evaluate(() => document.activeElement?.blur())
  await ingrid.seesStatus('Saved')
  await ingrid.screenshot(fileURLToPath(new URL('../../docs/studio.png', import.meta.url)))
} finally {
  await browser.close()
  await server.stop('SIGTERM')
  rmSync(data, { recursive: true, force: true })
}
