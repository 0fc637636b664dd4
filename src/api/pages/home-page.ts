import { instantText, type Translator } from '../../words/index.ts'
import type { PartyId } from '../../record/index.ts'
import { type Principal, allows } from '../../sign-in/index.ts'
import type { ApiContext } from '../context.ts'
import { mayAt } from '../guard.ts'
import type { ChannelInfo, MatterInfo } from '../views.ts'
import { type Html, button, markup, page, table } from './html.ts'

/** Rows of one list; the API has the rest. */
const ROWS_MAX = 50
/** Agencies of one channel whose clocks are shown beside the reader's. */
const AGENCIES_MAX = 8
const ZONES_MAX = 3
const ID_DIGITS = 12

interface Row {
  readonly channel: ChannelInfo
  readonly matter: MatterInfo
  readonly zones: readonly string[]
}

/** Who is signed in, which seats they hold, and what waits: on the own clock first. */
export async function homePage(
  context: ApiContext,
  principal: Principal,
  words: Translator,
): Promise<string> {
  const { node, signIn } = context
  const user = (await signIn.users.list()).find(({ id }) => id === principal.user)
  const seats = new Map((await signIn.seats.list()).map(({ id, title }) => [id, title]))
  const reads = allows(principal, 'read')
  const { mine, theirs } = reads ? await inbox(context, principal, user?.zone) : { mine: [], theirs: [] }
  const held = principal.grants.map(
    ({ seat, kind }) => markup`<li>${words.term('seat', kind)} (${seats.get(seat) ?? seat})</li>`,
  )
  const how = words.term('strength', principal.strength)
  const you = words('page.you', { name: user?.display ?? principal.user, party: node.party, how })
  const body = markup`<p>${you}</p>
${held.length === 0 ? markup`<p>${words('page.no-seat')}</p>` : markup`<ul>${held}</ul>`}
${button(words('page.sign-out'), '/leave')}
${reads ? lists(words, mine, theirs) : markup`<p>${words('page.reads-nothing')}</p>`}
${goOn(words, reads, allows(principal, 'operate'))}`
  return page(words, node.name, body)
}

function goOn(words: Translator, reads: boolean, operates: boolean): Html {
  const links: [string, string][] = [
    ['/api/v1/openapi.json', words('page.api')],
    ['/api/v1/me', words('page.me')],
  ]
  if (reads) links.push(['/api/v1/inbox/mine', words('page.inbox')])
  if (operates) links.push(['/metrics', words('page.metrics')])
  return markup`<h2>${words('page.on')}</h2>
<ul>${links.map(([path, label]) => markup`<li><a href="${path}">${label}</a></li>`)}</ul>
<p>${words('page.screens')}</p>`
}

function lists(words: Translator, mine: readonly Row[], theirs: readonly Row[]): Html {
  return markup`<h2>${words('page.mine')}</h2>
${listOf(words, mine)}
<h2>${words('page.theirs')}</h2>
${listOf(words, theirs)}`
}

function listOf(words: Translator, rows: readonly Row[]): Html {
  if (rows.length === 0) return markup`<p>${words('page.nothing')}</p>`
  const head = [
    words('page.due'),
    words('show.matter'),
    words('show.state'),
    words('page.with'),
    words('show.id'),
  ]
  return table(
    head,
    rows.map(({ channel, matter, zones }) => [
      dueOf(words, matter, zones),
      markup`${whatOf(words, matter)}`,
      markup`${words.term('stage', matter.status)}`,
      markup`${channel.parties.map(({ id }) => id).join(', ')}`,
      linkTo(channel, matter),
    ]),
  )
}

function linkTo({ id: channel }: ChannelInfo, { id }: MatterInfo): Html {
  const path = `/api/v1/channels/${channel}/matters/${id}`
  return markup`<a href="${path}"><code>${id.slice(0, ID_DIGITS)}</code></a>`
}

function dueOf(words: Translator, { due, overdue }: MatterInfo, zones: readonly string[]): Html {
  if (due === null) return markup``
  const at = instantText(Date.parse(due), zones, words.language)
  return overdue ? markup`<span class="late">${words.term('stage', 'overdue')}: ${at}</span>` : markup`${at}`
}

function whatOf(words: Translator, { kind, openedBy, requestKind, urgency }: MatterInfo): string {
  const parts = [words.term('matter', kind)]
  if (requestKind !== null) parts.push(words.term('kind', requestKind))
  if (urgency !== null) parts.push(words.term('urgency', urgency))
  return openedBy === null ? parts.join(' · ') : `${openedBy}: ${parts.join(' · ')}`
}

/** Everything on a clock that the reader may see, what is due first at the top. */
async function inbox(
  context: ApiContext,
  principal: Principal,
  zone: string | undefined,
): Promise<{ mine: readonly Row[]; theirs: readonly Row[] }> {
  const { node, restricted } = context
  const mine: Row[] = []
  const theirs: Row[] = []
  for (const channel of await node.channels()) {
    if (channel.status !== 'open' || !allows(principal, 'read', { channel: channel.id })) continue
    const zones = await zonesIn(context, principal, channel, zone)
    for (const { id: party } of channel.parties)
      for (const matter of await onClockOf(context, channel, party))
        if (await mayAt(principal, 'read', { channel: channel.id, matter: matter.id }, restricted))
          (party === node.party ? mine : theirs).push({ channel, matter, zones })
  }
  return { mine: sooner(mine), theirs: sooner(theirs) }
}

async function onClockOf(
  { node }: ApiContext,
  { id }: ChannelInfo,
  onClock: PartyId,
): Promise<readonly MatterInfo[]> {
  return (await node.matters(id, { by: 'due', onClock }, undefined, ROWS_MAX)).items
}

function sooner(rows: readonly Row[]): Row[] {
  const instant = ({ matter }: Row): number =>
    matter.due === null ? Number.POSITIVE_INFINITY : Date.parse(matter.due)
  return rows.toSorted((a, b) => instant(a) - instant(b)).slice(0, ROWS_MAX)
}

/** The reader's own, then those of the agencies in the directory, the other parties' first. */
async function zonesIn(
  { node, restricted }: ApiContext,
  principal: Principal,
  { id: channel }: ChannelInfo,
  own: string | undefined,
): Promise<readonly string[]> {
  const list = { by: 'opened', newestFirst: true, kind: 'agency', statuses: ['listed'] } as const
  const found: { own: boolean; zone: string }[] = []
  for (const { id: matter, openedBy } of (await node.matters(channel, list, undefined, AGENCIES_MAX)).items) {
    if (!(await mayAt(principal, 'read', { channel, matter }, restricted))) continue
    const { state } = await node.matter(channel, matter)
    const zone = zoneOf(state)
    if (zone !== undefined) found.push({ own: openedBy === node.party, zone })
  }
  const listed = found.toSorted((a, b) => Number(a.own) - Number(b.own)).map(({ zone }) => zone)
  return [...new Set([...(own === undefined ? [] : [own]), ...listed])].slice(0, ZONES_MAX)
}

function zoneOf(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('calendar' in state)) return undefined
  const { calendar } = state
  if (typeof calendar !== 'object' || calendar === null || !('timeZone' in calendar)) return undefined
  return typeof calendar.timeZone === 'string' ? calendar.timeZone : undefined
}
