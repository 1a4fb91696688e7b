// The studio's composition root: theme, client, and the page that the address asks for.
// Loaded by index.html; holds no behaviour of its own.
import '@yrsa/react/theme.css'
import { createRoot } from 'react-dom/client'
import { keepStudioOffline } from './app/offline-copy.ts'
import { StrictMode } from 'react'

const root = document.getElementById('studio')
if (root !== null) createRoot(root).render(<StrictMode><p>Yrsa</p></StrictMode>)
keepStudioOffline()
