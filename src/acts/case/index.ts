import type { ActDefinition } from '../definition.ts'
import { caseClose } from './close.ts'
import { caseLink } from './link.ts'
import { caseNumber } from './number.ts'
import { caseOpen } from './open.ts'
import { casePrioritise } from './prioritise.ts'
import { casePrioritiseAccept } from './prioritise-accept.ts'
import { caseReopen } from './reopen.ts'

/** Cases: several matters about one thing. */
export const caseFamily: readonly ActDefinition[] = [
  caseOpen,
  caseNumber,
  casePrioritise,
  casePrioritiseAccept,
  caseLink,
  caseClose,
  caseReopen,
]
