// Light, dark, or as the system says: a button that goes round the three, remembered in this browser.
// Called once by main.ts; the colours themselves are in styles/theme.css.
import { element } from './element.ts'
import type { IconName } from './icons.ts'
import { icon } from './icons.ts'

const STORAGE_KEY = 'yrsa.theme'
const THEMES = ['auto', 'light', 'dark'] as const
type Theme = (typeof THEMES)[number]

const LOOKS: Record<Theme, { label: string; icon: IconName }> = {
  auto: { label: 'Colours: as the system', icon: 'auto' },
  light: { label: 'Colours: light', icon: 'sun' },
  dark: { label: 'Colours: dark', icon: 'moon' },
}

/** Applies the remembered theme and returns the button that changes it. */
export function themeButton(storage: Storage): HTMLButtonElement {
  let theme = storedTheme(storage)
  const button = element('button', { class: 'icon-button', attributes: { type: 'button' } })
  const show = (): void => {
    document.documentElement.dataset['theme'] = theme
    button.replaceChildren(icon(LOOKS[theme].icon))
    button.title = LOOKS[theme].label
    button.setAttribute('aria-label', LOOKS[theme].label)
  }
  button.addEventListener('click', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto'
    try {
      storage.setItem(STORAGE_KEY, theme)
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    show()
  })
  show()
  return button
}

function storedTheme(storage: Storage): Theme {
  const stored = storage.getItem(STORAGE_KEY)
  return THEMES.find((theme) => theme === stored) ?? 'auto'
}
