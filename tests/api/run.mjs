// Asks a real server everything its own description allows, and much that it doesn't, with Schemathesis: no 5xx, only statuses,
// content types, headers and bodies that are described. SCHEMATHESIS names the program, YRSA_BIN the server, YRSA_API_SEED repeats
// a run. Prints the seed; the exit code is Schemathesis'.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { SECRET, token } from '../clients/harness/access.mjs'
import { Server } from '../clients/harness/server.mjs'

/** A server for tests that ask much at once. */
const SETTINGS = {
  'auth.secret': SECRET,
  'auth.accounts': 'true',
  'limits.failed_logins_per_minute': '1000000',
  'limits.requests_per_second_per_address': '1000000',
  'limits.requests_per_second_per_user': '1000000',
}

/** Names nobody: nothing is sent anywhere. */
const HOOK = 'https://receiver.invalid/hook'

const seed = process.env.YRSA_API_SEED ?? String(randomInt(2 ** 31))
const operator = token('schemathesis', { admin: true, expires: Math.floor(Date.now() / 1000) + 7200 })
const server = new Server(await mkdtemp(path.join(tmpdir(), 'yrsa-api-')), SETTINGS)
let code = 1
try {
  await server.start()
  const seeded = await seedServer()
  console.log(`seed ${seed} (YRSA_API_SEED=${seed} repeats it)`)
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const settings = ['--config-file', path.join(folder, 'schemathesis.toml')]
  const more = process.argv.slice(2)
  const tester = spawn(
    process.env.SCHEMATHESIS ?? 'schemathesis',
    [...settings, 'run', `${server.http}/api/openapi.json`, '--seed', seed, ...more],
    {
      stdio: 'inherit',
      // It leaves files where it runs.
      cwd: server.data,
      env: {
        ...process.env,
        SCHEMATHESIS_HOOKS: path.join(folder, 'hooks.py'),
        YRSA_API_TOKEN: operator,
        ...seeded.environment,
        YRSA_API_SEEDED: JSON.stringify(seeded.things),
      },
    },
  )
  code = (await once(tester, 'exit'))[0] ?? 1
  assert.equal((await fetch(`${server.http}/readyz`)).status, 200, 'the server is still well')
} finally {
  await server.discard()
}
process.exitCode = code

/** Calls the interface and insists on a success. */
async function call (method, path, body, as = operator) {
  const headers = { 'content-type': 'application/json', ...(as ? { authorization: `Bearer ${as}` } : {}) }
  const answer = await fetch(server.http + path, { method, headers, body: body && JSON.stringify(body) })
  const text = await answer.text()
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`)
  return text ? JSON.parse(text) : undefined
}

/** Makes one of everything, and says what there is. */
async function seedServer () {
  const documents = ['api/plan', 'api/straße 1']
  for (const id of documents) await call('POST', '/api/documents', { id, title: id })
  for (const kind of ['board', 'workflow', 'report']) {
    documents.push(`api/${kind}`)
    await call('POST', '/api/documents', { id: `api/${kind}`, kind, title: `A ${kind}` })
  }
  for (const id of ['api/deleted', 'api/doomed']) await call('POST', '/api/documents', { id })
  await call('DELETE', '/api/documents/api%2Fdeleted')
  await call('PUT', '/api/documents/api%2F/members/grace', { role: 'editor' })
  const shares = []
  for (const permission of ['view', 'share']) shares.push(await call('POST', '/api/documents/api%2Fplan/shares', { permission }))
  const password = 'correct horse battery'
  const account = async name => {
    const login = `${name}@example.com`
    await call('POST', '/api/auth/register', { login, password, name })
    return await call('POST', '/api/auth/login', { login, password }, '')
  }
  // What one of these does would end what the others are.
  const [ada, leaving, forgetful, refreshing] = [await account('ada'), await account('leaving'), await account('forgetful'), await account('refreshing')]
  const webhook = await call('POST', '/api/webhooks', { scope: 'api/', url: HOOK })
  const runs = '/api/documents/api%2Fworkflow/runs'
  const claim = async label => {
    await call('POST', runs, { label })
    return await call('POST', '/api/runs/claim', { under: 'api/', executor: 'seed', lease_seconds: 600 })
  }
  // One goes on, one ends, one waits.
  const [running, ending] = [await claim('goes on'), await claim('ends')]
  const waiting = await call('POST', runs, { label: 'waits' })
  const lease = running.lease.token
  await call('POST', `${runs}/${running.id}/logs`, { lease, lines: [{ text: 'begun' }] })
  const messages = '/api/documents/api%2Fplan/messages'
  const [message, answer] = [await call('POST', messages, { body: 'hello' }), await call('POST', messages, { body: 'doomed' })]
  const { events } = await call('GET', '/api/events')
  return {
    environment: {
      YRSA_API_ADA: ada.access_token,
      YRSA_API_LEAVING: leaving.access_token,
      YRSA_API_FORGETFUL: forgetful.access_token,
    },
    things: {
      parameters: {
        scope: [...documents, 'api/deleted', 'api/'],
        document: documents,
        user: ['grace'],
        webhook: [webhook.id],
        under: ['api/', 'api/plan'],
        types: ['board.*,document.*'],
        after: [events[0].id, 'start'],
        'if-match': ['*'],
        run: [running.id, waiting.id],
        step: ['start'],
      },
      paths: {
        '/api/shares/{id}': { id: shares.map(share => share.id) },
        ...Object.fromEntries(
          ['', '/{message}', '/{message}/reactions/{emoji}'].map(end => [`/api/documents/{scope}/messages${end}`, {
            scope: ['api/plan'],
            message: [message.id],
            ...Object.fromEntries(['before', 'after', 'around', 'reply_to'].map(name => [name, [message.id, answer.id]])),
          }]),
        ),
        '/api/documents/{scope}/runs': { scope: ['api/workflow'] },
        ...Object.fromEntries(
          ['', '/logs', '/renew', '/progress', '/steps/{step}'].map(end => [`/api/documents/{scope}/runs/{run}${end}`, {
            scope: ['api/workflow'],
            run: [running.id],
          }]),
        ),
        '/api/documents/{scope}/runs/{run}/cancel': { scope: ['api/workflow'], run: [waiting.id] },
        '/api/documents/{scope}/runs/{run}/finish': { scope: ['api/workflow'], run: [ending.id] },
      },
      // Nothing else is deleted.
      operations: {
        delete_document: { scope: ['api/doomed', 'api/deleted'] },
        delete_message: { scope: ['api/plan'], message: [answer.id] },
      },
      bodies: {
        log_in: { login: 'ada@example.com', password },
        refresh: { refresh_token: refreshing.refresh_token },
        use_share: { secret: shares[0].secret, name: 'Guest' },
        change_password: { old: password, new: 'staple correct horse' },
        create_webhook: { scope: 'api/', url: HOOK },
        change_webhook: { url: HOOK, types: ['board.*'] },
        send_message: { body: 'and so on', reply_to: message.id },
        mark_messages_read: { message: message.id },
        trigger_run: { label: 'again' },
        claim_run: { under: 'api/', executor: 'robot', wait_seconds: 0 },
        renew_run: { lease },
        report_step: { lease, node: 'start', status: 'running' },
        report_progress: { lease, fraction: 0.5 },
        finish_run: { lease: ending.lease.token, status: 'succeeded', output: { ok: true } },
        add_log_lines: { lease, lines: [{ text: 'half way' }] },
        redeliver_to_webhook: { after: events[0].id },
      },
    },
  }
}
