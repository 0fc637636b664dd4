import { z } from 'zod'
import type { MetricInfo } from './metrics.ts'
import type {
  BackupInfo,
  BackupList,
  ChannelHealth,
  DoctorState,
  ExpiryInfo,
  KeysRotated,
  LinkRow,
  NewestBackupInfo,
  NodeStatus,
  SigningKeys,
} from './operator-port.ts'

const count = z.int()
const instantOrNone = z.string().nullable()
const reason = z.enum(['fork', 'unreconciled']).nullable()

export const doctorState: z.ZodType<DoctorState> = z.object({
  running: z.boolean(),
  ran: instantOrNone,
  failed: z.string().nullable(),
  findings: z.array(
    z.object({
      code: z.string(),
      level: z.enum(['good', 'warning', 'wrong', 'unknown']),
      values: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
})

const channelHealth: z.ZodType<ChannelHealth> = z.object({
  channel: z.string(),
  parties: z.array(z.object({ id: z.string(), name: z.string() })),
  writable: z.boolean(),
  waitingFor: z.array(z.string()),
  missing: count,
  frozen: z.array(z.string()),
  mismatch: z.string().nullable(),
})

const newestBackup: z.ZodType<NewestBackupInfo | null> = z
  .object({ made: z.string(), bytes: count, exhibits: count, where: z.enum(['folder', 'elsewhere']) })
  .nullable()

export const nodeStatus: z.ZodType<NodeStatus> = z.object({
  party: z.string(),
  name: z.string(),
  version: z.string(),
  address: z.string(),
  started: z.string(),
  now: z.string(),
  zone: z.string(),
  demo: z.boolean(),
  door: z.object({
    origin: z.string(),
    tls: z.boolean(),
    oidc: z.boolean(),
    breachedPasswords: z.boolean(),
  }),
  writable: z.boolean(),
  channels: z.array(channelHealth),
  sizes: z.object({
    storeBytes: count,
    privateBytes: count,
    searchBytes: count,
    exhibitsBytes: count,
    incomingBytes: count,
  }),
  exhibits: z.object({ count, bytes: count, roomBytes: count, wanted: count }),
  disk: z.object({ freeBytes: count, totalBytes: count }),
  backup: newestBackup,
  doctor: doctorState,
})

export const metricInfo: z.ZodType<MetricInfo> = z.object({
  name: z.string(),
  help: z.string(),
  type: z.string(),
  values: z.array(z.object({ labels: z.record(z.string(), z.string()), value: z.number() })),
})

export const linkRow: z.ZodType<LinkRow> = z.object({
  channel: z.string(),
  party: z.string(),
  name: z.string(),
  address: z.string(),
  up: z.boolean().nullable(),
  heard: instantOrNone,
  trouble: z.string().nullable(),
  ours: z.object({ held: count, unreceipted: count, since: instantOrNone }),
  theirs: z.object({ held: count, announced: count }),
  answered: instantOrNone,
  called: instantOrNone,
  frozen: reason,
})

const keyEra = z.object({
  keys: z.string(),
  from: count,
  until: count.nullable(),
  since: z.string(),
  inForce: z.boolean(),
  disowned: z.boolean(),
})

export const signingKeys: z.ZodType<SigningKeys> = z.object({
  newest: z.string(),
  channels: z.array(
    z.object({
      channel: z.string(),
      behind: z.boolean(),
      parties: z.array(z.object({ party: z.string(), eras: z.array(keyEra) })),
    }),
  ),
})

export const keysRotated: z.ZodType<KeysRotated> = z.object({
  drawn: z.boolean(),
  channels: z.array(
    z.object({
      channel: z.string(),
      refused: z.object({ code: z.string(), message: z.string() }).nullable(),
    }),
  ),
})

export const expiryInfo: z.ZodType<ExpiryInfo> = z.object({
  id: z.string(),
  kind: z.string(),
  ends: z.string(),
  daysLeft: count,
  warning: count.nullable(),
})

export const backupInfo: z.ZodType<BackupInfo> = z.object({
  backup: z.string(),
  made: z.string(),
  bytes: count,
  exhibits: count.nullable(),
  state: z.enum(['running', 'made', 'failed']),
  failed: z.string().nullable(),
  check: z
    .object({
      state: z.enum(['running', 'sound', 'damaged', 'failed']),
      at: z.string(),
      why: z.string().nullable(),
    })
    .nullable(),
})

export const backupList: z.ZodType<BackupList> = z.object({
  folder: z.string(),
  freeBytes: count,
  newest: newestBackup,
  items: z.array(backupInfo),
})
