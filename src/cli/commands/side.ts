import { resolve } from 'node:path'
import { type ResultOf, perform } from '../../app/index.ts'
import { type Translator, fingerprintWords } from '../../words/index.ts'
import type { Command } from '../command.ts'
import { resultOf } from '../refused.ts'
import { ID_DIGITS } from '../show-text.ts'
import { wrapped } from '../text.ts'

type Side = ResultOf<'sidePropose'>

/** Proposes a channel among some members of a channel; those who are left out never hear of it. */
export const sidePropose: Command = {
  name: 'side propose',
  usage: 'D CHANNEL PARTY…',
  options: {},
  async run({ given, words, width, environment }) {
    const asked = { channel: given.argument('CHANNEL'), parties: given.allArguments('PARTY') }
    const side = resultOf(await perform(resolve(given.argument('D')), 'sidePropose', asked, environment))
    const lines = [...sideLines(words, side), ...wrapped(words('side.aloud'), width)]
    return { exit: 0, result: side, lines }
  },
}

export const sideAccept: Command = {
  name: 'side accept',
  usage: 'D SIDE',
  options: {},
  async run({ given, words, environment }) {
    const asked = { side: given.argument('SIDE') }
    const side = resultOf(await perform(resolve(given.argument('D')), 'sideAccept', asked, environment))
    return { exit: 0, result: side, lines: sideLines(words, side) }
  },
}

export const sideDecline: Command = {
  name: 'side decline',
  usage: 'D SIDE',
  options: {},
  async run({ given, words, environment }) {
    const asked = { side: given.argument('SIDE') }
    const side = resultOf(await perform(resolve(given.argument('D')), 'sideDecline', asked, environment))
    return { exit: 0, result: side, lines: sideLines(words, side) }
  },
}

/** Side channels that are being founded, were declined, or are open. */
export const sideList: Command = {
  name: 'side list',
  usage: 'D',
  options: {},
  async run({ given, words, environment }) {
    const told = resultOf(await perform(resolve(given.argument('D')), 'sideList', {}, environment))
    const lines = told.sides.flatMap((side) => sideLines(words, side))
    return { exit: 0, result: told, lines: lines.length === 0 ? [words('side.none')] : lines }
  },
}

function sideLines(words: Translator, { agreed, declined, fingerprint, id, parties, state }: Side): string[] {
  const standing = parties.map((party) => {
    if (declined.includes(party)) return `${party} (${words('side.state.declined')})`
    return agreed.includes(party) ? party : `${party} (${words('side.state.invited')})`
  })
  return [
    `${id.slice(0, ID_DIGITS)}  ${words(`side.state.${state}`)}  ${standing.join(', ')}`,
    `  ${fingerprintWords(fingerprint).join(' ')}`,
  ]
}
