import { parseBatch, type Net, type WireHandler } from '../../src/exchange/index.ts'
import { parseCheckpoint, parseNote } from '../../src/record/index.ts'
import type { JournalWriter } from './journal.ts'

/** Writes down every head that is about to leave a node by this network, whoever signed it, before it leaves. */
export function watchHeads(net: Net, journal: JournalWriter): void {
  const [call, serve] = [net.call.bind(net), net.serve.bind(net)]
  const seen = new Set<string>()
  const note = (head: string): void => {
    if (seen.has(head)) return
    seen.add(head)
    const { origin, root, size } = parseCheckpoint(parseNote(head).text)
    journal.head(origin.split('/').at(-1) ?? '', size, Buffer.from(root).toString('hex'))
  }
  const noteLeaving = (path: string, body: Uint8Array): void => {
    if (/\/leaves(\?.*)?$/.test(path)) note(parseBatch(body).head)
    if (path.endsWith('/checkpoint')) note(Buffer.from(body).toString('utf8'))
  }
  net.call = (peer, request, options) => {
    if (request.method === 'PUT') noteLeaving(request.path, request.body)
    return call(peer, request, options)
  }
  net.serve = (handler, gate) => {
    const watched: WireHandler = async (request) => {
      const answer = await handler(request)
      if (request.method === 'GET' && answer.status === 200) noteLeaving(request.path, answer.body)
      return answer
    }
    return serve(watched, gate)
  }
}
