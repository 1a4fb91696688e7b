// One real yrsa process on a data folder of its own: start, stop, kill, restart on the same port and data.
// Every test file starts its own; what the process writes to stderr is kept and checked for panics at the end.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { within } from './conditions.mjs'

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url))
const READY = /^yrsa is ready at (http:\/\/\S+)$/
const LOG_LINES_KEPT = 400
const START_DEADLINE_MS = 30_000
const STOP_DEADLINE_MS = 30_000

/** The binary under test: YRSA_BIN, else the newest usual place it was built to. */
export function binary () {
  if (process.env.YRSA_BIN) return process.env.YRSA_BIN
  const built = ['target/release/yrsa', 'target/debug/yrsa'].map(place => path.join(REPOSITORY, place)).find(existsSync)
  assert.ok(built, 'no yrsa binary found: run `cargo build --release` first, or set YRSA_BIN')
  return built
}

/** The environment without any YRSA_*: those of the tests are no settings, and settings of a person must not leak in. */
function serverEnvironment () {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('YRSA_')))
}

/**
 * What the process runs under: variables of its environment, and a command that replaces itself by the one that follows its arguments.
 * @typedef {{ environment?: Record<string, string>, command?: string[] }} Around
 */

export class Server {
  /** @type {import('node:child_process').ChildProcess | null} */ process = null
  /** @type {Promise<{ code: number | null, signal: string | null }> | null} */ exited = null
  /** @type {string[]} */ log = []
  /** @type {(() => void)[]} */ #guests = []
  #discarded = false
  port = 0
  /** @type {Around} */ around = {}

  /**
   * Starts a server that lives until the end of the test `t`.
   *
   * @param {import('node:test').TestContext} t
   * @param {{ settings?: Record<string, string>, data?: string, around?: Around }} [options] settings become `--set name=value`;
   *   `data`: an empty folder of the test's own
   */
  static async forTest (t, { settings = {}, data, around = {} } = {}) {
    const server = new this(data ?? await mkdtemp(path.join(tmpdir(), 'yrsa-clients-')), settings)
    server.around = around
    t.after(() => server.discard())
    await server.start()
    return server
  }

  /**
   * @param {string} data
   * @param {Record<string, string>} settings
   */
  constructor (data, settings) {
    this.data = data
    this.settings = settings
  }

  /** Starts the process; the first time on a free port, afterwards on the same one. */
  async start () {
    const settings = Object.entries(this.settings).flatMap(([name, value]) => ['--set', `${name}=${value}`])
    const command = [...(this.around.command ?? []), binary(), 'serve', '--listen', `127.0.0.1:${this.port}`, '--data', this.data, ...settings]
    const child = spawn(command[0], command.slice(1), {
      env: { ...serverEnvironment(), ...this.around.environment },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    this.process = child
    this.exited = new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code, signal) => resolve({ code, signal }))
    })
    createInterface({ input: child.stderr }).on('line', line => this.#keep(line))
    const ready = new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', line => {
        const match = READY.exec(line)
        if (match) resolve(match[1])
        else reject(new Error(`unexpected line on stdout: ${line}`))
      })
      this.exited?.then(({ code }) => reject(new Error(`the server ended with ${code}:\n${this.log.join('\n')}`)), reject)
    })
    const origin = await within('the ready line of the server', ready, START_DEADLINE_MS)
    this.port = Number(new URL(origin).port)
  }

  /** `http://127.0.0.1:PORT` */
  get http () { return `http://127.0.0.1:${this.port}` }

  /** The base URL that y-websocket providers are given. */
  get sync () { return `ws://127.0.0.1:${this.port}/sync` }

  /** The URL that Hocuspocus providers are given. */
  get hocuspocus () { return `ws://127.0.0.1:${this.port}/hocuspocus` }

  /** Asks the server to end (SIGTERM) and waits for it. */
  async stop () {
    this.process?.kill('SIGTERM')
    return await within('the server to end after SIGTERM', /** @type {any} */ (this.exited), STOP_DEADLINE_MS)
  }

  /** Ends the server as a power cut would (SIGKILL). */
  async kill () {
    this.process?.kill('SIGKILL')
    await within('the server to be gone after SIGKILL', /** @type {any} */ (this.exited), STOP_DEADLINE_MS)
  }

  /** Resident memory of the process in bytes (Linux). */
  async memory () {
    const status = await readFile(`/proc/${this.process?.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024
  }

  /**
   * The value of one Prometheus series, NaN when there is none.
   * @param {string} series as it stands in the exposition, labels included
   */
  async metric (series) {
    const text = await (await fetch(`${this.http}/metrics`)).text()
    const line = text.split('\n').find(line => line.startsWith(`${series} `))
    return Number(line?.slice(series.length + 1))
  }

  /**
   * What ends together with the server: its clients.
   * @param {() => void} end
   */
  beforeDiscard (end) {
    // A test that failed may still have work under way, which must not outlive it.
    if (this.#discarded) end()
    else this.#guests.push(end)
  }

  async discard () {
    this.#discarded = true
    for (const end of this.#guests) end()
    await this.kill()
    await rm(this.data, { recursive: true, force: true })
    const panics = this.log.filter(line => line.includes('panicked'))
    assert.deepEqual(panics, [], `the server panicked:\n${this.log.join('\n')}`)
  }

  /** @param {string} line */
  #keep (line) {
    if (process.env.YRSA_SHOW_LOG) console.error(`[yrsa] ${line}`)
    this.log.push(line)
    if (this.log.length > LOG_LINES_KEPT) this.log.shift()
  }
}
