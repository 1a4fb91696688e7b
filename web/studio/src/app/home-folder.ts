// The folder that a built-in account owns (docs/ACCESS.md): where its new documents go, called by a name instead of an id.
// Used by lists, breadcrumbs and the dialog for new documents.
import type { App } from './app-context.ts'
import { lastSegment } from './document-id.ts'

export const HOME_NAME = 'Your documents'

/** `users/{id}/` of an account; null for everybody else. */
export function homeOf({ by, you }: Pick<App, 'by' | 'you'>): string | null {
  return by === 'account' ? `users/${you.id}/` : null
}

export function folderName(folder: string, home: string | null): string {
  return folder === home ? HOME_NAME : lastSegment(folder)
}
