import { type Server, type Socket, connect, createServer } from 'node:net'
import { pipeline } from 'node:stream/promises'

/** Stands before a node's port and counts what passes, sealed as it is. */
export class CountingWire {
  readonly port: number
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #leadsTo = 0
  #connections = 0
  #endedBytes = 0

  static async open(): Promise<CountingWire> {
    const server = createServer()
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', () => resolve())
    })
    return new CountingWire(server)
  }

  private constructor(server: Server) {
    const address = server.address()
    this.port = typeof address === 'object' && address !== null ? address.port : 0
    this.#server = server
    server.on('connection', (near) => this.#join(near))
  }

  leadTo(port: number): void {
    this.#leadsTo = port
  }

  /** Bytes that passed in both directions, and connections made, since it was opened. */
  get passed(): { readonly bytes: number; readonly connections: number } {
    let bytes = this.#endedBytes
    for (const socket of this.#sockets) bytes += socket.bytesRead
    return { bytes, connections: this.#connections }
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #join(near: Socket): void {
    this.#connections++
    const far = connect(this.#leadsTo, '127.0.0.1')
    for (const socket of [near, far]) {
      socket.setNoDelay(true)
      this.#sockets.add(socket)
      socket.once('close', () => {
        this.#sockets.delete(socket)
        this.#endedBytes += socket.bytesRead
      })
    }
    const over = (): void => {
      near.destroy()
      far.destroy()
    }
    Promise.all([pipeline(near, far), pipeline(far, near)]).then(over, over)
  }
}
