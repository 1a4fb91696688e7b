// The copy of the studio for offline use: never a mix of two builds, nothing but files of the studio, the server's page where there is one.
// The worker is run as it is built, with caches and a network made here.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
// @ts-expect-error a script of the build, in plain JavaScript
import { firstLoad } from '../../scripts/first-load.js'

const source = readFileSync(new URL('../../service-worker/worker.js', import.meta.url), 'utf8')
const ROOT = 'https://docs.example.com/'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

type Network = Record<string, string | Error>
type Listener = (event: Record<string, unknown>) => void

/** One browser with its caches; workers come and go in it. */
class Browser {
  readonly stored = new Map<string, Map<string, Response>>()
  network: Network = {}
  readonly asked: string[] = []

  fetch = (request: Request | string): Promise<Response> => {
    const url = typeof request === 'string' ? request : request.url
    this.asked.push(url)
    const answer = this.network[url]
    if (answer instanceof Error) return Promise.reject(answer)
    return Promise.resolve(answer === undefined ? new Response('missing', { status: 404 }) : new Response(answer))
  }

  #cache(name: string) {
    const entries = this.stored.get(name) ?? new Map<string, Response>()
    this.stored.set(name, entries)
    return {
      put: async (url: string, response: Response) => void entries.set(url, response),
      match: async (url: string) => entries.get(url)?.clone(),
      addAll: async (urls: string[]) => {
        const responses = await Promise.all(urls.map((url) => this.fetch(url)))
        if (responses.some((response) => !response.ok)) throw new TypeError('not all could be had')
        for (const [index, url] of urls.entries()) entries.set(url, responses[index] as Response)
      },
    }
  }

  start(build: { version: string; page: string; shell: string[]; others: string[] }) {
    const listeners = new Map<string, Listener>()
    const caches = {
      open: async (name: string) => this.#cache(name),
      keys: async () => [...this.stored.keys()],
      delete: async (name: string) => this.stored.delete(name),
    }
    const self = { location: { href: `${ROOT}service-worker.js` }, addEventListener: (type: string, listener: Listener) => listeners.set(type, listener), clients: { claim: async () => undefined } }
    new Function('BUILD', 'self', 'caches', 'fetch', source)(build, self, caches, this.fetch)
    const lasting = (type: string, event: Record<string, unknown> = {}) =>
      new Promise<void>((resolve, reject) => listeners.get(type)?.({ ...event, waitUntil: (work: Promise<void>) => work.then(resolve, reject) }))
    return {
      install: () => lasting('install'),
      activate: () => lasting('activate'),
      keepEverything: () => lasting('message', { data: 'keep-everything' }),
      /** What the page gets; nothing where the worker leaves it to the browser. */
      async get(url: string, options: { mode?: string; method?: string } = {}): Promise<string | undefined> {
        let answer: Promise<Response> | undefined
        listeners.get('fetch')?.({ request: { url, method: options.method ?? 'GET', mode: options.mode ?? 'cors' }, respondWith: (given: Promise<Response>) => { answer = given } })
        return answer === undefined ? undefined : (await answer).text()
      },
    }
  }
}

function published(name: string): { build: { version: string; page: string; shell: string[]; others: string[] }; network: Network } {
  const page = `<page of ${name}>`
  return {
    build: { version: name, page: sha256(page), shell: [`assets/index-${name}.js`], others: [`assets/board-${name}.js`] },
    network: { [ROOT]: page, [`${ROOT}assets/index-${name}.js`]: `index ${name}`, [`${ROOT}assets/board-${name}.js`]: `board ${name}` },
  }
}

const away: Network = new Proxy({}, { get: () => new TypeError('no network') })

describe('the copy of the studio', () => {
  test('without a network the page and its files come from the copy', async () => {
    const browser = new Browser()
    const { build, network } = published('one')
    browser.network = network
    const worker = browser.start(build)
    await worker.install()
    await worker.activate()
    browser.network = away
    expect(await worker.get(ROOT, { mode: 'navigate' })).toBe('<page of one>')
    expect(await worker.get(`${ROOT}assets/index-one.js`)).toBe('index one')
    await expect(worker.get(`${ROOT}assets/board-one.js`)).rejects.toThrow('no network')
  })

  test('editors are kept when the page asks for it, and then open without a network', async () => {
    const browser = new Browser()
    const { build, network } = published('one')
    browser.network = network
    const worker = browser.start(build)
    await worker.install()
    await worker.keepEverything()
    browser.network = away
    expect(await worker.get(`${ROOT}assets/board-one.js`)).toBe('board one')
  })

  test('with a network the page is always the server’s', async () => {
    const browser = new Browser()
    const { build, network } = published('one')
    browser.network = network
    const worker = browser.start(build)
    await worker.install()
    browser.network = published('two').network
    expect(await worker.get(ROOT, { mode: 'navigate' })).toBe('<page of two>')
    expect(await worker.get(`${ROOT}assets/index-two.js`)).toBe('index two')
  })

  test('an old page finds its own editors although the server has newer ones', async () => {
    const browser = new Browser()
    const { build, network } = published('one')
    browser.network = network
    const worker = browser.start(build)
    await worker.install()
    await worker.keepEverything()
    browser.network = published('two').network
    expect(await worker.get(`${ROOT}assets/board-one.js`)).toBe('board one')
  })

  test('a build whose page is already another one’s is not kept', async () => {
    const browser = new Browser()
    browser.network = { ...published('one').network, ...published('two').network }
    const worker = browser.start(published('one').build)
    await expect(worker.install()).rejects.toThrow('not of this build')
    expect(browser.stored.size).toBe(0)
  })

  test('a new build takes the place of the old one, and of nothing else', async () => {
    const browser = new Browser()
    browser.stored.set('somebody else’s', new Map())
    for (const name of ['one', 'two']) {
      const { build, network } = published(name)
      browser.network = network
      const worker = browser.start(build)
      await worker.install()
      await worker.activate()
    }
    expect([...browser.stored.keys()]).toEqual(['somebody else’s', 'yrsa-studio-two'])
  })

  test('a server that does not answer is waited for a few seconds only', async () => {
    vi.useFakeTimers()
    try {
      const browser = new Browser()
      const { build, network } = published('one')
      browser.network = network
      const worker = browser.start(build)
      await worker.install()
      const slow = new Browser()
      slow.stored.set('yrsa-studio-one', browser.stored.get('yrsa-studio-one') ?? new Map())
      slow.fetch = () => new Promise(() => undefined)
      const answer = slow.start(build).get(ROOT, { mode: 'navigate' })
      await vi.advanceTimersByTimeAsync(4_000)
      expect(await answer).toBe('<page of one>')
    } finally {
      vi.useRealTimers()
    }
  })

  test.each([
    ['the API', `${ROOT}api/documents`, {}],
    ['the page of the API', `${ROOT}api/docs`, { mode: 'navigate' }],
    ['another host', 'https://elsewhere.example.com/assets/index-one.js', {}],
    ['what is not read', `${ROOT}assets/index-one.js`, { method: 'POST' }],
    ['the worker itself', `${ROOT}service-worker.js`, {}],
  ])('%s is none of its business', async (_, url, options) => {
    const browser = new Browser()
    expect(await browser.start(published('one').build).get(url, options)).toBeUndefined()
    expect(browser.asked).toEqual([])
  })
})

describe('the first load', () => {
  const files: Record<string, string> = {
    'index.html': '<script src="./assets/a.js"></script><link rel="stylesheet" href="./assets/a.css"><link rel="icon" href="./yrsa.svg">',
    'assets/a.js': 'import{x}from"./b.js";import"./c.js";const y=()=>import("./later.js");export*from"./d.js"',
    'assets/b.js': 'import "./b2.js"',
    'assets/later.js': '',
  }
  test('is what the page names and what that imports at once, not what is loaded later', () => {
    expect(firstLoad((name: string) => files[name])).toEqual(
      ['assets/a.css', 'assets/a.js', 'assets/b.js', 'assets/b2.js', 'assets/c.js', 'assets/d.js', 'index.html', 'yrsa.svg'],
    )
  })
})
