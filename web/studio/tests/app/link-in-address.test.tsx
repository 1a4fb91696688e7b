// @vitest-environment jsdom
// A share link brings somebody: its secret is out of the address and of the history at once, also before they have said who they are.
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StrictMode } from 'react'
import { App } from '../../src/app/app.tsx'
import { SignIn } from '../../src/app/sign-in-state.ts'

// jsdom has no top layer.
Object.assign(HTMLElement.prototype, { showPopover: () => {}, hidePopover: () => {} })

let asked: string[]

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  asked = []
  vi.stubGlobal('fetch', vi.fn((input: RequestInfo | URL) => {
    asked.push(String(input instanceof Request ? input.url : input))
    return Promise.resolve(new Response(JSON.stringify({ name: 'yrsa', version: '1', access: 'tokens', accounts: true, registration: 'open', you: null })))
  }))
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

test('the secret of a link is taken out of the address before anybody signs in', async () => {
  history.replaceState(null, '', '/#/acme/plan?at=/cards/c1&share=share_secret')
  const before = history.length
  const page = render(<StrictMode><App signIn={new SignIn()} /></StrictMode>)
  expect(location.hash).toBe('#/acme/plan?at=/cards/c1')
  expect(await screen.findByText('Somebody shared a document with you.')).toBeTruthy()
  expect(history.length).toBe(before)
  expect(asked.join()).not.toContain('share_secret')
  page.unmount()
  render(<App signIn={new SignIn()} />)
  expect(await screen.findByText('Somebody shared a document with you.')).toBeTruthy()
})
