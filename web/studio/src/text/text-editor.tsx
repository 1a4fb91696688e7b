// A placeholder: the editor of this kind comes here. Mounted by app/document-page.tsx through kinds.ts; never loads anything by itself.
import type { EditorProps } from '../editor.ts'

export default function TextEditor({ connection }: EditorProps) {
  return <p>{connection.id}</p>
}
