import type { NoticeDesk } from '../api/index.ts'
import type { Desk, StoredNotice } from '../desk/index.ts'
import { DeskError } from '../desk/index.ts'
import type { Clock } from '../exchange/index.ts'
import type { SqliteFile } from '../store/index.ts'

/** Notices and their ways, each change in a transaction of its own. */
export function noticeDesk(
  { deliveries, notifications, ways }: Desk,
  file: SqliteFile,
  clock: Clock,
  linkTo: (notice: StoredNotice) => string,
): NoticeDesk {
  return {
    linkTo,
    newest: (user, before, limit) => file.read(() => notifications.newest(user, before, limit)),
    see: (user, upTo) => file.write(() => notifications.see(user, upTo)),
    listen: (listener) => notifications.listen(listener),
    commands: ways.commands,
    ways: (owner) => file.read(() => ways.of(owner)),
    addWay: (owner, config, least) => file.write(() => ways.add(owner, config, least)),
    removeWay: (owner, no) =>
      file.write(() => {
        if (!ways.of(owner).some((way) => way.no === no))
          throw new DeskError('way-unknown', `way: there is no way ${no}`, { field: 'way' })
        ways.remove(no, clock.now())
      }),
    trial: (user) =>
      file.write(() => {
        notifications.put({
          key: `trial/${user}/${clock.now()}`,
          kind: 'trial',
          // The most urgent, so that it goes out by every way.
          urgency: 'flash',
          audience: { to: 'users', users: [user] },
          channel: null,
          matter: null,
          dueMs: null,
          facts: {},
        })
      }),
    assigned: (users, { channel, matter, dueMs, atMs }) =>
      file.write(() => {
        notifications.put({
          key: `assigned/${channel}/${matter}/${atMs}/${users[0] ?? ''}`,
          kind: 'assigned',
          urgency: 'routine',
          audience: { to: 'users', users },
          channel,
          matter,
          dueMs: dueMs ?? null,
          facts: {},
        })
      }),
    mail: () => file.read(() => ways.mail()),
    setMail: (settings) => file.write(() => ways.setMail(settings)),
    deliveriesOf: (notice) => file.read(() => deliveries.of(notice)),
    deliveries: (given, before, limit) =>
      file.read(() => (given === 'dead' ? deliveries.dead(limit, before) : deliveries.newest(limit, before))),
    revive: (no) => deliveries.revive(no),
  }
}
