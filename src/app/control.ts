import { chmod, rm } from 'node:fs/promises'
import { type Socket, connect, createServer } from 'node:net'
import { z } from 'zod'
import { FIELD_RULE_CODES, REFUSAL_RULE_CODES } from '../instruments/index.ts'
import { claimControlPath, findControlPath } from './control-path.ts'
import { AppError } from './errors.ts'
import { type ArgumentsOf, type OperationName, type ResultOf, runOperation } from './operations.ts'
import { REFUSING_ROOMS, type Refusal, refusalOf } from './refusal.ts'
import type { OpenedNode } from './serve.ts'

/** One request or answer: a body of 1 MiB in Base64 with its form, or a founding file of twenty parties, with room. */
const MAX_LINE_BYTES: number = 16 * 1024 * 1024
const NEWLINE = 0x0a

const request = z.strictObject({ op: z.string(), args: z.unknown() })
const reply = z.union([
  z.strictObject({ result: z.unknown() }),
  z.strictObject({
    error: z.object({
      room: z.enum(REFUSING_ROOMS),
      code: z.string(),
      message: z.string(),
      field: z.string().nullable(),
      rule: z
        .object({
          code: z.enum([...FIELD_RULE_CODES, ...REFUSAL_RULE_CODES]),
          values: z.record(z.string(), z.union([z.string(), z.number()])),
        })
        .exactOptional(),
    }),
  }),
])

/** Takes commands for a running node from its own machine and user. Newline-delimited JSON, one answer per request. */
export async function listenForControl(opened: OpenedNode): Promise<{ close(): Promise<void> }> {
  const path = await claimControlPath(opened.dir)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serveLines(socket, opened)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  if (process.platform !== 'win32') await chmod(path, 0o600)
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
      if (process.platform !== 'win32') await rm(path, { force: true })
    },
  }
}

function serveLines(socket: Socket, opened: OpenedNode): void {
  let work = Promise.resolve()
  socket.on('error', () => socket.destroy())
  readLines(socket, (line) => {
    work = work.then(async () => {
      const answer = await answerLine(line, opened)
      if (!socket.destroyed) socket.write(`${JSON.stringify(answer)}\n`)
    })
  })
}

async function answerLine(
  line: string,
  opened: OpenedNode,
): Promise<{ result: unknown } | { error: Refusal }> {
  try {
    const { op, args } = request.parse(JSON.parse(line))
    return { result: (await runOperation(opened, op, args)) ?? null }
  } catch (cause) {
    return { error: refusalOf(cause) }
  }
}

/** What an operation came to, wherever it ran. */
export type Performed<Result> = { readonly result: Result } | { readonly error: Refusal }

/** One operation of the node that runs in `dir`; undefined when none does. Throws AppError `node-stopped` when it goes away meanwhile. */
export async function callRunning<N extends OperationName>(
  dir: string,
  op: N,
  args: ArgumentsOf<N>,
): Promise<Performed<ResultOf<N>> | undefined> {
  const socket = await connectTo(await findControlPath(dir))
  if (socket === undefined) return undefined
  try {
    const answer = await askOnce(socket, JSON.stringify({ op, args }))
    const read = reply.parse(JSON.parse(answer))
    if ('error' in read) return read
    // Both ends are the same version of this file, on one machine and for one user: the table of operations types both.
    return { result: read.result as ResultOf<N> }
  } finally {
    socket.destroy()
  }
}

function connectTo(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', (cause: Error & { code?: string }) => {
      if (cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED' || cause.code === 'ENOTDIR')
        resolve(undefined)
      else
        reject(
          new AppError(
            'node-not-running',
            `D: the running node cannot be reached (${cause.code ?? cause.message}).`,
            { field: 'D', cause },
          ),
        )
    })
  })
}

function askOnce(socket: Socket, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    readLines(socket, resolve)
    const gone = (): void =>
      reject(new AppError('node-stopped', 'The node stopped before it answered.', { field: 'D' }))
    socket.once('error', gone)
    socket.once('close', gone)
    socket.write(`${line}\n`)
  })
}

/** Cuts what comes into lines. A line beyond the limit ends the connection: nothing of ours is that long. */
function readLines(socket: Socket, take: (line: string) => void): void {
  let parts: Buffer[] = []
  let size = 0
  socket.on('data', (chunk: Buffer) => {
    let rest = chunk
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      take(Buffer.concat([...parts, rest.subarray(0, end)]).toString('utf8'))
      parts = []
      size = 0
      rest = rest.subarray(end + 1)
    }
    size += rest.length
    if (size > MAX_LINE_BYTES) socket.destroy()
    else if (rest.length > 0) parts.push(rest)
  })
}
