import type { ReactNode } from 'react'
import { useRead } from '../../api/queries.ts'
import { Foreign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { Tag } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { useWords } from '../../look/words.tsx'
import { codeText } from './codes.tsx'
import { CodeTag } from './copy.tsx'
import type { Place } from './given.ts'
import { nameIn } from './officers.ts'

/** Officers' signatures over one act, each with what our node found when it checked them anew. */
export function Signatures({ place, act }: { readonly place: Place; readonly act: string }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { data, error } = useRead('signatures.list', { params: { ...place, act } })
  return (
    <>
      <Refusal of={error} />
      <ul className="matter-signatures" aria-label={words('matter.signatures')}>
        {data?.items.map((one) => (
          <li key={one.id}>
            <Tag tone={one.signature === 'verified' && one.void === null ? 'good' : 'bad'}>
              {one.signature === 'verified' && one.void === null
                ? words('matter.signature-good')
                : words('matter.signature-bad', {
                    why:
                      one.void !== null ? words.term('void', one.void) : words.term('error', one.signature),
                  })}
            </Tag>{' '}
            <span>
              {words('matter.signed-as', {
                meaning: codeText(words, 'meaning', one.meaning),
                party: partyName(one.by),
              })}{' '}
              {one.officer === null ? (
                <CodeTag code={one.appointed} />
              ) : (
                <Foreign text={one.officer.user?.display ?? nameIn(one.officer.names, words)} />
              )}
            </span>{' '}
            <Instant at={one.made} />
            {one.appointment === 'not-now' && (
              <span className="small soft"> {words('matter.officer-not-now')}</span>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
