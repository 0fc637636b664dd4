import type { ReactNode } from 'react'
import { Foreign, plainForeign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { Table } from '../../look/table.tsx'
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
  const label = words('matter.identifiers', { count: identifiers.length })
  return (
    <section className="stack" data-gap="small" aria-label={label}>
      <h3>{label}</h3>
      <Table label={label} head={[words('matter.identifier'), words('matter.period'), words('matter.note')]}>
        {identifiers.map((one, i) => (
          // The same may be asked for two periods; the list never changes its order.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={i}>
            <td className="matter-identifier">
              <IdentifierText of={one} />{' '}
              <CopyButton text={one.value} what={plainForeign(shortened(one.value, LABEL_CHARACTERS))} />
            </td>
            <td>
              <Period of={one} />
            </td>
            <td>{one.note !== undefined && <Long text={one.note} />}</td>
          </tr>
        ))}
      </Table>
    </section>
  )
}

export function IdentifierText({ of: { type, value } }: { readonly of: AskedIdentifier }): ReactNode {
  const words = useWords()
  return (
    <>
      <span className="small soft">
        {words.knows('identifier', type) ? words.term('identifier', type) : plainForeign(type)}
      </span>{' '}
      <span className="code">
        <Long text={defanged(type, value)} />
      </span>
    </>
  )
}

export function Period({ of: { from, to, zone } }: { readonly of: AskedIdentifier }): ReactNode {
  const words = useWords()
  if (from === undefined && to === undefined) return null
  return (
    <span className="small">
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
    </span>
  )
}
