import { useCallback, useEffect, useRef, useState } from 'react'
import type { VerifiedMatters, VerifyProgress, VerifyRequest } from '../verify/index.ts'

export type Verification =
  | { readonly state: 'idle' | 'stopped' }
  | { readonly state: 'going'; readonly progress: VerifyProgress }
  | { readonly state: 'done'; readonly report: VerifiedMatters }
  | { readonly state: 'failed'; readonly fault: unknown }

export interface Verifying {
  readonly is: Verification
  readonly start: (open: Source, request: VerifyRequest) => void
  readonly stop: () => void
}

/** Opens what is verified; it is read a piece at a time and never held whole. */
export type Source = (signal: AbortSignal) => Promise<ReadableStream<Uint8Array> | Blob>

const NOTHING_YET: VerifyProgress = { bytes: 0, totalBytes: undefined, acts: 0 }

/** One verification in a worker of its own; it ends with the screen. Its code is fetched when it is first asked for. */
export function useVerification(): Verifying {
  const [is, setIs] = useState<Verification>({ state: 'idle' })
  const running = useRef<AbortController>(undefined)
  const stop = useCallback(() => running.current?.abort(), [])
  useEffect(() => stop, [stop])
  const start = useCallback((open: Source, request: VerifyRequest): void => {
    running.current?.abort()
    const control = new AbortController()
    running.current = control
    const tell = (now: Verification): void => {
      if (running.current === control) setIs(now)
    }
    const run = async (): Promise<void> => {
      tell({ state: 'going', progress: NOTHING_YET })
      try {
        const { verifyStream } = await import('../verify/index.ts')
        const source = await open(control.signal)
        const report = await verifyStream(source, { ...request, signal: control.signal }, (progress) =>
          tell({ state: 'going', progress }),
        )
        tell({ state: 'done', report })
      } catch (fault) {
        tell(control.signal.aborted ? { state: 'stopped' } : { state: 'failed', fault })
      }
    }
    void run()
  }, [])
  return { is, start, stop }
}
