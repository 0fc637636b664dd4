import type { ActDefinition } from '../definition.ts'
import { directoryAgencyList } from './agency-list.ts'
import { directoryAgencyRetire } from './agency-retire.ts'
import { directoryAgencyUpdate } from './agency-update.ts'
import { directoryContactAnswer } from './contact-answer.ts'
import { directoryContactCheck } from './contact-check.ts'
import { directoryDutySet } from './duty-set.ts'
import { directoryOfficerAppoint } from './officer-appoint.ts'
import { directoryOfficerRelieve } from './officer-relieve.ts'
import { directorySeatClose } from './seat-close.ts'
import { directorySeatOpen } from './seat-open.ts'

/** Acts of the directory: who is there, when, and whether they can be reached. */
export const directoryFamily: readonly ActDefinition[] = [
  directoryAgencyList,
  directoryAgencyUpdate,
  directoryAgencyRetire,
  directorySeatOpen,
  directorySeatClose,
  directoryOfficerAppoint,
  directoryOfficerRelieve,
  directoryDutySet,
  directoryContactCheck,
  directoryContactAnswer,
]
