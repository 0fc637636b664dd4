import { readFileSync } from 'node:fs'
import type { Json, Officer } from './officer.ts'
import { DAY_MS } from './times.ts'

/** The form of docs/examples, and its coded part as far as it holds for any channel. */
export const EXAMPLE: { readonly body: Json; readonly data: Json } = JSON.parse(
  readFileSync(new URL('../../docs/examples/request.json', import.meta.url), 'utf8'),
)

/** The form of docs/examples as one party asks another; `over` changes its coded part. */
export function requestTo(officer: Officer, to: string, over: Json = {}): { data: Json; body: Json } {
  const { clock } = officer.party
  return {
    data: {
      ...EXAMPLE.data,
      to,
      acknowledgeBy: clock.in(7 * DAY_MS),
      answerBy: clock.in(10 * DAY_MS),
      dataLostBy: clock.in(60 * DAY_MS),
      exhibits: [],
      identifiers: [
        { count: 1, type: 'domain' },
        { count: 1, type: 'email' },
        { count: 1, type: 'ipv4' },
      ],
      instrument: { id: 'charter' },
      marks: { handling: [], tlp: 'AMBER' },
      ...over,
    },
    body: EXAMPLE.body,
  }
}

/** The same, of which the deadlines are left to the node: it knows the charter. */
export function undatedTo(officer: Officer, to: string, over: Json = {}): { data: Json; body: Json } {
  const { body, data } = requestTo(officer, to, over)
  const { acknowledgeBy: _first, answerBy: _second, ...undated } = data
  return { data: undated, body }
}
