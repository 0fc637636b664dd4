import { type ReactNode, useId, useState } from 'react'
import { Button } from '../../look/button.tsx'
import { Foreign } from '../../look/foreign.tsx'
import { numberText } from '../../look/time.ts'
import { useWords } from '../../look/words.tsx'

/** Longer text is cut until it is asked for: a peer may write a book into any field. Paper shows all of it. */
const SHOWN_CHARACTERS = 1_500

/** Text of whatever length that somebody wrote. */
export function Long({
  text,
  lang,
}: {
  readonly text: string
  readonly lang?: string | undefined
}): ReactNode {
  const words = useWords()
  const id = useId()
  const [isWhole, setWhole] = useState(false)
  if (text.length <= SHOWN_CHARACTERS)
    return (
      <span className="matter-text">
        <Foreign text={text} lang={lang} />
      </span>
    )
  return (
    <span className="matter-text">
      <span id={id} className="matter-long" data-whole={isWhole}>
        <span className="matter-part">
          <Foreign text={`${text.slice(0, SHOWN_CHARACTERS)}…`} lang={lang} />
        </span>
        <span className="matter-whole">
          <Foreign text={text} lang={lang} />
        </span>
      </span>
      <Button
        size="small"
        kind="quiet"
        aria-expanded={isWhole}
        aria-controls={id}
        onPress={() => setWhole(!isWhole)}
      >
        {isWhole
          ? words('matter.show-less')
          : words('matter.show-all', { count: numberText(text.length, words.language) })}
      </Button>
    </span>
  )
}
