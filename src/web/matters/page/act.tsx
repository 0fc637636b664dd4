import { Link } from '@tanstack/react-router'
import { type ReactNode, useId } from 'react'
import { Foreign, plainForeign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { Marks } from '../../look/marks.tsx'
import { Callout, Tag } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { useWords } from '../../look/words.tsx'
import { actText } from './act-text.ts'
import { ActMenu } from './act-menu.tsx'
import { ActWords } from './body.tsx'
import type { Compose } from './composing.ts'
import { CodedFacts } from './codes.tsx'
import { CodeTag } from './copy.tsx'
import { type Act, type Detail, listIn, type Place, shortened, textIn } from './given.ts'
import { knownTo, type Seen } from './known.ts'
import { languageName } from './language-name.ts'
import type { ActingOfficer } from './officers.ts'
import { Signatures } from './signatures.tsx'

const NAME_CHARACTERS = 120

export interface ActGiven {
  readonly act: Act
  readonly number: number
  readonly place: Place
  readonly parties: readonly string[]
  readonly seen: Seen
  readonly isExpunged: boolean
  readonly isSigned: boolean
  readonly isWanted: boolean
  readonly translations: readonly Act[]
  readonly numberOf: (act: string) => number
  readonly officer: ActingOfficer | undefined
  readonly names: Detail['exhibits']
  readonly may: (permission: string) => boolean
  /** The reader is an officer whom the directory lists. */
  readonly isOfficer: boolean
  readonly onDo: Compose
}

/** One act: who did what, when, how far it has come, what it says, and what hangs on it. */
export function ActEntry(given: ActGiven): ReactNode {
  const { act, isSigned, isWanted, names, place } = given
  const words = useWords()
  const { party } = useReader()
  const heading = useId()
  // A name of any length stands whole where the link leads.
  const fileName = (sealed: string): string =>
    shortened(
      names.find((one) => one.sealed === sealed)?.name || words('matter.nameless-file'),
      NAME_CHARACTERS,
    )
  const files = listIn(act.data, 'exhibits').flatMap((one) => textIn(one, 'sealed') ?? [])
  return (
    <article
      id={`act-${act.id}`}
      className="matter-act"
      tabIndex={-1}
      aria-labelledby={heading}
      data-own={act.by === party}
      data-void={act.void !== null}
      data-wanted={isWanted}
    >
      <ActHead {...given} heading={heading} />
      <ActContent {...given} />
      {files.length > 0 && (
        <ul className="matter-files" aria-label={words('matter.attached')}>
          {files.map((sealed) => (
            <li key={sealed}>
              <Tag>
                <Link to="/evidence" search={{ ...place, exhibit: sealed }}>
                  <Foreign text={fileName(sealed)} />
                </Link>{' '}
                <CodeTag code={sealed} />
              </Tag>
            </li>
          ))}
        </ul>
      )}
      {isSigned && <Signatures place={place} act={act.id} />}
      <footer className="matter-act-foot">
        <CodeTag code={act.id} />
        <ActMenu given={given} />
      </footer>
    </article>
  )
}

/** Who did what and when, how far it has come, and why it has no effect if so. */
function ActHead({
  act,
  heading,
  number,
  numberOf,
  officer,
  parties,
  seen,
}: ActGiven & { readonly heading: string }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const reached = act.marks.settled ? 'settled' : act.marks.received ? 'received' : 'recorded'
  const away = parties.filter((one) => one !== act.by && !act.marks.receivedBy.includes(one))
  // What a question, a signature or a translation is about is told by its number in the thread.
  const about = ['to', 'of', 'act']
    .map((field) => act.data[field])
    .find((id) => typeof id === 'string' && numberOf(id) > 0)
  return (
    <>
      <header className="matter-act-head">
        <h3 id={heading}>
          <span className="matter-number">{number}</span> {partyName(act.by)} {actText(words, act.type)}
        </h3>
        <Instant at={act.made} />
      </header>
      <div className="matter-act-marks">
        {officer !== undefined && (
          <span className="small">
            <Foreign text={officer.name} />
            {', '}
            <Foreign text={officer.agency} />
          </span>
        )}
        <Marks reached={reached} waitsFor={away.map(partyName)} />
        <KnownTo act={act} parties={parties} seen={seen} />
        {typeof about === 'string' && (
          <span className="small soft">{words('matter.about-act', { number: numberOf(about) })}</span>
        )}
      </div>
      {act.void !== null && (
        <Callout tone="warn">
          <p>
            <strong>{words('matter.void')}</strong>{' '}
            {words.knows('void', act.void) ? words.term('void', act.void) : plainForeign(act.void)}
          </p>
        </Callout>
      )}
    </>
  )
}

/** The words, beside them each translation; of a request the page shows the form itself. */
function ActContent({ act, isExpunged, numberOf, place, translations }: ActGiven): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  // What opened the matter stands above, as its kind wants it told.
  const isOpening = act.id === place.matter && act.void === null
  const hint = isOpening ? (
    <p>
      <a href="#matter-facts">{words('matter.see-facts')}</a>
    </p>
  ) : undefined
  return (
    <>
      {!isOpening && <CodedFacts type={act.type} data={withoutLinks(act.data, numberOf)} />}
      <div className="matter-sides" data-count={translations.length > 0 ? 2 : 1}>
        <div className="matter-words">
          <ActWords body={act.body} isExpunged={isExpunged} hint={hint} />
        </div>
        {translations.map((one) => (
          <div key={one.id} className="matter-words" data-translation="" lang={languageOf(one)}>
            <p className="small soft">
              {words('matter.translation', {
                language: languageName(languageOf(one), words.language),
                party: partyName(one.by),
                standing: one.data['standing'] === 'official' ? 'official' : 'machine',
              })}
            </p>
            <ActWords body={one.body} isExpunged={false} />
          </div>
        ))}
      </div>
    </>
  )
}

/** What is about another act of the thread is told by its number. */
function withoutLinks(data: Act['data'], numberOf: ActGiven['numberOf']): Act['data'] {
  return Object.fromEntries(
    Object.entries(data).filter(([, value]) => typeof value !== 'string' || numberOf(value) === 0),
  )
}

/** A tag that a peer wrote: one that no browser knows is none. */
function languageOf({ data }: Act): string {
  const tag = data['language']
  return typeof tag === 'string' && /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/.test(tag) ? tag : 'und'
}

/** For each other party: not there, there, or acted upon. */
function KnownTo({ act, parties, seen }: Pick<ActGiven, 'act' | 'parties' | 'seen'>): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  return (
    <span className="matter-known small">
      {knownTo(act, parties, seen).map(({ how, party }) => (
        <span key={party} data-how={how}>
          {words('matter.known', { how, party: partyName(party) })}
        </span>
      ))}
    </span>
  )
}
