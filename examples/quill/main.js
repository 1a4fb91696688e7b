// Quill on the unchanged y-websocket provider: formatted text, and everybody's cursor.
import Quill from 'quill'
import QuillCursors from 'quill-cursors'
import { QuillBinding } from 'y-quill'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import 'quill/dist/quill.snow.css'

const address = new URLSearchParams(location.search)
const server = address.get('server') ?? 'ws://127.0.0.1:8080'
const id = address.get('document') ?? 'examples/quill'

const doc = new Y.Doc()
const provider = new WebsocketProvider(`${server}/sync`, id, doc)
provider.awareness.setLocalStateField('user', { name: address.get('name') ?? 'Somebody', color: address.get('color') ?? '#0f766e' })

Quill.register('modules/cursors', QuillCursors)
const editor = new Quill('#editor', {
  theme: 'snow',
  modules: { cursors: true, history: { userOnly: true }, toolbar: [[{ header: [1, 2, false] }], ['bold', 'italic', 'link'], [{ list: 'ordered' }, { list: 'bullet' }]] },
})
new QuillBinding(doc.getText('quill'), editor, provider.awareness)
