import type { ActDefinition } from '../definition.ts'
import { channelState } from './state.ts'

/** Acts about the channel. `channel.found` is the genesis: it has an envelope of its own and never comes to the fold. */
export const channelFamily: readonly ActDefinition[] = [channelState]
