import { type ReactNode, useState } from 'react'
import { call } from '../../api/client.ts'
import { Button } from '../../look/button.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { handProof } from '../../record/hand-proof.ts'
import { VerifyAct } from '../../record/verify-act.tsx'
import type { ActGiven } from './act.tsx'
import { SignAct } from './sign-act.tsx'

/** What can be done with one act: carried out as a proof, pointed at, translated, signed. */
export function ActMenu({ given }: { readonly given: ActGiven }): ReactNode {
  const { act, may, number, onDo, place } = given
  const words = useWords()
  const [fault, setFault] = useState<unknown>()
  const prove = async (): Promise<void> => {
    setFault(undefined)
    try {
      const params = { ...place, act: act.id }
      handProof(await call('acts.prove', { params }))
      tell(words('matter.proof-made'))
    } catch (cause) {
      setFault(cause)
    }
  }
  const link = async (): Promise<void> => {
    const address = new URL(location.href)
    address.search = new URLSearchParams({ act: act.id }).toString()
    address.hash = ''
    await navigator.clipboard.writeText(address.href)
    tell(words('shell.copied'))
  }
  return (
    <span className="matter-act-menu no-print">
      <Button
        size="small"
        kind="quiet"
        aria-label={words('matter.link-long', { number })}
        onPress={() => void link().catch(() => tell(words('matter.copy-failed')))}
      >
        {words('matter.link')}
      </Button>
      {may('export') && (
        <Button
          size="small"
          kind="quiet"
          aria-label={words('matter.prove-long', { number })}
          onPress={() => void prove()}
        >
          {words('matter.prove')}
        </Button>
      )}
      {may('export') && (
        <VerifyAct {...place} act={act.id} label={words('record.act-verify-number', { number })} />
      )}
      {may('act') && act.body?.held === true && act.type !== 'remark.translate' && (
        <Button
          size="small"
          kind="quiet"
          aria-label={words('matter.translate-long', { number })}
          onPress={() => onDo({ type: 'remark.translate', data: { of: act.id } })}
        >
          {words('matter.translate')}
        </Button>
      )}
      <SignAct given={given} />
      <Refusal of={fault} />
    </span>
  )
}
