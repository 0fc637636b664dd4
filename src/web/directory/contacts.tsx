import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { call as ask, type Reply } from '../api/client.ts'
import { useDo } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { Instant, Left } from '../look/instant.tsx'
import { Empty, Panel, Tag, type Tone } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { AskContact } from './ask-contact.tsx'
import { ContactScores } from './contact-scores.tsx'
import type { ChannelHere } from './here.ts'
import { type Names, useNames } from './names.ts'

type Check = Reply<'contacts.list'>['items'][number]
const PAGE = 25

/** Whether they can be reached: asked and answered, by the node and by people. */
export function Contacts({ here }: { readonly here: ChannelHere }): ReactNode {
  const words = useWords()
  const { party } = useReader()
  const names = useNames(here.channel)
  const [count, setCount] = useState(PAGE)
  const { channel } = here
  const { data, error } = useQuery({
    queryKey: ['contacts.list', { params: { channel } }, count],
    queryFn: () => newest(channel, count),
    placeholderData: (before) => before,
  })
  const waiting =
    data?.items.filter((one) => one.asked === party && one.person === null && one.wants === 'person') ?? []
  return (
    <>
      {waiting.length > 0 && here.may('hotline') && (
        <Panel title={words('directory.check-waiting')} aside={<Tag tone="warn">{waiting.length}</Tag>}>
          <ul className="directory-checks">
            {waiting.map((check) => (
              <CheckItem key={check.id} check={check} here={here} names={names} isAnswerable />
            ))}
          </ul>
        </Panel>
      )}
      {here.may('hotline') && (
        <Panel title={words('directory.check-ask')}>
          <AskContact here={here} names={names} />
        </Panel>
      )}
      <ContactScores here={here} names={names} />
      <Panel title={words('directory.checks')}>
        <Refusal of={error} />
        {data?.items.length === 0 && (
          <Empty title={words('directory.checks-none')}>
            <p>{words('directory.checks-none-hint')}</p>
          </Empty>
        )}
        <ul className="directory-checks">
          {data?.items.map((check) => (
            <CheckItem key={check.id} check={check} here={here} names={names} isAnswerable={false} />
          ))}
        </ul>
        {data?.more === true && (
          <div className="row">
            <Button onPress={() => setCount(count + PAGE)}>{words('shell.more')}</Button>
          </div>
        )}
      </Panel>
    </>
  )
}

async function newest(channel: string, count: number): Promise<{ items: Check[]; more: boolean }> {
  const items: Check[] = []
  let after: string | undefined
  do {
    const query = { limit: PAGE, ...(after === undefined ? {} : { after }) }
    const page = await ask('contacts.list', { params: { channel }, query })
    items.push(...page.items)
    after = page.next ?? undefined
  } while (after !== undefined && items.length < count)
  return { items, more: after !== undefined }
}

const TONES: Readonly<Record<string, Tone>> = { answered: 'good', 'answered-late': 'warn', asked: 'plain' }

function CheckItem({
  check,
  here,
  names,
  isAnswerable,
}: {
  readonly check: Check
  readonly here: ChannelHere
  readonly names: Names
  readonly isAnswerable: boolean
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const answer = useDo('contacts.answer')
  const { asked, asker, seat } = check
  const go = async (): Promise<void> => {
    await answer.mutateAsync({ params: { channel: here.channel, matter: check.id } })
    tell(words('directory.check-answered'))
  }
  return (
    <li className="directory-check">
      <div className="row">
        <strong>{words('directory.check-of', { asker: partyName(asker), asked: partyName(asked) })}</strong>
        {seat !== null && <bdi className="soft">{names.seatName(seat)}</bdi>}
        <Tag tone={TONES[check.status] ?? 'accent'}>{words.term('stage', check.status)}</Tag>
        {check.person === null && check.wants === 'person' && <Left until={check.answerBy} />}
      </div>
      <div className="small soft row">{check.opened !== null && <Instant at={check.opened} />}</div>
      <ul className="small">
        <Answer label={words('directory.by-machine')} given={check.machine} names={names} />
        {check.wants === 'person' && (
          <Answer label={words('directory.by-person')} given={check.person} names={names} />
        )}
      </ul>
      {isAnswerable && (
        <div className="row">
          <Button kind="main" isBusy={answer.isPending} onPress={() => void go().catch(() => undefined)}>
            {words('directory.check-answer')}
          </Button>
        </div>
      )}
      <Refusal of={answer.error} />
    </li>
  )
}

function Answer({
  label,
  given,
  names,
}: {
  readonly label: string
  readonly given: Check['machine']
  readonly names: Names
}): ReactNode {
  const words = useWords()
  return (
    <li className="row">
      <span className="soft">{label}</span>
      {given === null ? (
        words('directory.not-answered')
      ) : (
        <>
          <Instant at={given.at} />
          {given.officer !== null && <bdi>{names.officerName(given.officer)}</bdi>}
          {given.late && <Tag tone="warn">{words('directory.late')}</Tag>}
        </>
      )}
    </li>
  )
}
