// Who may come in: links with their rights and ends, and people with their roles.
// For a document or a folder (a scope); never shows a link's secret but once, right after it was made.
import type { Client, Share, Who } from '@yrsa/client'

export interface ShareDialogProps {
  /** A document id, a prefix that ends in a slash, or `/` for everything. */
  scope: string
  open: boolean
  onClose: () => void
  client?: Client
  /** The address that a link leads to. By default the studio's. */
  linkFor?: (secret: string, share: Share) => string
  /** What is shared, to be read: a title. */
  title?: string
  /** People to be offered when somebody is added, as those who are here. */
  suggestions?: readonly Who[]
  className?: string
}

export function ShareDialog(_props: ShareDialogProps) {
  return null
}
