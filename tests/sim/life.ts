/** One life of a simulated node, from start to crash. What a dead life set off has no effect any more. */
export class Life {
  alive = true

  end(): void {
    this.alive = false
  }

  /** A promise that is kept only while this life lasts: a crashed process hears of nothing. */
  guard<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      work.then(
        (value) => {
          if (this.alive) resolve(value)
        },
        (cause: unknown) => {
          if (this.alive) reject(cause instanceof Error ? cause : new Error(String(cause)))
        },
      )
    })
  }
}
