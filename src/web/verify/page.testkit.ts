import { verifyStream } from './index.ts'
import type { VerifyProgress } from './index.ts'
import { plainOf } from './trial.testkit.ts'

globalThis.trial = {
  async verifyUrl(url, request) {
    const { body } = await fetch(url)
    if (body === null) throw new Error('no body')
    return plainOf(await verifyStream(body, request))
  },
  async verifyFile(request) {
    const file = chosen()
    const progress: VerifyProgress[] = []
    const startedMs = performance.now()
    const report = await verifyStream(file, request, (each) => progress.push(each))
    return { report: plainOf(report), progress, seconds: (performance.now() - startedMs) / 1_000 }
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
