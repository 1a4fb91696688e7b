// Comments as the companion has them, and the words in whatever an editor wrote.
import { describe, expect, test } from 'vitest'
import { bodyOf, textOf } from '../src/comment-body.ts'
import { readThread } from '../src/threads.ts'

describe('the words of a comment', () => {
  test.each(['one line', 'two\nlines', '', 'with\n\nspace', '<b>not markup</b>'])('%j are what was written', (text) => {
    expect(textOf(bodyOf(text))).toBe(text)
  })

  test.each([
    ['plain', 'plain'],
    [[{ type: 'paragraph', content: [{ type: 'text', text: 'a ' }, { type: 'link', href: 'x', content: [{ type: 'text', text: 'link' }] }, { type: 'text', text: ' b' }] }], 'a link b'],
    [[{ type: 'paragraph', content: [{ type: 'mention', props: { user: 'bob' } }, { type: 'text', text: ' hi' }] }], '@bob hi'],
    [[{ type: 'bulletListItem', content: 'x', children: [{ type: 'bulletListItem', content: [{ type: 'text', text: 'y' }] }] }], 'x\ny'],
    [{ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'tiptap' }] }] }, 'tiptap'],
    [{ text: 'own format' }, 'own format'],
    [null, ''], [undefined, ''], [7, ''], [{}, ''], [[null, 3, { content: 5 }], ''],
  ])('of %j are found', (body, text) => {
    expect(textOf(body)).toBe(text)
  })

  test('of a body that never ends are cut', () => {
    let body: unknown = 'deep'
    for (let depth = 0; depth < 5_000; depth += 1) body = [{ content: body }]
    expect(textOf(body)).toBe('')
  })
})

describe('a thread', () => {
  test('is read in the shape that REST has', () => {
    const thread = readThread({
      id: 't', createdAt: 1, updatedAt: 2, createdBy: 'ada', resolved: false, anchor: { type: 'path', path: '/cards/c1' },
      comments: [
        {
          id: 'c', userId: 'ada', author: { id: 'ada', name: 'Ada' }, createdAt: 1, updatedAt: 1, body: bodyOf('hi'),
          reactionsByUser: { 'bob-👍': { emoji: '👍', userId: 'bob', createdAt: 5 }, 'cy-👍': { emoji: '👍', userId: 'cy', createdAt: 3 }, broken: null },
        },
        { nothing: 1 },
      ],
    })
    expect(thread?.createdBy).toEqual({ id: 'ada', name: 'Ada' })
    expect(thread?.comments.length).toBe(1)
    expect(thread?.comments[0]?.reactions).toEqual([{ emoji: '👍', createdAt: 3, userIds: ['bob', 'cy'] }])
    expect(thread?.comments[0]?.mentions).toEqual([])
  })

  test.each([{ value: null }, { value: {} }, { value: 7 }, { value: { id: 3 } }])('is none in $value', ({ value }) => {
    expect(readThread(value)).toBeUndefined()
  })
})
