import { resolve } from 'node:path'
import { type ResultOf, perform } from '../../app/index.ts'
import { instantText } from '../../words/index.ts'
import type { Command, Context } from '../command.ts'
import { resultOf } from '../refused.ts'
import { plain, table, wrapped } from '../text.ts'
import { typed } from '../typed.ts'

type ToldUser = ResultOf<'userAdd'>

/** Makes somebody known to this node. They may do nothing before they hold a seat. */
export const userAdd: Command = {
  name: 'user add',
  usage: 'D NAME',
  options: {
    display: { value: 'NAME', required: true },
    language: { value: 'en|vi|zh-Hans', many: true },
    zone: { value: 'ZONE' },
  },
  async run({ given, words, environment }) {
    const [zone, languages] = [given.text('zone'), given.list('language')]
    const dir = given.argument('D')
    const asked = {
      name: given.argument('NAME'),
      display: given.required('display'),
      ...(languages.length === 0 ? {} : { languages }),
      ...(zone === undefined ? {} : { zone }),
    }
    const user = resultOf(await perform(resolve(dir), 'userAdd', asked, environment))
    const lines = [
      words('user.added', { name: user.name, id: user.id }),
      words('user.next'),
      `  ${typed('seat', 'grant', dir, 'SEAT', user.name)}`,
      `  ${typed('user', 'link', dir, user.name)}`,
    ]
    return { exit: 0, result: user, lines }
  },
}

/** Who is known to this node, and in which seats. */
export const userList: Command = {
  name: 'user list',
  usage: 'D',
  options: {},
  async run(context) {
    const { given, words, environment } = context
    const told = resultOf(await perform(resolve(given.argument('D')), 'userList', {}, environment))
    const lines = told.users.length === 0 ? [words('user.none')] : userTable(context, told.users)
    return { exit: 0, result: told, lines }
  },
}

function userTable({ words }: Context, users: readonly ToldUser[]): string[] {
  return table(
    users.map(({ name, display, seats, disabled, zone }) => [
      name,
      plain(display),
      zone,
      disabled === null
        ? seats.map(({ kind }) => words.term('seat', kind)).join(', ') || words('user.no-seat')
        : words('user.is-disabled'),
    ]),
    Number.MAX_SAFE_INTEGER,
  )
}

/** Shuts somebody out at once. */
export const userDisable: Command = {
  name: 'user disable',
  usage: 'D USER',
  options: {},
  async run({ given, words, environment }) {
    const asked = { user: given.argument('USER') }
    const user = resultOf(await perform(resolve(given.argument('D')), 'userDisable', asked, environment))
    return { exit: 0, result: user, lines: [words('user.disabled', { name: user.name })] }
  },
}

/** A link by which somebody comes in for the first time, or again after everything was lost. */
export const userLink: Command = {
  name: 'user link',
  usage: 'D USER',
  options: {},
  async run({ given, words, width, zones, environment }) {
    const asked = { user: given.argument('USER') }
    const link = resultOf(await perform(resolve(given.argument('D')), 'userLink', asked, environment))
    const at = instantText(Date.parse(link.ends), zones, words.language)
    const lines = [link.url, ...wrapped(words('user.link', { name: link.user, at }), width)]
    return { exit: 0, result: link, lines }
  },
}
