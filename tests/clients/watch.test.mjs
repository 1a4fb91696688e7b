// `yrsa watch`: the binary in a terminal that is none, and others who work in the document that it watches.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { GuardedServer, LiveClient, Server, access, binary, until, within } from './harness.mjs'

/** A `yrsa watch` and what it has printed. */
class Watch {
  /** @type {string[]} */ lines = []
  /** @type {string[]} */ notes = []

  /**
   * @param {Server} server
   * @param {string[]} args
   * @param {Record<string, string>} [environment]
   */
  constructor (server, args, environment = {}) {
    this.process = spawn(binary(), ['watch', ...args], { env: { PATH: process.env.PATH, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
    this.exited = new Promise(resolve => this.process.once('exit', (code, signal) => resolve({ code, signal })))
    createInterface({ input: this.process.stdout }).on('line', line => this.lines.push(line))
    createInterface({ input: this.process.stderr }).on('line', line => this.notes.push(line))
    server.beforeDiscard(() => this.process.kill('SIGKILL'))
  }

  /** @param {RegExp} pattern */
  async line (pattern) {
    try {
      return await until(`a line like ${pattern}`, () => this.lines.find(line => pattern.test(line)))
    } catch (error) {
      throw new Error(`there are only these:\n${[...this.lines, ...this.notes].join('\n')}`, { cause: error })
    }
  }
}

const BOARD = [
  { op: 'add', path: '/columns', value: { todo: { title: 'To do', order: 'a0' }, done: { title: 'Done', order: 'a1' } } },
  { op: 'add', path: '/cards', value: { c: { title: 'Fix login', column: 'todo', order: 'a0' } } }
]

/** A board with a card, and somebody in it. @param {GuardedServer} server */
async function board (server) {
  const token = access.token('ada', { grants: { 'acme/': 'editor' } })
  await server.call('POST', '/documents', { kind: 'board', id: 'acme/board', content: {} }, token)
  const ada = await LiveClient.open(server, 'acme/board', { token })
  await ada.patch(BOARD)
  // What follows within the same moment would be told as one event with this.
  await until('the board to be told of', async () => {
    const { events } = await server.call('GET', '/documents/acme%2Fboard/events', undefined, token)
    return events.some(({ type }) => type === 'board.card.created')
  })
  return ada
}

test('a card that somebody moves is told in words, with who is here', async t => {
  const server = await GuardedServer.forTest(t)
  const ada = await board(server)
  const token = access.token('eve', { grants: { 'acme/': 'viewer' } })
  const watch = new Watch(server, [`${server.http}/acme%2Fboard`], { YRSA_TOKEN: token })
  await watch.line(/^acme\/board · here: Ada$/)
  await ada.next('user_joined')
  await ada.patch([{ op: 'replace', path: '/cards/c/column', value: 'done' }])
  await watch.line(/^\d\d:\d\d:\d\d {2}Ada {2}moved card "Fix login" from To do to Done$/)
  ada.cut()
  await watch.line(/^\d\d:\d\d:\d\d {2}Ada {2}left$/)
  assert.ok(watch.lines.every(line => !line.includes('\x1b')), 'no colours where no terminal is')
  watch.process.kill('SIGINT')
  assert.deepEqual(await within('the end after Ctrl-C', watch.exited), { code: 0, signal: null })
})

test('--json prints what the server says, a message a line', async t => {
  const server = await GuardedServer.forTest(t)
  const ada = await board(server)
  const token = access.token('eve', { grants: { 'acme/': 'viewer' } })
  const watch = new Watch(server, ['acme/board', '--server', server.http, '--token', token, '--json'])
  await watch.line(/"type":"ack"/)
  await ada.patch([{ op: 'replace', path: '/cards/c/column', value: 'done' }])
  const { event } = JSON.parse(await watch.line(/"type":"event".*board\.card\.moved/))
  assert.deepEqual(event.data.changes, [{ path: '/column', old: 'todo', new: 'done' }])
  assert.equal(JSON.parse(watch.lines[0]).type, 'connected')
})

test('after a restart of the server it comes back and goes on where it was', async t => {
  const server = await GuardedServer.forTest(t)
  const first = await board(server)
  const token = access.token('eve', { grants: { 'acme/': 'viewer' } })
  const watch = new Watch(server, [`ws://127.0.0.1:${server.port}/live/acme/board?token=${token}`])
  await watch.line(/here: Ada/)
  await first.next('user_joined')
  await first.patch([{ op: 'replace', path: '/cards/c/title', value: 'Fix logout' }])
  await watch.line(/renamed card "Fix logout" from "Fix login" to "Fix logout"/)
  await server.stop()
  await server.start()
  const ada = await LiveClient.open(server, 'acme/board', { token: access.token('ada', { grants: { 'acme/': 'editor' } }) })
  await ada.patch([{ op: 'replace', path: '/cards/c/column', value: 'done' }])
  await watch.line(/Ada {2}moved card "Fix logout" from To do to Done/)
  assert.ok(watch.notes.some(note => note.includes('coming back')), watch.notes.join('\n'))
  assert.ok(![...watch.notes, ...watch.lines].join('\n').includes(token), 'the token is not shown')
})

test('who may not watch, or mistyped the address, is told so at once', async t => {
  const server = await GuardedServer.forTest(t)
  for (const [args, why] of /** @type {[string[], RegExp][]} */ ([
    [[`${server.http}/acme%2Fboard`], /401/],
    [[`${server.http}/acme%2Fboard`, '--token', access.token('eve')], /403/],
    [['http://127.0.0.1:1/acme'], /can't connect/],
    [[server.http], /say which document/]
  ])) {
    const watch = new Watch(server, args)
    assert.deepEqual(await within('the end', watch.exited), { code: 1, signal: null })
    await until('the reason', () => watch.notes.some(note => why.test(note)))
  }
})
