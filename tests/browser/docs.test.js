// The page that renders the description of the REST interface, in headless Chromium against the real server: it loads nothing from
// elsewhere, breaks no policy, and a request that is tried there succeeds.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { binaryPath, foreignUrl, ServerProcess } from './server-process.js'
import { startBrowser } from './visitor.js'

const LIMIT_MS = 60_000
const skip = foreignUrl !== undefined || binaryPath() === undefined ? 'needs a server of its own' : false

test('the interface can be read and tried at /api/docs', { skip, timeout: 180_000 }, async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'yrsa-docs-'))
  const server = new ServerProcess(data)
  await server.start()
  const browser = await startBrowser()
  t.after(async () => {
    await browser.close()
    await server.stop('SIGTERM')
    rmSync(data, { recursive: true, force: true })
  })

  const page = await browser.newPage()
  page.setDefaultTimeout(LIMIT_MS)
  const complaints = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(server.url) && !url.startsWith('data:')) complaints.push(`request to another host: ${url}`)
  })

  await page.goto(`${server.url}/api/docs`)
  const operation = page.locator('#operations-members-set_member')
  await operation.locator('.opblock-summary').click()
  await operation.locator('.try-out__btn').click()
  await operation.locator('.execute').click()
  const answer = await operation.locator('.live-responses-table .response').first().textContent()
  assert.match(answer, /^200/)
  assert.match(answer, /"role": "editor"/)
  assert.deepEqual(complaints, [])
})
