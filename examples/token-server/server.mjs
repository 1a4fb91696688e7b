// A back end that knows its users and gives each of them a token for Yrsa: POST /token with a session of one's own.
// Yrsa trusts whoever signs with the same secret (auth.secret). YRSA_SECRET (32 bytes or more), PORT.
import { createServer } from 'node:http'
import { SignJWT } from 'jose'

const secret = new TextEncoder().encode(process.env.YRSA_SECRET ?? '')
if (secret.length < 32) throw new Error('YRSA_SECRET must have 32 bytes or more; it is the same as auth.secret of Yrsa')

/** Who is signed in, by the cookie of your application. These are here so that the example runs alone. */
const sessions = new Map([
  ['session-of-ada', { id: 'ada', name: 'Ada Lovelace', rights: { 'acme/': 'editor' } }],
  ['session-of-bob', { id: 'bob', name: 'Bob', rights: { 'acme/plan': 'viewer' } }],
])

function tokenFor(user) {
  return new SignJWT({ name: user.name, yrsa: { grants: user.rights } })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user.id)
    .setIssuedAt()
    .setExpirationTime('10 minutes') // editors ask for the next one; a right that ends, ends here
    .setJti(crypto.randomUUID())
    .sign(secret)
}

const server = createServer(async (request, answer) => {
  const user = sessions.get(/(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1])
  if (request.method !== 'POST' || request.url !== '/token') return answer.writeHead(404).end()
  if (user === undefined) return answer.writeHead(401).end('sign in first\n')
  answer.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  answer.end(JSON.stringify({ token: await tokenFor(user) }))
})
server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
