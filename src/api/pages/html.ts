import { createHash } from 'node:crypto'
import type { Translator } from '../../words/index.ts'

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #bbb}
button,input{font:inherit;padding:.4rem .8rem}label{display:block;margin:.75rem 0}input{display:block;width:100%;max-width:26rem;box-sizing:border-box}
.late{font-weight:bold}code{overflow-wrap:anywhere}.scroll{overflow-x:auto}
@media(prefers-color-scheme:dark){body{color:#eee;background:#111}a{color:#9cf}}`

/** No script, nothing from elsewhere, forms only to this door, in nobody's frame. */
export const PAGE_POLICY: string = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Text that is safe between tags and in quoted attributes. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Value = string | number | Html | readonly Html[]

/** What is put in between is escaped, unless it was made by this function. */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  const filled = parts.map((part, i) => {
    const value = values[i]
    return value === undefined ? part : part + textOf(value)
  })
  return new Html(filled.join(''))
}

export function page(words: Translator, title: string, body: Html): string {
  return markup`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.text
}

/** A form with one button; whatever it needs to say is hidden in it. */
export function button(label: string, action: string, hidden: Readonly<Record<string, string>> = {}): Html {
  const fields = Object.entries(hidden).map(
    ([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
  )
  return markup`<form method="post" action="${action}">${fields}<p><button>${label}</button></p></form>`
}

function textOf(value: Value): string {
  if (value instanceof Html) return value.text
  if (typeof value === 'string') return escaped(value)
  return typeof value === 'number' ? String(value) : value.map(({ text }) => text).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Names are other parties' text: nothing in them acts, and nothing turns the direction of the line around them. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replaceAll(/[&<>"']/g, (one) => ENTITIES[one] ?? '')
}
