import type { ReactNode } from 'react'
import { Tag } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'

interface Marks {
  readonly tlp: string
  readonly pap: string | null
  readonly handling: readonly string[]
}

/** How the owner has marked it, as the marks are written everywhere; that it is not marked is a mark too. */
export function MarksText({ marks }: { readonly marks: Marks | null }): ReactNode {
  const words = useWords()
  if (marks === null) return <span className="soft">{words('evidence.unmarked')}</span>
  return (
    <span className="row evidence-tags">
      <Tag tone={marks.tlp.startsWith('RED') ? 'bad' : 'plain'}>{`TLP:${marks.tlp}`}</Tag>
      {marks.pap !== null && <Tag>{`PAP:${marks.pap}`}</Tag>}
      {marks.handling.map((code) => (
        <Tag key={code}>{code}</Tag>
      ))}
    </span>
  )
}

/** What the folded state of a matter says of the marks on one party's material; as `boundBy` of the record reads it. */
export function marksIn(state: unknown, owner: string): Marks | null {
  const held = recordOf(state)
  if (held === undefined) return null
  const opener = recordOf(held['opened'])?.['by']
  switch (held['kind']) {
    case 'request':
      if (owner === held['requester']) return marksOf(held['marks'])
      return owner === held['requested'] ? marksOf(held['answerMarks']) : null
    case 'case':
      return marksOf(held['marks'])
    case 'lead':
    case 'evidence':
      return owner === opener ? marksOf(held['marks']) : null
    default:
      return null
  }
}

function marksOf(value: unknown): Marks | null {
  const held = recordOf(value)
  if (held === undefined || typeof held['tlp'] !== 'string') return null
  const { handling, pap, tlp } = held
  return {
    tlp,
    pap: typeof pap === 'string' ? pap : null,
    handling: Array.isArray(handling) ? handling.filter((code) => typeof code === 'string') : [],
  }
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null ? { ...value } : undefined
