// What stands where nothing is yet: what there could be, and one click that fills it with something to look at.
// Shown on the first visit of an empty server; the examples are ordinary documents, made by REST.
import { useState } from 'react'
import { Documents } from '@yrsa/client'
import { Button, sentenceOf, useClient, useToasts } from '@yrsa/react'
import { Plus, Sparkles } from 'lucide-react'
import { KINDS, kindWords } from '../kind-words.tsx'
import { navigate } from '../route.ts'
import { lastSegment } from '../document-id.ts'
import { EXAMPLES, EXAMPLES_FOLDER } from './examples.ts'
import { createDocument } from './new-document.tsx'

export function FirstSteps({ onNew, mayFill }: { onNew: () => void; mayFill: boolean }) {
  const client = useClient()
  const toasts = useToasts()
  const [busy, setBusy] = useState(false)
  const fill = async () => {
    setBusy(true)
    try {
      const list = new Documents(client)
      for (const { id, ...example } of EXAMPLES) await createDocument(list, { ...example, folder: EXAMPLES_FOLDER, last: lastSegment(id) })
      navigate({ page: 'browse', folder: EXAMPLES_FOLDER })
    } catch (reason) {
      toasts.show(sentenceOf(reason), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="first" aria-labelledby="first-title">
      <h2 id="first-title">Nothing here yet</h2>
      <p>Everybody can edit a document at once, also offline. Documents are kept in folders, and there are four kinds:</p>
      <ul className="first-kinds">
        {KINDS.map((kind) => {
          const { name, what, picture } = kindWords(kind)
          return <li key={kind}>{picture}<strong>{name}</strong><span>{what}</span></li>
        })}
      </ul>
      <div className="first-actions">
        {mayFill && <Button tone="primary" icon={<Sparkles />} busy={busy} onClick={() => void fill()}>Create examples</Button>}
        <Button tone={mayFill ? 'plain' : 'primary'} icon={<Plus />} onClick={onNew}>New document</Button>
      </div>
    </section>
  )
}
