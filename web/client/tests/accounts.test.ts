// Staying logged in: one refresh for all tabs, nothing lost when the server is away, nobody left half logged in.
import { describe, expect, test } from 'vitest'
import { Accounts } from '../src/accounts.ts'
import { FakeServer, until } from './fake-server.ts'

const ada = { id: 'u1', login: 'ada', name: 'Ada', color: '#123456', admin: false }

function memoryStorage(): Storage {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  } as Storage
}

/** A server whose refresh tokens work once, as the real one's do: used twice, the login is over. */
function setup() {
  const server = new FakeServer()
  let number = 0
  let valid = ''
  const tokens = () => {
    number += 1
    valid = `refresh ${number}`
    return { token_type: 'Bearer', access_token: `access ${number}`, expires_in: 900, refresh_token: valid, user: ada }
  }
  server.on('POST', '/api/auth/login', () => ({ json: tokens() }))
  server.on('POST', '/api/auth/logout', () => ({ status: 204 }))
  server.on('POST', '/api/auth/refresh', ({ body }) => {
    if ((body as { refresh_token: string }).refresh_token === valid) return { json: tokens() }
    valid = ''
    return { status: 401, json: { type: '', title: 'not signed in', status: 401, detail: 'x' } }
  })
  const storage = memoryStorage()
  const tab = (kept: Storage | null = storage) => new Accounts({ url: 'http://yrsa.test/', storage: kept, fetch: server.fetch as typeof fetch })
  return { server, tab, end: () => (valid = '') }
}

describe('accounts', () => {
  test('keep the login over a reload', async () => {
    const { tab } = setup()
    const first = tab()
    expect([first.user.get(), await first.current(), await first.owner()]).toEqual([null, {}, null])
    await first.logIn('ada', 'correct horse')
    expect(first.user.get()).toEqual(ada)
    const second = tab()
    expect([second.user.get(), await second.current(), await second.owner()]).toEqual([ada, { token: 'access 1' }, 'u1'])
  })

  test('refresh once for all tabs that need another token at the same moment', async () => {
    const { server, tab } = setup()
    const tabs = [tab(), tab(), tab()]
    await tabs[0]?.logIn('ada', 'correct horse')
    for (const one of tabs) await one.current()
    const tokens = await Promise.all([...tabs, ...tabs].map((one) => one.current({ fresh: true })))
    expect(tokens).toEqual(tokens.map(() => ({ token: 'access 2' })))
    expect(server.of('POST', '/api/auth/refresh').length).toBe(1)
    expect(tabs.map((one) => one.user.get()?.id)).toEqual(['u1', 'u1', 'u1'])
  })

  test('are over for everybody when the server ends the login, and say so once', async () => {
    const { tab, end } = setup()
    const [first, second] = [tab(), tab()]
    await first.logIn('ada', 'correct horse')
    await second.current()
    let changes = 0
    second.subscribe(() => (changes += 1))
    end()
    expect(await second.current({ fresh: true })).toEqual({})
    expect([second.user.get(), await first.current(), first.user.get(), changes]).toEqual([null, {}, null, 1])
  })

  test('keep the login while the server can’t be reached', async () => {
    const { server, tab } = setup()
    const accounts = tab()
    await accounts.logIn('ada', 'correct horse')
    server.isReachable = false
    await expect(accounts.current({ fresh: true })).rejects.toMatchObject({ name: 'NetworkError' })
    expect([accounts.user.get(), await accounts.current()]).toEqual([ada, { token: 'access 1' }])
    server.isReachable = true
    expect(await accounts.current({ fresh: true })).toEqual({ token: 'access 2' })
  })

  test('log out here also when the server can’t be reached', async () => {
    const { server, tab } = setup()
    const accounts = tab()
    await accounts.logIn('ada', 'correct horse')
    server.isReachable = false
    await accounts.logOut()
    expect([accounts.user.get(), await tab().current()]).toEqual([null, {}])
  })

  test('last as long as the page without a storage, and begin anew with one that can’t be read', async () => {
    const { tab } = setup()
    const accounts = tab(null)
    await accounts.logIn('ada', 'correct horse')
    expect(await accounts.current()).toEqual({ token: 'access 1' })
    const broken = { getItem: () => '{"access":3', setItem: () => { throw new Error('full') }, removeItem: () => {} } as unknown as Storage
    expect(tab(broken).user.get()).toBeNull()
  })

  test('stay logged out when a refresh that was on its way comes back', async () => {
    const { server } = setup()
    let [answer, isAsked] = [() => {}, false]
    const gate = new Promise<void>((resolve) => (answer = resolve))
    const fetch = async (input: string | URL | Request, init?: RequestInit) => {
      if (String(input).endsWith('/refresh')) {
        isAsked = true
        await gate
      }
      return server.fetch(input, init)
    }
    const accounts = new Accounts({ url: 'http://yrsa.test/', storage: memoryStorage(), fetch: fetch as typeof globalThis.fetch })
    await accounts.logIn('ada', 'correct horse')
    const refreshing = accounts.current({ fresh: true })
    await until('the refresh', () => isAsked)
    await accounts.logOut()
    answer()
    expect([await refreshing, accounts.user.get(), await accounts.current()]).toEqual([{}, null, {}])
  })

  test('last as long as the page in a storage that is full', async () => {
    const { tab } = setup()
    const full = { getItem: () => null, setItem: () => { throw new Error('full') }, removeItem: () => {} } as unknown as Storage
    const accounts = tab(full)
    await accounts.logIn('ada', 'correct horse')
    expect([await accounts.current(), accounts.user.get()]).toEqual([{ token: 'access 1' }, ada])
  })

  test('say what the server says of a wrong password', async () => {
    const { server, tab } = setup()
    server.on('POST', '/api/auth/login', () => ({ status: 401, json: { type: '', title: 'x', status: 401, detail: 'wrong user or password' } }))
    await expect(tab().logIn('ada', 'x')).rejects.toMatchObject({ status: 401, message: 'Wrong user or password.' })
  })
})
