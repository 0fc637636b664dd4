import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storeAcceptance } from './acceptance.ts'
import { SqliteStore } from './sqlite.ts'

let folder = ''
storeAcceptance('SqliteStore on disk', {
  open: async () => {
    folder = await mkdtemp(join(tmpdir(), 'entente-store-'))
    return SqliteStore.open(join(folder, 'store.db'))
  },
  reopen: () => SqliteStore.open(join(folder, 'store.db')),
  cleanUp: () => rm(folder, { recursive: true, force: true }),
})

storeAcceptance('SqliteStore in memory', { open: () => SqliteStore.open(':memory:') })
