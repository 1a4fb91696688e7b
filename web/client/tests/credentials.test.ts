// Whom a program is for the server: tokens in headers, never in addresses, links there as little as may be; another one when it was refused.
import { describe, expect, test } from 'vitest'
import { createClient } from '../src/client.ts'
import { PlainCredentials, renewalOf, subjectOf } from '../src/credentials.ts'
import { take } from '../src/errors.ts'
import { ShareLink } from '../src/share-link.ts'
import { FakeServer } from './fake-server.ts'

const tokenOf = (claims: object) => `e30.${btoa(JSON.stringify(claims)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')}.sig`
const now = () => Math.floor(Date.now() / 1000)

describe('requests', () => {
  test('carry a token in a header, and ask for another once when it is refused', async () => {
    const server = new FakeServer()
    server.on('GET', /access$/, ({ headers }) =>
      headers.get('authorization') === 'Bearer new' ? { json: { role: 'owner' } } : { status: 401, json: { type: '', title: 'x', status: 401, detail: 'x' } },
    )
    const asked: boolean[] = []
    const token = ({ fresh }: { fresh: boolean }) => {
      asked.push(fresh)
      return fresh ? 'new' : 'old'
    }
    const client = createClient({ url: 'http://yrsa.test/below', token, fetch: server.fetch as typeof fetch })
    const access = await take(client.api.GET('/api/documents/{scope}/access', { params: { path: { scope: 'a/b c' } } }))
    expect(access.role).toBe('owner')
    expect(asked).toEqual([false, true])
    expect(server.asked.map(({ path, query }) => [path, query.toString()])).toEqual([
      ['/below/api/documents/a%2Fb%20c/access', ''],
      ['/below/api/documents/a%2Fb%20c/access', ''],
    ])
  })

  test('send a body again with the fresh token', async () => {
    const server = new FakeServer()
    server.on('POST', '/api/documents', ({ headers }) => (headers.get('authorization') === 'Bearer new' ? { status: 201 } : { status: 401 }))
    const client = createClient({ url: 'http://yrsa.test', token: ({ fresh }) => (fresh ? 'new' : 'old'), fetch: server.fetch as typeof fetch })
    await take(client.api.POST('/api/documents', { body: { title: 'Ä' } }))
    expect(server.asked.map(({ body }) => body)).toEqual([{ title: 'Ä' }, { title: 'Ä' }])
  })

  test('give a refusal as it is when there is no other token', async () => {
    const server = new FakeServer()
    server.on('GET', '/api/inbox/count', () => ({ status: 401 }))
    const client = createClient({ url: 'http://yrsa.test', token: 'only', fetch: server.fetch as typeof fetch })
    await expect(take(client.api.GET('/api/inbox/count'))).rejects.toMatchObject({ status: 401 })
    expect(server.asked.length).toBe(1)
  })

  test('bring a share link where a token goes, and a name only without one', async () => {
    const server = new FakeServer()
    server.on('GET', '/api/inbox/count', () => ({ json: { unread: 0 } }))
    const ask = async (options: object) => {
      const client = createClient({ url: 'http://yrsa.test', fetch: server.fetch as typeof fetch, ...options })
      await take(client.api.GET('/api/inbox/count'))
      const { headers, query } = server.asked.at(-1) as (typeof server.asked)[number]
      return [headers.get('authorization'), query.toString()]
    }
    expect(await ask({ share: 'share_x' })).toEqual(['Bearer share_x', ''])
    expect(await ask({ name: 'Ada L' })).toEqual([null, 'name=Ada+L'])
    expect(await ask({ token: 't', name: 'Ada' })).toEqual(['Bearer t', ''])
  })

  test('have a link beside a token in the address only where it can give something', async () => {
    const server = new FakeServer()
    const client = createClient({ url: 'http://yrsa.test/below/', token: 't', share: 'share_x', fetch: server.fetch as typeof fetch })
    const sends = async (address: string) => {
      await client.fetch(address)
      const { headers, query } = server.asked.at(-1) as (typeof server.asked)[number]
      expect(headers.get('authorization')).toBe('Bearer t')
      return query.get('share') === 'share_x'
    }
    const routes = ['api/documents', 'api/documents/a%2Fb/locks?x=1', 'api/events', 'api/inbox/stream', 'api/presence', 'api/runs/claim', 'y-sweet/doc/a/auth']
    for (const route of routes) expect(await sends(route), route).toBe(true)
    const others = ['api/server', 'api/auth/me', 'api/admin/rooms', 'api/audit', 'api/shares/1', 'api/webhooks', 'api/documentsx', 'health', 'http://other.test/below/api/events', 'http://yrsa.test/api/events']
    for (const route of others) expect(await sends(route), route).toBe(false)
  })

  test('say nothing of the page that they come from, whose address may be that of a link', async () => {
    const server = new FakeServer()
    await server.client().fetch('api/server')
    const link = new ShareLink({ url: 'http://yrsa.test/', secret: 'share_x', storage: null, fetch: server.fetch as typeof fetch })
    await link.current().catch(() => {})
    expect(server.asked.map(({ path, referrerPolicy }) => [path, referrerPolicy])).toEqual([['/api/server', 'no-referrer'], ['/api/shares/use', 'no-referrer']])
  })

  test('say that the server can’t be reached when nothing comes back', async () => {
    const server = new FakeServer()
    server.isReachable = false
    await expect(take(server.client().api.GET('/api/inbox/count'))).rejects.toMatchObject({ name: 'NetworkError', message: 'The server can’t be reached.' })
  })
})

describe('tokens', () => {
  test('are renewed 20 s before they end, short-lived ones in the last third', () => {
    expect(renewalOf(tokenOf({ exp: 1_000, iat: 0 }))).toBe(980_000)
    expect(renewalOf(tokenOf({ exp: 1_000 }))).toBe(980_000)
    expect(renewalOf(tokenOf({ exp: 1_000, iat: 970 }))).toBe(990_000)
    for (const token of ['opaque', 'share_x', 'a.b.c', tokenOf({ exp: 'soon' }), '']) expect(renewalOf(token)).toBeUndefined()
  })

  test('name whose copies are whose', async () => {
    expect(subjectOf(tokenOf({ sub: 'Ädä' }))).toBeNull()
    expect(subjectOf(`e30.${Buffer.from(JSON.stringify({ sub: 'Ädä' })).toString('base64url')}.x`)).toBe('Ädä')
    expect(await new PlainCredentials({ token: tokenOf({ sub: 'ada' }), name: 'x' }).owner()).toBe('ada')
    expect(await new PlainCredentials({ name: 'x' }).owner()).toBe('name:x')
    expect(await new PlainCredentials({ share: 'share_secret' }).owner()).not.toContain('secret')
  })

  test('are asked for once while they hold, and again when they are near their end or could not be had', async () => {
    let calls = 0
    const lasting = new PlainCredentials({ token: () => tokenOf({ sub: 'a', exp: now() + 600, n: (calls += 1) }) })
    await lasting.current()
    await lasting.current()
    expect(calls).toBe(1)
    calls = 0
    const ending = new PlainCredentials({ token: () => tokenOf({ exp: now() + (calls++ === 0 ? 5 : 600) }) })
    await ending.current()
    expect(calls).toBe(2)
    let fails = true
    const failing = new PlainCredentials({ token: async () => { if (fails) throw new Error('offline'); return 't' } })
    await expect(failing.current()).rejects.toThrow('offline')
    fails = false
    expect(await failing.current()).toEqual({ token: 't' })
  })
})
