// The studio's composition root: theme, who is here, and the app.
// Loaded by index.html; holds no behaviour of its own.
import '@yrsa/react/theme.css'
import './styles/frame.css'
import './styles/browse.css'
import './styles/document.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { keepStudioOffline } from './app/offline-copy.ts'
import { SignIn } from './app/sign-in-state.ts'
import { applyTheme } from './app/theme.ts'

applyTheme()
const signIn = new SignIn()

const root = document.getElementById('studio')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App signIn={signIn} />
    </StrictMode>,
  )
}
keepStudioOffline()
