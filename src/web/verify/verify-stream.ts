import type { VerifiedMatters } from '../../channel/index.ts'
import { RecordError } from '../../record/index.ts'
import { workerUrl } from '../trusted-types.ts'
import { workerFault } from './worker-fault.ts'
import type { FromWorker, ToWorker, VerifyProgress, VerifyRequest } from './messages.ts'
import verifyWorkerFile from './verify-worker.ts?worker&url'

export interface VerifyOptions extends VerifyRequest {
  /** Ends it, and lets go of the source. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Verifies a file of any kind in a worker, as the command line does and by the same code: a carried record, a bundle of one
 * matter, the proof of one act, the proof of a fork. The file is read once, front to back, a piece at a time; nothing of it
 * leaves the browser. What is wrong with it is in the report.
 * Throws RecordError for a card that is refused, the signal's reason when ended by it, and what the source threw.
 */
export async function verifyStream(
  source: ReadableStream<Uint8Array> | Blob,
  options: VerifyOptions = {},
  onProgress: (progress: VerifyProgress) => void = () => undefined,
): Promise<VerifiedMatters> {
  const { signal, ...request } = options
  signal?.throwIfAborted()
  const totalBytes = source instanceof Blob ? source.size : undefined
  const worker = new Worker(workerUrl(new URL(verifyWorkerFile, globalThis.location.href)), {
    type: 'module',
  })
  const reader = (source instanceof Blob ? source.stream() : source).getReader()
  const send = (message: ToWorker, owned: Transferable[] = []): void => worker.postMessage(message, owned)
  let bytes = 0
  try {
    return await new Promise((resolve, reject) => {
      const pull = async (acts: number): Promise<void> => {
        onProgress({ bytes, totalBytes, acts })
        const { done, value } = await reader.read()
        if (done) {
          send({ kind: 'end' })
          return
        }
        bytes += value.length
        const piece = alone(value)
        send({ kind: 'piece', bytes: piece }, [piece.buffer])
      }
      worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
        switch (data.kind) {
          case 'pull':
            pull(data.acts).catch(reject)
            return
          case 'done':
            onProgress({ bytes, totalBytes, acts: data.acts })
            resolve(data.report)
            return
          case 'refused':
            reject(new RecordError(data.code, data.message))
            return
          case 'failed':
            reject(new Error(data.message))
        }
      })
      worker.addEventListener('error', (event) =>
        reject(new Error(`The worker that verifies has failed: ${workerFault(event)}.`)),
      )
      const stopped = new Promise<void>((stop) => signal?.addEventListener('abort', () => stop()))
      stopped.then(() => signal?.throwIfAborted()).catch(reject)
      send({ kind: 'begin', request })
    })
  } finally {
    worker.terminate()
    // It may have failed by itself, and then there is nothing to let go of.
    await reader.cancel().catch(() => undefined)
  }
}

/** In memory of its own, to be handed over whole: other pieces may be views of the same. */
function alone(piece: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = piece
  return buffer instanceof ArrayBuffer && buffer.byteLength === piece.byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(piece)
}
