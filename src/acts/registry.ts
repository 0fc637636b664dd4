import type { ActId, ChannelId, Leaf } from '../record/index.ts'
import { attestFamily } from './attest/index.ts'
import { bodyFamily } from './body/index.ts'
import { callFamily } from './call/index.ts'
import { caseFamily } from './case/index.ts'
import { channelFamily } from './channel/index.ts'
import type { ActDefinition } from './definition.ts'
import { directoryFamily } from './directory/index.ts'
import { evidenceFamily } from './evidence/index.ts'
import { leadFamily } from './lead/index.ts'
import { remarkFamily } from './remark/index.ts'
import { requestFamily } from './request/index.ts'

/** The newest fold version this code can run. */
export const FOLD_VERSION = 1

/** Every act of this version, in the order in which people meet them. */
export const VOCABULARY: readonly ActDefinition[] = [
  ...channelFamily,
  ...directoryFamily,
  ...caseFamily,
  ...requestFamily,
  ...leadFamily,
  ...callFamily,
  ...evidenceFamily,
  ...remarkFamily,
  ...bodyFamily,
  ...attestFamily,
]

/** The store files acts by this too, and it does not know the vocabulary: a type that nobody knows must not part the two. */
const CHANNEL_FAMILY = 'channel.'

const BY_NAME: ReadonlyMap<string, ActDefinition> = new Map(VOCABULARY.map((act) => [act.name, act]))

/** The act of that name; undefined when this version does not know it. A peer's text is only ever a key here. */
export function actNamed(name: string): ActDefinition | undefined {
  return BY_NAME.get(name)
}

/**
 * The matter a leaf belongs to: the one it names; the channel's own (its id is the channel id) for acts about
 * the channel; else its own id, since it opens one. Total: an unknown type gets a matter too, where its void is shown.
 */
export function matterOf(channel: ChannelId, leaf: Pick<Leaf, 'type' | 'about'>, id: ActId): ActId {
  if (leaf.about !== undefined) return leaf.about
  return leaf.type.startsWith(CHANNEL_FAMILY) ? channel : id
}
