import type { ReactNode } from 'react'
import { Foreign, plainForeign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { useWords } from '../../look/words.tsx'
import { CopyButton } from './copy.tsx'
import { shortened } from './given.ts'
import { Long } from './long.tsx'
import { type AskedIdentifier, defanged } from './supplied.ts'

const LABEL_CHARACTERS = 80

/** Identifiers, written so that nothing on the way makes a link of them; copied exactly as they were given. */
export function Identifiers({ of: identifiers }: { readonly of: readonly AskedIdentifier[] }): ReactNode {
  const words = useWords()
  if (identifiers.length === 0) return null
  return (
    <div className="stack" data-gap="small">
      <h3>{words('matter.identifiers', { count: identifiers.length })}</h3>
      <ol className="matter-identifiers">
        {identifiers.map((one, i) => (
          // The same may be asked for two periods; the list never changes its order.
          <li key={i}>
            <p className="row">
              <IdentifierText of={one} />
              <CopyButton text={one.value} what={plainForeign(shortened(one.value, LABEL_CHARACTERS))} />
            </p>
            <Period of={one} />
            {one.note !== undefined && (
              <p className="small">
                <Long text={one.note} />
              </p>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}

export function IdentifierText({ of: { type, value } }: { readonly of: AskedIdentifier }): ReactNode {
  const words = useWords()
  return (
    <span>
      <span className="small soft">
        {words.knows('identifier', type) ? words.term('identifier', type) : plainForeign(type)}
      </span>{' '}
      <span className="code">
        <Long text={defanged(type, value)} />
      </span>
    </span>
  )
}

function Period({ of: { from, to, zone } }: { readonly of: AskedIdentifier }): ReactNode {
  const words = useWords()
  if (from === undefined && to === undefined) return null
  return (
    <p className="small">
      {from !== undefined && (
        <>
          {words('matter.from')} <Instant at={from} />
        </>
      )}{' '}
      {to !== undefined && (
        <>
          {words('matter.to')} <Instant at={to} />
        </>
      )}
      {zone !== undefined && (
        <span className="soft">
          {' '}
          {words('matter.source-zone')} <Foreign text={shortened(zone, LABEL_CHARACTERS)} />
        </span>
      )}
    </p>
  )
}
