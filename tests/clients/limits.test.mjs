// Too many connections are refused before the handshake is answered, with a status, a reason and a time to come back,
// and places are given back when somebody leaves.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import WebSocket from 'ws'
import { RawConnection, Server, until } from './harness.mjs'

/**
 * The answer to a handshake that is refused.
 *
 * @param {Server} server
 * @param {string} id
 * @returns {Promise<{ status: number, retryAfter: string, problem: any }>}
 */
function refusal (server, id) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/sync/${id}`)
    socket.on('open', () => reject(new Error('the handshake was accepted')))
    socket.on('error', () => {})
    socket.on('unexpected-response', async (_, response) => {
      let body = ''
      for await (const part of response) body += part
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? '', problem: JSON.parse(body) })
    })
  })
}

for (const setting of ['limits.connections', 'limits.connections_per_document']) {
  test(`above ${setting} a handshake is refused with 503, until somebody leaves`, async t => {
    const server = await Server.forTest(t, { settings: { [setting]: '2' } })
    const [first] = [await RawConnection.open(server, 'full'), await RawConnection.open(server, 'full')]
    const { status, retryAfter, problem } = await refusal(server, 'full')
    assert.deepEqual([status, retryAfter, problem.title], [503, '5', 'too many connections'])
    first.socket.terminate()
    await until('a place to be free', async () => {
      const outcome = await refusal(server, 'full').catch(() => null)
      return outcome === null
    })
  })
}

test('another document has places of its own', async t => {
  const server = await Server.forTest(t, { settings: { 'limits.connections_per_document': '1' } })
  await RawConnection.open(server, 'one')
  await RawConnection.open(server, 'two')
  assert.equal((await refusal(server, 'one')).status, 503)
})
