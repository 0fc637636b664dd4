import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Reply } from '../../api/client.ts'
import { addressOf } from '../../api/client.ts'
import { useDo } from '../../api/queries.ts'
import { ButtonLink } from '../../look/button.tsx'
import { ConfirmButton } from '../../look/dialog.tsx'
import { Foreign, plainForeign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { Callout, Columns, Panel, Row, Stack, Tag } from '../../look/parts.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { useFresh } from '../../shell/fresh.tsx'
import { usePolled } from '../polled.ts'
import { CharterView } from './charter-view.tsx'
import { Compare } from './compare.tsx'
import { CardFacts } from './own-card.tsx'
import { nextStep, STATE_TONES } from './state.ts'
import { TakeFile } from './take-file.tsx'

export type FoundingDetail = Reply<'foundings.get'>
const LOOK_MS = 10_000

/** One founding: who has agreed, who is missing, and what to do now. */
export function OneFounding({ founding: id }: { readonly founding: string }): ReactNode {
  const words = useWords()
  const head = useRef<HTMLHeadingElement>(null)
  const { data: founding } = usePolled('foundings.get', { params: { founding: id } }, () => LOOK_MS)
  useEffect(() => head.current?.focus(), [])
  const { parties, state } = founding
  const next = nextStep(founding)
  return (
    <Stack gap="large">
      <div className="row">
        <h2 ref={head} tabIndex={-1}>
          <Foreign text={parties.map(({ name }) => name).join(' – ')} />
        </h2>
        <Tag tone={STATE_TONES[state]}>{words(`founding.state-${state}`)}</Tag>
        <ButtonLink to="/operator" search={{ part: 'founding' }} kind="quiet" size="small">
          {words('founding.back')}
        </ButtonLink>
      </div>
      <Callout tone={next === 'open' ? 'good' : 'warn'} role="status">
        <strong>{words(`founding.next-${next}`)}</strong>
        {next === 'open' && <p>{words('founding.open-long')}</p>}
      </Callout>
      {next === 'open' && (
        <Row>
          <ButtonLink to="/operator" search={{ part: 'people', id: 'users' }} kind="main">
            {words('founding.open-people')}
          </ButtonLink>
          <ButtonLink to="/operator" search={{ part: 'links' }}>
            {words('operator.part-links')}
          </ButtonLink>
        </Row>
      )}
      <Compare founding={founding} />
      {state === 'received' && <Accept founding={founding} />}
      {(state === 'waiting' || state === 'open') && <HandOn founding={founding} />}
      <Agreed founding={founding} />
      <CharterView charter={founding.charter} limits={founding.limits} />
      {state !== 'open' && <Withdraw founding={founding} />}
    </Stack>
  )
}

function Agreed({ founding }: { readonly founding: FoundingDetail }): ReactNode {
  const words = useWords()
  return (
    <Panel title={words('founding.agreed')}>
      <Columns column="22rem">
        {founding.cards.map((card) => {
          const agreed = founding.parties.find(({ id }) => id === card.party)?.agreed === true
          return (
            <div key={card.party} className="founding-card">
              <span>
                <Tag tone={agreed ? 'good' : 'warn'}>
                  {words(agreed ? 'founding.has-agreed' : 'founding.is-missing')}
                </Tag>
              </span>
              <CardFacts card={card} />
            </div>
          )
        })}
      </Columns>
      <p className="small soft">
        {words('founding.proposed')} <Instant at={founding.founded} />{' '}
        <code className="code">{founding.channel}</code>
      </p>
    </Panel>
  )
}

function Accept({ founding }: { readonly founding: FoundingDetail }): ReactNode {
  const words = useWords()
  const fresh = useFresh()
  const accept = useDo('foundings.accept')
  const params = { founding: founding.channel }
  const names = words.list(founding.parties.map(({ name }) => plainForeign(name)))
  return (
    <Panel title={words('founding.accept')}>
      <p>{words('founding.accept-lead')}</p>
      <Row>
        <ConfirmButton
          kind="main"
          confirmKind="main"
          label={words('founding.accept')}
          title={words('founding.accept-title')}
          explains={words('founding.accept-long', { parties: names })}
          confirm={words('founding.accept-do')}
          isDisabled={founding.confirmed === null}
          onConfirm={async () => {
            const { state } = await fresh(() => accept.mutateAsync({ params }))
            tell(words(`founding.taken-${state}`))
          }}
        />
        {founding.confirmed === null && <span className="soft">{words('founding.accept-first')}</span>}
      </Row>
    </Panel>
  )
}

/** The file as it now stands. It goes on until all have agreed, and back to each that has not seen that. */
function HandOn({ founding }: { readonly founding: FoundingDetail }): ReactNode {
  const words = useWords()
  const { channel, missing, parties, state } = founding
  const names = parties.filter(({ id }) => missing.includes(id)).map(({ name }) => plainForeign(name))
  return (
    <Panel title={words('founding.hand-on')}>
      <p>
        {state === 'open'
          ? words('founding.hand-on-open')
          : words('founding.hand-on-to', { parties: words.list(names) })}
      </p>
      <Row>
        <a
          className="button"
          data-kind="main"
          href={addressOf('foundings.file', { params: { founding: channel } })}
          download
        >
          {words('founding.file')}
        </a>
      </Row>
      {state === 'waiting' && (
        <>
          <p>{words('founding.take-back')}</p>
          <TakeFile />
        </>
      )}
    </Panel>
  )
}

function Withdraw({ founding }: { readonly founding: FoundingDetail }): ReactNode {
  const words = useWords()
  const go = useNavigate()
  const withdraw = useDo('foundings.withdraw')
  return (
    <Panel title={words('founding.withdraw')}>
      <p>{words('founding.withdraw-lead')}</p>
      <Row>
        <ConfirmButton
          label={words('founding.withdraw')}
          title={words('founding.withdraw')}
          explains={words('founding.withdraw-long')}
          confirm={words('founding.withdraw-do')}
          onConfirm={async () => {
            await withdraw.mutateAsync({ params: { founding: founding.channel } })
            tell(words('founding.withdrawn'))
            await go({ to: '/operator', search: { part: 'founding' } })
          }}
        />
      </Row>
    </Panel>
  )
}
