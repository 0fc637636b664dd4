import type { ActDefinition } from '../definition.ts'
import { requestAccept } from './accept.ts'
import { requestAcknowledge } from './acknowledge.ts'
import { requestAsk } from './ask.ts'
import { requestClarify } from './clarify.ts'
import { requestClose } from './close.ts'
import { requestConsult } from './consult.ts'
import { requestDecline } from './decline.ts'
import { requestExpire } from './expire.ts'
import { requestExtend } from './extend.ts'
import { requestOpen } from './open.ts'
import { requestPostpone } from './postpone.ts'
import { requestRate } from './rate.ts'
import { requestSupply } from './supply.ts'
import { requestWithdraw } from './withdraw.ts'

/** The life of a request. */
export const requestFamily: readonly ActDefinition[] = [
  requestOpen,
  requestAcknowledge,
  requestAsk,
  requestClarify,
  requestConsult,
  requestAccept,
  requestSupply,
  requestDecline,
  requestPostpone,
  requestExtend,
  requestWithdraw,
  requestRate,
  requestClose,
  requestExpire,
]
