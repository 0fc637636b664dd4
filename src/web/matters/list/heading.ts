import { type QueryClient, useQuery } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { after } from '../../effects/clock.ts'
import { type Heading, type MatterName, nameOf } from './matter-key.ts'

/** What is asked for within this goes in one question: a screenful of rows comes into sight at once. */
const GATHER_MS = 8
const AT_ONCE_MAX = 50
/** A title does not change; its matter's other facts are told by hints. */
const STALE_MS = 5 * 60_000

interface Waiting {
  readonly name: MatterName
  readonly answer: (heading: Heading | null) => void
  readonly fail: (cause: unknown) => void
}
/** Asked for row by row, and told by the node for many at once. */
class Gathering {
  #waiting: Waiting[] = []

  /** Null: there is none that the reader may know of. */
  headingOf(name: MatterName): Promise<Heading | null> {
    return new Promise((answer, fail) => {
      if (this.#waiting.length === 0) after(GATHER_MS, () => this.#ask())
      this.#waiting.push({ name, answer, fail })
    })
  }

  #ask(): void {
    const gathered = this.#waiting
    this.#waiting = []
    for (const channel of new Set(gathered.map(({ name }) => name.channel))) {
      const here = gathered.filter(({ name }) => name.channel === channel)
      for (let from = 0; from < here.length; from += AT_ONCE_MAX)
        void answerAll(channel, here.slice(from, from + AT_ONCE_MAX))
    }
  }
}
const gathering = new Gathering()

async function answerAll(channel: string, asked: readonly Waiting[]): Promise<void> {
  try {
    const matters = [...new Set(asked.map(({ name }) => name.id))].join(',')
    const { items } = await call('headings.list', { params: { channel }, query: { matters } })
    for (const { name, answer } of asked) answer(items.find(({ id }) => id === name.id) ?? null)
  } catch (cause) {
    for (const { fail } of asked) fail(cause)
  }
}

// Named as a read of one matter: hints about it, and about no other, ask for it again.
const keyOf = ({ channel, id }: MatterName) => ['headings.list', { params: { channel, matter: id } }] as const

/** Title, numbers and holders of a matter, as soon as they are here. */
export function useHeading(name: MatterName): Heading | null | undefined {
  const { data } = useQuery({
    queryKey: keyOf(name),
    queryFn: () => gathering.headingOf(name),
    staleTime: STALE_MS,
  })
  return data
}

/** What of it was already told. */
export function toldHeading(client: QueryClient, name: MatterName): Heading | null | undefined {
  return client.getQueryData<Heading | null>(keyOf(name))
}

/** The lists and headings that tell whether a matter is new, or who has it, are asked again. */
export async function lookAgain(client: QueryClient, names: readonly MatterName[]): Promise<void> {
  const changed = new Set(names.map(nameOf))
  await client.invalidateQueries({
    predicate: ({ queryKey: [id, given] }) => {
      if (typeof id !== 'string') return false
      if (id !== 'headings.list') return LISTS.some((list) => id.startsWith(list))
      const { params } = given as { params?: { channel?: string; matter?: string } }
      return changed.has(nameOf({ channel: params?.channel ?? '', id: params?.matter ?? '' }))
    },
  })
}
const LISTS = ['inbox.', 'assignments.', 'follows.', 'seen.']
