// A disk that takes its time: strace holds every fsync of a running server back. Shows what a server says before its data
// is durable. Needs strace and the right to trace; tests are skipped with a notice where it is absent.
import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { within } from './conditions.mjs'

/** For the `skip` option of a test: false, or why it is skipped. */
export const absent = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0 ? false : 'strace is not there or may not trace'

export class SlowDisk {
  /**
   * Holds back every fsync of the server by so much, until `release`.
   *
   * @param {import('./server.mjs').Server} server
   * @param {number} delayMs
   */
  static async under (server, delayMs) {
    const pid = server.process?.pid
    const strace = spawn('strace', [
      '-f', '-o', '/dev/null', '-e', 'trace=fsync,fdatasync', '-e', `inject=fsync,fdatasync:delay_enter=${delayMs * 1000}`, '-p', String(pid)
    ], { stdio: ['ignore', 'ignore', 'pipe'] })
    server.beforeDiscard(() => strace.kill('SIGKILL'))
    await within('strace to attach', new Promise((resolve, reject) => {
      createInterface({ input: strace.stderr }).on('line', line => {
        if (line.includes(`Process ${pid} attached`)) resolve(undefined)
      })
      strace.once('exit', code => reject(new Error(`strace ended with ${code}`)))
    }))
    return new SlowDisk(strace)
  }

  /** @param {import('node:child_process').ChildProcess} strace */
  constructor (strace) {
    this.strace = strace
    this.ended = new Promise(resolve => strace.once('exit', resolve))
  }

  /** The disk is fast again; what it held back goes on. */
  async release () {
    this.strace.kill('SIGTERM')
    await within('strace to let go', this.ended)
  }
}
