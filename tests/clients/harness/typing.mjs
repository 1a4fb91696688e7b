// Typing a keystroke history with real clients: one transaction, one update, one frame at a time.
// A held socket gives its client what others typed only when asked to, so that a recorded concurrent session can be typed
// again exactly as it happened: an agent sees of the other just what it had seen then.
import WebSocket from 'ws'
import { breathe, until } from './conditions.mjs'
import { SYNC, UPDATE, parse } from './frames.mjs'

/** Frames typed between two looks at the socket. */
const BURST = 200
const SOCKET_ROOM_BYTES = 2 ** 20
const PATIENCE_MS = 120_000

/**
 * @param {import('yjs').Text} text
 * @param {import('./fixtures.mjs').Transaction} transaction
 */
function type (text, { patches }) {
  /** @type {import('yjs').Doc} */ (text.doc).transact(() => {
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) text.delete(position, deleted)
      if (inserted) text.insert(position, inserted)
    }
  })
}

/**
 * Types a sequential history as fast as the socket takes it.
 *
 * @param {import('./client.mjs').Client} client
 * @param {import('./fixtures.mjs').Transaction[]} transactions
 */
export async function typeAlone (client, transactions) {
  const text = client.doc.getText('text')
  for (const [at, transaction] of transactions.entries()) {
    type(text, transaction)
    if (at % BURST === 0) {
      await breathe()
      await until('room in the socket', () => client.provider.ws?.bufferedAmount < SOCKET_ROOM_BYTES, PATIENCE_MS)
    }
  }
}

/** A WebSocket that keeps the updates it receives until they are released. */
export class HeldSocket extends WebSocket {
  /** @type {import('ws').MessageEvent[]} */ held = []
  released = 0
  /** @type {((event: any) => void) | null} */ #handler = null

  // The providers set `onmessage`, which stands between the wire and the client.
  // @ts-ignore: narrower than the base class
  set onmessage (handler) {
    this.#handler = handler
    super.onmessage = handler && (event => {
      const { kind, step } = parse(new Uint8Array(/** @type {ArrayBuffer} */ (event.data)))
      if (kind === SYNC && step === UPDATE) this.held.push(event)
      else handler(event)
    })
  }

  /**
   * Hands on updates, in order, until `count` have been handed on in all; waits for those that have not come yet.
   * @param {number} count
   */
  async release (count) {
    while (this.released < count) {
      if (this.held.length === 0) await until('an update of the other agent', () => this.held.length > 0, PATIENCE_MS)
      this.#handler?.(this.held.shift())
      this.released += 1
    }
  }
}

/**
 * Types a concurrent history with one client per agent, each seeing exactly the parents of what it types.
 *
 * @param {import('./client.mjs').Client[]} agents two clients with held sockets
 * @param {import('./fixtures.mjs').Transaction[]} transactions in an order where parents come first
 */
export async function typeTogether (agents, transactions) {
  const texts = agents.map(({ doc }) => doc.getText('text'))
  const sockets = agents.map(({ provider }) => /** @type {HeldSocket} */ (provider.ws))
  const typed = agents.map(() => 0)
  /** How many transactions of each agent a transaction builds on, itself included. @type {number[][]} */
  const versions = []
  for (const transaction of transactions) {
    const { agent, parents } = transaction
    const seen = agents.map((_, of) => Math.max(0, ...parents.map(parent => versions[parent][of])))
    await sockets[agent].release(seen[1 - agent])
    type(texts[agent], transaction)
    typed[agent] += 1
    seen[agent] += 1
    versions.push(seen)
    if (versions.length % BURST === 0) await breathe()
  }
  await Promise.all(sockets.map((socket, agent) => socket.release(typed[1 - agent])))
}
