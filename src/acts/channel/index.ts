import type { ActDefinition } from '../definition.ts'
import { channelAdmitAccept } from './admit-accept.ts'
import { channelAdmit } from './admit.ts'
import { channelAmendAccept } from './amend-accept.ts'
import { channelAmend } from './amend.ts'
import { channelKeyRevoke } from './key-revoke.ts'
import { channelKeyRotate } from './key-rotate.ts'
import { channelLeave } from './leave.ts'
import { channelRename } from './rename.ts'
import { channelResume } from './resume.ts'
import { channelState } from './state.ts'
import { channelSucceed } from './succeed.ts'
import { channelSuspend } from './suspend.ts'
import { channelUpgradeAccept } from './upgrade-accept.ts'
import { channelUpgrade } from './upgrade.ts'

/** Acts about the channel. `channel.found` is the genesis: it has an envelope of its own and never comes to the fold. */
export const channelFamily: readonly ActDefinition[] = [
  channelAmend,
  channelAmendAccept,
  channelSuspend,
  channelResume,
  channelRename,
  channelSucceed,
  channelAdmit,
  channelAdmitAccept,
  channelLeave,
  channelKeyRotate,
  channelKeyRevoke,
  channelUpgrade,
  channelUpgradeAccept,
  channelState,
]
