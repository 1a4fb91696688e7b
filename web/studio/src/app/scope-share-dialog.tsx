// Sharing a document or a folder from anywhere in the studio: @yrsa/react's dialog with this studio's addresses.
import { ShareDialog } from '@yrsa/react'
import { formatRoute } from './route.ts'

export function ScopeShareDialog({ scope, title, onClose }: { scope: string; title: string; onClose: () => void }) {
  return <ShareDialog open scope={scope} title={title} linkFor={(secret) => linkTo(scope, secret)} onClose={onClose} />
}

function linkTo(scope: string, secret: string): string {
  const route = scope === '/' || scope.endsWith('/') ? ({ page: 'browse', folder: scope === '/' ? '' : scope, share: secret } as const) : ({ page: 'document', id: scope, share: secret } as const)
  return new URL(formatRoute(route), location.href).href
}
