// Which document this page shows, and the links that lead to it. Called once at start and by the share and open dialogs.
// The rules are the server's: 1-512 bytes of UTF-8, no control characters, no empty, `.` or `..` segment.

export const DEFAULT_DOCUMENT = 'welcome'
const LONGEST_ID_BYTES = 512

/** A document id as the rules allow it, or the reason in words why a name cannot be one. */
export type ParsedDocumentId = { id: string } | { problem: string }

export function parseDocumentId(name: string): ParsedDocumentId {
  if (name === '') return { problem: 'A document needs a name.' }
  if (!name.isWellFormed()) return { problem: 'This name is not valid text.' }
  if (new TextEncoder().encode(name).length > LONGEST_ID_BYTES) {
    return { problem: `A document name has at most ${LONGEST_ID_BYTES} bytes.` }
  }
  if (/\p{Cc}/u.test(name)) return { problem: 'A document name has no control characters.' }
  const segments = name.split('/')
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    return { problem: 'No part of a document name between slashes may be empty, “.” or “..”.' }
  }
  return { id: name }
}

/** The name in `#name`, else in `?document=name`, else the default. The hash is percent-decoded leniently. */
export function requestedName(location: { hash: string; search: string }): string {
  const hash = location.hash.replace(/^#/, '')
  if (hash !== '') return decodeLeniently(hash)
  return new URLSearchParams(location.search).get('document') ?? DEFAULT_DOCUMENT
}

/** The id as the rest of a URL path or hash: every segment percent-encoded, slashes kept. */
export function encodeDocumentId(id: string): string {
  return id.split('/').map(encodeURIComponent).join('/')
}

export function documentLink(id: string, page: { origin: string; pathname: string }): string {
  return `${page.origin}${page.pathname}#${encodeDocumentId(id)}`
}

function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
