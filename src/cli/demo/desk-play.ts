import type { ResultOf } from '../../app/index.ts'
import { systemClock } from '../../app/index.ts'
import type { DemoParty } from './parties.ts'
import { demoParties } from './parties.ts'
import {
  agencyOf,
  caseSteps,
  contactAnswer,
  contactStep,
  directorySteps,
  drillSteps,
  leadSteps,
  waitingSteps,
} from './desk-story.ts'
import { type Played, playStep, until } from './play.ts'
import { officerSteps, rotaStep } from './rota.ts'
import type { Stage } from './stage.ts'
import type { Step } from './story.ts'

/** Told as it happens. */
export interface DeskTeller {
  step(played: Played): void
  /** The other node has answered the contact check by itself. */
  machine(): void
  waiting(): void
}

/** The daily work of both desks, and what is left for people to do. Gives what was played. */
export async function playDesk(
  stage: Stage,
  channel: string,
  request: string,
  teller: DeskTeller,
): Promise<Played[]> {
  const played: Played[] = []
  const play = async (steps: readonly Step[]): Promise<void> => {
    for (const step of steps) {
      const done = await playStep(stage, channel, step, played, 'received')
      played.push(done)
      teller.step(done)
    }
  }
  await play(directorySteps())
  const now = (): number => systemClock.now()
  for (const { id } of demoParties) {
    const seat = seatOf(played, id)
    await play(officerSteps(id, agencyOf(id), seat))
    await play([rotaStep(id, agencyOf(id), seat, officersOf(played, id), now())])
  }
  await play([contactStep(now(), idOf(played, 'directory.agency.list', 'cn'), seatOf(played, 'cn'))])
  if (await answeredByNode(stage, channel, played)) teller.machine()
  await play([contactAnswer(), ...drillSteps(now()), ...caseSteps(request), ...leadSteps(now())])
  teller.waiting()
  await play(waitingSteps(now()))
  return played
}

export function seatOf(played: readonly Played[], party: DemoParty['id']): string {
  return idOf(played, 'directory.seat.open', party)
}

function officersOf(played: readonly Played[], party: DemoParty['id']): string[] {
  return played
    .filter(({ act, step }) => act.type === 'directory.officer.appoint' && step.by === party)
    .map(({ act }) => act.id)
}

function idOf(played: readonly Played[], type: string, party: DemoParty['id']): string {
  const found = played.find(({ act, step }) => act.type === type && step.by === party)
  if (found === undefined) throw new TypeError(`${party} has made no ${type}`)
  return found.act.id
}

async function answeredByNode(stage: Stage, channel: string, played: readonly Played[]): Promise<boolean> {
  const matter = idOf(played, 'directory.contact.check', 'us')
  return until(async () => {
    const shown = await stage.us.ask('show', { channel, matter, after: 0 })
    return shown.shows === 'matter' && shown.status === 'machine-answered'
  })
}

/** Who may sign in on one side, and by which links. */
export interface DemoDesk {
  readonly party: DemoParty['id']
  readonly links: readonly { readonly kind: string; readonly url: string }[]
}

const KINDS = ['desk', 'coordinator', 'operator'] as const

/** On each side a desk officer, a coordinator and an operator, with links that this demonstration lets be used again. */
export async function seatPeople(stage: Stage, played: readonly Played[]): Promise<DemoDesk[]> {
  return Promise.all(
    demoParties.map(async ({ id, zone }) => {
      const links: { kind: string; url: string }[] = []
      for (const kind of KINDS) links.push({ kind, url: await seatOne(stage, id, zone, kind, played) })
      return { party: id, links }
    }),
  )
}

async function seatOne(
  stage: Stage,
  party: DemoParty['id'],
  zone: string,
  kind: (typeof KINDS)[number],
  played: readonly Played[],
): Promise<ResultOf<'userLink'>['url']> {
  const node = stage[party]
  const listed = kind === 'desk' ? { agency: agencyIn(played, party), listed: seatOf(played, party) } : {}
  const seat = await node.ask('seatAdd', { kind, title: kind, ...listed })
  const languages = party === 'cn' ? ['zh-Hans', 'en'] : ['en']
  const user = await node.ask('userAdd', { name: kind, display: `${kind} (invented)`, languages, zone })
  await node.ask('seatGrant', { seat: seat.id, user: user.id, channels: [] })
  return (await node.ask('userLink', { user: user.id })).url
}

function agencyIn(played: readonly Played[], party: DemoParty['id']): string {
  const found = played.find(({ step }) => step.matter === agencyOf(party))
  return found?.act.matter ?? ''
}
