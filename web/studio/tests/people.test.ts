// Who is who: names and colours from strangers are made harmless before anybody shows them.
// Awareness states are written by anyone, so most cases here are ill-meant or broken ones.
import { describe, expect, test } from 'vitest'
import { initials, loadPerson, personOf, renamePerson } from '../src/people.ts'
import { seededRandom } from './seeded-random.ts'

function memoryStorage(): Storage {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  } as Storage
}

describe('a person', () => {
  test('keeps name and colour from visit to visit', () => {
    const storage = memoryStorage()
    const random = seededRandom()
    const first = loadPerson(storage, random)
    expect(loadPerson(storage, random)).toEqual(first)
    const renamed = renamePerson(storage, first, '  Ada   Lind ')
    expect(renamed).toEqual({ ...first, name: 'Ada Lind' })
    expect(loadPerson(storage, random)).toEqual(renamed)
    expect(renamePerson(storage, renamed, '   ')).toEqual(renamed)
  })

  test('is invented anew when what is stored cannot be read', () => {
    const storage = memoryStorage()
    storage.setItem('yrsa.person', '{"id":3')
    expect(loadPerson(storage, seededRandom()).name).toMatch(/^\w+ \w+$/)
  })

  test.each([null, {}, { user: null }, { user: { name: 7 } }, 'x'])('is nobody in the awareness state %j', (state) => {
    expect(personOf(state)).toBeUndefined()
  })

  test('gets a colour of ours when theirs is more than a colour', () => {
    const person = personOf({ user: { id: 'x', name: 'Eve', color: 'red; background: url(//evil)' } })
    expect(person?.color).toMatch(/^#[0-9a-f]{6}$/)
  })

  test('with a very long name gets a shorter one', () => {
    expect(personOf({ user: { name: 'x'.repeat(1000) } })?.name.length).toBe(32)
  })

  test('is abbreviated to the first letters of the first and last name', () => {
    expect([initials('Ada Lind'), initials('ben'), initials('Ada B. C. Lind'), initials('🦦 otter')]).toEqual(['AL', 'B', 'AL', '🦦O'])
  })
})
