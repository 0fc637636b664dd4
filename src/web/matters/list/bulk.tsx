import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Button } from '../../look/button.tsx'
import { Dialog } from '../../look/dialog.tsx'
import { Choice } from '../../look/field.tsx'
import { Foreign } from '../../look/foreign.tsx'
import { Callout } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { Refusal, refusalText } from '../../look/refusal.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { useRead } from '../../api/queries.ts'
import { assignTo, type Done, type Holder, markSeen, type Result } from './deeds.ts'
import { toldHeading } from './heading.ts'
import { type Row, nameOf, shortId } from './matter-key.ts'
import { kindText } from './row.tsx'

/** What is done to several matters at once, and what became of each. */
export function Bulk({
  rows,
  onFollow,
  onClear,
}: {
  readonly rows: readonly Row[]
  readonly onFollow: (rows: readonly Row[]) => Promise<Done>
  readonly onClear: () => void
}): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  const { may, user } = useReader()
  const [isAsking, setAsking] = useState(false)
  const { fault, isBusy, refused, run } = useDeed(() => setAsking(false))
  if (rows.length === 0) return null
  return (
    <section className="lists-bulk no-print" aria-label={words('matters.bulk')}>
      <strong role="status">{words('matters.selected', { count: rows.length })}</strong>
      {may('draft') && (
        <>
          <Button
            size="small"
            kind="main"
            isBusy={isBusy}
            onPress={() =>
              void run(words('matters.assign-me'), () => assignTo(client, rows, { kind: 'user', id: user }))
            }
          >
            {words('matters.assign-me')}
          </Button>
          <Button size="small" isBusy={isBusy} onPress={() => setAsking(true)}>
            {words('matters.assign-other')}
          </Button>
        </>
      )}
      <Button
        size="small"
        isBusy={isBusy}
        onPress={() => void run(words('matters.follow'), () => onFollow(rows))}
      >
        {words('matters.follow')}
      </Button>
      <Button
        size="small"
        isBusy={isBusy}
        onPress={() => void run(words('matters.mark-seen'), () => markSeen(client, rows))}
      >
        {words('matters.mark-seen')}
      </Button>
      <Button size="small" kind="quiet" onPress={onClear}>
        {words('matters.clear')}
      </Button>
      <Refusal of={fault} />
      {refused.length > 0 && <Refused results={refused} />}
      {isAsking && (
        <GiveTo
          count={rows.length}
          onClose={() => setAsking(false)}
          onGive={(holder) => run(words('matters.assign-done'), () => assignTo(client, rows, holder))}
        />
      )}
    </section>
  )
}

/** One thing at a time is done to all of them; what was refused stays told until the next. */
function useDeed(whenDone: () => void): {
  readonly fault: unknown
  readonly isBusy: boolean
  readonly refused: readonly Result[]
  readonly run: (deed: string, make: () => Promise<Done>) => Promise<void>
} {
  const words = useWords()
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>()
  const [refused, setRefused] = useState<readonly Result[]>([])
  const run = async (deed: string, make: () => Promise<Done>): Promise<void> => {
    setBusy(true)
    setFault(undefined)
    try {
      const done = await make()
      setRefused(done.results.filter(({ outcome }) => outcome === 'refused'))
      tellDone(deed, done, words)
    } catch (cause) {
      setFault(cause)
    } finally {
      setBusy(false)
      whenDone()
    }
  }
  return { fault, isBusy, refused, run }
}

function Refused({ results }: { readonly results: readonly Result[] }): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  return (
    <Callout tone="warn" role="alert">
      <p>{words('matters.some-refused', { count: results.length })}</p>
      <ul>
        {results.map(({ cause, row }) => (
          <li key={nameOf(row)}>
            <Foreign text={toldHeading(client, row)?.title ?? kindText(row, words)} />{' '}
            <span className="code">{shortId(row.id)}</span> {refusalText(cause, words)}
          </li>
        ))}
      </ul>
    </Callout>
  )
}

/** One sentence for all of them, with the way back while it is private. */
export function tellDone(deed: string, { results, undo }: Done, words: ReturnType<typeof useWords>): void {
  const count = (outcome: Result['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length
  const done = count('done')
  const text = words('matters.bulk-done', {
    deed,
    done,
    already: count('already'),
    refused: count('refused'),
  })
  tell(text, done === 0 ? undefined : undo)
}

/** To which colleague or seat. */
function GiveTo({
  count,
  onClose,
  onGive,
}: {
  readonly count: number
  readonly onClose: () => void
  readonly onGive: (holder: Holder) => Promise<void>
}): ReactNode {
  const words = useWords()
  const { data } = useRead('colleagues.list', {})
  const [chosen, setChosen] = useState<string | null>(null)
  const options = [
    ...(data?.seats.filter(({ isOpen, kind }) => isOpen && WORKING_SEATS.includes(kind)) ?? []).map(
      ({ id, kind, title }) => ({ id: `seat ${id}`, label: title, hint: words.term('seat', kind) }),
    ),
    ...(data?.users.filter(({ isHere }) => isHere) ?? []).map(({ display, id }) => ({
      id: `user ${id}`,
      label: display,
      hint: words('matters.a-person'),
    })),
  ]
  const give = (): void => {
    const [kind, id] = chosen?.split(' ') ?? []
    if (id !== undefined && (kind === 'user' || kind === 'seat')) void onGive({ kind, id })
  }
  return (
    <Dialog title={words('matters.assign-title', { count })} isOpen onClose={onClose}>
      <Choice
        label={words('matters.assign-whom')}
        options={options}
        value={chosen}
        onChange={setChosen}
        // The question that the dialogue was opened for.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
      />
      <p className="soft small">{words('matters.assign-private')}</p>
      <div className="row">
        <Button kind="main" isDisabled={chosen === null} onPress={give}>
          {words('matters.assign')}
        </Button>
        <Button kind="quiet" onPress={onClose}>
          {words('shell.cancel')}
        </Button>
      </div>
    </Dialog>
  )
}

/** Seats whose holders work on matters; the others could not open what they are given. */
const WORKING_SEATS: readonly string[] = ['desk', 'coordinator', 'integrator']
