// Starts and stops the real server for the browser test. YRSA_BIN names the binary, else the newest build is taken.
// With YRSA_URL set nothing is started: the test runs against that server and leaves out what needs to stop it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const READY = /^yrsa is ready at (http:\/\/\S+)$/
const START_LIMIT_MS = 30_000

export const foreignUrl = process.env.YRSA_URL

export function binaryPath() {
  const repository = fileURLToPath(new URL('../..', import.meta.url))
  const candidates = [process.env.YRSA_BIN, `${repository}target/release/yrsa`, `${repository}target/debug/yrsa`]
  return candidates.find((path) => path !== undefined && existsSync(path))
}

export class ServerProcess {
  /**
   * @param {string} data the folder that outlives kills and restarts
   * @param {Record<string, string>} [settings] beyond the default ones, such as `{ 'auth.accounts': 'true' }`
   */
  constructor(data, settings = {}) {
    this.data = data
    this.settings = Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`])
    this.port = 0
    this.log = ''
  }

  /** Starts the server, after the first time on the same port, and waits until it says that it is ready. */
  async start() {
    const listen = `127.0.0.1:${this.port}`
    const settings = ['serve', '--listen', listen, '--data', this.data, ...this.settings]
    this.child = spawn(binaryPath(), settings, { stdio: ['ignore', 'pipe', 'pipe'], env: plainEnvironment() })
    const ended = once(this.child, 'close')
    this.child.stderr.on('data', (chunk) => { this.log += chunk })
    const limit = setTimeout(() => this.child.kill('SIGKILL'), START_LIMIT_MS)
    for await (const line of createInterface({ input: this.child.stdout })) {
      const url = READY.exec(line)?.[1]
      if (url === undefined) continue
      clearTimeout(limit)
      this.url = url
      this.port = Number(new URL(url).port)
      return
    }
    const [exitCode, signalCode] = await ended
    throw new Error(`the server ended (${exitCode ?? signalCode}) before it was ready\n${this.log}`)
  }

  /** @param {'SIGTERM' | 'SIGKILL'} signal */
  async stop(signal) {
    if (this.child === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return
    const ended = once(this.child, 'exit')
    this.child.kill(signal)
    await ended
  }
}

/** Without the variables that steer this test: the server refuses `YRSA_*` names that are none of its settings. */
function plainEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('YRSA_')))
}
