// An application on Hocuspocus as it was before Yrsa. node hocuspocus.mjs ws://localhost:1234 TEXT
// The one line that changes is the address: ws://127.0.0.1:8080/hocuspocus
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import WebSocket from 'ws'

const [, , url = 'ws://127.0.0.1:8080/hocuspocus', text = 'hello'] = process.argv

const websocketProvider = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket })
const provider = new HocuspocusProvider({ websocketProvider, name: 'one-line' })
provider.attach()
provider.on('synced', () => {
  const shared = provider.document.getText('text')
  shared.insert(shared.length, `${text} `)
  console.log(shared.toString())
})
provider.on('unsyncedChanges', ({ number }) => {
  if (number === 0) process.exit() // on Yrsa: it is on disk
})
