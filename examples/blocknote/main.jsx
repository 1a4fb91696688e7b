// BlockNote with comments: the document over y-websocket, its comments in Yrsa's companion document, written by REST.
// No adapter: RESTYjsThreadStore is BlockNote's own.
import { CommentsExtension, DefaultThreadStoreAuth } from '@blocknote/core/comments'
import { RESTYjsThreadStore, withCollaboration } from '@blocknote/core/yjs'
import { BlockNoteView } from '@blocknote/mantine'
import { ThreadsSidebar, useCreateBlockNote } from '@blocknote/react'
import { createRoot } from 'react-dom/client'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import '@blocknote/core/fonts/inter.css'
import '@blocknote/mantine/style.css'
import './style.css'

const address = new URLSearchParams(location.search)
const server = address.get('server') ?? 'ws://127.0.0.1:8080'
const id = address.get('document') ?? 'examples/blocknote'
const token = address.get('token') // yrsa token --user ada --name Ada --grant examples/=owner
const user = JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')))

const [doc, comments] = [new Y.Doc(), new Y.Doc()]
const provider = new WebsocketProvider(`${server}/sync`, id, doc, { params: { token } })
new WebsocketProvider(`${server}/sync`, `${id}~yrsa`, comments, { params: { token } })

const threadStore = new RESTYjsThreadStore(
  `${server.replace(/^ws/, 'http')}/api/documents/${encodeURIComponent(id)}/threads`,
  { Authorization: `Bearer ${token}` },
  comments.getMap('threads'),
  new DefaultThreadStoreAuth(user.sub, 'editor'), // which buttons to show; the server decides
)
const resolveUsers = async (ids) => ids.map((each) => ({ id: each, username: each, avatarUrl: 'data:,' }))

function Page() {
  const editor = useCreateBlockNote(withCollaboration({
    collaboration: { provider, fragment: doc.getXmlFragment('document'), user: { name: user.name, color: address.get('color') ?? '#0f766e' } },
    extensions: [CommentsExtension({ threadStore, resolveUsers })],
  }))
  return (
    <BlockNoteView editor={editor}>
      <ThreadsSidebar filter="all" sort="recent-activity" />
    </BlockNoteView>
  )
}

createRoot(document.querySelector('#editor')).render(<Page />)
