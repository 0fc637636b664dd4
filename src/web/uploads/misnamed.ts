import { ProblemError } from '../api/client.ts'

/** A name that the node takes for no file, and what of it is left without what it refused. */
export interface Misnamed {
  /** What it refused, to be shown. */
  readonly characters: string
  readonly proposed: string
}

/** Undefined when the node refused something else than the name's characters. */
export function misnamed(name: string, cause: unknown): Misnamed | undefined {
  if (!(cause instanceof ProblemError) || cause.problem.rule !== 'refused-characters') return undefined
  const characters = String(cause.problem.params?.['characters'] ?? '')
  const refused = [...characters.matchAll(/U\+([0-9A-F]{4,6})/g)].map(([, code]) =>
    String.fromCodePoint(Number.parseInt(code ?? '', 16)),
  )
  return { characters, proposed: refused.reduce((left, each) => left.replaceAll(each, ''), name) }
}
