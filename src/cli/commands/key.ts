import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import { instantText } from '../../words/index.ts'
import type { Command } from '../command.ts'
import { misused, resultOf } from '../refused.ts'
import { plain, table, wrapped } from '../text.ts'

const DEFAULT_DAYS = 90

/** Makes an API key of a user for a tool; it may do what the user may, and of that only its scopes. */
export const keyAdd: Command = {
  name: 'key add',
  usage: 'D USER LABEL',
  options: { scope: { value: 'SCOPE', many: true }, days: { value: 'DAYS' } },
  async run({ given, words, width, zones, environment }) {
    const days = Number(given.text('days') ?? DEFAULT_DAYS)
    if (!Number.isFinite(days) || days <= 0)
      throw misused(words, '--days', 'usage.number', { field: '--days' })
    if (given.list('scope').length === 0)
      throw misused(words, '--scope', 'usage.option-missing', { name: '--scope' })
    const asked = {
      user: given.argument('USER'),
      label: given.argument('LABEL'),
      scopes: given.list('scope'),
      days,
    }
    const key = resultOf(await perform(resolve(given.argument('D')), 'keyAdd', asked, environment))
    const at = instantText(Date.parse(key.ends), zones, words.language)
    const lines = [key.token, ...wrapped(words('key.added', { id: key.id, at, address: key.origin }), width)]
    return { exit: 0, result: key, lines }
  },
}

export const keyList: Command = {
  name: 'key list',
  usage: 'D',
  options: {},
  async run({ given, words, zones, environment }) {
    const told = resultOf(await perform(resolve(given.argument('D')), 'keyList', {}, environment))
    const rows = told.keys.map(({ id, user, label, scopes, ends }) => [
      id,
      user,
      plain(label),
      scopes.join(', '),
      words('key.until', { at: instantText(Date.parse(ends), zones, words.language) }),
    ])
    const lines = rows.length === 0 ? [words('key.none')] : table(rows, Number.MAX_SAFE_INTEGER)
    return { exit: 0, result: told, lines }
  },
}

export const keyRevoke: Command = {
  name: 'key revoke',
  usage: 'D KEY',
  options: {},
  async run({ given, words, environment }) {
    const asked = { id: given.argument('KEY') }
    const done = resultOf(await perform(resolve(given.argument('D')), 'keyRevoke', asked, environment))
    return { exit: 0, result: done, lines: [words('key.revoked', { id: done.id })] }
  },
}
