import { feedName } from './archive.ts'
import type { TilePlace } from './archive.ts'
import { RecordError } from './errors.ts'
import { rootAt } from './proof.ts'
import { tilePath } from './tiles.ts'
import { HASH_BYTES, perfectRoot, TILE_WIDTH } from './tree.ts'
import type { Hash, PartyId } from './types.ts'
import type { Findings } from './verify-report.ts'

/** The upper tiles of a carried feed: an eighth of a byte per leaf, held while its bundles pass by. */
export class CarriedTiles {
  readonly #party: PartyId
  readonly #findings: Findings
  readonly #tiles = new Map<string, Uint8Array>()

  constructor(party: PartyId, findings: Findings) {
    this.#party = party
    this.#findings = findings
  }

  add({ level, index }: Pick<TilePlace, 'level' | 'index'>, bytes: Uint8Array): void {
    this.#tiles.set(`${level}/${index}`, bytes)
  }

  get(level: number, index: number): Uint8Array | undefined {
    return this.#tiles.get(`${level}/${index}`)
  }

  /** From the signed root down, each hash of an upper tile must be that of the whole tile below it. */
  checkAll(): void {
    for (const [key, bytes] of this.#tiles) {
      const [level = 0, index = 0] = key.split('/').map(Number)
      if (bytes.length === TILE_WIDTH * HASH_BYTES) this.checkLink(level, index, bytes)
    }
  }

  /** Holds a full tile against the hash of it in the tile above. */
  checkLink(level: number, index: number, bytes: Uint8Array): void {
    const above = this.get(level + 1, Math.floor(index / TILE_WIDTH))
    const at = (index % TILE_WIDTH) * HASH_BYTES
    const expected = above?.subarray(at, at + HASH_BYTES)
    if (expected !== undefined && Buffer.compare(perfectRoot(bytes, 0, TILE_WIDTH), expected) === 0) return
    const where = feedName(this.#party, tilePath(level, index, TILE_WIDTH))
    this.#findings.add(where, 'root-mismatch', 'a full tile must have the hash that the tile above it says')
  }

  /** The root of the first `size` leaves; `low` is the tile of level 0 in which they end, when it is not an upper one. */
  rootAt(size: number, low?: { readonly index: number; readonly bytes: Uint8Array }): Promise<Hash> {
    return rootAt(size, (level, index) => {
      const tile = level === 0 && index === low?.index ? low.bytes : this.get(level, index)
      if (tile !== undefined) return Promise.resolve(tile)
      return Promise.reject(
        new RecordError('tile-missing', `tile ${index} of level ${level} is not in the file`),
      )
    })
  }
}
