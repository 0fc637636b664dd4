import type { Clock } from '../exchange/index.ts'
import type { Outcome, Parcel } from './parcel.ts'
import { sendByCommand } from './send-command.ts'
import type { NoticeCommand } from './send-command.ts'
import { sendByMail } from './send-mail.ts'
import { sendByWebhook } from './send-webhook.ts'
import type { MailSettings, Way } from './ways.ts'

export interface SenderNeeds {
  readonly clock: Clock
  /** Commands of the node's configuration, by name. */
  readonly commands: ReadonlyMap<string, NoticeCommand>
  mail(): MailSettings | undefined
}

/** Sends one parcel by one way. Resolves within the time limit of the way, also when the other end is silent. */
export function send(way: Way, parcel: Parcel, needs: SenderNeeds): Promise<Outcome> {
  switch (way.config.kind) {
    case 'mail':
      return sendByMail(way.config.to, parcel, needs)
    case 'webhook':
      return sendByWebhook(way.config, way.secret ?? '', parcel, needs.clock)
    case 'command':
      return sendByCommand(way.config, parcel, needs)
  }
}
