import { createServer } from 'node:net'
import type { Rng } from '../exchange/index.ts'

/** Below the ports that systems give to calls of their own, so that it stays free between two starts. */
const FIRST_PORT = 20_000
const PORTS = 10_000
const TRIES = 20
const PORT_BYTES = 4

/** A port of the loopback for the people of a new node. Drawn, so that several nodes of one machine seldom meet. */
export async function freeDeskPort(rng: Rng): Promise<number> {
  const draw = (): number => FIRST_PORT + (Buffer.from(rng.bytes(PORT_BYTES)).readUInt32BE() % PORTS)
  for (let tries = 1; tries < TRIES; tries += 1) {
    const port = draw()
    if (await isFree(port)) return port
  }
  return draw()
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
