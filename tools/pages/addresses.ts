import { format } from 'prettier'
import { readFileSync } from 'node:fs'
import { ROUTES } from '../../src/api/index.ts'

/** `src/web/api/addresses.ts`: where each route answers, so that a browser carries no schema of the server. */
export async function addressesPage(): Promise<string> {
  const lines = ROUTES.map(({ id, method, path, streams }) => {
    const parts = [method, path, ...(streams === undefined ? [] : ['stream'])]
    return `  '${id}': [${parts.map((part) => `'${part}'`).join(', ')}],`
  })
  const text = `/** Made from the route table by \`node bin/run.mjs tools/pages/main.ts\`. */
export const ADDRESSES = {
${lines.join('\n')}
} as const
`
  const style: object = JSON.parse(readFileSync(new URL('../../.prettierrc.json', import.meta.url), 'utf8'))
  return await format(text, { ...style, parser: 'typescript' })
}
