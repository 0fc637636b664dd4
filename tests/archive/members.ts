/** Tar files taken apart and put together again, by other code than the record's own. */

const BLOCK = 512

export interface Member {
  readonly name: string
  readonly body: Buffer
}

/** Members in order; anything between them is not looked at. */
export function membersOf(bytes: Buffer): Member[] {
  const members: Member[] = []
  for (let at = 0; bytes[at] !== 0;) {
    const name = bytes.toString('latin1', at, bytes.indexOf(0, at))
    const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 135), 8)
    members.push({ name, body: bytes.subarray(at + BLOCK, at + BLOCK + size) })
    at += BLOCK * (1 + Math.ceil(size / BLOCK))
  }
  return members
}

export function tarOf(members: readonly Member[]): Buffer {
  const parts = members.flatMap(({ name, body }) => {
    const filled = Buffer.alloc(Math.ceil(body.length / BLOCK) * BLOCK)
    body.copy(filled)
    return [headerOf(name, body.length), filled]
  })
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)])
}

/** The file with one member's body changed; its header follows. */
export function replaced(bytes: Buffer, name: string, change: (body: Buffer) => Buffer): Buffer {
  return tarOf(membersOf(bytes).map((one) => (one.name === name ? { name, body: change(one.body) } : one)))
}

/** One bit of a byte changed, counted from the end when negative. */
export function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes)
  const place = at < 0 ? bytes.length + at : at
  changed[place] = (changed[place] ?? 0) ^ 1
  return changed
}

function headerOf(name: string, size: number): Buffer {
  const fields: [number, string][] = [
    [0, name],
    [100, '0000644\0'],
    [108, '0000000\0'],
    [116, '0000000\0'],
    [124, `${size.toString(8).padStart(11, '0')}\0`],
    [136, `${'0'.repeat(11)}\0`],
    [148, ' '.repeat(8)],
    [156, '0'],
    [257, 'ustar\0'],
    [263, '00'],
    [329, '0000000\0'],
    [337, '0000000\0'],
  ]
  const header = Buffer.alloc(BLOCK)
  for (const [at, text] of fields) header.write(text, at, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return header
}
