import type { ReactNode } from 'react'
import type { VerifiedFile, VerifiedProof } from '../../record/index.ts'
import { fingerprintWords } from '../../words/index.ts'
import { Foreign } from '../look/foreign.tsx'
import { Instant } from '../look/instant.tsx'
import { Facts } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import type { VerifiedMatters } from '../verify/index.ts'
import { actText } from '../matters/page/act-text.ts'
import { Compared } from './compared.tsx'
import { doubtsOf, type Dropped, keysText } from './verdict.ts'

const SHORT_ID = 12

/** Beneath the verdict: what it was, what was found wrong, what has no effect, and what a file can never show. */
export function Report({
  report: { matters, verified },
  dropped,
  channel,
}: {
  readonly report: VerifiedMatters
  readonly dropped: Dropped
  readonly channel: string
}): ReactNode {
  const words = useWords()
  return (
    <div className="stack" data-gap="small">
      <Subject verified={verified} dropped={dropped} />
      {verified.kind === 'record' && <Compared verified={verified} channel={channel} />}
      {matters.length > 0 && (
        <p>
          {words('record.matters-read', {
            matters: matters.length,
            acts: matters.reduce((sum, { acts }) => sum + acts.length, 0),
          })}
        </p>
      )}
      <Findings verified={verified} />
      <WithoutEffect matters={matters} />
      <Doubts verified={verified} />
    </div>
  )
}

function Subject({
  verified,
  dropped,
}: {
  readonly verified: VerifiedFile
  readonly dropped: Dropped
}): ReactNode {
  const words = useWords()
  const kind = words(`record.kind-${verified.kind}`)
  if (verified.kind === 'record' || verified.kind === 'bundle')
    return (
      <Facts
        of={[
          [
            kind,
            <span className="code" key="id">
              {verified.channel ?? '–'}
            </span>,
          ],
          verified.founded !== undefined && [
            words('record.founded'),
            <Instant key="at" at={verified.founded} />,
          ],
          verified.fingerprint.length > 0 && [
            words('record.fingerprint'),
            <span key="words" lang="en">
              {fingerprintWords(verified.fingerprint).join(' ')}
            </span>,
          ],
          ...verified.parties.map(
            (party) =>
              [
                <Foreign key="name" text={party.name ?? party.id} />,
                keysText(party, dropped, words),
              ] as const,
          ),
          verified.kind === 'bundle' && [
            words('record.kind-bundle'),
            words('verify.bundle', {
              matter: verified.matter?.slice(0, SHORT_ID) ?? '',
              count: verified.acts.length,
              plain: verified.exhibits.plain.length,
              sealed: verified.exhibits.sealed.length,
            }),
          ],
        ]}
      />
    )
  if (verified.kind === 'proof') return <ProvenAct verified={verified} />
  return <p className="soft">{kind}</p>
}

function ProvenAct({ verified: { leaf, proof } }: { readonly verified: VerifiedProof }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  if (leaf === undefined) return null
  const receipts = words.list((proof?.receivedBy ?? []).map(({ by }) => partyName(by)))
  return (
    <Facts
      of={[
        [words('record.act-is'), actText(words, leaf.type)],
        [words('record.by'), <Foreign key="by" text={partyName(leaf.party)} />],
        [words('record.made'), <Instant key="made" at={leaf.made} />],
        proof !== undefined && [
          words('record.place'),
          words('verify.act', {
            act: proof.id.slice(0, SHORT_ID),
            index: proof.index,
            size: proof.size,
            root: hex(proof.root).slice(0, SHORT_ID),
          }),
        ],
        proof !== undefined && [
          words('record.col-receipts'),
          receipts === '' ? words('record.act-no-receipts') : receipts,
        ],
      ]}
    />
  )
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

function Findings({ verified }: { readonly verified: VerifiedFile }): ReactNode {
  const words = useWords()
  const { findingCount, findings } = verified
  if (findingCount === 0) return null
  return (
    <section className="record-findings">
      <h3>{words('record.found-wrong')}</h3>
      <ul>
        {findings.map(({ code, message, where }, i) => (
          // The list is written once and never changes.
          <li key={i}>
            <strong>{words.term('error', code)}</strong> <span className="code small">{code}</span>
            <br />
            <span className="small">
              <Foreign text={where} />
              {': '}
              <Foreign text={message} lang="en" />
            </span>
          </li>
        ))}
        {findingCount > findings.length && (
          <li>{words('record.found-more', { count: findingCount - findings.length })}</li>
        )}
      </ul>
    </section>
  )
}

/** Acts that stand in the record for good and change nothing, by the reason. */
function WithoutEffect({ matters }: Pick<VerifiedMatters, 'matters'>): ReactNode {
  const words = useWords()
  const counts = new Map<string, number>()
  for (const { code } of matters.flatMap(({ acts }) => acts))
    if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1)
  if (counts.size === 0) return null
  return (
    <section>
      <h3>{words('record.without-effect')}</h3>
      <ul>
        {[...counts].map(([code, count]) => (
          <li key={code}>{words('record.without-effect-count', { why: words.term('void', code), count })}</li>
        ))}
      </ul>
    </section>
  )
}

function Doubts({ verified }: { readonly verified: VerifiedFile }): ReactNode {
  const words = useWords()
  const doubts = doubtsOf(verified, words)
  if (doubts.length === 0) return null
  return (
    <section>
      <h3>{words('record.could-not-tell')}</h3>
      <ul>
        {doubts.map((doubt, i) => (
          // The list is written once and never changes.
          <li key={i}>{doubt}</li>
        ))}
      </ul>
    </section>
  )
}
