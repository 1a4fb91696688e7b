// @vitest-environment jsdom
// Who uses this browser: what is asked, what is kept, what is sent, and what becomes of a login that ends. The server is made here.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { SignIn } from '../../src/app/sign-in-state.ts'
import type { SignInState } from '../../src/app/sign-in-state.ts'

interface Server {
  access: 'open' | 'tokens'
  accounts?: boolean
  /** What the server takes each token for. */
  tokens?: Record<string, string>
  shares?: Record<string, string>
  away?: boolean
}

let server: Server
let asked: string[]

function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}

function serve(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const url = new URL(String(input instanceof Request ? input.url : input))
  asked.push(url.pathname + url.search)
  if (server.away) return Promise.reject(new TypeError('no network'))
  if (url.pathname === '/api/shares/use') {
    const { secret, name } = JSON.parse(String(init?.body)) as { secret: string; name?: string }
    const permission = server.shares?.[secret]
    if (permission === undefined) return Promise.resolve(answer(401, { type: 'about:blank', title: 'unauthorized', status: 401, detail: 'this link is over' }))
    server.tokens = { ...server.tokens, [`token of ${secret}`]: 'guest-1' }
    return Promise.resolve(answer(200, { token: `token of ${secret}`, expires_at: Date.now() + 3_600_000, share: { id: 's', scope: 'a/b', permission }, user: { id: 'guest-1', name: name ?? 'Guest', color: '#112233' } }))
  }
  const token = new Headers(init?.headers).get('authorization')?.slice('Bearer '.length)
  const name = url.searchParams.get('name')
  const known = { name: 'yrsa', version: '1', access: server.access, accounts: server.accounts ?? false, registration: 'open' }
  if (token !== undefined && server.access === 'tokens') {
    const user = server.tokens?.[token]
    if (user === undefined) return Promise.resolve(answer(401, { type: 'about:blank', title: 'unauthorized', status: 401, detail: 'the token is no good' }))
    return Promise.resolve(answer(200, { ...known, you: { id: user, name: user, color: '#112233', admin: false, by: 'token', guest: false } }))
  }
  const you = server.access === 'open' ? { id: name ?? 'guest', name, color: '#112233', admin: true, by: 'open', guest: name === null } : null
  return Promise.resolve(answer(200, { ...known, you }))
}

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  asked = []
  vi.stubGlobal('fetch', vi.fn(serve))
})
afterEach(() => vi.unstubAllGlobals())

const phase = (signIn: SignIn) => signIn.get().phase
const inside = (signIn: SignIn) => signIn.get() as Extract<SignInState, { phase: 'in' }>

describe('an open server', () => {
  beforeEach(() => { server = { access: 'open' } })

  test('asks for a name once, and knows it after a reload', async () => {
    const first = new SignIn()
    await first.begin(null)
    expect(phase(first)).toBe('needed')
    await first.useName('Ada')
    expect(inside(first)).toMatchObject({ phase: 'in', by: 'name', you: { id: 'Ada', name: 'Ada', admin: true } })
    expect(await first.current()).toEqual({ name: 'Ada' })
    const second = new SignIn()
    await second.begin(null)
    expect(inside(second).you.id).toBe('Ada')
  })

  test('needs no link', async () => {
    const signIn = new SignIn()
    await signIn.begin('share_x')
    expect(signIn.get()).toMatchObject({ phase: 'needed', share: null })
    expect(asked).not.toContain('/api/shares/use')
  })

  test('that is away shows what is kept to whoever was here last, and nothing to strangers', async () => {
    const stranger = new SignIn()
    server.away = true
    await stranger.begin(null)
    expect(phase(stranger)).toBe('unreachable')
    server.away = false
    await stranger.begin(null)
    await stranger.useName('Ada')
    server.away = true
    const later = new SignIn()
    await later.begin(null)
    expect(inside(later)).toMatchObject({ phase: 'in', you: { id: 'Ada' } })
  })

  test('forgets who signs out, and sends nothing for nobody', async () => {
    const signIn = new SignIn()
    await signIn.begin(null)
    await signIn.useName('Ada')
    await signIn.signOut()
    expect(phase(signIn)).toBe('needed')
    expect(localStorage.getItem('yrsa.sign-in')).toBeNull()
    await expect(signIn.current()).rejects.toThrow('Nobody is signed in.')
  })
})

describe('a server that asks for tokens', () => {
  beforeEach(() => { server = { access: 'tokens', tokens: { good: 'ada' } } })

  test('takes a token that it knows, and no other', async () => {
    const signIn = new SignIn()
    await signIn.begin(null)
    await expect(signIn.useToken('bad')).rejects.toThrow()
    expect([phase(signIn), localStorage.getItem('yrsa.sign-in')]).toEqual(['needed', null])
    await signIn.useToken('good')
    expect(inside(signIn)).toMatchObject({ by: 'token', you: { id: 'ada' }, expired: false })
    expect(await signIn.current()).toEqual({ token: 'good' })
  })

  test('a token that ends leaves the page as it is; the same person goes on with a new one', async () => {
    const signIn = new SignIn()
    await signIn.begin(null)
    await signIn.useToken('good')
    const told = vi.fn()
    signIn.credentials.subscribe?.(told)
    server.tokens = { newer: 'ada' }
    const asking = signIn.current({ fresh: true })
    const asked = vi.fn()
    void asking.then(asked)
    await vi.waitFor(() => expect(inside(signIn)).toMatchObject({ phase: 'in', expired: true, you: { id: 'ada' } }))
    expect(asked, 'what the page asks for waits').not.toHaveBeenCalled()
    expect(told).not.toHaveBeenCalled()
    await signIn.useToken('newer')
    expect(inside(signIn)).toMatchObject({ expired: false, you: { id: 'ada' } })
    expect(told).toHaveBeenCalledTimes(1)
    expect(await asking).toEqual({ token: 'newer' })
  })

  test('what waited for somebody is not sent as somebody else', async () => {
    const signIn = new SignIn()
    await signIn.begin(null)
    await signIn.useToken('good')
    server.tokens = { other: 'ben' }
    const asking = signIn.current({ fresh: true })
    const refused = expect(asking).rejects.toThrow('Somebody else is signed in.')
    await vi.waitFor(() => expect(inside(signIn).expired).toBe(true))
    await signIn.useToken('other')
    await refused
    expect(inside(signIn).you.id).toBe('ben')
    expect(await signIn.current()).toEqual({ token: 'other' })
  })

  test('a refusal of the token before does not end the new one', async () => {
    const signIn = new SignIn()
    await signIn.begin(null)
    await signIn.useToken('good')
    await signIn.current({ fresh: true })
    expect(inside(signIn).expired).toBe(false)
  })

  test('a token that was kept and ended meanwhile asks anew, in words', async () => {
    const signIn = new SignIn()
    await signIn.begin(null)
    await signIn.useToken('good')
    server.tokens = {}
    const later = new SignIn()
    await later.begin(null)
    expect(later.get()).toMatchObject({ phase: 'needed', notice: expect.stringContaining('Sign in again') as string })
  })

  test('a link is known after a reload without its address, until it is used or turns out to be over', async () => {
    server.shares = { share_a: 'view' }
    await new SignIn().begin('share_a')
    const reloaded = new SignIn()
    await reloaded.begin(null)
    expect(reloaded.get()).toMatchObject({ phase: 'needed', share: 'share_a' })
    server.shares = {}
    await expect(reloaded.useLink('share_a', 'Dora')).rejects.toThrow('does not work any more')
    const later = new SignIn()
    await later.begin(null)
    expect(later.get()).toMatchObject({ phase: 'needed', share: null })
  })

  test('a link that came while the server was away is there when it is back, and goes with whoever signs in elsewhere meanwhile', async () => {
    server.away = true
    const signIn = new SignIn()
    await signIn.begin('share_a')
    expect(phase(signIn)).toBe('unreachable')
    server.away = false
    await signIn.begin(null)
    expect(signIn.get()).toMatchObject({ phase: 'needed', share: 'share_a' })
    localStorage.setItem('yrsa.sign-in', JSON.stringify({ by: 'token', token: 'good' }))
    await signIn.begin(null)
    expect(await signIn.current()).toEqual({ token: 'good', share: 'share_a' })
    expect(sessionStorage.getItem('yrsa.link')).toBeNull()
  })

  test('a link is exchanged once, under the name that was given, and works after a reload', async () => {
    server.shares = { share_a: 'view' }
    const signIn = new SignIn()
    await signIn.begin('share_a')
    expect(signIn.get()).toMatchObject({ phase: 'needed', share: 'share_a' })
    await signIn.useLink('share_a', 'Dora')
    expect(inside(signIn)).toMatchObject({ by: 'guest', mayCreate: false })
    const later = new SignIn()
    await later.begin('share_a')
    expect(inside(later).by).toBe('guest')
    expect(await later.current()).toEqual({ token: 'token of share_a' })
    expect(asked.filter((path) => path === '/api/shares/use')).toHaveLength(1)
  })

  test('a link that is over says so', async () => {
    const signIn = new SignIn()
    await signIn.begin('share_gone')
    await expect(signIn.useLink('share_gone', 'Dora')).rejects.toThrow('This link does not work any more.')
    expect(phase(signIn)).toBe('needed')
  })

  test('who is signed in keeps what they have and has what the link gives as well', async () => {
    const signIn = new SignIn()
    await signIn.begin(null)
    await signIn.useToken('good')
    await signIn.begin('share_a')
    expect(await signIn.current()).toEqual({ token: 'good', share: 'share_a' })
  })

  test('who signs in instead of coming as a guest has it, too', async () => {
    const signIn = new SignIn()
    await signIn.begin('share_a')
    signIn.signInInstead('share_a')
    expect(signIn.get()).toMatchObject({ phase: 'needed', share: null })
    await signIn.useToken('good')
    expect(await signIn.current()).toEqual({ token: 'good', share: 'share_a' })
  })
})
