import type {
  Doubt,
  VerifiedBundle,
  VerifiedFeed,
  VerifiedFile,
  VerifiedProof,
  VerifiedRecord,
} from '../record/index.ts'
import type { VerifiedMatter, VerifiedMatters } from '../channel/index.ts'
import { fingerprintWords, instantText } from '../words/index.ts'
import type { Context } from './command.ts'
import { plain, table, wrapped } from './text.ts'

const MAX_TOLD_FINDINGS = 10
const MAX_TOLD_MATTERS = 20
const MAX_TOLD_ACTS = 50

/** Who, what and when, the verdict, and what the file by itself could not show. */
export function verifiedLines(context: Context, { verified, matters }: VerifiedMatters): string[] {
  return [
    ...subjectLines(context, verified),
    ...matters.slice(0, MAX_TOLD_MATTERS).flatMap((matter) => ['', ...matterLines(context, matter)]),
    ...(matters.length > MAX_TOLD_MATTERS
      ? ['', context.words('verify.more-matters', { count: matters.length - MAX_TOLD_MATTERS })]
      : []),
    ...findingLines(context, verified),
    ...doubtLines(context, verified),
    '',
    ...wrapped(verdictOf(context, verified), context.width),
  ]
}

function verdictOf({ words }: Context, verified: VerifiedFile): string {
  if (verified.kind === 'unknown') return words('verify.verdict.unknown')
  if (verified.findingCount > 0) return words('verify.verdict.wrong', { count: verified.findingCount })
  switch (verified.kind) {
    case 'record':
    case 'bundle':
      return verified.parties.every(({ anchored }) => anchored)
        ? words('verify.verdict.good')
        : words('verify.verdict.good-unanchored')
    case 'proof':
      return verified.proof === undefined ? words('verify.verdict.no-keys') : words('verify.verdict.proof')
    case 'fork':
      return words('verify.verdict.fork', { party: verified.fork?.party ?? '' })
  }
}

function subjectLines(context: Context, verified: VerifiedFile): string[] {
  const { words, zones } = context
  switch (verified.kind) {
    case 'record':
      return recordLines(context, verified)
    case 'bundle':
      return bundleLines(context, verified)
    case 'proof': {
      const { leaf } = verified
      if (leaf === undefined) return []
      const at = instantText(Date.parse(leaf.made), zones, words.language)
      return [`${leaf.party}  ${words.term('act', leaf.type)}`, `  ${at}`, ...proofLines(context, verified)]
    }
    case 'fork':
    case 'unknown':
      return []
  }
}

/** Where the act stands, and who has signed that it holds it. */
function proofLines({ words, width, zones }: Context, { proof }: VerifiedProof): string[] {
  if (proof === undefined) return []
  const { id, index, size, root, receivedBy } = proof
  const hex = Buffer.from(root).toString('hex').slice(0, 16)
  return [
    ...wrapped(words('verify.act', { act: id.slice(0, 12), index, size, root: hex }), width, '  '),
    ...receivedBy.flatMap(({ by, at }) => {
      const when = instantText(at * 1_000, zones, words.language)
      return wrapped(words('verify.receipt', { by, count: size, at: when }), width, '  ')
    }),
  ]
}

function recordLines(context: Context, record: VerifiedRecord): string[] {
  const { words, width, zones } = context
  const lines: string[] = []
  if (record.channel !== undefined) {
    const at =
      record.founded === undefined ? '' : instantText(Date.parse(record.founded), zones, words.language)
    lines.push(...wrapped(words('show.channel', { channel: record.channel.slice(0, 12), at }), width))
    lines.push(`  ${fingerprintWords(record.fingerprint).join(' ')}`)
  }
  for (const { id, name, anchored } of record.parties) {
    const keys = anchored ? words('verify.keys-anchored') : words('verify.keys-in-file')
    lines.push(...wrapped(`${plain(name ?? id)} · ${keys}`, width, `  ${id}  `))
  }
  for (const feed of record.feeds) lines.push('', ...feedLines(context, feed))
  return lines
}

/** Of one matter: how many acts, whose, and what went along. */
function bundleLines({ words, width, zones }: Context, bundle: VerifiedBundle): string[] {
  const { acts, channel, exhibits, fingerprint, founded, matter, parties } = bundle
  const lines: string[] = []
  if (channel !== undefined) {
    const at = founded === undefined ? '' : instantText(Date.parse(founded), zones, words.language)
    lines.push(...wrapped(words('show.channel', { channel: channel.slice(0, 12), at }), width))
    lines.push(`  ${fingerprintWords(fingerprint).join(' ')}`)
  }
  for (const { id, name, anchored } of parties) {
    const keys = anchored ? words('verify.keys-anchored') : words('verify.keys-in-file')
    lines.push(...wrapped(`${plain(name ?? id)} · ${keys}`, width, `  ${id}  `))
  }
  const told = {
    matter: matter?.slice(0, 12) ?? '',
    count: acts.length,
    plain: exhibits.plain.length,
    sealed: exhibits.sealed.length,
  }
  return [...lines, ...wrapped(words('verify.bundle', told), width)]
}

function feedLines({ words, width, zones }: Context, feed: VerifiedFeed): string[] {
  const { attestations, party, size, root, receipts, bodies } = feed
  const at = (ms: number): string => instantText(ms, zones, words.language)
  const lines = [words('verify.feed', { party, count: size, root: root?.slice(0, 16) ?? '–' })]
  if (feed.firstMade !== undefined && feed.lastMade !== undefined)
    lines.push(
      ...wrapped(
        words('verify.from-to', { from: at(Date.parse(feed.firstMade)), to: at(Date.parse(feed.lastMade)) }),
        width,
        '  ',
      ),
    )
  for (const receipt of receipts)
    lines.push(
      ...wrapped(
        words('verify.receipt', { by: receipt.by, count: receipt.size, at: at(receipt.at * 1_000) }),
        width,
        '  ',
      ),
    )
  if (bodies.held + bodies.absent > 0)
    lines.push(...wrapped(words('verify.bodies', { held: bodies.held, absent: bodies.absent }), width, '  '))
  if (attestations > 0)
    lines.push(...wrapped(words('verify.attestations', { count: attestations }), width, '  '))
  return lines
}

function matterLines({ words, width, zones }: Context, matter: VerifiedMatter): string[] {
  const { state } = matter.folded.now
  const what = [words.term('matter', matter.kind)]
  if (state?.kind === 'request')
    what.push(words.term('kind', state.requestKind), words.term('urgency', state.urgency))
  what.push(words.term('stage', matter.status))
  const rows = matter.acts
    .slice(0, MAX_TOLD_ACTS)
    .map(({ act, code }) => [
      act.leaf.party,
      words.term('act', act.leaf.type) + (code === null ? '' : ` (${words.term('void', code)})`),
      instantText(Date.parse(act.leaf.made), zones, words.language),
    ])
  const left = matter.acts.length - rows.length
  const more = left > 0 ? [`  ${words('verify.more-acts', { count: left })}`] : []
  return [
    ...wrapped(what.join(' · '), width, `${matter.id.slice(0, 12)}  `),
    ...table(rows, Number.MAX_SAFE_INTEGER),
    ...more,
  ]
}

function findingLines({ words, width }: Context, verified: VerifiedFile): string[] {
  if (verified.findingCount === 0) return []
  const told = verified.findings.slice(0, MAX_TOLD_FINDINGS)
  const lines = told.flatMap(({ where, code, message }) =>
    wrapped(`${plain(where)}: ${plain(message)} (${code})`, width, '  - '),
  )
  const left = verified.findingCount - told.length
  return [
    '',
    words('verify.wrong'),
    ...lines,
    ...(left > 0 ? [`  ${words('verify.more-findings', { count: left })}`] : []),
  ]
}

function doubtLines({ words, width }: Context, verified: VerifiedFile): string[] {
  const doubts: readonly Doubt[] = verified.couldNotTell
  // True of every good record and proof, so it is said with each.
  const limits =
    verified.findingCount === 0 &&
    (verified.kind === 'record' || verified.kind === 'bundle' || verified.kind === 'proof')
      ? wrapped(words('verify.limits'), width, '  - ')
      : []
  if (doubts.length + limits.length === 0) return []
  const lines = doubts.flatMap((doubt) => {
    const { code, message, party = '', by = '', count = 0 } = doubt
    const text = words.knows('doubt', code) ? words.term('doubt', code, { party, by, count }) : plain(message)
    return wrapped(text, width, '  - ')
  })
  return ['', words('verify.could-not-tell'), ...lines, ...limits]
}
