import { type ReactNode, useState } from 'react'
import { addressOf } from '../../api/client.ts'
import { useDo, useRead } from '../../api/queries.ts'
import { follow } from '../../effects/hand-down.ts'
import { printPage } from '../../effects/print.ts'
import { Button } from '../../look/button.tsx'
import { ConfirmButton } from '../../look/dialog.tsx'
import { Checks } from '../../look/field.tsx'
import { plainForeign } from '../../look/foreign.tsx'
import { Callout, Panel } from '../../look/parts.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { type Detail, fileText } from './given.ts'
import type { Thread } from './thread-query.ts'

/** Every act on paper: what was not loaded yet is loaded first. */
export function PrintButton({ thread }: { readonly thread: Thread }): ReactNode {
  const words = useWords()
  const [isBusy, setBusy] = useState(false)
  const print = async (): Promise<void> => {
    setBusy(true)
    try {
      await thread.all()
      await printPage()
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button isBusy={isBusy} onPress={() => void print()}>
      {words('shell.print')}
    </Button>
  )
}

/** The matter as a file for a court, if no mark stops it. */
export function CarryOut({
  detail,
  may,
}: {
  readonly detail: Detail
  readonly may: (permission: string) => boolean
}): ReactNode {
  const words = useWords()
  if (!may('export')) return null
  return (
    <div className="no-print">
      <Panel title={words('matter.carry-out')}>
        <p>{words('matter.carry-out-lead')}</p>
        <Bundle detail={detail} mayExhibits={may('evidence')} />
      </Panel>
    </div>
  )
}

function Bundle({
  detail,
  mayExhibits,
}: {
  readonly detail: Detail
  readonly mayExhibits: boolean
}): ReactNode {
  const words = useWords()
  const params = { channel: detail.channel, matter: detail.id }
  const bundle = useDo('evidence.bundle', { patient: true })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const { data: plan, error } = useRead('evidence.plan', {
    params,
    body: { exhibits: [...chosen], scope: 'matter', way: 'court-bundle' },
  })
  const held = mayExhibits ? detail.exhibits.filter((exhibit) => exhibit.held) : []
  const make = async (): Promise<void> => {
    const exhibits = Object.fromEntries(chosen.map((sealed) => [sealed, 'plain' as const]))
    const made = await bundle.mutateAsync({ params, body: { exhibits } })
    follow(addressOf('downloads.get', { params: { ...params, id: made.download } }), made.name)
    tell(words('matter.bundle-made', { count: made.acts }))
  }
  return (
    <>
      {held.length > 0 && (
        <Checks
          label={words('matter.bundle-exhibits')}
          hint={words('matter.bundle-exhibits-hint')}
          options={held.map((file) => ({ id: file.sealed, label: plainForeign(fileText(file)) }))}
          value={chosen}
          onChange={setChosen}
        />
      )}
      <Refusal of={error} />
      {plan !== undefined && plan.stops.length > 0 && (
        <Callout tone="warn">
          <p>{words('matter.bundle-stopped')}</p>
          <ul className="matter-list" data-bullets="">
            {plan.stops.map((stop) => (
              <li key={stop}>{words.term('stop', stop)}</li>
            ))}
          </ul>
        </Callout>
      )}
      {plan !== undefined && plan.stops.length === 0 && (
        <div className="row">
          <ConfirmButton
            label={words('matter.bundle')}
            title={words('matter.bundle')}
            explains={<p>{words('matter.bundle-explains')}</p>}
            confirm={words('matter.bundle-now')}
            confirmKind="main"
            onConfirm={make}
          />
        </div>
      )}
    </>
  )
}
