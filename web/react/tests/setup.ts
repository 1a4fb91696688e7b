// What jsdom lacks and our components use: dialogs, popovers, media queries, observers of sizes. Loaded before each test file.
// Each does the least that a browser does, so that a test which passes here means something there.
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// What is waited for comes at once, unless the machine is busy.
configure({ asyncUtilTimeout: 20_000 })
afterEach(cleanup)

const shown = new Set<HTMLElement>()

function toggled(element: HTMLElement, newState: 'open' | 'closed'): void {
  const event = new Event('beforetoggle')
  Object.assign(event, { newState, oldState: newState === 'open' ? 'closed' : 'open' })
  element.dispatchEvent(event)
}

HTMLElement.prototype.showPopover = function showPopover(this: HTMLElement) {
  if (shown.has(this)) return
  toggled(this, 'open')
  shown.add(this)
}
HTMLElement.prototype.hidePopover = function hidePopover(this: HTMLElement) {
  if (!shown.delete(this)) return
  toggled(this, 'closed')
}

// Light dismiss: a press outside of an `auto` popover closes it.
document.addEventListener(
  'pointerdown',
  ({ target }) => {
    for (const element of [...shown]) {
      if (!element.isConnected) shown.delete(element)
      else if (element.getAttribute('popover') === 'auto' && !(target instanceof Node && element.contains(target))) element.hidePopover()
    }
  },
  true,
)

HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
  this.setAttribute('open', '')
  const first = this.querySelector<HTMLElement>('[autofocus], button, input, select, textarea')
  first?.focus()
}
HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
  this.removeAttribute('open')
}
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.defaultPrevented) return
  const open = [...document.querySelectorAll('dialog')].filter((dialog) => dialog.open).at(-1)
  open?.dispatchEvent(new Event('cancel', { cancelable: true }))
})

window.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, onchange: null, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {}, dispatchEvent: () => true }) as MediaQueryList

globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
Element.prototype.scrollIntoView ??= () => {}
// axe asks how letters look.
HTMLCanvasElement.prototype.getContext = () => null
