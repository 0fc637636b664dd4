import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { call, type Reply } from '../../api/client.ts'
import { useDo, useNeeded } from '../../api/queries.ts'
import { keepForm, recallForm } from '../../effects/kept-form.ts'
import { Button, ButtonLink } from '../../look/button.tsx'
import { plainForeign } from '../../look/foreign.tsx'
import { Callout, Panel, Row, Stack } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { useWords } from '../../look/words.tsx'
import { CardList, type ReadCard } from './card-list.tsx'
import { CharterForm } from './charter-form.tsx'
import { CharterView } from './charter-view.tsx'
import { charterOf, isWritten, type TypedCharter, typedTerms } from './typed-charter.ts'

interface Typed {
  readonly cards: readonly ReadCard[]
  readonly charter: TypedCharter
}

interface Proposal extends Typed {
  readonly read: Reply<'charters.read'> | undefined
  readonly fault: unknown
  readonly isBusy: boolean
  readonly change: (changed: Partial<Typed>) => void
  readonly readOver: () => Promise<void>
  readonly propose: () => Promise<void>
}

function useProposal({ terms }: Reply<'charters.defaults'>): Proposal {
  const { language } = useWords()
  const { user } = useReader()
  const go = useNavigate()
  const propose = useDo('foundings.propose')
  const place = `founding ${user}`
  const [typed, setTyped] = useState<Typed>(
    () =>
      recallForm<Typed>(place) ?? {
        cards: [],
        charter: {
          how: 'form',
          file: null,
          texts: [{ language, title: '', text: '' }],
          terms: typedTerms(terms),
        },
      },
  )
  const [read, setRead] = useState<Reply<'charters.read'>>()
  const [fault, setFault] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  useEffect(() => keepForm(place, typed), [place, typed])
  const charter = charterOf(typed.charter, terms)
  const busily = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setFault(undefined)
    await work().catch(setFault)
    setBusy(false)
  }
  return {
    ...typed,
    read,
    fault,
    isBusy,
    change(changed) {
      setTyped((before) => ({ ...before, ...changed }))
      setRead(undefined)
      setFault(undefined)
    },
    readOver: () => busily(async () => setRead(await call('charters.read', { body: charter }))),
    propose: () =>
      busily(async () => {
        const cards = typed.cards.map(({ text }) => text)
        const { channel } = await propose.mutateAsync({ body: { cards, charter } })
        keepForm(place, undefined)
        await go({ to: '/operator', search: { part: 'founding', id: channel } })
      }),
  }
}

/** A channel to be proposed: whose cards, which charter, and a last look before it stands. */
export function NewFounding(): ReactNode {
  const words = useWords()
  const { data: defaults } = useNeeded('charters.defaults', {})
  const { cards, change, charter, fault, isBusy, propose, read, readOver } = useProposal(defaults)
  const missing =
    cards.length === 0 ? 'founding.needs-cards' : isWritten(charter) ? undefined : 'founding.needs-charter'
  return (
    <Stack gap="large">
      <div className="row">
        <h2>{words('founding.begin')}</h2>
        <ButtonLink to="/operator" search={{ part: 'founding' }} kind="quiet" size="small">
          {words('founding.back')}
        </ButtonLink>
      </div>
      <CardList cards={cards} onChange={(changed) => change({ cards: changed })} />
      <CharterForm typed={charter} onChange={(changed) => change({ charter: changed })} fault={fault} />
      <Refusal of={fault} />
      {read === undefined ? (
        <Row>
          <Button
            kind="main"
            isBusy={isBusy}
            isDisabled={missing !== undefined}
            onPress={() => void readOver()}
          >
            {words('founding.read-over')}
          </Button>
          {missing !== undefined && <span className="soft">{words(missing)}</span>}
        </Row>
      ) : (
        <>
          <CharterView charter={read} limits={defaults.limits} />
          <Panel title={words('founding.propose')}>
            <p>
              {words('founding.propose-to', {
                parties: words.list(cards.map(({ info }) => plainForeign(info.name))),
              })}
            </p>
            <Callout>
              <p>{words('founding.propose-lead')}</p>
            </Callout>
            <Row>
              <Button kind="main" isBusy={isBusy} onPress={() => void propose()}>
                {words('founding.propose-do')}
              </Button>
            </Row>
          </Panel>
        </>
      )}
    </Stack>
  )
}
