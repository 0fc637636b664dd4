import { useSession } from '../shell/session.tsx'

export interface ChannelHere {
  readonly channel: string
  readonly parties: readonly string[]
  /** All but one's own. */
  readonly others: readonly string[]
  /** Whether some seat of the reader's lets them do it here. */
  readonly may: (permission: string) => boolean
}

/** The channels that the reader sees, in the node's order. */
export function useChannels(): readonly ChannelHere[] {
  const { me, channels } = useSession()
  return channels
    .filter(({ status }) => status === 'open')
    .map(({ id, parties }) => {
      const ids = parties.map((party) => party.id)
      return {
        channel: id,
        parties: ids,
        others: ids.filter((party) => party !== me.party),
        may: (permission) =>
          me.grants.some(
            (grant) =>
              grant.permissions.some((each) => each === permission) &&
              (grant.channels === '*' || grant.channels.includes(id)) &&
              grant.matters === null,
          ),
      }
    })
}

/** The channel that the address names, or else the first. */
export function useChannelHere(asked: string | undefined): ChannelHere | undefined {
  const channels = useChannels()
  return channels.find(({ channel }) => channel === asked) ?? channels[0]
}
