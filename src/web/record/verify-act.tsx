import { type ReactNode, useState } from 'react'
import { Button } from '../look/button.tsx'
import { Callout } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import type { CheckedAct } from './check-act.ts'
import './record.css'

/**
 * A button that has this browser check the proof of one act, and says what came of it.
 * For whoever may carry out the act's matter: the proof is asked for as `acts.prove` gives it.
 */
export function VerifyAct({
  channel,
  matter,
  act,
  label,
}: {
  readonly channel: string
  readonly matter: string
  readonly act: string
  /** For a screen reader, where several of these buttons stand in one list. */
  readonly label?: string
}): ReactNode {
  const words = useWords()
  const [checked, setChecked] = useState<CheckedAct>()
  const [fault, setFault] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const check = async (): Promise<void> => {
    setBusy(true)
    setFault(undefined)
    setChecked(undefined)
    try {
      const { checkAct } = await import('./check-act.ts')
      setChecked(await checkAct(channel, matter, act))
    } catch (cause) {
      setFault(cause)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button
        size="small"
        kind="quiet"
        isBusy={isBusy}
        aria-label={label ?? words('record.act-verify-long')}
        onPress={() => void check()}
      >
        {words('record.act-verify')}
      </Button>
      <Refusal of={fault} />
      {checked !== undefined && <Said checked={checked} />}
    </>
  )
}

function Said({ checked }: { readonly checked: CheckedAct }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  if (checked.is === 'good') {
    const { index, laterKeys, party, receivedBy, size } = checked
    return (
      <Callout tone="good" role="status">
        <p>{words('record.act-good', { index, size, party: partyName(party) })}</p>
        <p className="small">
          {receivedBy.length === 0
            ? words('record.act-no-receipts')
            : words('record.act-receipts', { parties: words.list(receivedBy.map(partyName)) })}
        </p>
        {laterKeys && <p className="small">{words('record.act-later-keys', { party: partyName(party) })}</p>}
      </Callout>
    )
  }
  return (
    <Callout tone="bad" role="alert">
      <p>
        <strong>{words('record.act-bad')}</strong>{' '}
        {checked.is === 'wrong'
          ? checked.codes.map((code) => words.term('error', code)).join(' ')
          : words(`record.act-${checked.is}`)}
      </p>
    </Callout>
  )
}
