import { type ReactNode, useState } from 'react'
import { LANGUAGES, OWN_NAMES } from '../../words/index.ts'
import { useDo } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { Choice, Radios } from '../look/field.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Columns, Facts, Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { useSession } from '../shell/session.tsx'
import { Likings } from '../shell/likings.tsx'
import { OwnSeats } from './own-seats.tsx'
import { ZONES } from './zones.ts'
import { Refused } from '../sign-in/deed.tsx'

/** Who one is to this node, what one may do there, and how one likes it. */
export function Who(): ReactNode {
  const words = useWords()
  const { me } = useSession()
  const { partyName } = useReader()
  return (
    <Columns column="22rem">
      <Stack>
        <Panel title={words('you.who')}>
          <Facts
            of={[
              [words('you.display'), <Foreign key="display" text={me.display} />],
              me.name !== '' && [words('you.name'), <Foreign key="name" text={me.name} />],
              [words('you.node'), <Foreign key="node" text={me.node} />],
              [words('shell.party'), partyName(me.party)],
              [words('you.came-by'), words.term('strength', me.strength)],
            ]}
          />
          <p className="soft small">{words('you.who-hint')}</p>
        </Panel>
        <OwnSeats />
      </Stack>
      <Stack>
        <Panel title={words('you.looks')}>
          <p className="soft small">{words('you.looks-hint')}</p>
          <Likings />
        </Panel>
        {me.name !== '' && <ZoneAndTongue />}
      </Stack>
    </Columns>
  )
}

/** What the node itself goes by: whose clock, and in which language it writes to somebody. */
function ZoneAndTongue(): ReactNode {
  const words = useWords()
  const { me } = useSession()
  const change = useDo('me.change')
  const spoken = LANGUAGES.find((language) => me.languages[0] === language) ?? null
  const [zone, setZone] = useState(me.zone)
  const [tongue, setTongue] = useState(spoken)
  const save = async (): Promise<void> => {
    const others = me.languages.filter((language) => language !== tongue)
    await change.mutateAsync({
      body: { zone, ...(tongue === null ? {} : { languages: [tongue, ...others].slice(0, LANGUAGES_MAX) }) },
    })
    tell(words('shell.saved'))
  }
  return (
    <Panel title={words('you.zone-title')}>
      <Choice
        label={words('you.zone')}
        hint={words('you.zone-hint')}
        options={[...new Set([me.zone, ...ZONES])].map((id) => ({ id, label: id.replaceAll('_', ' ') }))}
        value={zone}
        onChange={setZone}
      />
      <Radios
        isRow
        label={words('you.tongue')}
        options={LANGUAGES.map((id) => ({ id, label: OWN_NAMES[id] }))}
        value={tongue}
        onChange={setTongue}
      />
      <Refused of={change.error} />
      <div className="row">
        <Button
          isBusy={change.isPending}
          isDisabled={zone === me.zone && tongue === spoken}
          onPress={() => void save().catch(() => undefined)}
        >
          {words('shell.save')}
        </Button>
      </div>
    </Panel>
  )
}

const LANGUAGES_MAX = 8
