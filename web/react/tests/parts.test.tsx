// The small parts: what they are called, how the keyboard works them, where things float.
import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Avatar } from '../src/parts/avatar.tsx'
import { Button, IconButton } from '../src/parts/button.tsx'
import { CopyButton } from '../src/parts/copy-button.tsx'
import { ConfirmDialog, Dialog } from '../src/parts/dialog.tsx'
import { Badge, EmptyState, Keys, Loading, Notice, RelativeTime } from '../src/parts/display.tsx'
import { Field, Segments, Select, TextArea, TextField, Toggle } from '../src/parts/field.tsx'
import { Menu } from '../src/parts/menu.tsx'
import { stableColor } from '@yrsa/client'
import { initials, inkOn, safeColor } from '../src/parts/person-colors.ts'
import { placeBeside } from '../src/parts/placement.ts'
import { Popover } from '../src/parts/popover.tsx'
import { Tabs } from '../src/parts/tabs.tsx'
import { relativeTime, timeLeft } from '../src/parts/time-words.ts'
import { Toasts, useToasts } from '../src/parts/toasts.tsx'
import { findings } from './axe.ts'

afterEach(() => void vi.useRealTimers())

describe('buttons', () => {
  it('a busy button keeps the focus and does nothing', async () => {
    const press = vi.fn()
    const { rerender } = render(<Button onClick={press}>Save</Button>)
    const button = screen.getByRole('button', { name: 'Save' })
    button.focus()
    rerender(<Button busy onClick={press}>Save</Button>)
    await userEvent.click(button)
    expect(press).not.toHaveBeenCalled()
    expect(document.activeElement).toBe(button)
  })

  it('an icon button is called by its label, and shows it to the keyboard', async () => {
    render(<IconButton label="Undo" keys="Ctrl+Z" icon={<svg />} />)
    const button = screen.getByRole('button', { name: 'Undo' })
    // jsdom knows no focus-visible.
    vi.spyOn(button, 'matches').mockImplementation((selector) => selector === ':focus-visible')
    act(() => button.focus())
    expect(screen.getByText('Undo (Ctrl+Z)').getAttribute('aria-hidden')).toBe('true')
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByText('Undo (Ctrl+Z)')).toBeNull()
  })
})

describe('menus', () => {
  function Example({ onSelect }: { onSelect(name: string): void }) {
    const items = ['Rename', 'Duplicate', 'Delete'].map((label) => ({ label, onSelect: () => onSelect(label) }))
    return <Menu label="Card" items={[...items.slice(0, 2), 'line', { ...items[2]!, danger: true }]} trigger={(props) => <Button {...props}>More</Button>} />
  }

  it('arrows go round, Home and End go to the ends, letters find, Enter chooses, and the focus comes back', async () => {
    const user = userEvent.setup()
    const chosen = vi.fn()
    render(<Example onSelect={chosen} />)
    const button = screen.getByRole('button', { name: 'More' })
    button.focus()
    await user.keyboard('{ArrowDown}')
    const focused = (): string => document.activeElement?.textContent ?? ''
    expect(focused()).toBe('Rename')
    await user.keyboard('{ArrowUp}')
    expect(focused()).toBe('Delete')
    await user.keyboard('{Home}')
    expect(focused()).toBe('Rename')
    await user.keyboard('du')
    expect(focused()).toBe('Duplicate')
    expect(button.getAttribute('aria-expanded')).toBe('true')
    await user.keyboard('{Enter}')
    expect(chosen.mock.calls).toEqual([['Duplicate']])
    expect(screen.queryByRole('menu')).toBeNull()
    expect(document.activeElement).toBe(button)
  })

  it('Escape closes it and changes nothing', async () => {
    const user = userEvent.setup()
    const chosen = vi.fn()
    render(<Example onSelect={chosen} />)
    await user.click(screen.getByRole('button', { name: 'More' }))
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('menu')).toBeNull()
    expect(chosen).not.toHaveBeenCalled()
    expect(document.activeElement?.textContent).toBe('More')
  })

  it('a second press on its button closes it', async () => {
    const user = userEvent.setup()
    render(<Example onSelect={() => {}} />)
    await user.click(screen.getByRole('button', { name: 'More' }))
    expect(screen.queryByRole('menu')).not.toBeNull()
    await user.click(screen.getByRole('button', { name: 'More' }))
    expect(screen.queryByRole('menu')).toBeNull()
  })

  it('what is disabled can be reached and does nothing', async () => {
    const user = userEvent.setup()
    const chosen = vi.fn()
    render(<Menu label="m" items={[{ label: 'Delete', disabled: true, onSelect: chosen }]} trigger={(props) => <Button {...props}>More</Button>} />)
    await user.click(screen.getByRole('button'))
    await user.click(screen.getByRole('menuitem', { name: 'Delete' }))
    expect(chosen).not.toHaveBeenCalled()
  })
})

describe('popovers', () => {
  it('opens beside its button, takes the focus, and goes when one presses elsewhere', async () => {
    const user = userEvent.setup()
    render(
      <>
        <Popover label="About saving" trigger={(props) => <Button {...props}>Saved</Button>}>
          It is on the disk.
        </Popover>
        <p>elsewhere</p>
      </>,
    )
    await user.click(screen.getByRole('button'))
    expect(document.activeElement).toBe(screen.getByRole('dialog', { name: 'About saving' }))
    await user.click(screen.getByText('elsewhere'))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('turns over where there is no room, and never leaves the window', () => {
    const view = { left: 0, top: 0, width: 360, height: 640 }
    const size = { width: 300, height: 200 }
    const low = placeBeside({ left: 320, top: 600, width: 30, height: 30 }, size, view, 'bottom', 'start', 6)
    expect(low).toMatchObject({ side: 'top', top: 394, left: 52 })
    const high = placeBeside({ left: 0, top: 0, width: 30, height: 30 }, size, view, 'top', 'end', 6)
    expect(high).toMatchObject({ side: 'bottom', top: 36, left: 8 })
    const tall = placeBeside({ left: 100, top: 300, width: 30, height: 30 }, { width: 300, height: 2_000 }, view, 'bottom', 'start', 6)
    expect(tall.top).toBeGreaterThanOrEqual(8)
    expect(tall.top + tall.room).toBeLessThanOrEqual(640)
  })
})

describe('dialogs', () => {
  function Example({ onClose = () => {} }: { onClose?: () => void }) {
    const [open, setOpen] = useState(false)
    const close = (): void => {
      onClose()
      setOpen(false)
    }
    return (
      <>
        <Button onClick={() => setOpen(true)}>Open</Button>
        <Dialog open={open} onClose={close} title="Share" description="Who may come.">
          <TextField label="Name" />
        </Dialog>
      </>
    )
  }

  it('the focus goes to what one came for, and back where it was', async () => {
    const user = userEvent.setup()
    render(<Example />)
    await user.click(screen.getByRole('button', { name: 'Open' }))
    expect(document.activeElement).toBe(screen.getByLabelText('Name'))
    expect(screen.getByRole('dialog', { name: 'Share', description: 'Who may come.' })).toBeTruthy()
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(document.activeElement?.textContent).toBe('Open')
  })

  it('a press on what is behind closes it, one that only ends there does not', async () => {
    const user = userEvent.setup()
    const onClose = vi.fn()
    render(<Example onClose={onClose} />)
    await user.click(screen.getByRole('button', { name: 'Open' }))
    const dialog = screen.getByRole('dialog')
    await user.pointer([{ keys: '[MouseLeft>]', target: screen.getByLabelText('Name') }, { keys: '[/MouseLeft]', target: dialog }])
    expect(onClose).not.toHaveBeenCalled()
    await user.click(dialog)
    expect(onClose).toHaveBeenCalledTimes(1)
  })

  it('a confirmation begins at Cancel, says why it failed, and closes when it succeeded', async () => {
    const user = userEvent.setup()
    const onClose = vi.fn()
    const confirm = vi.fn().mockRejectedValueOnce(new Error('The server can’t be reached.')).mockResolvedValueOnce(undefined)
    render(
      <ConfirmDialog open onClose={onClose} title="Delete it?" action="Delete" onConfirm={confirm}>
        It is gone then.
      </ConfirmDialog>,
    )
    expect(document.activeElement?.textContent).toBe('Cancel')
    await user.click(screen.getByRole('button', { name: 'Delete' }))
    expect((await screen.findByRole('alert')).textContent).toBe('The server can’t be reached.')
    expect(onClose).not.toHaveBeenCalled()
    await user.click(screen.getByRole('button', { name: 'Delete' }))
    await vi.waitFor(() => expect(onClose).toHaveBeenCalledTimes(1))
  })
})

describe('tabs and fields', () => {
  it('arrows choose tabs, and only the chosen panel exists', async () => {
    const user = userEvent.setup()
    function Example() {
      const [selected, setSelected] = useState('a')
      return <Tabs label="Sharing" selected={selected} onSelect={setSelected} tabs={[{ id: 'a', label: 'Link', panel: 'links' }, { id: 'b', label: 'People', panel: 'members' }]} />
    }
    render(<Example />)
    screen.getByRole('tab', { name: 'Link' }).focus()
    await user.keyboard('{ArrowRight}')
    expect(screen.getByRole('tabpanel', { name: 'People' }).textContent).toBe('members')
    expect(screen.queryByText('links')).toBeNull()
    await user.keyboard('{ArrowRight}')
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Link')
  })

  it('what is wrong with a field is part of what it says', () => {
    render(<TextField label="Mail" hint="We write seldom." error="This is no address." />)
    const input = screen.getByRole('textbox', { name: 'Mail', description: 'We write seldom. This is no address.' })
    expect(input.getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByRole('alert').textContent).toBe('This is no address.')
  })

  it('a select gives its value, a switch its state, segments their choice', async () => {
    const user = userEvent.setup()
    const [role, on, theme] = [vi.fn(), vi.fn(), vi.fn()]
    render(
      <>
        <Select aria-label="Role" value="editor" onChange={role} options={[{ value: 'editor', label: 'Editor' }, { value: 'viewer', label: 'Viewer' }]} />
        <Toggle label="Notify me" checked={false} onChange={on} />
        <Segments label="Colours" value="light" onChange={theme} options={[{ value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }]} />
      </>,
    )
    await user.selectOptions(screen.getByRole('combobox', { name: 'Role' }), 'Viewer')
    await user.click(screen.getByRole('switch', { name: 'Notify me' }))
    await user.click(within(screen.getByRole('radiogroup', { name: 'Colours' })).getByRole('radio', { name: 'Dark' }))
    expect([role.mock.calls, on.mock.calls, theme.mock.calls]).toEqual([[['viewer']], [[true]], [['dark']]])
  })
})

describe('messages and times', () => {
  it('a message is shown, read out, and offers what it offers once', async () => {
    const user = userEvent.setup()
    const undo = vi.fn()
    function Example() {
      const { show } = useToasts()
      return <Button onClick={() => show('Card deleted.', { action: { label: 'Undo', run: undo } })}>Delete</Button>
    }
    render(<Toasts><Example /></Toasts>)
    await user.click(screen.getByRole('button', { name: 'Delete' }))
    expect(screen.getByRole('status').textContent?.trim()).toBe('Card deleted.')
    await user.click(screen.getByRole('button', { name: 'Undo' }))
    expect(undo).toHaveBeenCalledTimes(1)
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
  })

  it('a message goes by itself, but not from under the focus', () => {
    vi.useFakeTimers()
    function Example() {
      const { show } = useToasts()
      return <button type="button" onClick={() => show('Copied.')}>Copy</button>
    }
    render(<Toasts><Example /></Toasts>)
    act(() => screen.getByText('Copy').click())
    act(() => screen.getByRole('button', { name: 'Dismiss' }).focus())
    act(() => void vi.advanceTimersByTime(60_000))
    expect(screen.queryByRole('button', { name: 'Dismiss' })).not.toBeNull()
    act(() => screen.getByRole('button', { name: 'Dismiss' }).blur())
    act(() => void vi.advanceTimersByTime(5_000))
    expect(screen.queryByRole('button', { name: 'Dismiss' })).toBeNull()
  })

  it('copying says what came of it', async () => {
    const user = userEvent.setup()
    render(<CopyButton text="https://yrsa.test/#x" label="Copy link" />)
    await user.click(screen.getByRole('button', { name: 'Copy link' }))
    expect(await navigator.clipboard.readText()).toBe('https://yrsa.test/#x')
    expect(screen.getByRole('status').textContent).toBe('Copied')
  })

  it('says times as people do', () => {
    const now = new Date(2026, 10, 21, 12).getTime()
    const said = [10e3, 5 * 60e3, 2 * 3_600e3, 26 * 3_600e3, 30 * 86_400e3].map((ago) => relativeTime(now - ago, now))
    expect(said).toEqual(['just now', '5 minutes ago', '2 hours ago', 'yesterday', 'Oct 22'])
    expect([0, 45e3, 12.4 * 60e3, 3_600e3, 7.5e6, 4 * 86_400e3].map(timeLeft)).toEqual(['0 s', '45 s', '12 min', '1 h', '2 h 5 min', '4 days'])
  })

  it('a time on the page goes on by itself, and its clock stops with it', () => {
    vi.useFakeTimers({ now: new Date(2026, 10, 21, 12) })
    const { unmount } = render(<RelativeTime at={Date.now() - 10e3} />)
    expect(document.querySelector('time')?.textContent).toBe('just now')
    act(() => void vi.advanceTimersByTime(5 * 60_000))
    expect(document.querySelector('time')?.textContent).toBe('5 minutes ago')
    unmount()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('people', () => {
  it('the text on a person’s colour can be read, whatever colour they chose', () => {
    const luminance = (color: string): number => {
      const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
        const share = Number.parseInt(color.slice(at, at + 2), 16) / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    for (let step = 0; step < 4_096; step += 1) {
      const color = `#${[...step.toString(16).padStart(3, '0')].map((digit) => digit + digit).join('')}`
      const [light, dark] = [luminance(color), luminance(inkOn(color))].sort((a, b) => b - a) as [number, number]
      expect((light + 0.05) / (dark + 0.05), color).toBeGreaterThan(4.3)
    }
  })

  it('takes no colour that is none', () => {
    for (const wrong of ['red', 'url(x)', '#12', '#12345g', undefined, 7, '#fff;}']) expect(safeColor(wrong)).toBe('#53605c')
    expect(safeColor('#A1b2C3')).toBe('#A1b2C3')
  })

  it('gives who chose no colour the one that the server gives them', () => {
    // As `stable_color` in src/access/color.rs computes them.
    expect(['ada', 'bob', 'user-1', 'žofie'].map(stableColor)).toEqual(['ada', 'bob', 'user-1', 'žofie'].map(fnvColor))
  })

  it('initials are one or two letters of any script', () => {
    expect(['Ada Lovelace', 'bob', ' ', '李 小龙', 'a.b@c', '🐻 Bear'].map(initials)).toEqual(['AL', 'B', '?', '李小', 'AC', '🐻B'])
  })
})

/** The same again, written as the definition is: 64 bits in two halves. */
function fnvColor(id: string): string {
  const palette = '#c2410c #b45309 #a16207 #4d7c0f #15803d #047857 #0f766e #0e7490 #0369a1 #1d4ed8 #4338ca #6d28d9 #7e22ce #a21caf #be185d #be123c'.split(' ')
  let low = 0x84222325
  for (const byte of Buffer.from(id)) low = Math.imul(low ^ byte, 0x1b3)
  // 16 colours: only the lowest four bits count, and those never depend on higher ones.
  return palette[low & 15] ?? ''
}

it('axe finds nothing in the parts', async () => {
  render(
    <main>
      <Button>Plain</Button>
      <IconButton label="Bold" icon={<svg />} badge={3} aria-pressed />
      <Menu label="More" open items={[{ heading: 'Card' }, { label: 'Rename', keys: 'F2', onSelect() {} }, 'line', { label: 'Done', checked: true, onSelect() {} }]} trigger={(props) => <Button {...props}>More</Button>} />
      <Popover label="Details" open trigger={(props) => <Button {...props}>Details</Button>}>Text</Popover>
      <Tabs label="Tabs" selected="a" onSelect={() => {}} tabs={[{ id: 'a', label: 'A', count: 1, panel: 'a' }, { id: 'b', label: 'B', panel: 'b' }]} />
      <TextField label="Name" hint="Yours" error="Missing" />
      <Field label="Words">{(control) => <TextArea {...control} />}</Field>
      <Select aria-label="Role" value="a" onChange={() => {}} options={[{ value: 'a', label: 'A' }]} />
      <Toggle label="On" hint="now" checked onChange={() => {}} />
      <Segments label="Look" iconsOnly value="a" onChange={() => {}} options={[{ value: 'a', label: 'A' }]} />
      <Avatar user={{ name: 'Ada' }} label="Ada" status="active" />
      <Badge>Owner</Badge>
      <Keys>Ctrl</Keys>
      <Notice live tone="warn">Offline</Notice>
      <EmptyState title="Nothing yet">Make something.</EmptyState>
      <Loading />
      <RelativeTime at={0} />
    </main>,
  )
  expect(await findings()).toEqual([])
})
