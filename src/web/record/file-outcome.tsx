import { type ReactNode, useEffect } from 'react'
import { Button } from '../look/button.tsx'
import { Foreign, plainForeign } from '../look/foreign.tsx'
import { bytesText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { Outcome } from './outcome.tsx'
import { useVerification } from './use-verification.ts'
import type { Dropped } from './verdict.ts'

/** One file that was dropped, verified at once, and anew when other keys are given. */
export function FileOutcome({
  file,
  cards,
  policy,
  dropped,
  channel,
}: {
  readonly file: File
  readonly cards: readonly string[]
  readonly policy: string | undefined
  readonly dropped: Dropped
  readonly channel: string
}): ReactNode {
  const words = useWords()
  const { is, start, stop } = useVerification()
  // As a text: lists of the same keys are made anew with each look.
  const keys = JSON.stringify([cards, policy])
  useEffect(() => {
    const [givenCards, givenPolicy] = JSON.parse(keys) as [readonly string[], string | null]
    start(() => Promise.resolve(file), {
      cards: givenCards,
      ...(givenPolicy === null ? {} : { policy: givenPolicy }),
    })
  }, [file, keys, start])
  return (
    <section className="record-file">
      <h3>
        <Foreign text={file.name} />{' '}
        <span className="soft small">{bytesText(file.size, words.language)}</span>
      </h3>
      {is.state === 'going' && (
        <Button size="small" onPress={stop}>
          {words('record.verify-cancel')}
        </Button>
      )}
      <Outcome is={is} name={plainForeign(file.name)} channel={channel} dropped={dropped} />
    </section>
  )
}
