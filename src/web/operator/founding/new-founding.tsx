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

/** A channel to be proposed: whose cards, which charter, and a last look before it stands. */
export function NewFounding(): ReactNode {
  const words = useWords()
  const { user } = useReader()
  const go = useNavigate()
  const { data: defaults } = useNeeded('charters.defaults', {})
  const propose = useDo('foundings.propose')
  const place = `founding ${user}`
  const [typed, setTyped] = useState<Typed>(
    () =>
      recallForm<Typed>(place) ?? {
        cards: [],
        charter: {
          how: 'form',
          file: null,
          texts: [{ language: words.language, title: '', text: '' }],
          terms: typedTerms(defaults.terms),
        },
      },
  )
  const [read, setRead] = useState<Reply<'charters.read'>>()
  const [fault, setFault] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  useEffect(() => keepForm(place, typed), [place, typed])
  const { cards, charter } = typed
  const change = (changed: Partial<Typed>): void => {
    setTyped({ ...typed, ...changed })
    setRead(undefined)
    setFault(undefined)
  }
  const given = charterOf(charter, defaults.terms)
  const look = async (): Promise<void> => {
    setBusy(true)
    setFault(undefined)
    try {
      setRead(await call('charters.read', { body: given }))
    } catch (cause) {
      setFault(cause)
    } finally {
      setBusy(false)
    }
  }
  const send = async (): Promise<void> => {
    setFault(undefined)
    try {
      const made = await propose.mutateAsync({
        body: { cards: cards.map(({ text }) => text), charter: given },
      })
      keepForm(place, undefined)
      await go({ to: '/operator', search: { part: 'founding', id: made.channel } })
    } catch (cause) {
      setFault(cause)
    }
  }
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
          <Button kind="main" isBusy={isBusy} isDisabled={missing !== undefined} onPress={() => void look()}>
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
                parties: cards.map(({ info }) => plainForeign(info.name)).join(', '),
              })}
            </p>
            <Callout>
              <p>{words('founding.propose-lead')}</p>
            </Callout>
            <Row>
              <Button kind="main" isBusy={propose.isPending} onPress={() => void send()}>
                {words('founding.propose-do')}
              </Button>
            </Row>
          </Panel>
        </>
      )}
    </Stack>
  )
}
