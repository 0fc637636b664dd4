import { type ReactNode, useState } from 'react'
import { Callout } from '../look/parts.tsx'

export interface Deed {
  readonly isBusy: boolean
  readonly fault: unknown
  readonly run: (deed: () => Promise<void>) => Promise<void>
}

/** One thing at a time; what went wrong the last time stays until it is tried again. */
export function useDeed(): Deed {
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>()
  const run = async (deed: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setFault(undefined)
    try {
      await deed()
    } catch (cause) {
      setFault(cause)
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, fault, run }
}

/** A refusal that has been put into words already. */
export function Fault({ text }: { readonly text: string | undefined }): ReactNode {
  if (text === undefined) return null
  return (
    <Callout tone="bad" role="alert">
      <p>{text}</p>
    </Callout>
  )
}
