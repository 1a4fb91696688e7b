// What people write: shown as text and nothing else, with links, code and the people it calls; and whom a finished text calls.
import { describe, expect, test } from 'vitest'
import { render } from '@testing-library/react'
import { calledIn, candidatesFrom, complete, matching, openCall } from '../src/writing/mentions.ts'
import { stableColor } from '@yrsa/client'
import { namesOf, peopleFrom } from '../src/writing/people.ts'
import { piecesOf, SafeText } from '../src/writing/safe-text.tsx'
import { ADA, BOB, CID, participant } from './fake-conversation.ts'

test('guests without a name are called so, not by an id that nobody can read', () => {
  const guest = 'guest-d370f9592721b514'
  expect(peopleFrom(null, [], [{ id: guest, name: guest }]).find(guest).name).toBe('A guest')
  expect(peopleFrom(null, [], []).find(guest).name).toBe('A guest')
  expect(peopleFrom(null, [], [{ id: guest }, { id: guest, name: 'Grace' }]).find(guest).name).toBe('Grace')
  expect(peopleFrom(null, [], []).find('guest-list').name).toBe('guest-list')
})

describe('a text', () => {
  test('is never markup', () => {
    const { container } = render(<SafeText text={'<img src=x onerror=alert(1)> <script>1</script> [a](javascript:alert(1))'} />)
    expect(container.querySelector('img, script, a')).toBeNull()
    expect(container.textContent).toBe('<img src=x onerror=alert(1)> <script>1</script> [a](javascript:alert(1))')
  })

  test('has links to http and https, and to nothing else', () => {
    const links = (text: string): string[] => piecesOf(text).flatMap((piece) => (piece.kind === 'link' ? [piece.href] : []))
    expect(links('see https://yrsa.example/a?b=c#d and http://x.example')).toEqual(['https://yrsa.example/a?b=c#d', 'http://x.example/'])
    expect(links('javascript:alert(1) data:text/html,x ftp://x.example file:///etc/passwd mailto:a@b.c')).toEqual([])
    expect(links('xhttps://no.example')).toEqual([])
  })

  test('links open elsewhere and tell nobody where they come from', () => {
    const { container } = render(<SafeText text="https://yrsa.example" />)
    const link = container.querySelector('a')
    expect(link?.rel).toBe('noopener noreferrer nofollow')
    expect(link?.target).toBe('_blank')
  })

  test('a link ends before the full stop and the bracket of its sentence, and keeps its own brackets', () => {
    const texts = (text: string): string[] => piecesOf(text).flatMap((piece) => (piece.kind === 'link' ? [piece.text] : []))
    expect(texts('(see https://a.example/b).')).toEqual(['https://a.example/b'])
    expect(texts('https://a.example/Foo_(bar), then')).toEqual(['https://a.example/Foo_(bar)'])
    expect(texts('https://a.example/!!!')).toEqual(['https://a.example/'])
  })

  test('in code nothing means anything', () => {
    expect(piecesOf('run `curl https://a.example @Ada` now', ['Ada'])).toEqual([
      { kind: 'text', text: 'run ' },
      { kind: 'code', text: 'curl https://a.example @Ada' },
      { kind: 'text', text: ' now' },
    ])
    expect(piecesOf('```js\nlet x = 1\n```\nafter')).toEqual([
      { kind: 'block', text: 'let x = 1' },
      { kind: 'text', text: 'after' },
    ])
    expect(piecesOf('it`s 5 o`clock')).toEqual([{ kind: 'text', text: 'it' }, { kind: 'code', text: 's 5 o' }, { kind: 'text', text: 'clock' }])
    expect(piecesOf('one ` alone')).toEqual([{ kind: 'text', text: 'one ` alone' }])
  })

  test('calls only those who are called, by their longest name', () => {
    expect(piecesOf('@Ada Lovelace and @Ada, not @Bob or me@Ada', ['Ada', 'Ada Lovelace'])).toEqual([
      { kind: 'mention', text: '@Ada Lovelace', index: 1 },
      { kind: 'text', text: ' and ' },
      { kind: 'mention', text: '@Ada', index: 0 },
      { kind: 'text', text: ', not @Bob or me@Ada' },
    ])
    expect(piecesOf('@Adam', ['Ada'])).toEqual([{ kind: 'text', text: '@Adam' }])
  })

  test('keeps every letter, whatever it consists of', () => {
    const parts = ['https://a.example', ' ', '`', '```', '@Ada', 'x', '\n', '(', ')', '.', '<b>', '@', 'é', '😀']
    let seed = 20261121
    const random = (): number => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0)
    for (let round = 0; round < 500; round += 1) {
      const text = Array.from({ length: random() % 20 }, () => parts[random() % parts.length]).join('')
      const shown = piecesOf(text, ['Ada']).map((piece) => piece.text).join('')
      // Only marks of code and the line breaks at a block's borders go away.
      const bare = (some: string): string => some.replace(/[`\n]/g, '')
      expect(bare(shown), `seed 20261121, round ${round}: ${JSON.stringify(text)}`).toBe(bare(text))
    }
  })

  test('is read quickly, also where somebody tries to make it slow', () => {
    const started = performance.now()
    for (const text of [')'.repeat(16_000), `https://a.example/${')'.repeat(16_000)}`, '`'.repeat(16_000), '@'.repeat(16_000), 'https://'.repeat(2_000), '```'.repeat(5_000)]) piecesOf(text, ['Ada'])
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

describe('calling people', () => {
  const candidates = candidatesFrom([ADA, BOB, { ...CID, name: 'Bob Stone' }, { id: 'zoë', name: 'Zoë Åkesson', color: '#0f766e' }], 'ada')

  test('offers everybody but oneself, roles last, and tells two of one name apart', () => {
    expect(candidates.map(({ name }) => name)).toEqual(['Bob Stone (bob)', 'Bob Stone (cid)', 'Zoë Åkesson', 'owners', 'editors', 'commenters', 'viewers'])
  })

  test('finds by any word of the name, by the id, and without accents', () => {
    expect(matching(candidates, 'sto').map(({ mention }) => mention)).toEqual([{ user: 'bob' }, { user: 'cid' }])
    expect(matching(candidates, 'ake').map(({ mention }) => mention)).toEqual([{ user: 'zoë' }])
    expect(matching(candidates, 'cid').map(({ mention }) => mention)).toEqual([{ user: 'cid' }])
    expect(matching(candidates, 'edit').map(({ mention }) => mention)).toEqual([{ role: 'editor' }])
    expect(matching(candidates, 'nobody')).toEqual([])
  })

  test('begins at an @ that begins a word', () => {
    expect(openCall('hello @bo', 9)).toEqual({ at: 6, word: 'bo' })
    expect(openCall('mail@bo', 7)).toBeNull()
    expect(openCall('@bo and then a whole sentence', 29)).toBeNull()
    expect(openCall('@bo\n', 4)).toBeNull()
    expect(openCall('@', 1)).toEqual({ at: 0, word: '' })
  })

  test('puts the name where the word was, and the caret behind it', () => {
    const [bob] = candidatesFrom([BOB], null)
    expect(bob && complete('ask @bo, please', { at: 4, word: 'bo' }, bob)).toEqual({ text: 'ask @Bob Stone , please', caret: 15 })
  })

  test('only those who were picked and still stand in the text are called, each once', () => {
    const [bob, zoe] = candidatesFrom([BOB, { id: 'zoë', name: 'Zoë', color: '' }], null)
    if (!bob || !zoe) throw new Error('no candidates')
    expect(calledIn('@Bob Stone and @Bob Stone', [bob, bob, zoe])).toEqual([{ user: 'bob' }])
    expect(calledIn('@Bob Stones', [bob])).toEqual([])
    expect(calledIn('@Bob Stone', [])).toEqual([])
  })
})

describe('people', () => {
  test('who is here has the name the server gives now, who wrote the one of then', () => {
    const people = peopleFrom(ADA, [participant(ADA, { self: true }), participant(BOB)], [{ id: 'bob', name: 'Robert' }, { id: 'cid', name: 'Cid' }, { id: 'dan' }])
    expect(people.find('bob').name).toBe('Bob Stone')
    expect(people.find('cid').name).toBe('Cid')
    expect(people.find('dan').name).toBe('dan')
    expect(people.find('nobody')).toEqual({ id: 'nobody', name: 'nobody', color: stableColor('nobody') })
  })

  test('the colour of an id is the one the server gives it', () => {
    // What FNV-1a over 64 bits gives, computed elsewhere.
    expect([stableColor('ada'), stableColor('zoë'), stableColor('users/7')]).toEqual(['#6d28d9', '#7e22ce', '#1d4ed8'])
  })

  test('names are listed as one says them', () => {
    expect(namesOf([])).toBe('')
    expect(namesOf(['Ada'])).toBe('Ada')
    expect(namesOf(['Ada', 'Bob'])).toBe('Ada and Bob')
    expect(namesOf(['Ada', 'Bob', 'Cid'])).toBe('Ada, Bob and Cid')
    expect(namesOf(['Ada', 'Bob', 'Cid', 'Dan', 'Eve'])).toBe('Ada, Bob and 3 others')
  })
})
