import type { Clock } from '../exchange/index.ts'
import type { SqliteFile } from '../store/index.ts'
import { idOf, realRng } from './desk.testkit.ts'
import { Deliveries } from './deliveries.ts'
import { Notifications } from './notifications.ts'
import type { Notice } from './notices.ts'
import type { PeoplePort, Recipient, Who } from './ports.ts'
import type { NoticeCommand } from './send-command.ts'
import { Ways } from './ways.ts'

export const CHANNEL: string = idOf('channel')
export const MATTER: string = idOf('matter')

/** A rota that a test writes: who is reached by what. Keys are `users`, `line/seat`, `matter`, `permission/hotline` and so on. */
export class Rota implements PeoplePort {
  readonly reach: Map<string, readonly Recipient[]> = new Map()
  broken = false

  reached(who: Who): Promise<readonly Recipient[]> {
    if (this.broken) return Promise.reject(new Error('the rota cannot be read'))
    if (who.to === 'users')
      return Promise.resolve(who.users.map((user) => ({ user, language: 'en' as const })))
    const key =
      who.to === 'line'
        ? `line/${who.line}`
        : who.to === 'permission'
          ? `permission/${who.permission}`
          : who.to
    return Promise.resolve(this.reach.get(key) ?? [])
  }

  zones(): Promise<readonly string[]> {
    return Promise.resolve(['America/New_York', 'Asia/Shanghai'])
  }
}

export interface NoticeBench {
  readonly ways: Ways
  readonly notifications: Notifications
  readonly deliveries: Deliveries
  readonly faults: unknown[]
  start(): Promise<void>
  stop(): Promise<void>
}

export function noticeBench(
  file: SqliteFile,
  clock: Clock,
  people: PeoplePort,
  commands: ReadonlyMap<string, NoticeCommand> = new Map(),
): NoticeBench {
  const faults: unknown[] = []
  const onFault = (cause: unknown): void => void faults.push(cause)
  const rng = realRng
  const ways = new Ways(file, rng, commands.keys())
  const deliveries = new Deliveries({
    file,
    clock,
    ways,
    commands,
    mail: () => ways.mail(),
    linkTo: ({ matter }) => `https://node.example/matters/${matter}`,
    onFault,
  })
  const notifications = new Notifications({
    file,
    clock,
    rng,
    people,
    ways,
    addressed: () => deliveries.poke(),
    onFault,
  })
  return {
    ways,
    notifications,
    deliveries,
    faults,
    async start() {
      await deliveries.start()
      notifications.start()
    },
    async stop() {
      await notifications.stop()
      await deliveries.stop()
    },
  }
}

export function noticeTo(users: readonly string[], change: Partial<Notice> = {}): Notice {
  return {
    key: 'notice/1',
    kind: 'due-soon',
    urgency: 'urgent',
    audience: { to: 'users', users },
    channel: CHANNEL,
    matter: MATTER,
    dueMs: Date.UTC(2030, 5, 4, 15),
    facts: {},
    ...change,
  }
}
