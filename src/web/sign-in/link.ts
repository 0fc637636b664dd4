/** The token in a one-time link, or by itself. A link of another node is told as such: its token is not for this one. */
export function tokenIn(
  text: string,
  origin: string,
): { readonly token: string | undefined; readonly isElsewhere: boolean } {
  const trimmed = text.trim()
  const url = URL.parse(trimmed)
  if (url === null) return { token: TOKEN.test(trimmed) ? trimmed : undefined, isElsewhere: false }
  const token = /^\/enter\/([^/]+)\/?$/.exec(url.pathname)?.[1]
  if (url.origin !== origin) return { token: undefined, isElsewhere: token !== undefined }
  return { token, isElsewhere: false }
}

const TOKEN = /^[A-Za-z0-9_-]{20,}$/
