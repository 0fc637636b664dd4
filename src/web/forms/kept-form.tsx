import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Stack } from '../look/parts.tsx'
import { Waiting } from '../shell/waiting.tsx'
import { Apart } from './apart.tsx'
import type { DraftContent } from './content.ts'
import { GoneOnWith } from './gone-on-with.tsx'
import type { DraftHold } from './hold.ts'
import { KeptBar } from './kept.tsx'
import { OpenedDraft } from './opened-draft.tsx'
import { useUnfinishedPlace, type Written } from './unfinished-place.ts'
import { useContent } from './use-draft.tsx'
import { useSubmit } from './use-submit.ts'
import './forms.css'

export interface KeptForm {
  readonly content: DraftContent
  readonly change: (made: (content: DraftContent) => DraftContent) => void
  /**
   * Puts it on the record: the draft itself becomes the act, once however often it is tried. `directly`, where the node
   * has no draft of it or two of them: what has to be said now does not wait for that.
   */
  readonly record: (directly: () => Promise<Made>) => Promise<Made>
  readonly isBusy: boolean
  /** Why the node did not take it, when it was last tried. */
  readonly fault: unknown
}

interface Made {
  readonly id: string
}

/** A form of its own look for one act, kept at every keystroke like all others. */
export function KeepForm({
  start,
  children,
  onLeft,
  ...written
}: Written & {
  /** What it begins with. Not kept until something is typed. */
  readonly start: () => DraftContent
  readonly children: (form: KeptForm) => ReactNode
  /** It was put aside. */
  readonly onLeft?: (() => void) | undefined
}): ReactNode {
  const place = useUnfinishedPlace(written, undefined)
  const [turn, setTurn] = useState(0)
  if (place === undefined) return <Waiting />
  const found = turn === 0 ? place : null
  const anew = (): void => setTurn((before) => before + 1)
  return (
    <Keeping
      key={turn}
      channel={written.channel}
      place={found}
      start={start}
      onAnew={found === null ? undefined : anew}
      onLeft={() => {
        anew()
        onLeft?.()
      }}
    >
      {children}
    </Keeping>
  )
}

function Keeping({
  channel,
  place,
  start,
  onAnew,
  onLeft,
  children,
}: {
  readonly channel: string
  readonly place: string | null
  readonly start: () => DraftContent
  readonly onAnew: (() => void) | undefined
  readonly onLeft: () => void
  readonly children: (form: KeptForm) => ReactNode
}): ReactNode {
  return (
    <OpenedDraft channel={channel} place={place} start={start}>
      {(hold) => (
        <Stack>
          <GoneOnWith onAnew={onAnew} />
          <Inside hold={hold}>{children}</Inside>
          <Apart hold={hold} />
          <KeptBar hold={hold} onDiscarded={onLeft} />
        </Stack>
      )}
    </OpenedDraft>
  )
}

function Inside({
  hold,
  children,
}: {
  readonly hold: DraftHold
  readonly children: (form: KeptForm) => ReactNode
}): ReactNode {
  const content = useContent(hold)
  const submit = useSubmit(hold)
  const recording = useMutation({
    mutationFn: async (directly: () => Promise<Made>): Promise<Made> => {
      const info = await hold.flush().catch(() => undefined)
      if (info !== undefined) return submit(info)
      const made = await directly()
      await hold.forget()
      return made
    },
  })
  return children({
    content,
    change: (made) => hold.change('', made),
    record: recording.mutateAsync,
    isBusy: recording.isPending,
    fault: recording.error,
  })
}
