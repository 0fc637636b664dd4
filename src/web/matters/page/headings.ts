import { useRead } from '../../api/queries.ts'
import { plainForeign } from '../../look/foreign.tsx'
import { useWords } from '../../look/words.tsx'
import { shortened } from './given.ts'

const TITLE_CHARACTERS = 100
const ID_DIGITS = 12
/** As many as the node tells at once. */
const HEADINGS_MAX = 50

/** What other matters of the channel are called; the first digits of the id where the reader may not know. */
export function useHeadings(channel: string, matters: readonly string[]): (matter: string) => string {
  const words = useWords()
  const wanted = matters.slice(0, HEADINGS_MAX)
  const { data } = useRead(
    'headings.list',
    { params: { channel }, query: { matters: wanted.join(',') } },
    { enabled: wanted.length > 0 },
  )
  return (matter) => {
    const found = data?.items.find(({ id }) => id === matter)
    if (found === undefined) return matter.slice(0, ID_DIGITS)
    const kind =
      found.requestKind === null ? words.term('matter', found.kind) : words.term('kind', found.requestKind)
    return found.title === null ? kind : plainForeign(shortened(found.title, TITLE_CHARACTERS))
  }
}
