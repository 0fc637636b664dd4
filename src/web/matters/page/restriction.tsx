import { type ReactNode, useState } from 'react'
import { useDo, useRead } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { Checks } from '../../look/field.tsx'
import { plainForeign } from '../../look/foreign.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { useSession } from '../../shell/session.tsx'
import type { Detail } from './given.ts'
import { useColleagues } from './here.ts'

/** Which seats of ours may see the matter at all. */
export function Restriction({ detail }: { readonly detail: Detail }): ReactNode {
  const words = useWords()
  const { me } = useSession()
  const { seatName, seats } = useColleagues()
  const params = { channel: detail.channel, matter: detail.id }
  const { data, error } = useRead('restrictions.get', { params })
  const restrict = useDo('restrictions.set')
  const [chosen, setChosen] = useState<readonly string[]>()
  const kept = data?.seats ?? []
  const held = me.grants.map(({ seat }) => seat)
  const set = async (wanted: readonly string[]): Promise<void> => {
    await restrict.mutateAsync({ params, body: { seats: [...wanted] } })
    setChosen(undefined)
    tell(words(wanted.length === 0 ? 'matter.restriction-off' : 'matter.restriction-on'), () =>
      restrict.mutateAsync({ params, body: { seats: [...kept] } }),
    )
  }
  const isShutOut = chosen !== undefined && chosen.length > 0 && !chosen.some((seat) => held.includes(seat))
  return (
    <section className="stack" data-gap="small" aria-labelledby="matter-restriction">
      <h3 id="matter-restriction">{words('matter.restriction')}</h3>
      <Refusal of={error ?? restrict.error} />
      <p className="small">
        {kept.length === 0
          ? words('matter.restriction-none')
          : words('matter.restricted', { seats: plainForeign(words.list(kept.map(seatName))) })}
      </p>
      {chosen === undefined ? (
        <div className="row">
          <Button size="small" kind="quiet" onPress={() => setChosen(kept)}>
            {words('matter.restrict')}
          </Button>
        </div>
      ) : (
        <>
          <Checks
            label={words('matter.restrict-to')}
            hint={words('matter.restrict-hint')}
            fault={isShutOut ? words('matter.restrict-own') : undefined}
            options={seats.map(({ id, title }) => ({ id, label: plainForeign(title) }))}
            value={chosen}
            onChange={setChosen}
          />
          <div className="row">
            <Button
              size="small"
              isDisabled={isShutOut}
              isBusy={restrict.isPending}
              onPress={() => void set(chosen).catch(() => undefined)}
            >
              {words('shell.save')}
            </Button>
            <Button size="small" kind="quiet" onPress={() => setChosen(undefined)}>
              {words('shell.cancel')}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}
