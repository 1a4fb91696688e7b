// Fifty people's cursors over one board: they are all drawn, nothing but their places is written into the page, and the page's
// main thread stays as free as it is. Work is counted in other work of the same page, so a slow or busy machine changes nothing.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { ServerProcess } from './server-process.js'
import { documentUrl, startBrowser, Visitor } from './visitor.js'

const PEOPLE = 50
/** Units of work (see `processor`) in a second: half as much again as they take. */
const MOST = 4.8
const MEASURED_MS = 4_000

let browser
let server
let data

before(async () => {
  data = await mkdtemp(join(tmpdir(), 'yrsa-cursors-'))
  server = new ServerProcess(data)
  await Promise.all([server.start(), startBrowser().then((started) => { browser = started })])
})

after(async () => {
  await browser?.close()
  await server?.stop('SIGTERM')
  await rm(data, { recursive: true, force: true })
})

/**
 * A page that is fifty cursors, each of which moves 20 times a second in circles over a board: two plain sockets of 25 Yjs clients each,
 * so that it is Ada's page that has the work, and not the machine.
 */
async function crowd(id) {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${server.url}/healthz`)
  await page.evaluate(
    async ([document, people]) => {
      // lib0's encoding: numbers in sevens of bits, texts and messages behind their length.
      const number = (value) => (value < 128 ? [value] : [(value % 128) | 128, ...number(Math.floor(value / 128))])
      const withLength = (bytes) => [...number(bytes.length), ...bytes]
      const text = (value) => withLength(new TextEncoder().encode(value))
      const AWARENESS = 1
      const sockets = await Promise.all(
        [0, 1].map((index) => {
          const url = new URL(`/sync/${document}?name=Crowd${index}`, location.href)
          url.protocol = 'ws:'
          const socket = new WebSocket(url)
          return new Promise((resolve, reject) => {
            socket.onopen = () => resolve(socket)
            socket.onerror = () => reject(new Error('nobody can come'))
          })
        }),
      )
      let clock = 0
      setInterval(() => {
        clock += 1
        for (const [index, socket] of sockets.entries()) {
          const states = Array.from({ length: people / 2 }, (_, at) => {
            const angle = clock / 12 + at + index / 2
            const pointer = { surface: 'board', x: Math.round(600 + 550 * Math.cos(angle)), y: Math.round(300 + 250 * Math.sin(angle * 1.3)) }
            return [...number(1_000 * (index + 1) + at), ...number(clock), ...text(JSON.stringify({ pointer }))]
          })
          socket.send(new Uint8Array([AWARENESS, ...withLength([...number(states.length), ...states.flat()])]))
        }
      }, 50)
    },
    [id, PEOPLE],
  )
}

describe('fifty cursors', () => {
  it('are drawn by transforms alone, and leave the main thread free', async () => {
    const id = 'team/crowd'
    const created = await fetch(`${server.url}/api/documents?name=Ada`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id, kind: 'board' }) })
    assert.equal(created.status, 201)
    const ada = await Visitor.arrive(browser, { name: 'Ada', url: documentUrl(server.url, id), context: { reducedMotion: 'no-preference' } })
    await ada.seesStatus('Saved')
    await crowd(id)
    await ada.page.bringToFront()
    await ada.page.waitForFunction((people) => document.querySelectorAll('.yrsa-cursor').length === people, PEOPLE)

    const written = await ada.page.evaluate(async (milliseconds) => {
      const elsewhere = new Set()
      const observer = new MutationObserver((records) => {
        for (const { target, type, attributeName } of records) {
          const inCursors = target.parentElement?.classList.contains('yrsa-cursors')
          if (!(inCursors && type === 'attributes' && ['style', 'data-faded', 'data-edge'].includes(attributeName))) elsewhere.add(`${type} ${attributeName ?? ''} of ${target.nodeName}.${target.className ?? ''}`)
        }
      })
      observer.observe(document.querySelector('.yrsa-cursors').parentElement, { subtree: true, attributes: true, childList: true, characterData: true })
      await new Promise((resolve) => { setTimeout(resolve, milliseconds) })
      observer.disconnect()
      return [...elsewhere]
    }, 1_000)
    assert.deepEqual(written, [], 'cursors that move write nothing else into the board')

    const { spent, unit } = await ada.processor()
    const from = await spent()
    await ada.page.waitForFunction((end) => performance.now() > end, MEASURED_MS + (await ada.page.evaluate(() => performance.now())))
    const each = ((await spent()) - from) / (MEASURED_MS / 1_000)
    console.log(`${PEOPLE} moving cursors take ${each.toFixed(0)} ms of each second of the main thread, ${(each / unit).toFixed(2)} units`)
    assert.ok(each / unit < MOST, `they take ${(each / unit).toFixed(2)} units a second`)
    assert.deepEqual(ada.complaints(), [])
  })
})
