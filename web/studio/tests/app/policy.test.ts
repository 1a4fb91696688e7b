// The policy that the server sends and the one in the page are the same; only the header can say who may frame the page.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
// @ts-expect-error a script of the build, in plain JavaScript
import { POLICY } from '../../scripts/content-security-policy.js'

const source = readFileSync(new URL('../../../../src/http/studio.rs', import.meta.url), 'utf8')

test('header and page agree on what may be loaded', () => {
  const [, sent = ''] = /CONTENT_SECURITY_POLICY: &str = "([^"]*)"/.exec(source) ?? []
  const directives = (policy: string) => policy.replace(/\\\s+/g, '').split(';').map((directive) => directive.trim())
  expect(directives(sent)).toEqual([...directives(POLICY as string), "frame-ancestors 'none'"])
})

test('nothing inline, nothing evaluated, nothing from elsewhere', () => {
  expect(POLICY).not.toMatch(/unsafe|https?:|\*/)
})
