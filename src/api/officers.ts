import type { Asker } from '../desk/index.ts'
import type { ActId, ChannelId } from '../record/index.ts'
import type { Principal } from '../sign-in/index.ts'
import type { ApiContext } from './context.ts'

/** Languages in which one thing has a name, and how long a name may be: both sides' lists show them. */
const NAMES_MAX = 16
const NAME_CHARACTERS_MAX = 200

/** Somebody of this node as the directory of a channel lists them. */
export interface Appointment {
  readonly act: ActId
  readonly agency: ActId
  readonly seat: ActId
  readonly credential: string
}

/** Appointments in force of somebody at this node, by the passkeys that they hold. */
export async function appointmentsOf(
  { node, office, signIn }: Pick<ApiContext, 'node' | 'office' | 'signIn'>,
  channel: ChannelId,
  user: string,
): Promise<readonly Appointment[]> {
  const held = new Set((await signIn.passkeys.list(user)).map(({ officer }) => officer.credential))
  if (held.size === 0) return []
  const agencies = await office.agencies(channel)
  return agencies
    .filter(({ state }) => state.owner === node.party)
    .flatMap(({ id, state }) =>
      state.officers
        .filter(({ credential }) => held.has(credential))
        .map(({ act, credential, seat }) => ({ act, agency: id, seat, credential })),
    )
}

/** Who speaks in an act: the appointment in the seat that is named, or else the first one. Nobody has to be appointed. */
export async function speakerOf(
  context: ApiContext,
  channel: ChannelId,
  { user }: Principal,
  seat?: ActId,
): Promise<{ officer?: ActId; seat?: ActId }> {
  const own = await appointmentsOf(context, channel, user)
  const officer = seat === undefined ? own[0] : own.find((one) => one.seat === seat)
  const speaksFor = seat ?? officer?.seat
  return {
    ...(officer === undefined ? {} : { officer: officer.act }),
    ...(speaksFor === undefined ? {} : { seat: speaksFor }),
  }
}

/** Who asks for evidence: in the own log by name, in the record by the appointment if there is one. */
export async function askerOf(context: ApiContext, channel: ChannelId, principal: Principal): Promise<Asker> {
  const [own] = await appointmentsOf(context, channel, principal.user)
  return { user: principal.user, by: principal.credential, how: principal.how, viewer: own?.act }
}

/** Names out of a body, by language. The other side wrote it: what has no form of a name is left out. */
export function namesIn(content: unknown): Readonly<Record<string, string>> {
  const given: unknown =
    typeof content === 'object' && content !== null && 'names' in content ? content.names : undefined
  if (typeof given !== 'object' || given === null) return {}
  const named = Object.entries(given).slice(0, NAMES_MAX)
  return Object.fromEntries(
    named.flatMap(([language, name]) =>
      /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/.test(language) && typeof name === 'string' && name !== ''
        ? [[language, name.slice(0, NAME_CHARACTERS_MAX)]]
        : [],
    ),
  )
}
