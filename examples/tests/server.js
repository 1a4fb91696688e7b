// The real server for the examples' tests, and the pages of two people in Chromium. YRSA_BIN names the server's binary.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { build, preview } from 'vite'

const repository = fileURLToPath(new URL('../..', import.meta.url))
export const examples = path.join(repository, 'examples')
export const binary = process.env.YRSA_BIN ?? path.join(repository, 'target/release/yrsa')

/** Starts a program and waits for the line that names its address. @returns {Promise<string>} */
export async function started (t, command, args, line, env = {}) {
  const plain = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('YRSA_')))
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...plain, ...env } })
  let told = ''
  child.stderr.on('data', chunk => { told += chunk })
  t.after(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  })
  for await (const each of createInterface({ input: child.stdout })) {
    const found = line.exec(each)
    if (found !== null) {
      child.stdout.resume()
      return found[1]
    }
  }
  throw new Error(`${command} ended before it was ready\n${told}`)
}

/** Yrsa in a folder of its own. @returns {Promise<{ http: string, ws: string, data: string }>} */
export async function yrsa (t, settings = {}) {
  const data = await mkdtemp(path.join(tmpdir(), 'yrsa-example-'))
  t.after(() => rm(data, { recursive: true, force: true }))
  const http = await started(t, binary, ['serve', '--listen', '127.0.0.1:0', '--data', data], /^yrsa is ready at (http:\/\/\S+)$/, settings)
  return { http, ws: http.replace('http', 'ws'), data }
}

/** An example with a bundler, built as its README says and served. @returns {Promise<string>} its address */
export async function built (t, name) {
  const root = path.join(examples, name)
  const outDir = await mkdtemp(path.join(tmpdir(), 'yrsa-example-page-'))
  t.after(() => rm(outDir, { recursive: true, force: true }))
  await build({ root, configFile: false, logLevel: 'error', build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 100_000, minify: false } })
  const server = await preview({ root, configFile: false, logLevel: 'error', build: { outDir }, preview: { port: 0, host: '127.0.0.1' } })
  t.after(() => new Promise(resolve => server.httpServer.close(resolve)))
  return `http://127.0.0.1:${server.httpServer.address().port}/`
}

/** The example as two people see it. An error on a page, or a request to anywhere else, fails the test. */
export async function people (t, address, parameters) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] })
  t.after(() => browser.close())
  const complaints = []
  const open = async name => {
    const page = await (await browser.newContext()).newPage()
    page.setDefaultTimeout(20_000)
    page.on('pageerror', error => complaints.push(`${name}: ${error}`))
    page.on('console', message => { if (message.type() === 'error') complaints.push(`${name}: ${message.text()}`) })
    page.on('request', request => {
      const { hostname, protocol } = new URL(request.url())
      if (hostname !== '127.0.0.1' && protocol !== 'data:' && protocol !== 'blob:') complaints.push(`${name}: request to ${request.url()}`)
    })
    await page.goto(`${address}?${new URLSearchParams({ name, ...await parameters(name) })}`)
    return page
  }
  return { ada: await open('Ada'), bob: await open('Bob'), complaints }
}
