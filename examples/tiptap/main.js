// Tiptap on the unchanged Hocuspocus provider: text, carets and names of everybody.
import { HocuspocusProvider } from '@hocuspocus/provider'
import { Editor } from '@tiptap/core'
import Collaboration from '@tiptap/extension-collaboration'
import CollaborationCaret from '@tiptap/extension-collaboration-caret'
import StarterKit from '@tiptap/starter-kit'
import './style.css'

const address = new URLSearchParams(location.search)
const server = address.get('server') ?? 'ws://127.0.0.1:8080'
const name = address.get('document') ?? 'examples/tiptap'
const user = { name: address.get('name') ?? 'Somebody', color: address.get('color') ?? '#0f766e' }

const provider = new HocuspocusProvider({ url: `${server}/hocuspocus`, name })

new Editor({
  element: document.querySelector('#editor'),
  extensions: [
    StarterKit.configure({ undoRedo: false }),
    Collaboration.configure({ document: provider.document }),
    CollaborationCaret.configure({ provider, user }),
  ],
})
