// A shared list in plain JavaScript: no bundler, no framework; the browser resolves the packages by the page's import map.
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

const address = new URLSearchParams(location.search)
const server = address.get('server') ?? 'ws://127.0.0.1:8080'
const id = address.get('document') ?? 'examples/plain'

const doc = new Y.Doc()
const provider = new WebsocketProvider(`${server}/sync`, id, doc)
provider.on('status', ({ status }) => { document.querySelector('#state').textContent = status })

const list = doc.getArray('list')
list.observe(() => {
  document.querySelector('#list').replaceChildren(...list.map((what) => {
    const item = document.createElement('li')
    item.textContent = what
    return item
  }))
})
document.querySelector('#add').addEventListener('submit', (event) => {
  event.preventDefault()
  list.push([new FormData(event.target).get('what')])
  event.target.reset()
})
