// Ids of documents in addresses. The rules are the server's: 1-512 bytes of UTF-8, `/` between segments, none of them empty.

/** The id as the rest of a path: every segment percent-encoded, slashes kept. */
export function encodeDocumentId(id: string): string {
  return id.split('/').map(encodeURIComponent).join('/')
}

/** The document in which the server shows what it keeps beside another. */
export function companionOf(id: string): string {
  return `${id}~yrsa`
}
