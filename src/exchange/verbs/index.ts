import { consistency } from './consistency.ts'
import { exhibitGet, exhibitPut, exhibitStatus } from './exhibits.ts'
import { forkProof } from './fork.ts'
import { hello } from './hello.ts'
import { pull } from './pull.ts'
import { push } from './push.ts'
import { deliverReceipts, showReceipts } from './receipts.ts'
import { sides } from './sides.ts'
import { checkpoint, tile } from './tiles.ts'
import type { Verb } from './verb.ts'

/** Everything that one node may ask of another. */
export const verbs: readonly Verb[] = [
  hello,
  push,
  pull,
  deliverReceipts,
  showReceipts,
  checkpoint,
  tile,
  consistency,
  forkProof,
  exhibitStatus,
  exhibitGet,
  exhibitPut,
  sides,
]
