// The share dialog: a link is shown once, what a link is worth is said, and what one may not do is not offered.
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ShareDialog, studioLink } from '../src/share/share-dialog.tsx'
import type { ShareDialogProps } from '../src/share/share-dialog.tsx'
import { widerScopes } from '../src/share/use-shares.ts'
import { endOf, expiryWords, secondsUntil, usesFrom, usesWords } from '../src/share/words.ts'
import { findings } from './axe.ts'
import { BOB, CID, fakeClient, FakeMembers, FakeShares, refusal, share } from './fake-conversation.ts'
import type { FakeRecords } from './fake-conversation.ts'

vi.mock('@yrsa/client', async (original) => {
  const fakes = await import('./fake-conversation.ts')
  return { ...(await original<object>()), Shares: fakes.FakeShares, Members: fakes.FakeMembers }
})

beforeEach(() => {
  FakeShares.calls = []
  FakeMembers.calls = []
  FakeShares.refuse = null
  FakeMembers.refuse = null
})

const member = (user: string, role: 'viewer' | 'commenter' | 'editor' | 'owner' | 'blocked') => ({ user, role, changed_at: 1, changed_by: 'ada' })

async function show(records: FakeRecords, props: Partial<ShareDialogProps> = {}) {
  const { client } = fakeClient(records)
  const view = render(<ShareDialog client={client} scope="acme/plan" title="Spring release" open onClose={() => {}} suggestions={[BOB, CID]} {...props} />)
  await waitFor(() => expect(screen.queryByText('What you may share is asked for')).toBeNull())
  return view
}

const owned = (): FakeRecords => ({ shares: { 'acme/plan': [] }, members: { 'acme/plan': [member('ada', 'owner'), member('bob', 'editor')] } })

describe('a link', () => {
  test('is made as one asks, shown once with where it leads, and listed without its secret', async () => {
    const user = userEvent.setup()
    const view = await show(owned())
    await user.selectOptions(screen.getByRole('combobox', { name: 'Whoever has the link' }), 'comment')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Ends' }), 'week')
    await user.type(screen.getByRole('textbox', { name: 'Uses' }), '5')
    await user.click(screen.getByRole('button', { name: 'Create link' }))
    expect(FakeShares.calls).toEqual([['create', 'acme/plan', { permission: 'comment', expiresIn: 604_800, maxUses: 5 }]])
    const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Link' })
    expect(field.value).toBe('https://yrsa.example/#/acme/plan?share=share_secret')
    expect(document.activeElement).toBe(field)
    expect(screen.getByText(/shown only this once/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Copy link' }))
    expect(await navigator.clipboard.readText()).toBe('https://yrsa.example/#/acme/plan?share=share_secret')

    await user.click(screen.getByRole('button', { name: 'Create another link' }))
    expect(view.baseElement.innerHTML).not.toContain('share_secret')
    const [row] = within(screen.getByRole('region', { name: 'Links' })).getAllByRole('listitem')
    expect(row?.textContent).toContain('Can comment')
    expect(row?.textContent).toContain('used 0 of 5 times')
  })

  test('leads where the app says', async () => {
    const user = userEvent.setup()
    await show(owned(), { linkFor: (secret, { permission }) => `https://app.example/${permission}/${secret}` })
    await user.click(screen.getByRole('button', { name: 'Create link' }))
    expect((await screen.findByRole<HTMLInputElement>('textbox', { name: 'Link' })).value).toBe('https://app.example/view/share_secret')
  })

  test('is not asked for with a limit or a date that can’t be', async () => {
    const user = userEvent.setup()
    await show(owned())
    await user.type(screen.getByRole('textbox', { name: 'Uses' }), '0')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Ends' }), 'date')
    await user.click(screen.getByRole('button', { name: 'Create link' }))
    expect(screen.getAllByRole('alert').map((alert) => alert.textContent)).toEqual(['Say which day is the last one.', 'A whole number of uses, at least 1.'])
    expect(FakeShares.calls).toEqual([])
  })

  test('that the server refuses says why, and can be tried again', async () => {
    const user = userEvent.setup()
    FakeShares.refuse = refusal(409, 'this scope has 1,000 shares')
    await show(owned())
    await user.click(screen.getByRole('button', { name: 'Create link' }))
    expect((await screen.findByRole('alert')).textContent).toBe('This scope has 1,000 shares.')
    FakeShares.refuse = null
    await user.click(screen.getByRole('button', { name: 'Create link' }))
    expect(await screen.findByRole('textbox', { name: 'Link' })).toBeTruthy()
  })

  test('is revoked after a question, and stands with those that have ended', async () => {
    const user = userEvent.setup()
    const records = owned()
    records.shares['acme/plan'] = [share({ id: 's1', permission: 'edit' }), share({ permission: 'view', max_uses: 1, uses: 1 })]
    await show(records)
    expect(screen.getByText('1 link that has ended')).toBeTruthy()
    expect(screen.getByText('Used up')).toBeTruthy()
    await user.click(await screen.findByRole('button', { name: 'Revoke the link that can edit, made by you' }))
    expect(FakeShares.calls).toEqual([])
    await user.click(within(screen.getByRole('dialog', { name: 'Revoke this link?' })).getByRole('button', { name: 'Revoke' }))
    expect(FakeShares.calls).toEqual([['revoke', 's1']])
    expect(await screen.findByText('There is no link. Only members come in.')).toBeTruthy()
    expect(screen.getByText('2 links that have ended')).toBeTruthy()
  })

  test('to a folder says that it is for all in it', async () => {
    await show({ shares: { 'acme/': [] }, members: { 'acme/': [] } }, { scope: 'acme/', title: undefined })
    expect(screen.getByRole('heading', { name: 'Share everything in acme/' })).toBeTruthy()
    expect(screen.getByText('Read everything, see who is here, in everything in acme/.')).toBeTruthy()
  })

  test('limits nothing on an open server, and that is said', async () => {
    await show({ ...owned(), access: 'open' })
    expect(await screen.findByText(/This server is open/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Create link' }))
    expect(await screen.findByText(/It limits nobody while the server is open\./)).toBeTruthy()
    expect(screen.queryByText(/Whoever has it/)).toBeNull()
  })

  test('misses no link on an open server', async () => {
    await show({ shares: { 'acme/plan': [] }, members: { 'acme/plan': [] }, access: 'open' })
    expect(await screen.findByText('Nobody needs a link here, and there is none.')).toBeTruthy()
    expect(screen.queryByText(/Only members/)).toBeNull()
  })
})

describe('people', () => {
  test('are members with a role, and those of wider folders, who are not changed here', async () => {
    const records = owned()
    records.members['acme/'] = [member('cid', 'viewer')]
    await show(records, { tab: 'people' })
    const members = within(screen.getByRole('region', { name: 'Members' }))
    expect(await members.findByText('You')).toBeTruthy()
    expect(members.getByRole<HTMLSelectElement>('combobox', { name: 'Role of Bob Stone' }).value).toBe('editor')
    const wider = within(await screen.findByRole('region', { name: 'Members of everything in acme/' }))
    expect(wider.getByText('Cid Marsh')).toBeTruthy()
    expect(wider.queryByRole('combobox')).toBeNull()
  })

  test('are added by id with a role; what went wrong is said at the field', async () => {
    const user = userEvent.setup()
    await show(owned(), { tab: 'people' })
    await user.click(screen.getByRole('button', { name: 'Add' }))
    expect(screen.getByRole('alert').textContent).toBe('Say whom to add.')
    FakeMembers.refuse = refusal(400, 'a user id has at most 256 bytes')
    const field = screen.getByRole<HTMLInputElement>('combobox', { name: 'Add somebody' })
    await user.type(field, ' cid ')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Role of who is added' }), 'commenter')
    await user.click(screen.getByRole('button', { name: 'Add' }))
    expect((await screen.findByRole('alert')).textContent).toBe('A user id has at most 256 bytes.')
    expect(field.value).toBe(' cid ')
    FakeMembers.refuse = null
    await user.click(screen.getByRole('button', { name: 'Add' }))
    expect(FakeMembers.calls.at(-1)).toEqual(['set', 'cid', 'commenter'])
    await waitFor(() => expect(field.value).toBe(''))
    expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Role of Cid Marsh' }).value).toBe('commenter')
  })

  test('get another role at once, are removed, blocked after a question, and let in again', async () => {
    const user = userEvent.setup()
    await show(owned(), { tab: 'people' })
    await user.selectOptions(screen.getByRole('combobox', { name: 'Role of Bob Stone' }), 'viewer')
    expect(FakeMembers.calls).toEqual([['set', 'bob', 'viewer']])
    await user.click(screen.getByRole('button', { name: 'More about Bob Stone' }))
    await user.click(screen.getByRole('menuitem', { name: 'Block' }))
    expect(FakeMembers.calls).toHaveLength(1)
    await user.click(within(screen.getByRole('dialog', { name: 'Block Bob Stone?' })).getByRole('button', { name: 'Block' }))
    expect(FakeMembers.calls.at(-1)).toEqual(['set', 'bob', 'blocked'])
    await user.click(await screen.findByRole('button', { name: 'Unblock Bob Stone' }))
    expect(FakeMembers.calls.at(-1)).toEqual(['remove', 'bob'])
  })

  test('one is asked before one takes a right from oneself', async () => {
    const user = userEvent.setup()
    await show(owned(), { tab: 'people' })
    const role = await screen.findByRole('combobox', { name: 'Role of Ada Lovelace' })
    await user.selectOptions(role, 'viewer')
    expect(FakeMembers.calls).toEqual([])
    await user.click(within(screen.getByRole('dialog', { name: 'Change your own role?' })).getByRole('button', { name: 'Cancel' }))
    expect(FakeMembers.calls).toEqual([])
    expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Role of Ada Lovelace' }).value).toBe('owner')
  })
})

describe('what one may not do', () => {
  test('is not offered: who may only share has no people', async () => {
    await show({ shares: { 'acme/plan': [] }, members: {} })
    expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['Link'])
  })

  test('what one has no right to is not asked for again: further out than that there is nothing', async () => {
    const records = owned()
    records.members['acme/board/plan'] = []
    records.shares['acme/board/plan'] = []
    records.members['acme/'] = [member('cid', 'viewer')]
    await show(records, { scope: 'acme/board/plan', tab: 'people' })
    expect(await screen.findByText(/Nobody is a member/)).toBeTruthy()
    expect(screen.queryByRole('region', { name: 'Members of everything in acme/' })).toBeNull()
  })

  test('who may nothing of it is told whom to ask', async () => {
    await show({ shares: {}, members: {} })
    expect(screen.getByText('You may not share this')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Create link' })).toBeNull()
  })
})

describe('words', () => {
  const now = new Date(2026, 10, 3, 12).getTime()

  test('the end of a link is counted from now, a date to its end where one is', () => {
    expect(secondsUntil('never', '', now)).toBeUndefined()
    expect(secondsUntil('hour', '', now)).toBe(3_600)
    expect(secondsUntil('date', '2026-11-03', now)).toBe(12 * 3_600)
    expect(secondsUntil('date', '2026-11-02', now)).toBe('This day is over.')
    expect(secondsUntil('date', '3.11.', now)).toBe('Say which day is the last one.')
  })

  test('a limit is a whole number or none', () => {
    expect(usesFrom('  ')).toBeUndefined()
    expect(usesFrom('12')).toBe(12)
    for (const wrong of ['0', '-1', '1.5', 'x', '1e99']) expect(usesFrom(wrong)).toBeTypeOf('string')
  })

  test('why a link gives nothing any more', () => {
    expect(endOf(share(), now)).toBeNull()
    expect(endOf(share({ revoked_at: 1, expires_at: 1 }), now)).toBe('revoked')
    expect(endOf(share({ expires_at: now }), now)).toBe('expired')
    expect(endOf(share({ max_uses: 2, uses: 2 }), now)).toBe('used up')
    expect([usesWords(share()), usesWords(share({ uses: 1 })), usesWords(share({ uses: 3 })), usesWords(share({ uses: 0, max_uses: 1 }))]).toEqual(['not used yet', 'used once', 'used 3 times', 'used 0 of 1 time'])
    expect([expiryWords(share(), now), expiryWords(share({ expires_at: now + 7_200_000 }), now)]).toEqual(['no end', 'ends in 2 h'])
  })

  test('the scopes around a scope', () => {
    expect(widerScopes('acme/board/plan')).toEqual(['acme/board/', 'acme/', '/'])
    expect(widerScopes('acme/board/')).toEqual(['acme/', '/'])
    expect(widerScopes('plan')).toEqual(['/'])
    expect(widerScopes('/')).toEqual([])
  })

  test('a link to the studio keeps its secret from servers, and any id in one piece', () => {
    expect(studioLink(new URL('https://a.example/yrsa/'), 'share_x', 'a b/c#d')).toBe('https://a.example/yrsa/#/a%20b/c%23d?share=share_x')
    expect(studioLink(new URL('https://a.example/'), 'share_x', 'acme/')).toBe('https://a.example/#/acme/?share=share_x')
    expect(studioLink(new URL('https://a.example/'), 'share_x', '/')).toBe('https://a.example/#/?share=share_x')
  })
})

test('axe finds nothing in either tab, nor in a link that was made', async () => {
  const user = userEvent.setup()
  const records = owned()
  records.shares['acme/plan'] = [share({ last_used_at: 1, uses: 2 }), share({ revoked_at: 1 })]
  records.members['acme/'] = [member('mallory', 'blocked')]
  await show(records)
  expect(await findings()).toEqual([])
  await user.click(screen.getByRole('button', { name: 'Create link' }))
  await screen.findByRole('textbox', { name: 'Link' })
  expect(await findings()).toEqual([])
  screen.getByRole('tab', { name: 'Link' }).focus()
  await user.keyboard('{ArrowRight}')
  expect(await screen.findByRole('region', { name: 'Members' })).toBeTruthy()
  expect(await findings()).toEqual([])
})
