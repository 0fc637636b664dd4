import type { FoundingResult } from '../app/index.ts'
import { fingerprintWords } from '../words/index.ts'
import type { Context } from './command.ts'
import { plain, wrapped } from './text.ts'

/** What a person has to see and do while a channel is founded: who, the words to read aloud, what is missing. */
export function foundingLines(
  context: Context,
  founding: FoundingResult,
  written: string | undefined,
): string[] {
  const { words, width } = context
  const { channel, missing, parties } = founding
  const lines = [words('founding.channel', { channel: channel.slice(0, 16) })]
  lines.push(...parties.map(({ id, name }) => `  ${id}  ${plain(name)}`))
  lines.push('', ...wrapped(words('founding.read-aloud'), width))
  lines.push(`  ${fingerprintWords(founding.fingerprint).join('  ')}`, '')
  if (missing.length > 0)
    lines.push(...wrapped(words('founding.missing', { parties: missing.join(', ') }), width))
  else lines.push(words('founding.complete'))
  if (written !== undefined) lines.push(...wrapped(words('founding.written', { file: written }), width))
  return lines
}

/** For machines: all but the file itself, which stands in its own place. */
export function foundingResult(founding: FoundingResult): Record<string, unknown> {
  const { channel, fingerprint, missing, parties } = founding
  return { channel, fingerprint: fingerprintWords(fingerprint), parties, missing, open: missing.length === 0 }
}
