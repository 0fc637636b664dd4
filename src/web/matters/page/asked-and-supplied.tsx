import type { ReactNode } from 'react'
import type { RequestState } from '../../../acts/index.ts'
import { Foreign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { Panel, Tag } from '../../look/parts.tsx'
import { useWords } from '../../look/words.tsx'
import { codesText } from './codes.tsx'
import { type Act, instantOf, textIn } from './given.ts'
import { IdentifierText } from './identifiers.tsx'
import { Long } from './long.tsx'
import { type AskedIdentifier, type Part, suppliedOf } from './supplied.ts'

/** Item by item: what was asked on the left, what came for it on the right, and below it what is still missing. */
export function AskedAndSupplied({
  acts,
  form,
  state,
}: {
  readonly acts: readonly Act[]
  readonly form: unknown
  readonly state: RequestState
}): ReactNode {
  const words = useWords()
  const { identifiers, parts } = suppliedOf(form, acts)
  const wanted = textIn(form, 'wanted')
  return (
    <Panel title={words('matter.asked-supplied')}>
      <table className="matter-beside">
        <thead>
          <tr>
            <th scope="col">{words('matter.asked')}</th>
            <th scope="col">{words('matter.supplied')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>
              <strong>{words.term('kind', state.requestKind)}</strong>
              {wanted !== undefined && (
                <p>
                  <Long text={wanted} />
                </p>
              )}
            </td>
            <td>
              <Parts parts={parts} state={state} />
            </td>
          </tr>
          {identifiers.map((one, i) => (
            // The form never changes its order.
            <tr key={i}>
              <td>
                <IdentifierText of={one} />
              </td>
              <td>
                <NamedIn of={one} parts={parts} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Missing identifiers={identifiers} parts={parts} state={state} />
      {parts.length > 0 && identifiers.some(({ stated }) => stated === undefined) && (
        <p className="soft small">{words('matter.named-how')}</p>
      )}
    </Panel>
  )
}

function Parts({
  parts,
  state,
}: {
  readonly parts: readonly Part[]
  readonly state: RequestState
}): ReactNode {
  const words = useWords()
  if (parts.length === 0)
    return (
      <span className="soft">
        {words(state.stage === 'declined' ? 'matter.declined-all' : 'matter.nothing-yet')}
      </span>
    )
  return (
    <ol className="matter-list">
      {parts.map((part, i) => (
        <li key={part.act}>
          <a href={`#act-${part.act}`}>{words('matter.part', { number: i + 1 })}</a> <Instant at={part.at} />{' '}
          <Tag tone={part.isFinal ? 'good' : 'warn'}>
            {words(part.isFinal ? 'matter.part-final' : 'matter.part-more')}
          </Tag>
          {part.words !== undefined && (
            <p>
              <Long text={part.words} />
            </p>
          )}
          {!part.isHeld && <p className="soft">{words('matter.words-gone')}</p>}
          {part.files.length > 0 && (
            <p className="small">
              {words('matter.files')}{' '}
              {part.files.map((name, n) => (
                <span key={n}>
                  {n > 0 && ', '}
                  <Foreign text={name} />
                </span>
              ))}
            </p>
          )}
          {part.keptUntil !== undefined && !Number.isNaN(Date.parse(part.keptUntil)) && (
            <p className="small">
              {words('matter.kept-until')} <Instant at={part.keptUntil} />
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}

function NamedIn({
  of,
  parts,
}: {
  readonly of: AskedIdentifier
  readonly parts: readonly Part[]
}): ReactNode {
  const words = useWords()
  if (of.stated !== undefined)
    return (
      <>
        <span>{words.term('choice', of.stated.answer)}</span>{' '}
        <a href={`#act-${parts[of.stated.part - 1]?.act ?? ''}`}>
          {words('matter.part', { number: of.stated.part })}
        </a>
        {of.stated.text !== undefined && (
          <p>
            <Long text={of.stated.text} />
          </p>
        )}
      </>
    )
  if (of.namedIn.length > 0)
    return (
      <>
        {of.namedIn.map((number) => (
          <a key={number} href={`#act-${parts[number - 1]?.act ?? ''}`}>
            {words('matter.named-in', { number })}
          </a>
        ))}
      </>
    )
  return <span className="soft">{words(parts.length === 0 ? 'matter.nothing-yet' : 'matter.not-named')}</span>
}

const LIVE: readonly RequestState['stage'][] = [
  'open',
  'acknowledged',
  'accepted',
  'postponed',
  'partly-supplied',
]

/** What is open still, as far as the record knows: codes first, then what no part of the answer names. */
function Missing({
  identifiers,
  parts,
  state,
}: {
  readonly identifiers: readonly AskedIdentifier[]
  readonly parts: readonly Part[]
  readonly state: RequestState
}): ReactNode {
  const words = useWords()
  const unnamed = identifiers.filter(({ namedIn, stated }) => stated === undefined && namedIn.length === 0)
  const later = identifiers.filter(({ stated }) => stated?.answer === 'later')
  const items: ReactNode[] = []
  if (LIVE.includes(state.stage))
    items.push(words(parts.length === 0 ? 'matter.missing-all' : 'matter.missing-final'))
  for (const { act, byMs, what } of state.asks)
    items.push(
      <>
        <a href={`#act-${act}`}>
          {words('matter.missing-clarification', { what: codesText(words, 'what', what) })}
        </a>{' '}
        {byMs !== null && <Instant at={instantOf(byMs)} />}
      </>,
    )
  if (state.grounds.length > 0 && state.stage !== 'postponed')
    items.push(words('matter.left-out', { grounds: codesText(words, 'grounds', state.grounds) }))
  if (parts.length > 0 && unnamed.length > 0)
    items.push(words('matter.missing-named', { count: unnamed.length }))
  if (later.length > 0) items.push(words('matter.missing-later', { count: later.length }))
  return (
    <div className="stack" data-gap="small">
      <h3>{words('matter.missing')}</h3>
      {items.length === 0 ? (
        <p>{words('matter.missing-none')}</p>
      ) : (
        <ul className="matter-list" data-bullets="">
          {items.map((item, i) => (
            <li key={i}>{item}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
