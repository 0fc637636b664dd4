import { verifyStream } from './index.ts'
import type { VerifiedMatters, VerifyProgress, VerifyRequest } from './index.ts'

/** For tests and measurements only: what a page of ours can do with a file, to be called from outside the browser. */
interface TrialPage {
  /** The report on what stands at a URL of this origin. */
  verifyUrl(url: string, request?: VerifyRequest): Promise<VerifiedMatters>
  /** The report on the file that was put into the page's field, and how it went. */
  verifyFile(request?: VerifyRequest): Promise<TrialRun>
  /** What it ends with when it is stopped once so many bytes were read, and how the source was left. */
  stopAfter(bytes: number): Promise<readonly [error: string, source: string]>
}

interface TrialRun {
  readonly report: VerifiedMatters
  readonly progress: readonly VerifyProgress[]
  readonly seconds: number
}

declare global {
  var trial: TrialPage
}

globalThis.trial = {
  async verifyUrl(url, request) {
    const { body } = await fetch(url)
    if (body === null) throw new Error('no body')
    return verifyStream(body, request)
  },
  async verifyFile(request) {
    const file = chosen()
    const progress: VerifyProgress[] = []
    const startedMs = performance.now()
    const report = await verifyStream(file, request, (each) => progress.push(each))
    return { report, progress, seconds: (performance.now() - startedMs) / 1_000 }
  },
  async stopAfter(bytes) {
    const file = chosen()
    let source = 'open'
    const reader = file.stream().getReader()
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: () => {
        source = 'let go'
      },
    })
    const stop = new AbortController()
    const error: unknown = await verifyStream(stream, { signal: stop.signal }, (progress) => {
      if (progress.bytes >= bytes) stop.abort()
    }).catch((cause: unknown) => cause)
    return [error instanceof Error ? error.name : 'none', source]
  },
}

function chosen(): File {
  const file = document.querySelector('input')?.files?.[0]
  if (file === undefined) throw new Error('no file')
  return file
}
