// A client in a process of its own, for what only the death or the freezing of a process shows.
// Run as: node client-process.mjs SYNC_URL LINE_KEY DOCUMENT PRESENCE_JSON; prints its client id once it is synced.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import WebSocket from 'ws'
import { within } from './conditions.mjs'
import * as lines from './lines.mjs'

const THIS_FILE = fileURLToPath(import.meta.url)
const START_DEADLINE_MS = 15_000

if (process.argv[1] === THIS_FILE) {
  const [url, key, document, presence] = process.argv.slice(2)
  const { Y, awareness: { Awareness }, Provider } = /** @type {Record<string, any>} */ (lines)[key]
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  awareness.setLocalState(JSON.parse(presence))
  const provider = new Provider(url, document, doc, { awareness, disableBc: true, WebSocketPolyfill: WebSocket })
  provider.once('synced', () => console.log(doc.clientID))
}

export class ClientProcess {
  /**
   * Waits until the client is synced; the process ends together with the server.
   *
   * @param {import('./server.mjs').Server} server
   * @param {'y1' | 'y2' | 'y30' | 'y31'} key
   * @param {string} document
   * @param {object} presence
   */
  static async start (server, key, document, presence) {
    const child = spawn(process.execPath, [THIS_FILE, server.sync, key, document, JSON.stringify(presence)], {
      stdio: ['ignore', 'pipe', 'inherit']
    })
    server.beforeDiscard(() => child.kill('SIGKILL'))
    /** @type {Promise<string>} */
    const synced = new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', resolve)
      child.once('exit', code => reject(new Error(`the client process ended with ${code}`)))
    })
    return new ClientProcess(child, Number(await within('the client process to sync', synced, START_DEADLINE_MS)))
  }

  /**
   * @param {import('node:child_process').ChildProcess} child
   * @param {number} clientID
   */
  constructor (child, clientID) {
    this.child = child
    this.clientID = clientID
  }

  /** Ends the process; the kernel closes its connection. */
  kill () { this.child.kill('SIGKILL') }

  /** Freezes the process; its connection stays half open. */
  freeze () { this.child.kill('SIGSTOP') }

  thaw () { this.child.kill('SIGCONT') }
}
