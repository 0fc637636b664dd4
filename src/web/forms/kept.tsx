import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import type { ScreenWords } from '../../words/index.ts'
import { Button } from '../look/button.tsx'
import { Callout, Unseen } from '../look/parts.tsx'
import { type Reader, useReader } from '../look/reader.tsx'
import { refusalText } from '../look/refusal.tsx'
import { hourIn } from '../look/time.ts'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import type { DraftHold } from './hold.ts'
import type { Keeping } from './keeping.ts'
import { useInfo, useKeeping } from './use-draft.tsx'
import { Versions } from './versions.tsx'

/** Where what is typed is kept now, and the way back: undo, redo, versions, putting it aside. */
export function KeptBar({
  hold,
  onDiscarded,
}: {
  readonly hold: DraftHold
  readonly onDiscarded: () => void
}): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  const info = useInfo(hold)
  const keeping = useKeeping(hold)
  const canUndo = useSyncExternalStore(hold.subscribe, hold.canUndo)
  const canRedo = useSyncExternalStore(hold.subscribe, hold.canRedo)
  const [fault, setFault] = useState<unknown>()
  const [isLooking, setLooking] = useState(false)
  const isClosed = keeping.where === 'closed'
  const discard = async (): Promise<void> => {
    try {
      const takeBack = await hold.discard()
      tell(words('forms.discarded'), async () => {
        await takeBack()
        await client.invalidateQueries()
      })
      onDiscarded()
      await client.invalidateQueries()
    } catch (cause) {
      setFault(cause)
    }
  }
  return (
    <div className="forms-kept no-print">
      <KeptLine hold={hold} />
      <div className="row">
        <Button
          kind="quiet"
          size="small"
          isDisabled={!canUndo || isClosed}
          onPress={() => void hold.undo().catch(setFault)}
        >
          {words('shell.undo')}
        </Button>
        <Button kind="quiet" size="small" isDisabled={!canRedo || isClosed} onPress={() => hold.redo()}>
          {words('forms.redo')}
        </Button>
        <Button kind="quiet" size="small" isDisabled={info === undefined} onPress={() => setLooking(true)}>
          {words('forms.versions')}
        </Button>
        <Button
          kind="quiet"
          size="small"
          isDisabled={keeping.where === 'nowhere-yet' || isClosed}
          onPress={() => void discard()}
        >
          {words('forms.discard')}
        </Button>
      </div>
      {fault !== undefined && (
        <Callout tone="bad" role="alert">
          <p>{refusalText(fault, words)}</p>
        </Callout>
      )}
      {isLooking && info !== undefined && (
        <Versions hold={hold} draft={info.id} onClose={() => setLooking(false)} />
      )}
    </div>
  )
}

const TROUBLED: readonly Keeping['where'][] = ['browser', 'page', 'refused', 'signed-out', 'apart', 'closed']

/** One line that never says more than is true: what is only in this browser is never called kept on the node. */
function KeptLine({ hold }: { readonly hold: DraftHold }): ReactNode {
  const words = useWords()
  const reader = useReader()
  const keeping = useKeeping(hold)
  const keepsNotes = useSyncExternalStore(hold.subscribe, hold.keepsNotes)
  const text = keptText(keeping, keepsNotes, words, reader)
  const isTroubled = TROUBLED.includes(keeping.where)
  return (
    <p className="forms-kept-line" data-where={keeping.where}>
      <span className="forms-kept-now">{text}</span>
      {/* Ordinary saving is not told aloud at every pause of typing; trouble is, once. */}
      <span role="status">{isTroubled && <Unseen>{text}</Unseen>}</span>
      <span className="soft small">
        {words(
          !keepsNotes
            ? 'forms.kept-no-notes'
            : keeping.where === 'here'
              ? 'forms.kept-here-explained'
              : 'forms.kept-explained',
        )}
      </span>
    </p>
  )
}

function keptText(
  keeping: Keeping,
  keepsNotes: boolean,
  words: ScreenWords,
  { zone }: Pick<Reader, 'zone'>,
): string {
  const hour = (ms: number): string => hourIn(ms, zone, words.language, zone)
  switch (keeping.where) {
    case 'nowhere-yet':
      return words('forms.kept-nothing')
    case 'node':
      return words('forms.kept-node', { hour: hour(keeping.atMs) })
    case 'on-its-way':
      return keepsNotes ? words('forms.kept-on-its-way') : words('forms.kept-on-its-way-bare')
    case 'here':
      return words(keepsNotes ? 'forms.kept-here' : 'forms.kept-here-bare')
    case 'browser':
      return words('forms.kept-browser', { hour: hour(keeping.sinceMs) })
    case 'page':
      return words('forms.kept-page', { hour: hour(keeping.sinceMs) })
    case 'signed-out':
      return keepsNotes ? words('forms.kept-signed-out') : words('forms.kept-signed-out-bare')
    case 'refused':
      return words('forms.kept-refused', { why: refusalText(keeping.cause, words) })
    case 'apart':
      return words('forms.kept-apart')
    case 'closed':
      return keeping.info.discarded ? words('forms.kept-discarded') : words('forms.kept-closed')
  }
}

/** Says before the page is closed what would be lost: only where this browser keeps nothing and the node is away. */
export function useGuard(hold: DraftHold | undefined): void {
  useEffect(() => {
    if (hold === undefined) return
    const asked = (event: BeforeUnloadEvent): void => {
      const { where } = hold.keeping()
      if (where === 'page' || (!hold.keepsNotes() && where !== 'node' && where !== 'nowhere-yet'))
        event.preventDefault()
    }
    window.addEventListener('beforeunload', asked)
    return () => window.removeEventListener('beforeunload', asked)
  }, [hold])
}
