import { resolve } from 'node:path'
import { perform } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { outputPath, writeOutput } from '../files.ts'
import { resultOf } from '../refused.ts'
import { wrapped } from '../text.ts'
import { typed } from '../typed.ts'

/** Writes the proof of one act, and if wanted the keys by which tools of other makers check it. */
export const prove: Command = {
  name: 'prove',
  usage: 'D CHANNEL ACT',
  options: { output: { value: 'FILE', short: 'o', required: true }, policy: { value: 'FILE' } },
  async run({ given, words, width, environment }) {
    const file = given.required('output')
    const policyFile = given.text('policy')
    await outputPath(words, file, '-o')
    if (policyFile !== undefined) await outputPath(words, policyFile, '--policy')
    const asked = { channel: given.argument('CHANNEL'), act: given.argument('ACT') }
    const made = resultOf(await perform(resolve(given.argument('D')), 'prove', asked, environment))
    const { proof, policy, ...told } = made
    await writeOutput(words, file, '-o', proof)
    if (policyFile !== undefined) await writeOutput(words, policyFile, '--policy', policy)
    const { id, index, party, receivedBy, size } = told
    const parties = receivedBy.join(', ')
    const cards = told.parties.flatMap((each) => ['--card', `${each}.card`])
    const lines = [
      words('prove.written', { file, act: id.slice(0, 12), index, size, party }),
      parties === '' ? words('prove.no-receipts') : words('prove.receipts', { parties }),
      ...(policyFile === undefined ? [] : [words('prove.policy', { file: policyFile })]),
      words('prove.verify'),
    ]
    return {
      exit: 0,
      result: { ...told, file, ...(policyFile === undefined ? {} : { policy: policyFile }) },
      lines: [...lines.flatMap((line) => wrapped(line, width)), `  ${typed('verify', file, ...cards)}`],
    }
  },
}
