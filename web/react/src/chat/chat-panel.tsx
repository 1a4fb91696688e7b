// The chat of a document: what was said, by whom, answers, reactions, places in code, and a field to say something.
// For a side panel of any height; never renders anything of a message as markup.
import type { CodeReference, Connection } from '@yrsa/client'

export interface ChatPanelProps {
  connection?: Connection
  /** Somebody pressed on a place in code. */
  onReference?: (reference: CodeReference) => void
  className?: string
}

export function ChatPanel(_props: ChatPanelProps) {
  return null
}
