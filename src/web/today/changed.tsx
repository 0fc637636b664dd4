import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useRead } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { Panel } from '../look/parts.tsx'
import { Refusal } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { nameOf } from '../matters/list/matter-key.ts'
import { MatterNews } from '../matters/list/row.tsx'
import { seeAll } from '../matters/list/seen.ts'
import { More } from './on-clock.tsx'

const SHOWN = 8
const ASKED = 50

/** What happened since the reader looked; it goes when it is opened, or marked as seen. */
export function Changed(): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  const [fault, setFault] = useState<unknown>()
  const { data, error } = useRead('inbox.changed', { query: { limit: ASKED } })
  if (data === undefined) return <Refusal of={error} />
  const fresh = data.items.filter(({ isNew }) => isNew)
  const mark = async (): Promise<void> => {
    try {
      tell(words('today.all-seen-done'), await seeAll(client, data.items))
    } catch (cause) {
      setFault(cause)
    }
  }
  return (
    <Panel
      title={words('today.changed')}
      aside={
        fresh.length > 0 && (
          <Button size="small" onPress={() => void mark()}>
            {words('today.all-seen')}
          </Button>
        )
      }
    >
      <Refusal of={fault} />
      {fresh.length === 0 ? (
        <p className="soft">{words('today.changed-none')}</p>
      ) : (
        <>
          <ul className="today-rows" data-small="">
            {fresh.slice(0, SHOWN).map((row) => (
              <li key={nameOf(row)}>
                <MatterNews row={row} />
              </li>
            ))}
          </ul>
          <More list="changed" isAll={fresh.length <= SHOWN} />
        </>
      )}
    </Panel>
  )
}
