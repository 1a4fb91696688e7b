// Documents as folders, and people by where they are.
import { describe, expect, test } from 'vitest'
import type { DocumentRecord } from '@yrsa/client'
import { byDocument, group, peopleBelow } from '../../src/app/browse/grouping.ts'
import type { Person } from '../../src/app/browse/grouping.ts'
import { folderName, homeOf } from '../../src/app/home-folder.ts'

const document = (id: string, updated_at = 1) => ({ id, updated_at }) as DocumentRecord
const person = (document: string, id: string) => ({ document, user: { id, name: id, color: '#000000' } }) as Person
const ids = (documents: readonly DocumentRecord[]) => documents.map(({ id }) => id)

describe('documents in a folder', () => {
  const all = [document('b'), document('acme/x', 5), document('acme/deep/y', 9), document('zoo/1'), document('a')]

  test('what lies deeper is one folder with the newest change in it', () => {
    const { folders, direct } = group(all, '', false)
    expect(folders).toEqual([{ folder: 'acme/', count: 2, updated: 9 }, { folder: 'zoo/', count: 1, updated: 1 }])
    expect(ids(direct)).toEqual(['b', 'a'])
  })
  test('a folder shows what is directly in it', () => {
    const { folders, direct } = group(all.filter(({ id }) => id.startsWith('acme/')), 'acme/', false)
    expect(folders).toEqual([{ folder: 'acme/deep/', count: 1, updated: 9 }])
    expect(ids(direct)).toEqual(['acme/x'])
  })
  test('a search shows documents, wherever they lie', () => {
    expect(group(all, '', true)).toEqual({ folders: [], direct: all })
  })
  test('the folder of an account is one, and others beside it stay what they are', () => {
    const home = 'users/me/'
    const { folders } = group([document('users/me/a'), document('users/me/b/c'), document('users/you/d')], '', false, home)
    expect(folders.map(({ folder, count }) => [folder, count])).toEqual([['users/', 1], ['users/me/', 2]])
    expect(folderName(home, home)).toBe('Your documents')
    expect(folderName('users/you/', home)).toBe('you')
  })
  test('inside of it there are its own folders', () => {
    const { folders, direct } = group([document('users/me/a'), document('users/me/b/c')], 'users/me/', false, 'users/me/')
    expect([folders.map(({ folder }) => folder), ids(direct)]).toEqual([['users/me/b/'], ['users/me/a']])
  })
  test('only accounts have a folder of their own', () => {
    const you = { id: 'u1', name: 'Ada', color: '#000000', admin: false, guest: false }
    expect([homeOf({ by: 'account', you }), homeOf({ by: 'name', you }), homeOf({ by: 'guest', you })]).toEqual(['users/u1/', null, null])
  })
})

describe('who is where', () => {
  const here = byDocument([person('acme/x', 'ada'), person('acme/x', 'ben'), person('acme/y', 'ada'), person('zoo/1', 'cleo')])
  test('people are found by document', () => {
    expect(here.get('acme/x')?.map(({ user }) => user?.id)).toEqual(['ada', 'ben'])
    expect(here.get('nowhere')).toBeUndefined()
  })
  test('a folder shows each person once', () => {
    expect(peopleBelow(here, 'acme/').map(({ user }) => user?.id)).toEqual(['ada', 'ben'])
  })
})
