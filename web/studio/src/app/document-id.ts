// What may be the id of a document, and how ids stand in addresses. Used by the route, the browser of documents and dialogs.
// The rules are the server's: 1-512 bytes of UTF-8, no control characters, no empty, `.` or `..` segment.

const LONGEST_ID_BYTES = 512
const COMPANION = '~yrsa'

/** Why a name can't be the id of a document, in words; null if it can. */
export function documentIdProblem(name: string): string | null {
  if (name === '') return 'A document needs a name.'
  if (!name.isWellFormed()) return 'This name is not valid text.'
  if (new TextEncoder().encode(name).length > LONGEST_ID_BYTES) return `A name has at most ${LONGEST_ID_BYTES} bytes.`
  if (/\p{Cc}/u.test(name)) return 'A name has no control characters.'
  if (name.endsWith(COMPANION)) return `Names that end in ${COMPANION} belong to the server.`
  const segments = name.split('/')
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    return 'No part of a name between slashes may be empty, “.” or “..”.'
  }
  return null
}

/** Every segment percent-encoded, slashes kept. */
export function encodePath(id: string): string {
  return id.split('/').map(encodeURIComponent).join('/')
}

/** Percent-decoded; what can't be decoded stays as it is. */
export function decodePath(text: string): string {
  return text.split('/').map(decodeLeniently).join('/')
}

function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** `acme/board/` of `acme/board/roadmap`; empty at the top. */
export function folderOf(id: string): string {
  return id.slice(0, id.lastIndexOf('/') + 1)
}

/** The last segment of an id or a folder. */
export function lastSegment(path: string): string {
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path
  return trimmed.slice(trimmed.lastIndexOf('/') + 1)
}

/** A segment made of a title: `Road map, 2027` becomes `road-map-2027`. Letters of all scripts stay. */
export function slug(title: string): string {
  const words = title.normalize('NFKC').toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  return Array.from(words.join('-')).slice(0, 80).join('')
}

/** A folder as people write it, as a prefix: no slash at the beginning, one at the end; empty for the top. */
export function toFolder(text: string): string {
  const segments = text.split('/').map((segment) => segment.trim()).filter((segment) => segment !== '')
  return segments.length === 0 ? '' : `${segments.join('/')}/`
}
