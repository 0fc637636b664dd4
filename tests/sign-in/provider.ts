import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** An OpenID Connect provider of another maker on loopback, with its own sign-in pages. */
export interface RunningProvider {
  readonly issuer: string
  /** Leads a browser through its pages as `login` and gives the query with which it is sent back. */
  signIn(url: string, login: string): Promise<string>
  close(): Promise<void>
}

export const CLIENT = { clientId: 'entente', clientSecret: 'a secret of the test alone' }
const STEPS_MAX = 12

/** Listens first: the issuer is its own address. */
export async function startProvider(redirectUrl: string): Promise<RunningProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on an address has one.
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [
      { client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [redirectUrl] },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub', 'acr'], profile: ['name', 'preferred_username'] },
    conformIdTokenClaims: false,
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, name: `${sub} of the ministry`, preferred_username: sub }),
    }),
  })
  const handle = provider.callback()
  server.on('request', (request, response) => void handle(request, response))
  return {
    issuer,
    signIn: (url, login) => walk(url, login, redirectUrl),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** A browser in twenty lines: follows redirects with cookies, and fills in the provider's two forms. */
async function walk(start: string, login: string, redirectUrl: string): Promise<string> {
  const cookies = new Map<string, string>()
  let url = start
  let form: URLSearchParams | undefined
  for (let step = 0; step < STEPS_MAX; step++) {
    if (url.startsWith(redirectUrl)) return new URL(url).search
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    const page = location === null ? await response.text() : ''
    form = location === null ? formOf(page, login) : undefined
    const next = location ?? /<form[^>]*action="([^"]+)"/.exec(page)?.[1]
    if (next === undefined) throw new Error(`the provider shows no form: ${page.slice(0, 200)}`)
    url = new URL(next, url).href
  }
  throw new Error('the provider leads round in a circle')
}

function formOf(page: string, login: string): URLSearchParams {
  const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1] ?? ''
  return new URLSearchParams(prompt === 'login' ? { prompt, login, password: 'any' } : { prompt })
}
