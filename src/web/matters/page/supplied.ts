import { type Act, groupIn, listIn, textIn, wordsIn } from './given.ts'

export interface AskedIdentifier {
  readonly type: string
  readonly value: string
  readonly from: string | undefined
  readonly to: string | undefined
  readonly zone: string | undefined
  readonly note: string | undefined
  /** Numbers (from 1) of the parts of the answer that name it. */
  readonly namedIn: readonly number[]
  /** What the answer itself says of it, item by item; the last part that says so counts. */
  readonly stated: StatedAnswer | undefined
}

export interface StatedAnswer {
  /** A code of the side that answers; it may be one that is not known here. */
  readonly answer: string
  readonly text: string | undefined
  /** Number (from 1) of the part that says it. */
  readonly part: number
}

/** One part of the answer. */
export interface Part {
  readonly act: string
  readonly at: string
  readonly isFinal: boolean
  /** False when its words are gone or have not come. */
  readonly isHeld: boolean
  readonly words: string | undefined
  readonly files: readonly string[]
  readonly keptUntil: string | undefined
  readonly grounds: readonly string[]
}

export interface Supplied {
  readonly identifiers: readonly AskedIdentifier[]
  readonly parts: readonly Part[]
}

/** Each thing that was asked for beside what came for it. A peer wrote both: whatever is not of its form is left out. */
export function suppliedOf(form: unknown, acts: readonly Act[]): Supplied {
  const given = acts.filter((one) => one.type === 'request.supply' && one.void === null)
  const parts = given.map(({ body, data, id, made }) => ({
    act: id,
    at: made,
    isFinal: data['final'] === true,
    isHeld: body === null || body.held,
    words: wordsIn(body?.content),
    files: listIn(body?.content, 'exhibits').flatMap((slip) => textIn(slip, 'name') ?? []),
    keptUntil: textIn(data, 'keptUntil'),
    grounds: listIn(data, 'grounds').filter((ground) => typeof ground === 'string'),
  }))
  const texts = parts.map(({ files, words }) => refanged([words ?? '', ...files].join('\n')))
  const stated = given.flatMap(({ body }, i) =>
    listIn(body?.content, 'items').flatMap((item) => {
      const answer = textIn(item, 'answer')
      return answer === undefined
        ? []
        : [{ of: nameOf(item), answer, text: textIn(item, 'text'), part: i + 1 }]
    }),
  )
  return { identifiers: identifiersIn(form, texts, new Map(stated.map((one) => [one.of, one]))), parts }
}

/** By which an answer's item finds what was asked. */
const nameOf = (item: unknown): string => `${textIn(item, 'type') ?? 'other'} ${textIn(item, 'value') ?? ''}`

/** Longer lists are shown as the form that they came in. */
const IDENTIFIERS_MAX = 500

export function identifiersIn(
  form: unknown,
  texts: readonly string[] = [],
  stated: ReadonlyMap<string, StatedAnswer> = new Map(),
): readonly AskedIdentifier[] {
  return listIn(form, 'identifiers')
    .slice(0, IDENTIFIERS_MAX)
    .flatMap((one) => {
      const value = textIn(one, 'value')
      if (value === undefined) return []
      const wanted = refanged(value)
      return [
        {
          type: textIn(one, 'type') ?? 'other',
          value,
          from: instantIn(one, 'from'),
          to: instantIn(one, 'to'),
          zone: textIn(one, 'zone'),
          note: textIn(one, 'note'),
          namedIn: texts.flatMap((text, i) => (text.includes(wanted) ? [i + 1] : [])),
          stated: stated.get(nameOf(one)),
        },
      ]
    })
}

function instantIn(of: unknown, field: string): string | undefined {
  const value = textIn(of, field)
  return value === undefined || Number.isNaN(Date.parse(value)) ? undefined : value
}

/** Both spellings are one name, also where a part was written so that nobody clicks it. */
function refanged(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('[.]', '.')
    .replaceAll('hxxp', 'http')
    .replaceAll('[@]', '@')
    .replaceAll('[:]', ':')
}

/** Written so that no program on the way makes a link of it, and nobody goes there by a slip of the hand. */
export function defanged(type: string, value: string): string {
  switch (type) {
    case 'url':
      return value.replace(/^http/i, 'hxxp').replaceAll('.', '[.]')
    case 'domain':
    case 'ipv4':
    case 'cidr':
      return value.replaceAll('.', '[.]')
    case 'email':
      return value.replaceAll('@', '[@]').replaceAll('.', '[.]')
    default:
      return value
  }
}

/** Numbers by which a side calls a matter: the newest that each has written into an act. */
export function numbersIn(acts: readonly Act[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { body, by, void: fault } of acts) {
    if (fault !== null || typeof groupIn(body, 'content') !== 'object') continue
    const number = textIn(body?.content, 'ourNumber') ?? textIn(body?.content, 'number')
    if (number !== undefined) found.set(by, number)
  }
  return found
}
