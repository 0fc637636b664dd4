import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fingerprintWords } from '../../words/index.ts'
import { demoCharter } from './parties.ts'
import type { Stage } from './stage.ts'

export interface Founded {
  readonly channel: string
  /** The words that each side would read aloud, computed by its own node. */
  readonly words: { readonly us: readonly string[]; readonly cn: readonly string[] }
  readonly agree: boolean
}

/** Founds the channel as two operators do: by cards and files that go from one to the other. */
export async function foundChannel({ files, us, cn }: Stage): Promise<Founded> {
  const file = (name: string): string => join(files, name)
  for (const node of [us, cn])
    await writeFile(file(`${node.party.id}.card`), `${(await node.ask('card', {})).card}\n`)
  const card = (await readFile(file('cn.card'), 'utf8')).trimEnd()
  const proposed = await us.ask('channelPropose', { cards: [card], charter: demoCharter })
  await writeFile(file('1-proposed.json'), proposed.founding)
  const accepted = await cn.ask('channelAccept', {
    founding: await readFile(file('1-proposed.json'), 'utf8'),
  })
  await writeFile(file('2-accepted.json'), accepted.founding)
  const opened = await us.ask('channelOpen', { founding: await readFile(file('2-accepted.json'), 'utf8') })
  const words = { us: fingerprintWords(opened.fingerprint), cn: fingerprintWords(accepted.fingerprint) }
  return {
    channel: opened.channel,
    words,
    agree: words.us.join() === words.cn.join() && opened.channel === accepted.channel,
  }
}
