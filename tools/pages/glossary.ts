import { readFileSync } from 'node:fs'
import { format } from 'prettier'
import { loadTerms } from '../../src/words/index.ts'

/** `docs/glossary.md`, made from the same words that the screens show as help. */
export async function glossaryPage(): Promise<string> {
  const [en, vi, zh] = await Promise.all([loadTerms('en'), loadTerms('vi'), loadTerms('zh-Hans')])
  const rows = en.map(({ word }, i) => `| ${word} | ${vi[i]?.word ?? ''} | ${zh[i]?.word ?? ''} |`)
  const means = [en, vi, zh].map((terms) =>
    terms.map(({ word, means: text }) => `- **${word}**: ${text}`).join('\n'),
  )
  const text = `# Glossary · Bảng thuật ngữ · 术语表

The words of Entente in its three languages, made from \`src/words/terms.*.json\` by
\`node bin/run.mjs tools/pages/main.ts\`. Screens, command line and documents say these and no others; the screens show them
under \`/help\`.

| English | Tiếng Việt | 简体中文 |
| --- | --- | --- |
${rows.join('\n')}

## English

${means[0] ?? ''}

## Tiếng Việt

${means[1] ?? ''}

## 简体中文

${means[2] ?? ''}
`
  const style: object = JSON.parse(readFileSync(new URL('../../.prettierrc.json', import.meta.url), 'utf8'))
  return await format(text, { ...style, parser: 'markdown' })
}
