import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import { instantText } from '../../words/index.ts'
import type { Command } from '../command.ts'
import { resultOf } from '../refused.ts'
import { plain, table } from '../text.ts'

/** Digits of a channel's id that tell it apart here. */
const ID_DIGITS = 8

/** Makes a seat: what may be done in it follows from its kind. */
export const seatAdd: Command = {
  name: 'seat add',
  usage: 'D TITLE',
  options: { kind: { value: 'KIND', required: true }, agency: { value: 'ID' }, listed: { value: 'ID' } },
  async run({ given, words, environment }) {
    const [agency, listed] = [given.text('agency'), given.text('listed')]
    const asked = {
      kind: given.required('kind'),
      title: given.argument('TITLE'),
      ...(agency === undefined ? {} : { agency }),
      ...(listed === undefined ? {} : { listed }),
    }
    const seat = resultOf(await perform(resolve(given.argument('D')), 'seatAdd', asked, environment))
    const lines = [words('seat.added', { title: seat.title, kind: words.term('seat', seat.kind) })]
    return { exit: 0, result: seat, lines }
  },
}

/** The seats of this node, who holds them, and by which grant. */
export const seatList: Command = {
  name: 'seat list',
  usage: 'D',
  options: {},
  async run({ given, words, environment, zones }) {
    const dir = resolve(given.argument('D'))
    const told = resultOf(await perform(dir, 'seatList', {}, environment))
    const { users } = resultOf(await perform(dir, 'userList', {}, environment))
    const names = new Map(users.map(({ id, name }) => [id, name]))
    const lines = told.seats.flatMap(({ title, kind, closed, holders }) => [
      `${plain(title)}  ${words.term('seat', kind)}${closed === null ? '' : `  ${words('seat.closed')}`}`,
      ...table(
        holders.map(({ id, user, channels, until }) => [
          names.get(user) ?? user,
          channels === '*'
            ? words('seat.all-channels')
            : channels.map((each) => each.slice(0, ID_DIGITS)).join(', '),
          until === null
            ? ''
            : words('seat.until', { at: instantText(Date.parse(until), zones, words.language) }),
          id,
        ]),
        Number.MAX_SAFE_INTEGER,
      ),
    ])
    return { exit: 0, result: told, lines: lines.length === 0 ? [words('seat.none')] : lines }
  },
}

/** Gives somebody a seat, or lets them stand in for its holder. */
export const seatGrant: Command = {
  name: 'seat grant',
  usage: 'D SEAT USER',
  options: { channel: { value: 'CHANNEL', many: true }, 'deputy-until': { value: 'INSTANT' } },
  async run({ given, words, environment }) {
    const deputyUntil = given.text('deputy-until')
    const asked = {
      seat: given.argument('SEAT'),
      user: given.argument('USER'),
      channels: given.list('channel'),
      ...(deputyUntil === undefined ? {} : { deputyUntil }),
    }
    const grant = resultOf(await perform(resolve(given.argument('D')), 'seatGrant', asked, environment))
    const lines = [words('seat.granted', { user: asked.user, seat: asked.seat, id: grant.id })]
    return { exit: 0, result: grant, lines }
  },
}

/** Takes a seat back. */
export const seatRevoke: Command = {
  name: 'seat revoke',
  usage: 'D GRANT',
  options: {},
  async run({ given, words, environment }) {
    const asked = { id: given.argument('GRANT') }
    const done = resultOf(await perform(resolve(given.argument('D')), 'seatRevoke', asked, environment))
    return { exit: 0, result: done, lines: [words('seat.revoked', { id: done.id })] }
  },
}
