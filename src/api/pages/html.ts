import { createHash } from 'node:crypto'
import { LANGUAGES, OWN_NAMES, type Translator } from '../../words/index.ts'

/** The colours and sizes are those of the screens (`src/web/look/tokens.css`): these pages load no file but the sign of the house. */
const STYLE = `:root{color-scheme:light dark;--ink:light-dark(#16211f,#e9efed);--line:light-dark(#d5dad6,#33403d);--accent:light-dark(#0f4c5c,#8fd0de)}
body{margin:0;padding:1rem;font:1rem/1.5 'Inter Variable','PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC',system-ui,sans-serif;color:var(--ink);background:light-dark(#fbfbf9,#101716);overflow-wrap:anywhere}
main{box-sizing:border-box;max-width:36rem;margin:min(10vh,5rem) auto;padding:1.5rem;border:1px solid var(--line);border-radius:.5rem;background:light-dark(#fff,#18211f)}
.brand{display:flex;align-items:center;gap:.75rem;margin:0 0 1.5rem;font-weight:650}
h1{margin:0 0 .75rem;font-size:1.625rem;line-height:1.25;text-wrap:balance}
h2{margin:1.5rem 0 .25rem;font-size:1.125rem}
p{margin:.5rem 0}a{color:var(--accent)}
button{min-height:2.75rem;margin-top:.5rem;padding:.5rem 1.5rem;border:1px solid transparent;border-radius:.5rem;font:inherit;font-weight:600;color:light-dark(#fff,#06282f);background:var(--accent)}
nav{display:flex;flex-wrap:wrap;justify-content:center;gap:.25rem}
nav a{padding:.5rem .75rem}
nav [aria-current]{color:var(--ink);font-weight:650;text-decoration:none}
main:has(+nav){margin-bottom:1rem}
:focus-visible{outline:3px solid light-dark(#0b57d0,#9cc4ff);outline-offset:2px}
code{display:block;padding:.5rem .75rem;border-radius:.25rem;font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;background:light-dark(#f1f2ef,#0b100f)}`

/** No script, nothing from elsewhere, forms only to this door, in nobody's frame. */
export const PAGE_POLICY: string = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "img-src 'self'",
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

/** A page of the house: whose node it is, and one thing that it says. */
export function page(words: Translator, { again, node, title }: Headed, body: Html): string {
  return markup`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} – ${node}</title>
<link rel="icon" href="/icon.svg">
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<p class="brand"><img src="/icon.svg" alt="" width="28" height="28"><bdi>${node}</bdi></p>
<h1>${title}</h1>
${body}
</main>
${again === undefined ? '' : inOthers(words, again)}
</body>
</html>
`.text
}

interface Headed {
  readonly node: string
  readonly title: string
  /** Where the same page is to be had in another language; undefined where it answers a form and is nowhere else. */
  readonly again?: string | undefined
}

/** The same page in each language. Links, since these pages run no script. */
function inOthers(words: Translator, again: string): Html {
  const links = LANGUAGES.map((language) => {
    const isThis = new Html(language === words.language ? ' aria-current="true"' : '')
    return markup`<a href="${again}?language=${language}" lang="${language}" hreflang="${language}"${isThis}>${OWN_NAMES[language]}</a>
`
  })
  return markup`<nav aria-label="${words('page.language')}">
${links}</nav>`
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
