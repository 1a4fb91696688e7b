// The example of README.md is readme-example.tsx, word for word: `npm run check` compiles that file.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('the first example of the README is the one that is compiled', () => {
  const [readme, example] = ['../README.md', './readme-example.tsx'].map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))
  expect(/```tsx\n([\s\S]*?)```/.exec(readme ?? '')?.[1]).toBe(example)
})
