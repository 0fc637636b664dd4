import type { TotpEnrolment } from '../../sign-in/index.ts'
import type { Translator } from '../../words/index.ts'
import { type Html, markup, page } from './html.ts'

/** For whoever has no session: name, password and code. */
export function signInPage(words: Translator, name: string): string {
  const body = markup`<p>${words('page.sign-in')}</p>
<form method="post" action="/sign-in">
${input(words('page.name'), 'name', 'username')}
${input(words('page.password'), 'password', 'current-password', 'password')}
${input(words('page.code'), 'code', 'one-time-code')}
<p><button>${words('page.sign-in-button')}</button></p>
</form>`
  return page(words, name, body)
}

/** For whoever came by a link that lets nothing but enrol. */
export function enrolPage(
  words: Translator,
  name: string,
  { base32, ticket, uri }: TotpEnrolment,
  wrong?: string,
): string {
  const body = markup`${wrong === undefined ? '' : markup`<p class="late" role="alert">${wrong}</p>`}
<p>${words('page.enrol')}</p>
<p>${words('page.secret')}<br><code>${base32}</code></p>
<p><a href="${uri}">${words('page.open-app')}</a></p>
<form method="post" action="/enrol">
<input type="hidden" name="ticket" value="${ticket}">
<input type="hidden" name="base32" value="${base32}">
<input type="hidden" name="uri" value="${uri}">
${input(words('page.new-password'), 'password', 'new-password', 'password')}
${input(words('page.first-code'), 'code', 'one-time-code')}
<p><button>${words('page.enrol-button')}</button></p>
</form>`
  return page(words, name, body)
}

/** Shown this once. */
export function codesPage(words: Translator, name: string, codes: readonly string[]): string {
  const body = markup`<p>${words('page.recovery')}</p>
<ul>${codes.map((code) => markup`<li><code>${code}</code></li>`)}</ul>
<p><a href="/">${words('page.go-on')}</a></p>`
  return page(words, name, body)
}

function input(label: string, name: string, autocomplete: string, type = 'text'): Html {
  const field = markup`<input name="${name}" type="${type}" autocomplete="${autocomplete}" required>`
  return markup`<label>${label}${field}</label>`
}
