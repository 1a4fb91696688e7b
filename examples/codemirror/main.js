// CodeMirror 6 on the unchanged y-websocket provider: text, carets and names of everybody, and undo of one's own edits.
import { basicSetup, EditorView } from 'codemirror'
import { yCollab } from 'y-codemirror.next'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

const address = new URLSearchParams(location.search)
const server = address.get('server') ?? 'ws://127.0.0.1:8080'
const id = address.get('document') ?? 'examples/codemirror'

const doc = new Y.Doc()
const provider = new WebsocketProvider(`${server}/sync`, id, doc)
provider.awareness.setLocalStateField('user', { name: address.get('name') ?? 'Somebody', color: address.get('color') ?? '#0f766e' })

const text = doc.getText('text')
new EditorView({
  parent: document.querySelector('#editor'),
  doc: text.toString(),
  extensions: [basicSetup, EditorView.lineWrapping, yCollab(text, provider.awareness, { undoManager: new Y.UndoManager(text) })],
})
