// Sharing a document or a folder from anywhere in the studio: @yrsa/react's dialog with this studio's addresses.
import type { Who } from '@yrsa/client'
import { ShareDialog } from '@yrsa/react'
import { formatRoute } from './route.ts'

interface ScopeShareDialogProps {
  scope: string
  title: string
  onClose: () => void
  /** Who is there, to be offered as members. */
  people?: readonly Who[]
}

export function ScopeShareDialog({ scope, title, onClose, people }: ScopeShareDialogProps) {
  return <ShareDialog open scope={scope} title={title} suggestions={people} linkFor={(secret) => linkTo(scope, secret)} onClose={onClose} />
}

function linkTo(scope: string, secret: string): string {
  const route = scope === '/' || scope.endsWith('/') ? ({ page: 'browse', folder: scope === '/' ? '' : scope, share: secret } as const) : ({ page: 'document', id: scope, share: secret } as const)
  return new URL(formatRoute(route), location.href).href
}
