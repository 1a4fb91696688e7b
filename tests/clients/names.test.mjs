// Document ids with everything people put into them, in every spelling a URL allows; and what names no document.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import http from 'node:http'
import { test } from 'node:test'
import { Client, RawConnection, Server, inParallel, lines, readFresh, until } from './harness.mjs'

const LONGEST = 512

/** Spellings on one line mean one document. */
const SAME = [
  ['plain', '%70lain'],
  ['acme/board/roadmap', 'acme%2Fboard%2froadmap'],
  ['with space', 'with%20space'],
  ['100%', '100%25'],
  ['50%zz and %', '50%25zz%20and%20%25'],
  ['twice%2520encoded', 'twice%25%32%30encoded'],
  ['ünïcödé/日本語/🦀', '%C3%BCn%C3%AFc%C3%B6d%C3%A9/%E6%97%A5%E6%9C%AC%E8%AA%9E/%F0%9F%A6%80'],
  ['plus+and&and=and;', 'plus%2Band%26and%3Dand%3B'],
  ["quotes'\"<>|^`{}", '%71uotes%27%22%3C%3E%7C%5E%60%7B%7D'],
  ['...', '%2E%2E%2E'],
  ['-._~!$&()*,:@', '%2D%2E%5F%7E%21%24%26%28%29%2A%2C%3A%40'],
  ['a'.repeat(LONGEST), '%61'.repeat(LONGEST)]
]

/** No two of these are the same document. */
const DIFFERENT = ['case', 'Case', 'case%20', 'case/a', 'case%252Fa', 'case%5Ca', 'caf%C3%A9', 'cafe%CC%81', 'a%3Fb', 'a%23b', 'a']

const NO_DOCUMENT = [
  '', '/', 'a//b', '/a', 'a/', '.', '..', 'a/./b', 'a/../b', '%2e', '%2E%2e/b', 'a/%2e%2e', 'a%2F%2Fb', 'a%2F', 'a%00b', 'a%0Ab', 'a%7Fb',
  'a%C2%85b', '%FF', '%C3', '%ED%A0%80', 'a'.repeat(LONGEST + 1), '%E6%97%A5'.repeat(171)
]

test('each spelling of an id leads to the same document, for real clients of every stable line', async t => {
  const server = await Server.forTest(t)
  await inParallel(SAME, 4, async ([name, spelled], at) => {
    const line = lines.stable[at % lines.stable.length]
    const ada = await Client.connect(server, line, name).synced()
    const bob = await Client.connect(server, lines.y31, spelled).synced()
    ada.doc.getText('text').insert(0, name)
    await until(`${spelled} to be ${name}`, () => bob.doc.getText('text').toString() === name)
    await ada.saved()
  })
  await server.kill()
  await server.start()
  await inParallel(SAME, 4, async ([name, spelled]) => {
    assert.equal((await readFresh(server, spelled)).getText('text').toString(), name, 'stored under the same name')
  })
})

test('ids that look alike are different documents', async t => {
  const server = await Server.forTest(t)
  for (const name of DIFFERENT) {
    const client = await Client.connect(server, lines.y31, name).synced()
    client.doc.getText('text').insert(0, `only ${name}`)
    await client.saved()
  }
  await server.stop()
  await server.start()
  for (const name of DIFFERENT) {
    assert.equal((await readFresh(server, name)).getText('text').toString(), `only ${name}`)
  }
})

test('a query is not part of the id', async t => {
  const server = await Server.forTest(t)
  const ada = await Client.connect(server, lines.y31, 'query', { params: { yauth: 'x', other: 'a/b' } }).synced()
  const bob = await Client.connect(server, lines.y1, 'query').synced()
  ada.doc.getMap('map').set('seen', true)
  await until('bob sees it', () => bob.doc.getMap('map').get('seen') === true)
})

test('what names no document is refused before the socket opens, with a reason', async t => {
  const server = await Server.forTest(t)
  for (const name of NO_DOCUMENT) {
    const shown = name.length > 40 ? `${name.slice(0, 37)}... (${name.length})` : name
    await t.test(`'${shown}'`, async () => {
      const { status, type, body } = await upgrade(server, `/sync/${name}`)
      assert.equal(status, 400)
      assert.match(type, /^application\/problem\+json/)
      const problem = JSON.parse(body)
      assert.equal(problem.status, 400)
      assert.ok(problem.title || problem.detail, 'the problem says what is wrong')
    })
  }
})

test('a client with an impossible id backs off instead of storming the server', async t => {
  const server = await Server.forTest(t)
  let attempts = 0
  const client = Client.connect(server, lines.y1, 'a//b')
  client.provider.on('connection-error', () => { attempts += 1 })
  await until('some attempts', () => attempts >= 3)
  assert.equal(client.opened, 0)
})

test('subprotocols: yrsa is chosen when offered, else the first that is no token', async t => {
  const server = await Server.forTest(t)
  for (const [offered, chosen] of /** @type {[string[], string][]} */ ([
    [['yrsa'], 'yrsa'],
    [['yrsa', 'token.abc.def.ghi'], 'yrsa'],
    [['something'], 'something'],
    [['one', 'two'], 'one']
  ])) {
    const raw = await RawConnection.open(server, 'protocols', { protocols: offered })
    assert.equal(raw.socket.protocol, chosen)
    await raw.take('the first frame')
    raw.cut()
  }
  const client = await Client.connect(server, lines.y31, 'protocols', { protocols: ['yauth-secret'] }).synced()
  assert.equal(client.provider.ws.protocol, 'yauth-secret')
  const none = await RawConnection.open(server, 'protocols')
  assert.equal(none.socket.protocol, '')
})

/**
 * Asks for a WebSocket with a path that no URL parser has touched.
 *
 * @param {Server} server
 * @param {string} path
 * @returns {Promise<{ status: number | undefined, type: string, body: string }>}
 */
function upgrade (server, path) {
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: '127.0.0.1',
      port: server.port,
      path,
      headers: {
        connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': randomBytes(16).toString('base64')
      }
    })
    request.on('error', reject)
    request.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve({ status: response.statusCode, type: '', body: '' })
    })
    request.on('response', response => {
      let body = ''
      response.setEncoding('utf8').on('data', part => { body += part }).on('end', () => {
        resolve({ status: response.statusCode, type: response.headers['content-type'] ?? '', body })
      })
    })
    request.end()
  })
}
