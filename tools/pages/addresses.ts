import { format } from 'prettier'
import { readFileSync } from 'node:fs'
import { ROUTES } from '../../src/api/index.ts'

/** `src/web/api/addresses.ts`: where each route answers, so that a browser carries no schema of the server. */
export async function addressesPage(): Promise<string> {
  const lines = ROUTES.map(({ id, method, path, streams }) => {
    const parts = [method, path, ...(streams === undefined ? [] : ['stream'])]
    return `  '${id}': [${parts.map((part) => `'${part}'`).join(', ')}],`
  })
  const text = `// Made from the route table by \`node bin/run.mjs tools/pages/main.ts\`.
import type { RouteId } from '../../api/index.ts'

/** Method, path, and whether the answer is read as a stream. */
export const ADDRESSES: Readonly<Record<RouteId, readonly [method: string, path: string, streams?: 'stream']>> = {
${lines.join('\n')}
}
`
  const style: object = JSON.parse(readFileSync(new URL('../../.prettierrc.json', import.meta.url), 'utf8'))
  return await format(text, { ...style, parser: 'typescript' })
}
