// Webhooks of a real server, received by an HTTP server here and verified by the npm package that receivers use.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { GuardedServer, LiveClient, access, until } from './harness.mjs'

const ALLOWED = { 'webhooks.allow_private': 'true' }

/** An HTTP server that keeps what it gets. */
class Receiver {
  /** @type {{ headers: Record<string, string>, body: string }[]} */ got = []

  /** @param {import('node:test').TestContext} t */
  static async forTest (t) {
    const receiver = new Receiver()
    const server = createServer((request, response) => {
      /** @type {Buffer[]} */ const parts = []
      request.on('data', part => parts.push(part))
      request.on('end', () => {
        receiver.got.push({ headers: /** @type {any} */ (request.headers), body: Buffer.concat(parts).toString() })
        response.writeHead(204).end()
      })
    })
    await new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(undefined)))
    t.after(() => { server.closeAllConnections(); server.close() })
    receiver.url = `http://127.0.0.1:${/** @type {any} */ (server.address()).port}/hooks`
    return receiver
  }

  url = ''

  /** Waits for a delivery that fits. @param {string} what @param {(body: any) => boolean} fits */
  async delivery (what, fits) {
    return await until(what, () => this.got.find(({ body }) => fits(JSON.parse(body))))
  }
}

test('what happens in a document comes to a receiver that verifies it with the usual library', async t => {
  const server = await GuardedServer.forTest(t, { settings: ALLOWED })
  const receiver = await Receiver.forTest(t)
  const { secret } = await server.call('POST', '/webhooks', { scope: 'acme/', url: receiver.url })
  const ada = await LiveClient.open(server, 'acme/plan', { token: access.token('ada', { grants: { 'acme/': 'editor' } }) })
  await ada.patch([{ op: 'add', path: '/notes', value: { greeting: 'grüezi 🙃' } }])
  const { headers, body } = await receiver.delivery('the edit', ({ type }) => type === 'document.updated')
  const verified = /** @type {any} */ (new Webhook(secret).verify(body, headers))
  assert.equal(verified.data.document, 'acme/plan')
  assert.deepEqual(verified.data.user, { id: 'ada', name: 'Ada' })
  assert.equal(headers['webhook-id'], `evt_${verified.data.id}`)
  assert.throws(() => new Webhook(secret).verify(body.replace('ada', 'eve'), headers), WebhookVerificationError)
})

test('after a rotation the library takes the old secret and the new one, and no other', async t => {
  const server = await GuardedServer.forTest(t, { settings: ALLOWED })
  const receiver = await Receiver.forTest(t)
  const made = await server.call('POST', '/webhooks', { scope: 'acme/', url: receiver.url })
  const rotated = await server.call('POST', `/webhooks/${made.id}/rotate`)
  assert.equal((await server.call('POST', `/webhooks/${made.id}/test`)).outcome, 'delivered')
  const [{ headers, body }] = receiver.got
  for (const { secret } of [made, rotated]) assert.equal(/** @type {any} */ (new Webhook(secret).verify(body, headers)).type, 'webhook.test')
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  assert.throws(() => new Webhook(other).verify(body, headers), WebhookVerificationError)
})

test('a server that was killed goes on with what its receivers do not have yet', async t => {
  const server = await GuardedServer.forTest(t, { settings: ALLOWED })
  const receiver = await Receiver.forTest(t)
  const made = await server.call('POST', '/webhooks', { scope: 'acme/', url: receiver.url })
  await server.call('PATCH', `/webhooks/${made.id}`, { enabled: false })
  const token = access.token('ada', { grants: { 'acme/': 'editor' } })
  const ada = await LiveClient.open(server, 'acme/plan', { token })
  await ada.patch([{ op: 'add', path: '/notes', value: { a: 1 } }])
  await server.kill()
  await server.start()
  await server.call('PATCH', `/webhooks/${made.id}`, { enabled: true })
  const { headers, body } = await receiver.delivery('the edit', ({ type }) => type === 'document.updated')
  new Webhook(made.secret).verify(body, headers)
})

test('neither secrets nor the query of a URL reach the log', async t => {
  const server = await GuardedServer.forTest(t, { settings: { ...ALLOWED, 'log.filter': 'trace' } })
  let log = ''
  server.process?.stderr?.on('data', part => { log += part })
  const made = await server.call('POST', '/webhooks', { scope: 'acme/', url: 'http://127.0.0.1:1/hooks?key=hush-hush' })
  assert.equal((await server.call('POST', `/webhooks/${made.id}/test`)).outcome, 'failed')
  const { deliveries } = await server.call('GET', `/webhooks/${made.id}/deliveries`)
  assert.ok(log.includes('/api/webhooks'), 'the log says a lot')
  const said = `${log}\n${deliveries[0].error}`
  assert.ok(!said.includes('hush-hush') && !said.includes(made.secret.slice(6)), said)
  assert.match(deliveries[0].error, /connect/)
})
