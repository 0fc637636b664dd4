import { BUNDLE_MANIFEST_NAME } from './bundle.ts'
import { RecordError } from './errors.ts'
import { TarReader } from './tar-reader.ts'
import type { TarHeader } from './tar.ts'

/** The members of a matter bundle, each at its place in the one order in which they stand. */
export class BundleMembers {
  readonly #tar: TarReader
  #next: TarHeader | undefined
  #where = BUNDLE_MANIFEST_NAME

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#tar = new TarReader(source)
  }

  /** The member that was asked for last. */
  get where(): string {
    return this.#where
  }

  /** Name of the member that comes next; undefined at the end. */
  get ahead(): string | undefined {
    return this.#next?.name
  }

  /** Throws RecordError `archive-malformed` when another member stands there, or it has more bytes. */
  async bytes(name: string, most: number): Promise<Uint8Array<ArrayBuffer>> {
    const { size } = this.expect(name)
    if (size > most) throw malformed(`${name} must have at most ${most} bytes`)
    const bytes = await this.#tar.read(size)
    await this.advance()
    return bytes
  }

  /** A member that is read in pieces; `advance` comes after them. Throws RecordError `archive-malformed`. */
  expect(name: string): { readonly size: number; pieces(): AsyncIterable<Uint8Array> } {
    this.#where = name
    if (this.#next?.name === name) return { size: this.#next.size, pieces: () => this.#tar.pieces() }
    throw malformed(
      `${name} must stand where ${this.#next?.name ?? 'the file ends'}${this.#next ? ' does' : ''}`,
    )
  }

  async advance(): Promise<void> {
    this.#next = await this.#tar.next()
  }

  end(): void {
    if (this.#next !== undefined) throw malformed('a member stands where the file should end')
  }

  close(): Promise<void> {
    return this.#tar.close()
  }
}

export function malformed(rule: string): RecordError {
  return new RecordError('archive-malformed', `the bundle is refused: ${rule}`)
}
