import { ProblemError } from '../api/client.ts'

/** A name that the node takes for no file, and what of it is left that it would take. */
export type Misnamed = Refused & { readonly proposed: string }
type Refused =
  /** What it refused, to be shown. */
  | { readonly why: 'characters'; readonly characters: string }
  /** How many characters it takes. */
  | { readonly why: 'length'; readonly most: number }

/** Undefined when the node refused something else than the name. */
export function misnamed(name: string, cause: unknown): Misnamed | undefined {
  if (!(cause instanceof ProblemError)) return undefined
  const { field, params, rule } = cause.problem
  if (rule === 'refused-characters') {
    const characters = String(params?.['characters'] ?? '')
    return { why: 'characters', characters, proposed: without(name, characters) }
  }
  if (rule !== 'too-long' || field?.split('.').at(-1) !== 'name') return undefined
  const most = Number(params?.['most'])
  return most > 0 ? { why: 'length', most, proposed: shortened(name, most) } : undefined
}

function without(name: string, characters: string): string {
  const refused = [...characters.matchAll(/U\+([0-9A-F]{4,6})/g)].map(([, code]) =>
    String.fromCodePoint(Number.parseInt(code ?? '', 16)),
  )
  return refused.reduce((left, each) => left.replaceAll(each, ''), name)
}

/** By which a computer knows what opens it; what is longer than this is no ending but part of a sentence. */
const ENDING = /(?:\.tar)?\.[^.\s]{1,16}$/iu

/** Cut between letters as they are read, so that none loses its accent. Lengths are those of JavaScript, as the node counts. */
function shortened(name: string, most: number): string {
  const found = ENDING.exec(name)?.[0] ?? ''
  const ending = found.length < most ? found : ''
  let stem = ''
  for (const { segment } of new Intl.Segmenter().segment(name.slice(0, name.length - ending.length))) {
    if (stem.length + segment.length + ending.length > most) break
    stem += segment
  }
  return stem.trimEnd() + ending
}
