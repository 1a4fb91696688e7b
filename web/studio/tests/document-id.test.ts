// Names of documents: the server's rules, and links that survive every character.
// The rules are the same as the server's; these cases are the ones where pages usually get them wrong.
import { describe, expect, test } from 'vitest'
import { documentLink, encodeDocumentId, parseDocumentId, requestedName } from '../src/document-id.ts'

const GOOD = ['welcome', 'acme/board/roadmap', 'ä b', '100%', '%2F', 'a?b#c', '🦦/…', 'x'.repeat(512)]
const BAD = ['', '/', 'a//b', '/a', 'a/', '.', 'a/../b', 'a\nb', 'a\u0085b', '\ud800', 'ä'.repeat(257)]

describe('a document name', () => {
  test.each(GOOD)('%s is taken as it is', (name) => {
    expect(parseDocumentId(name)).toEqual({ id: name })
  })

  test.each(BAD)('%j is refused with a reason', (name) => {
    expect(parseDocumentId(name)).toHaveProperty('problem')
  })

  test.each(['acme/board/road map', '100%', '%2F', 'a?b#c', '🦦'])('%s comes back out of its own link', (id) => {
    const url = new URL(documentLink(id, { origin: 'http://host', pathname: '/' }))
    expect(requestedName(url)).toBe(id)
  })

  test.each(['acme/road map', '100%', '%2F', 'a?b#c', '🦦'])('%s reaches the server as the rest of the path', (id) => {
    const url = new URL(`ws://host/sync/${encodeDocumentId(id)}`)
    expect(decodeURIComponent(url.pathname.slice('/sync/'.length))).toBe(id)
  })

  test('comes from the hash, else from ?document=, else it is the welcome document', () => {
    expect(requestedName({ hash: '#a', search: '?document=b' })).toBe('a')
    expect(requestedName({ hash: '', search: '?document=b%20c' })).toBe('b c')
    expect(requestedName({ hash: '#', search: '' })).toBe('welcome')
    expect(requestedName({ hash: '#100%', search: '' })).toBe('100%')
  })
})
