// An application on y-websocket as it was before Yrsa. node y-websocket.mjs ws://localhost:1234 TEXT
// The one line that changes is the address: ws://127.0.0.1:8080/sync
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

const [, , server = 'ws://127.0.0.1:8080/sync', text = 'hello'] = process.argv

const doc = new Y.Doc()
const provider = new WebsocketProvider(server, 'one-line', doc, { WebSocketPolyfill: WebSocket })
provider.once('sync', () => {
  doc.getText('text').insert(doc.getText('text').length, `${text} `)
  console.log(doc.getText('text').toString())
  // Nothing in y-websocket says when an edit has arrived; whoever asks for the document again hears it after the edit.
  provider.once('sync', () => process.exit())
  provider.synced = false
  provider.ws.send(new Uint8Array([0, 0, 1, 0]))
})
