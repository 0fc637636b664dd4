import { API_TABLES } from '../api/index.ts'
import { DESK_TABLES } from '../desk/index.ts'
import { PRIVATE_TABLES } from '../private/index.ts'
import { SIGN_IN_TABLES } from '../sign-in/index.ts'
import type { TablePart } from '../store/index.ts'

/** Tables of the private file that the door and what is behind it need. */
export const DOOR_TABLES: readonly TablePart[] = [API_TABLES, SIGN_IN_TABLES, PRIVATE_TABLES, DESK_TABLES]
