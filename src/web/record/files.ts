import { parseCard, parsePolicy } from '../../record/index.ts'

/** A file that somebody dropped: keys to verify with, or what is to be verified. */
export interface GivenFile {
  readonly kind: 'card' | 'policy' | 'file'
  readonly file: File
  /** Whose card; of a policy the empty text. */
  readonly party: string
  readonly text: string
}

/** Cards and policies are a few kilobytes; nothing larger is read to find out. */
const KEYS_BYTES_MAX = 256 * 1024

/** Tells by its content what a file is, whatever it is called. */
export async function sortFile(file: File): Promise<GivenFile> {
  const evidence = { kind: 'file', file, party: '', text: '' } as const
  if (file.size > KEYS_BYTES_MAX) return evidence
  const text = await file.text()
  const party = partyOf(text)
  if (party !== undefined) return { kind: 'card', file, party, text }
  return isPolicy(text) ? { kind: 'policy', file, party: '', text } : evidence
}

function partyOf(text: string): string | undefined {
  try {
    return parseCard(text.trimEnd()).keys.party
  } catch {
    return undefined
  }
}

function isPolicy(text: string): boolean {
  try {
    return parsePolicy(text).logs.length > 0
  } catch {
    return false
  }
}
