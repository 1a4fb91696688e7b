// The page for whoever is not known yet: a name in open mode, an account, a token, or the name of a guest who followed a link.
// Which of these, is the server's to say; what was wrong is said in words beside the fields.
import { useId, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { Button, Notice, Tabs, TextField } from '@yrsa/react'
import type { ServerInfo, SignIn, SignInState } from './sign-in-state.ts'

export function SignInPage({ signIn, state }: { signIn: SignIn; state: Extract<SignInState, { phase: 'needed' }> }) {
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <header className="sign-in-head">
          <img src="./yrsa.svg" alt="" width="44" height="44" />
          <h1>Yrsa</h1>
          <p>Documents, edited together.</p>
        </header>
        <SignInCard signIn={signIn} server={state.server} notice={state.notice} share={state.share} />
      </div>
      <p className="sign-in-foot">Yrsa {state.server.version} on {location.host}</p>
    </main>
  )
}

interface CardProps {
  signIn: SignIn
  server: ServerInfo
  notice: string
  share: string | null
}

export function SignInCard({ signIn, server, notice, share }: CardProps) {
  return (
    <div className="sign-in-body">
      {notice !== '' && <Notice tone="warn" live>{notice}</Notice>}
      {share !== null ? (
        <GuestForm signIn={signIn} secret={share} />
      ) : server.access === 'open' ? (
        <NameForm signIn={signIn} />
      ) : server.accounts ? (
        <AccountForms signIn={signIn} server={server} />
      ) : (
        <TokenForm signIn={signIn} />
      )}
    </div>
  )
}

function NameForm({ signIn }: { signIn: SignIn }) {
  const [name, setName] = useState('')
  return (
    <Form action="Continue" disabled={name.trim() === ''} onSubmit={() => signIn.useName(name.trim())}>
      <TextField label="Your name" hint="Others see it beside your cursor. You can change it later." value={name} maxLength={64} autoComplete="name" autoFocus onChange={(event) => setName(event.target.value)} />
    </Form>
  )
}

function GuestForm({ signIn, secret }: { signIn: SignIn; secret: string }) {
  const [name, setName] = useState('')
  return (
    <>
      <Form action="Open" disabled={name.trim() === ''} onSubmit={() => signIn.useLink(secret, name.trim())}>
        <p className="sign-in-lead">Somebody shared a document with you.</p>
        <TextField label="Your name" hint="Others see it beside your cursor." value={name} maxLength={64} autoComplete="name" autoFocus onChange={(event) => setName(event.target.value)} />
      </Form>
      <Button tone="quiet" size="s" onClick={() => signIn.signInInstead(secret)}>Sign in instead</Button>
    </>
  )
}

function AccountForms({ signIn, server }: { signIn: SignIn; server: ServerInfo }) {
  const [way, setWay] = useState('in')
  const forms = [
    { id: 'in', label: 'Sign in', panel: <LogInForm signIn={signIn} /> },
    ...(server.registration === 'open' ? [{ id: 'new', label: 'Create account', panel: <RegisterForm signIn={signIn} /> }] : []),
    { id: 'token', label: 'Use a token', panel: <TokenForm signIn={signIn} /> },
  ]
  return <Tabs label="Ways to sign in" tabs={forms} selected={way} onSelect={setWay} />
}

function LogInForm({ signIn }: { signIn: SignIn }) {
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  return (
    <Form action="Sign in" disabled={login === '' || password === ''} onSubmit={() => signIn.logIn(login, password)}>
      <TextField label="User" value={login} autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus onChange={(event) => setLogin(event.target.value)} />
      <TextField label="Password" type="password" value={password} autoComplete="current-password" onChange={(event) => setPassword(event.target.value)} />
    </Form>
  )
}

function RegisterForm({ signIn }: { signIn: SignIn }) {
  const [login, setLogin] = useState('')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const tooShort = password !== '' && password.length < 8
  return (
    <Form action="Create account" disabled={login === '' || password.length < 8} onSubmit={() => signIn.register(login, password, name.trim() === '' ? login : name.trim())}>
      <TextField label="Name" hint="As others see it." value={name} maxLength={64} autoComplete="name" autoFocus onChange={(event) => setName(event.target.value)} />
      <TextField label="User" hint="What you sign in with." value={login} autoComplete="username" autoCapitalize="none" spellCheck={false} onChange={(event) => setLogin(event.target.value)} />
      <TextField label="Password" type="password" hint={tooShort ? undefined : 'At least 8 characters.'} error={tooShort ? 'At least 8 characters.' : null} value={password} autoComplete="new-password" onChange={(event) => setPassword(event.target.value)} />
    </Form>
  )
}

function TokenForm({ signIn }: { signIn: SignIn }) {
  const [token, setToken] = useState('')
  return (
    <Form action="Sign in" disabled={token.trim() === ''} onSubmit={() => signIn.useToken(token.trim())}>
      <TextField label="Token" type="password" hint={<>A JSON Web Token of your application, or one made with <code>yrsa token</code>. It stays in this browser.</>} value={token} autoComplete="off" spellCheck={false} autoFocus onChange={(event) => setToken(event.target.value)} />
    </Form>
  )
}

interface FormProps {
  action: string
  disabled: boolean
  onSubmit: () => Promise<void>
  children: ReactNode
}

function Form({ action, disabled, onSubmit, children }: FormProps) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const id = useId()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy || disabled) return
    setBusy(true)
    setError('')
    try {
      await onSubmit()
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : 'That did not work.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="sign-in-form" onSubmit={(event) => void submit(event)} aria-describedby={error === '' ? undefined : id}>
      {children}
      {error !== '' && <p id={id} className="yrsa-error" role="alert">{error}</p>}
      <Button type="submit" tone="primary" busy={busy} disabled={disabled}>{action}</Button>
    </form>
  )
}
