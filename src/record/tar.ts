import { RecordError } from './errors.ts'

/** POSIX.1-1988 ustar, one fixed profile: every field but name, size and checksum is constant. */

export const TAR_BLOCK_BYTES = 512
/** Two zero blocks; nothing stands after them, whatever record size other tools pad to. */
export const TAR_END: Uint8Array = new Uint8Array(2 * TAR_BLOCK_BYTES)

/** The ustar prefix field is not used, so that a name has one spelling. */
const MAX_NAME_BYTES = 100
/** Eleven octal digits; a larger member has its size in base 256, as GNU and BSD tar write it. */
const FIRST_BINARY_SIZE: number = 8 ** 11

const SIZE_AT = 124
const SIZE_BYTES = 12
const CHECKSUM_AT = 148
const NAME = /^[a-z0-9][a-zA-Z0-9._/-]*$/

export interface TarHeader {
  readonly name: string
  /** Bytes of the member's body, without padding. */
  readonly size: number
}

/** The one header block that a member of this name and size can have. Throws RecordError `tar-malformed`. */
export function encodeTarHeader({ name, size }: TarHeader): Uint8Array {
  if (name.length > MAX_NAME_BYTES || !NAME.test(name)) {
    throw malformed(`a member's name must be plain ASCII of at most ${MAX_NAME_BYTES} characters`)
  }
  if (!Number.isSafeInteger(size) || size < 0) throw malformed("a member's size must be a whole number")
  const block = Buffer.alloc(TAR_BLOCK_BYTES)
  block.write(name, 0, 'latin1')
  block.write('0000644\u00000000000\u00000000000\0', 100, 'latin1')
  writeSize(block, size)
  block.write('00000000000\0', 136, 'latin1')
  // The checksum counts its own field as spaces.
  block.write('        0', CHECKSUM_AT, 'latin1')
  block.write('ustar\u000000', 257, 'latin1')
  block.write('0000000\u00000000000\0', 329, 'latin1')
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, CHECKSUM_AT, 'latin1')
  return block
}

/**
 * Reads a header block and admits it only when it is, to the last byte, what `encodeTarHeader` makes of what it says:
 * a header that two readers could take for two things is refused. Throws RecordError `tar-malformed`.
 */
export function parseTarHeader(block: Uint8Array): TarHeader {
  const view = Buffer.from(block.buffer, block.byteOffset, block.byteLength)
  const end = view.indexOf(0)
  const header = {
    name: view.toString('latin1', 0, end === -1 || end > MAX_NAME_BYTES ? MAX_NAME_BYTES : end),
    size: readSize(view.subarray(SIZE_AT, SIZE_AT + SIZE_BYTES)),
  }
  if (Buffer.compare(encodeTarHeader(header), block) !== 0) {
    throw malformed('a member’s header must be in the one form that its name and size have')
  }
  return header
}

/** Zero bytes after a member's body, up to the next block. */
export function tarPaddingBytes(size: number): number {
  return (TAR_BLOCK_BYTES - (size % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES
}

function writeSize(block: Buffer, size: number): void {
  if (size < FIRST_BINARY_SIZE) {
    block.write(`${size.toString(8).padStart(11, '0')}\0`, SIZE_AT, 'latin1')
    return
  }
  block[SIZE_AT] = 0x80
  block.writeBigUInt64BE(BigInt(size), SIZE_AT + 4)
}

/** What does not read as either form becomes a size whose header cannot be equal. */
function readSize(field: Buffer): number {
  if (field[0] === 0x80) {
    const size = Number(field.readBigUInt64BE(4))
    return Number.isSafeInteger(size) ? size : 0
  }
  const octal = /^([0-7]{11})\0$/.exec(field.toString('latin1'))?.[1]
  return octal === undefined ? 0 : Number.parseInt(octal, 8)
}

function malformed(rule: string): RecordError {
  return new RecordError('tar-malformed', `the tar file is refused: ${rule}`)
}
