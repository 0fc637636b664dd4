import { z } from 'zod'
import type { Contract, RoutesOf } from '../contract.ts'
import type { BackupInfo, BackupList } from '../operator-port.ts'
import { backupInfo, backupList } from '../operator-views.ts'

const NAME_CHARACTERS_MAX = 64

interface BackupParams {
  readonly backup: string
}

export interface BackupRoutes {
  'backups.list': Contract<undefined, undefined, undefined, BackupList>
  'backups.make': Contract<undefined, undefined, undefined, BackupInfo>
  'backups.check': Contract<BackupParams, undefined, undefined, BackupInfo>
}

/** Backups are made and checked from here and go out by nobody's browser: whoever holds one can sign for this party. */
export const backupRoutes: RoutesOf<BackupRoutes> = {
  'backups.list': {
    method: 'GET',
    path: '/api/v1/backups',
    summary: 'Backups in the folder of this node, and how old the newest is, wherever it was written to.',
    needs: 'operate',
    logged: 'no',
    reply: backupList,
    handle: ({ operator }) => operator.backups(),
  },
  'backups.make': {
    method: 'POST',
    path: '/api/v1/backups',
    summary: 'Begins a backup into the folder of this node; the list tells when it is made.',
    needs: 'operate',
    person: true,
    status: 202,
    reply: backupInfo,
    async handle({ operator, signIn }, { principal }) {
      await signIn.sessions.assertFresh(principal)
      return operator.makeBackup()
    },
  },
  'backups.check': {
    method: 'POST',
    path: '/api/v1/backups/{backup}/check',
    summary:
      'Begins to go through a backup as restoring it would, with every exhibit; the list tells what came of it.',
    needs: 'operate',
    status: 202,
    params: z.strictObject({ backup: z.string().max(NAME_CHARACTERS_MAX) }),
    reply: backupInfo,
    handle: ({ operator }, { params }) => operator.checkBackup(params.backup),
  },
}
