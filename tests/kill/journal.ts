import { openSync, readSync, writeSync } from 'node:fs'

/**
 * What a node's process was told, line by line, in a file: each line is with the kernel before the process goes on, so
 * no kill of the process takes one back. The last line may be torn by a kill in the middle of a write.
 */
export class JournalWriter {
  readonly #fd: number

  constructor(path: string) {
    this.#fd = openSync(path, 'a', 0o600)
  }

  recorded(seq: number, id: string): void {
    this.#line(`R ${seq} ${id}`)
  }

  received(seq: number): void {
    this.#line(`C ${seq}`)
  }

  head(feed: string, size: number, root: string): void {
    this.#line(`H ${feed} ${size} ${root}`)
  }

  fault(text: string): void {
    this.#line(`X ${text.replaceAll('\n', ' ')}`)
  }

  #line(text: string): void {
    writeSync(this.#fd, `${text}\n`)
  }
}

/** A head that left a process or was about to. */
export interface SentHead {
  readonly party: string
  readonly size: number
  readonly root: string
}

/** All that the lives of one node have written so far. */
export class Journal {
  readonly #fd: number
  #read = 0
  /** Act id by its place in the node's own feed, as it was told when the act was recorded. */
  readonly recorded: Map<number, string> = new Map()
  /** Acts of which the node was told that the peer holds them: how many of its own feed. */
  receivedSize = 0
  readonly heads: SentHead[] = []
  readonly faults: string[] = []
  receivedCount = 0

  constructor(path: string) {
    this.#fd = openSync(path, 'a+')
  }

  /** Reads on, to the last whole line. */
  refresh(): void {
    const bytes = Buffer.alloc(1024 * 1024)
    for (;;) {
      const length = readSync(this.#fd, bytes, 0, bytes.length, this.#read)
      const end = bytes.lastIndexOf(0x0a, length - 1) + 1
      if (length === 0 || end === 0) return
      this.#read += end
      for (const line of bytes.toString('utf8', 0, end).split('\n')) if (line !== '') this.#take(line)
    }
  }

  #take(line: string): void {
    const [kind = '', first = '', second = '', third = ''] = line.split(' ')
    if (kind === 'R') this.#takeRecorded(Number(first), second)
    else if (kind === 'C') {
      this.receivedCount += 1
      this.receivedSize = Math.max(this.receivedSize, Number(first) + 1)
    } else if (kind === 'H') this.heads.push({ party: first, size: Number(second), root: third })
    else this.faults.push(line)
  }

  #takeRecorded(seq: number, id: string): void {
    if (this.recorded.has(seq)) this.faults.push(`two acts were recorded at place ${seq}`)
    this.recorded.set(seq, id)
  }
}
