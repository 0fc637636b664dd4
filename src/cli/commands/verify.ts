import { createReadStream } from 'node:fs'
import type { VerifiedMatters } from '../../channel/index.ts'
import type { Card, VerifiedFile } from '../../record/index.ts'
import type { Command, Context, ExitCode } from '../command.ts'
import { readCard, sizeOfFile } from '../files.ts'
import { verifiedLines } from '../verify-text.ts'
import { verifyOffline } from '../verify-offline.ts'

/** Verifies a file by itself: no network, no node, nothing kept. */
export const verify: Command = {
  name: 'verify',
  usage: 'FILE',
  options: { card: { value: 'FILE', many: true } },
  async run(context) {
    const { given, words } = context
    const path = given.argument('FILE')
    const sizeBytes = await sizeOfFile(words, path, 'FILE')
    const told = await verifyOffline(bytesOf(path), sizeBytes, await cardsOf(context))
    return { exit: exitOf(told.verified), result: resultOf(told), lines: verifiedLines(context, told) }
  },
}

async function cardsOf({ given, words }: Context): Promise<Card[]> {
  const cards: Card[] = []
  for (const path of given.list('card')) cards.push((await readCard(words, path, '--card')).card)
  return cards
}

/** Doubts are no faults; but of a file whose kind is not known, or of a proof without keys, nothing can be told. */
function exitOf(verified: VerifiedFile): ExitCode {
  if (verified.kind === 'unknown') return 3
  if (verified.findingCount > 0) return 1
  return verified.kind === 'proof' && verified.proof === undefined ? 3 : 0
}

function resultOf({ verified, matters }: VerifiedMatters): unknown {
  const verdict = (['good', 'wrong', 'misused', 'unknown'] as const)[exitOf(verified)]
  return {
    verdict,
    ...verified,
    matters: matters.map(({ id, kind, status, acts }) => ({ id, kind, status, acts: acts.length })),
  }
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    if (chunk instanceof Uint8Array) yield chunk
}
