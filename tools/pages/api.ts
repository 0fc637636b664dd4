import { openApiDocument, statusTable } from '../../src/api/index.ts'

/** `docs/api/openapi.json`, made from the route table. */
export async function openApiPage(): Promise<string> {
  return `${JSON.stringify(await openApiDocument(), null, 2)}\n`
}

/** `docs/api/statuses.md`, made from the one table that maps every refusal to an HTTP status. */
export function statusesPage(): string {
  return `${[
    '# HTTP statuses',
    '',
    'With which status the officers’ door tells each refusal. Made from the code by `node bin/run.mjs tools/pages/main.ts`;',
    'what each code means stands in [errors.md](../errors.md). A fault of the software (500) is told as `internal` and',
    'nothing else; the log of the node has more.',
    '',
    '| room | code | status |',
    '|---|---|---|',
    ...Object.entries(statusTable()).flatMap(([room, codes]) =>
      Object.entries(codes).map(([code, status]) => `| ${room} | \`${code}\` | ${status} |`),
    ),
    '| exchange | any other | 502 |',
    '| record | any | 422 |',
  ].join('\n')}\n`
}
