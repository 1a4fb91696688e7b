// Addresses name exactly one page, and every page has one address.
import { describe, expect, test } from 'vitest'
import { documentIdProblem, folderOf, lastSegment, slug, toFolder } from '../../src/app/document-id.ts'
import { formatRoute, parseRoute } from '../../src/app/route.ts'
import type { Route } from '../../src/app/route.ts'

describe('the address', () => {
  const pages: [string, Route][] = [
    ['#/', { page: 'browse', folder: '' }],
    ['#/acme/', { page: 'browse', folder: 'acme/' }],
    ['#/acme/?q=road+map&kind=board&sort=-updated_at&deleted=only', { page: 'browse', folder: 'acme/', query: 'road map', kind: 'board', sort: '-updated_at', deleted: true }],
    ['#/acme/board', { page: 'document', id: 'acme/board' }],
    ['#/acme/board?at=/cards/c1', { page: 'document', id: 'acme/board', at: '/cards/c1' }],
    ['#/caf%C3%A9/100%25%3F%23', { page: 'document', id: 'café/100%?#' }],
    ['#/a?share=share_abc', { page: 'document', id: 'a', share: 'share_abc' }],
    ['#/a?view=json&panel=chat', { page: 'document', id: 'a', view: 'json', panel: 'chat' }],
    ['#inbox', { page: 'inbox' }],
    ['#sign-in', { page: 'sign-in' }],
    ['#inspector/rooms', { page: 'inspector', tab: 'rooms' }],
    ['#inspector/rooms/acme%2Fboard', { page: 'inspector', tab: 'rooms', document: 'acme/board' }],
  ]
  test.each(pages)('%s names its page', (address, route) => {
    expect(parseRoute(address)).toEqual(route)
  })
  test.each(pages)('%s comes back from its page', (_, route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route)
  })
  test('nothing at all is the list of all documents', () => {
    expect(parseRoute('')).toEqual({ page: 'browse', folder: '' })
  })
  test('a document may be called as a page of the studio', () => {
    expect(parseRoute('#/inbox')).toEqual({ page: 'document', id: 'inbox' })
  })
  test('an address of the first studio still leads to its document', () => {
    expect(parseRoute('#team/spring%20release')).toEqual({ page: 'document', id: 'team/spring release' })
  })
  test('what can not be decoded stays as it is', () => {
    expect(parseRoute('#/100%')).toEqual({ page: 'document', id: '100%' })
  })
  test('an unknown tab of the inspector is its first', () => {
    expect(parseRoute('#inspector/nonsense')).toEqual({ page: 'inspector', tab: 'overview' })
  })
})

describe('ids of documents', () => {
  test.each(['a', 'acme/board/roadmap', 'ütf', 'x'.repeat(512)])('%s is one', (id) => expect(documentIdProblem(id)).toBeNull())
  test.each(['', '/a', 'a/', 'a//b', 'a/../b', './a', 'tab\tbed', '\ud800', 'ü'.repeat(257), 'a~yrsa'])('%j is none', (id) => {
    expect(documentIdProblem(id)).not.toBeNull()
  })
  test('a slug keeps letters of all scripts and nothing that would be escaped as punctuation', () => {
    expect(slug('  Road map, 2027! ')).toBe('road-map-2027')
    expect(slug('Крыша — план')).toBe('крыша-план')
    expect(slug('???')).toBe('')
  })
  test('folders are prefixes with one slash at their end', () => {
    expect([folderOf('a/b/c'), folderOf('a')]).toEqual(['a/b/', ''])
    expect([lastSegment('a/b/'), lastSegment('a/b'), lastSegment('a')]).toEqual(['b', 'b', 'a'])
    expect([toFolder(' /acme // board '), toFolder('  '), toFolder('x/')]).toEqual(['acme/board/', '', 'x/'])
  })
})
