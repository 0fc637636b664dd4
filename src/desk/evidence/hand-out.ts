import { ageSealed } from '../../store/index.ts'
import { commitmentsOf } from './commitments.ts'
import { EvidenceGate } from './gate.ts'
import type { ViewAsked } from './gate.ts'
import type { Asker, EvidenceNeeds } from './ports.ts'

export interface HandOutAsked extends ViewAsked {
  /** age recipients to seal it to anew; none: plain, which malware never is. */
  readonly recipients: readonly string[]
}

/** An exhibit on its way to somebody's disk. Whoever serves it does so as an attachment, never inline. */
export interface HandedOut {
  readonly form: 'plain' | 'sealed'
  /** Of the plain file; a sealed one is larger by its header and tags. */
  readonly plainBytes: number
  readonly malware: boolean
  /** Asked right before the bytes, which may be fetched later. Throws DeskError `exhibit-barred`. */
  still(): Promise<void>
  bytes(): AsyncIterable<Uint8Array>
}

/**
 * Opens an exhibit for somebody of the own party. The view is on the record and in the access log before the first byte,
 * and the bytes have been held against the act's commitment.
 * Throws DeskError as `EvidenceGate.view`, `malware-sealed-only`, `exhibit-not-here`, `exhibit-mismatch`; StoreError
 * `exhibit-recipient-invalid`.
 */
export async function handOut(needs: EvidenceNeeds, asker: Asker, asked: HandOutAsked): Promise<HandedOut> {
  const { matter, recipients, sealed } = asked
  const { identity, vault } = needs.exhibits
  let plainBytes = 0
  const gate = new EvidenceGate(needs)
  const { malware } = await gate.view(asker, asked, async (exhibit, refuse) => {
    if (exhibit.malware && recipients.length === 0)
      throw await refuse(
        'malware-sealed-only',
        'recipients: must be given, since malware is only ever handed out sealed.',
      )
    // A recipient that is none is found out before the record says that somebody looked.
    if (recipients.length > 0) await ageSealed(recipients, nothing())
    const named = (await commitmentsOf(needs.record, matter)).get(sealed)
    if (named?.salt === undefined || !(await vault.held(sealed)).complete)
      throw await refuse(
        'exhibit-not-here',
        'exhibit: the file, or the body that opens it, is not held here.',
      )
    if (!(await vault.check(sealed, identity, { salt: named.salt, hmac: named.hmac })))
      throw await refuse('exhibit-mismatch', 'exhibit: the file is not the one that its act commits to.')
    plainBytes = named.plainBytes
  })
  const plain = (): AsyncIterable<Uint8Array> => vault.plain(sealed, identity)
  const isPlain = recipients.length === 0
  return {
    form: isPlain ? 'plain' : 'sealed',
    plainBytes,
    malware,
    still: () => gate.requireStill(asker, matter, 'evidence.view', [sealed]),
    bytes: isPlain ? plain : () => resealed(recipients, plain()),
  }
}

async function* resealed(
  recipients: readonly string[],
  plain: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* await ageSealed(recipients, plain)
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
