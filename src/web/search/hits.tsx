import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Reply } from '../api/client.ts'
import { Foreign } from '../look/foreign.tsx'
import { Instant } from '../look/instant.tsx'
import { Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { useHeading } from '../matters/list/heading.ts'
import { type MatterName, shortId } from '../matters/list/matter-key.ts'
import { type Kind, KINDS } from './query.ts'

export type Hit = Reply<'search.find'>['items'][number]

const PRIVATE: readonly string[] = ['note', 'draft']

/** What was found, newest first; what only our side has looks so. */
export function Hits({ hits }: { readonly hits: readonly Hit[] }): ReactNode {
  return (
    <ol className="search-hits">
      {hits.map((hit) => (
        <li key={`${hit.kind} ${hit.channel} ${hit.id}`} data-private={PRIVATE.includes(hit.kind)}>
          <OneHit hit={hit} />
        </li>
      ))}
    </ol>
  )
}

function OneHit({ hit }: { readonly hit: Hit }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const kind = KINDS.find((one) => one === hit.kind)
  const isPrivate = PRIVATE.includes(hit.kind)
  return (
    <>
      <p className="row">
        <Tag tone={isPrivate ? 'private' : 'accent'}>
          {kind === undefined ? hit.kind : words(`search.kind-${kind satisfies Kind}`)}
        </Tag>
        <HitLink hit={hit} />
        {hit.party !== null && <span className="soft small">{partyName(hit.party)}</span>}
        {isPrivate && <span className="soft small">{words('look.private')}</span>}
      </p>
      <p className="search-snippet">
        {hit.snippet.map(({ hit: isHit, text }, at) => {
          const shown = <Foreign text={text} />
          // A snippet is told once and never reordered.
          return isHit ? <mark key={at}>{shown}</mark> : <span key={at}>{shown}</span>
        })}
      </p>
      <p className="search-place small soft">
        {hit.matter !== null && <Place name={{ channel: hit.channel, id: hit.matter }} type={hit.type} />}
        <Instant at={hit.made} />
      </p>
    </>
  )
}

/** Leads to the very act, note or draft. */
function HitLink({ hit: { act, channel, id, kind, matter, type } }: { readonly hit: Hit }): ReactNode {
  const words = useWords()
  const name = type === null ? words('shell.open') : words.term('act', type)
  if (kind === 'draft')
    return type === 'request.open' ? (
      <Link to="/requests/new" search={{ channel, draft: id }}>
        {name}
      </Link>
    ) : (
      <Link to="/drafts">{name}</Link>
    )
  if (matter === null) return <span className="search-act">{name}</span>
  return (
    <Link
      to="/channels/$channel/matters/$matter"
      params={{ channel, matter }}
      search={act === null ? {} : { act }}
      className="search-act"
    >
      {matter === null ? name : <MatterTitle name={{ channel, id: matter }} otherwise={name} />}
    </Link>
  )
}

/** What one looks for is the matter; what was done in it stands below. */
function MatterTitle({
  name,
  otherwise,
}: {
  readonly name: MatterName
  readonly otherwise: string
}): ReactNode {
  const heading = useHeading(name)
  if (heading?.title === null || heading?.title === undefined) return otherwise
  return <Foreign text={heading.title} lang={heading.language ?? undefined} />
}

/** What was done there, or what kind of matter it is. */
function Place({ name, type }: { readonly name: MatterName; readonly type: string | null }): ReactNode {
  const words = useWords()
  const heading = useHeading(name)
  const what =
    type !== null
      ? words.term('act', type)
      : heading === null || heading === undefined
        ? ''
        : words.term('matter', heading.kind)
  return (
    <span>
      <span className="search-what">{what}</span> <span className="code">{shortId(name.id)}</span>
    </span>
  )
}
