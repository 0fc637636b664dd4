import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useDo } from '../../api/queries.ts'
import { Refusal } from '../../look/refusal.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { type TextFile, TextFiles } from '../text-file.tsx'

/** Takes a founding file in that another party has handed over. */
export function TakeFile(): ReactNode {
  const words = useWords()
  const go = useNavigate()
  const take = useDo('foundings.take')
  const read = async (files: readonly TextFile[]): Promise<boolean> => {
    for (const { text } of files) {
      try {
        const { channel, state } = await take.mutateAsync({ body: { founding: text } })
        tell(words(`founding.taken-${state}`))
        await go({ to: '/operator', search: { part: 'founding', id: channel } })
      } catch {
        // Told below, in one sentence.
        return false
      }
    }
    return true
  }
  return (
    <>
      <TextFiles
        hint={words('founding.take-hint')}
        pasteLabel={words('founding.take-paste')}
        isBusy={take.isPending}
        onRead={read}
      />
      <Refusal of={take.error} />
    </>
  )
}
