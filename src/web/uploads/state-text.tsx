import type { ReactNode } from 'react'
import { bytesText, numberText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import type { UploadView } from './upload-state.ts'
import { leftMs } from './uploads.ts'

const MINUTE_S = 60
const HOUR_S = 3_600

/** What is true of a file on its way, in one sentence. */
export function StateText({ upload }: { readonly upload: UploadView }): ReactNode {
  const words = useWords()
  const { state } = upload
  switch (state.is) {
    case 'sending': {
      const left = leftMs(upload)
      if (state.bytesPerSecond === undefined || left === undefined) return words('uploads.is-sending')
      const rate = bytesText(state.bytesPerSecond, words.language)
      return words('uploads.is-sending-at', { rate, left: leftWords(left) })
    }
    case 'waiting':
      return words(`uploads.is-waiting-${state.why}`)
    case 'file-needed':
      return words(`uploads.is-needed-${state.how}`)
    case 'file-differs':
      return words(`uploads.is-differing-${state.by}`)
    case 'beginning':
    case 'queued':
    case 'checking':
    case 'paused':
    case 'elsewhere':
    case 'foreign':
    case 'whole':
    case 'refused':
    case 'file-changed':
      return words(`uploads.is-${state.is}`)
  }

  function leftWords(ms: number): string {
    const seconds = Math.max(1, Math.round(ms / 1_000))
    if (seconds < MINUTE_S) return words('uploads.seconds', { count: seconds })
    const minutes = Math.round(seconds / MINUTE_S)
    if (seconds < HOUR_S) return words('look.minutes', { count: minutes })
    const hours = words('look.hours', { count: numberText(Math.floor(seconds / HOUR_S), words.language) })
    return `${hours} ${words('look.minutes', { count: minutes % MINUTE_S })}`
  }
}
