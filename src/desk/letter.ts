import type { ActId, ChannelId } from '../record/index.ts'
import { instantText, translator } from '../words/index.ts'
import type { Language } from '../words/index.ts'
import type { HotlineLine } from '../instruments/index.ts'
import type { NoticeFacts, NoticeKind, NoticeUrgency } from './notices.ts'

/** Digits of an id that are shown to people, as everywhere else. */
const SHOWN_DIGITS = 12

/** A notice as it is written down. */
export interface StoredNotice {
  readonly id: string
  readonly madeMs: number
  readonly kind: NoticeKind
  readonly urgency: NoticeUrgency
  readonly channel: ChannelId | null
  readonly matter: ActId | null
  readonly dueMs: number | null
  readonly facts: NoticeFacts
  /** Lines of the hotline on which nobody was on duty. */
  readonly gaps: readonly HotlineLine[]
}

/** A notice in somebody's language. It says that there is something and where; what it is about stays on the node. */
export interface Letter {
  readonly language: Language
  readonly subject: string
  /** The subject and what else there is to say, line by line. */
  readonly text: string
  /** Where to read on: an address of the own node. */
  readonly link: string
}

export function letterOf(
  notice: StoredNotice,
  language: Language,
  zones: readonly string[],
  link: string,
): Letter {
  const words = translator(language)
  const { facts } = notice
  const subject = words.term('notice', notice.kind, {
    drill: facts.drill === true ? 'yes' : 'no',
    step: facts.step ?? 0,
    line: facts.line === undefined ? '' : words.term('notice', `line.${facts.line}`),
    item: facts.item === undefined ? '' : words.term('notice', `item.${facts.item}`),
    days: facts.days ?? 0,
    minutes: facts.minutes ?? 0,
    count: facts.count ?? 0,
  })
  const lines = [subject]
  if (notice.dueMs !== null)
    lines.push(words('notice.by', { instant: instantText(notice.dueMs, zones, language) }))
  if (notice.gaps.length > 0) {
    const list = notice.gaps.map((line) => words.term('notice', `line.${line}`))
    const lineNames = new Intl.ListFormat(language, { type: 'conjunction' }).format(list)
    lines.push(words('notice.gaps', { lines: lineNames }))
  }
  if (notice.matter !== null && notice.channel !== null)
    lines.push(
      words('notice.about', {
        matter: notice.matter.slice(0, SHOWN_DIGITS),
        channel: notice.channel.slice(0, SHOWN_DIGITS),
      }),
    )
  lines.push(words('notice.open', { link }))
  return { language, subject, text: lines.join('\n'), link }
}
