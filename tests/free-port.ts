import { createServer } from 'node:net'

/**
 * Below the ports that systems give to outgoing connections (Linux from 32768 on): of those, one that was free a moment
 * ago may be another process's end of a connection when a node comes to listen.
 */
const FIRST = 12_000
const END = 32_000
/** Processes whose ids differ by less than this never try the same port. */
const PROCESSES = 200
const ROUNDS = (END - FIRST) / PROCESSES

let round = Math.floor(Math.random() * ROUNDS)

/** A port of the loopback that nobody listens on, and that this process was not given lately. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < ROUNDS; tries += 1) {
    round = (round + 1) % ROUNDS
    const port = FIRST + round * PROCESSES + (process.pid % PROCESSES)
    if (await isFree(port)) return port
  }
  throw new Error('no port is free')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
