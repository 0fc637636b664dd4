import { createServer, type Server } from 'node:http'
import { Webhook } from 'standardwebhooks'
import type { Json, Officer } from './officer.ts'

/** What a pager has been told, and whether it was signed with the secret that its owner was given. */
export interface Page {
  readonly content: Json
  readonly genuine: boolean
}

/** A receiver of webhooks on this machine, standing for whatever wakes a person up. */
export class Pager {
  readonly pages: Page[] = []
  readonly #server: Server
  #secret = ''

  private constructor(server: Server) {
    this.#server = server
  }

  static open(): Promise<Pager> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        pager.#take(Buffer.concat(parts).toString('utf8'), request.headers)
        response.writeHead(204).end()
      })
    })
    const pager = new Pager(server)
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(pager))
    })
  }

  get url(): string {
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/page`
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve())
    })
  }

  /** The operator has an officer's gravest notices sent here; the secret is told this once. */
  async carriedBy({ party, user }: Officer): Promise<void> {
    const operator = await party.operator()
    const body = { way: { kind: 'webhook', url: this.url }, least: 'flash' } as const
    const { secret } = await operator.call('ways.add', { params: { user }, body })
    this.#secret = secret ?? ''
  }

  #take(body: string, headers: Readonly<Record<string, string | string[] | undefined>>): void {
    const told = (name: string): string => String(headers[name])
    // By the instant that was signed: the clock of a trial is ahead of the one that a receiver would hold it against.
    const at = new Date(Number(told('webhook-timestamp')) * 1_000)
    const signature = new Webhook(this.#secret).sign(told('webhook-id'), at, body)
    const genuine = told('webhook-signature') === signature
    this.pages.push({ content: JSON.parse(body), genuine })
  }
}
