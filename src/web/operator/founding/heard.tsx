import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { fingerprintNumber } from '../../../words/index.ts'
import { ProblemError } from '../../api/client.ts'
import { useDo } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { Check } from '../../look/field.tsx'
import { plainForeign } from '../../look/foreign.tsx'
import { Callout, Row, Stack } from '../../look/parts.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { useFresh } from '../../shell/fresh.tsx'
import { HeardWord } from './heard-word.tsx'
import type { FoundingDetail } from './one-founding.tsx'

const NONE: readonly string[] = Array.from({ length: 8 }, () => '')
/** What a fingerprint that is not the same is refused by. */
const DIFFERENT = 'fingerprint-wrong'

interface Hearing {
  readonly heard: readonly string[]
  readonly isWhole: boolean
  readonly isBusy: boolean
  readonly fault: unknown
  /** Places at which what was heard is not what stands here. */
  readonly apart: readonly number[]
  readonly change: (at: number, word: string) => void
  readonly confirm: () => Promise<void>
}

function useHearing(founding: FoundingDetail): Hearing {
  const words = useWords()
  const fresh = useFresh()
  const confirm = useDo('foundings.confirm')
  const [heard, setHeard] = useState(NONE)
  const [fault, setFault] = useState<unknown>()
  const [apart, setApart] = useState<readonly number[]>([])
  const numbers = heard.map(fingerprintNumber)
  return {
    heard,
    fault,
    apart,
    isWhole: numbers.every((number) => number !== undefined),
    isBusy: confirm.isPending,
    change(at, word) {
      setHeard((before) => before.map((one, i) => (i === at ? word : one)))
      setApart(apart.filter((place) => place !== at))
    },
    async confirm() {
      setFault(undefined)
      setApart([])
      const fingerprint = numbers.filter((number) => number !== undefined)
      const params = { founding: founding.channel }
      try {
        const { state } = await fresh(() => confirm.mutateAsync({ params, body: { fingerprint } }))
        tell(words(state === 'open' ? 'founding.taken-open' : 'founding.confirmed'))
      } catch (cause) {
        if (cause instanceof ProblemError && cause.problem.code === DIFFERENT)
          setApart(numbers.flatMap((number, at) => (number === founding.fingerprint[at] ? [] : [at])))
        else setFault(cause)
      }
    },
  }
}

/** What the other side reads aloud, word by word. The node compares; the screen says at which place they part. */
export function Heard({
  founding,
  others,
}: {
  readonly founding: FoundingDetail
  readonly others: readonly { readonly id: string; readonly name: string }[]
}): ReactNode {
  const words = useWords()
  const { apart, change, confirm, fault, heard, isBusy, isWhole } = useHearing(founding)
  const [alike, setAlike] = useState<readonly string[]>([])
  const said = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (apart.length > 0) said.current?.focus()
  }, [apart])
  const rest = others.slice(1)
  const allAlike = rest.every(({ id }) => alike.includes(id))
  return (
    <Stack>
      <p>{words('founding.listen-lead')}</p>
      <ol className="founding-heard">
        {heard.map((word, at) => (
          // Eight places, always the same.
          <li key={at}>
            <HeardWord
              at={at}
              value={word}
              onChange={(changed) => change(at, changed)}
              isApart={apart.includes(at)}
            />
          </li>
        ))}
      </ol>
      {rest.map(({ id, name }) => (
        <Check
          key={id}
          isSelected={alike.includes(id)}
          onChange={(is) => setAlike(is ? [...alike, id] : alike.filter((one) => one !== id))}
        >
          {words('founding.same-from', { party: plainForeign(name) })}
        </Check>
      ))}
      {apart.length > 0 && <Apart places={apart} said={said} />}
      <Refusal of={fault} />
      <Row>
        <Button kind="main" isBusy={isBusy} isDisabled={!isWhole || !allAlike} onPress={() => void confirm()}>
          {words('founding.confirm')}
        </Button>
        {!isWhole && <span className="soft">{words('founding.confirm-needs')}</span>}
      </Row>
    </Stack>
  )
}

/** What to do when the words are not the same, said before anybody explains it away. */
function Apart({
  places,
  said,
}: {
  readonly places: readonly number[]
  readonly said: RefObject<HTMLDivElement | null>
}): ReactNode {
  const words = useWords()
  return (
    <div ref={said} tabIndex={-1}>
      <Callout tone="bad" role="alert">
        <strong>
          {words('founding.apart', {
            count: places.length,
            places: words.list(places.map((at) => String(at + 1))),
          })}
        </strong>
        <ol className="operator-steps">
          <li>{words('founding.apart-1')}</li>
          <li>{words('founding.apart-2')}</li>
          <li>{words('founding.apart-3')}</li>
          <li>{words('founding.apart-4')}</li>
        </ol>
      </Callout>
    </div>
  )
}
