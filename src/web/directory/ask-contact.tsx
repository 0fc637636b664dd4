import { type ReactNode, useState } from 'react'
import { CONTACT_ANSWERERS, type ContactAnswerer } from '../../acts/index.ts'
import { useDo, useRead } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { Choice, type Option, Radios } from '../look/field.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import type { ChannelHere } from './here.ts'
import type { Agency, Names } from './names.ts'

const ANY = 'any'

/** Asks another party, or one of its seats, whether somebody is there. */
export function AskContact({
  here,
  names,
}: {
  readonly here: ChannelHere
  readonly names: Names
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const check = useDo('contacts.check')
  const { data: terms } = useRead('channels.terms', { params: { channel: here.channel } })
  const answerHours = terms?.contactChecks.answerHours ?? 0
  const [only] = here.others.length === 1 ? here.others : []
  const [to, setTo] = useState<string | null>(only ?? null)
  const [seat, setSeat] = useState<string>(ANY)
  const [wants, setWants] = useState<ContactAnswerer>('person')
  const theirs = names.agencies.filter(({ party }) => party === to)
  const go = async (): Promise<void> => {
    if (to === null) return
    const agency = theirs.find(({ seats }) => seats.some(({ id }) => id === seat))
    await check.mutateAsync({
      params: { channel: here.channel },
      body: { to, wants, ...(agency === undefined ? {} : { agency: agency.id, seat }) },
    })
    tell(words('directory.check-asked'))
  }
  return (
    <>
      <p className="soft">{words('directory.check-means', { hours: answerHours })}</p>
      <div className="directory-add">
        <Choice
          label={words('directory.check-whom')}
          options={here.others.map((id) => ({ id, label: partyName(id) }))}
          value={to}
          onChange={(party) => {
            setTo(party)
            setSeat(ANY)
          }}
        />
        <Choice
          label={words('directory.seat')}
          options={[
            { id: ANY, label: words('directory.any-seat') },
            ...theirs.flatMap((one) => seatsOf(one, names)),
          ]}
          value={seat}
          onChange={setSeat}
        />
        <Radios
          isRow
          label={words('directory.check-wants')}
          options={CONTACT_ANSWERERS.map((id) => ({ id, label: words(`directory.wants-${id}`) }))}
          value={wants}
          onChange={setWants}
        />
      </div>
      <Refusal of={check.error} />
      <div className="row">
        <Button
          isBusy={check.isPending}
          isDisabled={to === null}
          onPress={() => void go().catch(() => undefined)}
        >
          {words('directory.check-go')}
        </Button>
      </div>
    </>
  )
}

const seatsOf = ({ id: agency, seats }: Agency, names: Names): readonly Option[] =>
  seats.map(({ id }) => ({ id, label: names.seatName(id), hint: names.agencyName(agency) }))
